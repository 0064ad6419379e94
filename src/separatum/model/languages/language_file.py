"""Read the file of a language, and see that each of its values is what an edition can use."""

import re
from collections.abc import Callable, Mapping
from typing import Any

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_MARKUP = re.compile(r"[<>\x00-\x1f\x7f]|://|\bwww\.", re.IGNORECASE)
_LONGEST = 300
"""Characters of a text in a file."""
_FIELDS = frozenset({"day", "month", "number", "year", "day:02", "number:02"})
_SPACES = ("units", "before_number", "after", "before", "narrow_before")


class LanguageFileError(ValueError):
    """A file of a language cannot be used; the message says why."""


def read_language(text: str, english: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The table of a language's file.

    Args:
        text: the TOML.
        english: the table of English, whose keys are the only ones that a stranger's file may have; None for a file
            of the package, which is not checked.

    Raises:
        LanguageFileError: it is not TOML, or one of its values is not of the kind that it should be.
    """
    import tomllib

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LanguageFileError(str(error)) from error
    if english is not None:
        _check(table, english)
    return table


def _check(table: Mapping[str, Any], english: Mapping[str, Any]) -> None:
    for key, value in table.items():
        if key in ("words", "accessibility"):
            _check_texts(f"{key}.", value, english[key])
        elif key in _TABLES:
            _require(isinstance(value, dict), key, "a table")
            for name, inner in value.items():
                test, kind = _TABLES[key].get(name, (None, ""))
                _require(test is not None, f"{key}.{name}", f"one of {', '.join(_TABLES[key])}")
                _require(test is not None and test(inner), f"{key}.{name}", kind)
        else:
            known = _SINGLE.get(key)
            _require(known is not None, key, f"one of {', '.join((*_SINGLE, *_TABLES, 'words', 'accessibility'))}")
            assert known is not None
            _require(known[0](value), key, known[1])


def _check_texts(place: str, table: object, english: Mapping[str, str]) -> None:
    _require(isinstance(table, dict), place.rstrip("."), "a table")
    assert isinstance(table, dict)
    for key, text in table.items():
        _require(key in english, f"{place}{key}", f"one of {', '.join(english)}")
        _require(_is_text(text, _LONGEST), f"{place}{key}", "a text without markup and addresses")
        wanted = set(_PLACEHOLDER.findall(english[key]))
        _require(set(_PLACEHOLDER.findall(text)) == wanted, f"{place}{key}", f"a text with {_listed(wanted)}")
        _require(not re.search("[{}]", _PLACEHOLDER.sub("", text)), f"{place}{key}", "a text without lone braces")


def _listed(fields: set[str]) -> str:
    return " and ".join(f"{{{name}}}" for name in sorted(fields)) if fields else "no braces"


def _require(condition: object, place: str, kind: str) -> None:
    if not condition:
        raise LanguageFileError(f"“{place}” should be {kind}")


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest and not _MARKUP.search(value)


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_is_text(mark, 3) for mark in value)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and len(value) <= 200 and all(_is_text(text, 40) for text in value)


def _is_format(value: object) -> bool:
    found = set(_PLACEHOLDER.findall(value)) if isinstance(value, str) and _is_text(value, 60) else set()
    return bool(found) and found <= _FIELDS and not re.search("[{}]", _PLACEHOLDER.sub("", str(value)))


_Test = tuple[Callable[[Any], bool], str]
_SINGLE: Mapping[str, _Test] = {
    "name": (lambda value: _is_text(value, 60), "the name of the language in itself"),
    "direction": (lambda value: value in ("ltr", "rtl"), "“ltr” or “rtl”"),
    "script": (lambda value: isinstance(value, str) and re.fullmatch("[A-Z][a-z]{3}", value) is not None, "“Latn”"),
    "justified": (lambda value: isinstance(value, bool), "true or false"),
    "emphasis": (lambda value: value in ("italic", "spaced", "bold"), "“italic”, “spaced” or “bold”"),
    "leading": (lambda value: isinstance(value, int | float) and 0.8 <= value <= 2, "a number from 0.8 to 2"),
    "least_leading": (lambda value: isinstance(value, int | float) and 1 <= value <= 2, "a number from 1 to 2"),
    "comma": (lambda value: _is_text(value, 3), "a comma with its space"),
    "colon": (lambda value: _is_text(value, 3), "a colon with its spaces"),
    "joined": (lambda value: isinstance(value, bool), "true or false"),
}
_TABLES: Mapping[str, Mapping[str, _Test]] = {
    "quotes": dict.fromkeys(("outer", "inner"), (_is_pair, "an opening and a closing mark")),
    "date": {
        "format": (_is_format, "a text with {day}, {month}, {number} or {year}"),
        "months": (lambda value: _are_texts(value) and len(value) == 12, "twelve names"),
        "digits": (lambda value: _is_text(value, 10) and len(value) == 10, "ten digits"),
    },
    "spaces": {
        **dict.fromkeys(_SPACES, (_are_texts, "a list of words")),
        "dash": (lambda value: isinstance(value, bool), "true or false"),
    },
}
