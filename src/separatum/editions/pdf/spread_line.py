"""Make a line as long as its measure: move its words apart, and its letters by a hundredth of their size.

WeasyPrint widens word spaces only; its letter spacing would take ligatures apart and ask Pango to shape the text once
more for each amount. So the widths of the glyphs are changed in the line that Pango has shaped, when it is drawn. Only
the room behind a letter is changed: the text that is copied is the same.
"""

import re
from collections.abc import Iterator
from copy import copy
from itertools import accumulate
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import count_expandable_spaces
from weasyprint.text.ffi import TO_UNITS, ffi
from weasyprint.text.line_break import Layout

_JOINED = re.compile("[\u0590-\u08ff\u0900-\u109f\u1780-\u18af\ua840-\uabff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Scripts whose letters are joined or marked: moved apart they fall to pieces."""
_NO_LETTER = re.compile("[\\s\u00ad\u0300-\u036f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f]")
_THOUSANDTHS = 1000
"""The layout writes the room behind a glyph in thousandths of the size, and leaves fractions away."""
_CODE = frozenset({"code", "kbd", "samp", "pre"})


def letters_of(text: str) -> list[int]:
    """For each sign of a text, 1 if the room behind it may be changed, else 0."""
    if _JOINED.search(text):
        return [0] * len(text)
    found = [1] * len(text)
    for one in _NO_LETTER.finditer(text):
        found[one.start()] = 0
    return found


def count_letters(line: Any) -> int:
    """How many signs of a line have a room behind them that may be changed: not that of the last one."""
    return max(0, sum(sum(letters_of(box.text)) for box in _texts(line)) - 1)


def spread(line: Any, spaces: int, letters: int, free: float, by_letters: float) -> None:
    """Make a line longer, or shorter.

    Args:
        line: the box of a line that is laid out.
        spaces: how many word spaces it has.
        letters: as `count_letters` says.
        free: by how much, in pixels.
        by_letters: the share that is put between letters.
    """
    texts = [box for box in _texts(line) if any(letters_of(box.text))]
    size = line.style["font_size"]
    apart = round(_THOUSANDTHS * by_letters / letters / size) if letters else 0
    taken = apart * letters * size / _THOUSANDTHS
    if not spaces and not apart:
        return
    _spread(line, (free - taken) / spaces if spaces else 0.0, apart, texts[-1] if texts else None, 0.0)


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _texts(child)


def _spread(box: Any, spacing: float, apart: int, last: Any, advance: float) -> float:
    """As WeasyPrint's `add_word_spacing`, which this stands in for; how far what follows is moved."""
    box.position_x += advance
    before = advance
    if isinstance(box, boxes.TextBox):
        spaces = count_expandable_spaces(box)
        letters = sum(letters_of(box.text)) - (box is last) if apart else 0
        if spaces or letters:
            layout = copy(box.pango_layout)
            layout.__class__ = _Spread
            layout.justification_spacing = spacing
            layout.apart, layout.is_last = apart, box is last
            box.justification_spacing, box.pango_layout = spacing, layout
            advance += spacing * spaces + apart * letters * box.style["font_size"] / _THOUSANDTHS
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children[::-1] if box.style["direction"] == "rtl" else box.children:
            if child.is_in_normal_flow():
                advance = _spread(child, spacing, apart, last, advance)
    box.width += advance - before
    return advance


class _Spread(Layout):  # type: ignore[misc]
    """A text whose letters are moved apart when it is drawn."""

    apart: int
    """By how many thousandths of their size."""
    is_last: bool
    """Whether nothing follows it on its line."""

    def setup(self, style: Any) -> None:
        super().setup(style)
        self._size = style["font_size"]
        self._is_moved = not self.apart

    def get_first_line(self) -> Any:
        found = super().get_first_line()
        if not self._is_moved:
            self._is_moved = True
            self._move(found[0])
        return found

    def _move(self, line: Any) -> None:
        marks = letters_of(self.text)
        if self.is_last:
            marks[max((place for place, mark in enumerate(marks) if mark), default=0)] = 0
        octets = [0, *accumulate(mark if not place else 0 for mark, sign in zip(marks, self.text, strict=True)
                                 for place in range(len(sign.encode())))]  # fmt: skip
        unit = self._size * TO_UNITS / _THOUSANDTHS
        run = line.runs[0]
        while run != ffi.NULL:
            item, run = run.data, run.next
            if item.item.analysis.level % 2:
                continue
            start, length, count = item.item.offset, item.item.length, item.glyphs.num_glyphs
            clusters, infos = item.glyphs.log_clusters, item.glyphs.glyphs
            for number in range(count):
                here = clusters[number]
                following = clusters[number + 1] if number + 1 < count else length
                if following != here:
                    moved = octets[start + following] - octets[start + here]
                    if moved:
                        infos[number].geometry.width += round(
                            (moved * self.apart + (0.5 if self.apart > 0 else -0.5)) * unit
                        )
