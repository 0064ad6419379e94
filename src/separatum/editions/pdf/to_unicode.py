"""Let each glyph of a PDF stand for letters of its own: who copies or searches without tags reads glyphs.

WeasyPrint 70 takes down one text for each glyph (its ToUnicode: ISO 32000-1, 9.10.3), the first that it is drawn for.
Where letters join into one glyph, change their order or carry marks, a glyph has several; so here it is drawn under
another number for each further one, which leads to the same outline (CIDToGIDMap: 9.7.4.3). Where a font takes a letter
apart, as into a stroke and its dots, they are put together again, as a glyph of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import bidirectional

import pydyf

from separatum.editions.pdf.joining import Part, join_glyphs

SPELT = re.compile("[\u0590-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters that run from right to left, or that change their order or join into one glyph: Hebrew, Arabic, Indic."""

_TAKEN_APART = (
    "[\u01c4-\u01cc\u01f9\u1e3f\u1e43\u1e45\u1e63\u1eb9\u1ecb\u1ecd\u1ee5"
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
"""Letters whose mark our faces draw by itself, as in Vietnamese, Yoruba and Sanskrit, and marks that follow letters."""

SHARED = re.compile(f"{SPELT.pattern}|{_TAKEN_APART}|[\ufe0f\U0001f000-\U0001faff]")
"""What one glyph may draw for several texts: these, and emoji, which a face may draw alike for every tone of skin."""

_NOTHING = "\N{ZERO WIDTH JOINER}"
"""What a glyph says that no letter is left for: each must say something (ISO 19005-3, 6.2.11.7)."""
_TOKEN = re.compile(rb"<([0-9a-f]*)>|(-?[\d.]+(?:e-?\d+)?)")
"""In the operand of TJ: glyphs as numbers of four hexadecimal digits, run together, or a displacement."""
_ALIKE = 4
"""Thousandths of an em: parts of a letter that stand so much otherwise are not drawn anew."""

_JOINED = re.compile("[\u0620-\u064a\u066e-\u06d3]+")
"""Letters of Arabic."""
_LEAST_GAP, _MOST_GAP = 50, 400
"""Thousandths of an em: from the kerning of one letter over another to what may be a space."""

Shape = int | tuple[Part, ...]
"""A glyph of the font, or several that are put together."""


@dataclass(slots=True)
class Drawn:
    """A glyph that was drawn."""

    font: Any
    glyph: int
    text: str
    """What WeasyPrint takes it for: one of the glyphs of a cluster is its text, the others are nothing."""
    left: float = 0
    rise: float = 0
    """Where it stands, in thousandths of an em."""
    gap: int = 0
    """How much room is before it that is no space: programs would take it for one."""
    number: int | None = None
    """What it is to be drawn under; None where it is drawn as a part of another."""
    back: int = 0
    """How much wider that is."""


class Spelling:
    """What the glyphs of a document stand for, and the further numbers of those that stand for several things."""

    def __init__(self) -> None:
        self.drawn: list[Drawn] = []
        """Glyphs that were drawn and not yet shown, in painting order."""
        self._numbers: dict[bytes, dict[tuple[Shape, str], int]] = {}
        """For each font, and each shape and text, the number that it is drawn under."""
        self._widths: dict[tuple[bytes, Shape], int] = {}

    def number(self, font: Any, shape: Shape, text: str, width: int) -> int:
        """The number that a shape is drawn under, to say a text."""
        numbers = self._numbers.setdefault(font.name, {})
        if (shape, text) not in numbers:
            first = next((said for (one, said), number in numbers.items() if number == one == shape), None)
            if isinstance(shape, int) and first is not None and not (_can_number(font) and SHARED.search(first + text)):
                return shape
            is_first = isinstance(shape, int) and first is None
            numbers[shape, text] = shape if is_first and isinstance(shape, int) else font.glyph_count + len(numbers)
        number = numbers[shape, text]
        font.to_unicode.know(number, text)
        font.widths[number] = width
        return number

    def soft_hyphen(self, font: Any, glyph: int) -> int:
        """The number that the hyphen is drawn under where only the end of a line asks for it."""
        if not _can_number(font):
            return glyph
        numbers = self._numbers.setdefault(font.name, {})
        number = numbers.setdefault((glyph, "\u00ad"), font.glyph_count + len(numbers))
        dict.__setitem__(font.to_unicode, number, "\u00ad")
        font.to_unicode.setdefault(glyph, "\u2010")  # the program of the font keeps the glyphs that are named here
        font.widths[number] = font.widths[glyph]
        return number

    def width(self, font: bytes, shape: tuple[Part, ...], width: int) -> int:
        """How wide a shape of several parts is: as it was when it was drawn for the first time."""
        return self._widths.setdefault((font, shape), width)

    def write(self, pdf: pydyf.PDF) -> None:
        """Let the numbers lead to their glyphs, in the finished file."""
        fonts = [one for one in pdf.objects if isinstance(one, dict) and one.get("Subtype") == "/CIDFontType2"]
        for font in fonts:
            numbers = self._numbers.get(font["BaseFont"], {})
            shapes = {number: shape for (shape, _), number in numbers.items()}
            if all(number == shape for number, shape in shapes.items()):
                continue
            of_parts = [shape for shape in shapes.values() if not isinstance(shape, int)]
            joined = {shape: self.width(font["BaseFont"], shape, 0) for shape in of_parts}
            glyphs = join_glyphs(pdf, font, joined) if joined else {}
            found = {number: shape if isinstance(shape, int) else glyphs[shape] for number, shape in shapes.items()}
            table = b"".join(found.get(one, one).to_bytes(2, "big") for one in range(max(found) + 1))
            stream = pydyf.Stream([table], compress=True)
            pdf.add_object(stream)
            font["CIDToGIDMap"] = stream.reference


class Listener:
    """Hears what a page's stream is asked to show, from now on."""

    def __init__(self, spelling: Spelling, stream: Any) -> None:
        self._spelling, self._stream = spelling, stream
        self._shown: list[tuple[int, list[Drawn]]] = []
        """Where in the stream glyphs are shown, and which."""
        self._lines: set[int] = set()
        """Before which of those a line begins."""
        self._rise, self._size = 0.0, 1.0
        self._outer = {name: getattr(stream, name) for name in HEARD}
        for name in HEARD:
            setattr(stream, name, getattr(self, f"_hear_{name}"))

    def _hear_add_font(self, pango_font: Any) -> tuple[Any, float]:
        font, size = self._outer["add_font"](pango_font)
        if not isinstance(font.to_unicode, _Told):
            font.to_unicode = _Told(font, self._spelling.drawn)
        return font, size

    def _hear_set_font_size(self, font: str, size: float) -> None:
        self._outer["set_font_size"](font, size)
        self._size = size

    def _hear_set_text_matrix(self, *values: float) -> None:
        self._outer["set_text_matrix"](*values)
        self._lines.add(len(self._shown))

    def _hear_set_text_rise(self, rise: float) -> None:
        self._outer["set_text_rise"](rise)
        self._rise = rise

    def _hear_show_text(self, text: str) -> None:
        self._outer["show_text"](text)
        waiting = self._spelling.drawn
        glyphs = [glyph for run, _ in _TOKEN.findall(self._stream.stream[-1]) for glyph in _numbers(run)]
        shown, waiting[:] = waiting[: len(glyphs)], waiting[len(glyphs) :]
        if [one.glyph for one in shown] != glyphs:  # a part of the page was drawn elsewhere
            waiting.clear()
            return
        for one in shown:
            one.rise = 1000 * self._rise / self._size
        self._shown.append((len(self._stream.stream) - 1, shown))

    def respell(self) -> None:
        """Draw what was shown under numbers that say the right thing."""
        self._place()
        for cluster in _clusters([one for _, drawn in self._shown for one in drawn]):
            self._number(cluster)
        for place, drawn in self._shown:
            pieces = iter([_piece(one) for one in drawn])
            self._stream.stream[place] = _TOKEN.sub(
                lambda run, pieces=pieces: (  # type: ignore[misc]
                    run[0] if run[2] else b"<%s>" % b"".join(next(pieces) for _ in _numbers(run[1]))
                ),
                self._stream.stream[place],
            )

    def _place(self) -> None:
        """See how far from the left each glyph stands; how wide one is, the layout knows only after it was shown."""
        left = 0.0
        before: Drawn | None = None
        for number, (place, drawn) in enumerate(self._shown):
            before = None if number in self._lines else before
            glyphs = iter(drawn)
            for run, displacement in _TOKEN.findall(self._stream.stream[place]):
                for one in [next(glyphs) for _ in _numbers(run)]:
                    one.left, one.gap = left, _gap(before, left, one)
                    left, before = left + _width(one), one
                left -= float(displacement or 0)

    def _number(self, cluster: Sequence[Drawn]) -> None:
        """Share the letters of a cluster out among its glyphs, in the order of reading."""
        text = "".join(one.text for one in cluster)
        order = cluster[::-1] if _runs_leftwards(text) else cluster
        font = cluster[0].font
        spare = len(text) - len(order)
        if text and spare < 0 and _can_number(font) and all(one.font is font for one in order):
            for one in order:
                font.to_unicode.know(one.glyph, font.to_unicode[one.glyph] or _NOTHING)
            self._join(cluster, text)
            return
        if len(order) == 1 and order[0].gap and _can_number(font):
            self._join(order, text)
            return
        shares = [text[: spare + 1], *text[spare + 1 :]] if spare >= 0 else [*text, *[_NOTHING] * -spare]
        for one, share in zip(order, shares, strict=True):
            one.number = self._spelling.number(one.font, one.glyph, share, one.font.widths[one.glyph])

    def _join(self, cluster: Sequence[Drawn], text: str) -> None:
        """Draw a cluster as one glyph, as wide as those of its parts that stand beside each other, and the gap before;
        dots do not stand beside a stroke.
        """
        widest = max(cluster, key=_width)
        beside = [one for one in cluster if one is widest or 0 < _width(one) > 2 * _shared(one, widest)]
        first = min(beside, key=lambda one: one.left)
        left = first.left - first.gap
        shape = tuple(Part(one.glyph, _near(one.left - left), _near(one.rise - first.rise)) for one in cluster)
        width = self._spelling.width(first.font.name, shape, round(max(map(_right, beside)) - left))
        first.number = self._spelling.number(first.font, shape, text, width)
        first.back = width - first.gap - _width(first)


HEARD = ("add_font", "set_font_size", "set_text_matrix", "set_text_rise", "show_text")


class _Told(dict[int, str]):
    """The texts of a font's glyphs, which take down what each is drawn for, time and again."""

    def __init__(self, font: Any, drawn: list[Drawn]) -> None:
        super().__init__(font.to_unicode)
        self._font, self._drawn = font, drawn

    def __contains__(self, glyph: object) -> bool:
        return False  # the layout tells the text of a glyph only where it is not known

    def __setitem__(self, glyph: int, text: str) -> None:
        self._drawn.append(Drawn(self._font, glyph, text))
        self.setdefault(glyph, text)

    def know(self, glyph: int, text: str) -> None:
        """Take a text for the one that is meant."""
        super().__setitem__(glyph, text)


def _can_number(font: Any) -> bool:
    """Whether numbers may lead to other glyphs: those of CFF fonts are the glyphs' own (9.7.4.2)."""
    return bool(font.type == "ttf" and not font.missing)


def _numbers(run: bytes) -> list[int]:
    return [int(run[place : place + 4], 16) for place in range(0, len(run), 4)]


def _piece(one: Drawn) -> bytes:
    """A glyph in the operand of TJ; room as wide as it, where it is a part of another."""
    if one.number is None:
        return b"> %d <" % -_width(one)
    before, behind = (b"> %d <" % room if room else b"" for room in (one.gap, one.back))
    return before + b"%04x" % one.number + behind


def _width(one: Drawn) -> int:
    return int(one.font.widths[one.glyph])


def _right(one: Drawn) -> float:
    return one.left + _width(one)


def _gap(before: Drawn | None, left: float, one: Drawn) -> int:
    """The room between two letters of a line that are kerned one over the other."""
    if before is None or not (_JOINED.fullmatch(before.text) and _JOINED.fullmatch(one.text)):
        return 0
    gap = round(left - _right(before))
    return gap if _LEAST_GAP < gap < _MOST_GAP else 0


def _shared(one: Drawn, other: Drawn) -> float:
    """How much of its width a glyph stands over or under another."""
    return min(_right(one), _right(other)) - max(one.left, other.left)


def _near(distance: float) -> int:
    return _ALIKE * round(distance / _ALIKE)


def _clusters(drawn: Sequence[Drawn]) -> Iterator[list[Drawn]]:
    """The glyphs that belong together.

    The text stands at the leftmost glyph of a cluster that runs from right to left, at the rightmost of another.
    """
    last: list[Drawn] = []
    waiting: list[Drawn] = []
    for one in drawn:
        if one.text:
            yield from filter(None, [last])
            last, waiting = [*waiting, one], []
        elif last and _runs_leftwards(last[0].text) and last[0].font is one.font:
            last.append(one)
        else:
            waiting.append(one)
    yield from filter(None, [last + waiting])


def _runs_leftwards(text: str) -> bool:
    return any(bidirectional(sign) in ("R", "AL") for sign in text)
