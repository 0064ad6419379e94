"""Lay out a line whose place and end are known: one that was chosen, of text and phrases, beside nothing that floats.

WeasyPrint 70 asks of each line where it may begin, what stands beside it and where it must break, several times. Of a
line that `paragraph_lines.py` has cut to its text, all of that is known; its parts are as wide as WeasyPrint finds
them, and stand above each other as it says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from separatum.editions.pdf.kept_styles import known_of

BOUNDLESS = float(2**22)
"""The width of what is around a line of boxes of its own that may not be broken, in pixels: from 2²¹ on WeasyPrint
sets Pango no width."""
SIZE = "separatum_size"
"""The attribute of a box of text for its text, and for the width, height and baseline of that in a line, in pixels,
where they are known before it is shaped."""
_COLLAPSING = ("normal", "nowrap", "pre-line")


class _UnusualError(Exception):
    """A line is to be laid out by WeasyPrint."""


def install() -> None:
    """Put ours before WeasyPrint's way; once a process."""
    from weasyprint.layout import inline

    inline.get_next_linebox = _with_known_ends(inline.get_next_linebox)


def _with_known_ends(plain: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(plain)
    def get_next_linebox(  # noqa: PLR0913, PLR0917 - the signature is WeasyPrint's
        context: Any,
        linebox: Any,
        position_y: float,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        *more: Any,
    ) -> Any:
        if containing_block.width == BOUNDLESS and not context.excluded_shapes:
            try:
                return _Line(context, containing_block, linebox).laid_out(position_y), None
            except _UnusualError:
                pass
        return plain(context, linebox, position_y, bottom_space, skip_stack, containing_block, *more)

    return get_next_linebox


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is to be laid out; its boxes are changed in place, as nothing else has them."""

    context: Any
    around: Any
    box: Any

    def laid_out(self, position_y: float) -> Any:
        """The line, as WeasyPrint's `get_next_linebox` leaves it.

        Args:
            position_y: where it begins.

        Raises:
            _UnusualError: it has something else in it than text that needs no care; what was changed, WeasyPrint sets.
        """
        from weasyprint.layout import inline

        line, left = self.box, self.around.content_box_x()
        self._require_text(line, is_first=True, is_last=True)
        line.position_x, line.position_y = left, position_y
        self._set_beside(line, left + line.text_indent)
        if line.width > BOUNDLESS:
            raise _UnusualError
        offset = inline.text_align(self.context, line, left + BOUNDLESS - left, last=True)
        bottom, top = inline.line_box_verticality(line)
        line.baseline, line.position_y, line.height = -top, top, bottom - top
        line.margin_top = line.margin_bottom = 0
        line.translate(offset, position_y - top)
        line.position_y = position_y  # as that of one that was moved by a difference is not quite the same
        return line

    def _require_text(self, box: Any, *, is_first: bool, is_last: bool) -> None:
        """Make sure that there is nothing but text in a box, and no space at the ends of the line."""
        from weasyprint.formatting_structure.boxes import InlineBox, TextBox

        count = len(box.children)
        if not count:
            raise _UnusualError
        for number, child in enumerate(box.children, start=1):
            at_start, at_end = is_first and number == 1, is_last and number == count
            if type(child) is TextBox:
                text, style = child.text, child.style
                ends_in_space = (at_start and text[:1] == " ") or (at_end and text[-1:] == " ")
                if not text or not style["font_size"] or (ends_in_space and style["white_space"] in _COLLAPSING):
                    raise _UnusualError
            elif type(child) is InlineBox and known_of(child.style, "separatum_is_plain", _is_plain):
                self._require_text(child, is_first=at_start, is_last=at_end)
            else:
                raise _UnusualError

    def _set_beside(self, box: Any, position_x: float) -> None:
        """Set what is in a box side by side, and how wide it is; as WeasyPrint's `split_inline_box`."""
        from weasyprint.formatting_structure.boxes import TextBox
        from weasyprint.layout import inline

        for child in box.children:
            child.position_x, child.position_y = position_x, box.position_y
            inline.resolve_percentages(child, self.around)
            if type(child) is TextBox:
                self._shape(child)
            else:
                self._set_phrase(child)
            position_x = child.position_x + child.margin_width()
        box.width = position_x - box.content_box_x()
        inline._adjust_line_height(box)  # noqa: SLF001 - nothing public does it

    def _set_phrase(self, box: Any) -> None:
        for side in ("margin_left", "margin_right"):
            if getattr(box, side) == "auto":
                setattr(box, side, 0)
        self._set_beside(box, box.position_x)
        spacing = box.padding_left + box.margin_left + box.border_left_width
        if spacing:
            for child in box.children:
                child.translate(dx=spacing)
            last = box.children[-1]
            box.width = last.position_x + last.margin_width() - box.content_box_x()

    def _shape(self, box: Any) -> None:
        """As WeasyPrint's `split_text_box`, for a text that is not split."""
        from weasyprint.layout import inline

        text, *size = box.__dict__.pop(SIZE, ("",))
        if text == box.text:
            layout = _unshaped(box)
            width, height, baseline = size
        else:
            layout, length, resume_at, width, height, baseline = inline.split_first_line(
                box.text, box.style, self.context, BOUNDLESS, box.justification_spacing
            )
            if resume_at is not None or length <= 0:
                raise _UnusualError
        half = (inline.strut(box.style)[0] - height) / 2
        box.text, box.pango_layout, box.width, box.height = layout.text, layout, width, height
        box.margin_top = box.margin_bottom = half
        box.baseline = baseline + half


def _unshaped(box: Any) -> Any:
    """The layout of a text from left to right that is shaped when it is drawn."""
    from weasyprint.text.line_break import Layout

    layout = object.__new__(Layout)
    layout.text, layout.justification_spacing, layout.max_width = box.text, box.justification_spacing, BOUNDLESS
    layout.first_line_direction = 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    return layout


def _is_plain(style: Any) -> bool:
    """Whether a phrase of a style stands in its line like a word, from left to right."""
    flows = style["float"] == "none" and style["position"] == "static"
    return bool(flows and style["direction"] == "ltr")
