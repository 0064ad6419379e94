"""An image file beside the article becomes an Image: found inside the folder, decoded, stripped, written anew."""

import io
import re
import unicodedata
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from offprint.article import Image
from offprint.findings import Rule
from offprint.source import rules

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

BYTES_LIMIT = 40 * 2**20
PIXELS_LIMIT = 50_000_000
EDITION_PIXELS = 5_600_000
"""Old e-readers show nothing larger (opaque RGB)."""
EDITION_BYTES = 5 * 2**20
_QUALITIES = (88, 80, 70, 60)


class PictureError(Exception):
    """An image cannot be used; `rule` says which fault it has."""

    def __init__(self, rule: Rule, message: str, hint: str) -> None:
        super().__init__(message)
        self.rule, self.message, self.hint = rule, message, hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image file, decoded and written anew."""

    path: Path
    media_type: str
    data: bytes
    width: int
    height: int


class Album:
    """The pictures of one article: each file is read once and has one name in the editions."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pictures: dict[Path, Picture] = {}
        self._names: dict[Path, str] = {}
        self._images: dict[Path, Image] = {}

    @property
    def images(self) -> tuple[Image, ...]:
        """All that was used, in the order of first use."""
        return tuple(self._images.values())

    def image(self, src: str, *, alt: str, caption: str | None, credit: str | None, licence: str | None) -> Image:
        """The image of an address, with its texts.

        Raises:
            PictureError: the file is missing, outside the folder, too large or not an image.
        """
        path = found_inside(self._folder, src)
        picture = self._pictures.get(path) or read_picture(path)
        self._pictures[path] = picture
        image = Image(
            href=f"images/{self._name(picture)}",
            media_type=picture.media_type,
            data=picture.data,
            width=picture.width,
            height=picture.height,
            alt=alt,
            caption=caption,
            credit=credit,
            licence=licence,
        )
        first = self._images.setdefault(path, image)
        if caption and not first.caption:
            self._images[path] = replace(first, caption=caption, credit=credit, licence=licence)
        return image

    def same(self, one: str, other: str) -> bool:
        """Whether two addresses mean the same file."""
        try:
            return found_inside(self._folder, one) == found_inside(self._folder, other)
        except PictureError:
            return False

    def _name(self, picture: Picture) -> str:
        """A name of plain letters, for any file system and any reading system; unique without regard to case."""
        if picture.path not in self._names:
            stem = unicodedata.normalize("NFKD", picture.path.stem).encode("ascii", "ignore").decode()
            stem = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-").lower()[:60].strip("-") or "image"
            suffix = ".jpg" if picture.media_type == "image/jpeg" else ".png"
            taken, name, count = set(self._names.values()), stem + suffix, 2
            while name in taken:
                name, count = f"{stem}-{count}{suffix}", count + 1
            self._names[picture.path] = name
        return self._names[picture.path]


def found_inside(folder: Path, src: str) -> Path:
    """The file that an address means, if it lies in the folder.

    Raises:
        PictureError: it does not, or it does not exist.
    """
    address = src.strip()
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", address)
    if address.startswith("//") or (scheme and scheme[1].lower() in {"http", "https", "ftp"}):
        hint = "download it beside the article and write its file name"
        raise PictureError(rules.IMAGE_REMOTE, f"the image “{address[:200]}” lies on the web", hint)
    if scheme and scheme[1].lower() == "data":
        hint = "save it as a file beside the article and write its file name"
        raise PictureError(rules.IMAGE_REMOTE, "the image is written into the text as a “data:” address", hint)
    hint = "copy it beside the article and write its file name"
    outside = PictureError(rules.IMAGE_OUTSIDE, f"the image “{address[:200]}” lies outside the article's folder", hint)
    if scheme:
        raise outside
    # The name as written comes first: a file may well be called “50%25.png”.
    plain = address.partition("#")[0].partition("?")[0]
    for name in dict.fromkeys((address, unquote(address), plain, unquote(plain))):
        path = _inside(folder, name, outside)
        if path is not None:
            return path
    if not address:
        raise PictureError(rules.IMAGE_MISSING, "an image has no file name", "write its path from the article's folder")
    message = f"the image “{address[:200]}” does not exist"
    raise PictureError(rules.IMAGE_MISSING, message, _nearest(folder, plain))


def _inside(folder: Path, name: str, outside: PictureError) -> Path | None:
    if not name or "\0" in name:
        return None
    if name.startswith(("/", "\\", "~")) or ".." in re.split(r"[/\\]", name):
        raise outside
    try:
        home = folder.resolve()
        path = (home / name).resolve()
        if not path.is_relative_to(home):
            raise outside
        return path if path.is_file() else None
    except (OSError, ValueError, RuntimeError):  # a name too long; a circle of links
        return None


def _nearest(folder: Path, name: str) -> str:
    import difflib

    wanted = Path(unquote(name))
    try:
        known = sorted(entry.name for entry in (folder / wanted.parent).iterdir() if entry.is_file())
    except (OSError, ValueError):
        known = []
    lowered = {entry.lower(): entry for entry in known}
    close = difflib.get_close_matches(wanted.name.lower(), lowered, n=1)
    usual = "put it into the article's folder; capitals count"
    return f"did you mean “{(wanted.parent / lowered[close[0]]).as_posix()}”?" if close else usual


def read_picture(path: Path) -> Picture:
    """Decode an image file and write it anew, without anything but its pixels.

    JPEG stays JPEG, anything else becomes PNG; opaque RGB or grey, turned upright, at most 5.6 megapixels and 5 MB.
    The same file gives the same bytes.

    Raises:
        PictureError: it is too large, damaged or not an image.
    """
    hint = "scale it down, to 5.6 megapixels for example"
    try:
        size = path.stat().st_size
        source = path.read_bytes() if size <= BYTES_LIMIT else b""
    except OSError as error:
        message = f"the image “{path.name}” cannot be read: {error.strerror}"
        raise PictureError(rules.IMAGE_MISSING, message, "see whether you may read it") from error
    if size > BYTES_LIMIT:
        raise PictureError(rules.IMAGE_TOO_LARGE, f"the image “{path.name}” has {size / 2**20:.0f} MB", hint)
    pixels, kind = _decoded(path.name, source)
    if pixels.width * pixels.height > EDITION_PIXELS:
        scale = (EDITION_PIXELS / (pixels.width * pixels.height)) ** 0.5
        pixels = _resized(pixels, scale)
    media_type = "image/jpeg" if kind in {"JPEG", "MPO"} else "image/png"
    data = _encoded(pixels, media_type)
    while len(data) > EDITION_BYTES:
        pixels = _resized(pixels, 0.8)
        data = _encoded(pixels, media_type)
    return Picture(path=path, media_type=media_type, data=data, width=pixels.width, height=pixels.height)


def _decoded(name: str, source: bytes) -> tuple["Pixels", str]:
    """The pixels, upright and opaque; and the name of the file's format."""
    from PIL import Image as Pillow
    from PIL import ImageOps, UnidentifiedImageError

    broken = "open it in an image program and save it as PNG or JPEG"
    try:
        with warnings.catch_warnings():
            # Oversized images are measured below, and damaged metadata is thrown away in any case.
            warnings.simplefilter("ignore")
            with Pillow.open(io.BytesIO(source)) as opened:
                _measure(name, opened.width * opened.height)
                kind = opened.format or ""
                opened.load()
                return _opaque(ImageOps.exif_transpose(opened)), kind
    except PictureError:
        raise
    except Pillow.DecompressionBombError as error:
        message = f"the image “{name}” unfolds into far too many pixels"
        raise PictureError(rules.IMAGE_TOO_LARGE, message, "scale it down, to 5.6 megapixels for example") from error
    except UnidentifiedImageError as error:
        raise PictureError(rules.IMAGE_BROKEN, f"“{name}” is not an image of a known kind", broken) from error
    except Exception as error:
        message = f"the image “{name}” cannot be decoded: {error}"
        raise PictureError(rules.IMAGE_BROKEN, message, broken) from error


def _measure(name: str, count: int) -> None:
    if count > PIXELS_LIMIT:
        message = f"the image “{name}” has {count / 1e6:.0f} megapixels"
        raise PictureError(rules.IMAGE_TOO_LARGE, message, "scale it down, to 5.6 megapixels for example")


def _opaque(pixels: "Pixels") -> "Pixels":
    """The pixels as RGB or grey on white paper."""
    from PIL import Image as Pillow

    if pixels.mode in {"L", "RGB"} and "transparency" not in pixels.info:
        return pixels.copy()
    if pixels.mode in {"1", "I", "F", "I;16", "CMYK", "YCbCr", "LAB", "HSV"} and "transparency" not in pixels.info:
        return pixels.convert("L" if pixels.mode in {"1", "I", "F", "I;16"} else "RGB")
    layer = pixels.convert("RGBA")
    paper = Pillow.new("RGBA", layer.size, "white")
    return Pillow.alpha_composite(paper, layer).convert("RGB")


def _resized(pixels: "Pixels", scale: float) -> "Pixels":
    from PIL import Image as Pillow

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
