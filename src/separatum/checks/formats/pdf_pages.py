"""Find where everything is on the pages of a PDF, as PDFium lays it out: any PDF, also a damaged one.

Places are in points from the upper left corner of what a reader sees of the page: its crop box, turned as it is shown.
Boxes are those of the ink, not of the line. Text that is not painted, such as that under a scan, is left out.
"""

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from separatum.checks.formats.pdf_painting import Box, Colour, Painting
from separatum.checks.formats.pdfium_file import PDFIUM, PdfiumFile

if TYPE_CHECKING:
    import pypdfium2

MOST_OBJECTS = 100_000
"""How many objects of a page, or of a form on it, are looked at."""
_MOST_IMAGES = 50
"""How many images of a page are painted only if they must be."""
_MOST_CLIPS = 50
"""How many clipping paths, and points of one, are looked at."""
_DEEPEST = 8
"""How deep forms may be nested."""
_BOLD = 700
"""The weight from which on a font is bold."""
_INK = frozenset({0, 1, 2, 4, 5, 6})
"""The text rendering modes that paint (ISO 32000-1, 9.3.6)."""

Matrix = tuple[float, float, float, float, float, float]
"""An affine map (ISO 32000-1, 8.3.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text that is painted in one go: a line, or a part of one."""

    page: int
    """Counted from 1."""
    box: Box
    baseline: float
    """Its distance from the upper edge of the page."""
    size: float
    """Of its letters."""
    is_level: bool
    """Whether it runs horizontally and upright for the reader."""
    mark: int | None
    """Its marked-content identifier; None for an artifact, and for what is in a form."""
    colour: Colour | None
    """None where it is a pattern or transparent."""
    ground: Colour | None
    """The colour behind it; None if that was not examined."""
    is_bold: bool = False
    on_image: bool = False
    """Whether an image is behind it."""
    is_loose: bool = False
    """Whether it is neither tagged nor an artifact: in no marked content of the page (ISO 32000-1, 14.6)."""
    is_cut: bool = False
    """Whether a clipping path leaves nothing of it (8.5.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An image on a page."""

    page: int
    box: Box
    mark: int | None
    pixels: tuple[int, int]
    """Its width and height; (0, 0) if PDFium does not know."""


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
    drawings: int = 0
    """How many paths and shadings are painted: a text may be nothing but outlines."""


def read_sheets(file: PdfiumFile) -> tuple[Sheet, ...]:
    """Lay out each page of a PDF. Pages that PDFium cannot load are left out."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    sheets = []
    with PDFIUM:
        for index in range(len(file)):
            with suppress(pypdfium2.PdfiumError), file.page(index) as page:
                sheets.append(_Layout(pdfium, page.raw, index + 1).sheet())
    return tuple(sheets)


def words_on(file: PdfiumFile, number: int) -> tuple[str, ...]:
    """The words of each piece of text on a page, in the order of the sheet's pieces; as far as the fonts tell them.

    Args:
        file: the PDF.
        number: of the page, counted from 1.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

    opened = file.page(number - 1)
    with PDFIUM, suppress(pypdfium2.PdfiumError), opened as page, closing(page.get_textpage()) as letters:
        words: dict[int | None, str] = {}
        for place in range(min(letters.count_chars(), MOST_OBJECTS)):
            holder = ctypes.cast(pdfium.FPDFText_GetTextObject(letters, place), ctypes.c_void_p).value
            words[holder] = words.get(holder, "") + chr(pdfium.FPDFText_GetUnicode(letters, place))
        texts = _Layout(pdfium, page.raw, number).texts()
        return tuple(words.get(ctypes.cast(text.handle, ctypes.c_void_p).value, "") for text in texts)
    return ()


def text_on(page: "pypdfium2.PdfPage") -> str:
    """The text of a page as PDFium reads it, one sign for each character; a lasting gap in its map is U+FFFD.

    Raises:
        pypdfium2.PdfiumError: it cannot be read.
    """
    import pypdfium2.raw as pdfium

    with closing(page.get_textpage()) as words:
        count = words.count_chars()
        signs = (ctypes.c_ushort * (count + 1))()
        if pdfium.FPDFText_GetText(words, 0, count, signs) == count + 1:
            # Only here a hyphen at the end of a line is U+FFFE.
            return bytes(signs)[: 2 * count].decode("utf-16-le", "surrogatepass").replace("\ufffe", "\x02")
        return "".join(chr(pdfium.FPDFText_GetUnicode(words, index) or 0xFFFD) for index in range(count))


@dataclass(frozen=True, slots=True)
class _Thing:
    """An object of a page or form."""

    handle: Any
    kind: int
    matrix: Matrix
    """From its own coordinates to those of the sheet."""
    in_form: bool
    box: Box


class _Layout:
    """Reads one loaded page."""

    def __init__(self, pdfium: Any, page: Any, number: int) -> None:
        self._pdfium = pdfium
        self._page = page
        self._number = number
        self._width = float(pdfium.FPDF_GetPageWidthF(page))
        self._height = float(pdfium.FPDF_GetPageHeightF(page))

    def sheet(self) -> Sheet:
        """All that is painted."""
        pdfium = self._pdfium
        things = list(self._things(self._page, self._turned(), 0))
        texts = self._inked(things)
        grounds = self._grounds(things, texts)
        images = [thing.box for thing in things if thing.kind == pdfium.FPDF_PAGEOBJ_IMAGE]
        pieces = (self._piece(text, ground, images) for text, ground in zip(texts, grounds, strict=True))
        return Sheet(
            number=self._number,
            width=self._width,
            height=self._height,
            pieces=tuple(pieces),
            images=tuple(
                Drawn(page=self._number, box=thing.box, mark=self._mark(thing), pixels=self._pixels(thing))
                for thing in things
                if thing.kind == pdfium.FPDF_PAGEOBJ_IMAGE
            ),
            drawings=sum(thing.kind in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING} for thing in things),
        )

    def texts(self) -> list[_Thing]:
        """The objects of text that are pieces, in their order."""
        return self._inked(self._things(self._page, self._turned(), 0))

    def _inked(self, things: Iterable[_Thing]) -> list[_Thing]:
        return [thing for thing in things if thing.kind == self._pdfium.FPDF_PAGEOBJ_TEXT and self._is_ink(thing)]

    def _turned(self) -> Matrix:
        """From the page's user space to the sheet (ISO 32000-1, 7.7.3.3: CropBox, Rotate)."""
        crop = self._pdfium.FS_RECTF()
        self._pdfium.FPDF_GetPageBoundingBox(self._page, crop)
        return (
            (1, 0, 0, -1, -crop.left, crop.top),
            (0, 1, 1, 0, -crop.bottom, -crop.left),
            (-1, 0, 0, 1, crop.right, -crop.bottom),
            (0, -1, -1, 0, crop.top, crop.right),
        )[self._pdfium.FPDFPage_GetRotation(self._page) % 4]

    def _things(self, holder: Any, matrix: Matrix, depth: int) -> Iterator[_Thing]:
        """The objects of a page, or of a form, and of the forms in it."""
        pdfium = self._pdfium
        count = pdfium.FPDFFormObj_CountObjects if depth else pdfium.FPDFPage_CountObjects
        get = pdfium.FPDFFormObj_GetObject if depth else pdfium.FPDFPage_GetObject
        for place in range(min(count(holder), MOST_OBJECTS)):
            handle = get(holder, place)
            kind = pdfium.FPDFPageObj_GetType(handle)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                yield from self._things(handle, _product(self._own_matrix(handle), matrix), depth + 1)
            else:
                yield _Thing(handle, kind, matrix, depth > 0, self._box(handle, matrix))

    def _own_matrix(self, handle: Any) -> Matrix:
        own = self._pdfium.FS_MATRIX()
        self._pdfium.FPDFPageObj_GetMatrix(handle, own)
        return own.a, own.b, own.c, own.d, own.e, own.f

    def _box(self, handle: Any, matrix: Matrix) -> Box:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        self._pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
        corners = [_point(x, y, matrix) for x in (left.value, right.value) for y in (bottom.value, top.value)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def _is_ink(self, text: _Thing) -> bool:
        left, top, right, bottom = text.box
        has_ink = right - left > 0.1 and bottom - top > 0.1  # white space has none
        return has_ink and self._pdfium.FPDFTextObj_GetTextRenderMode(text.handle) in _INK

    def _piece(self, text: _Thing, ground: Colour | None, images: list[Box]) -> Piece:
        a, b, c, d, _, baseline = matrix = _product(self._own_matrix(text.handle), text.matrix)
        size = ctypes.c_float()
        self._pdfium.FPDFTextObj_GetFontSize(text.handle, size)
        return Piece(
            page=self._number,
            box=text.box,
            baseline=baseline,
            size=abs(size.value) * abs(a * d - b * c) ** 0.5,
            is_level=abs(b) + abs(c) < 0.2 * abs(a) and matrix[0] > 0 > d,
            mark=self._mark(text),
            colour=self._colour(text),
            ground=ground,
            is_bold=self._is_bold(text),
            on_image=any(_touch(image, text.box) for image in images),
            is_loose=not text.in_form and not self._pdfium.FPDFPageObj_CountMarks(text.handle),
            is_cut=any(not _touch(clip, text.box) for clip in self._clips(text)),
        )

    def _clips(self, text: _Thing) -> Iterator[Box]:
        """The boxes of its clipping paths."""
        pdfium = self._pdfium
        clip = pdfium.FPDFPageObj_GetClipPath(text.handle)
        for path in range(min(pdfium.FPDFClipPath_CountPaths(clip), _MOST_CLIPS)):
            x, y, corners = ctypes.c_float(), ctypes.c_float(), []
            count = pdfium.FPDFClipPath_CountPathSegments(clip, path)
            for segment in range(count if count <= _MOST_CLIPS else 0):
                pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, segment), x, y)
                corners.append(_point(x.value, y.value, text.matrix))
            if corners:
                xs, ys = zip(*corners, strict=True)
                yield min(xs), min(ys), max(xs), max(ys)

    def _is_bold(self, text: _Thing) -> bool:
        font = self._pdfium.FPDFTextObj_GetFont(text.handle)
        return bool(font) and self._pdfium.FPDFFont_GetWeight(font) >= _BOLD

    def _mark(self, thing: _Thing) -> int | None:
        mark = -1 if thing.in_form else int(self._pdfium.FPDFPageObj_GetMarkedContentID(thing.handle))
        return mark if mark >= 0 else None

    def _pixels(self, image: _Thing) -> tuple[int, int]:
        width, height = ctypes.c_uint(), ctypes.c_uint()
        self._pdfium.FPDFImageObj_GetImagePixelSize(image.handle, width, height)
        return width.value, height.value

    def _colour(self, text: _Thing) -> Colour | None:
        red, green, blue, opacity = parts = [ctypes.c_uint() for _ in range(4)]
        is_outline = self._pdfium.FPDFTextObj_GetTextRenderMode(text.handle) in {1, 5}
        ask = self._pdfium.FPDFPageObj_GetStrokeColor if is_outline else self._pdfium.FPDFPageObj_GetFillColor
        if not ask(text.handle, *parts) or opacity.value < 255:
            return None
        return red.value, green.value, blue.value

    def _grounds(self, things: list[_Thing], texts: list[_Thing]) -> list[Colour | None]:
        """The colour behind each text: that of the page painted without its text."""
        pdfium = self._pdfium
        # Decoding an image takes long: only those behind text are painted.
        images = [thing for thing in things if thing.kind == pdfium.FPDF_PAGEOBJ_IMAGE]
        bare = [image for image in images[:_MOST_IMAGES] if not any(_touch(image.box, text.box) for text in texts)]
        hidden = [thing for thing in things if thing.kind == pdfium.FPDF_PAGEOBJ_TEXT] + bare
        if len(hidden) == len(things):
            return [(255, 255, 255)] * len(texts)
        handles = [thing.handle for thing in hidden if not thing.in_form]
        for handle in handles:
            pdfium.FPDFPageObj_SetIsActive(handle, False)
        painted = Painting(pdfium, self._page, self._width, self._height)
        try:
            return [None if text.in_form else painted.colour_at(text.box) for text in texts]
        finally:
            painted.close()
            for handle in handles:
                pdfium.FPDFPageObj_SetIsActive(handle, True)


def _product(first: Matrix, second: Matrix) -> Matrix:
    """The map that does the first, then the second."""
    a, b, c, d, e, f = first
    k, m, n, o, p, q = second
    return a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q


def _point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
