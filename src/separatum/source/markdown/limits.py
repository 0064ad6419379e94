"""How much may stand open in a text: the parser's time grows with the square of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

MOST_COLUMNS = 500
"""Of a table: more take the layout minutes."""
DEPTH_LIMIT = 12
"""How many quotations and list items may stand inside one another."""
BRACKETS_LIMIT = 100
"""How many square brackets may stand open in one paragraph."""
TARGETS_LIMIT = 100
"""How many addresses of links, “](”, may stand open in one paragraph."""
TAGS_LIMIT = 300
"""How many tags may stand open in a text, “<a” without its “>”: each is sought to the end of the text."""

_BRACKET = re.compile(r"[\[\]]")
_TARGET = re.compile(r"\]\(|\)")
_OPEN_TAG = re.compile(r"<[A-Za-z/!?][^<>]*(?=<|\Z)")


class TooDeepError(Exception):
    """Containers are nested beyond the limit; `line` is the line's place among the lines, from 0."""

    def __init__(self, line: int) -> None:
        super().__init__(f"nested too deeply in line {line}")
        self.line = line


class TooOpenError(Exception):
    """More signs than `count` are open and never closed; `line` is the last one's, from 0."""

    def __init__(self, sign: str, count: int, line: int) -> None:
        super().__init__(f"more than {count} of “{sign}” in line {line}")
        self.sign, self.count, self.line = sign, count, line


def require_closed_tags(text: str, lines: Callable[[int], int]) -> None:
    """See that HTML does not begin tags by the hundred without ending them.

    Args:
        text: HTML.
        lines: gives the source's line for a place in it.

    Raises:
        TooOpenError: it does.
    """
    for count, found in enumerate(_OPEN_TAG.finditer(text)):
        if count == TAGS_LIMIT:
            raise TooOpenError("<", TAGS_LIMIT, lines(found.start()))


def require_closed(text: str) -> None:
    """See that no paragraph leaves brackets open by the hundred.

    Raises:
        TooDeepError: more than `BRACKETS_LIMIT` brackets are open.
        TooOpenError: more than `TARGETS_LIMIT` addresses are.
    """
    paragraph = Open()
    for number, line in enumerate(text.split("\n")):
        if not line.strip():
            paragraph = Open()
        elif "[" in line or "](" in line:
            paragraph.take(line, number)


@dataclass(slots=True)
class Open:
    """What is open in a paragraph, while its lines are gone through."""

    brackets: int = 0
    targets: int = 0

    def take(self, line: str, number: int) -> None:
        """Count one line more; `number` is its place, from 0.

        Raises:
            TooDeepError: more than `BRACKETS_LIMIT` brackets are open.
            TooOpenError: more than `TARGETS_LIMIT` addresses are.
        """
        for found in _TARGET.finditer(line):
            self.targets = max(0, self.targets + (1 if found[0] == "](" else -1))
            if self.targets > TARGETS_LIMIT:
                raise TooOpenError("](", TARGETS_LIMIT, number)
        for found in _BRACKET.finditer(line):
            self.brackets = max(0, self.brackets + (1 if found[0] == "[" else -1))
            if self.brackets > BRACKETS_LIMIT:
                raise TooDeepError(number)
