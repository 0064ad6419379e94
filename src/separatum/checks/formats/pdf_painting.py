"""Paint a page of a PDF and tell the colours of its places."""

import ctypes
from typing import Any

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
Colour = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""


class Painting:
    """The page as an image, at one pixel a point, and at most 1500 pixels long."""

    def __init__(self, pdfium: Any, page: Any, width: float, height: float) -> None:
        self._pdfium = pdfium
        self._scale = min(1, 1500 / max(width, height, 1))
        self._size = max(1, round(width * self._scale)), max(1, round(height * self._scale))
        self._bitmap = pdfium.FPDFBitmap_Create(*self._size, 0)
        pdfium.FPDFBitmap_FillRect(self._bitmap, 0, 0, *self._size, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(self._bitmap, page, 0, 0, *self._size, 0, 0)
        self._row = pdfium.FPDFBitmap_GetStride(self._bitmap)
        length = self._row * self._size[1]
        self._pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(self._bitmap), length)

    def colour_at(self, box: Box) -> Colour:
        """The middle one of ten colours in a box, by their lightness: a rule that crosses it does not count."""
        left, top, right, bottom = box
        starts = [self._pixel(top + (bottom - top) * share, 1) * self._row for share in (0.3, 0.7)]
        columns = [self._pixel(left + (right - left) * (step + 0.5) / 5, 0) * 4 for step in range(5)]
        places = (start + column for column in columns for start in starts)
        pixels = [self._pixels[place : place + 3] for place in places]
        blue, green, red = sorted(pixels, key=sum)[len(pixels) // 2]
        return red, green, blue

    def _pixel(self, place: float, axis: int) -> int:
        """The number of the pixel at a place, from the left (0) or from the top (1)."""
        return min(max(int(place * self._scale), 0), self._size[axis] - 1)

    def close(self) -> None:
        """Give the memory back."""
        self._pdfium.FPDFBitmap_Destroy(self._bitmap)
