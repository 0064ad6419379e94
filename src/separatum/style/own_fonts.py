"""The fonts that a style brings in its folder: read, and refused where an edition could not carry them."""

import io
import re
import struct
from pathlib import Path

from separatum.model.errors import StyleError

_NAME = re.compile(r"[^/\\\0#]+\.(?:ttf|otf)", re.IGNORECASE)
_LARGEST = 10_000_000
"""Bytes of a file."""
_RESTRICTED = 0x0002
"""Of `fsType`: the font may not be embedded (OpenType 1.9, OS/2)."""


def own_font(folder: Path, name: str, taken: frozenset[str]) -> Path:
    """The file of a font that lies in a style's folder.

    Args:
        folder: the style's.
        name: of the file, as `file` of a `[[face]]` gives it.
        taken: the names, without endings, of the fonts that come with Separatum.

    Raises:
        StyleError: it is not there, is no static TrueType or OpenType font, or may not be embedded.
    """
    file = folder / name
    if not _NAME.fullmatch(name):
        raise StyleError(
            f"{folder / 'style.toml'}: “{name}” is not the name of a font’s file", "write a name such as “Our.ttf”"
        )
    if file.is_symlink() or not file.is_file():
        raise StyleError(
            f"{folder / 'style.toml'}: there is no font “{name}” in the style’s folder", "put the file itself there"
        )
    if file.stem in taken:
        raise StyleError(f"{file}: a font of Separatum has this name", "name the file otherwise")
    if file.stat().st_size > _LARGEST:
        raise StyleError(
            f"{file}: is larger than {_LARGEST // 1_000_000} MB", "cut it down to the letters that you need"
        )
    fault = _fault(file)
    if fault is not None:
        raise StyleError(f"{file}: {fault[0]}", fault[1])
    return file


def _fault(file: Path) -> tuple[str, str] | None:
    """Why a font cannot be used, and what to do."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(io.BytesIO(file.read_bytes()), lazy=True) as font:
            tables = set(font.keys())
            may_embed = "OS/2" not in tables or not font["OS/2"].fsType & _RESTRICTED
    except (TTLibError, struct.error, OSError, KeyError, ValueError, AssertionError, AttributeError) as error:
        return f"is no font that can be read: {error or type(error).__name__}", "save it as TrueType (.ttf)"
    if "fvar" in tables:
        return "is a variable font", "save one static font for each weight and posture"
    if not {"glyf", "CFF "} & tables:
        return "has no outlines", "use a TrueType or OpenType font with outlines"
    if not may_embed:
        return "says that it may not be embedded (fsType)", "ask its maker for a licence, or use another"
    return None
