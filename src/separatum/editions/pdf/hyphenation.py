"""Where a word may be parted at the end of a line, and which strings are no words."""

import re
from functools import cache, lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_NO_WORD = re.compile(r"[@#/\\_=&?%~|<>{}\d]|\.\w|:\w|www\.|[^\W\d_]\([^\W\d_]|^[-+]{2}")
"""Signs of a mail address, a web address, a number, a hash, a path or code."""
_STEP = re.compile(r"(?<=[\w)])[/@_\\](?=\w)|(?<=\w)[.-](?=[^\W\d])|(?<=[^\W\d])[.-](?=\d)|(?<=[=&?/])(?=\w)")
"""Not between two figures of a number or a date."""


def is_plain(token: str) -> bool:
    """Whether a string without spaces is words and punctuation: no address, number, hash, path or code."""
    return _NO_WORD.search(token) is None


def hyphen_places(token: str, language: str, limits: tuple[int, int, int]) -> list[int]:
    """Where in a string without spaces a hyphen may stand: before which signs.

    Args:
        token: words with their punctuation.
        language: a BCP 47 tag.
        limits: how many letters a word has at least, and how many stand before and behind the hyphen (CSS Text 4,
            “hyphenate-limit-chars”).
    """
    total, left, right = limits
    known = _known(language)
    if known is None or not is_plain(token):
        return []
    found: list[int] = []
    for word in _WORD.finditer(token):
        if len(word[0]) >= total and not word[0].isupper():
            found += [word.start() + place for place in _positions(known, left, right, word[0])]
    return found


def steps(token: str) -> list[int]:
    """Where a string that is no word may be broken without a sign: behind “.”, “/”, “@”, “_” and “-”."""
    return sorted({found.end() for found in _STEP.finditer(token)})


@cache
def _known(language: str) -> str | None:
    import pyphen

    found: str | None = pyphen.language_fallback(language) if language else None
    return found


@lru_cache(maxsize=16384)
def _positions(language: str, left: int, right: int, word: str) -> tuple[int, ...]:
    # A place where the spelling changes, as in older German, is a number with further data: it is left out.
    places = _dictionary(language, left, right).positions(word)  # type: ignore[attr-defined]
    return tuple(int(place) for place in places if not getattr(place, "data", None))


@cache
def _dictionary(language: str, left: int, right: int) -> object:
    from separatum.editions.hyphen_patterns import dictionary

    return dictionary(language, left, right)
