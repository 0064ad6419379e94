"""What a language needs of type and of words: quotation marks, dates, direction, and the fixed words of an edition.

Each language is a TOML file beside this module. A file named for a region or a script, such as `en-GB.toml`, holds only
what differs from its language's file. What no file says comes from Unicode CLDR (`cldr`), and words from English. A
folder “languages” in a style adds languages that have no file here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from separatum.model.errors import StyleError
from separatum.model.languages.language_file import LanguageFileError, read_language

_LARGEST = 100_000
"""Bytes that are read of a style's file."""
Direction = Literal["ltr", "rtl"]
Emphasis = Literal["italic", "spaced", "bold"]
_SAME_WORDS = {"no": "nb", "nn": "nb", "yue": "zh"}
"""Languages whose fixed words are those of another."""
_WRITTEN_AS = {"sh": "sr-Latn"}
_COUNTER_STYLES = {"۰۱۲۳۴۵۶۷۸۹": "persian", "٠١٢٣٤٥٦٧٨٩": "arabic-indic", "०१२३४५६७८९": "devanagari",
                   "০১২৩৪৫৬৭৮৯": "bengali", "၀၁၂၃၄၅၆၇၈၉": "myanmar", "༠༡༢༣༤༥༦༧༨༩": "tibetan"}  # fmt: skip
_LEAST_LEADING: Mapping[str, float] = {
    **dict.fromkeys(("Latn", "Cyrl", "Grek", "Armn", "Geor", "Ethi"), 1.0),
    **dict.fromkeys(("Hans", "Hant", "Hani", "Jpan", "Kore"), 1.0),
    **dict.fromkeys(("Deva", "Beng", "Gujr", "Guru", "Orya"), 1.35),
    "Hebr": 1.2,
    "Taml": 1.3,
    "Mlym": 1.3,
    "Telu": 1.4,
    "Knda": 1.4,
    "Sinh": 1.4,
    "Thai": 1.45,
    "Laoo": 1.45,
    "Khmr": 1.5,
    "Mymr": 1.55,
    "Tibt": 1.6,
    "Arab": 1.7,
}
"""Of the scripts, in em: room for the letters that reach highest and lowest, with marks that stand on each other."""
_LEAST_OF_OTHERS = 1.4


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
    """Whether lines may be justified: a hyphenation dictionary evens the spaces, or they end between any two
    ideographs (docs/development/decisions.md)."""
    emphasis: Emphasis
    """How stressed words are shown: in italics, or, where the script has none, spaced out or bold."""
    leading: float
    """How much more room lines need than those of Latin letters; 1 for as much."""
    least_leading: float
    """In em: where lines of a headline are closer, the marks of one touch the letters of the other."""
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


def use_languages_of(folder: Path | None) -> None:
    """Add the languages of a style to those of the package, in this process, until another style is named.

    Args:
        folder: the style's, whose folder “languages” holds files such as “ta.toml”; None: the package's alone.
    """
    place = folder / "languages" if folder is not None else None
    if place != _added[0]:
        _added[0] = place
        language.cache_clear()
        untranslated.cache_clear()


_added: list[Path | None] = [None]
"""The folder of the style's languages."""


@cache
def known_languages() -> tuple[str, ...]:
    """The tags that have a file in the package, sorted."""
    return tuple(sorted(name for file in _folder().iterdir() if (name := file.name.removesuffix(".toml")) != file.name))


def has_words_of_its_own(tag: str) -> bool:
    """Whether the fixed words of a language are translated, in the package or by the style."""
    return bool(_files(tag)) or _added_file(tag) is not None


def _files(tag: str) -> list[str]:
    """The names of the package's files for a tag, that of the primary language first."""
    from separatum.model.languages import cldr

    known = {name.lower(): name for name in known_languages()}
    primary, *subtags = tag.lower().split("-")
    primary = _SAME_WORDS.get(primary, primary)
    if primary not in known:
        primary = cldr.current_code(primary)
    names = ["-".join((primary, *subtags[:length])) for length in range(len(subtags) + 1)]
    if primary == "zh":  # “zh-TW” is written as “zh-Hant” is
        names.insert(1, f"zh-{cldr.script_of(tag)}".lower())
    found = [known[name] for name in dict.fromkeys(names) if name in known]
    own = [subtag for subtag in subtags if len(subtag) == 4 and subtag.isalpha()]
    if own and found and own[0].title() not in (cldr.script_of(primary), *(name.rpartition("-")[2] for name in found)):
        return []  # written in other letters than those of the file
    return found


def _added_file(tag: str) -> Path | None:
    """The style's file for a language that has none in the package."""
    place, subtags = _added[0], tag.split("-")
    if place is None or _files(tag):
        return None
    names = ["-".join(subtags[:length]) for length in range(len(subtags), 0, -1)]
    return next((file for name in names if (file := place / f"{name}.toml").is_file()), None)


@cache
def language(tag: str) -> Language | None:
    """The language for a BCP 47 tag; None if not even Unicode CLDR knows its primary language.

    A tag is matched by RFC 4647, 3.4 (lookup): “en-GB-oxendict”, then “en-GB”, then “en”. What its own file does not
    say is taken from the primary language's file, then from CLDR; words that nobody translated are English.

    Raises:
        StyleError: the style's file for it cannot be used.
    """
    table = _table(_WRITTEN_AS.get(tag, tag))
    if table is None:
        return None
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
        least_leading=table.get("least_leading", _LEAST_LEADING.get(table["script"], _LEAST_OF_OTHERS)),
        colon=table.get("colon", ": "),
        comma=table.get("comma", ", "),
        spaces=MappingProxyType(table.get("spaces", {})),
        joined=table.get("joined", False),
    )


@cache
def untranslated(tag: str) -> tuple[str, ...]:
    """The keys of the fixed words that are English in another language; none where CLDR does not know the language."""
    table = _table(_WRITTEN_AS.get(tag, tag), whole=False)
    if table is None:
        return ()
    english = _of_package("en")
    return tuple(key for part in ("words", "accessibility") for key in english[part] if key not in table.get(part, {}))


def _table(tag: str, *, whole: bool = True) -> dict[str, Any] | None:
    """What is known of a language, in the form of a file; None if it is unknown.

    Args:
        tag: BCP 47.
        whole: whether words that nobody translated stand there in English.
    """
    from separatum.model.languages import cldr

    table: dict[str, Any] = {}
    for name in _files(tag):
        table = _merged(table, _of_package(name))
    english = _of_package("en")
    if (added := _added_file(tag)) is not None:
        table = _of_style(added, english)
    if "script" not in table or tag.partition("-")[0] in _SAME_WORDS:
        found = cldr.table(tag)
        if found is None and "script" not in table:
            return None
        table = _merged(found or {}, table)
        if found and tag.partition("-")[0] in _SAME_WORDS:
            table["name"] = found["name"]
    if not whole:
        return table
    return _merged({"words": english["words"], "accessibility": english["accessibility"]}, table)


def _folder() -> Traversable:
    return files(__name__)


@cache
def _of_package(name: str) -> dict[str, Any]:
    return read_language((_folder() / f"{name}.toml").read_text(encoding="utf-8"))


def _of_style(file: Path, english: Mapping[str, Any]) -> dict[str, Any]:
    try:
        content = file.read_bytes()[:_LARGEST]
        return read_language(content.decode("utf-8-sig"), english)
    except (OSError, UnicodeDecodeError, LanguageFileError) as error:
        raise StyleError(f"{file}: {error}", "write it as docs/how-to/translate-separatum.md says") from error


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        merged[key] = _merged(merged[key], value) if isinstance(value, dict) and key in merged else value
    return merged
