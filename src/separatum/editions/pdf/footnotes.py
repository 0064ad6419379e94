"""Lay pages out so that no note is lost, and each stands on the page of its call.

Where a line does not fit on its page, and its paragraph must not break before it because of its orphans, WeasyPrint 70
moves notes from the foot of the page to the next one, puts the line into their room, and forgets the notes that the
line itself calls (layout/block.py, where it reports footnotes). `keep_notes` keeps it from that, but where a paragraph
may leave a single line: there pages are laid out again. A paragraph that may break anywhere loses none, and one that
must leave more lines than there is room for goes to the next page whole, and the notes that were moved have their room
back.
"""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint import Document

PHRASES = frozenset(
    {"a", "abbr", "b", "cite", "code", "dfn", "em", "i", "q", "s", "span", "strong", "sub", "sup", "time"}
)


IN_THE_TEXT = "float: none; display: block; margin: 0.5em 0 0.5em 1.5em; text-indent: 0"
"""The style of a note that is too long for the foot of a page, and stands below its call."""
_MOST_LINES = 6
"""That a paragraph may leave empty at the foot of a page, so that the notes of that page stand there."""
_MOST_PASSES = 3
"""In which paragraphs are made to leave more lines: each costs a layout, and what comes behind moves."""


def with_all_notes(lay_out: Callable[[], "Document"], root: ET.Element) -> "Document":
    """Lay out a tree; again while notes are lost, with leave to break their paragraphs anywhere; and while notes stand
    behind the page of their call, where the paragraph that took their room may no longer leave so few lines.

    Args:
        lay_out: makes pages of the tree as it is.
        root: the `html` element, with each note inside its call; it gets inline styles where notes were lost or parted.

    A note that is lost even so is left to the check of parity, which lets nothing of the article be published; one that
    is parted even so, to the check LAYOUT-NOTE.
    """
    at_foot = (note for note in root.iter("aside") if note.get("style") != IN_THE_TEXT)
    notes = {note for note in at_foot if note.get("class") == "note"}
    document = _with_none_lost(lay_out, root, notes)
    for _ in range(_MOST_PASSES if notes else 0):
        split = _in_the_room_of_notes(document, notes)
        if not split:
            break
        for paragraph, lines in split.items():
            # Not a break, which would stand in the middle of a page when what is before has moved.
            _style(paragraph, f"orphans: {lines + 2}")
        del document  # its boxes take more memory than all the rest
        document = _with_none_lost(lay_out, root, notes)
    return document


def _with_none_lost(lay_out: Callable[[], "Document"], root: ET.Element, notes: set[ET.Element]) -> "Document":
    document = lay_out()
    freed = set[ET.Element]()
    while notes and (lost := notes - set(_places(document, notes)) - freed):
        parents = {child: parent for parent in root.iter() for child in parent}
        for note in lost:
            _free(parents[note], parents)
        freed |= lost
        del document
        document = lay_out()
    return document


def _places(document: "Document", notes: set[ET.Element]) -> dict[ET.Element, int]:
    """The index of the page at whose foot each note begins."""
    places: dict[ET.Element, int] = {}
    for number, (_, feet) in enumerate(_pages(document)):
        for box in feet:
            if box.element in notes:
                places.setdefault(box.element, number)
    return places


def _in_the_room_of_notes(document: "Document", notes: set[ET.Element]) -> dict[ET.Element, int]:
    """The paragraphs that begin on a page whose notes had to leave it, with a few lines: how many."""
    places, found = _places(document, notes), dict[ET.Element, int]()
    pages = [text for text, _ in _pages(document)]
    for number, (text, following) in enumerate(pairwise(pages)):
        called = {box.element for box in text if box.element in notes}
        if any(places.get(note, number) > number for note in called):
            lines, more = _lines(text), _lines(following)
            found |= {one: count for one, count in lines.items() if one in more and count <= _MOST_LINES}
    return found


def _lines(boxes: Sequence[Any]) -> Counter[ET.Element]:
    """How many lines of each element stand there."""
    from weasyprint.formatting_structure.boxes import BlockContainerBox, LineBox

    counted: Counter[ET.Element] = Counter()
    for box in boxes:
        if isinstance(box, BlockContainerBox) and box.element is not None:
            counted[box.element] += sum(isinstance(line, LineBox) for line in box.children)
    return +counted


def _pages(document: "Document") -> Iterator[tuple[list[Any], list[Any]]]:
    """The boxes of each page: those of its text, and those at its foot or at the feet of its columns."""
    for page in document.pages:
        text: list[Any] = []
        feet: list[Any] = []
        for box in page._page_box.children:  # noqa: SLF001 - nothing public tells what was laid out
            areas = list(note_areas(box))
            below = [inner for area in areas for inner in area.descendants()]
            feet += below
            if box.element_tag == "html":  # and no running head
                ids = set(map(id, below))
                text += [inner for inner in box.descendants() if id(inner) not in ids]
        yield text, feet


def note_areas(box: Any) -> Iterator[Any]:
    """The areas of notes in a box, or the box itself if it is one."""
    from weasyprint.formatting_structure.boxes import BlockBox, FootnoteAreaBox

    if isinstance(box, FootnoteAreaBox):
        yield box
    elif isinstance(box, BlockBox):
        for child in box.children:
            yield from note_areas(child)


def _free(element: ET.Element, parents: dict[ET.Element, ET.Element]) -> None:
    """Let the paragraph around a call break anywhere: its words go before its looks."""
    while element.tag in PHRASES:
        element = parents[element]
    _style(element, "orphans: 1; widows: 1")


def _style(element: ET.Element, more: str) -> None:
    element.set("style", f"{element.get('style', '')}; {more}".lstrip("; "))
