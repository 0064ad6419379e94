"""What blog programs and themes write in a way of their own becomes what the schema of the front matter knows."""

import re
from collections.abc import Iterable, Iterator

from separatum.model.findings import Finding, Rule
from separatum.model.settings import Settings
from separatum.source import rules
from separatum.source.file import Manuscript
from separatum.source.front_matter.foreign_keys import FOREIGN_KEYS
from separatum.source.front_matter.parse import Entry, Items, Table, Text
from separatum.source.schema import KEYS, find, plain

DRAFT = {"draft": "true", "published": "false"}
"""The keys that hold an article back (Hugo, Jekyll), and the value that does."""
_IMAGES: tuple[str, ...] = (
    "src",
    "path",
    "file",
    "url",
    "image",
    "feature",
    "featured",
    "teaser",
    "cover",
    "overlayimage",
    "large",
)
_IMAGES += ("background", "header", "hero", "thumbnail", "thumb", "og", "ogimage", "filename", "source", "permalink")
"""Keys under which themes keep the lead image, in the order of preference."""
_NAMES = ("name", "displayname", "fullname", "title", "label", "nickname", "login", "username", "id", "key")
"""Keys under which themes keep an author’s name, in the order of preference."""
_IMAGE_TABLES = frozenset({"header", "featured", "banner", "hero", "teaser"})
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#].*)?$", re.IGNORECASE)


class Dialect:
    """The front matter of one article, made plain.

    Args:
        manuscript: the source, for the findings’ places.
        settings: the names of the site’s own keys, and whether drafts are exported.
    """

    def __init__(self, manuscript: Manuscript, settings: Settings) -> None:
        self._manuscript = manuscript
        self._own = {name.casefold(): key for name, key in settings.keys}
        self._with_drafts = settings.drafts
        self.findings: list[Finding] = []

    def plain(self, table: Table) -> Table:
        """All entries, for the schema."""
        return Table(entries=tuple(self._entries(table.entries)), line=table.line)

    def _say(self, rule: Rule, message: str, line: int, hint: str) -> None:
        self.findings.append(rule.found(message, where=self._manuscript.at(line), hint=hint))

    def _entries(self, entries: Iterable[tuple[str, Entry]]) -> Iterator[tuple[str, Entry]]:
        for name, entry in entries:
            word = plain(name)
            value = (entry.text or "").strip() if isinstance(entry, Text) else ""
            if own := self._own.get(name.casefold()):
                yield from self._entry(own, find(own, KEYS), entry)
            elif word == "date" and isinstance(entry, Table):  # Material for MkDocs: “created” and “updated” in one
                yield from entry.entries
            elif word in {"params", "extra"} and isinstance(entry, Table):  # Hugo and Zola keep a theme’s keys there
                yield from ((key, one) for key, one in self._entries(entry.entries) if find(key, KEYS))
            elif value.lower() == DRAFT.get(word):
                self._draft(f"“{name}: {value}”", entry.line)
            elif word == "published" and value.lower() == "true":
                continue  # Jekyll: this is no day, and says nothing
            else:
                yield from self._entry(name, find(name, KEYS), entry)

    def _entry(self, name: str, key: object, entry: Entry) -> Iterator[tuple[str, Entry]]:
        known = getattr(key, "name", None) or self._foreign(name, entry)
        if known == "source_url" and plain(name) != "sourceurl" and _is_path(entry):
            message = f"“{name}” is a path of the web site, and says nothing without it"
            self._say(rules.KEY_UNUSED, message, entry.line, "it may stay; write the whole address as “source_url”")
        elif known == "kicker" and isinstance(entry, Items):  # the first is the kicker, all are subjects
            texts = [item for item in entry.items if isinstance(item, Text) and item.text]
            if texts:
                yield "kicker", texts[0]
                yield "subjects", Items(items=tuple(texts), line=entry.line)
        elif known == "image" or (known is None and plain(name) in _IMAGE_TABLES and isinstance(entry, Table)):
            yield from self._image(name, entry)
        elif known in {"byline", "translator", "photographer", "illustrator", "editor"}:
            yield name if getattr(key, "name", None) else known, _named(entry)
        elif known == "language" and isinstance(entry, Items) and len(entry.items) == 1:
            yield name, entry.items[0]
        else:
            yield known if known and not key else name, entry

    def _foreign(self, name: str, entry: Entry) -> str | None:
        """The key that a word of another language means."""
        key = FOREIGN_KEYS.get(plain(name))
        if key is None or (key == "published" and not isinstance(entry, Text)):
            return None
        hint = f"to have no doubt, write “{name} = '{key}'” under [keys] in separatum.toml"
        self._say(rules.KEY_FOREIGN, f"“{name}” was read as “{key}”", entry.line, hint)
        return key

    def _draft(self, what: str, line: int) -> None:
        if not self._with_drafts:
            self._say(rules.DRAFT, f"{what}: the article is a draft", line, "to export it as well, use “--drafts”")

    def _image(self, name: str, entry: Entry) -> Iterator[tuple[str, Entry]]:
        """The lead image of a theme: its own table, a list, or a path."""
        if isinstance(entry, Items):
            if entry.items:
                yield from self._image(name, entry.items[0])
        elif isinstance(entry, Table):
            parts = {plain(key): value for key, value in entry.entries}
            sources = [one for word in _IMAGES if isinstance(one := parts.get(word), Text) and (one.text or "").strip()]
            if not find(name, KEYS):  # a table of the theme’s own: only what is plainly an image
                sources = [one for one in sources if _IMAGE_FILE.search((one.text or "").strip())]
            found = next(iter(sources), None)
            if found is None:
                message = f"“{name}” names no image that is known here, and was passed over"
                self._say(rules.KEY_UNUSED, message, entry.line, "write the file of the image as “image”")
                return
            kept = [(key, parts[key]) for key in ("alt", "caption", "credit", "licence", "license") if key in parts]
            kept = [(key, value) for key, value in kept if isinstance(value, Text)]
            line = found.line
            yield name if find(name, KEYS) else "image", Table(entries=(("src", found), *kept), line=line)
        elif (entry.text or "").strip().lower() not in {"true", "false", "none"}:
            yield name if find(name, KEYS) else "image", entry


def _is_path(entry: Entry) -> bool:
    """Whether an address is a path of a site: it has no scheme, and is no name of a host alone."""
    text = (entry.text or "").strip() if isinstance(entry, Text) else ""
    return bool(text) and ":" not in text.partition("/")[0] and not text.startswith("//")


def _named(entry: Entry) -> Entry:
    """The names of people, without those that are empty, and without what else a theme says of them."""
    if isinstance(entry, Items):
        items = [_named(item) for item in entry.items]
        return Items(items=tuple(item for item in items if not _is_empty(item)), line=entry.line)
    if not isinstance(entry, Table):
        return entry
    parts = {plain(key): value for key, value in entry.entries}
    name = next((one for word in _NAMES if isinstance(one := parts.get(word), Text) and one.text), None)
    if name is None:
        return Items(items=(), line=entry.line)
    kept = [(key, parts[word]) for word, key in (("role", "role"), ("fileas", "file_as")) if word in parts]
    return Table(entries=(("name", name), *kept), line=entry.line)


def _is_empty(entry: Entry) -> bool:
    return (isinstance(entry, Text) and not (entry.text or "").strip()) or (
        isinstance(entry, Items) and not entry.items
    )
