"""Elements: read from cleaned HTML, taken apart and put together, written down as XHTML."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, fromstring, tostring

from separatum.source.file import FORBIDDEN
from separatum.source.invisible import plain

VOID = frozenset({"br", "hr", "img"})
_VOID_TAG = re.compile(r'<((?:br|hr|img)\b(?:[^<>"]|"[^"]*")*)>')
_FORBIDDEN = re.compile(FORBIDDEN.pattern.replace("\ufdd0", "\ufdd2"))
"""As `FORBIDDEN`, without the signs that stand for others until the tree is made."""
_VOID_END = re.compile(r"></(?:br|hr|img)>")


def parse(html: str) -> Element:
    """The elements of cleaned HTML, inside a `body`.

    The cleaner has parsed the HTML by the HTML standard's own rules and written its tree down again. That writing is
    read as it stands, as XML: a second parse as HTML could only change the tree that was found clean.
    """
    # A character reference can bring back what the manuscript was freed from.
    text = _VOID_TAG.sub(r"<\1/>", html).replace("&nbsp;", "\u00a0")
    text = plain(_FORBIDDEN.sub("", text))
    return fromstring(f"<body>{text}</body>")  # noqa: S314  (written by the cleaner, without entities)


def serialise(root: Element) -> str:
    """The children of an element as well-formed XHTML, void tags closed, blocks on lines of their own."""
    parts = []
    for child in root:
        child.tail = None
        parts.append(_VOID_END.sub("/>", tostring(child, encoding="unicode", short_empty_elements=False)))
    return "\n".join(parts)


def text_of(element: Element) -> str:
    """The words of an element, white space unified."""
    return " ".join("".join(element.itertext()).split())


def is_empty(element: Element) -> bool:
    """Whether there is nothing in an element that anyone could see."""
    has_words = any(map(str.strip, element.itertext()))  # the first of a thousand is enough
    return not has_words and element.find(".//img") is None and element.tag not in VOID


def content(element: Element) -> Iterator[str | Element]:
    """The texts and the children of an element in order; each child's tail comes as a text of its own."""
    if element.text:
        yield element.text
    for child in list(element):
        tail, child.tail = child.tail, None
        yield child
        if tail:
            yield tail


def fill(element: Element, parts: Iterable[str | Element]) -> Element:
    """Put texts and elements into an element, in place of what it holds."""
    parts = list(parts)
    for child in list(element):
        element.remove(child)
    element.text = None
    last: Element | None = None
    for part in parts:
        if isinstance(part, Element):
            part.tail = None
            element.append(part)
            last = part
        elif last is None:
            element.text = (element.text or "") + part
        else:
            last.tail = (last.tail or "") + part
    return element


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table in order, without those of the tables in its cells."""
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in part if row.tag == "tr")


def make(tag: str, attributes: dict[str, str] | None = None, *parts: str | Element) -> Element:
    """A new element with its content."""
    return fill(Element(tag, attributes or {}), parts)


MARKS = frozenset({"pullquote", "related"})
"""Classes by which an author marks an aside."""


def marks_of(element: Element) -> set[str]:
    """The marks of the author's that stand on an element."""
    return set(element.get("class", "").split()) & MARKS
