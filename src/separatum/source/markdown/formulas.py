r"""Formulas: TeX between dollar signs, or in “\(…\)” and “\[…\]”, becomes MathML; prices stay prices.

`math-core` translates TeX, and refuses what it does not know. What it makes is rebuilt by an allow-list of MathML 3's
presentation elements, because reading systems and EPUBCheck hold books to those.
"""

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, fromstring

from separatum.model.findings import Finding
from separatum.model.mathml_text import linear
from separatum.source import rules
from separatum.source.html.elements import content, fill, make, text_of
from separatum.source.locations import Places
from separatum.source.markdown import brackets
from separatum.source.markdown.parser import add_paragraph, beginning, line_text, say_inline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from math_core import LatexToMathML

MOST = 500
"""Formulas in an article."""
LONGEST = 2000
"""Characters of TeX: more is no formula, or a page of them."""
PATTERN = (
    r"(?<![\\$\w])(?P<display>\$\$)(?!\$)(?P<large>(?:\\.|[^\\$])+?)\$\$(?![\w$])"
    r"|(?<![\\$\w])\$(?![\s$])(?P<small>(?:\\.|[^\\$])+?)(?<!\s)\$(?![\w$])"
)
"""A formula between dollar signs: none that follows a letter or a digit (“US$5”), none that a space follows, or that
a space precedes, or that a letter or a digit follows (“$5 and $6”)."""

_MOST_LINES = 60
_COMMAND = re.compile(r"\\(?:text|math|operator|begin|end|mbox)\w*\s*\{[^{}]*\}|\\[A-Za-z]+")
_WORD = r"[^\W\d_]{2,}"
_TWO_WORDS = re.compile(rf"(?:^|\s){_WORD},?\s+{_WORD}(?:[\s,.;:]|$)")
_ONE_WORD = re.compile(rf"\s{_WORD}(?:[\s,.;:]|$)")
_NO_MATHS = re.compile(r"[^\W\d_a-zA-Z\u0370-\u03ff\u2100-\u214f\U0001d400-\U0001d7ff]")
_IN_SCRIPTS = re.compile(r"[_^]\s*\{[^{}]*\}")
"""What is raised or lowered may be in any letters: “S_{общ}”."""
_LIKE_TEX = re.compile(r"\\[A-Za-z]{2,}|[_^]\{")

_ATTRIBUTES = {
    "math": {"display"},
    "mi": {"mathvariant"},
    "mo": {"stretchy", "lspace", "rspace", "minsize", "maxsize", "largeop", "movablelimits", "form", "fence"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"displaystyle", "columnalign"},
    "mtd": {"columnalign"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
    "mfrac": {"linethickness"},
    "mpadded": {"width", "lspace"},
    "menclose": {"notation"},
}
_ELEMENTS = _ATTRIBUTES.keys() | {
    *("mn", "mtext", "ms", "mrow", "msqrt", "mroot", "msub", "msup", "msubsup", "mphantom", "mtr", "mmultiscripts"),
    *("mprescripts", "none"),
}
_DEEPEST = 60
"""Elements inside one another: a formula that people read has ten."""
_FAR = re.compile(r"-?\d{3,}")
"""A space or a sign of a hundred ems and more: no page holds it."""
_ALIGNMENT = re.compile(r"text-align:\s*(left|right|center)")


def is_formula(tex: str) -> bool:
    """Whether what stands between two dollar signs is a formula, and not the words between two prices."""
    rest = _COMMAND.sub(" ", _IN_SCRIPTS.sub(" ", tex))
    if len(tex) > LONGEST or "\x02" in tex or _NO_MATHS.search(rest):
        return False
    if re.fullmatch(r"[A-Za-z]{3,}|[\d\s.,;:()–-]{2,}", tex.strip()):
        return False  # “$HOME$”, a name; “$5–$10, 5$”, prices
    return not (_TWO_WORDS.search(rest) or (tex[:1].isdigit() and _ONE_WORD.search(rest)))


def settle(tree: Element, places: Places) -> list[Finding]:
    """Make each formula of a tree, in the tree itself; one that cannot be made stays as its TeX, and is reported."""
    findings = []
    if (count := sum(map(_is_marked, tree.iter()))) > MOST:
        return [
            rules.FORMULA_MANY.found(f"there are {count:,} formulas, {MOST:,} at most", where=places.first, hint=_FEWER)
        ]
    for parent in [element for element in tree.iter() if any(_is_marked(child) for child in element)]:
        parts: list[str | Element] = []
        for part in content(parent):
            if isinstance(part, str) or not _is_marked(part):
                parts.append(part)
                continue
            source, is_display = part.text or "", part.get("data-formula") == "display"
            made = _made(source.strip("$"), is_display=is_display, words=part.get("alt"))
            if isinstance(made, Element):
                parts.append(made)
            else:
                parts.append(make("code", None, source))
                message = f"the formula “{source[:80]}” {made}; it is printed as TeX"
                findings.append(rules.FORMULA_BROKEN.found(message, where=places.of(part), hint=_HINT))
        fill(parent, parts)
    _set_apart(tree)
    return findings


_FEWER = "split the article, or write single letters without dollar signs"
_HINT = "correct it, or write “\\$” where a dollar is meant"


def _is_marked(element: Element) -> bool:
    return element.tag == "span" and "data-formula" in element.attrib


def _made(tex: str, *, is_display: bool, words: str | None) -> Element | str:
    """The formula of some TeX; or what is wrong with it."""
    from math_core import LatexError

    tex = " ".join(tex.split())
    if brackets.never_closed(tex) > brackets.MOST:
        return "leaves too many brackets open, or defines commands"
    try:
        text = _translator().convert_with_local_state(tex, displaystyle=is_display)
        made = _rebuilt(fromstring(_unescaped(text)))  # noqa: S314 - made by the translator
    except LatexError as error:
        return f"cannot be read: {re.sub(r'^[0-9]+: ', '', str(error)).rstrip('.')}"
    except (ParseError, KeyError):
        return "holds what a book cannot show"
    spoken = " ".join((words or "").split()) or linear(made)
    if not spoken:
        return "says nothing"
    made.attrib = {**({"display": "block"} if is_display else {}), "alttext": spoken, "tex": tex}
    return made


@cache
def _translator() -> "LatexToMathML":
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False)


def _unescaped(text: str) -> str:
    """XML without the names that only HTML knows, such as “&ApplyFunction;”."""
    return re.sub(r"&(?!(?:lt|gt|amp|quot|#\w+);)\w+;", lambda found: html.unescape(found[0]), text)


def _rebuilt(element: Element, depth: int = 0) -> Element:
    """The same element of MathML 3, with what it holds.

    Raises:
        KeyError: it is none of those that books may hold, or larger than a page.
    """
    if element.tag not in _ELEMENTS or depth > _DEEPEST or any(map(_FAR.match, element.attrib.values())):
        raise KeyError(element.tag)
    known = _ATTRIBUTES.get(element.tag, set())
    made = Element(element.tag, {name: value for name, value in element.attrib.items() if name in known})
    if made.get("width", "").endswith("rem"):
        made.set("width", made.attrib["width"].replace("rem", "em"))  # a unit of CSS, not of MathML 3 (2.1.5.2)
    if found := _ALIGNMENT.search(element.get("style", "")):
        made.set("columnalign", found[1])
    made.text = element.text
    kids = [_rebuilt(child, depth + 1) for child in element]
    # An empty space only tells browsers that a name is no variable; alone with it, the name needs no row.
    kids = [kid for kid in kids if kid.tag != "mspace" or kid.get("width")]
    made.extend(kids)
    if made.tag == "mover" and len(kids) == 2 and kids[1].text == "\u0332":
        kids[1].text = "\u00af"  # the line over a term, as MathML 3 writes it
    return kids[0] if made.tag == "mrow" and len(kids) == 1 else made


def _set_apart(tree: Element) -> None:
    """A formula that is displayed stands in a paragraph of its own; where it cannot, it stands in its line."""
    for parent in list(tree.iter()):
        if not any(child.tag == "p" and _displayed(child) for child in parent):
            continue
        parts: list[str | Element] = []
        for part in content(parent):
            is_split = isinstance(part, Element) and part.tag == "p" and _displayed(part)
            parts += _split(part) if is_split and isinstance(part, Element) else [part]
        fill(parent, parts)
    for parent in tree.iter():
        for child in parent:
            if child.tag == "math" and "display" in child.attrib and parent.get("class") != "formula":
                del child.attrib["display"]


def _displayed(paragraph: Element) -> bool:
    return any(child.tag == "math" and "display" in child.attrib for child in paragraph)


def _split(paragraph: Element) -> Iterator[Element]:
    """The lines before, between and after formulas, and the formulas, as paragraphs of their own."""
    attributes = dict(paragraph.attrib)
    line_number = {name: value for name, value in attributes.items() if name == "data-line"}
    run: list[str | Element] = []
    for part in [*content(paragraph), None]:
        is_formula = isinstance(part, Element) and part.tag == "math" and "display" in part.attrib
        if part is not None and not is_formula:
            run.append(part)
            continue
        line = make("p", attributes, *run)
        if text_of(line) or line.find(".//img") is not None:
            yield line
            attributes = {name: value for name, value in attributes.items() if name in {"lang", "dir", "data-line"}}
        if part is not None:
            yield make("p", {"class": "formula", **line_number}, part)
        run = []


_INLINE = re.compile(PATTERN)
_SPACED = re.compile(r"\$(?!\$)[ \t]*(?P<tex>[^$\n]+?)[ \t]*(?<!\\)\$(?!\$)")
"""A formula with spaces at its edges, or a letter right behind it: taken as one if a command of TeX is in it."""
_ENVIRONMENT = re.compile(
    r"\\{1,2}begin\{(?P<name>equation|align|aligned|gather|gathered|multline|eqnarray|cases|displaymath|[bpvBV]?matrix)\*?\}"
)
_IN_CODE = re.compile(r"\$`(?P<tex>[^`\n]+)`\$(?![\w$])")
_ROUND = re.compile(r"\\{1,2}\((?P<tex>(?:[^\\]|\\(?![()])){1,2000}?)\\{1,2}\)", re.DOTALL)
_SQUARE = re.compile(r"\\{1,2}\[(?P<tex>(?:[^\\]|\\(?![\[\]])){1,2000}?)\\{1,2}\]", re.DOTALL)
_OPENING = re.compile(r"(?:\${2,3}(?!\$)|\\{1,2}\[(?!\S*\]))")
_MATHS = re.compile(r"\\[A-Za-z]|[\^_=+<>≤≥≈∈×·/|]|\d\s*-|\w\s*-\s*\w|\w\(\w\)")
"""What a formula between escaped brackets holds, and an escaped bracket of the text does not."""
_COMMENT = re.compile(r"(?<!\\)%.*")
_DOLLAR = r"$\$$"


def add_rules(parser: "MarkdownIt") -> None:
    """Add the rules that read formulas."""
    parser.inline.ruler.before("escape", "dollar", _dollar)
    parser.inline.ruler.before("escape", "formula", _formula)
    parser.inline.ruler.before("escape", "bracket_formula", _bracket_formula)
    parser.block.ruler.before(
        "fence", "formula", beginning("$\\", _displayed_formula), {"alt": ["paragraph", "reference"]}
    )


def _formula(state: "StateInline", silent: bool) -> bool:
    if state.src[state.pos] != "$":
        return False
    if found := _IN_CODE.match(state.src, state.pos):
        return _push(state, found["tex"], found.end(), silent=silent)
    found = _INLINE.match(state.src, state.pos, state.posMax)
    if found is None:
        spaced = _SPACED.match(state.src, state.pos, state.posMax)
        if spaced is None or not (_LIKE_TEX.search(spaced["tex"]) and is_formula(spaced["tex"])):
            return False
        return _push(state, spaced["tex"], spaced.end(), silent=silent)
    tex = found["large"] or found["small"]
    if is_formula(tex):
        return _push(state, tex, found.end(), silent=silent, is_display=bool(found["display"]))
    if not silent and (_LIKE_TEX.search(tex) or (found["display"] and len(tex) > LONGEST)):
        message = f"“{found[0][:80]}” looks like a formula, and is printed as it is written"
        say_inline(state, rules.FORMULA_UNREAD, message, _HINT)
    return False


def _dollar(state: "StateInline", silent: bool) -> bool:
    r"""`$\$$5`: where a site sets formulas, the formula of a dollar sign is how a price is written."""
    if not state.src.startswith(_DOLLAR, state.pos):
        return False
    if not silent:
        state.push("text_special", "", 0).content = "$"
    state.pos += len(_DOLLAR)
    return True


def _bracket_formula(state: "StateInline", silent: bool) -> bool:
    if not state.src.startswith(("\\(", "\\[", "\\\\(", "\\\\["), state.pos):
        return False
    pattern = _ROUND if state.src[state.pos :].lstrip("\\").startswith("(") else _SQUARE
    found = pattern.match(state.src, state.pos, state.posMax)
    if found is None or not is_formula(found["tex"]):
        return False
    is_doubled = found[0].startswith("\\\\")  # as Org exports it: no one escapes a bracket so
    is_letter = (
        pattern is _ROUND and found["tex"].strip().isalpha() and state.src[: state.pos].rpartition("\n")[2].strip()
    )
    if not (is_doubled or is_letter or _MATHS.search(found["tex"])):
        return False
    return _push(state, found["tex"], found.end(), silent=silent, is_display=pattern is _SQUARE)


def _push(state: "StateInline", tex: str, end: int, *, silent: bool, is_display: bool = False) -> bool:
    if not silent:
        token = state.push("formula", "span", 0)
        token.content, token.info = tex, "display" if is_display else "inline"
    state.pos = end
    return True


def _displayed_formula(state: "StateBlock", first: int, end: int, silent: bool) -> bool:
    """A formula over several lines, taken as one: a line of it that begins with “-” would open a list."""
    if state.is_code_block(first):
        return False
    opening = line_text(state, first)
    if environment := _ENVIRONMENT.match(opening):
        return _environment(state, first, end, environment, silent=silent)
    found = _OPENING.match(opening)
    if found is None or (found[0].startswith("$") and opening.count(found[0]) > 1):
        return False
    closing = found[0] if found[0].startswith("$") else "\\]"
    lines = [opening]
    for at in range(first + 1, min(end, first + _MOST_LINES)):
        line = line_text(state, at)
        if not line.strip() or state.sCount[at] < state.blkIndent:
            return False
        lines.append(line)
        if closing in line:
            break
    else:
        return False
    if not silent:
        bare = " ".join(_COMMENT.sub("", line).strip() for line in lines).replace("$$$", "$$")
        add_paragraph(state, bare, first, first + len(lines))
        state.line = first + len(lines)
    return True


_AS = {"align": "aligned", "eqnarray": "aligned", "multline": "gathered", "gather": "gathered"}
"""Environments of a page, by those of a formula that do the same."""


def _environment(state: "StateBlock", first: int, end: int, found: re.Match[str], *, silent: bool) -> bool:
    r"""A formula in an environment of LaTeX, such as “\begin{equation}”, up to its end."""
    name = found["name"]
    lines = []
    for at in range(first, min(end, first + _MOST_LINES)):
        lines.append(line_text(state, at))
        if re.search(rf"\\{{1,2}}end\{{{name}\*?\}}", lines[-1]):
            break
    else:
        return False
    if not silent:
        text = " ".join(_COMMENT.sub("", line).strip() for line in lines)
        inside = re.sub(rf"\\{{1,2}}(?:begin|end)\{{{name}\*?\}}", "", text)
        inside = re.sub(r"\\label\{[^}]*\}|\\nonumber", "", inside).strip()
        if name not in {"equation", "displaymath"}:
            inside = rf"\begin{{{_AS.get(name, name)}}} {inside} \end{{{_AS.get(name, name)}}}"
        add_paragraph(state, f"$${inside}$$", first, first + len(lines))
        state.line = first + len(lines)
    return True
