"""Bind an article into an EPUB 3.3 book that old and new reading systems open.

EbookLib writes the package; the page, its navigation and its cover are ours. The container is packed anew, so that the
same article gives the same bytes.
"""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from separatum.editions import math
from separatum.editions.epub.accessibility import (
    CERTIFIER,
    STANDARD,
    accessibility_metadata,
    accessibility_page,
    facts_of,
)
from separatum.editions.epub.content_document import SHEET, content_document
from separatum.editions.epub.forms import RULES
from separatum.editions.epub.navigation import Entry, navigation_document, ncx_with_pages
from separatum.editions.font_subset import subset
from separatum.editions.page_map import Pagination, mark_pages
from separatum.model.article import EARLIEST, Article, Metadata, Role
from separatum.style.compose import compose, language_of, require_readable_book
from separatum.style.fonts import Typefaces, faces_for, words_of
from separatum.style.pictures import StylePicture, used, with_hrefs
from separatum.style.style import Face, Style, coverage, font_face_rules
from separatum.style.stylesheets import fitted, language_rules, without_comments

if TYPE_CHECKING:
    from ebooklib.epub import EpubBook

PAGE, NAVIGATION, STATEMENT, COVER = "article.xhtml", "nav.xhtml", "accessibility.xhtml", "cover.jpg"

COMPRESSED = (".png", ".jpg", ".woff")
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP entry can bear (APPNOTE 4.4.6): the time of every entry."""


class EpubEdition:
    """The article as a book of one page, with notes that pop up."""

    format = "epub"
    suffix = ".epub"

    def write(self, article: Article, style: Style, pages: Pagination | None = None) -> bytes:
        """The finished EPUB; see `Edition.write`."""
        from separatum.editions.epub.cover import cover

        root = compose(article, style)
        require_readable_book(article, style)
        speech = language_of(article.metadata)
        marks = () if pages is None else mark_pages(root, pages, speech.accessibility["page"])
        math.as_mathml(root)
        facts = facts_of(article, has_pages=bool(marks))
        typefaces = faces_for(article, root, speech, style)
        own = with_hrefs(RULES + style.common + style.epub, style.pictures)
        sheet = fitted(own, typefaces, speech) + language_rules(root, typefaces)
        book = _book(article, root)
        _add_accessibility(book, accessibility_metadata(facts, speech), pages, conforms=facts.conforms)
        look = _Look(
            faces=carried_faces(root, style, typefaces),
            formulas=math.characters(root),
            sheet=sheet,
            cover=cover(article, style, typefaces),
            pictures=used(root, sheet, style.pictures),
        )
        statement = content_document(accessibility_page(facts, speech))
        documents = _documents(article, content_document(root), statement, marks)
        _add_parts(book, article, documents, look)
        return _packed(book, article.metadata, documents.pages)


EDITION = EpubEdition()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How a book looks."""

    faces: tuple[Face, ...]
    sheet: str
    """Without the rules for the faces."""
    cover: bytes
    """A JPEG."""
    formulas: set[int]
    """The code points of the formulas; empty if there are none."""
    pictures: tuple[StylePicture, ...]
    """Those of the style that the page or the sheet shows."""


def carried_faces(root: ET.Element, style: Style, typefaces: Typefaces) -> tuple[Face, ...]:
    """The faces that a page needs: those of its elements and scripts, and a fallback for characters that they lack."""
    usual = [face for face in style.faces if not face.fallback]
    elements = {(face.weight, face.posture): face.elements for face in reversed(usual)}
    unused = {family for family, stack in typefaces.stacks.items() if family not in stack}
    beside = {family for stack in typefaces.stacks.values() for family in stack} if typefaces.main else set[str]()
    companions = beside & {face.family for face in style.faces}
    carried = [
        face
        for face in style.faces
        if face.family not in unused
        and (not face.fallback or face.family in companions)
        and _is_set(root, elements.get((face.weight, face.posture)) if face.fallback else face.elements)
    ]
    text = {ord(sign) for sign in set(words_of(root)) if not sign.isspace()}
    text -= set().union(*(coverage(face) for face in (*carried[:1], *typefaces.faces)))
    for face in style.faces:
        if face.fallback and face not in carried and text & coverage(face):
            carried.append(face)
            text -= coverage(face)
    return (*carried, *typefaces.faces)


def _is_set(root: ET.Element, elements: frozenset[str] | None) -> bool:
    """Whether the page has one of some elements; no elements at all stand for every page."""
    return not elements or any(_has(root, path) for path in elements)


def _has(root: ET.Element, path: str) -> bool:
    """Whether the page has an element at a path such as “strong em”, an `em` anywhere in a `strong`, or “span.caps”."""
    steps = (re.sub(r"\.([\w-]+)$", r"[@class='\1']", step) for step in path.split())
    return root.find(".//" + "//".join(steps)) is not None


def _book(article: Article, root: ET.Element) -> "EpubBook":
    from ebooklib.epub import NAMESPACES, EpubBook

    metadata = article.metadata
    book = EpubBook()
    book.set_identifier(metadata.identifier)
    book.set_title(metadata.title)
    languages = dict.fromkeys([metadata.language, *(element.get("lang", "") for element in root.iter())])
    for tag in languages:
        if tag:
            book.add_metadata("DC", "language", tag)
    book.language = metadata.language
    if language_of(metadata).direction == "rtl":
        book.set_direction("rtl")
    book.metadata[NAMESPACES["OPF"]]["generator"] = [("", {"name": "generator", "content": "Separatum"})]
    _add_people(book, metadata)
    _add_description(book, metadata)
    return book


def _add_accessibility(
    book: "EpubBook", properties: Iterable[tuple[str, str]], pages: Pagination | None, *, conforms: bool
) -> None:
    """What a catalogue is told of how the book can be read (EPUB Accessibility 1.1, 2, 4.1 and 4.2)."""
    for name, value in properties:
        book.add_metadata(None, "meta", value, {"property": f"schema:{name}"})
    if conforms:
        book.add_metadata(None, "meta", STANDARD, {"property": "dcterms:conformsTo", "id": "conformance"})
        book.add_metadata(None, "meta", CERTIFIER, {"property": "a11y:certifiedBy", "refines": "#conformance"})
    if pages is not None:
        book.add_metadata(None, "meta", pages.source, {"property": "pageBreakSource"})


def _add_people(book: "EpubBook", metadata: Metadata) -> None:
    for number, person in enumerate(metadata.contributors, start=1):
        uid = f"contributor-{number}"
        kind = "creator" if person.role is Role.AUTHOR else "contributor"
        book.add_metadata("DC", kind, person.name, {"id": uid})
        role = {"refines": f"#{uid}", "property": "role", "scheme": "marc:relators"}
        book.add_metadata(None, "meta", person.role.value, role)
        book.add_metadata(None, "meta", person.file_as, {"refines": f"#{uid}", "property": "file-as"})


def _add_description(book: "EpubBook", metadata: Metadata) -> None:
    licence = metadata.licence
    terms = [metadata.rights, licence.name if licence else None, licence.url if licence else None]
    described: dict[str, tuple[str | None, ...]] = {
        "date": (metadata.published.isoformat() if metadata.published else None,),
        "publisher": (metadata.publisher.name if metadata.publisher else None,),
        "description": (metadata.standfirst,),
        "subject": metadata.subjects,
        "source": (metadata.source_url,),
        "rights": (". ".join(term for term in terms if term),),
    }
    for name, values in described.items():
        for value in values:
            if value:
                book.add_metadata("DC", name, value)
    for number, other in enumerate(metadata.translations, start=1):
        uid = f"translation-{number}"
        book.add_metadata("DC", "relation", other.identifier or other.name, {"id": uid})
        book.add_metadata(None, "meta", other.language, {"refines": f"#{uid}", "property": "dcterms:language"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Documents:
    """What is read in a book, and how it is found."""

    page: bytes
    statement: bytes
    navigation: bytes
    contents: tuple[Entry, ...]
    pages: tuple[str, ...]
    """The address of each page."""


def _documents(article: Article, page: bytes, statement: bytes, marks: Iterable[str]) -> _Documents:
    contents = tuple(_contents(article))
    pages = tuple(f"{PAGE}#{mark}" for mark in marks)
    navigation = navigation_document(article, contents, _landmarks(article), pages)
    return _Documents(page=page, statement=statement, navigation=navigation, contents=contents, pages=pages)


def _add_parts(book: "EpubBook", article: Article, documents: _Documents, look: _Look) -> None:
    from ebooklib.epub import EpubCover, EpubItem, EpubNcx, Link

    page = _document("article", PAGE, documents.page)
    statement = _document("accessibility", STATEMENT, documents.statement)
    navigation = _document("nav", NAVIGATION, documents.navigation)
    navigation.properties = ["nav"]
    if look.formulas:
        page.properties = ["mathml"]  # EPUB 3.3, 5.5.5.3
    for document in (page, statement, navigation):
        book.add_item(document)
    book.add_item(EpubNcx())
    faces = (*look.faces, *((math.face(),) if look.formulas else ()))
    sheet = font_face_rules(faces, ".woff") + without_comments(look.sheet)
    book.add_item(EpubItem("style", SHEET, "text/css", sheet.encode()))
    signs = set[str]().union(*(part.content.decode() for part in (page, statement, navigation)))
    characters = set(map(ord, signs))
    for number, face in enumerate(faces, start=1):
        font = subset(face, frozenset(look.formulas if face.family == math.FAMILY else characters))
        book.add_item(EpubItem(f"font-{number}", f"fonts/{face.ttf.stem}.woff", "font/woff", font))
    for number, image in enumerate(article.images, start=1):
        book.add_item(EpubItem(f"image-{number}", image.href, image.media_type, image.data))
    for number, one in enumerate(look.pictures, start=1):
        book.add_item(EpubItem(f"style-picture-{number}", one.href, one.media_type, one.data))
    if article.transcript is not None:
        book.add_item(EpubItem("source", f"source/{article.name}.md", "text/markdown", article.transcript))
    picture = EpubCover(file_name=COVER)
    picture.media_type = "image/jpeg"
    picture.content = look.cover
    book.add_item(picture)
    book.add_metadata(None, "meta", "", {"name": "cover", "content": picture.id})
    entries = enumerate(documents.contents, start=1)
    book.toc = [Link(address, words, f"ncx-{number}") for number, (_, words, address) in entries]
    book.guide = [{"type": "text", "title": article.metadata.title, "href": PAGE}]
    # No part of what the article says, and so not in the way of who reads it (EPUB 3.3, 5.7.2).
    book.spine = [page, (statement, "no")]


def _contents(article: Article) -> Iterator[Entry]:
    """The headline, the headings, and the statement of accessibility, with where they are."""
    yield 1, article.metadata.title, f"{PAGE}#title"
    for entry in article.outline:
        yield max(entry.level - 1, 1), entry.text, f"{PAGE}#{entry.anchor}"
    yield 1, language_of(article.metadata).accessibility["title"], f"{STATEMENT}#accessibility"


def _landmarks(article: Article) -> Iterator[tuple[str, str, str]]:
    yield "bodymatter", article.metadata.title, f"{PAGE}#title"
    if 'id="notes"' in article.body:
        yield "footnotes", language_of(article.metadata).words["notes"], f"{PAGE}#notes"


def _document(uid: str, name: str, content: bytes) -> Any:
    return _document_class()(uid=uid, file_name=name, content=content)


@cache
def _document_class() -> Any:
    from ebooklib.epub import EpubHtml

    class Document(EpubHtml):  # type: ignore[misc]
        """A content document that is written just as it is: EbookLib's own would be parsed and lose its head."""

        def get_content(self, default: object = None) -> Any:  # noqa: ARG002
            return self.content

    return Document


def _packed(book: "EpubBook", metadata: Metadata, pages: Sequence[str]) -> bytes:
    """The container, packed so that nothing of the machine or the moment is in it (EPUB 3.3, 4.3)."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, written in [("mimetype", b"application/epub+zip"), *_files(book, metadata)]:
            entry = zipfile.ZipInfo(name, EPOCH)
            stored = name == "mimetype" or name.endswith(COMPRESSED)
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            content = written
            if name.endswith(".opf"):  # the language of what the package says: EPUB 3.3, 5.2.4
                content = content.replace(b"<package ", f'<package xml:lang="{metadata.language}" '.encode(), 1)
            if pages and name.endswith(".ncx"):
                content = ncx_with_pages(content, pages)
            target.writestr(entry, content, compresslevel=9)
    return packed.getvalue()


def _files(book: "EpubBook", metadata: Metadata) -> list[tuple[str, bytes]]:
    """All files of the book, as EbookLib writes them into a container; its own would be unpacked and packed again."""
    modified = datetime.combine(metadata.modified or EARLIEST, time(), tzinfo=UTC)
    writer = _writer_class()("", book, {"mtime": modified, "epub3_pages": False})
    writer.write()
    for one in (writer, *book.items):
        one.book = None  # else all of it would stay until Python looks for circles
    return list(writer.files)


@cache
def _writer_class() -> Any:
    from ebooklib.epub import EpubWriter

    class Writer(EpubWriter):  # type: ignore[misc]
        def write(self) -> None:
            self.files: list[tuple[str, bytes]] = []
            self.out: Any = self
            self._write_container()
            self._write_opf()
            self._write_items()
            self.out = None

        def writestr(self, name: str, content: str | bytes) -> None:
            self.files.append((name, content.encode() if isinstance(content, str) else content))

    return Writer
