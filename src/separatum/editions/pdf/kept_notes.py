"""Lay out each note of a page once, and not again with every note that follows.

Whenever a line calls a note, WeasyPrint 70 lays out all notes of the page, to see how high they are together, and then
throws them away; at the end of the page it lays them out once more. Each time a note begins where it began before, as
their area begins below the page and is moved up when it is full. Here a note keeps the box that was laid out for it
until the page is at its end, and gives it to the page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

_KNOWN, _IS_MEASURING = "separatum_laid_out", "separatum_is_measuring_notes"


def install() -> None:
    """Put ours before WeasyPrint's ways; once a process."""
    from weasyprint.layout import LayoutContext, block

    setattr(LayoutContext, _IS_MEASURING, False)
    LayoutContext._update_footnote_area = _measuring(LayoutContext._update_footnote_area)  # noqa: SLF001 - as below
    block.block_level_layout = _once(block.block_level_layout)


def _measuring(plain: Callable[[Any], bool]) -> Callable[[Any], bool]:
    @wraps(plain)
    def _update_footnote_area(context: Any) -> bool:
        for note in context.current_page_footnotes:
            note.__dict__.setdefault(_KNOWN, {})  # its copies have the same
        setattr(context, _IS_MEASURING, True)
        try:
            return plain(context)
        finally:
            setattr(context, _IS_MEASURING, False)

    return _update_footnote_area


def _once(plain: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(plain)
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
        known = box.__dict__.get(_KNOWN)

        def lay_out() -> Any:
            return plain(
                context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
                adjoining_margins, *more,
            )  # fmt: skip

        if known is None or adjoining_margins is None or context.excluded_shapes:
            return lay_out()
        around = containing_block.width, containing_block.height, containing_block.style["margin_break"]
        page = context.current_page, context.forced_break, page_is_empty
        key = box.position_x, box.position_y, bottom_space, *around, *page, *adjoining_margins
        is_measuring = getattr(context, _IS_MEASURING)
        found = known.get(key)
        if not is_measuring:
            known.clear()  # the page moves what it gets
        if found is None:
            found = lay_out(), [*adjoining_margins]
            if is_measuring and _stands_alone(box):
                known[key] = found
        (made, rest, following, margins, *others), adjoining_margins[:] = found
        return made, rest, following, [*margins], *others

    return block_level_layout


def _stands_alone(note: Any) -> bool:
    """Whether nothing but a note's own box comes of it when it is laid out."""
    inside = note.descendants(placeholders=True)
    return note.style["position"] == "static" and all(
        one.footnote is None and one.is_in_normal_flow() for one in inside
    )
