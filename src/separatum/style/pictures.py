"""The pictures of a style, such as a logo: read, decoded and written again without metadata."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from separatum.model.errors import StyleError

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif"})
FOLDER = "style"
"""The folder of a style's pictures in an edition."""
_MOST = 20
_LARGEST = 2_000_000
"""Bytes of a file; a logo has some thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StylePicture:
    """One picture of a style, as the editions hold it."""

    href: str
    """Its path in an edition: “style/logo.png”."""
    media_type: str
    data: bytes
    width: int
    """Pixels."""
    height: int
    """Pixels."""


def read_pictures(folder: Path) -> Mapping[str, StylePicture]:
    """Read all pictures in a style's folder, by the names of their files; drawings (SVG) become pixels.

    Raises:
        StyleError: one is too large, damaged, or a link out of the folder; or there are more than twenty.
    """
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)
    if len(files) > _MOST:
        raise StyleError(f"{folder}: more than {_MOST} pictures", "keep only those that the sheets and template name")
    return MappingProxyType({file.name: _read(file, folder, number) for number, file in enumerate(files, start=1)})


def _read(file: Path, folder: Path, number: int) -> StylePicture:
    from separatum.source.images.load import read_picture
    from separatum.source.images.sandbox import PictureError

    try:
        if file.is_symlink() or not file.is_file():
            raise StyleError(f"{file}: is a link or not a file", "put the picture itself into the style’s folder")
        if file.stat().st_size > _LARGEST:
            raise StyleError(f"{file}: is larger than {_LARGEST // 1_000_000} MB", "save it smaller")
        picture = read_picture(file.resolve(), folder.resolve())
    except PictureError as error:
        raise StyleError(f"{file}: {error}", "save it as PNG, JPEG or a simple SVG") from error
    suffix = ".jpg" if picture.media_type == "image/jpeg" else ".png"
    return StylePicture(
        href=f"{FOLDER}/{number}{suffix}",
        media_type=picture.media_type,
        data=picture.data,
        width=picture.width,
        height=picture.height,
    )


def without_inline_drawings(
    template: str, folder: Path, known: Mapping[str, StylePicture]
) -> tuple[str, Mapping[str, StylePicture]]:
    """A template whose inline `<svg>` elements are images instead, and all pictures with those that were drawn.

    Args:
        template: the text of the template.
        folder: the style's folder, for messages.
        known: the pictures of the folder.

    Raises:
        StyleError: a drawing has words, or cannot be drawn.
    """
    pictures = dict(known)

    def image(found: re.Match[str]) -> str:
        name = f"drawing {len(pictures) + 1} of the template"
        picture = _draw(found[0], folder, name, len(pictures) + 1)
        pictures[name] = picture
        sizes = "".join(f' {key}="{value}"' for key, value in _SIZE.findall(found[1]))
        alt = label[2] if (label := _LABEL.search(found[1])) else ""
        return f'<img src="{name}" alt="{alt}"{sizes}/>'

    return _DRAWING.sub(image, template), MappingProxyType(pictures)


_DRAWING = re.compile(r"<svg\b([^>]*)>.*?</svg>", re.DOTALL)
_SIZE = re.compile(r"""\b(width|height)=["'](\d+)(?:px)?["']""")
_LABEL = re.compile(r"""\baria-label=(["'])([^"'{]*)\1""")


def _draw(svg: str, folder: Path, name: str, number: int) -> StylePicture:
    from separatum.source.images.sandbox import PictureError
    from separatum.source.images.svg import drawn, words_of

    content = svg if "xmlns=" in svg.partition(">")[0] else svg.replace("<svg", f'<svg xmlns="{_SVG}"', 1)
    try:
        if words_of(name, content.encode()):
            raise StyleError(f"{folder / 'article.xhtml'}: {name} has words", "a drawing of a template must have none")
        data = drawn(name, content.encode())
    except PictureError as error:
        raise StyleError(f"{folder / 'article.xhtml'}: {error}", "save it as a PNG in the style’s folder") from error
    data, width, height = _scaled(data, dict(_SIZE.findall(svg.partition(">")[0])))
    return StylePicture(href=f"{FOLDER}/{number}.png", media_type="image/png", data=data, width=width, height=height)


_SVG = "http://www.w3.org/2000/svg"
_PIXELS_A_CSS_PIXEL = 150 / 96
"""Pictures are printed at 150 pixels an inch (print.css), and a CSS pixel is 1/96 inch (CSS Values 4, 6.2)."""


def _scaled(png: bytes, sizes: Mapping[str, str]) -> tuple[bytes, int, int]:
    """A drawing at the size that it asks for: the PNG, its width and its height in pixels."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as opened:
        wanted = [
            float(sizes[key]) / side for key, side in zip(("width", "height"), opened.size, strict=True) if key in sizes
        ]
        scale = min(1.0, min(wanted, default=400 / opened.width) * _PIXELS_A_CSS_PIXEL)
        image = opened.resize((max(1, round(opened.width * scale)), max(1, round(opened.height * scale))))
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue(), *image.size


def with_hrefs(sheet: str, pictures: Mapping[str, StylePicture]) -> str:
    """A sheet whose `url(logo.png)` leads to the picture in the edition."""
    for name, picture in pictures.items():
        address = re.compile(rf"url\(\s*[\"']?{re.escape(name)}[\"']?\s*\)", re.IGNORECASE)
        sheet = address.sub(f'url("{picture.href}")', sheet)
    return sheet


def set_hrefs(root: "ET.Element", pictures: Mapping[str, StylePicture]) -> None:
    """Let each `<img src="logo.png">` that the template makes lead to the picture in the edition."""
    for image in root.iter("img"):
        if (picture := pictures.get(image.get("src", ""))) is not None:
            image.set("src", picture.href)


def used(page: "ET.Element", sheet: str, pictures: Mapping[str, StylePicture]) -> tuple[StylePicture, ...]:
    """The pictures that a page or its sheet shows; both name them by their paths in the edition."""
    shown = {image.get("src") for image in page.iter("img")}
    return tuple(one for one in pictures.values() if one.href in shown or f'url("{one.href}")' in sheet)
