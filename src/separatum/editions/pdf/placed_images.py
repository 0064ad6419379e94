"""Put the article's pictures into a PDF as they are: they were written anew when they were read.

WeasyPrint 70 does so with a JPEG; a PNG it decodes and packs again, which takes a second for the largest. Either it
scales down as soon as it is a hair finer than asked for, to little gain, and less sharp than before.
"""

import io
import struct
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

import pydyf
from PIL import Image as Pillow
from weasyprint import DEFAULT_OPTIONS
from weasyprint.images import RasterImage

from separatum.model.article import Image

MOST_PIXELS_AN_INCH = 300
"""What a picture is scaled down to: what is finer no press and no eye tells apart."""
_FINE_ENOUGH = 350
"""Pixels an inch: up to here a picture is not scaled down."""
_SIGNATURE = 8
"""Bytes, before the first chunk: PNG (W3C, third edition), 5.2."""
_COLOURS = {"L": ("/DeviceGray", 1), "RGB": ("/DeviceRGB", 3)}


class PlacedImage(RasterImage):  # type: ignore[misc]
    """A picture as `read_picture` writes it: a JPEG, or a PNG of 8 bits, grey or in colours, opaque, not interlaced."""

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> pydyf.Stream:
        """The image as an object of the PDF: its data are those of the file, unless it is too fine.

        Those of a PNG are as ISO 32000-1, 7.4.4.4 has them, with predictor 15.
        """
        if dpi_ratio >= MOST_PIXELS_AN_INCH / _FINE_ENOUGH:
            dpi_ratio = 1
        if dpi_ratio != 1 or self.format != "PNG" or self.mode not in _COLOURS:
            return super().get_x_object(interpolate, dpi_ratio)
        space, colours = _COLOURS[self.mode]
        unpacking = pydyf.Dictionary({"Predictor": 15, "Colors": colours, "Columns": self.width})
        facts = {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": self.width,
            "Height": self.height,
            "ColorSpace": space,
            "BitsPerComponent": 8,
            "Interpolate": "true" if interpolate else "false",
            "Filter": "/FlateDecode",
            "DecodeParms": unpacking,
        }
        return pydyf.Stream([b"".join(_data(self.image_data.data))], pydyf.Dictionary(facts))


def known_images(images: Iterable[Image], base: str) -> dict[str, Any]:
    """The images of an article, as WeasyPrint keeps images in its cache: by their addresses.

    Args:
        images: of the article.
        base: what their addresses begin with.
    """
    return {f"{base}{image.href}": _placed(f"{base}{image.href}", image.data) for image in images}


def _placed(address: str, data: bytes) -> PlacedImage:
    name = sha256(address.encode()).hexdigest()[:16]
    options = {**DEFAULT_OPTIONS, "dpi": MOST_PIXELS_AN_INCH}
    return PlacedImage(Pillow.open(io.BytesIO(data)), name, data, options=options)


def _data(png: bytes) -> Iterator[bytes]:
    """What the chunks IDAT have."""
    place = _SIGNATURE
    while place < len(png):
        length, kind = struct.unpack_from(">I4s", png, place)
        if kind == b"IDAT":
            yield png[place + 8 : place + 8 + length]
        place += length + 12  # with its length, its kind and its sum
