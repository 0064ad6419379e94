"""Check that a book's sheets, fonts and images work on old engines and leave the look to the reader."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from separatum.checks.formats.documents import EpubDocument
from separatum.checks.formats.epub_file import Item, PartError
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity

_MOST_PIXELS = 5_600_000
_MOST_BYTES = 5_000_000
_NEW_FUNCTIONS = frozenset({"min", "max", "clamp", "calc", "var", "env"})
_NEW_RULES = frozenset({"supports", "container", "layer", "property", "scope"})
_COLOURS = frozenset({"color", "background", "background-color"})
_LEFT_TO_THE_READER = frozenset({"inherit", "initial", "transparent", "currentcolor", "none", "unset"})
_OLD_FONTS = frozenset(
    {
        *("font/ttf", "font/otf", "font/sfnt", "font/woff", "application/font-woff", "application/vnd.ms-opentype"),
        *("application/font-sfnt", "application/x-font-ttf", "application/x-font-otf", "application/x-font-truetype"),
    }
)
_SEEN_EVERYWHERE = frozenset({"image/jpeg", "image/png", "image/gif", "image/svg+xml"})

_Styled = tuple[str, str, list[Any], int]
"""A declaration: its selector, name, value and line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parsed:
    """A style sheet."""

    novelty: tuple[str, int] | None
    """The first thing in it that old engines do not know, with its line."""
    styled: tuple[_Styled, ...]


@check("DEVICE-SHEET", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def sheets_are_old_enough(subject: Subject) -> Iterator[Seen]:
    """A style sheet uses what old Adobe engines choke on.

    Kobo’s readers and Adobe Digital Editions run an engine that does not skip what it does not know: over min(), calc()
    or var(), @supports or @media with a condition it throws the whole sheet away, or reports that the book is damaged
    (J. Panoz, “Five interesting facts about Adobe legacy eBook RMSDK”, 2016; Readium CSS, “EPUB Compatibility”). Use
    CSS 2.1 and @font-face, and put what is newer into a second sheet.
    """
    for book, item, sheet in _sheets(subject):
        if sheet.novelty is not None:
            name, line = sheet.novelty
            where = Location(file=f"{book.name}!{item.path}", line=line)
            yield Seen(f"the sheet uses “{name}”", where, "say it in CSS 2.1, or in a second sheet")


@check("DEVICE-COLOUR", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def colours_are_the_readers(subject: Subject) -> Iterator[Seen]:
    """A style sheet fixes the colour of the text or of its background.

    At night the reader turns the page dark; black letters that insist on being black are then gone, and a white box
    glares (Apple Books Asset Guide, “Interior Image Requirements”, on night mode; Kindle Publishing Guidelines 2019.2,
    section 10.3.1, body text must use the defaults). Leave colours out, or say “inherit”.
    """
    for book, item, sheet in _sheets(subject):
        for _, name, tokens, line in sheet.styled:
            words = {token.lower_value for token in tokens if token.type == "ident"}
            is_left = words & _LEFT_TO_THE_READER or _is_empty(tokens) or _is_picture_alone(tokens)
            if name in _COLOURS and not is_left:
                where = Location(file=f"{book.name}!{item.path}", line=line)
                yield Seen(f"the sheet fixes “{name}”", where, "leave it to the reader")
                break


@check("DEVICE-SIZE", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def sizes_are_the_readers(subject: Subject) -> Iterator[Seen]:
    """A style sheet fixes the size of letters in pixels or points, or that of the whole text.

    Readers choose the size that their eyes need. Sizes in px or pt do not follow them on all devices, and a size on
    “body” or “html” makes the default of every device wrong (Kobo EPUB Guidelines, “Setting Font Sizes”; Kindle
    Publishing Guidelines 2019.2, section 10.3.1). Use em, and no size on the body.
    """
    for book, item, sheet in _sheets(subject):
        for selector, name, tokens, line in sheet.styled:
            fixed = any(token.type == "dimension" and token.lower_unit in {"px", "pt"} for token in tokens)
            is_base = bool(re.search(r"(^|[\s,])(html|body)\s*(,|$)", selector)) and not _is_whole(tokens)
            if name in {"font-size", "font"} and (fixed or is_base):
                where = Location(file=f"{book.name}!{item.path}", line=line)
                yield Seen(f"the sheet fixes “{name}” of “{selector}”", where, "use em, and no size on the body")
                break


@check("DEVICE-FONT", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def fonts_are_of_old_formats(subject: Subject) -> Iterator[Seen]:
    """A font is in a format that not all devices know.

    Kobo knows TrueType, OpenType and WOFF 1.0 (Kobo EPUB Guidelines, “Supported Fonts”), old Adobe engines too; WOFF 2
    shows as the device’s own font, without the letters that the book brought it for. Write the font as WOFF 1.0.
    """
    assert subject.epub is not None
    for item in subject.epub.manifest.values():
        is_font = item.media_type.startswith(("font/", "application/font", "application/x-font"))
        if is_font and item.media_type not in _OLD_FONTS:
            where = Location(file=f"{subject.epub.name}!{item.path}")
            yield Seen(f"the font is of the type {item.media_type}", where, "write it as WOFF 1.0")


@check("DEVICE-IMAGE", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def images_are_taken_everywhere(subject: Subject) -> Iterator[Seen]:
    """An image is too large for some shops and devices, or of a kind that they do not take.

    Apple refuses images of more than 5.6 million pixels, and colours other than RGB (Apple Books Asset Guide, “Interior
    Image Requirements”); Kobo advises 5 MB at most and no transparency, behind which any colour may show (Kobo EPUB
    Guidelines, “Image Formatting”); Google Play takes JPEG, PNG, GIF and SVG alone (Partner Help, “EPUB files”). Export
    the image again: JPEG or PNG, RGB, opaque, smaller.
    """
    assert subject.epub is not None
    book = subject.epub
    for item in book.images:
        if item.path in book:
            for fault in _image_faults(book, item):
                where = Location(file=f"{book.name}!{item.path}")
                yield Seen(f"the image {fault}", where, "export it again: JPEG or PNG, RGB, opaque, smaller")


def _image_faults(book: EpubDocument, item: Item) -> Iterator[str]:
    if item.media_type not in _SEEN_EVERYWHERE:
        yield f"is of the type {item.media_type}"
    try:
        content = book.read(item.path)
    except PartError:
        return  # IMAGE-EPUB-BROKEN reports it
    if len(content) > _MOST_BYTES:
        yield f"has {len(content) / 1e6:.1f} MB"
    seen = book.pictures[item.path]
    if seen.size[0] * seen.size[1] > _MOST_PIXELS:
        yield f"has {seen.size[0]} × {seen.size[1]} pixels"
    if item.media_type in {"image/jpeg", "image/png"} and seen.fault is None:
        yield from _kind_faults(content)


def _kind_faults(content: bytes) -> Iterator[str]:
    """What is wrong with the colours of an image that is known to decode; only its head is read."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
            yield "is transparent"
        if image.mode in {"CMYK", "YCCK", "LAB"}:
            yield f"has the colours of {image.mode}"


def _sheets(subject: Subject) -> Iterator[tuple[EpubDocument, Item, _Parsed]]:
    """The style sheets of the manifest, parsed."""
    assert subject.epub is not None
    book = subject.epub
    for item in book.manifest.values():
        if item.media_type == "text/css" and item.path in book:
            try:
                text = book.read(item.path).decode("utf-8", "replace")
            except PartError:
                continue  # EPUBCheck reports it
            yield book, item, _parsed(text)


@lru_cache(maxsize=2)
def _parsed(text: str) -> _Parsed:
    """A sheet, parsed once for all checks, and for all books of one style in a row."""
    import tinycss2

    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return _Parsed(novelty=next(_novelties(rules), None), styled=tuple(_styled(rules)))


def _novelties(rules: list[Any]) -> Iterator[tuple[str, int]]:
    """What old engines do not know, with its line: each rule and function by its name."""
    for rule in rules:
        if rule.type == "at-rule":
            words = [token for token in rule.prelude if token.type not in {"whitespace", "comment"}]
            is_query = rule.lower_at_keyword == "media" and any(token.type == "() block" for token in words)
            if rule.lower_at_keyword in _NEW_RULES or is_query:
                yield f"@{rule.lower_at_keyword}", rule.source_line
        for token in _deep([*rule.prelude, *(rule.content or ())] if rule.type != "error" else []):
            if token.type == "function" and token.lower_name in _NEW_FUNCTIONS:
                yield f"{token.lower_name}()", token.source_line


def _deep(tokens: list[Any]) -> Iterator[Any]:
    """All tokens, also those in blocks and functions."""
    waiting = list(reversed(tokens))
    while waiting:
        token = waiting.pop()
        yield token
        inner = getattr(token, "arguments", None) or (token.content if token.type.endswith("block") else None)
        waiting.extend(reversed(inner or []))


def _styled(rules: list[Any]) -> Iterator[_Styled]:
    """Each declaration, also those within @media."""
    import tinycss2

    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content:
            yield from _styled(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
        elif rule.type == "qualified-rule":
            selector = tinycss2.serialize(rule.prelude).strip()
            for part in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                if part.type == "declaration":
                    yield selector, part.lower_name, part.value, part.source_line


def _is_empty(tokens: list[Any]) -> bool:
    return all(token.type == "whitespace" for token in tokens)


def _is_picture_alone(tokens: list[Any]) -> bool:
    """Whether a background is a picture, such as a logo, without a colour."""
    from tinycss2.color4 import parse_color

    names = {token.lower_name if token.type == "function" else token.type for token in tokens}
    return "url" in names and not any(map(parse_color, tokens))


def _is_whole(tokens: list[Any]) -> bool:
    """Whether a size is the reader’s own: 100 % or 1em."""
    value = "".join(token.serialize() for token in tokens).strip().lower()
    return value in {"100%", "1em", "1rem", "inherit", "medium"}
