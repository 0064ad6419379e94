"""Recognise what may be the name of a person in text that is not on the pages.

A program cannot know every name. What is left when the words of the pages, the common words of a language and the
terms of file formats are taken away is treated as a name; so is a first name beside another word with a capital.
"""

import gzip
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property, lru_cache, partial
from importlib.resources import files
from itertools import pairwise

from separatum.checks.privacy.printed import UNSPACED, Printed, humped, words_in

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
    r"|el\W?messiri|bell\W?mt|bradley\W?hand|bernard\W?mt|poor\W?richard|vladimir\W?script|eb\W?garamond|ibm\W?plex|josefin\W?\w+|maven\W?pro|julius\W?sans)",
    re.IGNORECASE,
)
"""Fonts that are named as persons are."""
_ACRONYM = 8
"""Words of capitals only, up to this length, are abbreviations."""
_SHORT_NAME = 3
"""Two capitals are an abbreviation, though they are a name, too."""
_SHORTEST = 4
"""A single unknown word that is shorter is no name."""
_LONG_TITLE = 3
"""Words, but for short ones, from which a text is more than a name."""
_COMPOUNDING = frozenset({"de", "nl"})
"""Languages that write words together as one."""
_COMPOUND, _FIRST_PART, _LAST_PART = 14, 6, 5
"""Letters of such a word, of what stands before its last part, and of its last part, at least."""
_MOST_WORDS = 20_000
_SHORT = 200
"""Signs of a text that may stand in many files as it is."""
_MOST_REMEMBERED = 8192
_JOINS = frozenset({"de", "van", "von", "der", "den", "da", "di", "al", "bin", "ibn", "la", "le", "of", "y"})


class Wording(Enum):
    """For whom a text was written: on it depends how much of a name has to be seen in it, before it is one."""

    DATA = "for nobody"
    """A value that no reader sees: a single unknown word with a capital may be a name."""
    PROSE = "for readers"
    """A sentence, a title: an unknown word is one only beside another word with a capital."""
    TERMS = "for programs"
    """What fonts, programs, colours and formats call themselves: two unknown words, or a first name and another."""
    TRANSLATED = "for programs, in many languages"
    """The same in languages whose words no list here has: only a first name beside another word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspects:
    """What in a text may be names of persons."""

    likely: tuple[str, ...]
    """As far as its wording lets one believe."""
    unknown: tuple[str, ...]
    """Words in no list, which would be names in a text that nobody reads, but are likely none in this one."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    printed: bool
    is_common: Callable[[], bool]
    """Whether it is in a list of common words."""
    term: bool
    """Whether it is a term of file formats, or the name of a program, a font or a company that makes them."""
    begins: bool
    """Whether it begins a sentence."""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() and not UNSPACED.search(self.text)

    @property
    def first_name(self) -> bool:
        return self.text.casefold() in _first_names() and not (self.short and len(self.text) < _SHORT_NAME)

    @property
    def odd(self) -> bool:
        """Whether it is in no list, so that it may be a name."""
        if self.printed or self.term or len(self.text) < _SHORTEST or self.short:
            return False
        return not self.is_common()

    @property
    def short(self) -> bool:
        """Whether it is a letter, or capitals only."""
        return self.text.isupper() and len(self.text) <= _ACRONYM


def names_in(text: str, printed: Printed, wording: Wording) -> Suspects:
    """What may be names of persons in a text, each once, without those that are printed.

    Args:
        text: any text.
        printed: what readers see.
        wording: for whom the text was written.
    """
    if names_nobody(text, printed):
        return Suspects(likely=(), unknown=())
    return _again(text, printed, wording) if len(text) <= _SHORT else _suspects_in(text, printed, wording)


def names_nobody(text: str, printed: Printed) -> bool:
    """Whether it is known that `names_in` finds nothing in a text, however it is worded."""
    return _nobody.holds(text, printed)


@lru_cache(maxsize=64)  # each holds the words of a whole file
def _again(text: str, printed: Printed, wording: Wording) -> Suspects:
    """What is in a short text, such as a title, which a file has in many places."""
    return _suspects_in(text, printed, wording)


def _suspects_in(text: str, printed: Printed, wording: Wording) -> Suspects:
    words = _words(text, printed)
    found = _suspects_among(words, wording)
    if not (found.likely or found.unknown):
        _nobody.keep(text, printed.languages, words)
    return found


class _Remembered:
    """Short texts of which something holds whatever is printed, in the languages that it was found with.

    Most strings of a file are the same in all files that a program makes. It holds if nothing of the text was printed
    when it was found: the more is printed, the fewer words are odd, and a name needs one. But a word that is printed is
    not parted at its capitals, so it holds only where none of the text's words with capitals inside is printed.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
        """The words with capitals inside, by text and languages."""

    def holds(self, text: str, printed: Printed) -> bool:
        """Whether it is known to hold."""
        if len(text) > _SHORT:
            return False
        joined = self._known.get((text, printed.languages))
        return joined is not None and not any(map(printed.has_word, joined))

    def keep(self, text: str, languages: tuple[str, ...], words: Sequence["_Word"]) -> None:
        """Remember a text of which it was found to hold, if it holds whatever is printed."""
        if len(text) > _SHORT or any(word.printed and not word.term for word in words):
            return
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[text, languages] = humped(_in_words(text))


_nobody, _no_words = _Remembered(), _Remembered()
"""That it names nobody; that all its words are terms."""


def _suspects_among(words: Sequence["_Word"], wording: Wording) -> Suspects:
    likely: dict[str, None] = {}
    unknown: dict[str, None] = {}
    is_title = wording is Wording.PROSE and _is_title(words)
    for run in _runs(words):
        if (name := _name_in(run)) is None:
            continue
        found = likely if _is_likely(run, wording, is_title=is_title) else unknown
        found[name] = None
    for one, other in pairwise(words):  # in small letters, as in an account or in the name of a file
        if one.capital or other.capital:
            continue
        if (one.first_name and other.odd) or (other.first_name and one.odd):  # what is odd is looked up last
            likely[f"{one.text} {other.text}"] = None
    return Suspects(likely=tuple(likely), unknown=tuple(unknown))


def unprinted_words(text: str, printed: Printed) -> tuple[str, ...]:
    """The words of a text that readers do not see and that are no terms of file formats, each once."""
    if _no_words.holds(text, printed):
        return ()
    words = _words(text, printed)
    found = (word.text for word in words if not word.printed and word.text.casefold() not in _terms())
    unprinted = tuple(dict.fromkeys(word for word in found if len(word) > 2))
    if not unprinted:
        _no_words.keep(text, printed.languages, words)
    return unprinted


def _in_words(text: str) -> str:
    """The text without addresses, rows of letters and digits, and the names of fonts."""
    text = _ROW.sub(lambda found: found[0] if _is_readable(found[0]) else " ", _LINK.sub(" ", text))
    return _FONTS.sub(" ", _SUBSET.sub("", text))


def _words(text: str, printed: Printed) -> list[_Word]:
    words, begins = list[_Word](), True

    def is_known(word: str) -> bool:
        return word.casefold() in _known() or printed.has_word(word)

    for piece in _PIECE.finditer(_in_words(text)):
        for word in words_in(piece[0], is_known):
            folded = word.casefold()
            is_common = partial(_is_common, folded, printed.languages)
            words.append(_Word(word, printed.has_word(word), is_common, folded in _known(), begins))
            begins = False
            if len(words) >= _MOST_WORDS:
                return words
        if piece[0][-1] in ".!?:;|•–—":
            begins = True
            words.append(_BREAK)
    return words


_BREAK = _Word(".", printed=True, is_common=lambda: True, term=True, begins=False)


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


def _name_in(run: list[_Word]) -> str | None:
    """The words with capitals of a run that holds what may be a name, wherever it stands."""
    capitals = [word for word in run if word.capital]
    if all(word.printed or word.term for word in capitals):
        return None
    if not _has_first_name(capitals) and not any(word.odd for word in capitals):
        return None
    last = max(number for number, word in enumerate(run) if word.capital)
    return " ".join(word.text for word in run[: last + 1])


def _is_likely(run: list[_Word], wording: Wording, *, is_title: bool) -> bool:
    """Whether a run that may be a name is one, for all that is known of the text around it."""
    capitals = [word for word in run if word.capital]
    if wording is Wording.DATA:
        return True
    if _has_first_name(capitals):
        return wording is Wording.PROSE or _has_last_name(capitals)
    if wording is Wording.TRANSLATED:
        return False
    odd = [word for word in capitals if word.odd]
    if wording is Wording.TERMS or is_title:
        return any(one.odd and other.odd for one, other in pairwise(capitals))
    return sum(not word.short and not word.term for word in capitals) > 1 and not all(word.begins for word in odd)


def _has_first_name(capitals: list[_Word]) -> bool:
    """Whether a first name stands beside another word."""
    named = len(capitals) > 1 and any(word.first_name and not word.term for word in capitals)
    return named and any(not word.printed and not word.term for word in capitals)


def _has_last_name(capitals: list[_Word]) -> bool:
    """Whether it stands beside a word that is no letter and no maker of fonts or programs."""
    pairs = list(pairwise(capitals))
    return any(
        one.first_name and not one.term and not other.term and len(other.text) > 1
        for one, other in (*pairs, *((other, one) for one, other in pairs))
    )


def _is_title(words: Sequence[_Word]) -> bool:
    """Whether most words have a capital as titles have, so that a capital says nothing."""
    long = [word for word in words if len(word.text) >= _SHORTEST]
    return len(long) >= _LONG_TITLE and sum(word.capital for word in long) * 3 >= len(long) * 2


def _is_common(folded: str, languages: tuple[str, ...]) -> bool:
    """Whether a word is among the common words of these languages, which are read only if one is in doubt."""
    singular = folded.removesuffix("s")
    listed = [language for language in languages if language in _DICTIONARIES]
    if any(folded in words or singular in words for words in map(dictionary, listed)):
        return True
    return any(_is_compound(folded, dictionary(language)) for language in listed if language in _COMPOUNDING)


def _is_compound(folded: str, words: "Dictionary") -> bool:
    """Whether a long word ends in a word of the list, as “Ministerialblatt” does: few names are so long."""
    starts = range(_FIRST_PART, len(folded) - _LAST_PART + 1)
    return len(folded) >= _COMPOUND and any(folded[start:] in words for start in starts)


def is_coined(label: str) -> bool:
    """Whether a label is a number that a program writes in letters: many short pieces, none of them a first name."""
    parts = _PART.findall(label)
    if len(parts) < 2 or re.search(r"\s", label):
        return False
    has_name = any(len(part) >= _SHORTEST and part.casefold() in _first_names() for part in parts)
    return not has_name and sum(map(len, parts)) < (_READABLE + 0.5) * len(parts)


def is_account(value: str) -> bool:
    """Whether a value is an account that a system sets up for whoever sits there: “Administrator”.

    Args:
        value: the whole of a field that should name a person.
    """
    return re.sub(r"^\W+|\W+$", "", " ".join(value.split())).casefold() in _accounts()


@cache
def _accounts() -> frozenset[str]:
    return frozenset(line.casefold() for line in _lines("accounts.txt"))


@cache
def dictionary(language: str) -> "Dictionary":
    """The list of common words of a language: a two-letter code of those that have one."""
    import spellchecker

    packed = (files(spellchecker) / "resources" / f"{language}.json.gz").read_bytes()
    return Dictionary(gzip.decompress(packed).decode())  # it has small letters only


class Dictionary:
    """The words of a list, which is JSON with a count for each; taken apart only if many words are looked up."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._looked_up = 0

    def __contains__(self, word: str) -> bool:
        self._looked_up += 1
        return word in self.words if self._looked_up > _FEW else f'"{word}": ' in self._text

    @cached_property
    def words(self) -> frozenset[str]:
        """All words, in small letters."""
        return frozenset(_ENTRY.findall(self._text))


_FEW = 40
"""Words that are found in the text sooner than it is taken apart."""
_ENTRY = re.compile(r'"([^"\\]+)": ')


@cache
def _terms() -> frozenset[str]:
    return _listed("terms.txt")


@cache
def _known() -> frozenset[str]:
    """The terms, and the names of programs, of fonts and of their makers, of whom some are called as persons are."""
    return _terms() | _listed("makers.txt")


@cache
def _first_names() -> frozenset[str]:
    return _listed("first_names.txt")


def _listed(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for line in _lines(name) for word in line.split())


def _lines(name: str) -> list[str]:
    """The lines of one of our lists; one that begins with “#” is a comment."""
    text = (files("separatum.checks.privacy") / "words" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
