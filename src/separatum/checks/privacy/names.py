"""Recognise what may be the name of a person in text that is not on the pages.

A program cannot know every name. What is left when the words of the pages, the common words of a language and the
terms of file formats are taken away is treated as a name; so is a first name beside another word with a capital.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from separatum.checks.privacy.printed import Printed, words_in

_DICTIONARIES = frozenset({"en", "de", "es", "fr", "it", "lv", "nl", "pt", "ru"})
"""Languages with a list of common words, among those that have capitals."""
_PIECE = re.compile(r"\S+")
_ROW = re.compile(r"[A-Za-z0-9+/=_-]{12,}")
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_READABLE = 4.0
"""Letters in a part of a row, on average, from which it may be words: less is a number that is written in letters."""
_MANY = 4
"""Parts of a row of letters: so many that are short are a number, too, though none of its signs is a digit."""
_LINK = re.compile(r"(?:[a-z][a-z0-9+.-]{1,15}://|www\.|urn:|uri:|data:)\S+", re.IGNORECASE)
_SUBSET = re.compile(r"(?<![A-Z])[A-Z]{6}\+")
"""What is put before the name of a font of which a part is embedded (ISO 32000-1, 9.6.4)."""
_FONTS = re.compile(
    r"(?:frank\W?ruhl|miriam\W?(?:libre|clm|mono)|david\W?(?:libre|clm)|franklin\W?gothic|gill\W?sans|adobe\W?\w+"
    r"|el\W?messiri|bell\W?mt|bradley\W?hand|eb\W?garamond|ibm\W?plex|josefin\W?\w+|maven\W?pro|julius\W?sans)",
    re.IGNORECASE,
)
"""Fonts that are named as persons are."""
_ACRONYM = 8
"""Words of capitals only, up to this length, are abbreviations."""
_SHORTEST = 4
"""A single unknown word that is shorter is no name."""
_MOST_WORDS = 20_000
_JOINS = frozenset({"de", "van", "von", "der", "den", "da", "di", "al", "bin", "ibn", "la", "le", "of", "y"})


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    printed: bool
    common: bool
    """Whether it is in a list of common words."""
    term: bool
    """Whether it is a term of file formats, or the name of a program, a font or a company that makes them."""
    begins: bool
    """Whether it begins a sentence."""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def first_name(self) -> bool:
        return self.text.casefold() in _first_names()

    @property
    def odd(self) -> bool:
        """Whether it is in no list, so that it may be a name."""
        if self.printed or self.common or self.term or len(self.text) < _SHORTEST:
            return False
        return not (self.text.isupper() and len(self.text) <= _ACRONYM)


def names_in(text: str, printed: Printed, *, strict: bool) -> tuple[str, ...]:
    """What may be names of persons in a text, each once, without those that are printed.

    Args:
        text: any text.
        printed: what readers see.
        strict: whether a single unknown word with a capital is enough: for text that was not written for readers.
    """
    found: dict[str, None] = {}
    words = _words(text, printed)
    for run in _runs(words):
        if name := _name_in(run, strict=strict):
            found[name] = None
    for one, other in pairwise(words):  # in small letters, as in an account or in the name of a file
        if not one.capital and not other.capital and ((one.first_name and other.odd) or (one.odd and other.first_name)):
            found[f"{one.text} {other.text}"] = None
    return tuple(found)


def unprinted_words(text: str, printed: Printed) -> tuple[str, ...]:
    """The words of a text that readers do not see and that are no terms of file formats, each once."""
    words = (word for word in _words(text, printed) if not word.printed and not word.term)
    return tuple(dict.fromkeys(word.text for word in words if len(word.text) > 2))


def _words(text: str, printed: Printed) -> list[_Word]:
    text = _ROW.sub(lambda found: found[0] if _is_readable(found[0]) else " ", _LINK.sub(" ", text))
    text = _FONTS.sub(" ", _SUBSET.sub("", text))
    dictionaries, words, begins = _dictionaries(printed.languages), list[_Word](), True

    def is_known(word: str) -> bool:
        return word.casefold() in _terms() or printed.has_word(word)

    for piece in _PIECE.finditer(text):
        for word in words_in(piece[0], is_known):
            folded = word.casefold()
            is_common = any(folded in one for one in dictionaries)
            words.append(_Word(word, printed.has_word(word), is_common, folded in _terms(), begins))
            begins = False
            if len(words) >= _MOST_WORDS:
                return words
        if piece[0][-1] in ".!?:;|•–—":
            begins = True
            words.append(_BREAK)
    return words


_BREAK = _Word(".", printed=True, common=True, term=True, begins=False)


def _is_readable(row: str) -> bool:
    """Whether a long row of letters and digits is words that are joined."""
    parts = _PART.findall(row)
    if len(parts) >= _MANY and not any(part.casefold() in _first_names() for part in parts):
        return sum(map(len, parts)) >= (_READABLE + 1) * len(parts)
    return not re.search(r"[\d+/=]", row) or sum(map(len, parts)) >= _READABLE * len(parts)


def _runs(words: Sequence[_Word]) -> Iterator[list[_Word]]:
    """Words with capitals that follow each other."""
    run: list[_Word] = []
    for word in words:
        if word is not _BREAK and (word.capital or (run and word.text in _JOINS)):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _name_in(run: list[_Word], *, strict: bool) -> str | None:
    while run and not run[-1].capital:
        run = run[:-1]
    capitals = [word for word in run if word.capital]
    unprinted = [word for word in capitals if not word.printed]
    if not unprinted or all(word.term for word in unprinted):
        return None
    odd = [word for word in capitals if word.odd]
    named = len(capitals) > 1 and any(word.first_name and not word.term for word in capitals)
    if named and any(not word.printed and not word.term for word in capitals):
        others = [word for word in capitals if not word.first_name]
        # A first name is also a common word: “Grace Period”, “Mark All”.
        if any(word.odd for word in capitals) or not all(word.common and len(capitals) < 2 for word in others):
            return " ".join(word.text for word in run)
    if strict and odd:
        return " ".join(word.text for word in run)
    if len(capitals) > 1 and odd and not all(word.begins for word in odd):
        return " ".join(word.text for word in run)
    return None


@cache
def _dictionaries(languages: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """The common words of these languages."""
    return tuple(_dictionary(language) for language in languages if language in _DICTIONARIES)


@cache
def _dictionary(language: str) -> frozenset[str]:
    from spellchecker import SpellChecker

    return frozenset(SpellChecker(language=language).word_frequency.words())


@cache
def _terms() -> frozenset[str]:
    return _listed("terms.txt")


@cache
def _first_names() -> frozenset[str]:
    return _listed("first_names.txt")


def _listed(name: str) -> frozenset[str]:
    """The words of one of our lists; a line that begins with “#” is a comment."""
    text = (files("separatum.checks.privacy") / "words" / name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word.casefold() for line in lines for word in line.split())
