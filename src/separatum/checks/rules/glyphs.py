"""Check that every character can be drawn: it has a glyph in a font that is in the file."""

import html
import io
import struct
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from separatum.checks.formats.epub_file import EpubFile, PartError, line_of
from separatum.checks.formats.media_types import kind_by_bytes, kind_by_type
from separatum.checks.registry import CannotRunError, Seen, Subject, check
from separatum.model.findings import Location, Severity

_SILENT = frozenset({"script", "style", "template"})
_ROOTS = frozenset({"msqrt", "mroot"})
"""The elements for which a reading system draws a sign that no text holds (MathML Core, 3.3.3)."""
_NEEDS_NONE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"})
"""The general categories that a font need not draw: controls, formats, spaces, and what is no character."""
_MOST = 20
"""How many characters of one document are named: a text in a script without a font lacks them all."""
_HINT = "add a font that has it to the style, or write it in another way"


@check("GLYPH-EPUB", Severity.ERROR, needs=("epub",), elsewhere=Severity.WARNING)
def epub_characters_have_glyphs(subject: Subject) -> Iterator[Seen]:
    """A character of the EPUB is in none of its fonts.

    The reading system then takes the character from a font of its own, which looks wrong, or shows an empty box where
    it has none: for many scripts, most devices have none. The check asks whether any font in the book has the
    character (EPUB 3.3, section 3.2, “Fonts”); it does not run for a book without fonts, which leaves the choice to
    the reader’s device.
    """
    assert subject.epub is not None
    book = subject.epub
    covered = _covered(book)
    for path, root in book.documents.items():
        letters = {letter for text, _ in _texts(root) for letter in text}
        missing = {letter for letter in letters - covered if unicodedata.category(letter) not in _NEEDS_NONE}
        for letter in sorted(missing)[:_MOST]:
            text, line = next((text, line) for text, line in _texts(root) if letter in text)
            where = Location(file=f"{book.name}!{path}", line=line)
            yield Seen(f"no font in the book has {_named(letter)}, as in “{_around(text, letter)}”", where, _HINT)
        if len(missing) > _MOST:
            where = Location(file=f"{book.name}!{path}")
            yield Seen(f"no font in the book has {len(missing) - _MOST} more of its characters", where, _HINT)


@check("GLYPH-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def pdf_characters_have_glyphs(subject: Subject) -> Iterator[Seen]:
    """A character of the PDF is shown as an empty box.

    The page shows the glyph “.notdef” of a font, or a glyph that the font does not have (ISO 32000-1, section
    9.7.6.3; ISO 14289-1, section 7.21.8). The reader sees a box, a question mark or nothing where the character
    should be. A font that has the character is missing from the style or from the machine that made the file.
    """
    assert subject.pdf is not None
    for page in subject.pdf.contents:
        where = Location(file=subject.pdf.name, page=page.number)
        for missing, count in Counter(page.missing).items():
            times = f", {count} times" if count > 1 else ""
            what = _named(missing.text) if missing.text else "a character that the file does not name"
            yield Seen(f"the font {missing.font} has no glyph for {what}{times}", where, _HINT)


@check("FONT-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def pdf_fonts_are_embedded(subject: Subject) -> Iterator[Seen]:
    """A font of the PDF is not in the file.

    Readers then take another font that they have: letters change their shape and width, and signs of other scripts
    become boxes (ISO 32000-1, section 9.9; ISO 19005-3, section 6.2.11.4.1; ISO 14289-1, section 7.21.4.1). Embed
    every font.
    """
    assert subject.pdf is not None
    first: dict[str, int] = {}
    for page in subject.pdf.contents:
        for font in page.fonts.values():
            if not font.embedded:
                first.setdefault(font.name, page.number)
    for name, number in first.items():
        where = Location(file=subject.pdf.name, page=number)
        yield Seen(f"the font {name} is not embedded", where, "embed it, or use another font")


def _covered(book: EpubFile) -> set[str]:
    """The characters that any font in the book has."""
    fonts = [item for item in book.manifest.values() if _is_font(item.media_type, item.path)]
    if not fonts:
        raise CannotRunError("the EPUB has no fonts")
    covered = set[str]()
    for item in fonts:
        if kind_by_bytes(_beginning(book, item.path)) != "image":  # MEDIA-EPUB reports it
            covered |= _characters_of_font(book, item.path)
    return covered


_DAMAGES = (zlib.error, struct.error, ImportError, LookupError, ValueError, AssertionError, EOFError, TypeError)
"""What fontTools raises for fonts that are none."""


def _is_font(media_type: str, path: str) -> bool:
    return kind_by_type(media_type) == "font" or path.lower().endswith((".ttf", ".otf", ".woff", ".woff2"))


def _beginning(book: EpubFile, path: str) -> bytes:
    try:
        return book.read(path)[:16]
    except PartError:
        return b""


def _characters_of_font(book: EpubFile, path: str) -> frozenset[str]:
    from fontTools.ttLib import TTLibError

    try:
        return _characters_of(book.read(path))
    except (*_DAMAGES, PartError, TTLibError) as error:
        # An obfuscated font (EPUB 3.3, 4.3) cannot be told from a damaged one: EPUBCheck checks that.
        raise CannotRunError(f"the font {path} cannot be read") from error


@lru_cache(maxsize=32)
def _characters_of(font: bytes) -> frozenset[str]:
    """The characters of a font; read once, as the books of one style and language mostly have the same fonts."""
    from fontTools.ttLib import TTFont

    opened = TTFont(io.BytesIO(font), lazy=True)
    opened.setGlyphOrder([])  # the glyphs' names are not asked for
    tables = opened["cmap"].tables
    return frozenset(chr(code) for table in tables for code in table.cmap)


def _texts(root: etree._Element) -> Iterator[tuple[str, int | None]]:
    """The texts of a document, with their lines."""
    for element in root.iter():
        place = line_of(element)
        if element.tag is etree.Entity:
            yield html.unescape(element.text or ""), place
        elif not callable(element.tag) and etree.QName(element).localname not in _SILENT:
            yield element.text or "", place
            if etree.QName(element).localname in _ROOTS:
                yield "√", place
        yield element.tail or "", place


def _named(text: str) -> str:
    """Characters with their code points and names."""
    return " ".join(f"“{letter}” (U+{ord(letter):04X} {unicodedata.name(letter, 'unnamed')})" for letter in text[:4])


def _around(text: str, letter: str) -> str:
    place = text.index(letter)
    return " ".join(text[max(place - 20, 0) : place + 20].split())
