"""The contrast of two colours, as WCAG 2.2 defines it (contrast ratio, relative luminance)."""

from functools import lru_cache

Colour = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""
ENOUGH = 4.5
"""The least contrast of text: success criterion 1.4.3, level AA."""
ENOUGH_FOR_LARGE = 3.0
"""The least contrast of large text."""
LARGE, LARGE_BOLD = 18.0, 14.0
"""From which size on text is large, in points; the second if it is bold."""


@lru_cache(maxsize=4096)
def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def needed(size: float, *, is_bold: bool) -> float:
    """The least contrast for text of this size in points."""
    is_large = size >= (LARGE_BOLD if is_bold else LARGE) - 0.01
    return ENOUGH_FOR_LARGE if is_large else ENOUGH


def hexadecimal(colour: Colour) -> str:
    """A colour as style sheets have it: “#bbbbbb”."""
    return "#" + "".join(f"{part:02x}" for part in colour)


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
