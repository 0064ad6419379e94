"""Inspect a file within a file, by its first bytes and not by its name: an image, a font, a sheet, a document, …

What no reader here understands is reported as not understood, with what can be read in it.
"""

import bz2
import lzma
import re
import zlib
from collections.abc import Iterator
from functools import partial
from typing import Any

from lxml import etree

from separatum.checks.formats.epub_file import parse_xml
from separatum.checks.formats.pdf_file import PdfFile
from separatum.checks.privacy import rules
from separatum.checks.privacy.binary import decoded_text, text_in
from separatum.checks.privacy.computed_style import hidden_elements
from separatum.checks.privacy.fonts import inspect_font, is_font
from separatum.checks.privacy.icc import inspect_profile
from separatum.checks.privacy.images import inspect_picture, is_picture
from separatum.checks.privacy.markup import Markup, inspect_markup, inspect_sheet, local_name
from separatum.checks.privacy.media import inspect_media, kind_of_media
from separatum.checks.privacy.metadata_fields import Holder, inspect_code, inspect_words, shortened
from separatum.checks.privacy.nested import Nature
from separatum.checks.privacy.pdf import inspect_pdf
from separatum.checks.privacy.zip_container import read_container
from separatum.model.findings import Finding

_DEEPEST = 4
_MOST_UNPACKED = 32 * 1024 * 1024
_CODE_TYPES = re.compile(r"(?:java|ecma)script|postscript")
_CODE = ("%!PS", "<<\n", "<<\r", "<< /", "#!/")
"""How PostScript, settings in it, and scripts begin."""
_FONT_TYPES = re.compile(r"font|application/vnd\.ms-opentype|application/x-font", re.IGNORECASE)


def inspect_part(content: bytes, holder: Holder, nature: Nature) -> Iterator[Finding]:
    """What a file within a file reveals.

    Args:
        content: its bytes.
        holder: what it is part of, by its own name.
        nature: what is known of it.
    """
    if not content.strip(b"\0"):
        return
    if nature.depth > _DEEPEST:
        message = f"{holder.name} is a file in a file in a file: it was not opened"
        yield holder.found(rules.NOT_LOOKED_AT, message, "take it out, and inspect it by itself")
    elif nature.is_obfuscated:
        return
    elif (of_kind := _inspect_simple(content, holder)) is not None:
        yield from of_kind
    elif b"%PDF-" in content[:1024]:
        yield from inspect_pdf(PdfFile(content, holder.where.file), holder, inspect_part, depth=nature.depth + 1)
    elif content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from inspect_archive(content, holder, nature)
    elif content[:2] in {b"\x1f\x8b", b"BZ"} or content.startswith(b"\xfd7zXZ\0"):
        yield from _inspect_packed(content, holder, nature)
    elif (text := decoded_text(content)) is not None:
        yield from inspect_text(text, content, holder, nature)
    else:
        message = f"{holder.name} is in a format that is not understood: {len(content)} bytes"
        yield holder.found(rules.NOT_LOOKED_AT, message, "remove it, or look at it with another program")
        yield from inspect_words(text_in(content), holder)


def _inspect_simple(content: bytes, holder: Holder) -> Iterator[Finding] | None:
    """A file that holds no other file, but for thumbnails."""
    if is_picture(content):
        return inspect_picture(content, holder)
    if is_font(content):
        return inspect_font(content, holder.named(f"the font {holder.name}"))
    if content[36:40] == b"acsp":
        return inspect_profile(content, holder.named(f"the colour profile {holder.name}"))
    return inspect_media(content, holder) if kind_of_media(content) is not None else None


def inspect_archive(content: bytes, holder: Holder, nature: Nature) -> Iterator[Finding]:
    """A ZIP container that is no book, or a book within a book: each of its parts."""
    container = read_container(content, holder)
    yield from container.findings
    for part in container.parts:
        where = holder.where.file
        inner = holder.at(type(holder.where)(file=f"{where}{'/' if '!' in where else '!'}{part.name}"), part.name)
        yield from inspect_part(part.content, inner, nature.inside())


def _inspect_packed(content: bytes, holder: Holder, nature: Nature) -> Iterator[Finding]:
    """A file that one of the usual programs compressed; gzip also keeps its name (RFC 1952, 2.3.1)."""
    if content.startswith(b"\x1f\x8b"):
        yield from inspect_words(text_in(content[10:300]), holder.named("the head of a gzip"), lists_rest=False)
        unpacker: Any = zlib.decompressobj(31)
    else:
        unpacker = bz2.BZ2Decompressor() if content.startswith(b"BZ") else lzma.LZMADecompressor()
    try:
        unpacked = unpacker.decompress(content, _MOST_UNPACKED)
    except (zlib.error, OSError, lzma.LZMAError, EOFError) as error:
        message = f"{holder.name} cannot be unpacked: {shortened(str(error))}"
        yield holder.found(rules.NOT_LOOKED_AT, message, "remove it")
        return
    if not unpacker.eof:
        message = f"{holder.name} is too large when it is unpacked, or cut off"
        yield holder.found(rules.NOT_LOOKED_AT, message, "remove it")
    yield from inspect_part(unpacked, holder, nature.inside())


def inspect_text(text: str, content: bytes, holder: Holder, nature: Nature) -> Iterator[Finding]:
    """A text: markup, a style sheet, or any other, whose words are not on the pages."""
    media_type = nature.media_type.partition(";")[0].strip().lower()
    name = holder.name.lower()
    if media_type == "text/css" or (not media_type and name.endswith(".css")):
        yield from inspect_sheet(text, holder.named("the style sheet"), partial(embedded, nature=nature))
        return
    inner = holder.named(f"the part {holder.name}" if "/" in name or "." in name else holder.name)
    if _CODE_TYPES.search(media_type) or name.endswith((".js", ".mjs")) or text.startswith(_CODE):
        yield from inspect_code(text, inner)
    elif text.lstrip("\ufeff \t\r\n").startswith("<"):
        yield from _inspect_markup(content, text, holder, nature)
    else:
        yield from inspect_words(text, inner)


def _inspect_markup(content: bytes, text: str, holder: Holder, nature: Nature) -> Iterator[Finding]:
    try:
        root = parse_xml(content)
    except etree.XMLSyntaxError:
        import lxml.html

        try:
            root = lxml.html.document_fromstring(content)
        except (etree.ParserError, ValueError):
            yield from inspect_words(text, holder)
            return
    if local_name(root.tag) == "svg":
        yield from inspect_drawing(root, holder, nature)
    else:
        is_office = any(mark in str(root.tag) for mark in ("openxmlformats", "opendocument"))
        how = Markup(embedded=partial(embedded, nature=nature), is_document=False, is_office=is_office)
        yield from inspect_markup(root, holder, how)


def inspect_drawing(root: etree._Element, holder: Holder, nature: Nature) -> Iterator[Finding]:
    """An SVG: what is drawn is on the page; what its styles hide is not."""
    holder = holder.named(f"the drawing {holder.name}")
    how = Markup(embedded=partial(embedded, nature=nature), is_document=True)
    yield from inspect_markup(root, holder, how)
    for hidden in hidden_elements(root, [style.text or "" for style in root.iter("{*}style")]):
        text = " ".join(" ".join(map(str, hidden.element.itertext(etree.Element))).split())
        yield holder.found(rules.HIDDEN, f"text that is {hidden.reason}: “{shortened(text)}”", "remove it")
        yield from inspect_words(text, holder.named(f"hidden text of {holder.name}"), lists_rest=False)


def embedded(content: bytes, holder: Holder, media_type: str, *, nature: Nature) -> Iterator[Finding]:
    """A file that is written into a text, as a “data:” address."""
    yield from inspect_part(content, holder, nature.inside(media_type))
