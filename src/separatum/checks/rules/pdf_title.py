"""Check that a PDF says its title where programs look for it."""

import re
from collections.abc import Iterator

from lxml import etree

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.epub_file import parse_xml
from separatum.checks.formats.pdf_objects import content_of, entry, text
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MOST_LETTERS = 80


@check("TITLE-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def pdf_has_a_title(subject: Subject) -> Iterator[Seen]:
    """The PDF has no title.

    Its window, its tab and a screen reader then say the name of the file, which rarely says what it is (WCAG 2.2,
    success criterion 2.4.2; ISO 14289-1, section 7.1). Give the document a title in the program that made it.
    """
    assert subject.pdf is not None
    if not title_of(subject.pdf) and not _title_in_metadata(subject.pdf):
        yield Seen("the PDF has no title", Location(file=subject.pdf.name), "give the document a title")


@check("TITLE-PDF-PLACE", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def title_is_in_the_metadata(subject: Subject) -> Iterator[Seen]:
    """The PDF has a title, but not in its XMP metadata.

    A PDF can hold its title in two places: in the document information, which is old, and in the metadata stream.
    PDF/UA asks for the second (ISO 14289-1, section 7.1; ISO 32000-1, section 14.3.2). Most programs show the first
    too, so few readers notice; but the file does not conform.
    """
    assert subject.pdf is not None
    title = title_of(subject.pdf)
    if title and not _title_in_metadata(subject.pdf):
        shown = title if len(title) <= _MOST_LETTERS else f"{title[:_MOST_LETTERS].rsplit(' ', 1)[0]} …"
        message = f"the PDF has the title “{shown}”, but not in its XMP metadata, where PDF/UA asks for it"
        yield Seen(message, Location(file=subject.pdf.name), "write the title into the metadata too")


def title_of(file: PdfDocument) -> str:
    """The title in the document information; empty if there is none."""
    return " ".join(text(entry(file.pdf.trailer, "/Info", "/Title")).replace("\0", " ").split())


def _title_in_metadata(file: PdfDocument) -> bool:
    content = re.sub(rb"^\s*<\?xpacket[^>]*\?>", b"", content_of(entry(file.root, "/Metadata")))
    try:
        root = parse_xml(content) if content else None
    except etree.XMLSyntaxError:
        return False
    titles = () if root is None else root.iter(_TITLE)
    return any("".join(map(str, title.itertext())).strip() for title in titles)
