"""Find the line of the source that a fault comes from."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from separatum.model.findings import Location
from separatum.source.file import Manuscript

_CODE = re.compile(
    r"^(?P<fence> {0,3}(?:> ?)*[ \t]*(?P<mark>`{3,}|~{3,})[^\n`]*\n.*?(?:^[ >\t]*(?P=mark)[`~]*[ \t]*$|\Z))"
    r"|(?P<span>(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`))",
    re.MULTILINE | re.DOTALL,
)
_HEADING = re.compile(
    r"^(?:[ >]|[-*+] |\d+[.)] )*(?:#{2,6}(?!#)|#(?=\s))\s*(?P<atx>[^\n]*)|^(?P<setext>[^\n]*\S[^\n]*)\n(?:=+|-+)[ ]*$",
    re.MULTILINE,
)
_WORD = re.compile(r"[^\W_]+")
_TARGET = re.compile(r"\]\([^)\n]*\)")
_MOST_WORDS = 8
"""That are looked for: more would find no other place."""
_BEFORE_ADDRESS, _AFTER_ADDRESS = re.compile(r"[(<\"'=\s]$"), re.compile(r"[)>\"'\s]|$", re.MULTILINE)
_REACH = 200
"""Characters before a place that are looked at, at most."""


class Places:
    """Knows the lines of a manuscript's body; what stands in code is blanked, so that nobody is sent there."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._offsets: dict[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], list[int]] = {}
        self._text = _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), manuscript.body)

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

    def matching(self, pattern: re.Pattern[str]) -> Location | None:
        """The first match of a pattern; None where there is none."""
        found = pattern.search(self._text)
        return self._at(found.start()) if found else None

    def of(
        self, text: str, nth: int = 0, *, before: re.Pattern[str] | None = None, after: re.Pattern[str] | None = None
    ) -> Location | None:
        """The nth place of a text, in any case; the last where there are fewer, None where there is none.

        No pattern is made of the text, for each would have to be compiled for one place.

        Args:
            text: what is looked for.
            nth: counted from 0.
            before: what is found up to where the text begins, in its line: it ends with “$”.
            after: what is found from where the text ends.
        """
        key = text, before, after
        if key not in self._offsets:
            self._offsets[key] = list(self._found(*key))
        return self._nth(self._offsets[key], nth)

    def _found(self, text: str, before: re.Pattern[str] | None, after: re.Pattern[str] | None) -> Iterator[int]:
        sought = _lowered(text)
        start = self._lowered.find(sought) if sought else -1
        while start >= 0:
            end = start + len(sought)
            line = max(self._text.rfind("\n", 0, start) + 1, start - _REACH)
            if (before is None or before.search(self._text, line, start)) and (
                after is None or after.match(self._text, end)
            ):
                yield start
            start = self._lowered.find(sought, end)

    def _nth(self, offsets: list[int], nth: int) -> Location | None:
        return self._at(offsets[min(nth, len(offsets) - 1)]) if offsets else None

    @cached_property
    def _lowered(self) -> str:
        return _lowered(self._text)

    def of_url(self, url: str, nth: int = 0) -> Location:
        """The nth place of an address in a link, an image or a tag."""
        for spelling in dict.fromkeys((url, url.replace("&", "&amp;"), url.replace(" ", "%20"))):
            found = self.of(spelling, nth, before=_BEFORE_ADDRESS, after=_AFTER_ADDRESS)
            if found is not None:
                return found
        return self.of_words(url)

    def of_words(self, text: str, nth: int = 0) -> Location:
        """The nth place of some words, whatever marks stand among them; the body's first line where there is none."""
        sought = [found[0] for found in islice(_WORD.finditer(_lowered(text)), _MOST_WORDS)]
        return self._nth(self._words.places(sought) or self._all_words.places(sought), nth) or self.first

    @cached_property
    def _words(self) -> "_Words":
        """Without those of addresses, which may stand between two words of a text."""
        return _Words(_TARGET.sub(lambda found: " " * len(found[0]), self._lowered))

    @cached_property
    def _all_words(self) -> "_Words":
        return _Words(self._lowered)

    def of_heading(self, text: str, nth: int, count: int) -> Location:
        """The nth of the body's `count` headings."""
        if len(self._headings) == count:
            return self._at(self._headings[nth])
        return self.of_words(text)

    @cached_property
    def _headings(self) -> list[int]:
        return [found.start() for found in _HEADING.finditer(self._text)]


class _Words:
    """The words of a text in their order, whatever stands between them."""

    def __init__(self, text: str) -> None:
        self._words: list[str] = []
        self._offsets: list[int] = []
        self._numbers: dict[str, list[int]] = {}
        for number, found in enumerate(_WORD.finditer(text)):
            self._words.append(found[0])
            self._offsets.append(found.start())
            self._numbers.setdefault(found[0], []).append(number)

    def places(self, sought: list[str]) -> list[int]:
        """Where some words stand one after another."""
        starts = self._numbers.get(sought[0], ()) if sought else ()
        return [self._offsets[at] for at in starts if self._words[at : at + len(sought)] == sought]


def _lowered(text: str) -> str:
    """Lower case, letter for letter: places stay where they are."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(map(_letter, text))


def _letter(letter: str) -> str:
    return low if len(low := letter.lower()) == 1 else letter
