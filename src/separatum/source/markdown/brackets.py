"""Count the brackets of a formula that are never closed: the translator's time doubles with each."""

import re
import unicodedata
from functools import lru_cache

MOST = 6
"""How many brackets of one formula may stay open: three intervals such as “[0, 1[”."""

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\S", re.DOTALL)
_NAMES = "(?:[aA]ng(?:le)?|floor|ceil|[vV]ert|[bB]rack(?:et)?|[bB]race|[pP]aren(?:thesis)?|group|moustache|corner)"
_OPENING = re.compile(rf"\\(?:\{{|l+{_NAMES}|ulcorner|mathopen|[bB]igg?l)")
_CLOSING = re.compile(rf"\\(?:\}}|r+{_NAMES}|[ul]rcorner|[bB]igg?r)")
_SIZES = re.compile(r"\\(?:left|right|middle|[bB]igg?[lmr]?)")
_DEGREE = re.compile(r"\\sqrt\s*\[([^\]]*)\]")
_DEFINITION = re.compile(r"\\(?:def|let|(?:re)?newcommand|providecommand)(?![A-Za-z])")


def never_closed(tex: str) -> int:
    """How many brackets of a formula nothing closes; all of them where it defines commands of its own."""
    signs = _TOKEN.findall(_DEGREE.sub(r"\\sqrt{\1}", tex))
    if _DEFINITION.search(tex):
        return (MOST + 1) * sum(_opens(sign) for sign in signs if sign != "{")
    left_open, groups, earlier, before = 0, [0], "", ""
    for sign in signs:
        if sign in {"{", r"\left", r"\begin"}:
            groups.append(0)
        elif sign in {"}", r"\right", r"\end"}:
            left_open += groups.pop() if len(groups) > 1 else 0
        elif sign in {"&", r"\\"}:
            left_open += groups[-1]
            groups[-1] = 0
        elif _SIZES.fullmatch(before):
            pass  # told by what stands before it
        elif _opens(sign):
            groups[-1] += 1
        elif _closes(sign) and not _is_argument(earlier, before):
            groups[-1] = max(0, groups[-1] - 1)
        earlier, before = before, sign
    return left_open + sum(groups)


def _opens(sign: str) -> bool:
    return bool(_OPENING.fullmatch(sign)) or unicodedata.category(sign[0]) == "Ps"


def _closes(sign: str) -> bool:
    return bool(_CLOSING.fullmatch(sign)) or unicodedata.category(sign[0]) == "Pe"


def _is_argument(earlier: str, before: str) -> bool:
    r"""Whether what follows two tokens belongs to one of them, as to “\hat”, “^” or “\frac a”."""
    takes = before in {"^", "_"} or (before.startswith("\\") and _is_unfinished(before))
    return takes or (earlier.startswith("\\") and before.isalnum() and _is_unfinished(f"{earlier} {before}"))


@lru_cache(maxsize=1000)
def _is_unfinished(tex: str) -> bool:
    """Whether an argument is missing: the translator does not take it."""
    from math_core import LatexError, LatexToMathML

    try:
        LatexToMathML(fancy_error=False).convert_with_local_state(tex, displaystyle=False)
    except LatexError:
        return True
    return False
