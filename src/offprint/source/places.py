"""Find the line of the source that a fault comes from."""

import re
from bisect import bisect_right
from functools import cached_property

from offprint.findings import Location
from offprint.source.manuscript import Manuscript

_CODE = re.compile(
    r"^(?P<fence> {0,3}(?:> ?)*[ \t]*(?P<mark>`{3,}|~{3,})[^\n`]*\n.*?(?:^[ >\t]*(?P=mark)[`~]*[ \t]*$|\Z))"
    r"|(?P<span>(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`))",
    re.MULTILINE | re.DOTALL,
)
_HEADING = re.compile(
    r"^(?:[ >]|[-*+] |\d+[.)] )*(?:#{2,6}(?!#)|#(?=\s))\s*(?P<atx>[^\n]*)|^(?P<setext>[^\n]*\S[^\n]*)\n(?:=+|-+)[ ]*$",
    re.MULTILINE,
)


class Places:
    """Knows the lines of a manuscript's body; what stands in code is blanked, so that nobody is sent there."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._offsets: dict[str, list[int]] = {}
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

    def of(self, pattern: str, nth: int = 0) -> Location | None:
        """The nth match of a pattern, from 0; the last where there are fewer, None where there is none."""
        if pattern not in self._offsets:
            found = re.finditer(pattern, self._text, re.IGNORECASE | re.MULTILINE)
            self._offsets[pattern] = [match.start() for match in found]
        offsets = self._offsets[pattern]
        return self._at(offsets[min(nth, len(offsets) - 1)]) if offsets else None

    def of_url(self, url: str, nth: int = 0) -> Location:
        """The nth place of an address in a link, an image or a tag."""
        for spelling in dict.fromkeys((url, url.replace("&", "&amp;"), url.replace(" ", "%20"))):
            found = self.of(rf"(?<=[(<\"'=\s]){re.escape(spelling)}(?=[)>\"'\s]|$)", nth)
            if found is not None:
                return found
        return self.of_words(url)

    def of_words(self, text: str, nth: int = 0) -> Location:
        """The nth place of some words, whatever marks stand among them; the body's first line where there is none."""
        words = re.findall(r"\w+", text)[:8]
        between = r"(?:\]\([^)\n]*\)|[\W_])+?"  # what Markdown may put between two words
        found = self.of(between.join(map(re.escape, words)), nth) if words else None
        return found or self.first

    def of_heading(self, text: str, nth: int, count: int) -> Location:
        """The nth of the body's `count` headings."""
        if len(self._headings) == count:
            return self._at(self._headings[nth])
        return self.of_words(text)

    @cached_property
    def _headings(self) -> list[int]:
        return [found.start() for found in _HEADING.finditer(self._text)]
