"""The document as frozen data: what every edition is made from, and every check is measured against.

This module imports nothing of ours. Nothing in it can be changed after it is made.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

EARLIEST = date(1980, 1, 1)
"""Stands where a standard asks for a date and the article has none: the first day that a ZIP container can hold."""


class Role(StrEnum):
    """What a contributor did, as a MARC relator code (EPUB 3.3, 5.5.3.2.3)."""

    AUTHOR = "aut"
    EDITOR = "edt"
    ILLUSTRATOR = "ill"
    PHOTOGRAPHER = "pht"
    TRANSLATOR = "trl"


class AmendmentKind(StrEnum):
    """Why a published article was changed."""

    CORRECTION = "correction"
    UPDATE = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """A person or a group who had a part in the article."""

    name: str
    """The name as it is printed."""
    role: Role = Role.AUTHOR
    file_as: str
    """The name as a catalogue sorts it: “Milashina, Elena”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The outlet that publishes the article."""

    name: str
    url: str | None = None
    contact: str | None = None
    """How a reader reaches the outlet: an e-mail or postal address, a telephone number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """The terms on which others may use a work."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A change made after publication, which the reader is told of."""

    kind: AmendmentKind
    date: date
    text: str
    """Plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The same article in another language."""

    language: str
    """A BCP 47 tag."""
    language_name: str
    """The language's name in itself."""
    name: str
    """The stem of its source's file name, and of its editions'."""
    source_url: str | None = None
    identifier: str | None = None
    """As in `Metadata`; None where only its own reading would tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the front matter says about the article."""

    title: str
    """The headline, as plain text."""
    short_title: str
    """The headline for a running head; the whole headline where the author gave no shorter one."""
    language: str
    """A BCP 47 tag, for example “en-GB”."""
    identifier: str
    """“urn:uuid:” and a UUIDv5 of the canonical address, or of the content where there is none."""
    published: date | None = None
    """The day of first publication; None if nobody says it."""
    modified: date | None = None
    """The last edit: the latest of the dates that the front matter gives; None if it gives none."""
    standfirst: str | None = None
    """The summary under the headline, as plain text."""
    kicker: str | None = None
    """The word or two above the headline: a section, a place, a kind of story."""
    place: str | None = None
    """Where the report was written: the dateline's town."""
    contributors: tuple[Contributor, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    """Updates and corrections, oldest first."""
    publisher: Publisher | None = None
    source_url: str | None = None
    """The canonical address of the article on the web."""
    rights: str | None = None
    """A line of copyright, as it is printed."""
    licence: Licence | None = None
    subjects: tuple[str, ...] = ()
    translations: tuple[Translation, ...] = ()
    """Its editions in other languages, sorted by language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the body, for tables of contents."""

    level: int
    """2, 3 or 4: the headline alone is level 1."""
    text: str
    anchor: str
    """The id of the heading's element in the body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture that the body refers to."""

    href: str
    """Its path in every edition, and in the body: “images/map.png”."""
    media_type: str
    """“image/png” or “image/jpeg”."""
    data: bytes
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    alt: str
    """What a screen reader says instead of it; empty for an ornament."""
    is_described: bool = True
    """Whether the alternative text describes it: not if nobody wrote one, and other words replace it."""
    caption: str | None = None
    credit: str | None = None
    licence: str | None = None
    words: str = ""
    """The words that a drawing had before it became pixels: looked through, not printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, read and cleaned, ready to be composed."""

    name: str
    """The stem of the source's file name, and of every edition's."""
    metadata: Metadata
    body: str
    """Well-formed XHTML without a namespace: the children of one element, in the forms of docs/development/body.md."""
    outline: tuple[Heading, ...] = ()
    images: tuple[Image, ...] = ()
    lead: Image | None = None
    """The image that also goes on the cover; it is among `images` too, and its figure opens the body."""
    lines: tuple[int | None, ...] = field(default=(), compare=False)
    """The line of the source that each child of the body comes from, counted from 1; None where it comes from none."""
    transcript: bytes | None = None
    """The article as Markdown, to be carried in every edition; None where nobody asked for that."""
