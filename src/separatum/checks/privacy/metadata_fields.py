"""Decide what one field of metadata, or one stretch of text that is not on the pages, reveals."""

import base64
import binascii
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from separatum.checks.privacy import rules
from separatum.checks.privacy.binary import text_in
from separatum.checks.privacy.names import Wording, is_account, names_in, names_nobody, unprinted_words
from separatum.checks.privacy.printed import Printed
from separatum.model.findings import Finding, Location, Rule
from separatum.model.tracking import is_tracking

_MOST = 100_000
"""Characters of one value that are read."""

_EMAIL = re.compile(r"[\w.%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}(?:[A-Z]?[a-z]{1,23}|[A-Z]{2,24})\b")
_PATH = re.compile(
    r"file:/{1,3}[^\s\"'<>)]+"
    r"|(?<![\w./:\-])/(?:home|Users|root|var|tmp|mnt|media|Volumes|opt|private|srv)/[^\s\"'<>)]+"
    r"|(?<![\w])[A-Za-z]:[\\/](?![\\/])[^\s\"'<>|)]+"
    r"|\\\\[\w.-]{2,64}\\[\w$.-]{2,}"
)
_HOST = re.compile(
    r"(?<![\w.])(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})(?![\w.])"
    r"|\b(?:[\w-]{1,63}\.){1,4}(?:local|lan|internal|intranet|corp)\b|(?<![\w.])localhost(?=[:/])"
    r"|\b(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}\b",
)
_UUID = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Fa-f])")
_CLASS = re.compile(rf"clsid:\s*\{{?{_UUID.pattern}", re.IGNORECASE)
"""The class of a program’s parts, which its makers published."""
_LICENSED = re.compile(
    r"\b(?:licen[sc]ed to|purchased by|this (?:copy|e-?book) belongs to|prepared (?:exclusively )?for|ex libris"
    r"|order (?:no\.?|number|id)|transaction id)\s*(?P<colon>:?)\s+(?P<whom>\S.{0,80})",
    re.IGNORECASE,
)
_UNSEEN_RUN = re.compile(
    "[\u200b-\u200f\u2060-\u2064\ufeff\u00ad\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]{8,}"
)
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


@dataclass(frozen=True, slots=True)
class Holder:
    """Where text is found that is not on the pages."""

    name: str
    """As a message calls it: “the document information”."""
    where: Location
    printed: Printed
    """What readers see of the whole file."""

    def named(self, name: str) -> "Holder":
        """A part of it, by its own name."""
        return Holder(name, self.where, self.printed)

    def at(self, where: Location, name: str | None = None) -> "Holder":
        """The same in another place, by another name."""
        return Holder(name or self.name, where, self.printed)

    def found(self, rule: Rule, message: str, hint: str | None = None) -> Finding:
        """A finding in this place."""
        return rule.found(message, where=self.where, hint=hint)


@dataclass(frozen=True, slots=True)
class Field:
    """A piece of metadata."""

    holder: Holder
    name: str
    """As it is written there: “Author”, “dc:creator”."""
    value: str


def inspect_field(field: Field, *, wording: Wording = Wording.DATA) -> Iterator[Finding]:
    """What a field reveals, by its name and by its value.

    Args:
        field: a piece of metadata.
        wording: for whom it was written; that of a program names itself.
    """
    value = " ".join(field.value[:_MOST].replace("\0", " ").split())
    if not value:
        return
    holder = field.holder.named(f"{field.name} in {field.holder.name}")
    if (picture := _picture_in(value)) is not None:
        yield holder.found(rules.CARRIED, f"a picture in letters, {holder.name}: {len(picture)} bytes", _REMOVE)
        yield from inspect_words(text_in(picture), holder, wording=Wording.TERMS, lists_rest=False)
        return
    by_value = list(inspect_contacts(value, holder))
    yield from by_value
    is_named = any(finding.code in {rules.PERSON.code, rules.MACHINE.code} for finding in by_value)
    rule = _by_name(_key(field.name), value, holder.printed)
    if rule is not None and not (is_named and rule in {rules.PERSON, rules.PROGRAM, rules.IDENTIFIER}):
        yield holder.found(rule, f"{holder.name}: “{shortened(value)}”", _HINTS.get(rule.code))
    if rule in {None, rules.PROGRAM, rules.CAMERA, rules.IDENTIFIER} and not is_named:
        wording = Wording.TERMS if rule is rules.PROGRAM else wording
        lists_rest = rule is None and not _QUIET.match(field.name)
        yield from _inspect_names(value, holder, wording=wording, lists_rest=lists_rest)


def _picture_in(value: str) -> bytes | None:
    """The picture that a value is, in letters (RFC 4648, 4), as programs keep thumbnails; None if it is none."""
    packed = value.replace(" ", "")
    if not packed.startswith(_PICTURES) or not _BASE64.fullmatch(packed):
        return None
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4))
    except binascii.Error:
        return None


_PICTURES = ("/9j/", "iVBORw0K", "R0lGOD", "SUkqA", "TU0AK")
"""How JPEG, PNG, GIF and TIFF begin in base64."""
_BASE64 = re.compile(r"[A-Za-z0-9+/]{100,}={0,2}")


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.rpartition(":")[2].lower())


def inspect_words(
    text: str, holder: Holder, *, wording: Wording = Wording.DATA, lists_rest: bool = True
) -> Iterator[Finding]:
    """What a stretch of text reveals that is not on the pages, whatever it is.

    Args:
        text: the text.
        holder: what it is part of.
        wording: for whom it was written.
        lists_rest: whether words that are no name are listed, too.
    """
    yield from inspect_contacts(text, holder)
    yield from _inspect_names(text, holder, wording=wording, lists_rest=lists_rest)


def inspect_terms(texts: Iterable[str], holder: Holder) -> Iterator[Finding]:
    """What short texts for programs reveal, as `inspect_words` says it of all; each that says nothing is remembered.

    Args:
        texts: such as the names in a sheet.
        holder: what they are part of.
    """
    asked = [text for text in dict.fromkeys(texts) if not says_nothing(text, holder.printed)]
    if len(asked) <= _FEW:
        asked = [text for text in asked if any(inspect_words(text, holder, wording=Wording.TERMS, lists_rest=False))]
    if asked:
        yield from inspect_words(" | ".join(asked), holder, wording=Wording.TERMS, lists_rest=False)


_FEW = 400
"""Texts that are looked at one by one."""


def says_nothing(text: str, printed: Printed) -> bool:
    """Whether it is known that `inspect_words` finds nothing in a text if it lists no rest: so it is with most strings.

    Args:
        text: the text.
        printed: what readers see.
    """
    return len(text) <= _SHORT and _has_no_contact(text) and names_nobody(text, printed)


def inspect_code(code: str, holder: Holder) -> Iterator[Finding]:
    """What a script or the settings of a program reveal: its words are names of its own, apart from each other.

    Args:
        code: its text.
        holder: what it is part of.
    """
    yield from inspect_contacts(code, holder)
    words = re.sub(r"[^\w\s'’.-]+", " | ", code[:_MOST])
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " | ", words)  # what a program joins is a name of its own
    found = list(_inspect_names(apart, holder, wording=Wording.TERMS, lists_rest=False))
    is_found = any(finding.code == rules.PERSON.code for finding in found)
    yield from found if is_found else _inspect_names(words, holder, wording=Wording.TRANSLATED, lists_rest=False)


def inspect_namespace(address: str, holder: Holder) -> Iterator[Finding]:
    """What an address reveals that no reader follows: of a namespace, or the base of others.

    Args:
        address: what stands for a vocabulary, or before relative addresses.
        holder: what it is part of.
    """
    yield from inspect_contacts(address, holder)
    host = _WEB.match(address)
    if host is None or host[1].lower().endswith(_STANDARDS) or holder.printed.has(host[1]):
        return
    words = re.sub(r"[\W_]+", " ", address.partition("//")[2])
    if names := names_in(words, holder.printed, Wording.PROSE).likely:
        yield holder.found(rules.PERSON, f"what may be a name in {holder.name}: {_listed(names)}", _REMOVE)
    else:
        yield holder.found(rules.UNPRINTED, f"{holder.name}: “{shortened(address)}”")


_WEB = re.compile(r"(?:https?|ftp)://(?:[^/@]*@)?([^/:?#\s]+)", re.IGNORECASE)
_STANDARDS = (
    *("w3.org", "idpf.org", "daisy.org", "purl.org", "adobe.com", "iso.org", "aiim.org", "pdfa.org", "schema.org"),
    *("openxmlformats.org", "microsoft.com", "oasis-open.org", "inkscape.org", "sourceforge.net", "iptc.org"),
    *("prismstandard.org", "creativecommons.org", "apple.com", "kovidgoyal.net", "calibre-ebook.com", "openoffice.org"),
    *("documentfoundation.org", "serifdesigns.com", "bohemiancoding.com", "sketchapp.com", "xmlsoap.org", "ibooks.com"),
    *("openebook.org", "vocab.net", "editeur.org", "loc.gov", "niso.org", "xml.org", "npes.org", "cc.org"),
)
"""Hosts of vocabularies that programs write by themselves."""


def _inspect_names(text: str, holder: Holder, *, wording: Wording, lists_rest: bool) -> Iterator[Finding]:
    text = text[:_MOST]
    names = names_in(_EMAIL.sub(" ", text), holder.printed, wording)
    if names.likely:
        yield holder.found(rules.PERSON, f"what may be a name in {holder.name}: {_listed(names.likely)}", _REMOVE)
    elif lists_rest and unprinted_words(text, holder.printed):
        yield holder.found(rules.UNPRINTED, f"{holder.name}: “{shortened(text)}”")
    elif names.unknown:
        yield holder.found(rules.UNPRINTED, f"words in {holder.name}: {_listed(names.unknown)}")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"“{shortened(name, 60)}”" for name in names[:8])


def _by_name(key: str, value: str, printed: Printed) -> Rule | None:
    rule = next((rule for names, rule in _NAMED if key in names), None)
    rule = rules.PROGRAM if rule is None and key.startswith("generator") else rule
    if key == "rights" and not re.search(r"©|\(c\)|copyright", value, re.IGNORECASE):
        return None  # terms of use name nobody
    if rule in {rules.PERSON, rules.PLACE}:
        return None if printed.has(value) else _of_somebody(value, rule, printed)
    if key.startswith("offsettime"):
        return rules.CLOCK if value.strip("+-0:Z ") else rules.DATE
    if rule is None and key.startswith("gps"):
        return rules.PLACE
    if rule is None and ("date" in key or "time" in key or key in _TIMES) and _DATED.match(value):
        return rules.CLOCK if _is_zoned(value) else rules.DATE
    return _of_identifier(value) if rule is rules.IDENTIFIER else rule


def _of_somebody(value: str, rule: Rule | None, printed: Printed) -> Rule | None:
    """What a field means that should name a person or a place, by its value."""
    return rules.UNPRINTED if is_account(value) or not unprinted_words(value, printed) else rule


def _of_identifier(value: str) -> Rule | None:
    """Random numbers may differ from copy to copy; those of version 1 are found by their value."""
    found = _UUID.search(value)
    if found is None:
        is_random = re.search(r"[0-9A-Fa-f]{32}", value)
        return rules.MARK if is_random else rules.IDENTIFIER
    return rules.IDENTIFIER if uuid.UUID(found[0]).version in {3, 5, 8} else rules.MARK


def _is_zoned(value: str) -> bool:
    """Whether a time has an offset from UTC (PDF: ISO 32000-1, 7.9.4; XMP and Exif: ISO 8601)."""
    found = _ZONED.search(value) if "T" in value or "D:" in value or ":" in value else None
    return found is not None and (int(found[2]) or int(found[3] or 0)) != 0


_SHORT = 200
"""Signs of a text that may stand in many files as it is."""


def inspect_contacts(text: str, holder: Holder) -> Iterator[Finding]:
    """E-mail addresses, paths, machines and marks in a text that readers do not see."""
    text = text[:_MOST]
    if len(text) <= _SHORT and _has_no_contact(text):
        return
    for address in _distinct(_EMAIL, text):
        if not holder.printed.has(address):
            yield holder.found(rules.PERSON, f"an e-mail address in {holder.name}: “{address}”", _REMOVE)
    for path in _distinct(_PATH, text):
        yield holder.found(rules.MACHINE, f"a path in {holder.name}: “{shortened(path)}”", _REMOVE)
    for host in _distinct(_HOST, text):
        yield holder.found(rules.MACHINE, f"a machine’s address in {holder.name}: “{host}”", _REMOVE)
    for number in _distinct(_UUID, _CLASS.sub(" ", text)):
        if _is_of_card(uuid.UUID(number)):
            card = ":".join(re.findall("..", number[-12:]))
            yield holder.found(rules.MACHINE, f"the network card {card} in {holder.name}: “{number}”", _REMOVE)
    yield from inspect_marks(text, holder)


@lru_cache(maxsize=8192)
def _has_no_contact(text: str) -> bool:
    """Whether a text holds nothing that `inspect_contacts` looks for; most strings are the same in many files."""
    patterns = (_EMAIL, _PATH, _HOST, _UUID, _LICENSED, _UNSEEN_RUN, _PARAMETER)
    return not any(pattern.search(text) for pattern in patterns) and not _UUID.search(_CLASS.sub(" ", text))


def inspect_marks(text: str, holder: Holder) -> Iterator[Finding]:
    """Marks of the copy of one reader, in text that may be seen."""
    for line in _marks(text):
        yield holder.found(rules.READER, f"in {holder.name}: “{shortened(line)}”", _KEEP)
    for run in _distinct(_UNSEEN_RUN, text):
        yield holder.found(rules.READER, f"{len(run)} invisible characters in a row in {holder.name}", _KEEP)
    for tracker in dict.fromkeys(found[0] for found in _PARAMETER.finditer(text) if is_tracking(found[1])):
        yield holder.found(rules.MARK, f"a tracking parameter in {holder.name}: “{shortened(tracker[1:])}”", _CUT)


def _marks(text: str) -> list[str]:
    """Lines that say whose copy it is: of a person’s name, an address or a number, not “licensed to practise law”."""
    found = (match for match in _LICENSED.finditer(text) if match["colon"] or _is_of_one(match["whom"]))
    return list(dict.fromkeys(match[0] for match in found))[:20]


def _is_of_one(whom: str) -> bool:
    first, second = [*whom.split(), "", ""][:2]
    has_name = all(word[:1].isalpha() and not word[0].islower() for word in (first, second))
    return has_name or "@" in first or sum(map(str.isdigit, first)) > 2


def _is_of_card(number: uuid.UUID) -> bool:
    """Whether a number has a date and the number of a network card in it, and was not made by chance."""
    is_by_chance = number.node >> 40 & _NO_CARD and number.node >> 32 != _CONTAINER
    return number.version == 1 and _FIRST < number.time < _LAST and not is_by_chance


_EPOCH, _SECOND = 0x01B21DD213814000, 10_000_000
"""The year 1970 in the time of a version 1 UUID, and a second (RFC 9562, 5.1)."""
_FIRST, _LAST = _EPOCH + 631_152_000 * _SECOND, _EPOCH + 2_524_608_000 * _SECOND
"""The years 1990 and 2050: a number of another time was made by chance, and has its version by chance."""
_NO_CARD = 0b11
"""The bits of a number that was made by chance and is no card’s: of a group, of one’s own (RFC 9562, 6.10)."""
_CONTAINER = 0x0242
"""How the number of a container’s card begins, whose address is the rest of it: Docker gives one’s own numbers, too."""


def _distinct(pattern: re.Pattern[str], text: str) -> list[str]:
    return list(dict.fromkeys(match[0] for match in pattern.finditer(text)))[:20]


def shortened(text: str, most: int = 100) -> str:
    """A text in one line, its middle left out where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most * 2 // 3]} … {text[-most // 3 :]}"


_QUIET = re.compile(r"(?:XMP|cover|schema:access\w+|a11y:\w+|rendition:\w+|ibooks:\w+)$")
"""Fields whose words are those of a standard."""
_REMOVE = "remove it, or make the file again"
_KEEP = "do not pass this copy on"
_CUT = "cut the address off at the question mark"
_HINTS = {
    rules.PERSON.code: _REMOVE,
    rules.MACHINE.code: _REMOVE,
    rules.PLACE.code: "take a copy of the picture without its metadata",
    rules.MARK.code: "compare it with another copy",
}
