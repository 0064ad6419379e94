"""HTML that knows the lines of the source that its parts come from."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Html:
    """HTML, and the lines that its parts come from."""

    text: str
    starts: tuple[int, ...]
    """Places in the text, in order, from which on it comes from a line."""
    lines: tuple[int, ...]
    """These lines, from 0."""
    ends: tuple[int, ...]
    """Places where a block of the source ends: a phrase that is still open there was never closed."""

    def line(self, place: int) -> int:
        """The line, from 0, that a place in the text comes from."""
        at = bisect_right(self.starts, place) - 1
        return self.lines[max(at, 0)] if self.lines else 0
