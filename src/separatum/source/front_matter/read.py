"""The entries of the front matter become typed values, by the schema; every fault is reported with its line."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from separatum.model.article import AmendmentKind, Licence, Publisher, Role
from separatum.model.findings import Finding, Rule
from separatum.model.settings import NOTHING_SAID, Settings
from separatum.model.tracking import untraced
from separatum.source import rules
from separatum.source.file import Manuscript
from separatum.source.front_matter import values
from separatum.source.front_matter.blog_dialects import Dialect
from separatum.source.front_matter.dates import AmbiguousDateError, read_date
from separatum.source.front_matter.language_tags import tag
from separatum.source.front_matter.parse import Entry, Items, Table, Text
from separatum.source.schema import KEYS, PARTS, UNUSED, WANTED, Key, Kind, find, nearest, plain
from separatum.source.traces import about_traces

_PLAIN: dict[Kind, Callable[[str], object]] = {
    Kind.LANGUAGE: tag,
    Kind.URL: values.address,
    Kind.ROLE: lambda role: values.ROLE_WORDS.get(role.lower()),
}


LONGEST = {"title": 1000, "short_title": 300, "kicker": 300, "place": 300}
"""Characters of what is set in large type or at the head of each page."""
LONGEST_ADDRESS = 1000
"""Characters: what a QR code still holds (ISO/IEC 18004) when each takes two bytes."""
LONGEST_TEXT = 10_000
"""Characters of any other value, all its parts together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A contributor as the front matter names them."""

    name: str
    role: Role
    file_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """A correction or an update."""

    kind: AmendmentKind
    date: date
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The lead image that the front matter asks for."""

    src: str
    line: int
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What the front matter says, typed; None if it says nothing, or something wrong."""

    given: frozenset[str]
    """The names of the keys that were given, right or wrong."""
    lines: dict[str, int]
    """The line of each key that was given."""
    title: str | None = None
    short_title: str | None = None
    language: str | None = None
    published: date | None = None
    modified: date | None = None
    standfirst: str | None = None
    kicker: str | None = None
    place: str | None = None
    names: tuple[Name, ...] = ()
    publisher: Publisher | None = None
    source_url: str | None = None
    rights: str | None = None
    licence: Licence | None = None
    subjects: tuple[str, ...] = ()
    amendments: tuple[Amended, ...] = ()
    lead: Lead | None = None


def read(
    manuscript: Manuscript, table: Table, settings: Settings = NOTHING_SAID
) -> tuple[FrontMatter, tuple[Finding, ...]]:
    """Read every entry by the schema.

    Args:
        manuscript: the source.
        table: its entries.
        settings: what is said for all articles: names of keys, the order of dates, names of authors.

    Returns:
        The typed values, and a finding for each that is wrong or unknown.
    """
    dialect = Dialect(manuscript, settings)
    reader = _Reader(manuscript, settings)
    known = reader.known(dialect.plain(table), KEYS, "")
    if "language" in known and isinstance(known["language"][1], Text):
        reader.language = tag(known["language"][1].text or "") or reader.language
    found = {name: reader.value(key, entry) for name, (key, entry) in known.items()}
    lines = {name: entry.line for name, (_, entry) in known.items()}
    plain = ("title", "short_title", "language", "published", "modified", "standfirst", "kicker", "place")
    rest = ("publisher", "source_url", "rights", "licence")
    front = FrontMatter(
        given=frozenset(known),
        lines=lines,
        **{name: found.get(name) for name in (*plain, *rest)},
        subjects=tuple(dict.fromkeys(found.get("subjects") or ())),
        names=_names(found),
        amendments=_amendments(found),
        lead=_lead(found, lines),
    )
    return front, (*dialect.findings, *reader.findings)


def _size(entry: Entry) -> int:
    """How many characters the texts of an entry have together."""
    if isinstance(entry, Text):
        return len(entry.text or "")
    inside = entry.items if isinstance(entry, Items) else [value for _, value in entry.entries]
    return sum(map(_size, inside)) + len(inside)


def _names(found: dict[str, Any]) -> tuple[Name, ...]:
    usual = {
        "byline": Role.AUTHOR,
        "translator": Role.TRANSLATOR,
        "photographer": Role.PHOTOGRAPHER,
        "illustrator": Role.ILLUSTRATOR,
        "editor": Role.EDITOR,
    }
    return tuple(
        Name(name=name, role=role or usual[key], file_as=file_as)
        for key in usual
        for name, role, file_as in found.get(key) or ()
    )


def _amendments(found: dict[str, Any]) -> tuple[Amended, ...]:
    kinds = {"updates": AmendmentKind.UPDATE, "corrections": AmendmentKind.CORRECTION}
    amended = [
        Amended(kind=kind, date=day, text=text, line=line)
        for key, kind in kinds.items()
        for day, text, line in found.get(key) or ()
    ]
    return tuple(sorted(amended, key=lambda one: one.date))


def _lead(found: dict[str, Any], lines: dict[str, int]) -> Lead | None:
    image = found.get("image")
    if image is None:
        return None
    parts = {name: image.get(name) or found.get(f"image_{name}") for name in ("alt", "caption", "credit", "licence")}
    return Lead(src=image["src"], line=lines["image"], **parts)


class _Reader:
    """Reads values, and collects what is wrong with them."""

    def __init__(self, manuscript: Manuscript, settings: Settings) -> None:
        self.manuscript = manuscript
        self.settings = settings
        self.authors = dict(settings.authors)
        self.language = settings.language
        self.findings: list[Finding] = []
        self.spelt: dict[str, str] = {}
        """The keys of the front matter, as the author wrote them."""

    def say(self, rule: Rule, message: str, line: int, hint: str) -> None:
        self.findings.append(rule.found(message, where=self.manuscript.at(line), hint=hint))

    def known(self, table: Table, keys: tuple[Key, ...], within: str) -> dict[str, tuple[Key, Entry]]:
        """The entries that the schema knows and that are not empty, by their keys' names."""
        found: dict[str, tuple[Key, Entry]] = {}
        spelt = {} if within else self.spelt
        for name, entry in table.entries:
            key = find(name, keys)
            if key is None:
                self._unknown(name, entry.line, keys, within)
            elif isinstance(entry, Text) and not (entry.text or "").strip():
                continue
            elif key.name not in found:
                found[key.name] = (key, entry)
                spelt[key.name] = name
            else:
                found[key.name] = (key, self._one_of(key, found[key.name][1], entry, (spelt[key.name], name)))
        return found

    def _one_of(self, key: Key, first: Entry, second: Entry, names: tuple[str, str]) -> Entry:
        """What two names of one key say: lists of words are joined; otherwise the key's own name counts."""
        if key.kind is Kind.TEXTS:
            items = tuple(item for entry in (first, second) for item in _items(entry))
            return Items(items=items, line=first.line)
        used, other = (second, first) if names[1] == key.name else (first, second)
        if not (isinstance(used, Text) and isinstance(other, Text) and used.text == other.text):
            name = names[0] if other is first else names[1]
            message = f"“{name}” is another name for “{key.name}”, which line {used.line} gives already"
            self.say(rules.KEY_SHADOWED, message, other.line, "keep the one that you mean")
        return used

    def _unknown(self, name: str, line: int, keys: tuple[Key, ...], within: str) -> None:
        if not within and plain(name) in UNUSED:
            self.say(rules.KEY_UNUSED, f"“{name}” means nothing here", line, "it may stay, and has no effect")
            return
        close = nearest(name, keys)
        if close:
            message = f"“{within}{name}” is not a key of the front matter"
            self.say(rules.KEY_UNKNOWN, message, line, f"did you mean “{within}{close}”?")
        else:
            message = f"“{within}{name}” is not a key that is known here"
            self.say(rules.KEY_UNUSED, message, line, _no_key(within, keys))

    def value(self, key: Key, entry: Entry, within: str = "") -> Any:
        """The typed value; None, and a finding, if it is wrong."""
        if self._too_long(key, entry):
            return None
        readers = {
            Kind.NAMES: self._names,
            Kind.TEXTS: self._texts,
            Kind.PUBLISHER: self._publisher,
            Kind.LICENCE: self._licence,
            Kind.AMENDMENTS: self._amendments,
            Kind.IMAGE: self._image,
        }
        if key.kind in readers:
            return readers[key.kind](key, entry)
        return self._plain(key, entry, within)

    def _too_long(self, key: Key, entry: Entry) -> bool:
        """Whether a value is longer than a page, or a code on it, can hold; reported once."""
        limit = LONGEST.get(key.name, LONGEST_ADDRESS if key.kind is Kind.URL else LONGEST_TEXT)
        size = _size(entry)
        if size > limit:
            message = f"“{self._name(key)}” has {size:,} characters, more than the {limit:,} that it may have"
            self.say(rules.VALUE_TOO_LONG, message, entry.line, "write less; what is long belongs in the text")
        return size > limit

    def _name(self, key: Key) -> str:
        """The name of a key as its author spelt it."""
        return self.spelt.get(key.name, key.name)

    def _plain(self, key: Key, entry: Entry, within: str) -> Any:
        if isinstance(entry, Text) and entry.text is not None:
            text = " ".join(entry.text.split())
            if key.kind is Kind.DATE:
                return self._date(key, entry, text, within)
            if key.kind is Kind.TEXT:
                return without_markup(text) or None
            value = _PLAIN.get(key.kind, str)(text)
            if value is not None:
                return self._untraced(str(value), entry.line) if key.kind is Kind.URL else value
        self._wrong(key, entry, within)
        return None

    def _date(self, key: Key, entry: Text, text: str, within: str) -> date | None:
        try:
            day = read_date(text, language=self.language, order=self.settings.date_order)
        except AmbiguousDateError:
            message = f"“{within}{self._name(key)}: {text}” can be read in two ways"
            hint = "write it as YYYY-MM-DD, or “date_order = 'day-month'” (or 'month-day') in separatum.toml"
            self.say(rules.DATE_AMBIGUOUS, message, entry.line, hint)
            return None
        if day is None:
            self._wrong(key, entry, within)
        return day

    def _untraced(self, url: str, line: int) -> str:
        """An address without what traces readers, and without a password; each is reported."""
        plain = untraced(url)
        for rule, message, hint in about_traces(plain, "an address"):
            self.say(rule, message, line, hint)
        return plain.url

    def _wrong(self, key: Key, entry: Entry, within: str = "") -> None:
        shown = f": “{entry.text}”" if isinstance(entry, Text) else " but " + _form(entry)
        message = f"“{within + key.name if within else self._name(key)}” is not {key.kind}{shown}"
        self.say(rules.VALUE, message, entry.line, WANTED[key.kind])

    def _parts(self, key: Key, table: Entry) -> dict[str, Any] | None:
        """The values of a table; None, and a finding, if it is not a table or lacks a required value."""
        if not isinstance(table, Table):
            self._wrong(key, table)
            return None
        keys = PARTS[key.kind]
        within = f"{key.name}."
        known = self.known(table, keys, within)
        found = {name: self.value(part, entry, within) for name, (part, entry) in known.items()}
        missing = [part for part in keys if part.required and part.name not in known]
        for part in missing:
            hint = f"write for example “{part.name}: {part.example}”"
            self.say(rules.VALUE, f"“{key.name}” has no “{part.name}”", table.line, hint)
        wrong = any(found.get(part.name) is None for part in keys if part.required)
        return None if wrong else found

    def _names(self, key: Key, entry: Entry) -> list[tuple[str, Role | None, str | None]]:
        found: list[tuple[str, Role | None, str | None]] = []
        for item in entry.items if isinstance(entry, Items) else (entry,):
            if isinstance(item, Text):
                if name := self._person(" ".join((item.text or "").split()), item.line):
                    found.append((name, None, None))
            elif isinstance(item, Table):
                parts = self._parts(key, item)
                if parts is not None:
                    name = self._person(parts["name"], item.line)
                    found.append((name, parts.get("role"), parts.get("file_as")))
            else:
                self._wrong(key, item)
        return found

    def _person(self, name: str, line: int) -> str:
        """A name as it is printed: one that is a key is looked up in the site’s data."""
        known = self.authors.get(name) or self.authors.get(name.lower().removeprefix("@"))
        if known is None and _AUTHOR_KEY.fullmatch(name):
            message = f"the author “{name}” looks like a key, not like a name, and is printed as it is"
            hint = "write the name, or “{name} = 'First Last'” under [authors] in separatum.toml"
            self.say(rules.AUTHOR_KEY, message, line, hint.replace("{name}", name))
        return known or without_markup(name)

    def _texts(self, key: Key, entry: Entry) -> list[str]:
        found = []
        for item in _items(entry):
            if isinstance(item, Text):
                found.append(" ".join((item.text or "").split()))
            else:
                self._wrong(key, item)
        return [text for text in found if text]

    def _publisher(self, key: Key, entry: Entry) -> Publisher | None:
        if isinstance(entry, Text) and entry.text is not None:
            return Publisher(name=" ".join(entry.text.split()))
        parts = self._parts(key, entry)
        return Publisher(**parts) if parts else None

    def _licence(self, key: Key, entry: Entry) -> Licence | None:
        if isinstance(entry, Text) and entry.text is not None:
            return values.licence(entry.text)
        parts = self._parts(key, entry)
        if not parts:
            return None
        usual = values.licence(parts["name"])
        return Licence(name=usual.name, url=parts.get("url") or usual.url)

    def _amendments(self, key: Key, entry: Entry) -> list[tuple[date, str, int]]:
        found = []
        for item in entry.items if isinstance(entry, Items) else (entry,):
            parts = self._parts(key, item)
            if parts:
                found.append((parts["date"], parts["text"], item.line))
        return found

    def _image(self, key: Key, entry: Entry) -> dict[str, Any] | None:
        if isinstance(entry, Text) and entry.text is not None:
            return {"src": entry.text.strip()}
        return self._parts(key, entry)


_AUTHOR_KEY = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+|@[\w-]+|[a-z]+\d+[a-z0-9]*")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->")


def without_markup(text: str) -> str:
    """A text without the tags and the character references of HTML, which sites allow in titles."""
    return " ".join(html.unescape(_TAG.sub("", text)).split()) if "<" in text or "&" in text else text


def _items(entry: Entry) -> tuple[Entry, ...]:
    if isinstance(entry, Items):
        return entry.items
    if isinstance(entry, Text):
        words = (entry.text or "").split(",")
        return tuple(Text(text=word.strip(), line=entry.line) for word in words if word.strip())
    return (entry,)


def _no_key(within: str, keys: tuple[Key, ...]) -> str:
    """What to do about a key that is near no other."""
    if within:
        return f"known are {', '.join(key.name for key in keys)}"
    return "it has no effect, and may stay; “separatum explain SOURCE-KEY-UNKNOWN” lists the keys"


def _form(entry: Entry) -> str:
    return "a list" if isinstance(entry, Items) else "a table"
