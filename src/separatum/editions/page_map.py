"""Carry the pages of one edition over to another, so that a reader of either can cite the same page.

A page begins at a sign of the text. Signs are letters, digits, images and formulas: they are the same in every edition,
while hyphens, spaces, ornaments and the numbers of lists are not. Notes are not counted: they stand in another place in
each.
"""

import xml.etree.ElementTree as ET
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

OPS = "http://www.idpf.org/2007/ops"

_CLIMBED = frozenset({"a", "abbr", "cite", "code", "em", "h1", "h2", "h3", "h4", "mark", "q", "s", "span", "strong"})
"""Elements that a page break at their very beginning is put before: it would become a part of what they say. Not
paragraphs: the sheets see which block follows which."""


_WHOLE = frozenset({"img", "math"})
"""What counts as one sign: paper has a drawing where a book has a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """The pages of a finished edition."""

    source: str
    """The address of the file that has these pages, by its content (RFC 6920)."""
    starts: tuple[int, ...]
    """For each page, how many signs of the text stand before it; the first is 0."""


def pagination(content: bytes, starts: Iterable[int]) -> Pagination:
    """The pages of a finished edition, from its bytes and from where they begin."""
    digest = urlsafe_b64encode(sha256(content).digest()).decode().rstrip("=")
    return Pagination(source=f"ni:///sha-256;{digest}", starts=tuple(starts))


def signs(text: str) -> int:
    """How many signs are in a text."""
    return sum(map(str.isalnum, text))


def mark_pages(root: ET.Element, pages: Pagination, label: str) -> tuple[str, ...]:
    """Mark where each page begins, and return the ids of the marks.

    A page that begins within a word is marked before that word.

    Args:
        root: the composed page, which is changed.
        pages: of the other edition.
        label: what a screen reader says of a page, with the field {number}.
    """
    places = list(_places(root, pages.starts))
    taken = {element.get("id", "") for element in root.iter()}
    prefix = "page-"
    while any(name.startswith(prefix) for name in taken):
        prefix = f"_{prefix}"
    parents = {child: parent for parent in root.iter() for child in parent}
    for number, place in reversed(list(enumerate(places, start=1))):  # from the end, so that what is before stays
        mark = ET.Element("span", {f"{{{OPS}}}type": "pagebreak", "role": "doc-pagebreak", "id": f"{prefix}{number}"})
        mark.set("aria-label", label.format(number=number))
        _insert(mark, place, parents)
    return tuple(f"{prefix}{number}" for number in range(1, len(places) + 1))


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in a tree: before a character of the text that an element begins with, or that follows it."""

    element: ET.Element
    is_tail: bool
    offset: int


def _places(root: ET.Element, starts: Iterable[int]) -> Iterator[_Place]:
    """Where the texts have as many signs before them as each page has; in the same order."""
    wanted = iter(starts)
    start = next(wanted, None)
    counted = 0
    last = _Place(root, is_tail=False, offset=0)
    for element, is_tail in _texts(root):
        text = (element.tail if is_tail else element.text) or ""
        is_image = element.tag in _WHOLE and not is_tail
        length = int(not _is_ornament(element)) if is_image else signs(text)
        while start is not None and start < counted + length:
            yield _Place(element, is_tail, 0 if is_image else _word_start(text, start - counted))
            start = next(wanted, None)
        counted += length
        last = _Place(element, is_tail, len(text)) if length and not is_image else last
    while start is not None:
        yield last
        start = next(wanted, None)


def _texts(element: ET.Element) -> Iterator[tuple[ET.Element, bool]]:
    """Each text of the page in reading order, by the element that it opens or follows; notes and head are left out."""
    if element.tag == "head" or element.get("class") == "notes":
        return
    yield element, False
    for child in () if element.tag == "math" else element:
        yield from _texts(child)
        yield child, True


def _is_ornament(element: ET.Element) -> bool:
    """Whether an image says nothing: paper has it outside of its tags, where nothing is counted."""
    return element.get("role") == "presentation"


def _word_start(text: str, count: int) -> int:
    """The beginning of the word that has the sign with this number, counted from 0."""
    found = [index for index, sign in enumerate(text) if sign.isalnum()][count]
    while found and not text[found - 1].isspace():
        found -= 1
    return found


def _insert(mark: ET.Element, place: _Place, parents: dict[ET.Element, ET.Element]) -> None:
    element, is_tail, offset = place.element, place.is_tail, place.offset
    while not is_tail and (element.tag in {*_WHOLE, "br"} or (element.tag in _CLIMBED and _opens(element, offset))):
        parent = parents[element]
        index = list(parent).index(element)
        while index and _is_bare_mark(parent[index - 1]):
            index -= 1  # of a later page, which begins at this very place
        if index:
            element, is_tail = parent[index - 1], True
            offset = len(element.tail or "")
        else:
            element, is_tail = parent, False
            offset = len(element.text or "")
    text = (element.tail if is_tail else element.text) or ""
    mark.tail = text[offset:] or None
    if is_tail:
        parent = parents[element]
        element.tail = text[:offset] or None
        parent.insert(list(parent).index(element) + 1, mark)
        parents[mark] = parent
    else:
        element.text = text[:offset] or None
        element.insert(0, mark)
        parents[mark] = element


def _is_bare_mark(element: ET.Element) -> bool:
    """Whether this marks a page, and no text follows it."""
    return element.get("role") == "doc-pagebreak" and not element.tail


def _opens(element: ET.Element, offset: int) -> bool:
    """Whether nothing stands in an element before this character."""
    return not (element.text or "")[:offset].strip()
