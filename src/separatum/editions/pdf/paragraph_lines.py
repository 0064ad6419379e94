"""Read a paragraph of the layout, choose its lines, and make each a box of its own.

A paragraph is what WeasyPrint calls a line box before it is laid out: boxes of text, in boxes of phrases, and pictures
and formulas among them. All of its text is shaped once, which gives the width of every sign in its own face. Then its
lines are chosen (`total_fit.py`), and each becomes a copy of the paragraph that holds this line and nothing else. A
paragraph with anything else in it, or with nothing but pictures, is left to the layout.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import inf
from typing import Any

from weasyprint.css.properties import ZERO_PIXELS, Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout.percent import resolve_percentages
from weasyprint.layout.replaced import inline_replaced_box_layout

from separatum.editions.pdf.hyphenation import hyphen_places, is_plain, steps
from separatum.editions.pdf.kept_styles import known_of
from separatum.editions.pdf.quick_lines import SIZE
from separatum.editions.pdf.shaping import (
    Kept,
    Shape,
    advances,
    kept_lines,
    line_breaks,
    one_key,
    shape,
    shaping_key,
    stands_alone,
)
from separatum.editions.pdf.soft_hyphens import ENDS_IN_SOFT_HYPHEN
from separatum.editions.pdf.spread_line import IDEOGRAPHS, is_of_ideographs, letters_of, trimmed
from separatum.editions.pdf.total_fit import Break, Paragraph, Setting, choose_breaks, letters_take, widest_space

BALANCED = "data-lines"
"""The attribute of an element whose lines are to be about equally long, with the value “balanced”."""

_TOKEN = re.compile(f"[^ \n\u00a0\u200b{IDEOGRAPHS}]+")
"""What stands between spaces or ideographs."""
_HANGING = frozenset(
    ".,;:!?-\u2010\u00ad\u2013\u2019\u201d\u2026\u00bb\u3001\u3002\uff0c\uff0e\uff09\u3009\u300b\u300d\u300f\u3011"
)
"""Signs at the end of a line that stand half in the margin."""
_HYPHENS = "-\u2010\u2013\u2014"
_SOFT_HYPHEN = "\u00ad"
_DECIDING = ("hyphens", "hyphenate_limit_chars", "hyphenate_character", "white_space", "overflow_wrap", "lang")
"""What of a style decides where its text may break."""
_CODE = frozenset({"code", "kbd", "samp", "pre"})
_STEP, _STEP_IN_CODE, _ANYWHERE, _IN_LONG_WORD = 20.0, 60.0, 150.0, 3.0
"""What breaks cost: within an address or a number, within code, anywhere in a word too long for its line, and at a
hyphen of such a word."""
_GOOD = 6.0
"""What the worst line may cost before words are hyphenated."""
_APART = (-0.005, 0.01)
"""Em: how far letters may be moved nearer or apart in a justified line; nearer, they are sooner seen."""
_IDEOGRAPHS_APART = (0.0, 0.12)
"""The same, where there are no word spaces."""
_WIDEST = 0.5
"""Em: a paragraph with a wider word space than this is set ragged."""
_NO_SPACE = 0.25
_LEFT_OUT = "…"
_PICTURE = "\u2e80"
"""The sign that stands for a picture: lines break beside one as beside an ideograph (CSS Text 3, 5.1)."""
_SIZES = (
    "width",
    "height",
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
)
"""What of the style of a picture may be a share of the measure."""
_TOLERANCE = 0.02
"""Pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaf:
    """A box of text in its place."""

    box: Any
    path: tuple[int, ...]
    chain: tuple[Any, ...]
    """The boxes that it is in, outermost first."""
    start: int
    is_code: bool
    shape: Shape | None
    """None of a line break and of a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A chosen line."""

    start: int
    chosen: Break
    ends_paragraph: bool
    """Whether it is the last, or a line break of the author follows: it is not stretched."""
    is_last: bool
    added: str = ""
    """A sign that it shows at its end besides: a hyphen, or “…” where the rest is left out."""


class UnknownContentError(Exception):
    """A paragraph holds something whose width is not known before it is laid out."""


class ReadParagraph:
    """A paragraph as it was read from its boxes."""

    def __init__(self, box: Any, containing_block: Any) -> None:
        """Read it.

        Raises:
            UnknownContentError: see there.
        """
        self.children = box.children
        self._box = box = box.copy()  # the box itself has this paragraph: they would hold each other
        self._leaves: list[_Leaf] = []
        self._phrases: list[tuple[Any, Any]] = []
        """The boxes in it that have children, and these."""
        self._starts: dict[int, list[int]] = {}
        """For the children of each box, the sign before which each of them begins."""
        self._ends: dict[int, list[int]] = {}
        """The same: the sign before which it ends."""
        self._styles: dict[tuple[int, bool, bool], Any] = {}
        self._widths: list[float] = []
        self._letters: list[int] = []
        self._trims: dict[int, float] = {}
        """What is taken away behind a sign of punctuation, if the line does not end there."""
        self._is_of_ideographs = is_of_ideographs(box.style)
        self._texts: list[str] = []
        self._count = 0
        self._pictures: dict[int, Any] = {}
        """For each box of a picture, one of the size that it has in this paragraph."""
        self._room = containing_block.width
        """What the size of a picture may be a share of."""
        self._read(box, (), (), containing_block, is_code=False)
        self.text = "".join(self._texts)
        if not self.text.strip(f" \n{_PICTURE if self._pictures else ''}"):
            raise UnknownContentError
        self._leaf_starts = [leaf.start for leaf in self._leaves]
        self._sums = [0.0, *accumulate(self._widths)]
        self._spaces = [*accumulate([sign in " \u00a0" for sign in self.text], initial=0)]
        self._letter_sums = [0, *accumulate(self._letters)]
        self._chosen: dict[tuple[float, float, Setting], tuple[list[Line], Setting]] = {}

    def _read(self, box: Any, path: tuple[int, ...], chain: tuple[Any, ...], around: Any, *, is_code: bool) -> None:
        starts = self._starts[id(box.children)] = list[int]()
        ends = self._ends[id(box.children)] = list[int]()
        if chain:
            self._phrases.append((box, box.children))
        chain = (*chain, box)
        for place, child in enumerate(box.children):
            starts.append(self._count)
            if isinstance(child, boxes.TextBox):
                self._read_text(child, (*path, place), chain, is_code=is_code)
            elif isinstance(child, boxes.InlineBox) and child.is_in_normal_flow() and not child.is_leader:
                resolve_percentages(child, around)
                before = self._count
                in_code = is_code or (child.element is not None and child.element.tag in _CODE)
                self._read(child, (*path, place), chain, around, is_code=in_code)
                if before < self._count:
                    self._widths[before] += _spacing(child, "left")
                    self._widths[-1] += _spacing(child, "right")
            elif isinstance(child, boxes.InlineReplacedBox) and child.is_in_normal_flow():
                self._read_picture(child, (*path, place), chain, around)
            elif not child.is_absolutely_positioned():
                raise UnknownContentError
            ends.append(self._count)

    def _read_text(self, box: Any, path: tuple[int, ...], chain: tuple[Any, ...], *, is_code: bool) -> None:
        if not box.text:
            return
        is_break = box.text == "\n"
        if not is_break and (box.style["white_space"] not in ("normal", "nowrap", "pre-wrap") or "\n" in box.text):
            raise UnknownContentError
        if box.style["font_size"] == 0:
            raise UnknownContentError
        found = None if is_break else shape(box.text, box.style)
        self._leaves.append(_Leaf(box=box, path=path, chain=chain, start=self._count, is_code=is_code, shape=found))
        self._texts.append(box.text)
        self._letters += letters_of(box.text, of_ideographs=self._is_of_ideographs)
        self._widths += [0.0] if found is None else found.advances
        for place in trimmed(box.text):
            self._trims[self._count + place] = trim = box.style["font_size"] / 2
            self._widths[self._count + place] -= trim
        self._count += len(box.text)

    def _read_picture(self, box: Any, path: tuple[int, ...], chain: tuple[Any, ...], around: Any) -> None:
        self._pictures[id(box)] = sized = _sized(box, around)
        self._leaves.append(_Leaf(box=box, path=path, chain=chain, start=self._count, is_code=False, shape=None))
        self._texts.append(_PICTURE)
        self._letters.append(0)
        self._widths.append(float(sized.margin_width()))
        self._count += 1

    def is_of(self, box: Any, containing_block: Any) -> bool:
        """Whether a box has what was read: WeasyPrint sets other children where it learns how many pages there are."""
        is_same = box.children is self.children and all(one.children is read for one, read in self._phrases)
        return is_same and (not self._pictures or containing_block.width == self._room)

    def place_of(self, skip: dict[int, Any] | None) -> int:
        """The sign that the layout goes on with, from the way that it remembers it."""
        box, place = self._box, 0
        while skip is not None:
            ((index, skip),) = skip.items()
            if isinstance(box, boxes.TextBox):
                return place + len(box.text.encode()[:index].decode())
            if index >= len(box.children):
                return self._count
            place, box = self._starts[id(box.children)][index], box.children[index]
        return place

    def skip_to(self, place: int) -> dict[int, Any]:
        """How the layout remembers that it goes on with a sign."""
        leaf = self._leaf(place)
        inside = place - leaf.start
        skip: dict[int, Any] | None = {len(leaf.box.text[:inside].encode()): None} if inside else None
        for index in reversed(leaf.path):
            skip = {index: skip}
        assert skip is not None
        return skip

    def lines(self, start: int, measure: float, indent: float, setting: Setting) -> tuple[list[Line], Setting]:
        """The lines from a sign on, and how they are set: ragged where a justified paragraph would have wide spaces.

        Args:
            start: the sign that the first of them begins with.
            measure: the length of a line, in pixels.
            indent: how far the paragraph's first line is moved in.
            setting: as the sheet wants it.
        """
        key = (measure, indent, setting)
        if key not in self._chosen:
            whole = self._choose(0, measure, indent, setting)
            self._chosen[key] = (whole, setting) if whole else (self._choose(0, measure, indent, "ragged"), "ragged")
        whole, setting = self._chosen[key]
        begin = self._first(start)
        first = next((place for place, line in enumerate(whole) if line.start == begin), None)
        if first is not None:
            return whole[first:], setting
        return self._choose(start, measure, 0.0, setting) or self._choose(start, measure, 0.0, "ragged"), setting

    def one_line(self, measure: float) -> Line:
        """All of it in one line; what does not fit is left out, word by word, and “…” stands for it."""
        start, shown = self._first(0), len(self.text.rstrip(" \n"))
        if self._sums[shown] - self._sums[start] <= measure + _TOLERANCE and "\n" not in self.text[:shown]:
            chosen, added = Break(start=self._count, end=shown, is_last=True), ""
        else:
            style = self._leaf(start).box.style
            room = measure - sum(advances(_LEFT_OUT, style)) + self._sums[start]
            fitting = max(bisect_right(self._sums, room) - 1, start + 1)
            word = self.text.rfind(" ", start + 1, fitting + 1)
            end = word if word > start + (fitting - start) / 2 else fitting
            shown = len(self.text[:end].rstrip(" ,;:–—-"))
            chosen, added = Break(start=self._count, end=shown, is_last=True), _LEFT_OUT
        return Line(start=start, chosen=chosen, ends_paragraph=True, is_last=True, added=added)

    def _choose(self, start: int, measure: float, indent: float, setting: Setting) -> list[Line]:
        """The lines from a sign on; none where a justified paragraph would have too wide spaces."""
        key = (self._identity, start, measure, indent, setting)
        kept: Kept[list[Line]] = kept_lines(self._box.style)
        return kept.get(key, len(self.text) // 50 + 1, lambda: self._chosen_now(start, measure, indent, setting))

    @cached_property
    def _identity(self) -> tuple[Hashable, ...]:
        """All that decides where its lines break, but for their length."""
        leaves = (
            (
                leaf.start,
                leaf.path,
                leaf.is_code,
                *(box.style["white_space"] for box in leaf.chain),
                known_of(leaf.box.style, "separatum_breaking", _breaking_key),
            )
            for leaf in self._leaves
        )
        return self.text, array("d", self._widths).tobytes(), self._box.style["font_size"], *leaves

    def _chosen_now(self, start: int, measure: float, indent: float, setting: Setting) -> list[Line]:
        lines: list[Line] = []
        ends = [found.start() for found in re.finditer("\n", self.text) if found.start() >= start]
        for end in [*ends, len(self.text)]:
            first = self._first(start)
            piece = self._piece(first, end, measure, indent if start == 0 else 0.0, setting)
            if piece is None:
                return []
            begin = first
            for chosen in piece:
                lines.append(Line(start=begin, chosen=chosen, ends_paragraph=chosen is piece[-1], is_last=False))
                begin = chosen.start
            start = end + 1
        if lines and not self.text[lines[-1].start :].strip(" \n") and len(lines) > 1:
            lines.pop()  # nothing stands behind the last line break
        last = lines[-1]
        lines[-1] = Line(start=last.start, chosen=last.chosen, ends_paragraph=True, is_last=True)
        return lines

    def _first(self, start: int) -> int:
        if start == 0 and self._box.style["white_space"] == "pre-wrap":
            return 0
        while start < len(self.text) and self.text[start] == " ":
            start += 1
        return start

    def _piece(self, start: int, end: int, measure: float, indent: float, setting: Setting) -> list[Break] | None:
        """The breaks of a text without line breaks of the author; None where its spaces would be too wide."""
        shown = len(self.text[start:end].rstrip(" ")) + start
        em = self._box.style["font_size"]
        paragraph = self._paragraph(start, shown, measure, indent, setting)
        last = Break(start=end, end=shown, is_last=True)
        if self._sums[shown] - self._sums[start] <= measure - indent + _TOLERANCE:
            return [last]
        breaks = self._with_long_words([*self._breaks(start, shown, setting), last], start, measure, em)
        chosen, cost = choose_breaks(paragraph, breaks, setting)
        if setting != "balanced" and cost > _GOOD:
            more = self._hyphens(start, shown, setting)
            if more:
                breaks = sorted([*breaks, *more], key=lambda one: (one.start, one.end))
                chosen, cost = choose_breaks(paragraph, breaks, setting)
            if setting == "justified" and widest_space(paragraph, chosen) > _WIDEST:
                return None
        return chosen

    def _paragraph(self, start: int, end: int, measure: float, indent: float, setting: Setting) -> Paragraph:
        em = self._box.style["font_size"]
        space = self.text.find(" ", start, end)
        return Paragraph(
            widths=self._sums,
            spaces=self._spaces,
            letters=self._letter_sums,
            start=start,
            space=self._widths[space] if space >= 0 else _NO_SPACE * em,
            em=em,
            measure=measure,
            indent=indent,
            apart=(_IDEOGRAPHS_APART if self._is_of_ideographs else _APART) if setting == "justified" else (0.0, 0.0),
        )

    def letters_take(self, line: Line, spaces: int, letters: int, free: float) -> float:
        """How much of what a justified line lacks its letters take, in pixels; see `total_fit.letters_take`."""
        paragraph = self._paragraph(line.start, line.chosen.end, 0.0, 0.0, "justified")
        return letters_take(paragraph, spaces, letters, free)

    def _breaks(self, start: int, end: int, setting: Setting) -> Iterator[Break]:
        """Where a line may end without a sign: at spaces, behind hyphens, and between ideographs."""
        text = self.text[start:end]
        steps_of: dict[int, float] = {}
        barred = set[int]()
        for token in _TOKEN.finditer(text):
            is_code = self._leaf(start + token.start()).is_code
            if is_code or not is_plain(token[0]):
                barred.update(range(token.start() + 1, token.end()))
                price = _STEP_IN_CODE if is_code else _STEP
                steps_of |= {token.start() + step: price for step in steps(token[0])}
        found = set(line_breaks(text, self._box.style["lang"])) - barred
        for place in sorted(found | set(steps_of)):
            if 0 < place < len(text) and self._may_break(start + place):
                yield self._break(start + place, setting, steps_of.get(place, 0.0))

    def _break(self, place: int, setting: Setting, price: float) -> Break:
        shown = place
        while self.text[shown - 1] == " ":
            shown -= 1
        sign = self.text[shown - 1]
        trim = self._trims.get(shown - 1, 0.0)
        hang = (self._widths[shown - 1] + trim) / 2 if sign in _HANGING and setting == "justified" else 0.0
        is_hyphen = sign in _HYPHENS and place == shown
        return Break(start=self._first(place), end=shown, sign=trim, hang=hang, is_hyphen=is_hyphen, price=price)

    def _hyphens(self, start: int, end: int, setting: Setting) -> list[Break]:
        """Where a hyphen may be added."""
        text, found = self.text[start:end], list[Break]()
        for token in _TOKEN.finditer(text):
            style = self._leaf(start + token.start()).box.style
            if style["hyphens"] == "none":
                continue
            places = [token.start() + place.start() + 1 for place in re.finditer(_SOFT_HYPHEN, token[0])]
            if not places and style["hyphens"] == "auto" and not self._leaf(start + token.start()).is_code:
                places = [
                    token.start() + place
                    for place in hyphen_places(token[0], style["lang"] or "", style["hyphenate_limit_chars"])
                ]
            found += [self._hyphen(start + place, setting) for place in places if self._may_break(start + place)]
        return found

    def _hyphen(self, place: int, setting: Setting, price: float = 0.0) -> Break:
        style = self._leaf(place - 1).box.style
        width = sum(advances(style["hyphenate_character"], style))
        end = place - 1 if self.text[place - 1] == _SOFT_HYPHEN else place
        hang = width / 2 if setting == "justified" else 0.0
        return Break(start=place, end=end, sign=width, hang=hang, is_hyphen=True, price=price)

    def _with_long_words(self, breaks: list[Break], start: int, measure: float, em: float) -> list[Break]:
        """The breaks, with more of them in what is longer than a line: at hyphens, else anywhere."""
        found: list[Break] = []
        begin = start
        for one in breaks:
            if self._sums[one.end] - self._sums[begin] > measure:
                found += self._in_long_word(begin, one.end, measure, em)
            found.append(one)
            begin = one.start
        return found

    def _in_long_word(self, begin: int, end: int, measure: float, em: float) -> list[Break]:
        style, is_code = self._leaf(begin).box.style, self._leaf(begin).is_code
        total, left, right = style["hyphenate_limit_chars"]
        word = self.text[begin:end]
        places = [] if is_code else hyphen_places(word, style["lang"] or "", (total, max(left, 3), max(right, 3)))
        inside = [begin + place for place in places if self._may_break(begin + place)]
        hyphens = [self._hyphen(place, "ragged", _IN_LONG_WORD) for place in inside]
        ends = [begin, *(one.start for one in hyphens), end]
        if all(self._sums[after] - self._sums[before] < measure - em for before, after in pairwise(ends)):
            return hyphens
        if style["overflow_wrap"] == "normal":
            return []
        anywhere = [place for place in range(begin + 1, end) if self._widths[place] > 0 and self._may_break(place)]
        return [Break(start=place, end=place, price=_ANYWHERE) for place in anywhere]

    def _may_break(self, place: int) -> bool:
        """Whether the sheet lets a line end before a sign (CSS Text 3, 3: “white-space”)."""
        before, after = self._leaf(place - 1), self._leaf(place)
        if before is after:
            holder = before.box
        else:
            holder = next(one for one in reversed(before.chain) if any(one is other for other in after.chain))
        return bool(holder.style["white_space"] != "nowrap")

    def _leaf(self, place: int) -> _Leaf:
        return self._leaves[bisect_right(self._leaf_starts, place) - 1]

    def box_of(self, line: Line, box: Any) -> Any:
        """The paragraph's boxes with nothing in them but a line.

        Args:
            line: one of those that were chosen.
            box: the box of the paragraph, as it is laid out now.
        """
        made = self._cut(box, line)
        if line.added or (line.chosen.sign and line.chosen.is_hyphen):
            box = made
            while not isinstance(box, boxes.TextBox):
                box = next(child for child in reversed(box.children) if _shows(child))
            box.text += line.added or box.style["hyphenate_character"]
            setattr(box, ENDS_IN_SOFT_HYPHEN, not line.added)
        return made

    def _cut(self, box: Any, line: Line) -> Any:
        """A copy of a box with what a line shows of it; boxes without text belong to what stands before them."""
        starts = self._starts[id(box.children)]
        first = max(bisect_left(starts, line.start) - 1, 0)
        places = range(first, bisect_right(starts, self._behind(line)))
        kept = (self._cut_child(box, place, line) for place in places)
        return box.copy_with_children([child for child in kept if child is not None])

    def _cut_child(self, box: Any, place: int, line: Line) -> Any:
        """What a line shows of a child of a box; None if nothing."""
        child, begin, end = box.children[place], line.start, line.chosen.end
        start = self._starts[id(box.children)][place]
        if isinstance(child, boxes.TextBox):
            return self._cut_text(self._leaf(start), max(0, begin - start), end - start) if child.text else None
        if id(child) in self._pictures:
            return self._pictures[id(child)].copy() if begin <= start < end else None
        stop = self._ends[id(box.children)][place]
        if start == stop:
            return child if begin < start <= self._behind(line) or start == begin == 0 else None
        if start >= end or stop <= begin:
            return None
        made = self._cut(child, line)
        if start < begin or stop > end:
            made.style = self._without_spacing(child.style, left=start < begin, right=stop > end)
        return made

    def _cut_text(self, leaf: _Leaf, first: int, behind: int) -> Any:
        """A box of text with some signs of another, and the size that they have in a line; None without any.

        Args:
            leaf: the other.
            first: of its signs.
            behind: the sign behind the last one.
        """
        whole, style = leaf.box.text, leaf.box.style
        behind = min(behind, len(whole))
        if behind <= first or leaf.shape is None:
            return None
        made = leaf.box.copy_with_text(whole[first:behind])
        widths, height, baseline = leaf.shape
        if height and style["text_decoration_line"] == "none" and stands_alone(whole, first, behind, style):
            setattr(made, SIZE, (made.text, sum(widths[first:behind]), height, baseline))
        return made

    def _behind(self, line: Line) -> int:
        """Where the next line begins."""
        return self._count if line.is_last else line.chosen.start

    def _without_spacing(self, style: Any, *, left: bool, right: bool) -> Any:
        """A style without the spacing of the sides where its box is cut."""
        key = (id(style), left, right)
        known = self._styles.get(key)
        if known is None:
            known = self._styles[key] = style.copy()
            for side in [side for side, is_cut in (("left", left), ("right", right)) if is_cut]:
                known[f"margin_{side}"] = known[f"padding_{side}"] = ZERO_PIXELS
                known[f"border_{side}_width"] = 0
        return known


def _breaking_key(style: Any) -> Hashable:
    """What stands for all of a style that decides where a text may break."""
    return one_key(style.font_config, (*(style[name] for name in _DECIDING), shaping_key(style)))


def _sized(box: Any, around: Any) -> Any:
    """The box of a picture with the size that it has in a paragraph: its own may be a share of the measure.

    Args:
        box: of the picture; it stays as it is.
        around: what the measure is taken from.
    """
    made = box.copy()
    resolve_percentages(made, around)
    inline_replaced_box_layout(made, around)
    made.style = style = box.style.copy()
    for name in _SIZES:
        style[name] = Dimension(getattr(made, name), "px")
    style["min_width"] = style["min_height"] = ZERO_PIXELS
    style["max_width"] = style["max_height"] = Dimension(inf, "px")
    return made


def _spacing(box: Any, side: str) -> float:
    parts = (getattr(box, f"{kind}_{side}") for kind in ("margin", "padding"))
    return float(sum(part for part in parts if part != "auto") + getattr(box, f"border_{side}_width"))


def _shows(box: Any) -> bool:
    return isinstance(box, boxes.TextBox) or (isinstance(box, boxes.InlineBox) and any(map(_shows, box.children)))
