"""Pixels of any kind become opaque sRGB or grey of 8 bits, upright, as every reader shows them."""

import io
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels
    from PIL.ImageCms import ImageCmsTransform

MOST_PROFILES = 8
"""Colour profiles that are remembered; one of a printer takes a megabyte."""
_MODES: Mapping[str, str] = MappingProxyType({"GRAY": "L", "RGB": "RGB", "CMYK": "CMYK", "Lab": "LAB"})
"""Pillow's modes, by the colour spaces that profiles name (ICC.1, 7.2.6)."""


def settled(opened: "Pixels") -> "Pixels":
    """The pixels of a decoded image, in sRGB (IEC 61966-2-1) or grey, on white paper, turned as EXIF says.

    The image itself is turned, and may be what is returned.
    """
    from PIL import ImageOps

    profile = opened.info.get("icc_profile")
    ImageOps.exif_transpose(opened, in_place=True)
    pixels = _eight_bits(opened)
    alpha = _alpha(pixels)
    pixels = _in_srgb(pixels, profile if isinstance(profile, bytes) else b"")
    return pixels if alpha is None else _on_white(pixels, alpha)


def _eight_bits(pixels: "Pixels") -> "Pixels":
    """Grey of 16 or 32 bits as grey of 8: Pillow would cut off what is brighter than 255."""
    if not pixels.mode.startswith(("I", "F")):
        return pixels
    deep = pixels.convert("F")
    low, high = deep.getextrema()
    assert isinstance(low, float)
    assert isinstance(high, float)
    # 16 bits unless the values say otherwise: floating-point images are from 0 to 1.
    top = 1.0 if high <= 1 else 255.0 if high <= 255 and not pixels.mode.startswith("I;16") else max(65535.0, high)
    return deep.point(lambda value: value * (255.0 / top) + 0.0).convert("L")


def _alpha(pixels: "Pixels") -> "Pixels | None":
    """How opaque each pixel is; None where all are wholly so."""
    if "transparency" not in pixels.info and not pixels.mode.endswith(("A", "a")):
        return None
    alpha = pixels.convert("RGBA").getchannel("A")
    return None if alpha.getextrema() == (255, 255) else alpha


def _in_srgb(pixels: "Pixels", profile: bytes) -> "Pixels":
    flat = _without_alpha(pixels)
    found = to_srgb(profile, is_cmyk=flat.mode == "CMYK") if profile else None
    if found is None:
        return _grey_or_rgb(flat)
    from PIL import ImageCms

    mode, transform = found
    try:
        if flat.mode != mode:
            flat = flat.convert(mode)
        made = ImageCms.applyTransform(flat, transform)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return _grey_or_rgb(flat)
    assert made is not None
    return made.convert("L") if mode == "L" else made


@lru_cache(maxsize=MOST_PROFILES)
def to_srgb(profile: bytes, *, is_cmyk: bool) -> "tuple[str, ImageCmsTransform] | None":
    """The mode that a profile speaks of, and what makes sRGB of its colours; the screenshots of a site share one.

    None for a profile that is broken, or of other colours: such images are shown as sRGB everywhere.
    """
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = _MODES.get(source.profile.xcolor_space.strip())
        if mode is None or (mode == "CMYK") != is_cmyk:
            return None
        return mode, ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _grey_or_rgb(flat: "Pixels") -> "Pixels":
    return flat if flat.mode in {"L", "RGB"} else flat.convert("RGB")  # which copies what is in RGB already


def _without_alpha(pixels: "Pixels") -> "Pixels":
    """The colours alone, in a mode that a profile can speak of."""
    if pixels.mode in {"L", "RGB", "CMYK", "LAB"}:
        pixels.info.pop("transparency", None)
        return pixels
    if pixels.mode in {"1", "LA", "La"}:
        return pixels.convert("LA").getchannel(0) if pixels.mode != "1" else pixels.convert("L")
    return pixels.convert("RGBA").convert("RGB") if "transparency" in pixels.info else pixels.convert("RGB")


def _on_white(pixels: "Pixels", alpha: "Pixels") -> "Pixels":
    from PIL import Image as Pillow

    paper = Pillow.new("RGB", pixels.size, "white")
    paper.paste(pixels.convert("RGB"), mask=alpha)
    return paper
