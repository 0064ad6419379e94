"""A private list of words that may stand nowhere in what is published: names behind a pseudonym, for example.

docs/how-to/keep-a-name-out.md says what is matched, and what is not. In short: a word in capitals and small letters, in
any Unicode form, with look-alike letters, with the endings of its script's languages, in handles and addresses, with a
middle name or an initial between. Not translations, transliterations, nicknames, and words that change inside.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from separatum.checks.privacy.forbidden_forms import (
    LETTER,
    MARKS,
    NO_LETTER,
    folded,
    readings,
    with_palochka,
    without_unseen,
)
from separatum.checks.privacy.forbidden_inflection import Forms, forms_of, script_of
from separatum.model.errors import UsageError, file_errors

VARIABLE = "SEPARATUM_FORBIDDEN"
"""The environment variable that names the list."""
_MOST_BYTES = 2**20
_HANDLE = 7
"""Letters of a whole name from which on it is found within a longer word: “TheJaneDoe”."""
_PARTICLES = frozenset(
    "van von der den de del della di da dos das do du la le el al bin ibn bint abu ben y e und zu af av ter".split()  # noqa: SIM905
)
"""Words of names that begin with a small letter."""
_OPEN, _CLOSE = "“„«‘\"'(", "”“»’\"')"
"""About a nickname between two names: Jane “Jay” Doe."""
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
"""How German and Scandinavian letters are spelt in addresses."""
_WORD = re.compile(rf"(?:[^\W_]|[{MARKS}])+")
_LONGEST_NAME = 8
"""Words: a longer line is a sentence, whose words have no endings to try; there would be too many ways to try them."""


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
    def _sought(self) -> tuple[tuple[int, str, dict[bool, "_Sought"]], ...]:
        return tuple(
            (number, word, {capitals: _Sought(spelt, capitals=capitals) for capitals in (False, True)})
            for number, word in self.lines
            for spelt in _spellings(word)
        )

    def found_in(self, text: str) -> Iterator[Hit]:
        """Each word of the list that stands in a text: the first place of each."""
        compared = [
            _Compared(text=reading, capitals=capitals) for reading in readings(text) for capitals in (False, True)
        ]
        compared = list({(one.capitals, one.plain): one for one in compared}.values())
        last = 0
        for number, word, sought in self._sought:
            if number == last:  # found in another spelling
                continue
            found = (sought[one.capitals].search(one) for one in compared)
            if hit := next(filter(None, found), None):
                last = number
                around = hit.string[max(0, hit.start() - 30) : hit.end() + 30]
                yield Hit(line=number, word=word, around=" ".join(around.split()))


@dataclass(frozen=True)
class _Compared:
    """One reading of a text."""

    text: str
    capitals: bool

    @cached_property
    def plain(self) -> str:
        return folded(self.text, capitals=self.capitals)

    @cached_property
    def cased(self) -> str:
        return folded(self.text, capitals=self.capitals, cased=True)


class _Sought:
    """What one line of the list looks for.

    Args:
        line: the line.
        capitals: see `forbidden_forms.folded`.
    """

    def __init__(self, line: str, *, capitals: bool) -> None:
        is_exact = line.startswith("=")
        line = with_palochka(line.removeprefix("="))
        words = words_of(line)
        is_exact = is_exact or len(words) > _LONGEST_NAME
        self._forms = [forms_of(word, is_exact=is_exact, is_alone=len(words) == 1, capitals=capitals) for word in words]
        self._exact = [re.escape(folded(word, capitals=capitals)) for word in words]
        gaps = [len(unicodedata.normalize("NFKD", gap)) for gap in _WORD.split(without_unseen(line))[1:-1]]
        self._between = rf"{NO_LETTER}{{1,{max(3, *gaps, 0)}}}"
        joined = "".join(folded(word, capitals=capitals) for word in words)
        self._joined = [joined] if len(words) > 1 and len(joined) >= _HANDLE and self._is_bordered else []
        if self._joined and len(words) == 2:
            self._joined.append("".join(folded(word, capitals=capitals) for word in reversed(words)))
        self._middles = 0 if is_exact or len(words) != 2 or not self._is_bordered else _middles(words)

    @property
    def _is_bordered(self) -> bool:
        return all(forms.is_bordered for forms in self._forms)

    def search(self, compared: _Compared) -> re.Match[str] | None:
        """The first place of the line in a text."""
        text = compared.plain
        # A text that lacks one of the words is passed over in no time.
        if not all(any(stem in text for stem in forms.stems) for forms in self._forms):
            return self._in_handle(text)
        return self._pattern.search(text) or self._in_handle(text) or self._with_middle(compared)

    def _in_handle(self, text: str) -> re.Match[str] | None:
        handle = next((one for one in self._joined if one in text), None)
        return re.search(re.escape(handle), text) if handle else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        orders = [self._forms]
        if len(self._forms) == 2 and self._is_bordered:
            orders.append(self._forms[::-1])
        if len(self._forms) == 3 and self._is_bordered:  # the surname first, or last
            orders += [self._forms[1:] + self._forms[:1], self._forms[2:] + self._forms[:2]]
        patterns = [_bordered(order, self._between) for order in orders]
        if len(self._forms) > 1 and self._is_bordered:
            # Written as one word, only its last one has endings.
            last = replace(self._forms[-1], pattern="".join([*self._exact[:-1], self._forms[-1].pattern]))
            patterns.append(_bordered([last], ""))
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))

    @cached_property
    def _middle_pattern(self) -> re.Pattern[str]:
        one, other = self._forms
        gap = r"(?:[\s\u00a0-]|[’'](?=\w)){1,2}"
        middle = rf"(?P<middle>(?:[{_OPEN}]?{LETTER}{{1,20}}\.?[{_CLOSE}]?{gap}){{1,2}}?)"
        return re.compile(_bordered((one, other), f"{gap}{middle}"), re.IGNORECASE)

    def _with_middle(self, compared: _Compared) -> re.Match[str] | None:
        """The first place with a middle name or an initial between."""
        if not self._middles:
            return None
        for found in self._middle_pattern.finditer(compared.cased):
            words = re.findall(rf"{LETTER}+", found["middle"])
            if len(words) <= self._middles and all(map(_is_name, words)):
                return found
        return None


def _bordered(order: "list[Forms] | tuple[Forms, ...]", between: str) -> str:
    """A pattern for words in their order; no letter may stand next to them, but a digit or a low line may."""
    before = rf"(?<!{LETTER})" if order[0].is_bordered else ""
    after = rf"(?!{LETTER})" if order[-1].is_bordered else ""
    parts = [order[0].pattern]
    for left, right in pairwise(order):
        # Where a word of a script without spaces meets another, only the signs between them are looked at.
        parts += [between if left.is_bordered or right.is_bordered else r"[\s·・‧་]{0,3}", right.pattern]
    return f"{before}{''.join(parts)}{after}"


def _middles(words: list[str]) -> int:
    """How many words may stand between the two of a name."""
    scripts = {script_of(word) for word in words}
    if scripts <= {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "ARABIC"}:
        return 2
    return 1


def _is_name(word: str) -> bool:
    """Whether a word between two names can be one: scripts without capitals do not say."""
    return not word[0].islower() or word in _PARTICLES or word.lower() == word.upper()


def _spellings(line: str) -> tuple[str, ...]:
    """A line as it is, and as it is spelt where its letters cannot be typed."""
    return (
        tuple(dict.fromkeys((line, unicodedata.normalize("NFC", line).lower().translate(_DIGRAPHS))))
        if (_DIGRAPHS.keys() & set(map(ord, unicodedata.normalize("NFC", line).lower())))
        else (line,)
    )


def words_of(line: str) -> list[str]:
    """The words of a line: what stands between signs that are neither letters nor digits."""
    return [word for word in _WORD.findall(without_unseen(line)) if folded(word)]


def forbidden_list(path: Path | str | None) -> ForbiddenWords | None:
    """The list that is asked for: at a path, or else at the one that the environment names; None if there is none.

    Raises:
        FileError, UsageError: as `load_forbidden`.
    """
    named = path or os.environ.get(VARIABLE)
    return load_forbidden(Path(named)) if named else None


def load_forbidden(path: Path) -> ForbiddenWords:
    """Read the list: UTF-8, one word or name a line; empty lines, and those that begin with “#”, are left out.

    Raises:
        FileError: it cannot be read.
        UsageError: it is not such a list, or it is empty.
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
    empty = [number for number, line in lines if not words_of(line)]
    if empty or not lines:
        where = f"line {empty[0]} of “{path}”" if empty else f"“{path}”"
        raise UsageError(f"there is no word in {where}, the list of forbidden words", hint)
    return ForbiddenWords(lines=lines)
