"""Measure the pages of a finished PDF, whoever made it: word spaces, hyphens, holes, the last page, and baselines.

PDFium says where each letter stands and how wide it is, and paints each page; nothing is asked of the program that
made the file. Lengths are in points.
"""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

WIDE = 0.40
"""Em: a word space that is wider is seen as a gap."""
LARGE_HOLE = 0.15
"""Of the height of the type area."""
SHARED = 0.3
"""Points: baselines that are nearer to each other are seen as one."""
_HYPHENS = frozenset("-\u2010\u00ad\u0002\ufffe")
"""The last two are what PDFium says for a hyphen at the end of a line."""
_SCALE = 0.5
"""Pixels a point, in which a page is painted to find its white parts."""
_WHITE = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where type stands on the pages."""

    top: float
    right: float
    bottom: float
    left: float
    """Distances from the page's edges."""
    columns: int = 1
    gap: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter on a page."""

    sign: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text in the size of the running text."""

    page: int
    text: str
    space: float | None
    """The mean of its word spaces, in em; None where it has fewer than two."""
    goes_on: bool
    """Whether another line of the same text follows below, without a gap between them."""
    left: float = 0
    baseline: float = 0
    """How far from the page's left edge it begins, and how far from its top its letters stand."""

    @property
    def ends_in_hyphen(self) -> bool:
        """Whether its last sign is a hyphen."""
        return self.text[-1:] in _HYPHENS


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured of one file."""

    pages: int
    lines: int
    wide: int
    """Lines with word spaces of more than 0.40 em on average."""
    hyphens: int
    pairs: int
    """Hyphens at the ends of two lines that follow each other."""
    holes: tuple[int, ...]
    """The numbers of the inner pages with a hole."""
    last: float
    """How much of the last page is filled, from 0 to 1."""
    shared: int
    beside: int
    """In two columns: lines that share their baseline with one of the column beside, and lines with one beside them."""


def measure(path: Path, area: Area) -> Figures:
    """Measure a PDF.

    Args:
        path: of the file.
        area: the type area of its pages.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        pages = [list(_letters(page)) for page in document]
        size = _usual_size(pages)
        lines = [line for number, letters in enumerate(pages, 1) for line in _lines(number, letters, size)]
        white = [_largest_hole(page, area) for page in document]
        filled = _filled(document[len(document) - 1], area)
    sides = lines_beside_others(path, area) if area.columns == 2 else []
    return Figures(
        pages=len(pages),
        lines=len(lines),
        wide=sum(line.space is not None and line.space > WIDE for line in lines),
        hyphens=sum(line.ends_in_hyphen for line in lines),
        pairs=sum(one.ends_in_hyphen and one.goes_on and other.ends_in_hyphen for one, other in pairwise(lines)),
        holes=tuple(number for number, hole in enumerate(white, 1) if 1 < number < len(white) and hole > LARGE_HOLE),
        last=filled,
        shared=sum(shared for shared, _ in sides),
        beside=sum(beside for _, beside in sides),
    )


def lines_beside_others(path: Path, area: Area) -> list[tuple[int, int]]:
    """For each page, how many lines of running text share their baseline with a line of the column beside, and how many
    have one beside them at all: less than half a line above or below.

    Args:
        path: of a PDF.
        area: the type area of its pages, which has two columns.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        pages = [list(_letters(page)) for page in document]
        middle = (document[0].get_width() + area.left - area.right) / 2
    size = _usual_size(pages)
    return [_beside(list(_lines(number, letters, size)), middle) for number, letters in enumerate(pages, 1)]


def _beside(lines: Sequence[Line], middle: float) -> tuple[int, int]:
    left, right = ([line.baseline for line in lines if (line.left > middle) == side] for side in (False, True))
    distances = (round(other.baseline - one.baseline, 1) for one, other in pairwise(lines))
    leadings = Counter(distance for distance in distances if distance > 0)
    if not (left and right and leadings):
        return 0, 0
    near = leadings.most_common(1)[0][0] / 2
    apart = [min(abs(one - other) for other in right) for one in left]
    return sum(distance <= SHARED for distance in apart), sum(distance <= near for distance in apart)


def _letters(page: Any) -> Iterator[Letter]:
    import pypdfium2.raw as pdfium

    text = pdfium.FPDFText_LoadPage(page.raw)
    height = page.get_height()
    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    last: Letter | None = None
    try:
        for place in range(pdfium.FPDFText_CountChars(text)):
            sign = chr(pdfium.FPDFText_GetUnicode(text, place))
            if sign in "\r\n":
                continue
            if pdfium.FPDFText_IsGenerated(text, place):  # a wide space is left out, and made again from the gap
                if last is not None:
                    yield replace(last, sign=sign, left=last.right)
                continue
            pdfium.FPDFText_GetCharOrigin(text, place, x, y)
            pdfium.FPDFText_GetLooseCharBox(text, place, box)
            pdfium.FPDFText_GetMatrix(text, place, matrix)
            size = pdfium.FPDFText_GetFontSize(text, place) * abs(matrix.d or matrix.c)
            last = Letter(sign=sign, left=box.left, right=box.right, baseline=height - y.value, size=round(size, 2))
            yield last
    finally:
        pdfium.FPDFText_ClosePage(text)


def _usual_size(pages: Sequence[Sequence[Letter]]) -> float:
    counted = Counter(letter.size for letters in pages for letter in letters if not letter.sign.isspace())
    return counted.most_common(1)[0][0] if counted else 0


def _lines(page: int, letters: Sequence[Letter], size: float) -> Iterator[Line]:
    """The lines of a page in the usual size; with the letters of other sizes in them."""
    rows: list[list[Letter]] = []
    for letter in letters:
        last = rows[-1][-1] if rows else None
        if last is not None and unicodedata.category(letter.sign) == "Mn":  # a mark stands above its letter, on no line
            continue
        is_beside = last is not None and abs(last.baseline - letter.baseline) < 0.1 * size
        if is_beside and last is not None and -2 * size < letter.left - last.right < 3 * size:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    rows = [row for row in rows if sum(letter.size == size for letter in row) > len(row) / 2]
    for row, following in zip(rows, [*rows[1:], None], strict=False):
        text = "".join(letter.sign for letter in row).rstrip()
        spaces = _spaces(row)
        leading = following[0].baseline - row[0].baseline if following else 0
        yield Line(
            page=page,
            text=text,
            space=sum(spaces) / len(spaces) / size if len(spaces) > 1 else None,
            goes_on=0 < leading < 1.7 * size,
            left=min(letter.left for letter in row),
            baseline=row[0].baseline,
        )


def _spaces(row: Sequence[Letter]) -> list[float]:
    """The widths of the word spaces of a line, whichever way it runs."""
    found: list[float] = []
    last: Letter | None = None
    is_parted = False
    for letter in row:
        if letter.sign in " \u00a0":
            is_parted = last is not None
            continue
        if is_parted and last is not None:
            found.append(max(letter.left - last.right, last.left - letter.right))
        last, is_parted = letter, False
    return found


def _columns(page: Any, area: Area) -> list[list[bool]]:
    """For each column of the type area, from the top: which rows of pixels show something."""
    painted = page.render(scale=_SCALE, grayscale=True).to_pil()
    width, height = page.get_size()
    measure = (width - area.left - area.right - area.gap * (area.columns - 1)) / area.columns
    found = []
    for column in range(area.columns):
        left = area.left + column * (measure + area.gap)
        box = (left, area.top, left + measure, height - area.bottom)
        part = painted.crop(tuple(round(_SCALE * side) for side in box))
        rows = [part.crop((0, row, part.width, row + 1)).getextrema()[0] < _WHITE for row in range(part.height)]
        found.append(rows)
    return found


def _largest_hole(page: Any, area: Area) -> float:
    """The highest white part of a column that goes over its whole width, as a share of its height."""
    most = 0.0
    for rows in _columns(page, area):
        run = longest = 0
        for shows in rows:
            run = 0 if shows else run + 1
            longest = max(longest, run)
        most = max(most, longest / max(len(rows), 1))
    return most


def _filled(page: Any, area: Area) -> float:
    """How far down a page is filled; over several columns, on average."""
    ends = [
        max((row for row, shows in enumerate(rows, 1) if shows), default=0) / len(rows) for rows in _columns(page, area)
    ]
    return sum(ends) / len(ends)
