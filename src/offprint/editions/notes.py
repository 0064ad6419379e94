"""Lay pages out so that no note is lost.

Where a line does not fit on its page, and its paragraph must not break before it because of orphans or widows,
WeasyPrint 70 moves notes from the foot of the page to the next one, puts the line into their room, and forgets the
notes that the line itself calls (layout/block.py, where it reports footnotes). A paragraph that may break anywhere is
not treated so.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint import Document

_PHRASES = frozenset(
    {"a", "abbr", "b", "cite", "code", "dfn", "em", "i", "q", "s", "span", "strong", "sub", "sup", "time"}
)


def with_all_notes(lay_out: Callable[[], "Document"], root: ET.Element) -> "Document":
    """Lay out a tree; again, with leave to break their paragraphs anywhere, for as long as notes are lost.

    Args:
        lay_out: makes pages of the tree as it is.
        root: the `html` element, with each note inside its call; it gets inline styles where notes were lost.

    A note that is lost even so is left to the check of parity, which lets nothing of the article be published.
    """
    notes = {note for note in root.iter("aside") if note.get("class") == "note"}
    document = lay_out()
    freed = set[ET.Element]()
    while notes and (lost := notes - _shown(document) - freed):
        parents = {child: parent for parent in root.iter() for child in parent}
        for note in lost:
            _free(parents[note], parents)
        freed |= lost
        document = lay_out()
    return document


def _shown(document: "Document") -> set[ET.Element]:
    """The notes at the feet of all pages."""
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox

    areas: list[Any] = [
        box
        for page in document.pages
        for box in page._page_box.children  # noqa: SLF001 - nothing public tells what was laid out
        if isinstance(box, FootnoteAreaBox)
    ]
    return {box.element for area in areas for box in area.descendants() if box.element is not None}


def _free(element: ET.Element, parents: dict[ET.Element, ET.Element]) -> None:
    """Let the paragraph around a call break anywhere: its words go before its looks."""
    while element.tag in _PHRASES:
        element = parents[element]
    element.set("style", f"{element.get('style', '')}; orphans: 1; widows: 1".lstrip("; "))
