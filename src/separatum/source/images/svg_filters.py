"""How large a drawing with filters is drawn: what they make pixel by pixel takes most of the time that it has.

It is told from the drawing alone, not by trying: so the pixels are the same on a slow machine as on a quick one.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from separatum.source.images.svg_extents import Extents, matrix

if TYPE_CHECKING:
    from lxml import etree

MOST_STEPS = 24_000_000
"""Pixels, each counted once for every step of a filter that makes it: some two seconds' work."""
LEAST_SIDE = 800
"""Pixels: no filter makes a drawing smaller; at 150 to the inch it nearly fills the measure of a page."""
_LINK = re.compile(r"url\([\s\"']*#([^\"'()]*)(?:[\"'][\s\"']*)?\)")
"""With the spaces behind the name, if no quotation mark ends it: so no sign can be taken in two ways."""
_DECLARED = re.compile(r"(?<![\w-])filter\s*:([^;{}]*)")
_FUNCTION = re.compile(r"[a-z]\(")
_STEPS_OF_A_FUNCTION = 3
"""`drop-shadow()` is a blur, an offset and a merge (Filter Effects 1, 7)."""
_SIDES = {"rect": ("width", "height"), "circle": ("r", "r"), "ellipse": ("rx", "ry")}
_MOST_ENLARGED = 1e12
"""Beyond it, numbers would lose their meaning."""
_AROUND = 1.2
"""How much wider and higher than its shape a filter's region is where nothing says so (Filter Effects 1, 9.1)."""


@dataclass(frozen=True, slots=True)
class _Filter:
    steps: int
    region: float
    """Its width times its height: in units of the drawing, or by the shape's own."""
    is_by_shape: bool


def long_side(root: "etree._Element", namespace: str, size: tuple[float, float], most: int) -> int:
    """How many pixels long a drawing may be drawn.

    Args:
        root: the drawing.
        namespace: of SVG.
        size: its width and height.
        most: what it is without filters.
    """
    steps = _steps(root, namespace, size)
    if not steps:
        return most
    area = min(size) / max(size)  # of a drawing that is one pixel long
    return min(most, max(LEAST_SIDE, int((MOST_STEPS / (steps * area)) ** 0.5)))


def _steps(root: "etree._Element", namespace: str, size: tuple[float, float]) -> float:
    """The steps of all filters in the drawing, each counted by how much of the drawing it covers."""
    filters = {one.get("id", ""): _read(one, namespace) for one in root.iter(f"{{{namespace}}}filter")}
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    room = _number(box[2]) * _number(box[3]) if len(box) == 4 else 0.0
    room = room or size[0] * size[1]
    total = 0.0
    extents = Extents()
    enlarged: dict[etree._Element | None, float] = {}
    """How much larger the parts of the drawing are than their numbers say."""
    for element in root.iter(f"{{{namespace}}}*"):
        by = enlarged.get(element.getparent(), 1.0) * _enlarged(element.get("transform", ""))
        by = enlarged[element] = min(max(by, 1 / _MOST_ENLARGED), _MOST_ENLARGED)
        values = [element.get("filter", ""), *_declared(element.get("style"))]
        if element.tag == f"{{{namespace}}}style":
            values += _declared(element.text)
        for one in (one for value in values if value for one in _used(filters, value)):
            covered = (_of_shape(element) * by or _around(extents, element, by, room)) if one.is_by_shape else by
            total += one.steps * one.region * covered / room
    return total


def _read(one: "etree._Element", namespace: str) -> _Filter:
    # The element itself stands for what is filtered, which is drawn first.
    steps = sum(1 for _ in one.iter(f"{{{namespace}}}*"))
    is_by_shape = one.get("filterUnits") != "userSpaceOnUse"
    sides = one.get("width", ""), one.get("height", "")
    region = math.prod(map(_number, sides))
    if is_by_shape or not region:
        return _Filter(steps, math.prod(_part(side) or _AROUND for side in sides), is_by_shape=True)
    return _Filter(steps, region, is_by_shape=False)


def _declared(style: str | None) -> list[str]:
    return _DECLARED.findall(style) if style and "filter" in style else []


def _used(filters: Mapping[str, _Filter], value: str) -> list[_Filter]:
    """The filters that a value of `filter` names."""
    known = [filters[name] for name in map(str.strip, _LINK.findall(value)) if name in filters]
    functions = len(_FUNCTION.findall(_LINK.sub("", value)))
    return [*known, _Filter(1 + functions * _STEPS_OF_A_FUNCTION, _AROUND**2, is_by_shape=True)] if functions else known


def _of_shape(element: "etree._Element") -> float:
    """The width of a plain shape times its height; 0 for another one."""
    sides = _SIDES.get(str(element.tag).rpartition("}")[2])
    if sides is None:
        return 0.0
    across, along = (_number(element.get(side, "")) for side in sides)
    return across * along * (1 if "width" in sides else 4)


def _around(extents: Extents, element: "etree._Element", by: float, room: float) -> float:
    """The width of what an element draws times its height; the whole drawing where that does not show."""
    left, top, right, bottom = extents.of(element) or (0, 0, 0, 0)
    return min((right - left) * (bottom - top) * by or room, room)


def _enlarged(transform: str) -> float:
    a, b, c, d, _, _ = matrix(transform)
    found = abs(a * d - b * c)
    return found if 0 < found < math.inf else 1.0


def _part(text: str) -> float:
    """A part of a shape; 0 where it is none."""
    text = text.strip()
    return _number(text[:-1]) / 100 if text.endswith("%") else _number(text)


def _number(text: str) -> float:
    """A length in units of the drawing; 0 where it is none."""
    found = re.fullmatch(r"\s*([0-9]{0,9}\.?[0-9]{1,9})(?:px)?\s*", text)
    return float(found[1]) if found else 0.0
