"""The last pass over the tree: white space unified, nothing left that is not of the body's forms."""

import re
from functools import cache
from xml.etree.ElementTree import Element

from separatum.source.body.structure import PHRASES
from separatum.source.html.elements import MARKS, content, fill

_SPACES = re.compile(r"[\t\n\r\f][ \t\n\r\f]*| [ \t\n\r\f]+")
"""White space that is no single space."""
_KEPT = {
    "*": {"id", "lang", "dir", "class"},
    "a": {"href"},
    "abbr": {"title"},
    "aside": {"role", "data-kind"},
    "img": {"src", "alt", "width", "height", "role"},
    "ol": {"start"},
    "pre": {"data-language"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"scope", "colspan", "rowspan", "headers"},
}
_MOST_IN_A_ROW = {"br": 2, "hr": 1}
_CLASSES = frozenset(
    """
    formula lead caption credit licence pullquote related label noteref notes note left right center
    callout callout-title details summary verse task box wide beside
    """.split()  # noqa: SIM905  (a word list reads better so)
)

_OF_FIGURES = frozenset({"wide", "beside"})


def finish(root: Element) -> None:
    """Unify white space, and take away what is not of the forms of docs/development/body.md, in the tree itself."""

    def visit(element: Element) -> None:
        if element.tag == "math":
            return  # made by an allow-list of its own
        if element.tag != "pre":
            if element.text:
                element.text = _SPACES.sub(" ", element.text)
            _open_spans(element)
            _fold_breaks(element)
            for child in element:
                visit(child)
                if child.tail:
                    child.tail = _SPACES.sub(" ", child.tail)
                    if child.tag == "br":
                        child.tail = child.tail.lstrip(" ")
            _trim(element)
        if element.attrib:
            kept, allowed = _forms_of(element.tag)
            classes = " ".join(name for name in element.attrib.pop("class", "").split() if name in allowed)
            attributes = {"class": classes} if classes else {}
            element.attrib = {**attributes, **{name: text for name, text in element.attrib.items() if name in kept}}

    visit(root)


@cache
def _forms_of(tag: str) -> tuple[frozenset[str], frozenset[str]]:
    """The attributes and the classes that an element may have."""
    classes = _CLASSES if tag == "aside" else _CLASSES - MARKS
    return frozenset(_KEPT["*"] | _KEPT.get(tag, set())), classes if tag == "figure" else classes - _OF_FIGURES


def _trim(element: Element) -> None:
    """No white space at the edges of a line, and none beside a block."""
    if element.tag in PHRASES:
        return
    children = list(element)
    blocks = [child.tag not in PHRASES for child in children]
    if element.text:
        element.text = element.text.lstrip(" ")
        if not children or blocks[0]:
            element.text = element.text.rstrip(" ")
    for child, is_block, before_block in zip(children, blocks, [*blocks[1:], True], strict=False):
        tail = child.tail or ""
        tail = tail.lstrip(" ") if is_block else tail
        child.tail = tail.rstrip(" ") if before_block else tail


def _open_spans(element: Element) -> None:
    """Take away each span that says nothing about its words."""
    while any(child.tag == "span" and not _says_something(child) for child in element):
        parts: list[str | Element] = []
        for part in content(element):
            plain = not isinstance(part, str) and part.tag == "span" and not _says_something(part)
            parts += content(part) if plain and not isinstance(part, str) else [part]
        fill(element, parts)


def _fold_breaks(element: Element) -> None:
    """Let no more than two broken lines, one empty line, stand in a row, and one break in the story."""
    kept: list[Element] = []
    in_a_row = 0
    for child in element:
        before = kept[-1] if kept else None
        goes_on = before is not None and before.tag == child.tag and not (before.tail or "").strip()
        in_a_row = in_a_row + 1 if goes_on else 1
        if before is not None and in_a_row > _MOST_IN_A_ROW.get(child.tag, in_a_row) and "id" not in child.attrib:
            before.tail = child.tail
        else:
            kept.append(child)
    element[:] = kept


def _says_something(span: Element) -> bool:
    return bool({"id", "lang", "dir"} & span.attrib.keys()) or not _CLASSES.isdisjoint(span.get("class", "").split())
