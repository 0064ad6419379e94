"""How far the parts of a drawing reach: never less than they do, and more where only the ends of a curve show it."""

import math
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lxml import etree

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_Point: TypeAlias = tuple[float, float]
_Matrix: TypeAlias = tuple[float, float, float, float, float, float]

_FLOAT = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?")
_MOVED = re.compile(r"\b(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")
_COMMAND = re.compile(r"([MLHVCSQTAZ])([^MLHVCSQTAZ]*)", re.IGNORECASE)
_GAP = re.compile(r"[\s,]*")
_NUMBERS = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "S": 4, "Q": 4, "C": 6, "A": 7}
"""How many numbers each command of a path takes (SVG 2, 9.3)."""
_FLAGS = (3, 4)
"""Which numbers of an arc are one digit, with or without a space behind it."""
_UNDRAWN = frozenset(
    """
    defs title desc symbol style filter clipPath mask marker pattern linearGradient radialGradient
    """.split()  # noqa: SIM905  (a word list reads better so)
)
_AS_IT_IS: _Matrix = (1, 0, 0, 1, 0, 0)


class Extents:
    """The boxes around the parts of one drawing, each in its own units; every part is measured once."""

    def __init__(self) -> None:
        self._found: dict[etree._Element, Box | None] = {}

    def of(self, element: "etree._Element") -> Box | None:
        """The box around an element, before its own transformation; None where it does not show.

        Args:
            element: with no more levels in it than the parser lets pass.
        """
        if element not in self._found:
            box = self._group(element) if _kind(element) == "g" else _shape(element)
            self._found[element] = box if box and all(map(math.isfinite, box)) else None
        return self._found[element]

    def _group(self, element: "etree._Element") -> Box | None:
        corners: list[_Point] = []
        for child in element:
            if _kind(child) in _UNDRAWN:
                continue
            box = self.of(child)
            if box is None:
                return None
            a, b, c, d, e, f = matrix(child.get("transform", ""))
            left, top, right, bottom = box
            ends = [(x, y) for x in (left, right) for y in (top, bottom)]
            corners += [(a * x + c * y + e, b * x + d * y + f) for x, y in ends]
        return _around(corners)


def matrix(transform: str) -> _Matrix:
    """What a list of transformations comes to; those that say nothing count for nothing.

    Args:
        transform: as SVG has it.
    """
    found = _AS_IT_IS
    for kind, numbers in _MOVED.findall(transform):
        by = _numbers(numbers)
        if by and all(map(math.isfinite, by)):
            a, b, c, d, e, f = found
            g, h, i, j, k, m = _single(kind, by)
            found = (
                a * g + c * h,
                b * g + d * h,
                a * i + c * j,
                b * i + d * j,
                a * k + c * m + e,
                b * k + d * m + f,
            )
    return found


def _single(kind: str, by: list[float]) -> _Matrix:
    if kind == "matrix" and len(by) == 6:
        return (by[0], by[1], by[2], by[3], by[4], by[5])
    if kind == "translate":
        return (1, 0, 0, 1, by[0], by[1] if len(by) > 1 else 0)
    if kind == "scale":
        return (by[0], 0, 0, by[-1], 0, 0)
    if kind in {"skewX", "skewY"}:
        slope = math.tan(math.radians(by[0]))
        return (1, 0, slope, 1, 0, 0) if kind == "skewX" else (1, slope, 0, 1, 0, 0)
    if kind == "rotate":
        cos, sin = math.cos(math.radians(by[0])), math.sin(math.radians(by[0]))
        x, y = (by[1], by[2]) if len(by) == 3 else (0.0, 0.0)
        return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)
    return _AS_IT_IS


def _kind(element: "etree._Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _shape(element: "etree._Element") -> Box | None:
    kind = _kind(element)
    if kind == "path":
        return _around(_path(element.get("d", "")))
    if kind in {"polygon", "polyline"}:
        numbers = _numbers(element.get("points", ""))
        return _around(zip(numbers[::2], numbers[1::2], strict=False))
    names = {"line": "x1 y1 x2 y2", "rect": "x y width height", "circle": "cx cy r r", "ellipse": "cx cy rx ry"}
    if kind not in names:
        return None
    written = [_length(element.get(name, "0")) for name in names[kind].split()]
    first, second, third, fourth = written
    if first is None or second is None or third is None or fourth is None:
        return None
    if kind in {"line", "rect"}:
        at = (0.0, 0.0) if kind == "line" else (first, second)
        return _around([(first, second), (at[0] + third, at[1] + fourth)])
    return _around([(first - third, second - fourth), (first + third, second + fourth)])


def _path(written: str) -> Iterator[_Point]:
    """Points of which the smallest box holds a path: its ends, what its curves are drawn to, and as far as arcs go."""
    x = y = 0.0
    start = handle = (x, y)
    for command, text in _COMMAND.findall(written):
        kind = command.upper()
        if kind == "Z":
            x, y = handle = start
            continue
        step = _NUMBERS[kind]
        numbers = _of_arcs(text) if kind == "A" else _numbers(text)
        for place in range(0, len(numbers) - step + 1, step):
            own = numbers[place : place + step]
            from_x, from_y = (x, y) if command.islower() else (0.0, 0.0)
            if kind == "H":
                points = [(from_x + own[0], y)]
            elif kind == "V":
                points = [(x, from_y + own[0])]
            else:
                ends = own[5:] if kind == "A" else own
                points = [(from_x + one, from_y + other) for one, other in zip(ends[::2], ends[1::2], strict=True)]
            mirrored = (2 * x - handle[0], 2 * y - handle[1])
            if kind in "ST":
                points.insert(0, mirrored)
            if kind == "A":
                yield from _arc((x, y), points[-1], abs(own[0]), abs(own[1]))
            yield from points
            x, y = points[-1]
            handle = points[-2] if kind in "CSQT" else (x, y)
            if kind == "M" and place == 0:
                start = (x, y)


def _arc(start: _Point, end: _Point, across: float, along: float) -> Iterator[_Point]:
    """How far an arc goes at most: no two points of an ellipse are farther apart than its ends."""
    least = min(across, along)
    if not least:
        return  # a straight line (SVG 2, 9.5.1)
    # An ellipse that is too small grows until it holds both.
    far = 2 * max(across, along) * max(1.0, math.dist(start, end) / (2 * least))
    (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    yield min(left, right - far), min(top, bottom - far)
    yield max(right, left + far), max(bottom, top + far)


def _of_arcs(text: str) -> list[float]:
    numbers: list[float] = []
    place = 0
    while True:
        gap = _GAP.match(text, place)
        place = gap.end() if gap else place
        if len(numbers) % 7 in _FLAGS and text[place : place + 1] in {"0", "1"}:
            numbers.append(float(text[place]))
            place += 1
        elif found := _FLOAT.match(text, place):
            numbers.append(float(found[0]))
            place = found.end()
        else:
            return numbers


def _numbers(text: str) -> list[float]:
    return list(map(float, _FLOAT.findall(text)))


def _length(text: str) -> float | None:
    text = text.strip().removesuffix("px")
    return float(text) if _FLOAT.fullmatch(text) else None


def _around(points: Iterable[_Point]) -> Box | None:
    held = list(points)
    if not held:
        return None
    across, along = zip(*held, strict=True)
    return min(across), min(along), max(across), max(along)
