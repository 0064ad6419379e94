"""What Unicode CLDR knows of a language that has no file of its own: its name, direction, script, months and dates.

Babel brings the data of CLDR, but not its quotation marks: those are a table here, after CLDR's “delimiters”.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel import Locale

_MARKS: Mapping[str, str] = {
    "“”‘’": "",  # all that are not named below
    "„“‚‘": "bg cs is lb mk sk sl sq sr hsb dsb ky lt",
    "„”‚’": "hr bs ff",
    "„”»«": "hu",
    "„”«»": "pl ro",
    "„“«»": "et",
    "«»“”": "be ca eu it kk mn pt-PT tg uz-Cyrl ce ba tt os gl",
    "«»„“": "ab cv sah udm kv rw",
    "«»‹›": "de-CH fr-CH gsw rm wae hy ckb ps ku ug",
    "”“’‘": "",
    "””’’": "fi sv",
    "“”„“": "",
    "«»‘’": "nb nn no",
    "”“„“": "",
    "„”‚‘": "",
    "「」『』": "ja yue lzh",
    "''\"\"": "",
}
_TIGHT = frozenset({"am"})
_CURSIVE = frozenset({"Arab", "Syrc", "Mong", "Nkoo", "Adlm", "Rohg", "Mand"})
_HEADED = frozenset({"Deva", "Beng", "Guru"})
"""Scripts whose letters hang on one line, so that none may be spaced out."""
_UNSPACED = frozenset({"Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Hans", "Hant", "Jpan"})
"""Scripts that have no spaces between words, which could be made even."""
_WIDE = frozenset({"Hans", "Hant", "Jpan"})
_SLANTED = frozenset({"Latn", "Cyrl", "Grek"})
_LEADING: Mapping[str, float] = {"Arab": 1.2, "Hebr": 1.04, "Armn": 1.06, "Geor": 1.06, "Deva": 1.12, "Jpan": 1.15}
_NUMERALS: Mapping[str, str] = {
    "arab": "٠١٢٣٤٥٦٧٨٩",
    "arabext": "۰۱۲۳۴۵۶۷۸۹",
    "beng": "০১২৩৪৫৬৭৮৯",
    "deva": "०१२३४५६७८९",
    "mymr": "၀၁၂၃၄၅၆၇၈၉",
    "tibt": "༠༡༢༣༤༥༦༧༨༩",
}
_NAMELESS = re.compile(r"M?\d+")
"""What stands for the name of a month in a language that has none in CLDR."""
_FIELD = re.compile(r"'((?:[^']|'')*)'|(y+|M+|L+|d+|G+|E+)|([^'yMLdGE]+)")


def table(tag: str) -> dict[str, Any] | None:
    """What is known of a language, in the form of the files beside this module, without words.

    Args:
        tag: BCP 47.

    Returns:
        None if CLDR does not know the primary language.
    """
    script = script_of(tag)
    if script is None:
        return None
    locale = _locale(tag)
    quotes = _quotes(tag)
    return {
        "name": _name(tag, locale),
        "script": script,
        "direction": "rtl" if script in {"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg", "Mand"} else "ltr",
        "quotes": {"outer": [quotes[0], quotes[1]], "inner": [quotes[2], quotes[3]]},
        "date": _date(locale),
        "justified": script in _WIDE or (script not in _UNSPACED and _is_hyphenated(tag)),
        "emphasis": "italic" if script in _SLANTED else "bold",
        "leading": 1.0 if script in _SLANTED else _LEADING.get(script, 1.15),
        "joined": script in _CURSIVE | _HEADED,
        **({"comma": "، "} if script == "Arab" else {}),
        **({"comma": "、" if script == "Jpan" else "，", "colon": "："} if script in _WIDE else {}),
    }


def script_of(tag: str) -> str | None:
    """The script that a language is written in, as an ISO 15924 code; None if the language is unknown."""
    likely = _likely(tag)
    return None if likely is None else likely.split("_")[1]


def _likely(tag: str) -> str | None:
    """Language, script and region (UTS 35, “Likely Subtags”); None if the language is unknown."""
    from babel.core import get_global

    known: Mapping[str, str] = get_global("likely_subtags")
    parts = [current_code(tag.partition("-")[0]), *tag.split("-")[1:]]
    script = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), None)
    region = next((part for part in parts[1:] if len(part) in {2, 3} and part.isupper()), None)
    wanted: list[list[str | None]] = [[parts[0], script, region], [parts[0], region], [parts[0], script], [parts[0]]]
    names = ["_".join(part for part in one if part) for one in wanted]
    found = next((known[name] for name in names if name in known), None)
    if found is None:
        return f"{parts[0]}_{script or 'Latn'}_ZZ" if _locale(tag) or parts[0] in _names() else None
    language, likely_script, likely_region = found.split("_")
    return f"{language}_{script or likely_script}_{region or likely_region}"


def current_code(code: str) -> str:
    """The code that replaced another: “pnb” became “lah”, “eng” is “en”."""
    from babel.core import get_global

    aliases: Mapping[str, str] = get_global("language_aliases")
    return aliases.get(code, code).partition("_")[0]


def _names() -> Mapping[str, str]:
    """The English names of languages, by their codes."""
    from babel import Locale

    return Locale("en").languages


def _locale(tag: str) -> "Locale | None":
    from babel import Locale, UnknownLocaleError

    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:length]))
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _name(tag: str, locale: "Locale | None") -> str:
    if locale is None:
        return _names().get(tag.partition("-")[0], tag)
    name = str(locale.languages.get(locale.language) or locale.english_name or tag)
    return name[:1].upper() + name[1:]


def _quotes(tag: str) -> str:
    by_tag = {name: marks for marks, names in _MARKS.items() for name in names.split()}
    found = by_tag.get(tag) or by_tag.get(tag.partition("-")[0])
    if tag.startswith("pt") and tag in {"pt-AO", "pt-MZ", "pt-CV", "pt-GW", "pt-ST", "pt-TL"}:
        found = by_tag["pt-PT"]
    return found or "“”‘’"


def _date(locale: "Locale | None") -> dict[str, Any]:
    if locale is None or _NAMELESS.fullmatch(str(locale.months["format"]["wide"][1])):
        return {"format": "{year}-{number:02}-{day:02}", "months": [str(number) for number in range(1, 13)]}
    months = locale.months["format"]["wide"]
    digits = _NUMERALS.get(str(locale.default_numbering_system), "0123456789")
    return {
        "format": _format(locale.date_formats["long"].pattern),
        "months": [str(months[number]) for number in range(1, 13)],
        "digits": digits,
    }


def _format(pattern: str) -> str:
    """CLDR's pattern of a date (UTS 35, “Date Format Patterns”) with our fields."""
    parts = []
    for quoted, field, text in _FIELD.findall(pattern):
        if field[:1] in {"G", "E"}:
            continue
        names = {"y": "{year}", "d": "{day}"}
        wide = "{month}" if len(field) > 2 else "{number}"
        parts.append(names.get(field[0], wide) if field else quoted.replace("''", "'") or text)
    return " ".join("".join(parts).replace("{{", "{").split())


def _is_hyphenated(tag: str) -> bool:
    import pyphen

    return pyphen.language_fallback(tag.replace("-", "_")) is not None
