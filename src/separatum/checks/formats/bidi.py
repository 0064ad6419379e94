"""Put the glyphs of a line, which a PDF shows from left to right, back into the order in which they are read.

A PDF paints text in visual order. For a line with Hebrew or Arabic letters this undoes the Unicode Bidirectional
Algorithm (UAX 9) as far as one line allows: runs are turned round, numbers and Latin words inside them are kept.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_MAY_BE_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""The blocks to which Unicode gives letters from right to left (DerivedBidiClass)."""
_NUMBERS = frozenset({"EN", "AN", "ES", "ET", "CS"})


def logical(glyphs: Sequence[str]) -> str:
    """The text of a line.

    Args:
        glyphs: what each glyph stands for, from left to right.
    """
    text = "".join(glyphs)
    if not _MAY_BE_RIGHT_TO_LEFT.search(text):
        return text
    kinds = [_kind(glyph) for glyph in glyphs]
    if kinds.count("R") < kinds.count("L"):
        return "".join(_turned(glyphs, kinds, base="L"))
    return "".join(_turned(glyphs, kinds, base="R"))


def _kind(glyph: str) -> str:
    """“R”, “L”, “N” for a number, or “” for what takes its direction from its neighbours."""
    for letter in glyph:
        kind = unicodedata.bidirectional(letter)
        if kind in _RIGHT_TO_LEFT:
            return "R"
        if kind == "L":
            return "L"
        if kind in _NUMBERS:
            return "N"
    return ""


def _turned(glyphs: Sequence[str], kinds: list[str], base: str) -> list[str]:
    """Turn round what runs from right to left; with base “R” the whole line, and then back what does not."""
    directions = _directions(kinds, base)
    runs = [list(run) for _, run in groupby(range(len(glyphs)), key=lambda index: directions[index])]
    if base == "R":
        runs.reverse()
    ordered: list[str] = []
    for run in runs:
        turned = _numbers_kept(run[::-1], kinds) if directions[run[0]] == "R" else run
        ordered.extend(glyphs[index] for index in turned)
    return ordered


def _directions(kinds: list[str], base: str) -> list[str]:
    """The direction of each glyph: neutrals between two of one direction take it, others take the base."""
    directions: list[str] = []
    strong = [index for index, kind in enumerate(kinds) if kind in {"L", "R"}]
    following = iter([*strong, len(kinds)])
    after = next(following)
    before = base
    for index, kind in enumerate(kinds):
        while after < index:
            after = next(following)
        if kind in {"L", "R"}:
            before = kind
            directions.append(kind)
        else:
            coming = kinds[after] if after < len(kinds) else base
            directions.append(before if before == coming else base)
    return directions


def _numbers_kept(run: list[int], kinds: list[str]) -> list[int]:
    """A run that was turned round, with its numbers turned back."""
    kept: list[int] = []
    for is_number, group in groupby(run, key=lambda index: kinds[index] == "N"):
        same = list(group)
        kept.extend(same[::-1] if is_number else same)
    return kept
