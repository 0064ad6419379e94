"""Tell where everything stands on the pages of a PDF, as PDFium lays it out: any PDF, also a damaged one.

Places are in points, from the upper left corner of what a reader sees of the page (its crop box, as it is turned);
boxes are those of the ink, not of the line. Text that is not painted, such as that of a scan, is left out.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any

MOST_OBJECTS = 100_000
"""How many objects of one page are looked at."""
_DEEPEST = 8
"""How deep forms may lie in one another."""
_PAINTED = frozenset({0, 1, 2, 4, 5, 6})
"""Text rendering modes that leave ink (ISO 32000-1, 9.3.6)."""
_ALONE = Lock()
"""PDFium must not be called from two threads at once."""

Colour = tuple[int, int, int]
"""Red, green and blue from 0 to 255."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text that is painted in one go: a line, or a part of one."""

    page: int
    """Counted from 1."""
    box: Box
    baseline: float
    """Of horizontal text: how far below the page's upper edge it stands."""
    size: float
    """Of the letters."""
    is_level: bool
    """Whether it is horizontal for the reader."""
    mark: int | None
    """The marked-content identifier on its page; None for an artifact, and in a form."""
    colour: Colour | None
    """None where it is a pattern."""
    ground: Colour | None
    """The colour on which it stands; None where it was not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An image on a page."""

    page: int
    box: Box
    mark: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page as it is seen."""

    number: int
    """Counted from 1."""
    width: float
    height: float
    pieces: tuple[Piece, ...]
    """In painting order."""
    images: tuple[Drawn, ...]


def read_sheets(content: bytes) -> tuple[Sheet, ...]:
    """Lay out each page of a PDF; those that PDFium cannot load are left out, and none is there if it cannot open it."""
    import pypdfium2.raw as pdfium

    with _ALONE:
        document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
        if not document:
            return ()
        try:
            pages = range(pdfium.FPDF_GetPageCount(document))
            return tuple(sheet for number in pages if (sheet := _sheet(pdfium, document, number)) is not None)
        finally:
            pdfium.FPDF_CloseDocument(document)


def _sheet(pdfium: Any, document: Any, number: int) -> Sheet | None:
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        return None
    try:
        return _Layout(pdfium, page, number + 1).sheet()
    finally:
        pdfium.FPDF_ClosePage(page)


@dataclass(frozen=True, slots=True)
class _Found:
    """An object of a page, with the matrix from its own coordinates to those of the sheet."""

    thing: Any
    matrix: "_Matrix"
    in_form: bool


class _Matrix:
    """An affine map: ISO 32000-1, 8.3.4."""

    __slots__ = ("values",)

    def __init__(self, *values: float) -> None:
        self.values = values

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.values
        return a * x + c * y + e, b * x + d * y + f

    def after(self, first: "_Matrix") -> "_Matrix":
        """This map, applied to what another has mapped."""
        a, b, c, d, e, f = first.values
        origin = self.point(0, 0)
        right, up = self.point(a, b), self.point(c, d)
        moved = self.point(e, f)
        return _Matrix(
            right[0] - origin[0], right[1] - origin[1], up[0] - origin[0], up[1] - origin[1], moved[0], moved[1]
        )

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        corners = [self.point(x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


class _Layout:
    """Reads one loaded page."""

    def __init__(self, pdfium: Any, page: Any, number: int) -> None:
        self._pdfium = pdfium
        self._page = page
        self._number = number
        self._width = float(pdfium.FPDF_GetPageWidthF(page))
        self._height = float(pdfium.FPDF_GetPageHeightF(page))

    def sheet(self) -> Sheet:
        """All that is painted on the page."""
        found = list(self._objects())
        texts = [one for one in found if self._kind(one) == self._pdfium.FPDF_PAGEOBJ_TEXT and self._is_painted(one)]
        boxes = [self._box(one) for one in texts]
        pictures = [one for one in found if self._kind(one) == self._pdfium.FPDF_PAGEOBJ_IMAGE]
        images = [Drawn(page=self._number, box=self._box(one), mark=self._mark(one)) for one in pictures]
        pieces = [self._piece(one, box) for one, box in zip(texts, boxes, strict=True)]
        idle = [one for one, image in zip(pictures, images, strict=True) if not any(map(image_under(image), boxes))]
        grounds = self._grounds(found, texts, idle, boxes)
        return Sheet(
            number=self._number,
            width=self._width,
            height=self._height,
            pieces=tuple(
                _with_ground(piece, ground)
                for piece, ground in zip(pieces, grounds, strict=True)
                if piece.box[2] - piece.box[0] > 0.1 and piece.box[3] - piece.box[1] > 0.1  # white space has no ink
            ),
            images=tuple(images),
        )
