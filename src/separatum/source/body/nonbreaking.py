"""Spaces at which no line may break: between number and unit, initials and name, a short word and the next.

Which words these are is said in the files of the languages, under `[spaces]`.
"""

import re
from dataclasses import dataclass
from functools import cache

from separatum.model.languages import language

# “N. A. Miller”
_INITIAL = re.compile(r"(?<![\w’'.-])([^\W\d_]\.) (?=[^\W\d_])")
_DIGIT = re.compile(r"\d")
_NO_BREAK, _NARROW = "\u00a0", "\u202f"
# The SI Brochure (9th edition, 5.4.3) asks for a space between number and unit; a line end would part them.
_UNITS = (
    "nm|µm|mm|cm|dm|m|km|mg|g|kg|t|ml|cl|l|hl|ha|m²|km²|m³|W|kW|MW|GW|kWh|MWh|V|kV|A|Hz|kHz|MHz|GHz|s|min|h|"
    "°C|°F|K|Pa|hPa|kPa|bar|dB|kB|MB|GB|TB|%|‰|€|£|¥|₽|₴|₾|֏|₼|₺|₪|₹|₸"
)


@dataclass(frozen=True, slots=True)
class _Rules:
    """The patterns of one language: what each finds becomes what stands beside it."""

    patterns: tuple[tuple[str, re.Pattern[str], str], ...]
    """Each with a sign that is in every text in which it finds something; “0” is any digit."""

    def hold(self, text: str) -> str:
        has_digit = _DIGIT.search(text) is not None
        for sign, pattern, put in self.patterns:
            if has_digit if sign == "0" else sign in text:
                text = pattern.sub(put, text)
        if ". " not in text:
            return text
        return _INITIAL.sub(lambda found: found[1] + (_NO_BREAK if _may_be_capital(found[1][0]) else " "), text)


def _may_be_capital(letter: str) -> bool:
    """Whether a name may begin with a letter; Georgian has capitals for display only (Unicode 15, 7.7)."""
    return letter.lower() != letter or letter.upper() == letter or "\u10d0" <= letter <= "\u10ff"


def hold(text: str, tag: str) -> str:
    """A text with its spaces made no-break ones where a language by its BCP 47 tag asks for it."""
    return _rules(tag).hold(text) if " " in text or tag.startswith("fr") else text


@cache
def _rules(tag: str) -> _Rules:
    known = language(tag)
    spaces = known.spaces if known else {}
    units = "|".join((_UNITS, *map(re.escape, spaces.get("units", ()))))
    months = "|".join(map(re.escape, known.months)) if known else "(?!)"
    found = [
        ("0", rf"(?<=\d) (?=(?:{units})(?!\w))", _NO_BREAK),
        ("0", rf"(?<=\d) (?=(?:{months})(?!\w))", _NO_BREAK),
        ("0", r"(?<=\d) (?=\d{3}(?!\d))", _NO_BREAK),
        ("0", r"(?<=[№§]) (?=\d)", _NO_BREAK),
        (".", r"(?<![\w’'.-])([^\W\d_]\.) (?=\d|[^\W\d_]\.)", rf"\1{_NO_BREAK}"),
    ]
    if words := spaces.get("after", ()):
        found.append(("", rf"(?i:(?<![\w’'-])({'|'.join(map(re.escape, words))})) (?=\S)", rf"\1{_NO_BREAK}"))
    if words := spaces.get("before_number", ()):
        found.append(("0", rf"(?<!\w)({'|'.join(map(re.escape, words))}) (?=\d)", rf"\1{_NO_BREAK}"))
    if spaces.get("dash"):
        found.append(("—", r" (?=— )", _NO_BREAK))
    if signs := "".join(spaces.get("narrow_before", ())):
        found.append(("", rf"(?<=[\w»”’)\]%])[ \u00a0\u202f]?(?=[{re.escape(signs)}](?:\s|$|[»”)]))", _NARROW))
    if signs := "".join(spaces.get("before", ())):
        found.append(("", rf"(?<=[\w»”’)\]%])[ \u00a0]?(?=[{re.escape(signs)}](?:\s|$))", _NO_BREAK))
    return _Rules(tuple((sign, re.compile(pattern), put) for sign, pattern, put in found))
