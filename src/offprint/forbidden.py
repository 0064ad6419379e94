"""A private list of words that may stand nowhere in what is published: names behind a pseudonym, for example.

What is matched, and what is not:

* A word in any case and any Unicode form. Letters with and without marks are the same (“é” and “e”, “ё” and “е”),
  and so are Latin and Cyrillic letters that look alike.
* The words of one line of the list in their order, with at most three signs between them: “Jane Doe” is found in
  “jane_doe.jpg” and “JaneDoe”. Two words also the other way round: “Doe, Jane”.
* Other endings: a word of four letters or more may lose its last vowel and gain up to three letters: “Милашина”,
  “Милашиной”; “Nowak”, “Nowaka”. A line that begins with “=” is matched letter by letter instead.
* Not: translations, transliterations, nicknames, initials, and words that change inside. Each needs a line of its own.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from offprint.errors import UsageError, file_errors

_MOST_BYTES = 2**20
# Cyrillic letters that are drawn as Latin ones are (Unicode, UTS 39, 4: confusables).
_ALIKE = str.maketrans("аеорсухіѕјԁԛԝһ", "aeopcyxisjdqwh")
_VOWELS = "aeiouyаеиоуыэюяьйіїєəışაეიოუաեէըիու"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where a word of the list stands."""

    line: int
    """Of the list, from 1."""
    word: str
    """As the list has it."""
    around: str
    """The text about it, as it was compared."""


@dataclass(frozen=True)
class ForbiddenWords:
    """The list, ready to be looked for."""

    lines: tuple[tuple[int, str], ...]
    """The number of each line, and what stands in it."""

    @cached_property
    def _patterns(self) -> tuple[tuple[int, str, re.Pattern[str]], ...]:
        return tuple((number, word, _pattern(word)) for number, word in self.lines)

    def found_in(self, text: str) -> Iterator[Hit]:
        """Each word of the list that stands in a text: the first place of each."""
        compared = folded(text)
        for number, word, pattern in self._patterns:
            if found := pattern.search(compared):
                around = compared[max(0, found.start() - 30) : found.end() + 30]
                yield Hit(line=number, word=word, around=" ".join(around.split()))


def load_forbidden(path: Path) -> ForbiddenWords:
    """Read the list: UTF-8, one word or name a line; empty lines, and those that begin with “#”, are left out.

    Raises:
        FileError: it cannot be read.
        UsageError: it is no such list, or there is nothing in it.
    """
    with file_errors(path, "read"), path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    hint = "write one word or name a line, in UTF-8"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"the list of forbidden words, “{path}”, is not UTF-8", hint) from error
    if len(content) > _MOST_BYTES:
        raise UsageError(f"the list of forbidden words, “{path}”, is larger than 1 MiB", hint)
    numbered = ((number, line.strip()) for number, line in enumerate(text.splitlines(), start=1))
    lines = tuple((number, line) for number, line in numbered if line and not line.startswith("#"))
    empty = [number for number, line in lines if not _words(line)]
    if empty or not lines:
        where = f"line {empty[0]} of “{path}”" if empty else f"“{path}”"
        raise UsageError(f"there is no word in {where}, the list of forbidden words", hint)
    return ForbiddenWords(lines=lines)


def folded(text: str) -> str:
    """A text in the form in which it is compared."""
    parted = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    kept = (sign for sign in parted if unicodedata.category(sign) not in {"Mn", "Cf"})
    return unicodedata.normalize("NFC", "".join(kept).casefold()).translate(_ALIKE)


def _words(line: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded(line.removeprefix("=")))


def _pattern(line: str) -> re.Pattern[str]:
    words = _words(line)
    ending = _exact if line.startswith("=") else _inflected
    between = r"[\W_]{0,3}"
    orders = [words, words[::-1]] if len(words) == 2 else [words]
    # No letter may stand before it, but a digit or a low line may: file names.
    return re.compile("|".join(rf"(?<![^\W\d_]){between.join(map(ending, order))}(?![^\W\d_])" for order in orders))


def _exact(word: str) -> str:
    return re.escape(word)


def _inflected(word: str) -> str:
    if len(word) < 4:
        return re.escape(word)
    vowels = _VOWELS.translate(_ALIKE)
    stem = word[:-1] if word[-1] in vowels else word
    return rf"{re.escape(stem)}[^\W\d_]{{0,3}}"
