"""Decode images to their end, each once; keep only facts about them, because pixels take much memory."""

import hashlib
import io
import struct
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from separatum.checks.formats.epub_file import EpubFile, PartError, parse_xml
from separatum.checks.formats.pdf_objects import entry, identity, number
from separatum.checks.formats.pdf_text import PageContent
from separatum.system.pixels import pixels_at_hand

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_PIXELS = 120_000_000
_MOST_KNOWN = 256
_MUCH = 16
"""Shades of 255, between the means of two blocks: more than is lost in rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is known of an image after it was decoded."""

    size: tuple[int, int] = (0, 0)
    """Width and height in pixels; (0, 0) if unknown."""
    fault: str | None = None
    """Why it cannot be decoded to its end; None where it can, or where its encoding is none that is tried."""
    is_blank: bool = False
    """Whether all its pixels are of one colour."""


def pictures_of_epub(book: EpubFile) -> Mapping[str, Picture]:
    """The images of the manifest that are in the container, by their paths."""
    return {item.path: _in_epub(book, item.path, item.media_type) for item in book.images if item.path in book}


def _in_epub(book: EpubFile, path: str, media_type: str) -> Picture:
    try:
        content = book.read(path)
        if media_type == "image/svg+xml":
            parse_xml(content)
            return Picture()
    except (PartError, SyntaxError) as error:
        return Picture(fault=str(error))
    return picture(content)


def pictures_of_pdf(contents: Iterable[PageContent]) -> Mapping[tuple[int, int], Picture]:
    """The images that the pages show, by their objects' identities."""
    pictures: dict[tuple[int, int], Picture] = {}
    for page in contents:
        for image in page.images:
            known = identity(image)
            if known is not None and known not in pictures:
                pictures[known] = _in_pdf(image)
    return pictures


def picture(content: bytes) -> Picture:
    """Decode the bytes of an image file, in any format that Pillow reads; once, however often they are met."""
    if (seen := _seen(content)) is not None:
        return seen
    digest = hashlib.sha256(content).digest()
    known = _known.pop(digest, None)
    known = _decoded(content) if known is None else known
    _known[digest] = known  # behind the others, as the one that was met last
    while len(_known) > _MOST_KNOWN:
        _known.pop(next(iter(_known)))
    return known


_known: dict[bytes, Picture] = {}
"""By the digest of an image file."""


def _seen(content: bytes) -> Picture | None:
    """What there is to know of the image that was decoded last, of which the cover was made; no digest is needed.

    None for another, and for one that has to be looked at.
    """
    pixels = pixels_at_hand(content)
    if pixels is None or not _is_varied(pixels):
        return None
    with suppress(ValueError, struct.error):  # what is wrong with it, `_decoded` says
        _check_png(content)
        return Picture(size=pixels.size)
    return None


def _decoded(content: bytes) -> Picture:
    from PIL import Image, ImageFile, UnidentifiedImageError

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it for the whole process when it is loaded
    size = (0, 0)
    try:
        image = Image.open(io.BytesIO(content))
        size = image.size
        if size[0] * size[1] > _MOST_PIXELS:
            return Picture(size=size, fault=f"it has {size[0]} × {size[1]} pixels, which is more than is tried")
        _check_png(content)
        # A JPEG is read to its end, but not every pixel is made.
        image.draft(image.mode, (max(1, size[0] // 8), max(1, size[1] // 8)))
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Picture(fault="it has more pixels than are tried")
    except UnidentifiedImageError:
        return Picture(fault="it is not an image of a known format")
    except (OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, struct.error, zlib.error) as error:
        return Picture(size=size, fault=_words(error))
    return Picture(size=size, is_blank=_is_blank(image))


def _check_png(content: bytes) -> None:
    """Compare the checksum of each chunk (PNG, 5.3): Pillow does not look at all of them. Raises ValueError."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        return
    place, kind = 8, b""
    while place + 12 <= len(content) and kind != b"IEND":
        (length,) = struct.unpack_from(">I", content, place)
        kind = content[place + 4 : place + 8]
        end = place + 8 + length
        if len(content) < end + 4:
            raise ValueError("the file is cut off")
        if zlib.crc32(content[place + 4 : end]) != int.from_bytes(content[end : end + 4], "big"):
            raise ValueError(f"the checksum of the chunk {kind.decode('latin-1')} is wrong")
        place = end + 4
    if kind != b"IEND":
        raise ValueError("the file is cut off")


def _in_pdf(image: Any) -> Picture:
    """Decode an image of a PDF."""
    import pikepdf
    from pikepdf.models.image import UnsupportedImageTypeError

    size = number(entry(image, "/Width")), number(entry(image, "/Height"))
    if size[0] * size[1] > _MOST_PIXELS:
        return Picture(size=size, fault=f"it has {size[0]} × {size[1]} pixels, which is more than is tried")
    try:
        if entry(image, "/Filter") == pikepdf.Name.DCTDecode and "/Decode" not in image:
            return replace(picture(image.read_raw_bytes()), size=size)  # at a part of its size, and perhaps known
        decoded = pikepdf.PdfImage(image).as_pil_image()
        decoded.load()
    except (NotImplementedError, pikepdf.DependencyError, UnsupportedImageTypeError):
        return Picture(size=size)
    except (pikepdf.PdfError, OSError, RuntimeError, ValueError, TypeError, LookupError, AttributeError) as error:
        return Picture(size=size, fault=_words(error))
    return Picture(size=size, is_blank=_is_blank(decoded))


def _is_blank(image: "Image") -> bool:
    if image.mode in {"P", "PA", "1"}:
        image = image.convert("RGBA")
    # The pixels of a diagonal show that most pictures are not blank; for the others, all pixels are read.
    width, height = image.size
    if len({image.getpixel((width * step // 16, height * step // 16)) for step in range(16)}) > 1:
        return False
    # The extremes of the one band, or those of each of several.
    extremes: tuple[Any, ...] = image.getextrema()
    bands = extremes if isinstance(extremes[0], tuple) else (extremes,)
    return all(band[0] == band[-1] for band in bands)


def _is_varied(image: "Image") -> bool:
    """Whether two blocks of eight pixels differ so much that the image is not blank at an eighth of its size."""
    width, height = image.size
    least, most = 255.0, 0.0
    for step in range(16):  # along a diagonal
        left, top = width * step // 16 // 8 * 8, height * step // 16 // 8 * 8
        block = image.crop((left, top, min(left + 8, width), min(top + 8, height)))  # beyond its edges all is black
        shades = block.convert("L").tobytes()
        mean = sum(shades) / len(shades)
        least, most = min(least, mean), max(most, mean)
        if most - least > _MUCH:
            return True
    return False


def _words(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
