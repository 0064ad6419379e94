"""In which direction a text runs by itself: what its letters say (Unicode UAX 9, table 4)."""

import re
from collections.abc import Iterable
from unicodedata import bidirectional

from separatum.model.languages import Direction

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_MAY_BE_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""The blocks to which Unicode gives letters from right to left (DerivedBidiClass)."""


def has_right_to_left(text: str) -> bool:
    """Whether it has a letter that is written from right to left."""
    return any(bidirectional(sign) in _RIGHT_TO_LEFT for sign in _MAY_BE_RIGHT_TO_LEFT.findall(text))


def first_direction(text: str) -> Direction | None:
    """That of its first letter (UAX 9, P2 and P3), which HTML calls “auto”; None without letters."""
    return next((found for found in map(direction_of, text) if found), None)


def only_direction(texts: Iterable[str]) -> Direction | None:
    """That of all letters of some texts; None where there are none, or some of both directions."""
    only: Direction | None = None
    for text in texts:
        for sign in text:
            found = direction_of(sign)
            if found and only and found != only:
                return None
            only = only or found
    return only


def direction_of(sign: str) -> Direction | None:
    """That of a letter; None for a figure, a sign of punctuation, or a space."""
    kind = bidirectional(sign)
    return "ltr" if kind == "L" else "rtl" if kind in _RIGHT_TO_LEFT else None
