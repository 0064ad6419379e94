"""Bind an article into an EPUB 3.3 book that old and new reading systems open.

EbookLib writes the package; the page, its navigation and its cover are ours. The container is packed anew, so that the
same article gives the same bytes.
"""

import io
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from offprint.article import Article, Metadata, Role
from offprint.compose import XHTML, compose, language_of
from offprint.editions.accessibility import accessibility_metadata
from offprint.editions.subset import subset
from offprint.fitting import fitted, language_rules
from offprint.styles import Face, Style, coverage, font_face_rules
from offprint.typefaces import Typefaces, faces_for

if TYPE_CHECKING:
    from ebooklib.epub import EpubBook

OPS = "http://www.idpf.org/2007/ops"
XML = "http://www.w3.org/XML/1998/namespace"
DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
PAGE, NAVIGATION, SHEET, COVER = "article.xhtml", "nav.xhtml", "style.css", "cover.jpg"

SEMANTICS = {
    ("a", "noteref"): ("noteref", "doc-noteref"),
    ("a", "backlink"): (None, "doc-backlink"),
    ("aside", "note"): ("footnote", "doc-footnote"),
    ("section", "notes"): ("footnotes", "doc-endnotes"),
    ("section", "colophon"): ("colophon", "doc-colophon"),
    ("section", "amendments"): ("errata", "doc-errata"),
}
"""What an element and class of the page mean: EPUB Structural Semantics 1.1, and DPUB-ARIA 1.1."""

COMPRESSED = (".png", ".jpg", ".woff")
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP entry can bear (APPNOTE 4.4.6): the time of every entry."""


class EpubEdition:
    """The article as a book of one page, with notes that pop up."""

    format = "epub"
    suffix = ".epub"

    def write(self, article: Article, style: Style) -> bytes:
        """The finished EPUB; see `Edition.write`."""
        from offprint.editions.cover import cover

        root = compose(article, style)
        speech = language_of(article.metadata)
        asked = faces_for(article, root, speech, style)
        sheet = fitted(style.common + style.epub, asked, speech) + language_rules(root, asked)
        book = _book(article, root)
        look = _Look(faces=carried_faces(root, style, asked), sheet=sheet, cover=cover(article, style, asked))
        _add_parts(book, article, root, look)
        return _packed(book, article.metadata)


EDITION = EpubEdition()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How a book looks."""

    faces: tuple[Face, ...]
    sheet: str
    """Without the rules for the faces."""
    cover: bytes
    """A JPEG."""


def carried_faces(root: ET.Element, style: Style, asked: Typefaces) -> tuple[Face, ...]:
    """The faces that a page needs: those of its elements and scripts, and a fallback for characters that they lack."""
    usual = [face for face in style.faces if not face.fallback]
    elements = {(face.weight, face.posture): face.elements for face in reversed(usual)}
    unused = {family for family, stack in asked.stacks.items() if family not in stack}
    companions = set(style.companions.values()) if asked.main else set[str]()
    carried = [
        face
        for face in style.faces
        if face.family not in unused
        and (not face.fallback or face.family in companions)
        and _is_set(root, elements.get((face.weight, face.posture)) if face.fallback else face.elements)
    ]
    text = {ord(sign) for sign in "".join(root.itertext()) if not sign.isspace()}
    text -= set().union(*(coverage(face) for face in (*carried[:1], *asked.faces)))
    for face in style.faces:
        if face.fallback and face not in carried and text & coverage(face):
            carried.append(face)
            text -= coverage(face)
    return (*carried, *asked.faces)


def _is_set(root: ET.Element, elements: frozenset[str] | None) -> bool:
    """Whether the page has one of some elements; no elements at all stand for every page."""
    return not elements or any(_has(root, path) for path in elements)


def _has(root: ET.Element, path: str) -> bool:
    """Whether the page has an element at a path such as “strong em”: an `em` anywhere in a `strong`."""
    return root.find(".//" + "//".join(path.split())) is not None


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
    book.metadata[NAMESPACES["OPF"]]["generator"] = [("", {"name": "generator", "content": "Offprint"})]
    _add_people(book, metadata)
    _add_description(book, metadata)
    for name, value in accessibility_metadata(article):
        book.add_metadata(None, "meta", value, {"property": f"schema:{name}"})
    return book


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
        "date": (metadata.published.isoformat(),),
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


def _add_parts(book: "EpubBook", article: Article, root: ET.Element, look: _Look) -> None:
    from ebooklib.epub import EpubCover, EpubItem, EpubNcx, Link

    page = _document("article", PAGE, _page(root))
    book.add_item(page)
    navigation = _document("nav", NAVIGATION, _navigation(article))
    navigation.properties = ["nav"]
    book.add_item(navigation)
    book.add_item(EpubNcx())
    book.add_item(EpubItem("style", SHEET, "text/css", (font_face_rules(look.faces, ".woff") + look.sheet).encode()))
    characters = {ord(sign) for part in (page, navigation) for sign in part.content.decode()}
    for number, face in enumerate(look.faces, start=1):
        font = subset(face, characters)
        book.add_item(EpubItem(f"font-{number}", f"fonts/{face.ttf.stem}.woff", "font/woff", font))
    for number, image in enumerate(article.images, start=1):
        book.add_item(EpubItem(f"image-{number}", image.href, image.media_type, image.data))
    picture = EpubCover(file_name=COVER)
    picture.media_type = "image/jpeg"
    picture.content = look.cover
    book.add_item(picture)
    book.add_metadata(None, "meta", "", {"name": "cover", "content": picture.id})
    title = article.metadata.title
    book.toc = [Link(f"{PAGE}#title", title, "ncx-title")]
    book.toc += [Link(f"{PAGE}#{entry.anchor}", entry.text, f"ncx-{entry.anchor}") for entry in article.outline]
    book.guide = [{"type": "text", "title": title, "href": PAGE}]
    book.spine = [page]


def _document(uid: str, name: str, content: bytes) -> Any:
    """A content document that is written just as it is: EbookLib's own would be parsed and lose its head."""
    from ebooklib.epub import EpubHtml

    class Document(EpubHtml):  # type: ignore[misc]
        def get_content(self, default: object = None) -> bytes:  # noqa: ARG002
            return content

    return Document(uid=uid, file_name=name, content=content)


def _page(root: ET.Element) -> bytes:
    """The page with what only a book needs: namespaces, meanings, its sheet."""
    for element in root.iter():
        language = element.get("lang")
        if language:
            element.set(f"{{{XML}}}lang", language)
        kind, role = SEMANTICS.get((element.tag, element.get("class", "")), (None, None))
        if kind:
            element.set(f"{{{OPS}}}type", kind)
        if role:
            element.set("role", role)
    head = root.find("head")
    assert head is not None
    ET.SubElement(head, "link", {"rel": "stylesheet", "type": "text/css", "href": SHEET})
    return _serialised(root)


def _navigation(article: Article) -> bytes:
    """The navigation document: contents and landmarks (EPUB 3.3, 7)."""
    metadata, speech = article.metadata, language_of(article.metadata)
    root = ET.Element("html", {"lang": metadata.language, f"{{{XML}}}lang": metadata.language, "dir": speech.direction})
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = metadata.title
    ET.SubElement(head, "link", {"rel": "stylesheet", "type": "text/css", "href": SHEET})
    body = ET.SubElement(root, "body")
    contents = ET.SubElement(body, "nav", {f"{{{OPS}}}type": "toc", "role": "doc-toc", "id": "toc"})
    ET.SubElement(contents, "h2").text = speech.words["contents"]
    _add_contents(contents, article)
    marks = ET.SubElement(body, "nav", {f"{{{OPS}}}type": "landmarks", "hidden": "hidden", "id": "landmarks"})
    listed = ET.SubElement(marks, "ol")
    places = [("bodymatter", "title", metadata.title)]
    if 'id="notes"' in article.body:
        places.append(("footnotes", "notes", speech.words["notes"]))
    for kind, anchor, text in places:
        link = ET.SubElement(ET.SubElement(listed, "li"), "a", {f"{{{OPS}}}type": kind, "href": f"{PAGE}#{anchor}"})
        link.text = text
    return _serialised(root)


def _add_contents(nav: ET.Element, article: Article) -> None:
    """A list of the headings, each level inside the one above; the headline first."""
    lists = [ET.SubElement(nav, "ol")]
    for level, text, anchor in [
        (1, article.metadata.title, "title"),
        *((entry.level, entry.text, entry.anchor) for entry in article.outline),
    ]:
        depth = max(level - 1, 1)
        while len(lists) < depth:
            lists.append(ET.SubElement(lists[-1][-1], "ol"))
        del lists[depth:]
        ET.SubElement(ET.SubElement(lists[-1], "li"), "a", {"href": f"{PAGE}#{anchor}"}).text = text


def _serialised(root: ET.Element) -> bytes:
    """XHTML with the prefixes that reading systems expect: none for XHTML, “epub” for EPUB's own."""
    text = ET.tostring(root, encoding="unicode").replace("ns0:", "epub:").replace(f'xmlns:ns0="{OPS}"', "", 1)
    text = text.replace("<html", f'<html xmlns="{XHTML}" xmlns:epub="{OPS}"', 1)
    return DECLARATION + text.encode()


def _packed(book: "EpubBook", metadata: Metadata) -> bytes:
    """The container, packed so that nothing of the machine or the moment is in it (EPUB 3.3, 4.3)."""
    from ebooklib.epub import EpubWriter

    loose, packed = io.BytesIO(), io.BytesIO()
    modified = datetime.combine(metadata.modified, time(), tzinfo=UTC)
    options = {"mtime": modified, "epub3_pages": False, "raise_exceptions": True, "compresslevel": 0}
    writer = EpubWriter(loose, book, options)
    writer.process()
    writer.write()
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            stored = name == "mimetype" or name.endswith(COMPRESSED)
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            target.writestr(entry, source.read(name), compresslevel=9)
    return packed.getvalue()
