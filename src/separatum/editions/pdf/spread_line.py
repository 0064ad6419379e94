"""Make a line as long as its measure: move its words apart, and its letters by a hundredth of their size.

WeasyPrint widens word spaces only; its letter spacing would take ligatures apart and ask Pango to shape the text once
more for each amount. So the widths of the glyphs are changed in the line that Pango has shaped, when it is drawn. Only
the room behind a letter is changed: the text that is copied is the same.
"""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import count_expandable_spaces
from weasyprint.text.ffi import TO_UNITS, ffi
from weasyprint.text.line_break import Layout

_JOINED = re.compile("[\u0590-\u08ff\u0900-\u109f\u1780-\u18af\ua840-\uabff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Scripts whose letters are joined or marked: moved apart they fall to pieces."""
_NO_LETTER = re.compile("[\\s\u00ad\u0300-\u036f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f]")
IDEOGRAPHS = "\u2e80-\u303f\u3041-\u30ff\u31c0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
"""Han, kana and their punctuation, which stand without spaces (Unicode 16, chapter 18): for a class of signs."""
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_CLOSING, _OPENING = "、。，．）〉》」』】〕〗］｝", "（〈《「『【〔〖［｛"
"""Punctuation of ideographs, whose right or left half is white (W3C, Requirements for Japanese Text Layout, 3.1.2)."""
_TRIMMED = re.compile(f"[{_CLOSING}](?=[{_CLOSING}{_OPENING}])|[{_OPENING}](?=[{_OPENING}])")
"""A sign behind which half an em is taken away: two halves of white would stand beside each other."""
_THOUSANDTHS = 1000
"""The layout writes the room behind a glyph in thousandths of the size, and leaves fractions away."""


@lru_cache(maxsize=1000)
def letters_of(text: str, *, of_ideographs: bool = False) -> tuple[int, ...]:
    """For each sign of a text, 1 if the room behind it may be changed, else 0.

    Args:
        text: what stands on a line.
        of_ideographs: whether that of ideographs alone may.
    """
    if of_ideographs:
        return tuple([int(_IDEOGRAPH.match(sign) is not None) for sign in text])
    if _JOINED.search(text):
        return (0,) * len(text)
    found = [1] * len(text)
    for one in _NO_LETTER.finditer(text):
        found[one.start()] = 0
    return tuple(found)


def trimmed(text: str) -> list[int]:
    """The places of signs behind which half an em is taken away."""
    return [] if text.isascii() else [one.start() for one in _TRIMMED.finditer(text)]


def is_of_ideographs(style: Any) -> bool:
    """Whether lines of this style are made even between ideographs: Chinese and Japanese have no word spaces."""
    return (style["lang"] or "").partition("-")[0].lower() in ("zh", "ja", "yue")


def trim(line: Any) -> float:
    """How much shorter a line is once its punctuation is trimmed, in pixels."""
    return float(sum(len(trimmed(box.text)) * box.style["font_size"] / 2 for box in _texts(line)))


def count_letters(line: Any) -> int:
    """How many signs of a line have a room behind them that may be changed: not that of the last one."""
    of_ideographs = is_of_ideographs(line.style)
    return max(0, sum(sum(letters_of(box.text, of_ideographs=of_ideographs)) for box in _texts(line)) - 1)


def spread(line: Any, spaces: int, letters: int, free: float, by_letters: float) -> None:
    """Trim a line's punctuation, and make it longer, or shorter.

    Args:
        line: the box of a line that is laid out.
        spaces: how many word spaces it has.
        letters: as `count_letters` says.
        free: by how much, in pixels, once its punctuation is trimmed.
        by_letters: the share that is put between letters.
    """
    of_ideographs = is_of_ideographs(line.style)
    texts = [box for box in _texts(line) if any(letters_of(box.text, of_ideographs=of_ideographs))]
    size = line.style["font_size"]
    apart = round(_THOUSANDTHS * by_letters / letters / size) if letters else 0
    taken = apart * letters * size / _THOUSANDTHS
    spacing = (free - taken) / spaces if spaces else 0.0
    _Spreading(spacing, apart * size / _THOUSANDTHS, texts[-1] if texts else None, of_ideographs).spread(line, 0.0)


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _texts(child)


@dataclass(frozen=True, slots=True)
class _Spreading:
    """How a line is spread; lengths are in pixels."""

    spacing: float
    """More than a word space has."""
    apart: float
    """Between letters."""
    last: Any
    """The last box of text with letters: nothing follows its last letter."""
    of_ideographs: bool

    def spread(self, box: Any, advance: float) -> float:
        """As WeasyPrint's `add_word_spacing`, which this stands in for; how far what follows is moved."""
        box.position_x += advance
        before = advance
        if isinstance(box, boxes.TextBox):
            advance += self._spread_text(box)
        elif isinstance(box, boxes.LineBox | boxes.InlineBox):
            for child in box.children[::-1] if box.style["direction"] == "rtl" else box.children:
                if child.is_in_normal_flow():
                    advance = self.spread(child, advance)
        box.width += advance - before
        return advance

    def _spread_text(self, box: Any) -> float:
        spaces = count_expandable_spaces(box) if self.spacing else 0
        rooms = [0.0] * len(box.text)
        if self.apart:
            marks = letters_of(box.text, of_ideographs=self.of_ideographs)
            rooms = [mark * self.apart for mark in marks]
            if box is self.last:
                rooms[max(place for place, mark in enumerate(marks) if mark)] = 0.0
        for place in trimmed(box.text):
            rooms[place] -= box.style["font_size"] / 2
        if not spaces and not any(rooms):
            return 0.0
        layout = copy(box.pango_layout)
        layout.__class__ = _Spread
        layout.justification_spacing, layout.rooms = self.spacing, rooms
        box.justification_spacing, box.pango_layout = self.spacing, layout
        return self.spacing * spaces + sum(rooms)


class _Spread(Layout):  # type: ignore[misc]
    """A text whose letters are moved apart when it is drawn."""

    rooms: list[float]
    """What is added behind each sign, in pixels."""

    def setup(self, style: Any) -> None:
        super().setup(style)
        self._is_moved = not any(self.rooms)

    def get_first_line(self) -> Any:
        found = super().get_first_line()
        if not self._is_moved:
            self._is_moved = True
            self._move(found[0])
        return found

    def _move(self, line: Any) -> None:
        octets, half = [0.0], self.style["font_size"] / _THOUSANDTHS / 2
        for sign, room in zip(self.text, self.rooms, strict=False):
            octets += [octets[-1]] * (len(sign.encode()) - 1) + [octets[-1] + room]
        run = line.runs[0]
        while run != ffi.NULL:
            item, run = run.data, run.next
            if item.item.analysis.level % 2:
                continue
            start, length, count = item.item.offset, item.item.length, item.glyphs.num_glyphs
            clusters, infos = item.glyphs.log_clusters, item.glyphs.glyphs
            for number in range(count):
                here, following = clusters[number], clusters[number + 1] if number + 1 < count else length
                room = octets[start + following] - octets[start + here]
                if abs(room) > half:
                    room += half if room > 0 else -half  # the layout leaves the fraction of a thousandth away
                    infos[number].geometry.width += round(room * TO_UNITS)
