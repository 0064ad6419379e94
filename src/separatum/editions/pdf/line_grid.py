"""Set the lines of columns on one grid, so that those beside each other share their baselines.

The grid begins where the columns begin, and has the leading of the text, whatever that is. Text of its size and leading
begins on the next line of it, or on the one before, where little is missing and there is room; a line that is higher
than the leading, such as one with an inline picture, takes whole lines. What that adds to the space around a heading, a
picture, a table, code or a box is shared afterwards: a heading stays close to what it heads, anything else has the same
more above as below. What is set smaller, as notes are, and what stands in a box with a rule or padding above it has no
lines on the grid.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from typing import Any

_GRID, _IS_ON, _SHIFT = "separatum_grid", "separatum_is_on_grid", "separatum_shift"
_ROUNDING = 0.02
"""Pixels."""
_RAISED, _MOST_RAISED = 0.25, 0.34
"""How much text may be raised: of the space around what stands above it, and of a line."""
_OUT = 0.2
"""Of a line: how much may stand out of its leading."""
_EDGES = ("padding_top", "padding_bottom", "border_top_width", "border_bottom_width")


class LineGrid:
    """The grid of a group of columns, and what was laid out last on it."""

    def __init__(self, style: Any, top: float) -> None:
        """Measure it.

        Args:
            style: of the box that has columns, as WeasyPrint computed it; its size and leading are those of the text.
            top: where the columns begin, in pixels.
        """
        from weasyprint.text.line_break import strut

        self._leading, self._baseline = map(float, strut(style))
        self._top = top
        self.begin_column()

    def begin_column(self) -> None:
        """Forget what stands in the column before."""
        self._above: float | None = None
        self._known = dict[int, float | None]()

    def shift(self, box: Any, margins: Sequence[float], *, goes_on: bool) -> float:
        """How much lower a block must begin, or higher if that is below nothing, so that its text is on the grid.

        Args:
            box: the block, where it would begin if nothing were done.
            margins: those that it adjoins, in pixels.
            goes_on: whether it began in a column before.
        """
        from weasyprint.layout.block import collapse_margin

        is_on, begins = self._mark(box), float(box.position_y) - self._top
        space = float(collapse_margin([*margins, *([] if goes_on else _margins(box))]))
        is_first = begins + space < _ROUNDING or (begins < _ROUNDING and not any(margins))
        above = self._above_run(box, 0.0 if is_first else space, is_on=is_on)
        below = (begins + space) % self._leading if self._leading else 0.0
        if is_first:
            return -begins - space  # at the head of a column it needs no space
        if not is_on or min(below, self._leading - below) < _ROUNDING:
            return 0.0
        most = min(_RAISED * (space + (above or 0.0)), _MOST_RAISED * self._leading)
        return -below if below <= most else self._leading - below

    def _above_run(self, box: Any, space: float, *, is_on: bool) -> float | None:
        """The space above what stands off the grid right before a block; None if nothing does. The layout may ask for
        a block more than once.
        """
        if id(box) not in self._known:
            self._known[id(box)] = self._above
            self._above = None if is_on else space if self._above is None else self._above
        return self._known[id(box)]

    def settle(self, line: Any) -> float:
        """Put the baseline of a line on the grid, and give it whole lines; by how much it is higher then."""
        leading, height = self._leading, float(line.height)
        if not height or leading <= 0:
            return 0.0
        off = (line.position_y + line.baseline - self._top - self._baseline) % leading
        if min(off, leading - off) < _ROUNDING and abs(height - leading) < _ROUNDING:
            return 0.0
        shift = -off if off <= _OUT * leading else leading - off
        top, end = float(line.position_y), line.position_y + height + shift - self._top
        line.translate(dy=shift)
        line.position_y = top
        line.baseline += shift
        line.height = max(1, ceil(end / leading - _OUT)) * leading + self._top - top
        return float(line.height - height)

    def is_on(self, box: Any) -> bool:
        """Whether the lines of a block are on the grid."""
        return bool(getattr(box, _IS_ON, False))

    def _mark(self, box: Any) -> bool:
        """Whether a block begins with text that is on the grid; said of all blocks in it, once."""
        known = getattr(box, _IS_ON, None)
        if known is None:
            known = self._find(box)
            setattr(box, _IS_ON, known)
        return bool(known)

    def _find(self, box: Any) -> bool:
        from weasyprint.formatting_structure.boxes import BlockContainerBox, LineBox
        from weasyprint.text.line_break import strut

        if not isinstance(box, BlockContainerBox) or box.is_table_wrapper:
            return False
        if box.is_floated() or any(_length(box.style[edge]) for edge in _EDGES):
            return False
        flowing = [child for child in box.children if child.is_in_normal_flow()]
        if any(isinstance(child, LineBox) for child in flowing):
            found = zip(strut(box.style), (self._leading, self._baseline), strict=True)
            return all(abs(one - other) < _ROUNDING for one, other in found)
        return bool([self._mark(child) for child in flowing][:1] == [True])


def _margins(box: Any) -> Iterator[float]:
    """The margins above a block and above what it begins with, which collapse into one."""
    from weasyprint.formatting_structure.boxes import BlockContainerBox

    yield _length(box.style["margin_top"])
    if not any(_length(box.style[edge]) for edge in _EDGES[::2]):
        first = next((child for child in box.children if child.is_in_normal_flow()), None)
        if isinstance(first, BlockContainerBox):
            yield from _margins(first)


def _length(value: Any) -> float:
    """A length of the sheet in pixels; what depends on something else is nothing here."""
    if isinstance(value, int | float):
        return float(value)
    return float(value.value) if getattr(value, "unit", "") == "px" else 0.0


@contextmanager
def lines_on_grid(context: Any, grid: LineGrid) -> Iterator[None]:
    """Lay out columns on a grid in the block.

    Args:
        context: of WeasyPrint's layout.
        grid: of the columns.
    """
    setattr(context, _GRID, grid)
    try:
        yield
    finally:
        delattr(context, _GRID)


def grid_of(context: Any) -> LineGrid | None:
    """The grid of the columns that are laid out; None outside of columns, and for what stands at their feet."""
    return getattr(context, _GRID, None)


def on_grid(plain: Any) -> Any:
    """WeasyPrint's function that lays out a block, for blocks that begin on the grid."""

    def block_level_layout(  # noqa: PLR0913, PLR0917 - the signature is WeasyPrint's
        context: Any,
        box: Any,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        page_is_empty: bool = True,
        absolute_boxes: Any = None,
        fixed_boxes: Any = None,
        adjoining_margins: Any = None,
        *more: Any,
    ) -> Any:
        grid = grid_of(context)
        if grid is not None and (getattr(containing_block, "is_column", False) or grid.is_on(containing_block)):
            shift = grid.shift(box, adjoining_margins or (), goes_on=skip_stack is not None)
            box.position_y += shift
            setattr(box, _SHIFT, shift)
        return plain(
            context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
            adjoining_margins, *more,
        )  # fmt: skip

    return block_level_layout


def share_space(column: Any) -> None:
    """Share the space that the grid adds to a column around what is not on it.

    Args:
        column: as it was laid out; boxes in it are moved.
    """
    apart, is_first = list[Any](), True
    for box in _in_order(column):
        if not getattr(box, _IS_ON, False):
            apart.append(box)
            continue
        if apart:
            _move(apart, getattr(box, _SHIFT, 0.0), is_first=is_first)
        apart, is_first = [], False


def _in_order(box: Any) -> Iterator[Any]:
    """The blocks in a box: those that are on the grid with what is in them, and the others."""
    from weasyprint.formatting_structure.boxes import BlockLevelBox

    for child in box.children:
        if isinstance(child, BlockLevelBox) and child.is_in_normal_flow():
            yield child
            if getattr(child, _IS_ON, False):
                yield from _in_order(child)


def _move(apart: Sequence[Any], shift: float, *, is_first: bool) -> None:
    is_heading = apart[-1].style["break_after"] in ("avoid", "avoid-page")
    share = shift if is_heading else 0.0 if is_first else shift / 2
    for one in apart:
        one.translate(dy=max(share, 0.0) if is_first else share)
