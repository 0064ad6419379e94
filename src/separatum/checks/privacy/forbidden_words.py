"""A private list of words that may stand nowhere in what is published: names behind a pseudonym, for example.

What is matched, and what is not:

* A word in any case and any Unicode form. Letters with and without marks are the same (“é” and “e”, “ё” and “е”,
  “ł” and “l”), and so are Latin, Cyrillic, Greek and Armenian letters that look alike, small or capital.
* The words of one line of the list in their order, with at most three signs between them, or as many as the list has:
  “Jane Doe” is found in “jane_doe.jpg” and “JaneDoe”. Two words also the other way round: “Doe, Jane”.
* Words that a hyphen parts (“Mila-shina”), letters set apart (“J a n e”), and words of addresses: “%D0%AF…”, “xn--…”.
* Other endings: a word of four letters or more may lose its last vowel and gain up to three letters: “Милашина”,
  “Милашиной”; “Nowak”, “Nowaka”. A line that begins with “=” is matched letter by letter instead.
* Not: translations, transliterations, nicknames, initials, and words that change inside. Each needs a line of its own.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import unquote

from separatum.model.errors import UsageError, file_errors

_MOST_BYTES = 2**20
# Letters that are drawn as Latin ones are (Unicode, UTS 39, 4: confusables): Cyrillic, Greek, Armenian, phonetic ones.
_ALIKE = str.maketrans("аеорсухіѕјԁԛԝһӏѵαονριχγυօոսհɑɡ", "aeopcyxisjdqwhlvaovpixyuonuhag") | str.maketrans(
    "ᴀʙᴄᴅᴇꜰғɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdeffghijklmnoprstuvwyz"
)
_CAPITALS_ALIKE = str.maketrans("АВЕКМНОРСТУХІЈЅҮԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧՕՍ", "ABEKMHOPCTYXIJSYQWABEZHIKMNOPTYXOU")
# Letters whose mark is a part of them, so that no decomposition parts it.
_BARRED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"})
_UNSEEN = {"Mn", "Me", "Cf"}
_FILLERS = "\u115f\u1160\u2800"
"""Hangul letters and a sign of Braille that are not drawn."""
_HYPHENS = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\u2011]\s?(?=[^\W\d_])")
_SPACES = re.compile(r"\s+")
_SPACED = re.compile(r"(?<!\w)[^\W\d_](?:[^\S\n][^\W\d_](?!\w)){2,}")
"""Letters set apart, “J a n e”."""
_MOST_TIMES = 5
"""That an address may be encoded within another."""
_FOREIGN_HOST = re.compile(r"xn--([a-z0-9-]+)", re.IGNORECASE)
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
    def _sought(self) -> tuple[tuple[int, str, dict[bool, "_Sought"]], ...]:
        return tuple(
            (number, word, {capitals: _sought(word, capitals=capitals) for capitals in (False, True)})
            for number, word in self.lines
        )

    def found_in(self, text: str) -> Iterator[Hit]:
        """Each word of the list that stands in a text: the first place of each."""
        forms = _forms(text)
        for number, word, sought in self._sought:
            found = (sought[capitals].search(compared) for compared, capitals in forms)
            if hit := next(filter(None, found), None):
                around = hit.string[max(0, hit.start() - 30) : hit.end() + 30]
                yield Hit(line=number, word=word, around=" ".join(around.split()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sought:
    """What one line of the list looks for."""

    stems: tuple[str, ...]
    """What each of its words begins with: a text that lacks one of them is passed over in no time."""
    pattern: re.Pattern[str]

    def search(self, compared: str) -> re.Match[str] | None:
        return self.pattern.search(compared) if all(stem in compared for stem in self.stems) else None


def _forms(text: str) -> tuple[tuple[str, bool], ...]:
    """The forms in which a text is compared; of each, whether it was made from capitals."""
    close = _SPACES.sub(" ", text)  # a line's end and the next one's indent are one sign
    joined = _SPACED.sub(lambda found: _SPACES.sub("", found[0]), text)
    written = dict.fromkeys((close, _HYPHENS.sub("", text), _decoded(text), joined))
    return tuple(
        dict.fromkeys((folded(one, capitals=capitals), capitals) for one in written for capitals in (False, True))
    )


def _decoded(text: str) -> str:
    """A text with its addresses as they are read (RFC 3986, 2.1; RFC 3492)."""

    def host(found: re.Match[str]) -> str:
        try:
            return found[1].encode("ascii").decode("punycode")
        except (UnicodeError, OverflowError):
            return found[0]

    for _ in range(_MOST_TIMES):
        if "%" not in text or (decoded := unquote(text)) == text:
            break
        text = decoded
    return _FOREIGN_HOST.sub(host, text) if "xn--" in text.lower() else text


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


def folded(text: str, *, capitals: bool = False) -> str:
    """A text in the form in which it is compared.

    Args:
        text: the text.
        capitals: whether letters count as alike that are so as capitals (“В” and “B”), not as small letters.
    """
    # Each letter by itself, and each kind of letter once: marks are taken out, so their order says nothing.
    table = {ord(sign): _folded(sign, capitals) for sign in set(text)}
    return unicodedata.normalize("NFC", text.translate(table))


@lru_cache(maxsize=20_000)
def _folded(sign: str, capitals: bool) -> str:
    parted = unicodedata.normalize("NFKD", "i" if sign == "ı" else sign)
    parted = parted.upper().translate(_CAPITALS_ALIKE) if capitals else parted
    kept = (one for one in parted if unicodedata.category(one) not in _UNSEEN and one not in _FILLERS)
    small = "".join(kept).casefold().translate(_BARRED)
    return small if capitals else small.translate(_ALIKE)


def _words(line: str, *, capitals: bool = False) -> list[str]:
    return re.findall(r"[^\W_]+", folded(line.removeprefix("="), capitals=capitals))


def _sought(line: str, *, capitals: bool) -> _Sought:
    words = _words(line, capitals=capitals)
    vowels = folded(_VOWELS, capitals=capitals)
    stems = words if line.startswith("=") else [_stem(word, vowels) for word in words]
    endings = ["" if line.startswith("=") or len(word) < 4 else r"[^\W\d_]{0,3}" for word in words]
    forms = [stem + ending for stem, ending in zip(stems, endings, strict=True)]
    gaps = re.findall(r"[\W_]+", folded(line))
    between = rf"[\W_]{{0,{max(3, *map(len, gaps), 0)}}}"
    orders = [forms, forms[::-1]] if len(forms) == 2 else [forms]
    # No letter may stand before it, but a digit or a low line may: file names.
    pattern = "|".join(rf"(?<![^\W\d_]){between.join(order)}(?![^\W\d_])" for order in orders)
    return _Sought(stems=tuple(stems), pattern=re.compile(pattern))


def _stem(word: str, vowels: str) -> str:
    """What all forms of a word of letters and digits have in common."""
    return word[:-1] if len(word) >= 4 and word[-1] in vowels else word
