"""Check that a PDF has what screen readers need at all: text, tags, and the permission to read them."""

from collections.abc import Iterator

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.pdf_objects import entry, text
from separatum.checks.formats.pdf_pages import Sheet
from separatum.checks.formats.structure_tree import Element
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity, ranges

_LEAST_SHARE = 0.3
"""From which share of a page on its images are taken for its content."""
_MANY_DRAWINGS = 200
"""From how many paths on a page without text they may be letters."""
_FOR_ACCESSIBILITY = 1 << 9
"""The permission’s bit, the tenth."""
_DESCRIBED = frozenset({"/Figure", "/Formula"})


@check("PDF-UNTAGGED", Severity.ERROR, needs=("pdf",))
def pdf_is_tagged(subject: Subject) -> Iterator[Seen]:
    """The PDF is not tagged.

    Tags name the headings, paragraphs, lists, tables and pictures and put them in order. Without them a screen reader
    has to guess what belongs together, nobody can move from heading to heading, and pictures have no descriptions (ISO
    14289-1, section 7.1; WCAG 2.2, success criteria 1.1.1 and 1.3.1). All other faults of tags follow from this one.
    Make the PDF again from its source, with tags switched on; adding tags by hand to a finished PDF takes longer.
    """
    assert subject.pdf is not None
    root = subject.pdf.root
    if entry(root, "/StructTreeRoot") is None:
        yield Seen("the PDF is not tagged", Location(file=subject.pdf.name), "make it again with tags switched on")
    elif not _is_marked(subject.pdf):
        message = "the PDF has tags, but does not declare them (no “Marked” entry)"
        yield Seen(message, Location(file=subject.pdf.name), "make it again with tags switched on")


@check("PDF-NO-TEXT", Severity.ERROR, needs=("pdf",))
def pages_have_text(subject: Subject) -> Iterator[Seen]:
    """A page of the PDF is only a picture of text.

    The page was scanned, or its letters were turned into outlines: it shows something, but holds no text. Nothing can
    be read aloud, searched, enlarged with its lines wrapped, or copied (WCAG 2.2, success criteria 1.1.1 and 1.4.5; ISO
    14289-1, section 7.1). Recognise the text with OCR, correct it and tag it; or make the PDF again from its source. A
    page that is a picture on purpose needs a description: a figure with an alternative text.
    """
    assert subject.pdf is not None
    file = subject.pdf
    described = _pages_with_description(file)
    with_text = {page.number for page in file.contents if any(_glyphs(page.marked)) or page.fonts}
    pages = [sheet for sheet in file.sheets if sheet.number not in with_text | described and not sheet.pieces]
    scanned = [sheet for sheet in pages if _share_of_images(sheet) >= _LEAST_SHARE]
    outlined = [sheet for sheet in pages if sheet not in scanned and sheet.drawings >= _MANY_DRAWINGS]
    for found, what in ((scanned, "only an image"), (outlined, "only outlines")):
        if found:
            numbers = ranges([sheet.number for sheet in found])
            is_one = len(found) == 1
            message = f"page {numbers} has no text, {what}" if is_one else f"pages {numbers} have no text, {what}"
            hint = "recognise its text with OCR, or make the PDF again from its source"
            first = found[0]
            box = (0.0, 0.0, first.width, first.height)
            yield Seen(message, Location(file=file.name, page=first.number, box=box), hint)


@check("PDF-ACCESS-DENIED", Severity.ERROR, needs=("pdf",))
def screen_readers_may_read(subject: Subject) -> Iterator[Seen]:
    """The PDF is encrypted so that screen readers may not read it.

    Its permissions forbid to take out the text for accessibility (ISO 32000-1, table 22, bit 10; ISO 14289-1, section
    7.16). Programs that respect this stay silent. Save the file without encryption, or allow access for screen readers.
    """
    assert subject.pdf is not None
    pdf = subject.pdf.pdf
    if pdf.is_encrypted and not pdf.encryption.P & _FOR_ACCESSIBILITY:
        hint = "save it without a password, or allow text access for screen readers"
        yield Seen("the PDF’s permissions keep screen readers out", Location(file=subject.pdf.name), hint)


def _is_marked(file: PdfDocument) -> bool:
    return entry(file.root, "/MarkInfo", "/Marked") is True


def _glyphs(marked: dict[tuple[tuple[int, int], int], list[str]]) -> Iterator[str]:
    for lines in marked.values():
        yield from (line for line in lines if line.strip())


def _pages_with_description(file: PdfDocument) -> set[int]:
    """The pages on which a figure has an alternative text."""
    elements = (node for node in file.structure or () if isinstance(node, Element) and node.role in _DESCRIBED)
    return {one.page for one in elements if one.page is not None and text(entry(one.raw, "/Alt")).strip()}


def _share_of_images(sheet: Sheet) -> float:
    """Which share of a page its images cover, from 0 on; images on each other count twice."""
    area = max(sheet.width * sheet.height, 1)
    covered = 0.0
    for image in sheet.images:
        left, top, right, bottom = image.box
        width = min(right, sheet.width) - max(left, 0)
        height = min(bottom, sheet.height) - max(top, 0)
        covered += max(width, 0) * max(height, 0)
    return covered / area
