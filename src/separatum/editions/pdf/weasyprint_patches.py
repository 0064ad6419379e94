"""What is changed in WeasyPrint: how paragraphs are broken, columns filled, heads and feet made.

WeasyPrint 70 has no way to say where lines break, and it breaks each as late as it can. `weasyprint.layout.block` calls
`iter_line_boxes` for the lines of every paragraph; here another function stands in its place. It asks `total_fit.py`
where the lines break, lets WeasyPrint lay out each of them, and returns what WeasyPrint would. Pages, columns, notes,
widows and orphans work as before. If a version of WeasyPrint has no such name, lines break as WeasyPrint breaks them.

`columns_layout` lays out a box with columns. The one that stands in its place sets the notes of each column at its foot
(`note_columns.py`).

`make_margin_boxes` makes the heads and feet of a page. Pages are often laid out twice or more before the best are
known, and only these need any: inside of `margins_later` a page remembers how to make them, and `make_margins` does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from separatum.editions.pdf.line_grid import grid_of, on_grid
from separatum.editions.pdf.quick_lines import BOUNDLESS
from separatum.editions.pdf.total_fit import Setting
from separatum.editions.pdf.untied import untie

if TYPE_CHECKING:
    from weasyprint import Document

_READ, _MARGINS = "separatum_paragraph", "separatum_margins"
_are_later: ContextVar[bool] = ContextVar("margins_are_made_later", default=False)
_SHARES = {"center": 0.5, "right": 1.0, "end": 1.0}
"""Which part of the room that a line leaves stands before it."""


def install() -> None:
    """Put our functions in the place of WeasyPrint's; once a process."""
    from weasyprint import layout
    from weasyprint.layout import block, inline, preferred

    if hasattr(layout, "make_margin_boxes"):
        layout.make_margin_boxes = _later(layout.make_margin_boxes)
    if hasattr(block, "columns_layout"):
        block.columns_layout = _with_notes_below(block.columns_layout)
        block.block_level_layout = on_grid(block.block_level_layout)
    if hasattr(inline, "split_first_line") and hasattr(preferred, "split_first_line"):
        from separatum.editions.pdf.kept_shapes import kept_first_lines

        inline.split_first_line = preferred.split_first_line = kept_first_lines(inline.split_first_line)
    if hasattr(inline, "can_break_text") and hasattr(preferred, "can_break_text"):
        # Asked of two letters wherever two boxes meet; Pango says the same each time.
        inline.can_break_text = preferred.can_break_text = lru_cache(maxsize=1000)(inline.can_break_text)
    greedy = getattr(block, "iter_line_boxes", None)
    if greedy is None:
        return

    def iter_line_boxes(  # noqa: PLR0913, PLR0917 - the signature is WeasyPrint's
        context: Any,
        box: Any,
        position_y: float,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        *more: Any,
    ) -> Iterator[tuple[Any, Any]]:
        arguments = (context, box, position_y, bottom_space, skip_stack, containing_block, *more)
        found = _lines(greedy, *arguments)
        orphans, taller = box.style["orphans"], 0.0
        grid = grid_of(context)
        for number, (line, resume_at) in enumerate(found, start=1):
            if grid is not None and grid.is_on(containing_block):
                line.translate(dy=taller)
                taller += grid.settle(line)
            # WeasyPrint moves the notes of a full page away for the last line that `orphans` ask of a paragraph, where
            # more lines follow than `widows` ask. It is told of no line behind one that does not fit and that the
            # paragraph must not break before; then the paragraph goes to the next page whole. The first line of an
            # empty page stands there even if it does not fit.
            is_last = number == orphans > 1 and context.overflows_page(bottom_space, line.position_y + line.height)
            yield line, resume_at
            if is_last:
                return

    block.iter_line_boxes = iter_line_boxes


@contextmanager
def margins_later() -> Iterator[None]:
    """Lay pages out without their heads and feet in the block; `make_margins` makes them."""
    before = _are_later.set(True)
    try:
        yield
    finally:
        _are_later.reset(before)


def make_margins(document: "Document") -> None:
    """Make the heads and feet of pages that were laid out without them."""
    for page in document.pages:
        box = page._page_box  # noqa: SLF001
        make = box.__dict__.pop(_MARGINS, None)
        if make is not None:
            make(box)


def _later(plain: Any) -> Any:
    """The function that makes the heads and feet of a page."""

    def make_margin_boxes(context: Any, page: Any, state: Any) -> Any:
        if not _are_later.get():
            return plain(context, page, state)
        untie(context)
        setattr(page, _MARGINS, partial(_make_margins, plain, context, state, context.current_page))
        return ()

    return make_margin_boxes


def _make_margins(plain: Any, context: Any, state: Any, number: int, page: Any) -> None:
    from weasyprint.layout.background import layout_box_backgrounds

    context.current_page = number
    made = list(plain(context, page, state))
    page.children = (*page.children, *made)
    page.separatum_layout = context  # which drawings ask while they are painted, and do not hold
    for box in made:
        layout_box_backgrounds(page, box, context.get_image_from_uri)


def _with_notes_below(plain: Any) -> Any:
    """The function that fills columns; a box of a height of its own is left to WeasyPrint's."""

    def columns_layout(  # noqa: PLR0913, PLR0917 - the signature is WeasyPrint's
        context: Any,
        box: Any,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        page_is_empty: bool,
        absolute_boxes: Any,
        fixed_boxes: Any,
        adjoining_margins: Any,
        *styles: Any,
    ) -> Any:
        from separatum.editions.pdf.note_columns import ColumnsLayout, collapsed

        if box.style["height"] != "auto" or box.style["column_count"] == "auto" or box.style["column_width"] != "auto":
            return plain(
                context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
                adjoining_margins, *styles,
            )  # fmt: skip
        made = collapsed(box, adjoining_margins)
        columns = ColumnsLayout(context, made, bottom_space, containing_block, styles)
        return columns.lay_out(skip_stack, absolute_boxes, fixed_boxes, is_empty=page_is_empty)

    return columns_layout


def _lines(  # noqa: PLR0913, PLR0917 - the same
    greedy: Any,
    context: Any,
    box: Any,
    position_y: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    absolute_boxes: Any,
    fixed_boxes: Any,
    first_letter_style: Any,
    first_line_style: Any,
) -> Iterator[tuple[Any, Any]]:
    """The lines of a paragraph and how each is resumed behind; as the function that is replaced."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline
    from weasyprint.layout.percent import resolve_one_percentage, resolve_percentages

    from separatum.editions.pdf.spread_line import count_letters, spread, trim

    paragraph = None
    if not (first_letter_style or first_line_style or _is_beside_float(context, position_y)):
        paragraph = _read(box, containing_block)
    if paragraph is None:
        yield from greedy(
            context, box, position_y, bottom_space, skip_stack, containing_block, absolute_boxes, fixed_boxes,
            first_letter_style, first_line_style,
        )  # fmt: skip
        return
    resolve_percentages(box, containing_block)
    resolve_one_percentage(box, "text_indent", containing_block.width)
    indent, measure = float(box.text_indent), float(containing_block.width)
    start = paragraph.place_of(skip_stack)
    if isinstance(containing_block, boxes.MarginBox):
        lines, setting = [paragraph.one_line(measure)], "ragged"
    else:
        lines, setting = paragraph.lines(start, measure, indent, _setting(box, containing_block))
    around = containing_block.copy()
    around.width = BOUNDLESS  # so that the layout breaks no line again
    for line in lines:
        made = paragraph.box_of(line, box)
        made.text_indent = indent if line is lines[0] and start == 0 else 0
        laid_out, _ = inline.get_next_linebox(
            context, made, position_y, bottom_space, None, around, absolute_boxes, fixed_boxes, None, None
        )
        if laid_out is None:
            return
        shorter = trim(laid_out)
        free = measure - laid_out.width + shorter  # the width has the indent in it
        if setting == "justified" and (free < 0 or not line.ends_paragraph):
            wanted = free + line.chosen.hang
            spaces, letters = inline.count_expandable_spaces(laid_out), count_letters(laid_out)
            spread(laid_out, spaces, letters, wanted, paragraph.letters_take(line, spaces, letters, wanted))
        else:
            if shorter:
                spread(laid_out, 0, 0, 0.0, 0.0)
            wanted = free * _SHARES.get(box.style["text_align_all"], 0.0)
            laid_out.translate(dx=containing_block.content_box_x() + wanted - laid_out.position_x)
        position_y = laid_out.position_y + laid_out.height
        yield laid_out, None if line.is_last else paragraph.skip_to(line.chosen.start)


def _read(box: Any, containing_block: Any) -> Any:
    """The paragraph of a box, read once; None where the layout must break it by itself."""
    from separatum.editions.pdf.paragraph_lines import ReadParagraph, UnknownContentError

    known = getattr(box, _READ, None)
    if known is None or (known and not known.is_of(box, containing_block)):
        try:
            known = ReadParagraph(box, containing_block) if box.style["direction"] == "ltr" else False
        except UnknownContentError:
            known = False
        setattr(box, _READ, known)
    return known or None


def _is_beside_float(context: Any, position_y: float) -> bool:
    return any(shape.position_y + shape.margin_height() > position_y for shape in context.excluded_shapes)


def _setting(box: Any, containing_block: Any) -> Setting:
    from separatum.editions.pdf.paragraph_lines import BALANCED

    if box.style["white_space"] == "pre-wrap":
        return "filled"
    if box.style["text_align_all"] == "justify":
        return "justified"
    element = containing_block.element
    return "balanced" if element is not None and element.get(BALANCED) == "balanced" else "ragged"
