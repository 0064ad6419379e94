"""What readers see of a file, word by word, and which words of another text are not among it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

_BREAKS = re.compile("[-\u2010\u00ad\x02\ufffe]\\s*\\n\\s*|[\u00ad\x02\ufffe]\\s*")
"""A word that is divided at the end of a line."""
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER_OR_WORD = re.compile(r"[^\W_]+")
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
"""Scripts that put no spaces between words, or join endings to them."""
_SEVERAL = re.compile(r"[;,&/|·•]|\.\s|\b(?:and|und|et|y|e|og|och|en|и|та)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The words that readers see."""

    words: frozenset[str]
    line: str
    """All words in their order, with a space before and after each."""
    letters: str
    """The same without spaces."""
    languages: tuple[str, ...] = ("en",)
    """Whose words a title or a description may hold: two-letter codes."""

    @classmethod
    def of(cls, text: str, *languages: str, known: Sequence[str] = ()) -> "Printed":
        """From the text that is seen.

        Args:
            text: what is seen.
            languages: what the file claims to be written in.
            known: further texts that count as seen, each of which begins and ends with whole words. They are read once
                for several files.
        """
        parts = [_read(text), *(_read_once(one) if len(one) <= _MOST_KEPT else _read(one) for one in known)]
        claimed = (language[:2].lower() for language in languages if language)
        return cls(
            words=frozenset().union(*(part.words for part in parts)),
            line=" ".join(("", *(part.line for part in parts if part.line), "")),
            letters="".join(part.letters for part in parts),
            languages=tuple(dict.fromkeys(("en", *claimed, *_languages_of(parts)))),
        )

    def with_text(self, text: str) -> "Printed":
        """The same where readers see this text, too, in the same languages."""
        more = _read(text)
        line = f"{self.line}{more.line} " if more.line else self.line
        return replace(self, words=self.words | more.words, line=line, letters=self.letters + more.letters)

    def has_word(self, word: str) -> bool:
        """Whether readers see this word."""
        word = _folded(word)
        if word in self.words:
            return True
        return bool(UNSPACED.search(word)) and word in self.letters

    def has(self, name: str) -> bool:
        """Whether readers see this name, as whole words: also “Last, First” as “First Last”, and each of several."""
        name = re.sub(r"(?:https?://|www\.)\S+", "", name)
        last, comma, first = name.partition(",")
        if self._has_phrase(name) or (comma and self._has_phrase(f"{first} {last}")):
            return True
        several = [part for part in _SEVERAL.split(name) if _NUMBER_OR_WORD.search(part)]
        return len(several) > 1 and all(self._has_phrase(part) for part in several)

    def _has_phrase(self, words: str) -> bool:
        order = _NUMBER_OR_WORD.findall(_folded(words))
        if not order:
            return True
        phrase = " ".join(order)
        return f" {phrase} " in self.line or (bool(UNSPACED.search(phrase)) and "".join(order) in self.letters)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one text gives."""

    words: frozenset[str]
    line: str
    """Its words in their order, with a space between them."""
    letters: str
    size: int
    """How many words it has."""
    shares: tuple[int, ...]
    """How many of them are small words of each language that has some."""


def _read(text: str) -> _Part:
    folded = _folded(text)
    order = _NUMBER_OR_WORD.findall(folded)
    words = set(order)
    words.update(_WORD.findall(" ".join(word for word in words if not word.isalpha())))
    words.update(_WORD.findall(_BREAKS.sub("", folded)))
    words |= {first + second for first, second in pairwise(order) if len(first) == 1}  # a drop cap
    count = Counter(order)
    return _Part(
        words=frozenset(words),
        line=" ".join(order),
        letters="".join(order),
        size=len(order),
        shares=tuple(sum(count[word] for word in small) for small in _SMALL_WORDS.values()),
    )


_read_once = lru_cache(maxsize=4)(_read)
"""The names of a style's fonts are the same for all its editions, and an article's words for two of them."""
_MOST_KEPT = 2**16
"""Signs of a text of which the words are kept."""


def _languages_of(parts: Sequence[_Part]) -> list[str]:
    """The language of a text by its small words, where a file does not claim it, or claims the wrong one."""
    shares = {one: sum(part.shares[place] for part in parts) for place, one in enumerate(_SMALL_WORDS)}
    size = sum(part.size for part in parts)
    language = max(shares, key=lambda one: shares[one])
    if shares[language] * _SMALL_SHARE > size:
        return [language]
    return [one for one in shares if shares[one]] if size < _FEW_WORDS else []


_SMALL_SHARE = 14
"""One word of so many, at least, is a small one."""
_FEW_WORDS = 60
"""Below so many, a text is an imprint or a label: it may be in each language of which it has one small word."""
_SMALL_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "de": "der die das und ist nicht mit von den ein eine auf für sich zu im dem des wir sie bei oder einen aus",
        "en": "the and of to in is that for with on are this be by as from at it was or",
        "es": "el los las y del una que por con para en se la de como su al es",
        "fr": "le les des et est une dans que pour pas sur du la un au aux avec par nous vous en",
        "it": "il di che e per una non con del sono gli della le da nel alla dei si",
        "lv": "un ir no ar kas par uz lai tika bija",
        "nl": "het een en van is dat niet met op voor zijn de te aan wordt bij ook",
        "pt": "os as que do da em um uma para com não dos de ao na no se por",
        "ru": "и в не на что с по это как для",
    }.items()
}
"""The commonest words of the languages that have a list of words."""


def words_in(text: str, is_known: Callable[[str], bool]) -> Iterator[str]:
    """The words of a text, each as it is written: what is joined by capitals, digits or underscores is parted.

    Args:
        text: the text.
        is_known: whether a joined word is one word in itself: “LibreOffice”.
    """
    for match in _WORD.finditer(_INVISIBLE.sub("", text)):
        word = match[0]
        if is_known(word):
            yield word
        else:
            yield from (piece for piece in _HUMP.split(word) if piece)


def humped(text: str) -> tuple[str, ...]:
    """The words of a text that are joined by capitals, each of which is parted unless it is known."""
    return tuple(word for word in _WORD.findall(_INVISIBLE.sub("", text)) if _HUMP.search(word))


_HUMP = re.compile(r"(?<=[a-zà-þ])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
