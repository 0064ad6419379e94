"""Points, boxes and transformations of a PDF's page (ISO 32000-1, 8.3)."""

from typing import Any

from separatum.checks.formats.pdf_objects import elements

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
SAME: Matrix = (1, 0, 0, 1, 0, 0)
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)


def box_of(thing: Any) -> Box:
    """The box of four numbers; everywhere, where they are none."""
    try:
        x0, y0, x1, y1 = (float(side) for side in elements(thing))
    except ValueError:
        return EVERYWHERE
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def inside(place: tuple[float, float], box: Box, margin: float) -> bool:
    """Whether a place is in a box, or as near to it as the margin."""
    x, y = place
    return box[0] - margin <= x <= box[2] + margin and box[1] - margin <= y <= box[3] + margin


def times(one: Matrix, other: Matrix) -> Matrix:
    """One transformation, then the other (8.3.4)."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def bounds(points: list[tuple[float, float]]) -> Box:
    """The smallest box around some points."""
    return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)


def common(one: Box, other: Box) -> Box:
    """What two boxes share; turned inside out where that is nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def is_clipped_away(place: tuple[float, float], size: float, clip: Box) -> bool:
    """Whether text that begins here can show nowhere within a clip: it may come in from the left only."""
    (x, y), (x0, y0, x1, y1) = place, clip
    return x1 - x0 <= 0 or y1 - y0 <= 0 or x > x1 or y < y0 - size or y > y1 + size
