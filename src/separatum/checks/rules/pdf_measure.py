"""Find the measure that the lines of a PDF keep, and the lines that do not keep it."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from separatum.checks.formats.pdf_blocks import Block, Part, lines_of, marked_lines
from separatum.checks.formats.pdf_pages import Piece, Sheet
from separatum.checks.formats.pdf_text import PageContent

Span = tuple[float, float]
"""From left to right, in points."""
Format = tuple[int, int, int]
"""The pages that share margins: width, height, and whether the number is even."""

_FEWEST_LINES = 8
"""Fewer lines than these show no measure."""
_VIRAMA = 9
"""The combining class of signs that join two consonants of an Indic script."""
_TATWEEL = "\u0640"
_NEAR_PICTURE = 90
"""How far below its picture a line of a caption and a credit may stand, in points."""
_GUTTER = 8
"""The least room between two columns, in points."""


def beyond_measure(sheets: Sequence[Sheet], blocks: Iterable[Block]) -> Iterator[Piece]:
    """The pieces of text on the page that stick out of its measure.

    Args:
        sheets: the pages.
        blocks: what the structure tree says of them: only these have a measure, running heads have none.
    """
    by_format = {sheet.number: _format(sheet) for sheet in sheets}
    by_number = {sheet.number: sheet for sheet in sheets}
    parts: dict[Format, list[tuple[Block, Part]]] = defaultdict(list)
    for block in blocks:
        for part in block.parts:
            if part.page in by_format:
                parts[by_format[part.page]].append((block, part))
    for sheet_format, found in parts.items():
        columns = _columns([span for block, part in found if block.is_running_text for span in _spans(part)])
        if columns:
            outer = _outer(columns, [sheet for sheet in sheets if by_format[sheet.number] == sheet_format])
            granted = _granted(columns, outer)
            for _, part in found:
                for piece in _sticking_out(part, granted, outer):
                    if not _is_under_picture(piece, by_number[piece.page]):
                        yield piece


def characters_per_line(contents: Sequence[PageContent], blocks: Iterable[Block]) -> list[tuple[int, float]]:
    """For each full line of the running text: its page, and how many characters it has.

    What a marked-content sequence says is shared out among its pieces by their widths: some programs make one of a
    line, others of a paragraph. The last line of a paragraph is seldom full.
    """
    counts: list[tuple[int, float]] = []
    for block in blocks:
        if block.is_running_text:
            density = _densities(contents, block)
            lines = [line for part in block.parts for line in lines_of(part.pieces)]
            counts.extend(
                (line[0].page, sum(density[one.page, one.mark] * _width(one) for one in line)) for line in lines[:-1]
            )
    return counts


def _densities(contents: Sequence[PageContent], block: Block) -> dict[tuple[int, int | None], float]:
    """How many characters each marked-content sequence of a block has in a point of its width."""
    widths: dict[tuple[int, int | None], float] = defaultdict(float)
    for part in block.parts:
        for piece in part.pieces:
            widths[piece.page, piece.mark] += _width(piece)
    letters = {(page, mark): _letters("".join(marked_lines(contents, page, mark))) for page, mark in widths}
    return {place: letters[place] / width for place, width in widths.items()}


def _letters(text: str) -> int:
    """What a reader would count as letters: grapheme clusters (Unicode UAX 29, 3), and of them those that are seen.

    Marks, and consonants that a virama joins (GB9c), belong to the letter before; tatweel only makes it longer.
    """
    if not any(map(_is_no_letter, set(text))):
        return len(text)
    joined = {place + 1 for place, sign in enumerate(text) if unicodedata.combining(sign) == _VIRAMA}
    return sum(place not in joined and not _is_no_letter(sign) for place, sign in enumerate(text))


@lru_cache(maxsize=1024)
def _is_no_letter(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return sign == _TATWEEL or kind[0] == "M" or kind in {"Cf", "Cc"}


def _width(piece: Piece) -> float:
    return piece.box[2] - piece.box[0]


def _format(sheet: Sheet) -> Format:
    return round(sheet.width), round(sheet.height), sheet.number % 2


def _spans(part: Part) -> Iterator[Span]:
    """From where to where each line of a part goes."""
    for line in lines_of(part.pieces):
        yield min(piece.box[0] for piece in line), max(piece.box[2] for piece in line)


def _columns(spans: Sequence[Span]) -> list[Span]:
    """Where columns stand: where more than a few lines do, since an overfull line stands alone with its end."""
    if len(spans) < _FEWEST_LINES:
        return []
    enough = max(3, len(spans) // 25)
    ends = sorted([(left, 1) for left, _ in spans] + [(right, -1) for _, right in spans])
    columns: list[Span] = []
    depth, start = 0, None
    for place, step in ends:
        depth += step
        if start is None and depth >= enough:
            start = place
        elif start is not None and depth < enough:
            if columns and start - columns[-1][1] < _GUTTER:
                start = columns.pop()[0]
            columns.append((start, place))
            start = None
    return columns


def _outer(columns: Sequence[Span], sheets: Iterable[Sheet]) -> Span:
    """How far lines may go to either side.

    Ragged text does not show its edge; so what is as wide as the other margin, or as running heads and folios, is
    granted too.
    """
    left, right = columns[0][0], columns[-1][1]
    for sheet in sheets:
        margins = [piece.box for piece in sheet.pieces if piece.mark is None and piece.is_level]
        left = min([left, sheet.width - columns[-1][1], *(box[0] for box in margins)])
        right = max([right, sheet.width - columns[0][0], *(box[2] for box in margins)])
    return left, right


def _granted(columns: Sequence[Span], outer: Span) -> list[Span]:
    """How far lines may go in each column: the columns of a page are of one width, which ragged lines do not show."""
    rightwards, leftwards = outer[1] - columns[-1][0], columns[0][1] - outer[0]
    granted = []
    for place, (left, right) in enumerate(columns):
        most = columns[place + 1][0] - _GUTTER if place + 1 < len(columns) else outer[1]
        least = columns[place - 1][1] + _GUTTER if place else outer[0]
        granted.append((min(left, max(least, right - leftwards)), max(right, min(most, left + rightwards))))
    return granted


def _sticking_out(part: Part, columns: Sequence[Span], outer: Span) -> Iterator[Piece]:
    lines = lines_of(part.pieces)
    own = _column_of(lines, columns)
    for line in lines:
        for piece in line:
            hanging = max(2, 0.5 * piece.size)  # punctuation may hang, italics lean
            left, _, right, _ = piece.box
            is_out = left < outer[0] - hanging or right > outer[1] + hanging
            if piece.is_level and (is_out or (own and (left < own[0] - hanging or right > own[1] + hanging))):
                yield piece


def _is_under_picture(piece: Piece, sheet: Sheet) -> bool:
    """Whether a piece stands right below a picture and is no wider: a caption has the measure of its picture."""
    left, top, right, _ = piece.box
    return any(
        image.box[0] - 2 <= left and right <= image.box[2] + 2 and 0 <= top - image.box[3] <= _NEAR_PICTURE
        for image in sheet.images
    )


def _column_of(lines: Sequence[Sequence[Piece]], columns: Sequence[Span]) -> Span | None:
    """The one of several columns that most of three or more lines stand in."""
    if len(columns) < 2 or len(lines) < 3:
        return None
    spans = [(min(piece.box[0] for piece in line), max(piece.box[2] for piece in line)) for line in lines]
    for left, right in columns:
        within = [span for span in spans if left - _GUTTER / 2 <= span[0] and span[1] <= right + _GUTTER / 2]
        if len(within) > len(lines) / 2:
            return left, right
    return None
