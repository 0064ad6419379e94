"""Set the story in columns, each with its own notes at its foot, in its measure.

WeasyPrint 70 lays columns out over one area of notes that is as wide as the page. Here each column is filled as a page
is: a note that its text calls takes away from the column's own depth, and what does not fit goes to the next column.
Where all that is left fits the page, the columns are made as short as they can be. WeasyPrint's own function is called
`columns_layout`; this one stands in its place and returns what that would.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import create_anonymous_boxes
from weasyprint.layout.block import block_box_layout, block_level_layout, block_level_width, collapse_margin
from weasyprint.layout.percent import percentage, resolve_percentages

from separatum.editions.pdf.line_grid import LineGrid, lines_on_grid, share_space

_EXACT = 0.5
"""Of a line: columns are as short as can be but for this."""
_ROUNDING = 0.5
"""Pixels."""
_ANY_PAGE: Mapping[str, Any] = {"break": "any", "page": None}
Skip = dict[int, Any] | None
"""Where the layout goes on, as WeasyPrint has it: by the numbers of children."""


@dataclass(frozen=True, slots=True)
class _Group:
    """What runs in columns."""

    children: list[Any]
    top: float
    """Where it begins, in pixels."""
    rest: Skip
    """Where it goes on from the page before."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """Columns as they were laid out."""

    columns: list[Any]
    areas: list[Any]
    """Of the notes of each."""
    used: list[float]
    """How deep each is, with its notes."""
    rest: Skip
    """What did not fit."""
    next_page: Mapping[str, Any]
    is_whole: bool
    """Whether all was laid out, with its notes."""
    absolute: list[Any]
    fixed: list[Any]
    """Boxes that are positioned."""


def collapsed(box: Any, margins: Sequence[float]) -> Any:
    """A copy of a box, below the margins that it adjoins."""
    made = box.copy_with_children(box.children)
    made.position_y += collapse_margin(margins)
    return made


class ColumnsLayout:
    """Lays out one box that has columns, on one page."""

    def __init__(
        self, context: Any, box: Any, bottom_space: float, containing_block: Any, styles: Sequence[Any]
    ) -> None:
        """Measure the columns.

        Args:
            context: of WeasyPrint's layout.
            box: its children are the story.
            bottom_space: what stays free at the page's foot, in pixels.
            containing_block: what the box is in.
            styles: of first letters and first lines, for WeasyPrint.
        """
        block_level_width(box, containing_block)
        self._context, self._box, self._around = context, box, containing_block
        self._space, self._styles = bottom_space, styles
        gap, count = box.style["column_gap"], box.style["column_count"]
        self._gap = box.style["font_size"] if gap == "normal" else percentage(gap, box.style, box.width)
        self._count = count
        self._width = max(0.0, box.width - (count - 1) * self._gap) / count

    def lay_out(
        self, skip: Skip, absolute: list[Any], fixed: list[Any], *, is_empty: bool
    ) -> tuple[Any, Any, Mapping[str, Any], list[Any], bool]:
        """What WeasyPrint's `columns_layout` returns: the box, where to go on, the next page, margins, and False.

        Args:
            skip: where it goes on.
            absolute: boxes that are positioned; it is added to.
            fixed: the same.
            is_empty: whether nothing stands on the page yet.
        """
        context, box = self._context, self._box
        y, made, margins = box.content_box_y(), list[Any](), list[Any]()
        first = next(iter(skip)) if skip else 0
        groups = list(self._groups(first))
        rest = skip[first] if skip else None
        if skip and groups and isinstance(groups[0][1], list):
            rest = {0: rest}
        _take_from_page(context)
        next_page, place, is_broken = _ANY_PAGE, first, False
        for number, (place, group) in enumerate(groups):  # noqa: B007 - the place where it ends is told below
            if isinstance(group, list):
                y, margins = y + collapse_margin(margins), []
                is_balanced = box.style["column_fill"] == "balance" or number < len(groups) - 1
                filled = self._fill(_Group(group, y, rest), is_empty=is_empty, is_balanced=is_balanced)
                absolute += filled.absolute
                fixed += filled.fixed
                made += filled.columns
                is_broken = not filled.columns
                next_page, rest, y = filled.next_page, filled.rest, y + max(filled.used, default=0.0)
            else:
                resolve_percentages(group, self._around)
                group.position_x, group.position_y = box.content_box_x(), y
                over_all, rest, next_page, margins, *_ = block_level_layout(
                    context, group, self._space, rest, self._around, is_empty, absolute, fixed, margins, *self._styles
                )
                is_broken = over_all is None
                if over_all is not None:
                    made.append(over_all)
                    y = over_all.border_box_y() + over_all.border_height()
                    margins.append(over_all.margin_bottom)
            if is_broken or rest is not None:
                break
            is_empty = False
        if box.children and not made:
            return None, (0, None), _ANY_PAGE, [], False
        box.children = made
        box.height = (
            max(y + collapse_margin(margins) - box.content_box_y(), 0.0) if box.height == "auto" else box.height
        )
        going_on: Skip = {place: None} if is_broken else None
        if rest and isinstance(group, list):
            ((inner, further),) = rest.items()
            going_on = {place + inner: further}
        elif rest:
            going_on = {place: rest}
        return box, going_on, next_page, [], False

    def _groups(self, first: int) -> Iterator[tuple[int, Any]]:
        """The children from one on, as lists that run in columns and blocks that stand over all of them."""
        group, begin = list[Any](), first
        for place, child in enumerate(self._box.children[first:], first):
            if child.style["column_span"] != "all":
                begin = begin if group else place
                group.append(child.copy())
                continue
            if group:
                yield begin, group
                group = []
            yield place, child.copy()
        if group:
            yield begin, group

    def _fill(self, group: _Group, *, is_empty: bool, is_balanced: bool) -> _Laid:
        """Fill columns with a group: as deep as the page, or as short as they can be if all of it fits."""
        before, depth = _State(self._context), self._context.page_bottom - self._space - group.top
        laid = self._columns(group, depth, is_empty=is_empty)
        if not laid.columns:
            before.restore(self._context)
            return laid
        if laid.is_whole and is_balanced and max(laid.used) <= depth + _ROUNDING:
            step, least = _EXACT * self._box.style["font_size"], sum(laid.used) / self._count
            most, fitting = max(laid.used), depth
            best = last = laid
            trial = least
            while most - least > step:
                before.restore(self._context)
                last = self._columns(group, trial, is_empty=False)
                if last.is_whole and max(last.used) <= trial + _ROUNDING:
                    best, most, fitting = last, max(last.used), trial
                else:
                    least = trial
                trial = (least + most) / 2
            if last is not best:  # boxes that are positioned, such as bullets, stand where they were laid out last
                before.restore(self._context)
                best = self._columns(group, fitting, is_empty=is_empty and best is laid)
            laid = best
            depth = max(laid.used)
        self._finish(laid, group.top, depth)
        return laid

    def _columns(self, group: _Group, depth: float, *, is_empty: bool) -> _Laid:
        """Lay a group out in columns of a depth."""
        context, bottom = self._context, self._context.page_bottom
        columns, areas, used = list[Any](), list[Any](), list[float]()
        lists = (list[Any](), list[Any]())
        next_page: Mapping[str, Any] = _ANY_PAGE
        y, rest = group.top, group.rest
        grid = LineGrid(self._box.style, y)
        for number in range(self._count):
            column = self._column(group, number)
            grid.begin_column()
            with _notes_of(context, column, bottom) as area, lines_on_grid(context, grid):
                made, further, next_page, *_ = block_box_layout(
                    context, column, bottom - y - depth, rest, self._around, is_empty, *lists, [], *self._styles,
                    discard=False, max_lines=None,
                )  # fmt: skip
                notes = bottom - context.page_bottom
            if area.children:
                areas.append(area)
            if made is None:
                break
            rest = further
            columns.append(made)
            used.append(_bottom(made, y) - y + notes)
            if rest is None:
                break
        is_whole = rest is None and bool(columns) and not context.reported_footnotes
        return _Laid(columns, areas, used, rest, next_page, is_whole, *lists)

    def _column(self, group: _Group, number: int) -> Any:
        column = self._box.anonymous_from(self._box, children=group.children)
        resolve_percentages(column, self._around)
        column.is_column, column.width = True, self._width
        from_left = self._count - 1 - number if self._box.style["direction"] == "rtl" else number
        column.position_x = self._box.content_box_x() + from_left * (self._width + self._gap)
        column.position_y = group.top
        return column

    def _finish(self, laid: _Laid, y: float, depth: float) -> None:
        """Share the space that the grid adds, and put the notes at the feet of their columns, behind all text."""
        for column in laid.columns:
            share_space(column)
        for area in laid.areas:
            area.position_y = y + depth
            set_area = block_level_layout(
                self._context, create_anonymous_boxes(area.deepcopy()), -inf, None, area.page, True, [], []
            )[0]
            set_area.translate(dy=-set_area.margin_height())
            laid.columns[-1].children = [*laid.columns[-1].children, set_area]
        most = depth if laid.areas else max(laid.used)
        laid.used.append(most)
        for column in laid.columns:
            column.height = most


def _take_from_page(context: Any) -> None:
    """Pass the notes on the page's own area on to the first column: the page before had no room for them."""
    notes, area = list(context.current_page_footnotes), context.current_footnote_area
    if notes:
        context.page_bottom += area.margin_height()
        area.children, area.height = [], "auto"
        context.current_page_footnotes = []
        context.reported_footnotes = [*notes, *context.reported_footnotes]


def _bottom(column: Any, y: float) -> float:
    """Where the text of a column ends."""
    flowing = [child for child in column.children if child.is_in_normal_flow()]
    return float(flowing[-1].position_y + flowing[-1].margin_height() - flowing[-1].margin_bottom) if flowing else y


class _State:
    """What a layout of columns changes in WeasyPrint's context, and how it was."""

    def __init__(self, context: Any) -> None:
        self._notes = list(context.footnotes)
        self._passed_on = list(context.reported_footnotes)
        self._shapes = len(context.excluded_shapes)
        self._broken = dict(context.broken_out_of_flow)

    def restore(self, context: Any) -> None:
        context.footnotes[:] = self._notes
        context.reported_footnotes = list(self._passed_on)
        del context.excluded_shapes[self._shapes :]
        context.broken_out_of_flow.clear()
        context.broken_out_of_flow.update(self._broken)


@contextmanager
def _notes_of(context: Any, column: Any, bottom: float) -> Iterator[Any]:
    """An area of notes for a column, which begins with those that the column before passed on."""
    page_area, page_notes = context.current_footnote_area, context.current_page_footnotes
    frame = column.copy()
    frame.height, frame.is_column = page_area.page.height, False
    area = boxes.FootnoteAreaBox(frame, page_area.style)
    resolve_percentages(area, frame)
    area.position_x, area.position_y = column.position_x, bottom

    def update() -> bool:
        """As the context does for its page; whether the notes are more than the sheet allows."""
        area.children = context.current_page_footnotes
        if not area.children:
            area.height, context.page_bottom = "auto", bottom
            return False
        laid = block_level_layout(context, create_anonymous_boxes(area.deepcopy()), -inf, None, frame)[0]
        area.height, context.page_bottom = laid.height, bottom - laid.margin_height()
        last = laid.children[-1]
        end = last.position_y + last.margin_height() - last.margin_bottom
        return bool(end > laid.position_y + laid.margin_height() - laid.margin_bottom + _ROUNDING)

    context.current_footnote_area, context.current_page_footnotes = area, []
    context._update_footnote_area, context.in_column = update, True  # noqa: SLF001 - asked whenever a note comes or goes
    waiting, context.reported_footnotes = context.reported_footnotes, []
    for place, note in enumerate(waiting):
        context.footnotes.append(note)
        if context.layout_footnote(note) and place:
            context.report_footnote(note)
            context.reported_footnotes = waiting[place:]
            break
    try:
        yield area
    finally:
        area.height = "auto"
        context.current_footnote_area, context.current_page_footnotes = page_area, page_notes
        context.page_bottom, context.in_column = bottom, False
        del context._update_footnote_area  # noqa: SLF001
