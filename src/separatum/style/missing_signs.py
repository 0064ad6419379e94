"""Put words in the place of symbols and emoji that no font draws: one of them never stops an article."""

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from separatum.model.article import Article
from separatum.model.emoji import emoji_of, name_of

_Data = TypeVar("_Data")
_SYMBOLS = frozenset({"So", "Sm", "Sk", "Co"})
_NOT_SHOWN = frozenset({"language", "identifier", "name", "file_as", "source_url", "url", "contact", "anchor"})
"""Fields of an article's data that are no running text."""


def replaceable(signs: Iterable[str]) -> frozenset[str]:
    """Those of some characters that are no letters: symbols, emoji, and signs for private use."""
    return frozenset(sign for sign in signs if unicodedata.category(sign) in _SYMBOLS or is_picture(sign))


def is_picture(sign: str) -> bool:
    """Whether a character is an emoji, or stands where Unicode puts new ones."""
    return "\U0001f000" <= sign <= "\U0001faff"


def words_for(sign: str, language: str) -> str:
    """What stands in the place of a symbol or an emoji: its name in brackets; nothing for a sign of private use.

    Args:
        sign: a character, or all characters of an emoji.
        language: the tag of the article's language, which the names of emoji are given in where they are known.
    """
    if unicodedata.category(sign[0]) == "Co":
        return ""
    name = name_of(sign, language) or unicodedata.name(sign[0], "").lower() or f"U+{ord(sign[0]):04X}"
    return f"[{name}]"


def with_words(article: Article, lacking: frozenset[str]) -> Article:
    """The article with words for the symbols and emoji that lack a glyph, in its text and in its metadata.

    Args:
        article: the article.
        lacking: the characters without a glyph.
    """
    language = article.metadata.language

    def put(text: str) -> str:
        return _put(text, lacking, language)

    body = ET.fromstring(f"<body>{article.body}</body>")  # noqa: S314 - made by source/
    for element in body.iter():
        element.text = put(element.text) if element.text else None
        element.tail = put(element.tail) if element.tail else None
    inside = (body.text or "") + "".join(ET.tostring(child, encoding="unicode") for child in body)
    return replace(
        article,
        body=inside,
        metadata=_mapped(article.metadata, put),
        outline=tuple(_mapped(heading, put) for heading in article.outline),
    )


def _put(text: str, lacking: frozenset[str], language: str) -> str:
    parts, last = [], 0
    for start, end, full in emoji_of(text):
        if lacking & set(full):
            parts += [text[last:start], words_for(full, language)]
            last = end
    whole = "".join([*parts, text[last:]])
    return re.sub(f"[{re.escape(''.join(sorted(lacking)))}]", lambda found: words_for(found[0], language), whole)


def _mapped(data: _Data, put: Callable[[str], str]) -> _Data:
    """Frozen data with its running texts changed."""
    changed: dict[str, object] = {}
    for field in fields(data) if is_dataclass(data) and not isinstance(data, type) else ():
        value = getattr(data, field.name)
        if isinstance(value, str) and type(value) is str and field.name not in _NOT_SHOWN:
            changed[field.name] = put(value)
        elif isinstance(value, tuple):
            changed[field.name] = tuple(_mapped(one, put) if is_dataclass(one) else one for one in value)
    return replace(data, **changed) if changed else data  # type: ignore[type-var]
