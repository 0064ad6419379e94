"""Check that a book keeps clear of what devices and shops are known to refuse, lose or break, though it is valid."""

import re
from collections.abc import Iterator

from lxml import etree

from separatum.checks.formats.epub_file import EpubFile, PartError, line_of, parse_xml, resolved
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity

_NCX = "application/x-dtbncx+xml"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_NOTE = frozenset({"footnote", "endnote", "rearnote", "note"})
_MOST_COLUMNS = 4
_MOST_BYTES = 50_000_000
_DECLARATION = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=["']utf-8["']""", re.IGNORECASE)


@check("DEVICE-COVER", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def the_cover_is_named_twice(subject: Subject) -> Iterator[Seen]:
    """The cover image is not named in both ways, the new and the old.

    New reading systems look for an item with the property “cover-image” (EPUB 3.3, section 5.6.2.1), Kobo’s and older
    ones for <meta name="cover"> (Kobo EPUB Guidelines, “Cover Images”); without it the shelf shows a grey rectangle.
    Amazon asks for one too (Kindle Publishing Guidelines 2019.2, section 4.2). Name the image in both ways.
    """
    book = _book(subject)
    named = next((item for item in book.manifest.values() if "cover-image" in item.properties), None)
    metas = [] if book.package is None else book.package.xpath("//*[local-name()='meta'][@name='cover']/@content")
    old = {str(content) for content in metas} if isinstance(metas, list) else set()
    hint = "give one image the property “cover-image”, and name its id in <meta name=“cover”>"
    if named is None:
        yield Seen("no image is named as the cover", _package(book), hint)
    elif named.identifier not in old:
        yield Seen("the cover is not named for older reading systems", _package(book), hint)


@check("DEVICE-NCX", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def there_is_an_ncx_in_order(subject: Subject) -> Iterator[Seen]:
    """There is no NCX beside the navigation document, or it is not in reading order.

    Old Adobe engines know no other table of contents, and Amazon’s converter builds its own from it (Kindle Publishing
    Guidelines 2019.2, section 5.2); one whose entries jump back and forth makes Send to Kindle refuse the book. EPUB
    3.3, section 5.9.1, allows it for their sake. Write one, in the order of the spine.
    """
    book = _book(subject)
    ncx = next((item for item in book.manifest.values() if item.media_type == _NCX), None)
    if ncx is None:
        yield Seen("there is no NCX", _package(book), "write one beside the navigation document")
        return
    order = {item.path: place for place, item in enumerate(book.spine)}
    last = 0
    for source, line in _ncx_targets(book, ncx.path):
        place = order.get(resolved(ncx.path, source)[0], last)
        if place < last:
            where = Location(file=f"{book.name}!{ncx.path}", line=line)
            yield Seen(f"the entry for “{source}” goes back in the spine", where, "sort the entries as the spine is")
            return
        last = place


@check("DEVICE-NOTE", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def notes_can_pop_up(subject: Subject) -> Iterator[Seen]:
    """A note cannot pop up.

    Apple Books shows an element with epub:type “footnote” as a pop-up if it has the id itself (Apple Books Asset Guide,
    “Pop-up Footnotes”); Kobo shows what comes after its call, in an element of 9 to 5000 characters (Kobo EPUB
    Guidelines, “Footnotes/Endnotes”). Elsewhere the reader is thrown to another page. Keep the note in the file of its
    call, behind it, with the id and the type on one element.
    """
    book = _book(subject)
    for path, root in book.documents.items():
        order = {element: place for place, element in enumerate(root.iter("{*}*"))}
        targets = {element.get("id"): element for element in order if element.get("id")}
        for call in order:
            if "noteref" in (call.get(_TYPE) or "").split():
                fault = _note_fault(path, call, targets, order)
                if fault is not None:
                    yield Seen(fault, _in(book, path, call), "keep the note behind its call, in one marked element")


@check("DEVICE-ENCODING", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def documents_declare_utf8(subject: Subject) -> Iterator[Seen]:
    """A document does not declare in its first line that it is UTF-8.

    XML does not ask for it (XML 1.0, section 4.3.3), but Send to Kindle is widely reported to take such a document for
    Latin-1, and to show “â€œ” for a quotation mark, or to refuse the book. Begin it with
    <?xml version="1.0" encoding="utf-8"?>.
    """
    book = _book(subject)
    for path in book.documents:
        if not _DECLARATION.match(book.read(path)[:200]):
            where = Location(file=f"{book.name}!{path}", line=1)
            yield Seen("the document does not declare its encoding", where, "declare UTF-8 in its first line")


@check("DEVICE-TABLE", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def tables_fit_a_telephone(subject: Subject) -> Iterator[Seen]:
    """A table has more than four columns.

    On a telephone or a small reader its columns are some letters wide, or run off the screen, where no reading system
    lets one follow (Kindle Publishing Guidelines 2019.2, section 10.5.1, “Avoid Large Tables”). Turn rows and columns
    round, split the table, or leave columns out.
    """
    book = _book(subject)
    for path, root in book.documents.items():
        for table in root.iter("{*}table"):
            columns = max(
                (sum(map(_span, row.iterchildren("{*}td", "{*}th"))) for row in table.iter("{*}tr")), default=0
            )
            if columns > _MOST_COLUMNS:
                hint = "turn rows and columns round, or split the table"
                yield Seen(f"the table has {columns} columns", _in(book, path, table), hint)


@check("DEVICE-SOFT-HYPHEN", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def no_hyphens_are_stored(subject: Subject) -> Iterator[Seen]:
    """Soft hyphens are stored in the text.

    Reading systems hyphenate by themselves. Stored hyphens (U+00AD) hide words from their search and dictionaries, are
    read out as pauses by some, and shown as real hyphens by others, though they only mark where a word may break
    (Unicode UAX 14, section 5.4). Take them out.
    """
    book = _book(subject)
    for path, root in book.documents.items():
        for element in root.iter("{*}*"):
            texts = (element.text, *(child.tail for child in element))
            if any(text and "\u00ad" in text for text in texts):
                yield Seen("the text has soft hyphens", _in(book, path, element), "take them out")
                break


@check("DEVICE-LENGTH", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def the_book_can_be_mailed(subject: Subject) -> Iterator[Seen]:
    """The book is larger than 50 MB.

    That is the most that Send to Kindle takes by mail (Amazon, “Send to Kindle by Email”), and more than most mailboxes
    and messengers do; a book that cannot be passed on from hand to hand does not travel. Nearly all of it is images:
    scale them down.
    """
    book = _book(subject)
    if book.length > _MOST_BYTES:
        yield Seen(f"the book has {book.length / 1e6:.0f} MB", Location(file=book.name), "make its images smaller")


def _book(subject: Subject) -> EpubFile:
    assert subject.epub is not None
    return subject.epub


def _package(book: EpubFile) -> Location:
    return Location(file=f"{book.name}!{book.package_path}")


def _in(book: EpubFile, path: str, element: etree._Element) -> Location:
    return Location(file=f"{book.name}!{path}", line=line_of(element))


def _ncx_targets(book: EpubFile, path: str) -> Iterator[tuple[str, int | None]]:
    """The addresses of an NCX in its order; none where it cannot be read, which EPUBCheck reports."""
    try:
        root = parse_xml(book.read(path))
    except (PartError, etree.XMLSyntaxError):
        return
    for content in root.iterfind(".//{*}navPoint/{*}content"):
        yield content.get("src", ""), line_of(content)


def _note_fault(
    path: str, call: etree._Element, targets: dict[str | None, etree._Element], order: dict[etree._Element, int]
) -> str | None:
    """Why the note of a call does not pop up; None where it does."""
    href = call.get("href", "")
    part, fragment = resolved(path, href)
    note = targets.get(fragment)
    if part != path:
        return f"the note “{href}” is in another file than its call"
    if note is None:
        return None  # LINK-EPUB reports it
    if not _NOTE & set((note.get(_TYPE) or "").split()):
        return f"what “{href}” leads to is not marked as a note"
    if order[note] < order[call]:
        return f"the note “{href}” is before its call"
    length = len(" ".join(str(note.xpath("string()")).split()))
    return None if 9 <= length <= 5000 else f"the note “{href}” has {length} characters"


def _span(cell: etree._Element) -> int:
    span = cell.get("colspan", "1").strip()
    return int(span) if span.isdecimal() and len(span) < 5 else 1
