"""Plan pages in numbers: which pictures are set smaller, which the text passes, and which tables are parted.

Pages are filled one after another. For each place at which a page may begin, the cheapest way to it is kept, so the
plan is the best of all that are possible for the pages together (as Knuth and Plass choose the lines of a paragraph).
A hole costs its square; a smaller picture, one that is passed and a parted table cost a little.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from separatum.editions.pdf.page_filling import FilledPage, Filling, Measure, Place
from separatum.editions.pdf.page_parts import Pieces

HOLE = 0.12
"""Of a page: what is less at its foot is no hole."""
SMALLEST = 0.7
"""Of its size: a picture is not set smaller than so."""
FEW_ON_LAST_PAGE = 0.25
"""How much of a last page is little."""
_SIZES = (1.0, 0.94, 0.88, 0.82, 0.76, SMALLEST)
_NEARLY = 0.985
"""Of its size: a picture that is set so much smaller may as well keep it."""
_PAGE, _LARGE_HOLE, _SMALLER, _PASSED, _PARTED = 0.03, 0.03, 0.4, 0.005, 0.015
"""What a page costs, a hole that is seen, a smaller picture by the square of what it lacks, one that is passed, and a
part that is parted."""
_FEW, _FEWER = 0.02, 0.2
"""What a last page of a few lines costs, and each share of a page that it lacks to a quarter."""
_MOST_WAYS = 12
"""That are followed from page to page."""
_TO_SPARE = 4.0
"""Pixels, a millimetre: what a page should have left, for numbers are not exactly what is laid out."""


def cost_of(holes: Sequence[float], last: float, *, is_only: bool = False) -> float:
    """How bad pages are.

    Args:
        holes: how much of each page but the last is empty at its foot, from 0 to 1.
        last: how much of the last page is filled.
        is_only: whether there is no other page.
    """
    few = _FEW + _FEWER * (FEW_ON_LAST_PAGE - last) if last < FEW_ON_LAST_PAGE and not is_only else 0.0
    return sum(map(_cost_of_hole, holes)) + few + _PAGE * len(holes)


def _cost_of_hole(hole: float) -> float:
    return (hole**2 if hole > HOLE / 2 else 0.0) + (_LARGE_HOLE if hole > HOLE else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """The cheapest way to a place."""

    cost: float = 0.0
    price: float = 0.0
    """What the changes on it cost, which is a part of the cost."""
    open: float = 0.0
    """What the holes of the columns on this page cost, if it is not the last."""
    before: "_Way | None" = None
    page: FilledPage | None = None
    is_bad: bool = False
    """Whether one of its pages has a hole."""


@dataclass(slots=True, kw_only=True)
class Plan:
    """What is to be changed in the tree."""

    cost: float
    looks: float
    """The cost of the pages, without the price of the changes."""
    pages: int
    scales: dict[ET.Element, float] = field(default_factory=dict)
    """How large each figure's picture is, of its natural size."""
    behind: dict[ET.Element, ET.Element] = field(default_factory=dict)
    """For each figure that is moved, the part that it then stands behind."""
    parted: list[ET.Element] = field(default_factory=list)
    is_bad: bool = False
    """Whether a hole is left, or a last page of a few lines."""


class Planner:
    """Plans the pages of one document."""

    def __init__(self, pieces: Pieces, *, less: float = 0.0, leading: float = 1.0, smallest: float = SMALLEST) -> None:
        """Say how the pages are to be.

        Args:
            pieces: the document.
            less: how much less than now a page holds, in pixels.
            leading: what the distance of lines is multiplied by.
            smallest: of their natural size, how small pictures may be.
        """
        self._sizes = [*(size for size in _SIZES if size > smallest), smallest]
        self._parts, self._pieces = pieces.parts, pieces
        self._less, self._leading = less, leading
        self._has_soft = any(piece.is_soft for part in self._parts for piece in part.pieces)

    def best(self) -> Plan | None:
        """The cheapest plan; None if it ends nowhere."""
        ways, finished = {Place(): _Way()}, list[_Way]()
        column = 0
        while ways:
            found = dict[Place, _Way]()
            for place, way in ways.items():
                for made in self._ways_on(way, place, column):
                    assert made.page is not None
                    end = made.page.end
                    if end.part >= len(self._parts) and not end.waiting:
                        finished.append(made)
                    elif end not in found or found[end].cost + found[end].open > made.cost + made.open:
                        found[end] = made
            cheapest = sorted(found, key=lambda place: found[place].cost + found[place].open)[:_MOST_WAYS]
            ways = {place: found[place] for place in cheapest}
            column += 1
        return self._plan(min(finished, key=lambda way: way.cost)) if finished else None

    def _ways_on(self, way: _Way, place: Place, column: int) -> Iterator[_Way]:
        """Each way to fill a page that begins at a place."""
        depth = self._pieces.depth - self._less
        depth -= self._pieces.above_columns if column < self._pieces.columns else 0.0
        is_last_column = column % self._pieces.columns == self._pieces.columns - 1
        for page in self._pages_from(place, depth):
            passed = set(page.end.waiting) - set(place.waiting)
            price = _SMALLER * len(page.figures) * (1 - page.scale) ** 2 + _PASSED * len(passed)
            price += _PARTED if page.parted is not None else 0.0
            cost, price = way.cost + price, way.price + price
            if page.end.part >= len(self._parts) and not page.end.waiting:
                last = page.used / depth if self._pieces.columns == 1 and column else 1.0
                last_cost = cost_of([], last, is_only=not column)
                yield _Way(
                    cost=cost + last_cost, price=price, before=way, page=page, is_bad=way.is_bad or last_cost > 0
                )
                continue
            hole = max(0.0, depth - page.used) / depth
            is_bad, holes = way.is_bad or hole > HOLE, way.open + _cost_of_hole(hole)
            if is_last_column:
                cost, holes = cost + holes + _PAGE, 0.0
            yield _Way(cost=cost, open=holes, price=price, before=way, page=page, is_bad=is_bad)

    def _pages_from(self, place: Place, depth: float) -> Iterator[FilledPage]:
        """Fillings of a page that end at different places, its figures as large as each allows."""
        seen = set[Place]()
        for scale in self._sizes:
            made = list(self._filled_each_way(place, depth, scale))
            for page in made:
                if page.end in seen or page.end == place:
                    continue
                seen.add(page.end)
                yield self._grown(page, depth)
            if not (any(page.figures for page in made) or any(self._is_stopped_by_figure(page) for page in made)):
                return

    def _filled_each_way(self, place: Place, depth: float, scale: float) -> Iterator[FilledPage]:
        for parts in (False, True) if self._has_soft else (False,):
            page = self._filled(place, depth, scale, passes=False, parts=parts)
            yield page
            if self._is_stopped_by_figure(page):
                yield self._filled(place, depth, scale, passes=True, parts=parts)

    def _is_stopped_by_figure(self, page: FilledPage) -> bool:
        end = page.end
        return end.piece == 0 and (
            bool(end.waiting) or (end.part < len(self._parts) and self._parts[end.part].is_figure)
        )

    def _grown(self, page: FilledPage, depth: float) -> FilledPage:
        """A page whose figures take the room that is left on it."""
        natural = sum(self._parts[one].natural for one in page.figures)
        if not natural or page.scale == 1:
            return page
        free = depth - page.used - _TO_SPARE
        scale = max(SMALLEST, min(1.0, page.scale + free / natural))
        scale = 1.0 if scale > _NEARLY and (1 - page.scale) * natural <= free else scale
        return replace(page, scale=scale, used=page.used + (scale - page.scale) * natural)

    def _filled(self, place: Place, depth: float, scale: float, *, passes: bool, parts: bool) -> FilledPage:
        """Fill a page.

        Args:
            place: where it begins.
            depth: of the page.
            scale: how large the pictures on it are, of their natural sizes.
            passes: whether text may pass a picture that does not fit.
            parts: whether what should stay whole may be parted.
        """
        filling = Filling(self._pieces, self._leading, place, Measure(depth, scale, parts))
        order = self._order(place)
        for number, first in order:
            outcome = filling.add(number, first)
            if outcome == "full":
                part = self._parts[number]
                if passes and part.may_move and number not in place.waiting and self._goes_on(number):
                    filling.defer(number)
                    continue
                break
            if filling.waiting and not self._goes_on(number):
                filling.end_behind(number)
                break
        else:
            return filling.whole(len(self._parts))
        return filling.page()

    def _goes_on(self, number: int) -> bool:
        """Whether text behind a part may pass a figure."""
        return number + 1 < len(self._parts) and self._parts[number + 1].can_pass

    def _order(self, place: Place) -> Iterator[tuple[int, int]]:
        """The numbers of the parts from a place on, and with which piece each begins."""
        if place.piece:
            yield place.part, place.piece
        for number in place.waiting:
            yield number, 0
        for number in range(place.part + bool(place.piece), len(self._parts)):
            yield number, 0

    def _plan(self, way: _Way) -> Plan:
        plan = Plan(cost=way.cost, looks=way.cost - way.price, pages=0, is_bad=way.is_bad)
        at: _Way | None = way
        columns = 0
        while at is not None and at.page is not None:
            page, columns = at.page, columns + 1
            for number in page.figures:
                plan.scales[self._parts[number].element] = page.scale
            for number in set(page.end.waiting) - set(page.begin.waiting):
                behind = page.end.part if page.end.piece else page.end.part - 1
                if behind != number:
                    plan.behind[self._parts[number].element] = self._parts[behind].element
            if page.parted is not None:
                plan.parted.append(self._parts[page.parted].element)
            at = at.before
        plan.pages = -(-columns // self._pieces.columns)
        return plan
