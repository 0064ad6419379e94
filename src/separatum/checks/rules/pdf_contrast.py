"""Check that text stands out from what it stands on: in colour, in grey, and at all."""

from collections.abc import Iterator

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.pdf_blocks import words_of
from separatum.checks.formats.pdf_pages import Colour, Piece
from separatum.checks.registry import CannotRunError, Seen, Subject, check
from separatum.model.findings import Location, Severity

ENOUGH = 4.5
"""The least contrast that can be read well: WCAG 2.2, success criterion 1.4.3."""
NONE = 1.3
"""Below this contrast nobody sees that there is text."""


@check("LAYOUT-CONTRAST", Severity.WARNING, needs=("pdf",), elsewhere=Severity.INFO)
def text_stands_out(subject: Subject) -> Iterator[Seen]:
    """Text in the PDF has a contrast below 4.5:1, in colour or when it is printed in grey.

    Readers with weak eyes, in bad light or with a poor printer cannot read it (WCAG 2.2, success criterion 1.4.3; grey
    as in ISO 32000-1, section 10.3.2). Large letters are not let off: paper is not lit from behind. Make the letters
    darker, or what they stand on lighter. On an image, the middle one of some pixels counts: a person must look too.
    """
    file = _laid_out(subject)
    yield from _faint(file, NONE, ENOUGH, "{} has a contrast of {:.1f}:1", "make it darker, or its ground lighter")


@check("LAYOUT-INVISIBLE", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def text_can_be_seen(subject: Subject) -> Iterator[Seen]:
    """Text in the PDF has the colour of what it stands on.

    Nobody sees it; a search, a screen reader and a thief of the clipboard find it. It is a mistake in the style’s
    colours, or words that somebody meant to hide and did not take out.
    """
    file = _laid_out(subject)
    hint = "give it another colour, or take the words out"
    yield from _faint(file, 0, NONE, "{} cannot be seen: its contrast is {:.1f}:1", hint)


def _laid_out(subject: Subject) -> PdfDocument:
    assert subject.pdf is not None
    if not subject.pdf.sheets:
        raise CannotRunError("PDFium cannot lay out the PDF")
    return subject.pdf


def _faint(file: PdfDocument, least: float, most: float, message: str, hint: str) -> Iterator[Seen]:
    """Text whose contrast lies between two bounds: what is seen first on each page."""
    for sheet in file.sheets:
        for piece in sheet.pieces:
            found = contrast_of(piece)
            if found is not None and least <= found < most:
                where = Location(file=file.name, page=sheet.number)
                yield Seen(message.format(words_of(file.contents, piece), found), where, hint)
                break


def contrast_of(piece: Piece) -> float | None:
    """The lower of the contrasts in colour and in grey, from 1 to 21; None where a colour is not known."""
    if piece.colour is None or piece.ground is None:
        return None
    return min(_contrast(piece.colour, piece.ground), _contrast(_grey(piece.colour), _grey(piece.ground)))


def _contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2.2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    """The relative luminance of WCAG 2.2."""
    red, green, blue = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _grey(colour: Colour) -> Colour:
    """What a printer without colours makes of a colour: ISO 32000-1, 10.3.2."""
    red, green, blue = colour
    grey = round(0.3 * red + 0.59 * green + 0.11 * blue)
    return grey, grey, grey
