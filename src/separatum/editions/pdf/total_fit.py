"""Choose the line breaks of a paragraph as a whole, so that its word spaces are even and few words are hyphenated.

Every way to break the paragraph has a cost: the sum of what its lines cost. The cheapest way is a shortest path from
the first to the last break (Knuth and Plass, “Breaking Paragraphs into Lines”, Software: Practice and Experience 11,
1981). Nothing here knows a font or a page: a paragraph is a row of widths.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Setting = Literal["justified", "ragged", "balanced", "filled"]
"""How lines end: all at the measure; where they end; so that all are about equally long; or each as full as it can be,
which is for code.
"""

_IDEAL, _TIGHTEST, _TIGHT, _LOOSE, _WIDE = 0.225, 0.15, 0.18, 0.38, 0.5
"""Word spaces in em: the best; the least; the least and the most that are set without need; the most in a column."""
_LINE = 1.0
"""What each line costs."""
_HYPHEN = 9.0
"""Less than a line that is much too loose, more than one that is a little so."""
_TWO_HYPHENS = 1e5
"""Two hyphens in a row: more than any paragraph that can be set otherwise costs."""
_LAST_HYPHEN = 4.0
"""A hyphen before the last line."""
_SHORT_LAST = 30.0
_LONE_LAST_WORD = 12.0
"""A last line of one word, in ragged type."""
_LONE_WORD = 400.0
"""A line of one word, where another would fit beside it."""
_OVERFULL = 1e6
_MOST_BALANCED = 24
"""Lines that are made equally long: what has more is no heading."""
_HALF_FULL = 0.55
_TOLERANCE = 0.02
"""Pixels: widths are sums of many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A place where a line may end."""

    start: int
    """The sign that the next line begins with."""
    end: int
    """The sign behind the last one that the line shows: spaces at its end are not shown."""
    sign: float = 0
    """The width of the hyphen that is added there, or of what would be trimmed within a line."""
    hang: float = 0
    """How far its last sign may stand beyond the measure."""
    is_hyphen: bool = False
    """Whether a hyphen stands at the end of the line, added or not."""
    price: float = 0
    """What it costs besides."""
    is_last: bool = False
    """Whether the paragraph ends there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """The widths of a paragraph; all lengths are in one unit."""

    widths: Sequence[float]
    """How far each sign is from the beginning: one more than there are signs."""
    spaces: Sequence[int]
    """How many word spaces stand before each sign: one more than there are signs."""
    letters: Sequence[int]
    """How many signs that may be moved apart stand before each sign: one more than there are signs."""
    start: int
    """The sign that it begins with."""
    space: float
    """The width of a word space."""
    em: float
    measure: float
    indent: float = 0
    """How far the first line is moved in."""
    apart: tuple[float, float] = (0.0, 0.0)
    """How far letters may be moved apart, in em: the least, which is negative for nearer, and the most."""


def choose_breaks(text: Paragraph, breaks: Sequence[Break], setting: Setting) -> tuple[list[Break], float]:
    """The cheapest breaks of a paragraph, in their order, and the cost of its worst line.

    Args:
        text: the paragraph.
        breaks: where it may be broken, in their order; the last is its end.
        setting: how its lines end.
    """
    if setting == "balanced":
        return _balanced(text, breaks)
    if setting == "filled":
        return _first_fit(text, breaks, text.measure), 0.0
    path = _shortest(text, breaks, setting)
    return path, max(cost for _, cost in _costs(text, path, setting))


def widest_space(text: Paragraph, path: Sequence[Break]) -> float:
    """The widest word space, in em, of all lines but the last."""
    widest, start = 0.0, text.start
    for one in path[:-1]:
        count, width = _content(text, start, one)
        free = text.measure - (text.indent if start == text.start else 0) - width
        widest = max(widest, _space(text, count, text.letters[one.end] - text.letters[start], free))
        start = one.start
    return widest


def letters_take(text: Paragraph, count: int, letters: int, free: float) -> float:
    """How much of what a line lacks its letters take, moved apart or nearer: together with its spaces they reach what
    is set without need. In the unit of the paragraph.

    Args:
        text: the paragraph.
        count: how many word spaces the line has.
        letters: how many signs that may be moved.
        free: what its natural width lacks; negative where it has too much.
    """
    apart = text.apart[free > 0]
    if not apart or not letters:
        return 0.0
    room = letters * abs(apart) * text.em
    spaces = count * (_LOOSE * text.em - text.space if free > 0 else text.space - _TIGHT * text.em)
    share = min(abs(free) / (room + max(spaces, 0.0)), 1.0)
    return share * room if free > 0 else -share * room


def _space(text: Paragraph, count: int, letters: int, free: float) -> float:
    """How wide the word spaces of a line are, in em; of a line without any, whether its letters alone fill it."""
    left = free - letters_take(text, count, letters, free)
    if count:
        return (text.space + left / count) / text.em
    return text.space / text.em if letters and abs(left) <= _TOLERANCE else 9.0


def _balanced(text: Paragraph, breaks: Sequence[Break]) -> tuple[list[Break], float]:
    """As few lines as possible, and these as equal as possible: the narrowest measure that takes no more lines."""
    path = _shortest(text, breaks, "ragged")
    most, low, high = len(_first_fit(text, breaks, text.measure)), 0.0, text.measure
    if most == 1 or most > _MOST_BALANCED:
        return path, 0.0
    while high - low > 0.01 * text.em:
        middle = (low + high) / 2
        found = _first_fit(text, breaks, middle)
        if len(found) <= most and _fits(text, found, middle):
            path, high = found, middle
        else:
            low = middle
    path = path if len(path) <= most else _first_fit(text, breaks, text.measure)
    return _evened(text, breaks, path), 0.0


def _evened(text: Paragraph, breaks: Sequence[Break], path: list[Break]) -> list[Break]:
    """The same number of lines, none wider than the widest of them, and each as near to it as can be."""
    starts = [text.start, *(one.start for one in path[:-1])]
    measure = max(_content(text, start, one)[1] for start, one in zip(starts, path, strict=True))
    if any(one.price and not one.is_last for one in path):
        return path
    best: dict[int, tuple[float, list[Break]]] = {text.start: (0.0, [])}
    for left in range(len(path) - 1, -1, -1):
        following: dict[int, tuple[float, list[Break]]] = {}
        for start, (cost, chosen) in best.items():
            for one in breaks:
                width = _content(text, start, one)[1]
                if one.end <= start or width > measure + _TOLERANCE or one.is_last != (left == 0):
                    continue
                if one.price and not one.is_last:
                    continue
                total = cost + (measure - width) ** 2
                if one.start not in following or total < following[one.start][0]:
                    following[one.start] = total, [*chosen, one]
        best = following
    return min(best.values(), key=lambda found: found[0])[1] if best else path


def _fits(text: Paragraph, path: Sequence[Break], measure: float) -> bool:
    start = text.start
    for one in path:
        if _content(text, start, one)[1] > measure + _TOLERANCE:
            return False
        start = one.start
    return True


def _first_fit(text: Paragraph, breaks: Sequence[Break], measure: float) -> list[Break]:
    """Each line as full as it can be; a hyphen only where nothing else fits."""
    path: list[Break] = []
    start = text.start
    last: int | None = None
    dear: int | None = None
    place = 0
    while place < len(breaks):
        one = breaks[place]
        room = measure - (text.indent if start == text.start else 0.0)
        if _content(text, start, one)[1] <= room + _TOLERANCE or (last is None and dear is None):
            if one.price and not one.is_last:
                dear = place
            else:
                last, dear = place, None
            place += 1
            continue
        chosen = last if last is not None else dear
        assert chosen is not None
        path.append(breaks[chosen])
        start, last, dear = breaks[chosen].start, None, None
        place = chosen + 1
    return [*path, breaks[-1]]


def _content(text: Paragraph, start: int, end: Break) -> tuple[int, float]:
    """How many word spaces a line has, and its natural width."""
    count = text.spaces[end.end] - text.spaces[start]
    return count, text.widths[end.end] - text.widths[start] + end.sign - end.hang


def _shortest(text: Paragraph, breaks: Sequence[Break], setting: Setting) -> list[Break]:
    """The shortest path; from each break, only so many lines are tried as may fit."""
    costs = [0.0]
    before = [-1]
    spaced = spaces_cost_in(text)
    starts = [text.start, *(one.start for one in breaks)]
    lefts = [text.widths[start] for start in starts]
    first = 0
    for place, one in enumerate(breaks):
        best, chosen = float("inf"), place
        end = text.widths[one.end] + one.sign - one.hang
        least = _LINE + one.price
        # Lines that are not half full are tried only where there are no others.
        latest = place if one.is_last else min(place, bisect_right(lefts, end - _HALF_FULL * text.measure) - 1)
        for origin in range(latest if latest >= first else place, first - 1, -1):
            count = text.spaces[one.end] - text.spaces[starts[origin]]
            letters = text.letters[one.end] - text.letters[starts[origin]]
            free = text.measure - (end - lefts[origin]) - (0 if origin else text.indent)
            if (
                free < -_TOLERANCE
                and origin < place
                and (setting != "justified" or free + _give(text, count, letters) < 0)
            ):
                first = max(first, origin + 1) if not one.hang and not one.sign else first
                break
            if costs[origin] + least >= best:
                continue  # nothing makes a line cheaper than that
            hyphen = origin > 0 and breaks[origin - 1].is_hyphen
            more = _line_cost(text, count, letters, free, one, setting=setting, after_hyphen=hyphen, spaced=spaced)
            cost = costs[origin] + more
            if cost < best:
                best, chosen = cost, origin
        costs.append(best)
        before.append(chosen)
    path = []
    place = len(breaks)
    while place > 0:
        path.append(breaks[place - 1])
        place = before[place]
    return path[::-1]


def _give(text: Paragraph, count: int, letters: int) -> float:
    """How much shorter a line can be set."""
    return count * (text.space - _TIGHTEST * text.em) - letters * text.apart[0] * text.em


def _costs(text: Paragraph, path: Sequence[Break], setting: Setting) -> list[tuple[Break, float]]:
    found, start, hyphen, spaced = [], text.start, False, spaces_cost_in(text)
    for one in path:
        count, width = _content(text, start, one)
        free = text.measure - (text.indent if start == text.start else 0) - width
        letters = text.letters[one.end] - text.letters[start]
        cost = _line_cost(text, count, letters, free, one, setting=setting, after_hyphen=hyphen, spaced=spaced)
        found.append((one, cost))
        start, hyphen = one.start, one.is_hyphen
    return found


def _line_cost(  # noqa: PLR0913 - what a line is made of
    text: Paragraph,
    count: int,
    letters: int,
    free: float,
    end: Break,
    *,
    setting: Setting,
    after_hyphen: bool,
    spaced: Callable[[int, int, float], float],
) -> float:
    """What a line costs: for its spaces or its ragged end, and for how it ends."""
    cost = _LINE + end.price
    if end.is_hyphen:
        cost += _HYPHEN + (_TWO_HYPHENS if after_hyphen else 0)
    if end.is_last and after_hyphen:
        cost += _LAST_HYPHEN
    if free < -_TOLERANCE and (setting != "justified" or free + _give(text, count, letters) < -_TOLERANCE):
        return cost + _OVERFULL * (1 - free / text.em)
    if end.is_last:
        used = text.measure - free
        if setting == "ragged" and count == 0:
            cost += _LONE_LAST_WORD
        cost += _SHORT_LAST if used < max(2 * text.indent, 3 * text.em) else 0
        return cost + (spaced(count, letters, free) if free < 0 and count else 0.0)
    if count == 0:
        cost += _LONE_WORD * max(0.0, free / text.measure)
    if setting != "justified":
        return cost + (free / text.em / 2) ** 2
    return cost + spaced(count, letters, free)


def spaces_cost_in(text: Paragraph) -> Callable[[int, int, float], float]:
    """What the word spaces of a line cost, by their number, by that of the letters and by what its width lacks: as
    `_space_cost` and `_space` say, with all that is one for a paragraph worked out once. It is asked for each line
    that may be, 4,000 times in three pages.
    """
    space, em, (nearer, apart) = text.space, text.em, text.apart
    nearer, wider, narrower = abs(nearer), _LOOSE * em - space, space - _TIGHT * em

    def cost(count: int, letters: int, free: float) -> float:
        by_letter = apart if free > 0 else nearer
        if by_letter and letters:
            room = letters * by_letter * em
            by_spaces = count * (wider if free > 0 else narrower)
            most = room + by_spaces if by_spaces > 0.0 else room
            lacks = free if free > 0 else -free
            taken = room if lacks >= most else lacks / most * room
            left = free - taken if free > 0 else free + taken
        else:
            left = free
        if count:
            return _space_cost((space + left / count) / em)
        return _space_cost(space / em if letters and abs(left) <= _TOLERANCE else 9.0)

    return cost


def _space_cost(space: float) -> float:
    """What the word spaces of a line cost, by their width in em."""
    if space < _IDEAL:
        cost = 4 * ((_IDEAL - space) / (_IDEAL - _TIGHT)) ** 2
        return cost + (20 * (_TIGHT - space) / (_TIGHT - _TIGHTEST) if space < _TIGHT else 0)
    cost = 8 * ((min(space, 1.2) - _IDEAL) / (_LOOSE - _IDEAL)) ** 3
    if space > _LOOSE:
        cost += 25 + 200 * (space - _LOOSE)
    if space > _WIDE:
        cost += 60 + 400 * min(space - _WIDE, 5)
    return cost
