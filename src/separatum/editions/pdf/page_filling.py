"""Fill one page or column with the pieces of a story, in numbers, up to the last place at which it may end."""

from dataclasses import dataclass

from separatum.editions.pdf.page_parts import Part, Piece, Pieces

ROUNDING = 0.5
"""Pixels."""
_State = tuple[float, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins."""

    part: int = 0
    piece: int = 0
    waiting: tuple[int, ...] = ()
    """Figures that the text has passed: they stand behind the part that goes on, or begin the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledPage:
    """A page or a column, filled."""

    begin: Place
    end: Place
    used: float
    figures: tuple[int, ...] = ()
    scale: float = 1.0
    """Of its figures."""
    parted: int | None = None
    """The part in which it ends although that should stay whole."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How a page is filled: see `Planner`."""

    depth: float
    scale: float
    parts_any: bool


class Filling:
    """One page, as it is filled."""

    def __init__(self, pieces: Pieces, leading: float, place: Place, measure: Measure) -> None:
        self._pieces, self._leading, self._begin = pieces, leading, place
        self._depth, self._scale, self._parts_any = measure.depth, measure.scale, measure.parts_any
        self._used = self._notes = 0.0
        self._before: Part | None = None
        self._figures = list[int]()
        self._done = set[int]()
        self.waiting = list[int]()
        self._last: tuple[_State, int, int, tuple[int, ...], int | None] | None = None
        self._is_empty = True

    def add(self, number: int, first: int) -> str:
        """Add the pieces of a part from one on; “full” if not all fit, and “fits” else."""
        part, before = self._pieces.parts[number], self._before
        if part.begins_page and not self._is_empty and not first:
            self._keep(number, 0, is_soft=False)
            return "full"
        for place in range(first, len(part.pieces)):
            piece = part.pieces[place]
            above = self._above(part, piece, is_first=place == first, goes_on=first > 0)
            if place == first:
                is_free = before is None or not (before.is_joined_after or part.is_joined_before)
                is_soft = False
            else:
                is_free, is_soft = piece.is_free, piece.is_soft
            if not self._is_empty and (is_free or (is_soft and self._parts_any)):
                self._keep(number, place, is_soft=not is_free)
            height, notes = self._height(part, piece), self._notes + piece.notes
            foot = notes + self._pieces.above_notes if notes else 0.0
            if not self._is_empty and self._used + above + height + foot > self._depth + ROUNDING:
                return "full"
            self._used += above + height
            self._notes, self._is_empty = notes, False
        self._before = part
        self._done.add(number)
        if part.is_figure:
            self._figures.append(number)
        return "fits"

    def defer(self, number: int) -> None:
        """Let the text pass a figure."""
        self.waiting.append(number)

    def end_behind(self, number: int) -> None:
        """Let the page end behind a part, if it may."""
        following = self._pieces.parts[number + 1] if number + 1 < len(self._pieces.parts) else None
        is_joined = self._pieces.parts[number].is_joined_after or (following and following.is_joined_before)
        if not is_joined:
            self._keep(number + 1, 0, is_soft=False)

    def whole(self, end: int) -> FilledPage:
        """The page where all parts were added."""
        return self._ending(self._state(), Place(end, 0, tuple(self.waiting)), None)

    def page(self) -> FilledPage:
        """The page up to the last place at which it may end."""
        if self._last is None:
            return FilledPage(begin=self._begin, end=self._begin, used=0.0)
        state, number, place, waiting, parted = self._last
        part = number if place or number not in waiting else self._begin.part + bool(self._begin.piece)
        return self._ending(state, Place(part, place, tuple(waiting)), parted)

    def _state(self) -> _State:
        """What is used of the page, with its notes, and how many figures stand on it."""
        foot = self._notes + self._pieces.above_notes if self._notes else 0.0
        return self._used + foot, len(self._figures)

    def _keep(self, number: int, place: int, *, is_soft: bool) -> None:
        waiting = self.waiting
        if self._begin.waiting:
            waiting = [one for one in self._begin.waiting if one not in self._done] + waiting
        self._last = self._state(), number, place, tuple(waiting), number if is_soft else None

    def _ending(self, state: _State, end: Place, parted: int | None) -> FilledPage:
        used, figures = state
        scale = self._scale if figures else 1.0
        shown = tuple(self._figures[:figures])
        return FilledPage(begin=self._begin, end=end, used=used, figures=shown, scale=scale, parted=parted)

    def _above(self, part: Part, piece: Piece, *, is_first: bool, goes_on: bool) -> float:
        if self._is_empty:
            return piece.head if goes_on else 0.0
        if not is_first:
            return piece.space * self._leading
        return max(self._before.after if self._before is not None else 0.0, part.before) * self._leading

    def _height(self, part: Part, piece: Piece) -> float:
        if part.is_figure:
            return piece.height - part.picture + self._scale * part.natural
        return piece.height * self._leading if piece.is_leaded else piece.height
