"""Extract the words of an article, an EPUB and a PDF, in their reading order.

The main text and the notes are kept apart, because notes are after the text in one edition and at the foot of
the page in the other.
"""

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from separatum.checks.formats.compare_text import SPACE, Place, Scribe, Text
from separatum.checks.formats.epub_file import EpubFile, line_of, parse_xml
from separatum.checks.formats.pdf_text import Passage, StructuredText
from separatum.model.article import Article
from separatum.model.mathml_text import linear

_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_SILENT = frozenset({"head", "script", "style", "template", "svg", "audio", "video", "object", "iframe", "rp"})
"""Elements whose text is not read, or is none."""
_PHRASES = {
    *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins", "kbd", "label"),
    *("mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
}
"""Elements within a line; before and after all others there is a space."""
_NOTE_ROLES = frozenset({"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote", "note"})
_NOTES_ROLES = frozenset({"footnotes", "endnotes", "rearnotes", "doc-endnotes", "notes"})
_BACKLINK_ROLES = frozenset({"backlink", "doc-backlink"})
_PAGE_ROLES = frozenset({"pagebreak", "doc-pagebreak"})
_NUMBER = re.compile(r"[\s\[(]*(\d+|[*†‡§]+)[\s.:)\]]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """Where a page of another edition begins (EPUB Structural Semantics 1.1, “pagebreak”)."""

    letter: int
    """The index of the letter of the main text after it."""
    part: str
    """The document that it is in."""
    anchor: str
    """Its id; empty where it has none."""
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """The words of a document, in an order that can be compared."""

    main: Text
    notes: Mapping[str, Text]
    """The notes by their numbers, in their order."""
    marks: tuple[PageMark, ...] = ()
    """The marks of pages, in their order: an EPUB's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """The words of an article: the pieces that every edition must have."""

    pieces: tuple[tuple[str, Text], ...]
    """The parts of the headline block that have a fixed order, with their names."""
    names: tuple[Text, ...]
    body: DocumentText


@lru_cache(maxsize=2)
def text_of_article(article: Article) -> ArticleText:
    """The words of an article."""
    metadata = article.metadata
    pieces = [("title", _plain(metadata.title))]
    if metadata.standfirst:
        pieces.append(("standfirst", _plain(metadata.standfirst)))
    reader = _XhtmlReader()
    reader.read(parse_xml(f"<body>{article.body}</body>".encode()))
    return ArticleText(
        pieces=tuple(pieces),
        names=tuple(_plain(person.name) for person in metadata.contributors),
        body=reader.text(),
    )


def text_of_page(root: ET.Element) -> DocumentText:
    """The words of a page as it was composed, without a namespace."""
    reader = _XhtmlReader()
    reader.read(parse_xml(ET.tostring(root)))
    return reader.text()


def _plain(text: str) -> Text:
    scribe = Scribe()
    scribe.say(text)
    return scribe.text()


def text_of_epub(book: EpubFile) -> DocumentText:
    """The words of the documents in the spine, without the navigation document; of non-linear ones, the notes."""
    reader = _XhtmlReader()
    nav = None if book.nav is None else book.nav.path
    for item in dict.fromkeys(book.spine):
        root = book.documents.get(item.path)
        if root is not None and item.path != nav:
            reader.read(root, item.path, only_notes=item.path in book.aside)
    return reader.text()


class _XhtmlReader:
    """Reads XHTML documents, with or without its namespace, one after the other."""

    def __init__(self) -> None:
        self._main = Scribe()
        self._notes: dict[str, Scribe] = {}
        self._marks: list[PageMark] = []

    def text(self) -> DocumentText:
        """All that was read so far."""
        notes = {number: note.text() for number, note in self._notes.items()}
        return DocumentText(main=self._main.text(), notes=notes, marks=tuple(self._marks))

    def read(self, root: etree._Element, part: str | None = None, *, only_notes: bool = False) -> None:
        """Read one document."""
        self._part = part
        self._element(root, None if only_notes else self._main)

    def _element(self, element: etree._Element, scribe: Scribe | None) -> None:
        """Read an element into a scribe; into none where only the notes inside are wanted."""
        name, roles = _name(element), _roles(element)
        if name in _SILENT or element.get("hidden") is not None:
            return
        if name == "math":
            self._say(linear(element), scribe, element)
            return
        if roles & _PAGE_ROLES:
            place = line_of(element)
            mark = PageMark(letter=self._main.length, part=self._part or "", anchor=element.get("id", ""), line=place)
            self._marks.append(mark)
            return  # its number is not part of the text
        if roles & _NOTE_ROLES and name in {"aside", "li", "div", "p"}:
            number = _note_number(element) or str(len(self._notes) + 1)
            scribe = self._notes.setdefault(number, Scribe())
        elif roles & _NOTES_ROLES and name in {"section", "div", "aside", "ol"}:
            scribe = None
        elif roles & _BACKLINK_ROLES:
            return
        is_block = name not in _PHRASES
        self._say("", scribe, element, is_block=is_block)
        self._say(element.text, scribe, element)
        for child in element:
            self._child(child, scribe)
            self._say(child.tail, scribe, element)
        self._say("", scribe, element, is_block=is_block)

    def _child(self, child: etree._Element, scribe: Scribe | None) -> None:
        if child.tag is etree.Entity:
            self._say(html.unescape(child.text or ""), scribe, child)
        elif isinstance(child.tag, str):
            self._element(child, scribe)

    def _say(self, text: str | None, scribe: Scribe | None, place: etree._Element, *, is_block: bool = False) -> None:
        if scribe is None:
            return
        if is_block:
            scribe.gap(SPACE)
            scribe.at(Place(part=self._part, line=line_of(place)))
        if text:
            scribe.say(text)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname.lower()


def _roles(element: etree._Element) -> frozenset[str]:
    """What an element is for: by its role, its epub:type or, in the neutral tree, its class."""
    marks = (element.get("role"), element.get(_EPUB_TYPE), element.get("class"))
    return frozenset(" ".join(filter(None, marks)).split())


def _note_number(note: etree._Element) -> str | None:
    """The number of a note: that of its link back, or the one at the end of its id."""
    for element in note.iter("{*}a"):
        if _roles(element) & _BACKLINK_ROLES and (match := _NUMBER.fullmatch(str(element.xpath("string()")))):
            return _in_ascii(match[1])
    match = re.search(r"([0-9]+)$", note.get("id", ""))
    return match[1] if match else None


def _in_ascii(number: str) -> str:
    """A number in the digits of every language, so that editions can be held against each other."""
    return "".join(str(int(digit)) for digit in number).lstrip("0") or "0" if number.isdecimal() else number


def text_of_pdf(text: StructuredText) -> DocumentText:
    """The words of a tagged PDF, in the order of its structure tree."""
    main, notes = Scribe(), dict[str, Scribe]()
    _take_down(text.main, main)
    number = ""
    for note in text.notes:
        passages, found = _without_number(note)
        # A note without a number goes on with the one before, as where a page ends within it.
        number = found or number or "1"
        _take_down(passages, notes.setdefault(number, Scribe()))
    return DocumentText(main=main.text(), notes={number: note.text() for number, note in notes.items()})


def _take_down(passages: tuple[Passage, ...], scribe: Scribe) -> None:
    for passage in passages:
        if passage.is_label:
            continue  # in XHTML the bullets and numbers of lists are not text
        scribe.at(Place(page=passage.page))
        for line in passage.lines:
            scribe.line_end()
            scribe.say(line)
    scribe.line_end()


def _without_number(passages: tuple[Passage, ...]) -> tuple[tuple[Passage, ...], str | None]:
    """A note without its number, and the number: the first line, if there is nothing else in it."""
    first = passages[0] if passages else None
    match = _NUMBER.fullmatch(first.lines[0]) if first is not None else None
    if first is None or match is None:
        return passages, None
    return (Passage(page=first.page, lines=first.lines[1:]), *passages[1:]), _in_ascii(match[1])
