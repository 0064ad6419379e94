"""A language as people write it becomes a BCP 47 tag: “en_US.UTF-8”, “pt-br”, “Français”."""

import re
from collections.abc import Mapping
from functools import cache

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-[A-Za-z0-9]{5,8}|-\d[A-Za-z0-9]{3})*")
_MISTAKEN = {"jp": "ja", "cn": "zh", "ua": "uk", "cz": "cs", "gr": "el", "dk": "da", "us": "en-US", "en-UK": "en-GB"}
"""Codes of countries that are no codes of languages, and what they mean."""


def tag(text: str) -> str | None:
    """A BCP 47 tag in its usual capitals (RFC 5646, 2.1.1), “en-GB”; None if the text names no language."""
    written = text.strip().partition(".")[0].replace("_", "-")
    written = _MISTAKEN.get(written, written)
    if not _TAG.fullmatch(written):
        name = text.strip().casefold()
        return _by_english_name().get(name) or _by_own_name().get(name)
    first, *rest = written.split("-")
    return "-".join([first.lower(), *(_capitals(subtag) for subtag in rest)])


def known_tag(text: str) -> str | None:
    """The tag that a text is, if CLDR knows its language; else None: “docs” is no language, though it may look so."""
    found = tag(text) if _TAG.fullmatch(text.replace("_", "-")) else None
    return found if found and found.partition("-")[0] in _codes() else None


def _capitals(subtag: str) -> str:
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag.lower()


@cache
def _codes() -> frozenset[str]:
    from babel.localedata import locale_identifiers

    return frozenset(name.partition("_")[0] for name in locale_identifiers())


@cache
def _by_english_name() -> Mapping[str, str]:
    """The tags of languages by their names in English, in small letters."""
    from babel import Locale

    return {name.casefold(): code for code, name in Locale("en").languages.items() if "_" not in code}


@cache
def _by_own_name() -> Mapping[str, str]:
    """The tags of languages by their names in themselves, in small letters; each has a file of its own to read."""
    from babel import Locale

    names = ((code, Locale.parse(code).languages.get(code)) for code in sorted(_codes()))
    return {name.casefold(): code for code, name in names if name}
