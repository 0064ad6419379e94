"""Check that the words of the PDF can be seen: large enough, and with nothing painted over them."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from separatum.checks.formats.contrast import contrast
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.pdf_pages import Piece, Sheet
from separatum.checks.formats.pdf_painting import Box
from separatum.checks.formats.pdfium_file import PDFIUM
from separatum.checks.registry import CannotRunError, Seen, Subject, check
from separatum.model.findings import Location, Severity

if TYPE_CHECKING:
    import pypdfium2

SMALLEST = 3.5
"""Points: smaller letters cannot be read on paper without a glass."""
_SCALE = 1.5
"""Pixels for a point."""
_SEEN = 12
"""Of 255 shades of grey: where ink and ground differ less, there is nothing to be seen."""
_FAINT = 1.3
"""A contrast at which nothing is seen on a page in any case."""


@check("LAYOUT-TINY", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def letters_can_be_read(subject: Subject) -> Iterator[Seen]:
    """Text in the PDF is too small to be read.

    Letters under 3.5 points are dust on paper: nobody reads them, but a search finds them. A style whose sizes multiply
    (an em of an em of an em), or that means to hide words, makes them. Give the words a size that can be read, or take
    them out.
    """
    file = _laid_out(subject)
    for sheet in file.sheets:
        tiny = next((piece for piece in sheet.pieces if piece.size < SMALLEST), None)
        if tiny is not None:
            message = f"{file.quoted(tiny)} is {tiny.size:.1f} points large"
            yield Seen(
                message, Location(file=file.name, page=sheet.number, box=tiny.box), "make it larger, or take it out"
            )


@check("LAYOUT-COVERED", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def nothing_is_painted_over_words(subject: Subject) -> Iterator[Seen]:
    """Something is painted over text in the PDF.

    The words are in the file and are read aloud, but on the page there is a box, a picture or a ground of one colour in
    their place: the page is painted, and where the words should be, there is nothing to be seen. It is a mistake in the
    style, or an attempt to hide words. Move what covers them, or take the words out.
    In another’s file, words that a clipping path hides, as in a drawing that was placed in part, are left out.
    """
    file = _laid_out(subject)
    for sheet, shades in zip(file.sheets, _painted(file), strict=False):
        covered = next(
            (
                piece
                for piece in sheet.pieces
                if _is_covered(piece, sheet, shades) and not (piece.is_cut and subject.article is None)
            ),
            None,
        )
        if covered is not None:
            message = f"{file.quoted(covered)} cannot be seen: something is painted over it"
            yield Seen(message, Location(file=file.name, page=sheet.number, box=covered.box), "move what covers it")


def _laid_out(subject: Subject) -> PdfDocument:
    assert subject.pdf is not None
    if not subject.pdf.sheets:
        raise CannotRunError("PDFium cannot lay out the PDF")
    return subject.pdf


def _painted(file: PdfDocument) -> Iterator[Any]:
    """Each page as an image in grey, one at a time: one of A4 has a MiB.

    A page is painted without its pictures where none is near a line: to decode them takes long.
    """
    import pypdfium2

    for index, sheet in zip(range(len(file.painted)), file.sheets, strict=False):
        try:
            with PDFIUM, file.painted.page(index) as page:
                shades = _shades(page, sheet)
        except pypdfium2.PdfiumError as error:
            raise CannotRunError("PDFium cannot paint the PDF") from error
        yield shades


def _shades(page: "pypdfium2.PdfPage", sheet: Sheet) -> Any:
    import pypdfium2

    left_out = []
    if not any(_is_near(image.box, piece.box) for image in sheet.images for piece in sheet.pieces):
        left_out = list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=1))
    for picture in left_out:
        pypdfium2.raw.FPDFPageObj_SetIsActive(picture, False)
    try:
        return page.render(scale=_SCALE, grayscale=True).to_pil()
    finally:
        for picture in left_out:
            pypdfium2.raw.FPDFPageObj_SetIsActive(picture, True)


def _is_near(one: Box, other: Box) -> bool:
    """Whether two boxes touch, or nearly do: a pixel of the painting is part of a point."""
    return all(one[side] - 2 < other[side + 2] and other[side] - 2 < one[side + 2] for side in (0, 1))


def _is_covered(piece: Piece, sheet: Sheet, shades: Any) -> bool:
    """Whether there is nothing but one shade where a line should be."""
    left, top, right, bottom = piece.box
    on_page = left >= 0 and right <= sheet.width and top >= 0 and bottom <= sheet.height
    if not piece.is_level or not on_page or right - left < piece.size or bottom - top < 1:
        return False
    if piece.colour and piece.ground and contrast(piece.colour, piece.ground) < _FAINT:
        return False  # nothing covers it: LAYOUT-INVISIBLE reports it
    edges = [edge * _SCALE for edge in piece.box]
    box = (*map(math.floor, edges[:2]), *map(math.ceil, edges[2:]))
    darkest, lightest = shades.crop(box).getextrema()
    return bool(lightest - darkest < _SEEN)
