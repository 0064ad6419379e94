"""A date as people write it becomes a date: in digits, with the month in words, in any language of Unicode CLDR."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from separatum.model.settings import DateOrder

_YEAR_FIRST = re.compile(r"(\d{4})([-/.年])(\d{1,2})(?:\2|月|[-/.])(\d{1,2})日?\.?(?:[T ,].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})(?:[T ,].*)?")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+(?:[^\W\d_\s]|['’.])*")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?.*$")
_IN_NAME = re.compile(r"(?:^|(?<=[/_-]))(\d{4})[-_./](\d{2})[-_./](\d{2})(?=$|[-_. /])")
_COMPACT_IN_NAME = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})(?=$|[-_. ])")
_COMMON = (
    "en",
    "es",
    "fr",
    "de",
    "ru",
    "uk",
    "pt",
    "it",
    "pl",
    "tr",
    "nl",
    "cs",
    "sv",
    "id",
    "ar",
    "fa",
    "el",
    "hu",
    "ro",
)
"""Languages in which months are looked for when nobody says the language of the article."""


class AmbiguousDateError(ValueError):
    """The date can be read in two ways."""


def read_date(text: str, *, language: str | None = None, order: DateOrder | None = None) -> date | None:
    """The date that a text says; a time of day is passed over.

    Args:
        text: as it is written.
        language: of the article, a BCP 47 tag: for the names of months.
        order: how “03/04/2022” is read; None: not at all.

    Returns:
        The date; None if the text is no date.

    Raises:
        AmbiguousDateError: it can be read in two ways, and `order` is None.
    """
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(found[1], found[3], found[4])
    if found := _COMPACT.fullmatch(text):
        return _date(found[1], found[2], found[3])
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(int(found[1]), int(found[3]), found[4], order, is_dotted=found[2] == ".")
    return _in_words(text, language)


def date_in_name(path: str) -> date | None:
    """The date in a file’s path, as Jekyll, Docusaurus and Eleventy have it: “2024-05-17-bridge”, “2024/05/17/bridge”.

    Args:
        path: with “/” between the names, without the suffix.
    """
    found = _IN_NAME.search(path) or _COMPACT_IN_NAME.match(path.rpartition("/")[2])
    return _date(found[1], found[2], found[3]) if found else None


def _date(year: str, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _year_last(first: int, second: int, year: str, order: DateOrder | None, *, is_dotted: bool) -> date | None:
    if is_dotted or first == second or first > 12:  # with dots the day is first wherever that is written
        return _date(year, second, first)
    if second > 12:
        return _date(year, first, second)
    if order is None:
        raise AmbiguousDateError
    return _date(year, second, first) if order is DateOrder.DAY_MONTH else _date(year, first, second)


def _in_words(text: str, language: str | None) -> date | None:
    """“November 7, 2022 13:00”, “7 de noviembre de 2022”, “Fri, 17 May 2024 10:00:00 +0200”."""
    text = _CLOCK.sub("", text)
    numbers = _NUMBER.findall(text)
    years = [number for number in numbers if len(number) == 4]
    days = [int(number) for number in numbers if len(number) <= 2]
    words = [word.rstrip(".").casefold() for word in _WORD.findall(text)]
    if len(years) != 1 or len(days) != 1 or not words or len(words) > 6:
        return None
    for months in _names_of_months(language):
        found = {months[word] for word in words if word in months}
        if len(found) == 1:
            return _date(years[0], found.pop(), days[0])
    return None


def _names_of_months(language: str | None) -> Iterator[Mapping[str, int]]:
    locales = [language.replace("-", "_"), language.partition("-")[0]] if language else []
    for name in dict.fromkeys([*locales, *(("en",) if locales else _COMMON)]):
        yield _months(name)


@cache
def _months(name: str) -> Mapping[str, int]:
    """The months of a language by their names, long and short, in every form that CLDR has."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return {}
    also = {"sept": 9} if locale.language == "en" else {}
    return also | {
        written.rstrip(".").casefold(): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, written in locale.months[context][width].items()
    }
