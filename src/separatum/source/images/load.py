"""An image file beside the article becomes an Image: found inside the folder, decoded, stripped, written anew."""

import hashlib
import io
import warnings
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from separatum.model.article import Image
from separatum.model.settings import NOTHING_SAID, Settings, WithoutImage
from separatum.source import rules
from separatum.source.images.addresses import addresses
from separatum.source.images.colours import settled
from separatum.source.images.inline import INLINE_NAME, inline_content
from separatum.source.images.sandbox import PictureError, found_by_name, found_inside, read_inside
from separatum.source.images.svg import drawn, is_drawing, words_of
from separatum.system.process import silent_stderr

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

BYTES_LIMIT = 40 * 2**20
PIXELS_LIMIT = 50_000_000
EDITION_PIXELS = 5_600_000
"""Old e-readers show nothing larger (opaque RGB)."""
EDITION_BYTES = 5 * 2**20
_QUALITIES = (88, 80, 70, 60)
MOST_REMEMBERED = 8
"""Pictures as they were written anew, so that an edit of the text does not do it again."""
# Pillow knows forty more; one of them hands the file to Ghostscript, a language that can open other files.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP")
"""The kinds of image that are decoded, by Pillow's names."""
_TIFF = (b"II", b"MM")
"""How a TIFF begins: the one kind whose library writes to the terminal by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image file, decoded and written anew."""

    path: Path
    media_type: str
    data: bytes
    width: int
    height: int
    words: str = ""
    """Those of a drawing, which are pixels now."""


class Album:
    """The pictures of one article: each file is read once and has one number in the editions."""

    def __init__(self, folder: Path, settings: Settings = NOTHING_SAID) -> None:
        self._folder = folder
        self._settings = settings
        self._pictures: dict[Path, Picture | PictureError] = {}
        self._names: dict[Path, str] = {}
        self._images: dict[Path, Image] = {}

    @property
    def images(self) -> tuple[Image, ...]:
        """All that was used, in the order of first use."""
        return tuple(self._images.values())

    def image(  # noqa: PLR0913 - texts by name
        self,
        src: str,
        *,
        alt: str,
        caption: str | None,
        credit: str | None,
        licence: str | None,
        is_described: bool = True,
        is_lead: bool = False,
    ) -> Image:
        """The image of an address, with its texts.

        Raises:
            PictureError: the file is missing, outside the folder, too large or not an image.
        """
        picture = self._picture(src, is_lead=is_lead)
        path = picture.path
        image = Image(
            href=f"images/{self._name(picture)}",
            media_type=picture.media_type,
            data=picture.data,
            width=picture.width,
            height=picture.height,
            alt=alt,
            is_described=is_described,
            caption=caption,
            credit=credit,
            licence=licence,
            words=picture.words,
        )
        first = self._images.setdefault(path, image)
        if caption and not first.caption:
            self._images[path] = replace(first, caption=caption, credit=credit, licence=licence)
        if not is_described:
            self._images[path] = replace(self._images[path], is_described=False)
        return image

    def has(self, src: str) -> bool:
        """Whether a picture is there, and can be read."""
        return self.height(src) > 0

    def height(self, src: str) -> int:
        """How many pixels high a picture is; 0 if it cannot be read, which is reported when it is placed."""
        try:
            return self._picture(src).height
        except PictureError:
            return 0

    def _picture(self, src: str, *, is_lead: bool = False) -> Picture:
        content = inline_content(src, BYTES_LIMIT)
        if content is not None:
            return self._inline(content)
        path, home = self._found(src, is_lead=is_lead)
        if path not in self._pictures:
            try:
                self._pictures[path] = read_picture(path, home)
            except PictureError as error:  # to find out that it cannot be used may take seconds
                self._pictures[path] = error
        picture = self._pictures[path]
        if isinstance(picture, PictureError):
            raise picture
        return picture

    def _inline(self, content: bytes) -> Picture:
        """The picture that an address holds itself; its path is none of a file."""
        path = Path(f"data:{hashlib.sha256(content).hexdigest()}")
        if path not in self._pictures:
            try:
                self._pictures[path] = _anew_once(path, content, INLINE_NAME)
            except PictureError as error:
                self._pictures[path] = error
        picture = self._pictures[path]
        if isinstance(picture, PictureError):
            raise picture
        return picture

    def _found(self, src: str, *, is_lead: bool = False) -> tuple[Path, Path]:
        """The file of an address, and the folder that it may be in; the error is that of the address as written."""
        first: PictureError | None = None
        for address in addresses(src, self._settings, is_lead=is_lead):
            try:
                return found_inside(self._folder, address, self._settings.roots)
            except PictureError as error:
                first = first or error
        assert first is not None
        for vault in self._settings.vaults:
            if path := found_by_name(vault, src):
                return path, vault
        raise first

    def stands_in(self, error: PictureError) -> bool:
        """Whether words replace an image that cannot be had, instead of a refusal."""
        settings = self._settings
        wanted = settings.remote_images if error.rule is rules.IMAGE_REMOTE else settings.missing_images
        return wanted is WithoutImage.LINK

    def same(self, one: str, other: str) -> bool:
        """Whether two addresses mean the same file."""
        try:
            return self._found(one) == self._found(other)
        except PictureError:
            return False

    def _name(self, picture: Picture) -> str:
        """Its number in the order of first use: the name of its file can name a person, a place or a telephone."""
        suffix = ".jpg" if picture.media_type == "image/jpeg" else ".png"
        return self._names.setdefault(picture.path, f"{len(self._names) + 1}{suffix}")


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
    return _anew_once(path, read_inside(folder or path.parent, path, BYTES_LIMIT), path.name)


def _anew_once(path: Path, source: bytes, name: str) -> Picture:
    """An image written anew, unless the same bytes were so before; it is called by its name in messages."""
    digest = hashlib.sha256(source).digest()
    before = _remembered.pop(digest, None)
    picture = _written_anew(path, source, name) if before is None else replace(before, path=path)
    _remembered[digest] = picture  # behind the others, as the one that was used last
    while len(_remembered) > MOST_REMEMBERED:
        _remembered.pop(next(iter(_remembered)))
    return picture


_remembered: dict[bytes, Picture] = {}
"""By the sum of the file's bytes."""


def _written_anew(path: Path, source: bytes, name: str) -> Picture:
    words = ""
    if is_drawing(source):
        words = words_of(name, source)
        source = drawn(name, source)
    pixels, kind = _decoded(name, source)
    if pixels.width * pixels.height > EDITION_PIXELS:
        scale = (EDITION_PIXELS / (pixels.width * pixels.height)) ** 0.5
        pixels = _resized(pixels, scale)
    media_type = "image/jpeg" if kind in {"JPEG", "MPO"} else "image/png"
    data = _encoded(pixels, media_type)
    while len(data) > EDITION_BYTES:
        pixels = _resized(pixels, 0.8)
        data = _encoded(pixels, media_type)
    return Picture(path=path, media_type=media_type, data=data, width=pixels.width, height=pixels.height, words=words)


def _decoded(name: str, source: bytes) -> tuple["Pixels", str]:
    """The pixels, upright and opaque; and the name of the file's format."""
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
                Pillow.open(io.BytesIO(_without_texts(source)), formats=FORMATS) as opened,
            ):
                _measure(name, opened.width * opened.height)
                kind = opened.format or ""
                opened.load()
                return settled(opened), kind
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


_PNG = b"\x89PNG\r\n\x1a\n"
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})


def _without_texts(source: bytes) -> bytes:
    """A PNG without its texts (PNG, 11.3.3), which are not published and may be longer than the decoder takes."""
    if not source.startswith(_PNG):
        return source
    kept, at = [_PNG], len(_PNG)
    while at + 8 <= len(source):
        end = at + 12 + int.from_bytes(source[at : at + 4], "big")
        if source[at + 4 : at + 8] not in _TEXTS:
            kept.append(source[at:end])
        at = end
    return b"".join(kept)


def _measure(name: str, count: int) -> None:
    if count > PIXELS_LIMIT:
        message = f"the image “{name}” has {count / 1e6:.0f} megapixels"
        raise PictureError(rules.IMAGE_TOO_LARGE, message, "scale it down, to 5.6 megapixels for example")


def _resized(pixels: "Pixels", scale: float) -> "Pixels":
    from PIL import Image as Pillow

    # Rounded down, so that the product stays within the limit.
    size = (max(1, int(pixels.width * scale)), max(1, int(pixels.height * scale)))
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
