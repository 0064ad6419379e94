"""Compare texts word by word and sign by sign, as far as two kinds of edition can be the same.

A text is kept as its letters, which are all characters but white space and hyphens, and as the gaps between them.
What is compared, and what is not:

* Every letter, digit and sign counts, in its order: one lost “not”, minus, decimal point or currency sign is found. *
Text is in Unicode Normalization Form C; ligatures, Arabic presentation forms and the micro sign are unfolded. *
Quotation marks and apostrophes count as one sign: a lost one is found, a changed one is not. * A capital differs from
a small letter, unless the whole word is in capitals, as a style may set it. * White space counts as one space, and it
counts where both editions tell it: not where a line, a cell or a phrase ends. * A hyphen counts, but not at the end
of a line in a PDF, where hyphenation puts one. * Characters that nobody sees (soft hyphens, joiners, direction marks,
variation selectors) are left out.
"""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

SPACE, MAYBE_SPACE, HYPHEN, MAYBE_HYPHEN = 1, 2, 4, 8
"""What is in a gap: a space, perhaps a space, a hyphen, perhaps a hyphen."""

_BETWEEN_WORDS = bytes([SPACE])
_HYPHENS = "-\u2010\u2011"
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»‘’‚‛‹›\"'ʼ＂＇"), "’")
_UNSEEN = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
)
"""Default-ignorable characters (Unicode 16, DerivedCoreProperties) that occur in prose."""
_UNFOLDED = ((0xFB00, 0xFB4F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
"""Latin, Armenian and Hebrew ligatures; Arabic presentation forms A and B."""


@cache
def _table() -> dict[int, str]:
    """How single characters are made comparable."""
    table = {
        code: unicodedata.normalize("NFKC", chr(code)).replace(" ", "")
        for first, last in _UNFOLDED
        for code in range(first, last + 1)
    }
    for first, last in _UNSEEN:
        table |= dict.fromkeys(range(first, last + 1), "")
    table |= dict.fromkeys(map(ord, _HYPHENS), "-")
    # The dotted and dotless i of Turkish and Azerbaijani, whose capitals str.casefold takes for other letters.
    return table | {ord("µ"): "μ", ord("İ"): "I", ord("ı"): "i"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a stretch of text was found."""

    part: str | None = None
    """A part of a container."""
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text, ready to be compared."""

    letters: str
    """Case-folded, with one sign for all quotation marks and apostrophes."""
    shown: str
    """The same letters as they are written, with the quotation marks that they are; as long as `letters`."""
    gaps: bytes
    """What is before each letter, and after the last: one more than there are letters."""
    starts: tuple[int, ...] = ()
    """Where each of the places begins, counted in letters."""
    places: tuple[Place, ...] = ()

    def place(self, index: int) -> Place:
        """The place of the letter with this index."""
        found = bisect_right(self.starts, index) - 1
        return self.places[found] if 0 <= found < len(self.places) else Place()

    def words(self, start: int, end: int) -> list[str]:
        """The words from one letter to another, as they are shown, cut at every space."""
        parts = []
        for index in range(max(start, 0), min(end, len(self.letters))):
            gap = self.gaps[index]
            is_end = gap & SPACE or (gap & MAYBE_SPACE and not gap & MAYBE_HYPHEN)
            parts.append((" " if is_end else "") + ("-" if gap & HYPHEN else "") + self.shown[index])
        return "".join(parts).split()


class Scribe:
    """Takes down a text, stretch by stretch."""

    def __init__(self) -> None:
        self._letters: list[str] = []
        self._shown: list[str] = []
        self._gaps = bytearray(b"\0")
        self._length = 0
        self._starts: list[int] = []
        self._places: list[Place] = []

    @property
    def length(self) -> int:
        """How many letters were taken down."""
        return self._length

    def at(self, place: Place) -> None:
        """What follows is in this place."""
        if not self._places or self._places[-1] != place:
            self._starts.append(self._length)
            self._places.append(place)

    def gap(self, kind: int) -> None:
        """There is something between the text so far and what follows."""
        self._gaps[-1] |= kind

    def line_end(self) -> None:
        """A line of a page ends here, or may: a space may be lost, and a hyphen may have been put."""
        if self._gaps[-1] & HYPHEN and not self._gaps[-1] & SPACE:
            self._gaps[-1] = self._gaps[-1] & ~HYPHEN | MAYBE_HYPHEN
        self._gaps[-1] |= MAYBE_SPACE

    def say(self, text: str) -> None:
        """Take down a stretch of text."""
        text = unicodedata.normalize("NFC", text).translate(_table())
        if text[:1].isspace():
            self.gap(SPACE)
        folded = text.casefold().translate(_QUOTES)
        if "-" in text or len(folded) != len(text):
            for number, word in enumerate(text.split()):
                if number:
                    self.gap(SPACE)
                self._word(word)
        elif words := text.split():  # each letter has one in both forms: all words at once
            letters = "".join(folded.split())
            self._letters.append(letters)
            self._shown.append("".join(words))
            self._gaps += _BETWEEN_WORDS.join([bytes(len(word) - 1) for word in words]) + b"\0"
            self._length += len(letters)
        if text[-1:].isspace():
            self.gap(SPACE)

    def _word(self, word: str) -> None:
        for number, part in enumerate(word.split("-")):
            if number:
                self.gap(HYPHEN)
            if not part:
                continue
            letters = part.casefold().translate(_QUOTES)
            self._letters.append(letters)
            self._shown.append(part if len(part) == len(letters) else _as_long(part))
            self._gaps.extend(bytes(len(letters)))
            self._length += len(letters)

    def text(self) -> Text:
        """All that was taken down."""
        return Text(
            letters="".join(self._letters),
            shown="".join(self._shown),
            gaps=bytes(self._gaps),
            starts=tuple(self._starts),
            places=tuple(self._places),
        )


def _as_long(part: str) -> str:
    """A word whose letters grow when they are case-folded (“ß”), as long as it then is, and in its own case."""
    return "".join(
        letter if len(folded := letter.casefold()) == 1 else folded.upper() if part.isupper() else folded
        for letter in part
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first place where two texts differ."""

    wanted: str
    """The words that should be there; empty if there should be none."""
    found: str
    """The words that are there; empty if there are none."""
    before: str
    """The words before them, which are the same in both."""
    after: str
    """The words after them."""
    index: int
    """The letter of the second text at which it begins."""


def first_difference(wanted: Text, found: Text, start: int = 0, *, whole: bool = False) -> Difference | None:
    """Where `found`, from its letter `start` on, first says something else than `wanted`; None where it does not.

    Args:
        wanted: the text as it should be.
        found: the text that is looked at.
        start: the letter of `found` with which `wanted` should begin.
        whole: whether `found` should also end where `wanted` ends.
    """
    length = len(wanted.letters)
    letters = found.letters[start : start + length]
    common = length if letters == wanted.letters else _common(wanted.letters, letters)
    at = _first_fault(wanted, found, start, common)
    if at is None and common == length and (not whole or start + length == len(found.letters)):
        return None
    return _describe(wanted, found, start, common if at is None else at)


def _common(one: str, other: str) -> int:
    """How many letters two strings have in common at their beginning, found by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _first_fault(wanted: Text, found: Text, start: int, length: int) -> int | None:
    """The first letter, among those that are the same, whose gap or case is not; None where all are."""
    # What is before the first letter belongs to what comes before the text.
    gaps, others = wanted.gaps[1:length], found.gaps[start + 1 : start + length]
    in_gaps = None
    if gaps != others:
        pairs = enumerate(zip(gaps, others, strict=True), start=1)
        in_gaps = next((index for index, (a, b) in pairs if a != b and not _agree(a, b)), None)
    shown, other = wanted.shown[:length], found.shown[start : start + length]
    if shown == other:
        return in_gaps
    cases = (index for index, (a, b) in enumerate(zip(shown, other, strict=True)) if a != b)
    letters = (index for index in cases if wanted.letters[index] != "’")
    in_case = next((index for index in letters if not _in_capitals(found, start + index)), None)
    return min((fault for fault in (in_gaps, in_case) if fault is not None), default=None)


@cache
def _agree(one: int, other: int) -> bool:
    """Whether the contents of two gaps may be the same."""
    both = one | other
    spaces = bool(one & SPACE) == bool(other & SPACE) or bool(both & MAYBE_SPACE)
    hyphens = bool(one & HYPHEN) == bool(other & HYPHEN) or bool(both & MAYBE_HYPHEN)
    return spaces and hyphens


def _in_capitals(text: Text, index: int) -> bool:
    """Whether the letter is in a word that is all in capitals."""
    start, end = index, index + 1
    while start > 0 and not text.gaps[start]:
        start -= 1
    while end < len(text.letters) and not text.gaps[end]:
        end += 1
    return text.shown[start:end].isupper()


_WINDOW = 400
"""How many letters after the first difference are looked at to say what it is."""


def _describe(wanted: Text, found: Text, start: int, at: int) -> Difference:
    """Say in words what differs at the letter `at` of the first text."""
    from difflib import SequenceMatcher

    spaces = SPACE | MAYBE_SPACE
    begin = at
    while begin > 0 and not (wanted.gaps[begin] & spaces and found.gaps[start + begin] & spaces):
        begin -= 1
    left = wanted.words(begin, begin + _WINDOW)
    # Where the wanted text ends soon, what comes after it in the other is of no interest.
    rest = min(_WINDOW, len(wanted.letters) - begin + _WINDOW // 10)
    right = found.words(start + begin, start + begin + rest)
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    _, i1, i2, j1, j2 = next((step for step in steps if step[0] != "equal"), ("", 0, 0, 0, 0))
    before = (wanted.words(begin - 60, begin) + left[:i1])[-4:]
    return Difference(
        wanted=" ".join(left[i1:i2][:8]),
        found=" ".join(right[j1:j2][:8]),
        before=" ".join(before),
        after=" ".join(left[i2 : i2 + 4]),
        index=start + at,
    )
