"""An image file becomes a picture of an edition: decoded, stripped, written anew; or its size and faults are found."""

import hashlib
import io
import warnings
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from separatum.source import rules
from separatum.source.images.colours import settled
from separatum.source.images.png import SIGNATURE as PNG
from separatum.source.images.png import with_one_row, without_texts
from separatum.source.images.sandbox import PictureError, read_inside
from separatum.source.images.svg import drawn, is_drawing, measured, words_of
from separatum.system.process import silent_stderr

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels
    from PIL.ImageFile import ImageFile

BYTES_LIMIT = 40 * 2**20
PIXELS_LIMIT = 50_000_000
EDITION_PIXELS = 5_600_000
"""Old e-readers show nothing larger (opaque RGB)."""
EDITION_BYTES = 5 * 2**20
_QUALITIES = (88, 80, 70, 60)
MOST_REMEMBERED = 8
"""Pictures as they were written anew, so that an edit of the text does not do it again."""
MOST_MEASURED = 4096
"""Pictures without their pixels: the articles of a site share some."""
# Pillow knows forty more; one of them hands the file to Ghostscript, a language that can open other files.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP")
"""The kinds of image that are decoded, by Pillow's names."""
_TIFF = (b"II", b"MM")
"""How a TIFF begins: the one kind whose library writes to the terminal by itself."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image file, decoded and written anew; or only measured."""

    path: Path
    media_type: str
    data: bytes
    """Empty if it was only measured."""
    width: int
    height: int
    words: str = ""
    """Those of a drawing, which are pixels now."""


def read_picture(path: Path, folder: Path | None = None) -> Picture:
    """Decode an image file and write it anew, without anything but its pixels.

    JPEG stays JPEG, anything else becomes PNG; opaque sRGB or grey, turned upright, at most 5.6 megapixels and 5 MB.
    The same file gives the same bytes.

    Args:
        path: as `found_inside` gives it.
        folder: the folder in which it lies, links resolved on the way to it; its parent where it is not given.

    Raises:
        PictureError: it is too large, damaged or not an image.
    """
    return written_anew_once(path, read_inside(folder or path.parent, path, BYTES_LIMIT), path.name)


def measure_picture(path: Path, folder: Path | None = None) -> Picture:
    """Find the faults of an image file, and its size in the editions, without writing it anew.

    Args and errors are those of `read_picture`. A picture that has to be scaled down until its file is small enough is
    taken for as large as its pixels allow.
    """
    return measured_once(path, read_inside(folder or path.parent, path, BYTES_LIMIT), path.name)


_Make = Callable[[Path, bytes, str], Picture]


def written_anew_once(path: Path, source: bytes, name: str) -> Picture:
    """An image written anew, unless the same bytes were so before; it is called by its name in messages."""
    return _once(_remembered, MOST_REMEMBERED, _written_anew, path, source, name)


def measured_once(path: Path, source: bytes, name: str) -> Picture:
    """An image measured, unless the same bytes were so before."""
    return _once(_measurements, MOST_MEASURED, _measured, path, source, name)


def _once(  # noqa: PLR0913, PLR0917 - the last three are those of what makes it
    before: dict[bytes, Picture], most: int, make: _Make, path: Path, source: bytes, name: str
) -> Picture:
    digest = hashlib.sha256(source).digest()
    known = before.pop(digest, None)
    picture = make(path, source, name) if known is None else replace(known, path=path)
    before[digest] = picture  # behind the others, as the one that was used last
    while len(before) > most:
        before.pop(next(iter(before)))
    return picture


_remembered: dict[bytes, Picture] = {}
"""By the sum of the file's bytes."""
_measurements: dict[bytes, Picture] = {}
"""The same, of pictures without their pixels."""


def _written_anew(path: Path, source: bytes, name: str) -> Picture:
    words = ""
    if is_drawing(source):
        words, source = words_of(name, source), drawn(name, source)
    (pixels, size), kind = _opened(name, without_texts(source), _settled)
    if size != pixels.size:
        pixels = _resized(pixels, size)
    media_type = _media_type(kind)
    data = _encoded(pixels, media_type)
    while len(data) > EDITION_BYTES:
        pixels = _resized(pixels, _scaled(*pixels.size, 0.8))
        data = _encoded(pixels, media_type)
    return Picture(path=path, media_type=media_type, data=data, width=pixels.width, height=pixels.height, words=words)


def _measured(path: Path, source: bytes, name: str) -> Picture:
    words, kind = "", "PNG"
    if is_drawing(source):
        words, size = words_of(name, source), measured(name, source)
    else:
        size, kind = _sized(name, without_texts(source))
    width, height = _edition_size(*size)
    return Picture(path=path, media_type=_media_type(kind), data=b"", width=width, height=height, words=words)


def _media_type(kind: str) -> str:
    return "image/jpeg" if kind in {"JPEG", "MPO"} else "image/png"


def _settled(opened: "ImageFile") -> tuple["Pixels", tuple[int, int]]:
    """The pixels, upright and opaque, no fewer than an edition has, and their size there."""
    width, height = size = _edition_size(*opened.size)
    opened.draft(None, size)  # a JPEG of four times as many is decoded at half its size, or less
    lying = opened.size
    opened.load()
    pixels = settled(opened)
    return pixels, size if pixels.size == lying else (height, width)


def _sized(name: str, source: bytes) -> tuple[tuple[int, int], str]:
    """Width and height of an image when it is upright, and the name of the file's format.

    Raises:
        PictureError: it is too large, damaged or not an image.
    """

    def of_png(opened: "ImageFile") -> tuple[int, int]:
        small = with_one_row(source)
        if small is None:
            return _size_of(opened)
        return _opened(name, small, partial(_size_of, size=opened.size))[0]

    return _opened(name, source, of_png if source.startswith(PNG) else _size_of)


def _size_of(opened: "ImageFile", size: tuple[int, int] | None = None) -> tuple[int, int]:
    """Width and height of an image when it is upright; all its data is read, as if its pixels were wanted.

    Args:
        opened: the image.
        size: of the image before most of its rows were left out.
    """
    from PIL import ExifTags

    whole = opened.size
    if opened.draft(None, (1, 1)) is not None:  # of a JPEG's pixels, one of 64 is calculated
        size = whole
    opened.load()
    width, height = size or opened.size  # a TIFF is turned while it is loaded
    turn = opened.getexif().get(ExifTags.Base.Orientation, 1)
    # What is wrong with its colours or its metadata shows in one pixel as in all.
    settled(opened if turn in _TURNS else opened.crop((0, 0, 1, 1)))
    return (height, width) if turn in _ON_ITS_SIDE else (width, height)


_TURNS = range(2, 9)
_ON_ITS_SIDE = range(5, 9)
"""Values of “Orientation” (Exif 2.32, 4.6.4 A) that mean so."""


def _opened(name: str, source: bytes, use: Callable[["ImageFile"], _T]) -> tuple[_T, str]:
    """What is made of an image while it is open, and the name of the file's format.

    Raises:
        PictureError: it is too large, damaged or not an image.
    """
    from PIL import Image as Pillow
    from PIL import ImageFile, UnidentifiedImageError

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it for the whole process when it is loaded

    broken = "open it in an image program and save it as PNG or JPEG"
    try:
        with warnings.catch_warnings():
            # Oversized images are measured below, and damaged metadata is thrown away in any case.
            warnings.simplefilter("ignore")
            with (
                silent_stderr() if source[:2] in _TIFF else nullcontext(),
                Pillow.open(io.BytesIO(source), formats=FORMATS) as opened,
            ):
                _measure(name, opened.width * opened.height)
                kind = opened.format or ""
                return use(opened), kind
    except PictureError:
        raise
    except Pillow.DecompressionBombError as error:
        message = f"the image “{name}” unfolds into far too many pixels"
        raise PictureError(rules.IMAGE_TOO_LARGE, message, "scale it down, to 5.6 megapixels for example") from error
    except UnidentifiedImageError as error:
        message = f"“{name}” is not an image of a kind that is read: {', '.join(FORMATS)} or SVG"
        raise PictureError(rules.IMAGE_BROKEN, message, broken) from error
    except Exception as error:
        message = f"the image “{name}” cannot be decoded: {error}"
        raise PictureError(rules.IMAGE_BROKEN, message, broken) from error


def _measure(name: str, count: int) -> None:
    if count > PIXELS_LIMIT:
        message = f"the image “{name}” has {count / 1e6:.0f} megapixels"
        raise PictureError(rules.IMAGE_TOO_LARGE, message, "scale it down, to 5.6 megapixels for example")


def _edition_size(width: int, height: int) -> tuple[int, int]:
    """The size of an image that old e-readers show."""
    if width * height <= EDITION_PIXELS:
        return width, height
    return _scaled(width, height, (EDITION_PIXELS / (width * height)) ** 0.5)


def _scaled(width: int, height: int, scale: float) -> tuple[int, int]:
    # Rounded down, so that the product stays within the limit.
    return max(1, int(width * scale)), max(1, int(height * scale))


def _resized(pixels: "Pixels", size: tuple[int, int]) -> "Pixels":
    from PIL import Image as Pillow

    return pixels.resize(size, Pillow.Resampling.LANCZOS)


def _encoded(pixels: "Pixels", media_type: str) -> bytes:
    # Nothing that came with the file, a colour profile's comment or a date, is written with the pixels.
    pixels.info.clear()
    if media_type == "image/png":
        return _saved(pixels, "PNG", optimize=False, compress_level=6)
    for quality in _QUALITIES:
        data = _saved(pixels, "JPEG", quality=quality, optimize=True, progressive=False)
        if len(data) <= EDITION_BYTES:
            break
    return data


def _saved(pixels: "Pixels", kind: str, **options: bool | int) -> bytes:
    target = io.BytesIO()
    pixels.save(target, kind, **options)
    return target.getvalue()
