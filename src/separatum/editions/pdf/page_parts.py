"""The parts of a story as numbers: lines, rows and pictures, and where a page may begin. Lengths are in pixels."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from separatum.style.picture_rows import ROW

STOOD_BEFORE = "data-stood-before"
"""The attribute of a moved figure: the number of the part of the story that it stood before in the source."""
_PASSING = frozenset({"p", "ul", "ol", "blockquote"})
"""What may pass a picture."""
_PASSING_CLASSES = (None, "", "question", "verse")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What no page breaks: a line, a row, a picture with its caption."""

    height: float
    space: float = 0
    """Above it, unless it begins a page."""
    notes: float = 0
    """What the notes that it calls take at the page's foot."""
    head: float = 0
    """Of its table, which stands above it again where it begins a page."""
    is_free: bool = False
    """Whether a page may begin with it."""
    is_soft: bool = False
    """Whether a page may, if its part is let be parted: a short table, or code."""
    is_leaded: bool = False
    """Whether it is as high as the leading of the text says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the story, as high as it was laid out."""

    element: ET.Element
    pieces: tuple[Piece, ...]
    before: float = 0
    after: float = 0
    """Its margins; those around figures are the figures'."""
    picture: float = 0
    """The height of the picture in a figure, and what it was before it was set smaller."""
    natural: float = 0
    is_joined_before: bool = False
    is_joined_after: bool = False
    """Whether no page breaks before or behind it."""
    begins_page: bool = False
    """Whether it always begins one."""

    @property
    def may_move(self) -> bool:
        """Whether text may pass it that has not done so yet."""
        return self.is_figure and self.element.get(STOOD_BEFORE) is None

    @property
    def is_figure(self) -> bool:
        """Whether it is a picture with its caption, or a row of them."""
        return self.element.tag == "figure" or self.element.get("class") == ROW

    @property
    def can_pass(self) -> bool:
        """Whether it may stand before a figure that it follows in the source."""
        return self.element.tag in _PASSING and self.element.get("class") in _PASSING_CLASSES


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A document, to be planned."""

    parts: tuple[Part, ...]
    depth: float
    """Of a page's type."""
    line: float
    """From one line of the text to the next."""
    leading: float
    """The same, by the size of the text."""
    above_notes: float = 0
    """The room and the rule above the notes of a page."""
    columns: int = 1
    above_columns: float = 0
    """What stands above the columns of the first page."""
