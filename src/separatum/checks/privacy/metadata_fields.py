"""Judge one field of metadata, or one stretch of unseen text, by its name and by what it says."""

import re
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from separatum.checks.privacy import rules
from separatum.model.findings import Finding, Location, Rule
from separatum.model.tracking import is_tracking

_MOST = 100_000
"""How many characters of one value are looked at."""

_EMAIL = re.compile(r"[\w.%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b")
_PATH = re.compile(
    r"file:/{1,3}[^\s\"'<>)]+"
    r"|(?<![\w./:\-])/(?:home|Users|root|var|tmp|mnt|media|Volumes|opt|private|srv)/[^\s\"'<>)]+"
    r"|(?<![\w])[A-Za-z]:[\\/](?![\\/])[^\s\"'<>|)]+"
    r"|\\\\[\w.-]{1,64}\\[\w$.-]+"
)
_HOST = re.compile(
    r"(?<![\w.])(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})(?![\w.])"
    r"|\b(?:[\w-]{1,63}\.){1,4}(?:local|lan|internal|intranet|corp)\b|(?<![\w.])localhost(?=[:/])"
    r"|\b(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}\b",
)
_UUID = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Fa-f])")
_LICENSED = re.compile(
    r"\b(?:licen[sc]ed to|purchased by|this (?:copy|e-?book) belongs to|prepared (?:exclusively )?for|ex libris"
    r"|order (?:no\.?|number|id)|transaction id)\s*:?\s+\S.{0,80}",
    re.IGNORECASE,
)
_UNSEEN_RUN = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u00ad\U000e0020-\U000e007f]{8,}")
_PARAMETER = re.compile(r"[?&]([\w.%\[\]$-]{1,60})=[^&\s\"'<>]+")
_ZONED = re.compile(r"\d{2}[:]?\d{2}(?:[:]?\d{2}(?:\.\d+)?)?\s*([+-])(\d{2})[:']?(\d{2})?'?\s*$")
_DATED = re.compile(r"^\s*(?:D:)?\d{4}(?:[-:./]?\d{2}){0,2}")

_PEOPLE = frozenset(
    {
        *("author", "authors", "creator", "artist", "byline", "bylinetitle", "lastmodifiedby", "lastauthor"),
        *("manager", "owner", "ownername", "captionwriter", "cameraownername", "xpauthor", "copyright"),
        *("copyrightnotice", "rights", "credit", "writer", "editor", "contributor", "company"),
        *("contactinfo", "annotator", "certificate", "signedby", "personinimage", "creatorcontactinfo"),
        *("webstatement", "user", "username"),
    }
)
_PROGRAMS = frozenset(
    {
        *("producer", "creatortool", "software", "generator", "softwareagent", "application"),
        *("processingsoftware",),
    }
)
_DEVICES = frozenset(
    {
        *("bodyserialnumber", "lensserialnumber", "serialnumber", "internalserialnumber"),
        *("cameraserialnumber", "imageuniqueid", "hostcomputer", "deviceid", "macaddress", "hostname"),
    }
)
_CAMERAS = frozenset({"make", "model", "lensmake", "lensmodel", "uniquecameramodel", "camera", "lens"})
_PLACES = frozenset(
    {
        *("latitude", "longitude", "location", "sublocation", "city", "state", "provincestate", "country"),
        *("position",),
    }
)
_IDENTIFIERS = frozenset(
    {
        *("documentid", "instanceid", "originaldocumentid", "versionid", "identifier", "uid"),
        *("fileidentifier",),
    }
)

_TIMES = frozenset({"modified", "created", "when", "m"})
_NAMED = (
    (_PEOPLE, rules.PERSON),
    (_DEVICES, rules.MACHINE),
    (_PLACES, rules.PLACE),
    (_CAMERAS, rules.CAMERA),
    (_PROGRAMS, rules.PROGRAM),
    (_IDENTIFIERS, rules.IDENTIFIER),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What readers see: a name that stands there is no secret."""

    letters: str

    @classmethod
    def of(cls, text: str) -> "Printed":
        """From the text that is shown."""
        return cls(letters=_letters(text))

    def has(self, words: str) -> bool:
        """Whether the text shows these words, or each of several names, also “Last, First” as “First Last”."""
        words = re.sub(r"https?://\S+", "", words)
        if _letters(words) in self.letters:
            return True
        last, comma, first = words.partition(",")
        if comma and _letters(f"{first} {last}") in self.letters:
            return True
        several = [part for part in re.split(r"[;,&/]|\.\s|\band\b", words) if _letters(part)]
        return len(several) > 1 and all(_letters(part) in self.letters for part in several)


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A piece of metadata."""

    holder: str
    """What it stands in, as a person calls it: “the document information”."""
    name: str
    """As it stands there: “Author”, “dc:creator”."""
    value: str
    where: Location


def judge(field: Field, printed: Printed) -> Iterator[Finding]:
    """What a field tells, by its name and by its value."""
    value = " ".join(field.value[:_MOST].replace("\0", " ").split())
    if not value:
        return
    key = re.sub(r"[^a-z0-9]", "", field.name.rpartition(":")[2].lower())
    said = f"{field.name} in {field.holder}: “{shortened(value)}”"
    in_value = list(judge_text(value, f"{field.name} in {field.holder}", field.where, printed))
    yield from in_value
    identified = any(finding.code in {rules.PERSON.code, rules.MACHINE.code} for finding in in_value)
    rule = _by_name(key, value, printed)
    if rule is not None and not (identified and rule in {rules.PERSON, rules.PROGRAM, rules.IDENTIFIER}):
        yield rule.found(said, where=field.where, hint=_HINTS.get(rule.code))


def _by_name(key: str, value: str, printed: Printed) -> Rule | None:
    rule = next((rule for names, rule in _NAMED if key in names), None)
    if key == "rights" and not re.search(r"©|\(c\)|copyright", value, re.IGNORECASE):
        return None  # terms of use name nobody
    if rule in {rules.PERSON, rules.PLACE}:
        return None if printed.has(value) else rule
    if rule is None and key.startswith("gps"):
        return rules.PLACE
    if rule is None and ("date" in key or "time" in key or key in _TIMES) and _DATED.match(value):
        return rules.CLOCK if _is_zoned(value) else rules.DATE
    return _of_identifier(value) if rule is rules.IDENTIFIER else rule


def _of_identifier(value: str) -> Rule | None:
    """Numbers of chance may differ from copy to copy; those of version 1 are told as a machine's by their value."""
    found = _UUID.search(value)
    if found is None:
        is_chance = re.search(r"[0-9A-Fa-f]{32}", value)
        return rules.MARK if is_chance else rules.IDENTIFIER
    return rules.IDENTIFIER if uuid.UUID(found[0]).version in {3, 5, 8} else rules.MARK


def _is_zoned(value: str) -> bool:
    """Whether a time tells an offset from UTC (PDF: ISO 32000-1, 7.9.4; XMP and Exif: ISO 8601)."""
    found = _ZONED.search(value) if "T" in value or "D:" in value or ":" in value else None
    return found is not None and (int(found[2]) or int(found[3] or 0)) != 0


def judge_text(text: str, holder: str, where: Location, printed: Printed) -> Iterator[Finding]:
    """What a stretch of text that readers do not see tells, whatever it is."""
    text = text[:_MOST]
    for address in _distinct(_EMAIL, text):
        if not printed.has(address):
            yield rules.PERSON.found(f"an e-mail address in {holder}: “{address}”", where=where, hint=_REMOVE)
    for path in _distinct(_PATH, text):
        yield rules.MACHINE.found(f"a path in {holder}: “{shortened(path)}”", where=where, hint=_REMOVE)
    for host in _distinct(_HOST, text):
        yield rules.MACHINE.found(f"a machine’s address in {holder}: “{host}”", where=where, hint=_REMOVE)
    for number in _distinct(_UUID, text):
        if uuid.UUID(number).version == 1 and not int(number[-12:-10], 16) & 1:  # else no card's number: RFC 9562, 6.10
            card = ":".join(re.findall("..", number[-12:]))
            yield rules.MACHINE.found(f"the network card {card} in {holder}: “{number}”", where=where, hint=_REMOVE)
    yield from judge_marks(text, holder, where)


def judge_marks(text: str, holder: str, where: Location) -> Iterator[Finding]:
    """Marks of one reader's copy, in text that may be seen."""
    for line in _distinct(_LICENSED, text):
        yield rules.READER.found(f"in {holder}: “{shortened(line)}”", where=where, hint=_KEEP)
    for run in _distinct(_UNSEEN_RUN, text):
        count = f"{len(run)} characters that nobody sees, one after the other, in {holder}"
        yield rules.READER.found(count, where=where, hint=_KEEP)
    for click in dict.fromkeys(found[0] for found in _PARAMETER.finditer(text) if is_tracking(found[1])):
        yield rules.MARK.found(f"a click’s number in {holder}: “{shortened(click[1:])}”", where=where, hint=_CUT)


def _distinct(pattern: re.Pattern[str], text: str) -> list[str]:
    return list(dict.fromkeys(match[0] for match in pattern.finditer(text)))[:20]


def shortened(text: str, most: int = 100) -> str:
    """A text in one line, its middle left out where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most * 2 // 3]} … {text[-most // 3 :]}"


_REMOVE = "remove it, or make the file anew"
_KEEP = "do not pass this copy on"
_CUT = "cut the address at the question mark"
_HINTS = {
    rules.PERSON.code: _REMOVE,
    rules.MACHINE.code: _REMOVE,
    rules.PLACE.code: "take a copy of the picture without its metadata",
    rules.MARK.code: "compare it with another copy",
}
