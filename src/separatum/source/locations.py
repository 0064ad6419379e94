"""The line of the source that an element, or some words of it, come from."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import islice
from xml.etree.ElementTree import Element

from separatum.model.findings import Location
from separatum.source.file import Manuscript

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 8
"""That are looked for: more would find no other place."""
_REACH = 20_000
"""Letters behind the beginning of a block in which its words are looked for."""


class Places:
    """Knows the lines of a manuscript's body."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._text = manuscript.body

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self._text))]

    def _at(self, offset: int) -> Location:
        return self._manuscript.at(self._manuscript.body_line + bisect_right(self._starts, offset) - 1)

    @property
    def first(self) -> Location:
        """The first line of the body that is not blank."""
        return self._at(len(self._text) - len(self._text.lstrip()))

    def line(self, number: int) -> Location:
        """The line of the body, from 0."""
        return self._manuscript.at(self._manuscript.body_line + number)

    def of(self, element: Element, text: str = "", *, tree: Element | None = None) -> Location:
        """The line of an element, or of some text in it.

        Args:
            element: of a tree whose elements have their lines.
            text: what is looked for from the element's line on; without it, the element's own line counts.
            tree: what holds the element; its line counts where the element has none.
        """
        line = line_of(element)
        if line is None and tree is not None:
            line = line_of(tree)
        if line is None:
            return self.of_words(text or "".join(element.itertext()))
        if not text:
            return self.line(line)
        start = self._starts[line] if line < len(self._starts) else 0
        at = self._lowered.find(_lowered(text), start, start + _REACH)
        if at < 0:
            at = next((place for place in self._words.places(_words_of(text), start) if place < start + _REACH), start)
        return self._at(at)

    def holds(self, where: Location, text: str) -> bool:
        """Whether the lines from a place on hold some text as it is, and no backslash before it."""
        line = (where.line or 0) - self._manuscript.body_line
        start = self._starts[line] if 0 <= line < len(self._starts) else 0
        at = self._lowered.find(_lowered(text), start, start + _REACH)
        return at >= 0 and self._text[at - 1 : at] != "\\"

    def of_words(self, text: str) -> Location:
        """The first place of some words, whatever marks are among them; the body's first line if there is none."""
        return next(map(self._at, self._words.places(_words_of(text), 0)), self.first)

    @cached_property
    def _lowered(self) -> str:
        return _lowered(self._text)

    @cached_property
    def _words(self) -> "_Words":
        return _Words(self._lowered)


class _Words:
    """The words of a text in their order, whatever is between them."""

    def __init__(self, text: str) -> None:
        self._words: list[str] = []
        self._offsets: list[int] = []
        self._numbers: dict[str, list[int]] = {}
        for number, found in enumerate(_WORD.finditer(text)):
            self._words.append(found[0])
            self._offsets.append(found.start())
            self._numbers.setdefault(found[0], []).append(number)

    def places(self, sought: list[str], start: int) -> list[int]:
        """Where some words follow one another, from a place on."""
        numbers = self._numbers.get(sought[0], []) if sought else []
        begin = bisect_left(numbers, bisect_left(self._offsets, start))
        return [self._offsets[at] for at in numbers[begin:] if self._words[at : at + len(sought)] == sought]


def _words_of(text: str) -> list[str]:
    return [found[0] for found in islice(_WORD.finditer(_lowered(text)), _MOST_WORDS)]


def _lowered(text: str) -> str:
    """Small letters, letter for letter: places stay where they are."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(map(_letter, text))


def _letter(letter: str) -> str:
    return low if len(low := letter.lower()) == 1 else letter


def line_of(element: Element) -> int | None:
    """The line of the body, from 0, that an element comes from; None if that is not known."""
    for one in element.iter():
        written = one.get("data-line", "")
        if written.isascii() and written.isdigit() and len(written) < 9:
            return int(written)
    return None
