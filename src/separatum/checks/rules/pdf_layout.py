"""Check that every line can be read where it stands: on its page, within its measure, apart from the others."""

from collections.abc import Iterable, Iterator

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.pdf_blocks import Block, lines_of
from separatum.checks.formats.pdf_pages import Piece, Sheet
from separatum.checks.formats.pdf_painting import Box
from separatum.checks.registry import CannotRunError, Seen, Subject, check
from separatum.checks.rules.pdf_measure import beyond_measure, characters_per_line
from separatum.model.findings import Location, Severity

POINTS_PER_MM = 72 / 25.4
_EDGE = 5 * POINTS_PER_MM
_MOST_CHARACTERS = 90
_FEWEST_LINES = 2
"""Fewer full lines than these do not tell how long lines are."""
_HINT_STYLE = "change the style’s lengths, or report this if they are the house style’s"
_HINT_MARGINS = "widen the margins of the page"
_HINT_WIDE = "break the word, address, table or code, or give it less room"


@check("LAYOUT-OFF-PAGE", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def text_is_on_the_page(subject: Subject) -> Iterator[Seen]:
    """Text in the PDF runs off the page.

    What lies outside the crop box of a page (ISO 32000-1, section 14.11.2) is neither shown nor printed: the words are
    lost, although a search finds them. A table, a line of code or an address that cannot be broken does it, or a style
    whose lengths do not fit the paper. Text at an edge on purpose, for a printer to cut, is meant in another’s file.
    What a clipping path hides in any case, as in a drawing that was placed in part, is left out.
    """
    file = _laid_out(subject)
    for sheet in file.sheets:
        off = [piece for piece in sheet.pieces if _inside(piece.box, sheet) < -1 and not piece.is_cut]
        yield from _told(file, off, "{} runs off the page", _HINT_WIDE)


@check("LAYOUT-EDGE", Severity.WARNING, needs=("pdf",), elsewhere=Severity.INFO)
def nothing_is_close_to_the_edge(subject: Subject) -> Iterator[Seen]:
    """Text or an image in the PDF is closer than 5 mm to the edge of the page.

    Most office printers cannot print there, and a thumb or a staple covers it. An image that runs over the edge, to be
    trimmed, is meant. Give the page wider margins.
    """
    file = _laid_out(subject)
    for sheet in file.sheets:
        close = [piece for piece in sheet.pieces if -1 <= _inside(piece.box, sheet) < _EDGE - 0.5]
        yield from _told(file, close, "{} is less than 5 mm from the edge of the page", _HINT_MARGINS)
        for image in sheet.images:
            if 1 <= _inside(image.box, sheet) < _EDGE - 0.5:
                where = Location(file=file.name, page=sheet.number, box=image.box)
                yield Seen(
                    "an image is less than 5 mm from the edge of the page", where, "widen the margins of the page"
                )
                break


@check("LAYOUT-OVERLAP", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def lines_do_not_overlap(subject: Subject) -> Iterator[Seen]:
    """Text in the PDF is printed over other text.

    Where two lines overlap, neither can be read, although both can be copied: a cell whose words do not fit
    runs into the next, notes run into the foot of the page, or the leading is too small for the letters. Small
    overlaps, as of the descenders of a tight headline, are not reported.
    """
    file = _laid_out(subject)
    for sheet in file.sheets:
        over = [piece for piece, other in _collisions(sheet) if not _is_doubled(piece, other)]
        yield from _told(file, over, "{} is printed over other text", _HINT_STYLE)


@check("LAYOUT-OVERFULL", Severity.WARNING, needs=("pdf",), elsewhere=Severity.INFO)
def lines_keep_the_measure(subject: Subject) -> Iterator[Seen]:
    """A line in the PDF is overfull: it runs beyond the measure.

    The line sticks out of its column by more than hanging punctuation does, into the margin or the gutter: something
    in it cannot be broken, such as an address, a long word in a language that is not hyphenated, or code. The measure
    is that which the lines of the running text themselves keep; it is not known in an untagged file.
    """
    file = _laid_out(subject)
    beyond = list(beyond_measure(file.sheets, _blocks(file)))
    for sheet in file.sheets:
        here = [piece for piece in beyond if piece.page == sheet.number and _inside(piece.box, sheet) >= -1]
        yield from _told(file, here, "{} runs beyond the measure", _HINT_WIDE)


@check("LAYOUT-MEASURE", Severity.WARNING, needs=("pdf",), elsewhere=Severity.INFO)
def the_measure_can_be_read(subject: Subject) -> Iterator[Seen]:
    """The lines of the running text have more than 90 characters.

    At the end of so long a line, readers do not find the beginning of the next. 45 to 75 characters read well, 90
    are the most. Widen the margins, enlarge the letters, or set the text in two columns. Spaces and punctuation count;
    notes, captions, tables and code do not.
    """
    file = _laid_out(subject)
    counts = characters_per_line(file.contents, _blocks(file))
    if len(counts) < _FEWEST_LINES:
        return
    # The upper quartile: among the full lines are some beside drop caps, and those of lists and of code.
    page, characters = sorted(counts, key=lambda found: found[1])[len(counts) * 3 // 4]
    if characters > _MOST_CHARACTERS:
        message = f"full lines of the text have {characters:.0f} characters"
        yield Seen(
            message, Location(file=file.name, page=page), "widen the margins, or set the text larger or in columns"
        )


def _laid_out(subject: Subject) -> PdfDocument:
    assert subject.pdf is not None
    if not subject.pdf.sheets:
        raise CannotRunError("PDFium cannot lay out the PDF")
    return subject.pdf


def _blocks(file: PdfDocument) -> tuple[Block, ...]:
    if file.blocks is None:
        raise CannotRunError("the PDF is not tagged")
    return file.blocks


def _inside(box: Box, sheet: Sheet) -> float:
    """How far inside the page a box is at its closest, in points; negative where it is cut."""
    left, top, right, bottom = box
    return min(left, top, sheet.width - right, sheet.height - bottom)


def _told(file: PdfDocument, pieces: list[Piece], message: str, hint: str) -> Iterator[Seen]:
    """One thing seen for all pieces of one page: the first of them is quoted."""
    if not pieces:
        return
    words = message.format(file.quoted(pieces[0]))
    lines = len(lines_of(pieces))
    more = f", and {lines - 1} more on this page" if lines > 1 else ""
    yield Seen(words + more, Location(file=file.name, page=pieces[0].page, box=pieces[0].box), hint)


def _collisions(sheet: Sheet) -> Iterator[tuple[Piece, Piece]]:
    """Pairs of level pieces of which one hides a good part of the other; the later one painted comes first."""
    order = {id(piece): place for place, piece in enumerate(sheet.pieces)}
    active: list[Piece] = []
    for piece in sorted(_level(sheet.pieces), key=lambda piece: piece.box[1]):
        active = [other for other in active if other.box[3] > piece.box[1]]
        for other in active:
            if _collide(piece.box, other.box, min(piece.size, other.size)):
                yield (piece, other) if order[id(piece)] > order[id(other)] else (other, piece)
        active.append(piece)


def _level(pieces: Iterable[Piece]) -> Iterator[Piece]:
    # A mark that is low for its size, such as a dash, hides nothing, and nothing in its place hides it.
    return (piece for piece in pieces if piece.is_level and piece.box[3] - piece.box[1] > 0.3 * piece.size)


def _collide(one: Box, other: Box, size: float) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > size and down > 0.4 * min(one[3] - one[1], other[3] - other[1])


def _is_doubled(one: Piece, other: Piece) -> bool:
    """Whether one is the other once more, a hair beside it: a way to draw bold letters or a shadow."""
    return all(abs(a - b) < 0.1 * one.size for a, b in zip(one.box, other.box, strict=True))
