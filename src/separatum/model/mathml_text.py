"""Write a formula down in one line: what it says where nothing is raised, lowered or set one above the other.

This is what a PDF says for a formula, what a listener hears where no program knows MathML, and what parity compares:
of the article's MathML, of the MathML in the EPUB, and of the words in the PDF.
"""

from collections.abc import Iterator
from typing import Any

_RAISED = str.maketrans("0123456789+−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SPACED = frozenset("=≠≈≡≤≥<>∼≃≅∝≪≫+−±∓×÷·∗∘∪∩∧∨∈∉⊂⊆⊃⊇→←↔⇒⇐⇔↦:∣")
"""Operators that stand between spaces, where they stand between two things."""
_BEFORE_A_SIGN = frozenset("([{⟨|,;")
_OVER = {
    "ˆ": "\u0302",
    "^": "\u0302",
    "¯": "\u0304",
    "‾": "\u0304",
    "⃗": "\u20d7",
    "→": "\u20d7",
    "˙": "\u0307",
    "¨": "\u0308",
    "˜": "\u0303",
    "~": "\u0303",
}
"""Accents, and the combining characters that set them on the letter before."""
_UNSEEN = str.maketrans("", "", "\u2061\u2062\u2063\u2064\u200b")
_UNSAID = {"mspace": " ", "mphantom": "", "annotation": "", "annotation-xml": "", "none": "", "mprescripts": ""}
_LARGE = frozenset({"∑", "∏", "∫", "lim", "max", "min", "sup", "inf"})
_ROOTS = {"2": "√", "3": "∛", "4": "∜"}


def linear(formula: Any) -> str:
    """A formula in one line, in the signs of plain text: “x = (−b ± √(b² − 4ac))/(2a)”.

    Args:
        formula: a `math` element of presentation MathML, with or without its namespace, of either tree library.
    """
    return " ".join(_row(list(formula)).split())


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _row(elements: list[Any]) -> str:
    """What stands side by side: relations and sums between spaces, a sign before its number without."""
    text, is_open = "", True
    for element in _opened(elements):
        piece = _said(element)
        if not piece:
            continue
        if _name(element) == "mo" and piece in _SPACED:
            text += piece if is_open else f" {piece} "
            is_open = True
            continue
        if _name(element) in {"mi", "mtext"} and len(piece) > 1 and text[-1:].isalnum():
            text += " "  # “2 sin x”, not “2sin x”
        elif text and _is_word_before(text) and piece[0].isalnum():
            text += " "
        text += f"{piece} " if piece in {",", ";"} else piece
        is_open = piece in _BEFORE_A_SIGN
    return text


def _is_word_before(text: str) -> bool:
    """Whether the last thing is a name of several letters, such as “sin”."""
    return text.rpartition(" ")[2] in _NAMES


_NAMES = frozenset(
    """
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min
    Pr sec sin sinh sup tan tanh
    """.split()  # noqa: SIM905  (a word list reads better so)
)


def _opened(elements: list[Any]) -> Iterator[Any]:
    """The parts of a row, rows inside it opened."""
    for element in elements:
        if _name(element) in {"mrow", "mstyle", "mpadded", "semantics"}:
            yield from _opened(list(element))
        else:
            yield element


def _said(element: Any) -> str:
    name, parts = _name(element), list(element)
    match name:
        case "mi" | "mn" | "mo" | "mtext" | "ms":
            text = " ".join((element.text or "").translate(_UNSEEN).split())
        case "mfrac":
            text = f"{_grouped(parts[0])}/{_grouped(parts[1])}"
        case "msqrt":
            text = f"√{_grouped(*parts)}"
        case "mroot":
            index = _alone(parts[1])
            text = f"{_ROOTS.get(index, _script(index, _RAISED, '') + '√')}{_grouped(parts[0])}"
        case "msup" | "mover":
            text = _with_scripts(parts[0], None, parts[1])
        case "msub" | "munder":
            text = _with_scripts(parts[0], parts[1], None)
        case "msubsup" | "munderover":
            text = _with_scripts(parts[0], parts[1], parts[2])
        case "mtable":
            text = "; ".join(", ".join(_row(list(cell)).strip() for cell in row) for row in parts)
        case _:
            text = _UNSAID[name] if name in _UNSAID else _row(parts)
    return text


def _alone(*elements: Any) -> str:
    return " ".join(_row(list(elements)).split())


def _grouped(*elements: Any) -> str:
    """A part that binds its signs together: in brackets, where it is more than one number, letter or name."""
    text = _alone(*elements)
    is_one = text.isalpha() or text.replace(".", "").replace(",", "").isdigit() or len(text) < 2
    parts = list(_opened(list(elements)))
    if is_one and len(parts) < 2:
        return text
    if len(parts) == 1 and _name(parts[0]) in {"msup", "msub", "msubsup", "msqrt", "mroot", "mtext"}:
        return text
    return text if _is_bracketed(text) else f"({text})"


def _is_bracketed(text: str) -> bool:
    """Whether the first sign is a bracket, and the last the one that closes it."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "([{⟨") - (sign in ")]}⟩")
        if depth == 0:
            return place == len(text) - 1 > 0
    return False


def _with_scripts(base: Any, below: Any | None, above: Any | None) -> str:
    name, sign = _alone(base), _alone(above) if above is not None else ""
    if sign in _OVER and below is None:
        return "".join(f"{letter}{_OVER[sign]}" for letter in name)
    text = _grouped(base) if len(list(_opened([base]))) > 1 else name
    if below is not None:
        text += _script(_alone(below), _LOWERED, "_")
    if above is not None:
        text += sign if set(sign) <= set("′″‴'") else _script(sign, _RAISED, "^")
    return text + " " if name in _LARGE else text


def _script(text: str, table: dict[int, int], mark: str) -> str:
    """What is raised or lowered: in the signs that Unicode has for it, or else behind a mark."""
    if text and all(ord(sign) in table for sign in text):
        return text.translate(table)
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"
