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
        points = [
            (left + (right - left) * (step + 0.5) / 5, top + (bottom - top) * share)
            for step in range(5)
            for share in (0.3, 0.7)
        ]
        return sorted((self._pixel(x, y) for x, y in points), key=sum)[len(points) // 2]

    def _pixel(self, x: float, y: float) -> Colour:
        column = min(max(int(x * self._scale), 0), self._size[0] - 1)
        row = min(max(int(y * self._scale), 0), self._size[1] - 1)
        place = row * self._row + 4 * column
        return self._pixels[place + 2], self._pixels[place + 1], self._pixels[place]

    def close(self) -> None:
        """Give the memory back."""
        self._pdfium.FPDFBitmap_Destroy(self._bitmap)
