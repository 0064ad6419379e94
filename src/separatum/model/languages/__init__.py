"""What a language asks of type and of words: quotation marks, dates, direction, and the fixed words of an edition.

Each language is a TOML file beside this module, which a translator can edit. A file named for a region, such as
`en-GB.toml`, holds only what differs from its language's file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Literal

Direction = Literal["ltr", "rtl"]
Emphasis = Literal["italic", "spaced", "bold"]
_COUNTER_STYLES = {"۰۱۲۳۴۵۶۷۸۹": "persian", "٠١٢٣٤٥٦٧٨٩": "arabic-indic", "०१२३४५६७८९": "devanagari"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language as the editions need it."""

    tag: str
    """The BCP 47 tag that was asked for."""
    name: str
    """The language's name in itself."""
    direction: Direction
    script: str
    """An ISO 15924 code: “Latn”, “Cyrl”, “Geor”."""
    quotes: tuple[str, str, str, str]
    """Outer opening and closing, inner opening and closing, with the spaces that belong inside."""
    words: Mapping[str, str]
    """The fixed words of an edition, by an English key."""
    accessibility: Mapping[str, str]
    """What an edition says of how it can be read, by an English key."""
    months: tuple[str, ...]
    """Twelve names, in the form that stands beside a day."""
    date_format: str
    """With the fields {day}, {month}, {number} (of the month) and {year}."""
    digits: str
    """The ten digits that dates, folios and the numbers of notes are written with."""
    justified: bool
    """Whether lines may be justified: a hyphenation dictionary evens the spaces (docs/development/decisions.md)."""
    emphasis: Emphasis
    """How stressed words are shown: in italics, or, where the script has none, spaced out or bold."""
    leading: float
    """How much more room lines need than those of Latin letters; 1 for as much."""
    comma: str
    """What stands between a label and a date, with its space."""
    colon: str
    """What stands between a label and what it labels, with its spaces."""
    spaces: Mapping[str, Any]
    """Where no line may break: “units” after a number, short words “after” which, and so on (`source/spaces.py`)."""
    joined: bool
    """Whether letters join, so that none may be spaced out."""

    @property
    def italic(self) -> bool:
        """Whether the script has an italic."""
        return self.emphasis == "italic"

    @property
    def capitals(self) -> bool:
        """Whether the script has capitals, and so may open a story with a large one."""
        return self.script in ("Latn", "Cyrl", "Grek", "Armn")

    def date(self, day: date) -> str:
        """The day as this language writes it: “5 April 2017”."""
        written = self.date_format.format(
            day=day.day, month=self.months[day.month - 1], number=day.month, year=day.year
        )
        return self.in_digits(written)

    def in_digits(self, text: str) -> str:
        """A text with its digits as this language writes them."""
        return text.translate({ord("0") + value: digit for value, digit in enumerate(self.digits)})

    @property
    def counter_style(self) -> str:
        """What its numbers are called in CSS (CSS Counter Styles 3, 6.1)."""
        return _COUNTER_STYLES.get(self.digits, "decimal")


def known_languages() -> tuple[str, ...]:
    """The tags that have a file, sorted."""
    return tuple(sorted(name for file in _folder().iterdir() if (name := file.name.removesuffix(".toml")) != file.name))


def has_words_of_its_own(tag: str) -> bool:
    """Whether the fixed words of a language are translated."""
    return bool(_files(tag))


def _files(tag: str) -> list[str]:
    """The names of the files for a tag, that of the primary language first."""
    subtags = tag.split("-")
    known = {name.lower(): name for name in known_languages()}
    names = [known.get("-".join(subtags[:length]).lower()) for length in range(1, len(subtags) + 1)]
    return [name for name in names if name is not None]


@cache
def language(tag: str) -> Language | None:
    """The language for a BCP 47 tag; None if not even Unicode CLDR knows its primary language.

    A tag is matched by RFC 4647, 3.4 (lookup): “en-GB-oxendict”, then “en-GB”, then “en”. What its own file does not
    say is taken from the primary language's file. A language without a file is taken from CLDR, with English words.
    """
    table: dict[str, Any] = {}
    for name in _files(tag):
        table = _merged(table, tomllib.loads((_folder() / f"{name}.toml").read_text(encoding="utf-8")))
    if not table:
        from separatum.model.languages import cldr

        found = cldr.table(tag)
        if found is None:
            return None
        english = tomllib.loads((_folder() / "en.toml").read_text(encoding="utf-8"))
        table = {"words": english["words"], "accessibility": english["accessibility"], **found}
    outer, inner = table["quotes"]["outer"], table["quotes"]["inner"]
    return Language(
        tag=tag,
        name=table["name"],
        direction=table.get("direction", "ltr"),
        script=table["script"],
        quotes=(outer[0], outer[1], inner[0], inner[1]),
        words=MappingProxyType(table["words"]),
        accessibility=MappingProxyType(table["accessibility"]),
        months=tuple(table["date"]["months"]),
        date_format=table["date"]["format"],
        digits=table["date"].get("digits", "0123456789"),
        justified=table["justified"],
        emphasis=table["emphasis"],
        leading=table.get("leading", 1.0),
        colon=table.get("colon", ": "),
        comma=table.get("comma", ", "),
        spaces=MappingProxyType(table.get("spaces", {})),
        joined=table.get("joined", False),
    )


def _folder() -> Traversable:
    return files(__name__)


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        merged[key] = _merged(merged[key], value) if isinstance(value, dict) and key in merged else value
    return merged
