"""Find the text of a PDF that readers cannot see, by comparing pictures of its pages.

Each page is drawn three times: as it is; without its text; and with nothing but its text, in black on white, where no
colour, clip, layer or cover has an effect. Ink of the third picture that makes no difference between the first two
belongs to text that is not seen. So nothing has to be known about why it is not seen.
"""

import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from separatum.checks.formats.pdf_objects import entry, text
from separatum.checks.formats.pdf_pages import text_on
from separatum.checks.formats.pdfium_file import PDFIUM, PdfiumFile
from separatum.checks.privacy.pdf_strings import instructions_of

if TYPE_CHECKING:
    from PIL.Image import Image

_POINTS_TO_PIXELS = 1.5
_MOST_PIXELS = 4_000_000
"""Of one picture; larger pages are drawn smaller."""
_MOST_FINE_PIXELS = 9_000_000
"""Of a picture of a page with letters that would vanish in a smaller one."""
_FEWEST_PIXELS = 3.0
"""The height of a letter in a picture, from which its ink can be compared."""
_SCALES = ((_POINTS_TO_PIXELS, _MOST_PIXELS), (_FEWEST_PIXELS, _MOST_FINE_PIXELS))
"""Pixels for a point, and pixels of a whole page, at most: as usual, and where letters are small."""
_FAINTEST = 0.07
"""Contrast below which text cannot be seen: #eeeeee on white has as much."""
_NOISE = 3
"""Difference between two pictures, out of 255, that the drawing library makes by itself."""
_SEEN = 0.35
"""Part of a letter's ink that must be seen, so that the letter can be read."""
_SMALLEST = 1.0
"""Points: smaller letters cannot be read."""
_BLOCK = 4
"""Pixels along the side of a block of the coarse raster."""
_SURELY_LARGE = 5.0
"""Points: the height of a glyph that needs no closer look."""
_FEWEST_LETTERS = 2
"""A single letter that is covered is an ornament or an accident."""
_TEXT_OPERATORS = "q Q cm BT ET Tc Tw Tz TL Tf Ts Td TD Tm T* Tj TJ ' \" Do"
_TEXT_ONLY = frozenset(_TEXT_OPERATORS.split())
_INVISIBLE = ((1, 0, 0), "rg")
"""The colour, in the third picture, of text in the invisible rendering modes (ISO 32000-1, 9.3.6)."""
_VISIBLE = ((0, 0, 0), "rg")
_WORST_MODE = 7
_MODE = 3
"""One part of a letter’s ink in so many, at least, has the colour of an invisible mode: its edges are grey."""
_COVERED = "covered, or in the colour of what is behind it"
_WHOLE_PAGE = 0.85
"""Part of a page that the picture of it covers."""
_NEARLY_ALL = 0.8
"""Part of the letters of a page, when its text is that of a picture."""
_DARKER = 8
"""How much darker than its page a scanned line is, on average, out of 255."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenText:
    """A stretch of text that is not seen."""

    words: str
    reason: str
    is_text_layer: bool = False
    """Whether it is invisible text over a picture, as scanned pages have on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The text of one page."""

    shown: str
    hidden: tuple[HiddenText, ...]
    is_too_large: bool = False
    """Whether the page is so large that its letters vanish when it is drawn: its hidden text was not looked for."""


def read_page_texts(content: bytes) -> Iterator[PageText]:
    """The text of each page, seen and unseen.

    Args:
        content: the bytes of a PDF that needs no password.

    Raises:
        pikepdf.PdfError, pypdfium2.PdfiumError: it cannot be read or drawn.
    """
    import pypdfium2

    bare, alone = _variants(content)
    files = [pypdfium2.PdfDocument(one) for one in (content, bare, alone)]
    try:
        for number in range(len(files[0])):
            yield _read(*(file[number] for file in files))
    finally:
        for file in files:
            file.close()


def read_painted_texts(file: PdfiumFile) -> Iterator[PageText]:
    """The text of each page as `read_page_texts` gives it, but all of it as if it were seen: no page is drawn.

    Args:
        file: a PDF.

    Raises:
        pypdfium2.PdfiumError: it cannot be read.
    """
    with PDFIUM:
        for index in range(len(file)):
            with file.page(index) as page:
                yield PageText(shown=text_on(page), hidden=())


def words_of(content: bytes) -> list[str]:
    """The text of each page of a PDF, without regard to what is seen; nothing where it cannot be read."""
    import pypdfium2

    try:
        file = pypdfium2.PdfDocument(content)
        return [page.get_textpage().get_text_range() for page in file]
    except pypdfium2.PdfiumError:
        return []


def _variants(content: bytes) -> tuple[bytes, bytes]:
    """The same file without its text, and with nothing but its text."""
    import pikepdf

    both = (pikepdf.open(io.BytesIO(content), suppress_warnings=True) for _ in range(2))
    with next(both) as bare, next(both) as alone:
        _rewrite_pages(bare, alone)
        _rewrite_objects(bare, alone)
        return _saved(bare), _saved(alone)


def _saved(pdf: Any) -> bytes:
    import pikepdf

    written = io.BytesIO()
    pdf.save(written, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, encryption=False)
    return written.getvalue()


def _rewrite_pages(bare: Any, alone: Any) -> None:
    for one, other in zip(bare.pages, alone.pages, strict=True):
        without, only = _rewritten(one.obj, entry(one, "/Resources"))
        one.obj.Contents, other.obj.Contents = bare.make_stream(without), alone.make_stream(only)
        if "/Annots" in other.obj:
            del other.obj["/Annots"]


def _rewrite_objects(bare: Any, alone: Any) -> None:
    import pikepdf

    for one, other in zip(bare.objects, alone.objects, strict=True):
        if isinstance(one, pikepdf.Stream) and _is_painted(one):
            without, only = _rewritten(one, entry(one, "/Resources"))
            one.write(without)
            other.write(only)
            for key in ("/OC", "/Group"):
                if key in other:
                    del other[key]
            if text(entry(other, "/Subtype")) == "/Form":
                other.BBox = pikepdf.Array([-32000, -32000, 32000, 32000])
        elif isinstance(one, pikepdf.Dictionary) and text(entry(one, "/Subtype")) == "/Type3":
            for glyph in (entry(one, "/CharProcs") or {}).values():
                if isinstance(glyph, pikepdf.Stream):
                    glyph.write(b"0 0 d0")


def _is_painted(stream: Any) -> bool:
    """Whether a stream is a form (8.10) or a tiling pattern (8.7.3)."""
    return text(entry(stream, "/Subtype")) == "/Form" or entry(stream, "/PatternType") == 1


def _rewritten(stream: Any, resources: Any) -> tuple[bytes, bytes]:
    """A content stream without its text, and with nothing but its text."""
    import pikepdf

    without: list[Any] = [([pikepdf.Object.parse(b"3")], pikepdf.Operator("Tr"))]
    only: list[Any] = []
    for operands, name in instructions_of(stream):
        if name == "Tr":
            colour, key = _INVISIBLE if operands and operands[0] in {3, _WORST_MODE} else _VISIBLE
            only.append((list(colour), pikepdf.Operator(key)))
            continue
        instruction = (operands, pikepdf.Operator(name))
        without.append(instruction)
        if name in _TEXT_ONLY and not (name == "Do" and _is_image(resources, operands)):
            only.append(instruction)
    return pikepdf.unparse_content_stream(without), pikepdf.unparse_content_stream(only)


def _is_image(resources: Any, operands: Sequence[Any]) -> bool:
    return bool(operands) and text(entry(resources, "/XObject", text(operands[0]), "/Subtype")) == "/Image"


@dataclass(slots=True, kw_only=True)
class _Letter:
    """A character with its place in the pictures."""

    sign: str
    box: tuple[int, int, int, int]
    height: float
    """In points."""
    reason: str | None = None
    is_text_layer: bool = False


def _read(page: Any, bare: Any, alone: Any) -> PageText:
    letters, scale = _letters_to_draw(alone)
    if not any(letter.sign.strip() for letter in letters):
        return PageText(shown="", hidden=())
    pictures = _Pictures.of(*(_drawn(one, scale) for one in (page, bare, alone)))
    is_too_large = False
    for letter in letters:
        if not _has_ink(letter.sign):
            continue
        letter.reason = _outside(letter, pictures.size)
        if letter.reason is None and letter.height < _SMALLEST:
            letter.reason = f"smaller than {_SMALLEST:g} point"
        elif letter.reason is None and letter.height * scale < _FEWEST_PIXELS * 0.99:
            is_too_large = True
        elif letter.reason is None:
            letter.reason, letter.is_text_layer = pictures.unseen(letter.box)
    _mark_overprinted(letters)
    if _is_recognised(letters, pictures, list(_pictures_on(page, scale))):
        for letter in letters:
            if letter.reason == _COVERED and pictures.is_over_picture(letter.box):
                letter.reason, letter.is_text_layer = "under a picture of the page (recognised text)", True
    return _parted(letters, is_too_large)


def _letters_to_draw(page: Any) -> tuple[list[_Letter], float]:
    """The characters of a page, and pixels for a point: as many as its small letters need, and memory allows."""
    width, height = page.get_size()
    scale, finest = (min(one, (most / max(1.0, width * height)) ** 0.5) for one, most in _SCALES)
    letters = list(_letters(page, scale))
    small = min(
        (one.height for one in letters if _has_ink(one.sign) and one.height >= _SMALLEST), default=_SURELY_LARGE
    )
    if small * scale >= _FEWEST_PIXELS:
        return letters, scale
    scale = max(scale, min(finest, _FEWEST_PIXELS / small))
    return list(_letters(page, scale)), scale


def _has_ink(sign: str) -> bool:
    return bool(sign.strip()) and unicodedata.category(sign)[0] in "LNPS"


def _letters(page: Any, scale: float) -> Iterator[_Letter]:
    """The characters of a page in the order in which they are painted, each with its box."""
    from ctypes import byref, c_double, c_int

    import pypdfium2.raw as pdfium

    across, down = (round(length * scale) for length in page.get_size())
    words = page.get_textpage()
    edges, place = [c_double() for _ in range(4)], (c_int(), c_int())
    for index in range(words.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(words, index) or 0xFFFD)
        if pdfium.FPDFText_IsGenerated(words, index) == 1 or not _has_ink(sign):
            yield _Letter(sign=sign, box=(0, 0, 0, 0), height=0)
            continue
        pdfium.FPDFText_GetCharBox(words, index, *(byref(edges[one]) for one in (0, 1, 2, 3)))
        left, right, bottom, top = (edge.value for edge in edges)
        corners = []
        for x, y in ((left, bottom), (right, top)):
            pdfium.FPDF_PageToDevice(page, 0, 0, across, down, 0, x, y, *map(byref, place))
            corners.append((place[0].value, place[1].value))
        (x0, y0), (x1, y1) = corners
        box = (min(x0, x1), min(y0, y1), max(x0, x1) + 1, max(y0, y1) + 1)
        height = max(top - bottom, right - left)
        if height < _SURELY_LARGE:  # a point, or small letters: the height of the line decides
            loose = pdfium.FS_RECTF()
            pdfium.FPDFText_GetLooseCharBox(words, index, byref(loose))
            height = min(abs(loose.top - loose.bottom), abs(loose.right - loose.left) * 8)
        yield _Letter(sign=sign, box=box, height=height)


def _drawn(page: Any, scale: float) -> "Image":
    picture: Image = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
    return picture


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pictures:
    """What the three pictures of a page say together."""

    ink: "Image"
    """How much of a pixel is text, whatever is seen of it."""
    seen: "Image"
    """The same, where the text makes a difference."""
    mode: "Image"
    """Not black where the text is in an invisible rendering mode."""
    ground: "Image"
    """The page without its text, in grey."""
    size: tuple[int, int]
    blocks: "tuple[_Blocks, _Blocks]"
    """The ink, and what is lost of it, in a coarse raster: most letters need no closer look."""

    @classmethod
    def of(cls, whole: "Image", bare: "Image", alone: "Image") -> "_Pictures":
        from PIL import ImageChops

        red, green, _ = alone.split()
        ink = ImageChops.invert(green)
        difference = ImageChops.difference(whole, bare)
        channels = difference.split()
        most = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
        least = ink.point([min(255, round(value * _FAINTEST) + _NOISE) for value in range(256)])
        is_seen = ImageChops.subtract(most, least).point([0] + [255] * 255)
        seen = ImageChops.multiply(ink, is_seen)
        mode = ImageChops.difference(red, green)
        blocks = _Blocks.of(ink), _Blocks.of(ImageChops.subtract(ink, seen))
        return cls(ink=ink, seen=seen, mode=mode, ground=bare.convert("L"), size=whole.size, blocks=blocks)

    def unseen(self, box: tuple[int, int, int, int]) -> tuple[str | None, bool]:
        """Why a letter is not seen, None if it is; and whether it belongs to the text layer of a scanned page."""
        coarse_ink, coarse_loss = (blocks.amount(box) for blocks in self.blocks)
        if coarse_ink and coarse_loss * 4 < coarse_ink:
            return None, False
        ink = _amount(self.ink.crop(box))
        if ink < 255 // 2:
            return "without a shape", self.is_over_picture(box)
        if _amount(self.seen.crop(box)) >= _SEEN * ink:
            return None, False
        if _amount(self.mode.crop(box)) * _MODE > ink:
            return "in the invisible rendering mode", self.is_over_picture(box)
        return _COVERED, False

    def is_over_picture(self, box: tuple[int, int, int, int]) -> bool:
        """Whether there are light and dark places where a letter is, as the letters of a scanned page make them."""
        least, most = self.ground.crop(box).getextrema()
        return bool(float(most) - float(least) > 40)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blocks:
    """A picture in blocks of some pixels, for quick sums."""

    averages: bytes
    width: int
    height: int

    @classmethod
    def of(cls, picture: "Image") -> "_Blocks":
        small = picture.reduce(_BLOCK)
        return cls(averages=small.tobytes(), width=small.width, height=small.height)

    def amount(self, box: tuple[int, int, int, int]) -> int:
        """The sum over the blocks that a box touches."""
        left, right = max(0, box[0] // _BLOCK), min(self.width, -(-box[2] // _BLOCK))
        rows = range(max(0, box[1] // _BLOCK), min(self.height, -(-box[3] // _BLOCK)))
        return sum(sum(self.averages[row * self.width + left : row * self.width + right]) for row in rows)


def _amount(picture: "Image") -> int:
    return sum(picture.tobytes())


def _pictures_on(page: Any, scale: float) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of the images on a page, in pixels from its top left corner."""
    import pypdfium2.raw as pdfium

    height = page.get_height()
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = one.get_bounds()
        yield left * scale, (height - top) * scale, right * scale, (height - bottom) * scale


def _is_recognised(
    letters: Sequence[_Letter], pictures: _Pictures, images: Sequence[tuple[float, float, float, float]]
) -> bool:
    """Whether the text of a page was recognised in the picture that lies on it.

    One picture covers the page, nearly all of its text is under it, and the picture has dark lines where the letters
    are: so no word of a page that is otherwise seen, and no text under a photograph, is taken for such a text.
    """
    width, height = pictures.size
    inked = [letter for letter in letters if letter.reason != "outside the page" and _has_ink(letter.sign)]
    covered = [letter for letter in inked if letter.reason == _COVERED]
    if not covered or not any(_common(one, (0, 0, width, height)) > _WHOLE_PAGE * width * height for one in images):
        return False
    unseen = sum(letter.reason is not None for letter in inked)
    drawn = [letter for letter in covered if pictures.is_over_picture(letter.box)]
    if unseen < _NEARLY_ALL * len(inked) or len(drawn) < _NEARLY_ALL * len(covered):
        return False
    area = sum(_area(letter.box) for letter in drawn)
    dark = sum(_amount(pictures.ground.crop(letter.box)) for letter in drawn) / max(1, area)
    return abs(_amount(pictures.ground) / (width * height) - dark) > _DARKER


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _common(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """The area that two boxes share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, across) * max(0.0, down)


def _outside(letter: _Letter, size: tuple[int, int]) -> str | None:
    left, top, right, bottom = letter.box
    x, y = (left + right) / 2, (top + bottom) / 2
    return None if 0 <= x < size[0] and 0 <= y < size[1] else "outside the page"


def _mark_overprinted(letters: Sequence[_Letter]) -> None:
    """Find text that other text was printed over: “[redacted]” on a bar over a name."""
    places: dict[tuple[int, int], list[int]] = {}
    inked = [number for number, letter in enumerate(letters) if letter.reason is None and _has_ink(letter.sign)]
    for number in inked:
        left, top, right, bottom = letters[number].box
        places.setdefault(((left + right) // 16, (top + bottom) // 16), []).append(number)
    covered: list[int] = []
    for number in inked:
        left, top, right, bottom = letters[number].box
        across, down = (left + right) // 16, (top + bottom) // 16
        near = (one for x in (-1, 0, 1) for y in (-1, 0, 1) for one in places.get((across + x, down + y), ()))
        if any(_covers(letters[other], letters[number]) for other in near if other > number + 3):
            covered.append(number)
    for run in _runs(covered):
        if len(run) >= 4:
            for number in range(run[0], run[-1] + 1):
                letters[number].reason = "under other text"


def _covers(upper: _Letter, lower: _Letter) -> bool:
    """Whether a letter is printed over half of another, different one."""
    if upper.sign == lower.sign:
        return False  # printed twice, to look bold
    across = min(upper.box[2], lower.box[2]) - max(upper.box[0], lower.box[0])
    down = min(upper.box[3], lower.box[3]) - max(upper.box[1], lower.box[1])
    area = (lower.box[2] - lower.box[0]) * (lower.box[3] - lower.box[1])
    return across > 0 and down > 0 and across * down * 2 > area


def _runs(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Numbers that follow each other, with gaps of at most five, as lists."""
    run: list[int] = []
    for number in numbers:
        if run and number - run[-1] > 5:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


@dataclass(slots=True)
class _Stretch:
    words: list[str] = field(default_factory=list)
    reason: str = ""
    is_text_layer: bool = False


def _parted(letters: Sequence[_Letter], is_too_large: bool) -> PageText:
    """The seen text, and the stretches of unseen text: a space belongs to what is before it."""
    shown: list[str] = []
    stretches: list[_Stretch] = []
    current: _Stretch | None = None
    for letter in letters:
        if not _has_ink(letter.sign):
            (shown if current is None else current.words).append(letter.sign)
            continue
        if letter.reason is None:
            current = None
            shown.append(letter.sign)
            continue
        if current is None or current.reason != letter.reason or current.is_text_layer != letter.is_text_layer:
            shown.append("" if current is None else " ")
            current = _Stretch(reason=letter.reason, is_text_layer=letter.is_text_layer)
            stretches.append(current)
        current.words.append(letter.sign)
    hidden = []
    for one in stretches:
        words = " ".join("".join(one.words).split())
        if sum(sign.isalnum() for sign in words) >= _FEWEST_LETTERS:
            hidden.append(HiddenText(words=words, reason=one.reason, is_text_layer=one.is_text_layer))
        else:
            shown.append(f" {words} ")
    return PageText(shown="".join(shown), hidden=tuple(hidden), is_too_large=is_too_large)
