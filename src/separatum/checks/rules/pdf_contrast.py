"""Check that text of a PDF stands out from its background: in colour, in grey, and at all."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from separatum.checks.formats.contrast import ENOUGH, contrast, hexadecimal, needed
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.element_places import around
from separatum.checks.formats.pdf_pages import Piece
from separatum.checks.formats.pdf_painting import Box, Colour
from separatum.checks.registry import CannotRunError, Seen, Subject, check
from separatum.model.findings import Location, Severity

NONE = 1.3
"""Below this contrast nobody sees that there is text."""
_LIST_MARKS = frozenset("•‣⁃∙·●○◦◉◘◙■□▪▫◼◻▶▷►▸▹➢➤❖◆◇✓✔✦★☆–—-*\uf0a7\uf0b7\uf0d8\uf0fc\uf076")
"""Bullets, also as symbol fonts have them."""
_HINT = "make the text darker, or its background lighter"


@check("CONTRAST-PDF", Severity.WARNING, needs=("pdf",), elsewhere=Severity.ERROR)
def text_has_contrast(subject: Subject) -> Iterator[Seen]:
    """Text in the PDF has too little contrast.

    Text needs a contrast of 4.5:1 with its background; large text (18 pt, or 14 pt if bold) needs 3:1 (WCAG 2.2,
    success criterion 1.4.3, level AA). Below that, readers with low vision, in bright light or on a poor screen cannot
    read it. Choose a darker colour for the text or a lighter one for the background. Text on an image is not measured:
    a person must look at it. A bullet of a list decorates, and needs none.
    """
    file = _laid_out(subject)

    def fails(piece: Piece) -> float | None:
        found = _in_colour(piece)
        is_low = found is not None and NONE <= found < needed(piece.size, is_bold=piece.is_bold)
        return found if is_low and not piece.on_image and not _is_list_mark(file.spoken(piece)) else None

    for piece, found, more, others in _first_on_each_page(file, fails):
        assert piece.colour is not None
        assert piece.ground is not None
        colours = f"{hexadecimal(piece.colour)} on {hexadecimal(piece.ground)}"
        least = needed(piece.size, is_bold=piece.is_bold)
        message = f"{file.quoted(piece)} has a contrast of {found:.1f}:1 ({colours}); {least:g}:1 is needed"
        yield Seen(message + more, Location(file=file.name, page=piece.page, box=piece.box), _HINT, others)


@check("LAYOUT-CONTRAST", Severity.WARNING, needs=("pdf",), elsewhere=Severity.INFO)
def text_stands_out_on_paper(subject: Subject) -> Iterator[Seen]:
    """Text in the PDF has a contrast below 4.5:1 on paper.

    This is stricter than CONTRAST-PDF: large text is measured too, as paper is not lit from behind, and so is the grey
    that a printer without colours makes of a colour (ISO 32000-1, section 10.3.2). Make the text darker, or its
    background lighter. On an image, the middle one of some pixels counts: a person must look at it too.
    """
    file = _laid_out(subject)

    def fails(piece: Piece) -> float | None:
        found = contrast_of(piece)
        in_colour = _in_colour(piece)
        if found is None or in_colour is None or not NONE <= found < ENOUGH:
            return None
        is_reported = in_colour < needed(piece.size, is_bold=piece.is_bold) and not piece.on_image
        return None if is_reported else found

    for piece, found, more, others in _first_on_each_page(file, fails):
        message = f"{file.quoted(piece)} has a contrast of {found:.1f}:1 on paper{more}"
        if subject.article is None:  # a rule of the house: all pages of another's file are one thing to know
            message = "large or coloured text has a contrast below 4.5:1 on paper"
        yield Seen(message, Location(file=file.name, page=piece.page, box=piece.box), _HINT, others)


@check("LAYOUT-INVISIBLE", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def text_can_be_seen(subject: Subject) -> Iterator[Seen]:
    """Text in the PDF has the colour of its background.

    Nobody sees it, but search, screen readers and the clipboard find it. Either the colours of the style are wrong, or
    somebody wanted to hide words and did not remove them.
    """
    file = _laid_out(subject)

    def fails(piece: Piece) -> float | None:
        found = contrast_of(piece)
        return found if found is not None and found < NONE else None

    for piece, found, more, others in _first_on_each_page(file, fails):
        message = f"{file.quoted(piece)} cannot be seen: its contrast is {found:.1f}:1{more}"
        hint = "give it another colour, or remove the words"
        yield Seen(message, Location(file=file.name, page=piece.page, box=piece.box), hint, others)


def _laid_out(subject: Subject) -> PdfDocument:
    assert subject.pdf is not None
    if not subject.pdf.sheets:
        raise CannotRunError("PDFium cannot lay out the PDF")
    return subject.pdf


def _first_on_each_page(
    file: PdfDocument, fails: Callable[[Piece], float | None]
) -> Iterator[tuple[Piece, float, str, tuple[Location, ...]]]:
    """The first piece of text on each page that fails, its contrast, and the other lines: how many, and where."""
    for sheet in file.sheets:
        failing = [(piece, found) for piece in sheet.pieces if (found := fails(piece)) is not None]
        if failing:
            lines: dict[int, Box] = {}
            for piece, _ in failing:
                line = round(piece.baseline)
                lines[line] = around(lines[line], piece.box) if line in lines else piece.box
            (first, contrast_), more = (
                failing[0],
                f" (and {len(lines) - 1} more on this page)" if len(lines) > 1 else "",
            )
            boxes = (box for line, box in lines.items() if line != round(first.baseline))
            others = tuple(Location(file=file.name, page=sheet.number, box=box) for box in boxes)
            yield replace(first, box=lines[round(first.baseline)]), contrast_, more, others


def _is_list_mark(words: str) -> bool:
    return len(words) == 1 and words in _LIST_MARKS


def contrast_of(piece: Piece) -> float | None:
    """The lower of the contrasts in colour and in grey, from 1 to 21; None if a colour is unknown."""
    if piece.colour is None or piece.ground is None:
        return None
    return min(contrast(piece.colour, piece.ground), contrast(_grey(piece.colour), _grey(piece.ground)))


def _in_colour(piece: Piece) -> float | None:
    if piece.colour is None or piece.ground is None:
        return None
    return contrast(piece.colour, piece.ground)


def _grey(colour: Colour) -> Colour:
    """What a printer without colours makes of a colour: ISO 32000-1, 10.3.2."""
    red, green, blue = colour
    grey = round(0.3 * red + 0.59 * green + 0.11 * blue)
    return grey, grey, grey
