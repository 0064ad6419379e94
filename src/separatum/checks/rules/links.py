"""Check that every link leads somewhere: to a place that exists, or to the web, a mailbox or a telephone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from separatum.checks.formats.epub_file import EpubFile, line_of, resolved, scheme_of
from separatum.checks.formats.pdf_file import PdfFile
from separatum.checks.formats.pdf_objects import elements, entries, entry, identity, text
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity

_OUTSIDE = frozenset({"http", "https", "mailto", "tel"})
_EMBEDDED = frozenset({"data", *_OUTSIDE})
_HINT = "fix the address, or create its target"
_HINT_OUTSIDE = "link to http:, https:, mailto: or tel: only"


@dataclass(frozen=True, slots=True)
class _Link:
    """An address in a document."""

    href: str
    where: Location
    path: str
    """The part that it is in."""
    is_followed: bool
    """Whether a reader follows it, or the reading system loads it."""


@check("LINK-EPUB", Severity.ERROR, needs=("epub",))
def epub_links_lead_somewhere(subject: Subject) -> Iterator[Seen]:
    """A link in the EPUB leads to nothing.

    It names a part that is not in the container, or an id that no element of that part has (EPUB 3.3, section 3.5;
    URL of the container, section 6.1.5). The reader who follows it stays where they are, or loses their place. Fix
    the address, or give its target the id.
    """
    assert subject.epub is not None
    book = subject.epub
    ids = {path: set(_ids(root)) for path, root in book.documents.items()}
    for link in _epub_links(book):
        if scheme_of(link.href) or link.href.startswith("//"):
            continue
        path, fragment = resolved(link.path, link.href)
        if path not in book:
            yield Seen(f"the link “{link.href}” leads to a part that is not there", link.where, _HINT)
        elif fragment and "(" not in fragment and path in ids and fragment not in ids[path]:
            yield Seen(f"the link “{link.href}” leads to an id that is not there", link.where, _HINT)


@check("LINK-EPUB-SCHEME", Severity.ERROR, needs=("epub",), elsewhere=Severity.WARNING)
def epub_links_lead_to_the_web(subject: Subject) -> Iterator[Seen]:
    """A link in the EPUB leads neither into the book nor to the web, a mailbox or a telephone.

    Links of other kinds run programs (javascript:), show files of the reader’s machine (file:) or do nothing on most
    devices. “https:”, “http:”, “mailto:” and “tel:” are safe and work.
    """
    assert subject.epub is not None
    for link in _epub_links(subject.epub):
        if scheme_of(link.href) not in {"", *(_OUTSIDE if link.is_followed else _EMBEDDED)}:
            yield Seen(f"the link “{link.href[:80]}” has an address of an unsafe kind", link.where, _HINT_OUTSIDE)


@check("LINK-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def pdf_links_lead_somewhere(subject: Subject) -> Iterator[Seen]:
    """A link or bookmark in the PDF leads to nothing.

    It names a destination that the document does not have, or a page that is none of its pages (ISO 32000-1, section
    12.3.2). Readers then do nothing, without a word; veraPDF and qpdf do not see it. Fix the address, or create its
    target.
    """
    assert subject.pdf is not None
    file = subject.pdf
    named = _named_destinations(file)
    for destination, where, what in _destinations(file):
        if not _exists(destination, named, file):
            yield Seen(f"{what} leads to {_spoken(destination)}, which is not there", where, _HINT)


@check("LINK-PDF-SCHEME", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def pdf_links_lead_to_the_web(subject: Subject) -> Iterator[Seen]:
    """A link in the PDF leads neither into the document nor to the web, a mailbox or a telephone.

    Addresses of other kinds run programs (javascript:), or show files of the reader’s machine (file:) and reveal who
    made the document. “https:”, “http:”, “mailto:” and “tel:” are safe and work (ISO 32000-1, section 12.6.4.7).
    """
    assert subject.pdf is not None
    for annotation, where in _annotations(subject.pdf):
        uri = text(entry(annotation, "/A", "/URI"))
        if uri and scheme_of(uri) not in _OUTSIDE:
            yield Seen(f"the link “{uri[:80]}” has an address of an unsafe kind", where, _HINT_OUTSIDE)


_ATTRIBUTES = ("href", "src", "poster", "data", "{http://www.w3.org/1999/xlink}href")
_FOLLOWED = frozenset({"a", "area"})


def _epub_links(book: EpubFile) -> Iterator[_Link]:
    """All addresses in the XHTML documents."""
    for path, root in book.documents.items():
        for element in root.iter("{*}*"):
            if not isinstance(element.tag, str):
                continue
            for attribute in _ATTRIBUTES:
                href = element.get(attribute)
                if href is not None:
                    where = Location(file=f"{book.name}!{path}", line=line_of(element))
                    followed = etree.QName(element).localname in _FOLLOWED
                    yield _Link(href.strip(), where, path, followed)


def _ids(root: etree._Element) -> Iterator[str]:
    for element in root.iter("{*}*"):
        yield from (element.get("id", ""), element.get("name", ""))


def _annotations(file: PdfFile) -> Iterator[tuple[Any, Location]]:
    for number, page in enumerate(file.pages, start=1):
        for annotation in file.tree(entry(page.obj, "/Annots")):
            yield annotation, Location(file=file.name, page=number)


def _destinations(file: PdfFile) -> Iterator[tuple[Any, Location, str]]:
    """Each destination that something leads to, where that is, and what it is."""
    for annotation, where in _annotations(file):
        destination = _destination(annotation)
        if destination is not None:
            yield destination, where, "the link"
    for item in file.tree(entry(file.root, "/Outlines"), "/First", "/Next"):
        destination = _destination(item)
        if destination is not None:
            yield destination, Location(file=file.name), f"the bookmark “{text(entry(item, '/Title'))}”"


def _destination(item: Any) -> Any:
    """The Dest entry of an annotation or bookmark, or that of its GoTo action (12.6.4.2)."""
    if "/Dest" in item:
        return item["/Dest"]
    return entry(item, "/A", "/D") if text(entry(item, "/A", "/S")) == "/GoTo" else None


def _named_destinations(file: PdfFile) -> Mapping[str, Any]:
    """The destinations by name: in the name tree (7.9.6, 12.3.2.3), and in the older dictionary of PDF 1.1."""
    named: dict[str, Any] = dict(entries(entry(file.root, "/Dests")))
    for node in file.tree(entry(file.root, "/Names", "/Dests"), "/Kids"):
        pairs = elements(entry(node, "/Names"))
        named.update((text(name), destination) for name, destination in zip(pairs[::2], pairs[1::2], strict=False))
    return named


def _exists(destination: Any, named: Mapping[str, Any], file: PdfFile) -> bool:
    import pikepdf

    if isinstance(destination, pikepdf.String | pikepdf.Name):
        destination = named.get(text(destination))
    if isinstance(destination, pikepdf.Dictionary):
        destination = destination.get("/D")
    place = elements(destination)
    return bool(place) and identity(place[0]) in file.page_numbers


def _spoken(destination: Any) -> str:
    import pikepdf

    is_named = isinstance(destination, pikepdf.String | pikepdf.Name)
    return f"“{text(destination)[:80]}”" if is_named else "a page"
