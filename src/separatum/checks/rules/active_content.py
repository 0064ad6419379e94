"""Check that a file only lies there to be read: it runs nothing, asks nothing, and carries nothing else."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from separatum.checks.formats.epub_file import line_of
from separatum.checks.formats.pdf_file import MOST_OBJECTS, PdfFile
from separatum.checks.formats.pdf_objects import content_of, elements, entries, entry, identity, text
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity

_ACTIONS = {
    "/JavaScript": "runs JavaScript",
    "/Launch": "starts a program",
    "/SubmitForm": "sends a form",
    "/ImportData": "reads a file",
    "/Rendition": "plays something",
    "/Movie": "plays a film",
    "/Sound": "plays a sound",
    "/RichMediaExecute": "runs rich media",
    "/GoToE": "opens an embedded file",
}
"""Actions that PDF/A forbids (ISO 19005-3, 6.5.1), and what they do."""


@check("ACTIVE-EPUB", Severity.ERROR, needs=("epub",), elsewhere=Severity.INFO)
def epub_runs_nothing(subject: Subject) -> Iterator[Seen]:
    """The EPUB has scripts in it.

    Scripts can count and report who reads what, and many reading systems do not run them, so that what they make is
    lost (EPUB 3.3, section 6.6). An article needs none. In a book that was made elsewhere they may be meant.
    """
    assert subject.epub is not None
    for path, root in subject.epub.documents.items():
        for element in root.iter("{*}*"):
            handlers = [name for name in element.attrib if isinstance(name, str) and name.startswith("on")]
            if handlers or etree.QName(element).localname == "script":
                where = Location(file=f"{subject.epub.name}!{path}", line=line_of(element))
                what = f"an attribute “{handlers[0]}”" if handlers else "a script"
                yield Seen(f"the document has {what}", where, "take it out")


@check("ACTIVE-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def pdf_runs_nothing(subject: Subject) -> Iterator[Seen]:
    """The PDF does more than being read: it runs scripts, starts programs or sends forms.

    Such actions are how PDFs harm the machines that open them, or tell somebody that they were opened; PDF/A forbids
    them (ISO 19005-3, section 6.5.1), and PDF/UA’s validators do not look for them. An article needs none.
    """
    assert subject.pdf is not None
    for deed, page in deeds(subject.pdf):
        yield Seen(f"the document {deed}", Location(file=subject.pdf.name, page=page), "take the action out")


@check("UNASKED-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.INFO)
def pdf_carries_nothing_else(subject: Subject) -> Iterator[Seen]:
    """The PDF carries what nobody asked for: attachments, form fields, or an action on opening.

    An attached file may be a private one that an exporter took along; a form may be filled and sent; an action on
    opening moves the page away under the reader (ISO 32000-1, sections 7.11.4, 12.6.3 and 12.7). An article needs
    none of them; in another’s file they may be meant.
    """
    assert subject.pdf is not None
    file = subject.pdf
    where = Location(file=file.name)
    asked = None if subject.article is None else subject.article.transcript
    for name, content in _attachments(file):
        if asked is None or content != asked:
            yield Seen(f"the document carries the file “{name}”", where, "take it out, unless it is meant")
    if elements(entry(file.root, "/AcroForm", "/Fields")):
        yield Seen("the document has form fields", where, "take them out, unless they are meant")
    if "/OpenAction" in file.root:
        yield Seen("the document does something when it is opened", where, "take the action out, unless it is meant")


def deeds(file: PdfFile) -> Iterator[tuple[str, int | None]]:
    """What a PDF does besides being read: “runs JavaScript”; each with the page on which it waits, if it is on one."""
    for action, page in actions(file):
        deed = _ACTIONS.get(text(entry(action, "/S")))
        if deed is not None:
            yield deed, page


def actions(file: PdfFile) -> Iterator[tuple[Any, int | None]]:
    """All actions (12.6), with the page on which they wait."""
    root = file.root
    starts: list[tuple[Any, int | None]] = [(entry(root, "/OpenAction"), None), *_additional(root, None)]
    for node in file.tree(entry(root, "/Names", "/JavaScript"), "/Kids"):
        starts.extend((action, None) for action in elements(entry(node, "/Names"))[1::2])
    starts.extend((entry(item, "/A"), None) for item in file.tree(entry(root, "/Outlines"), "/First", "/Next"))
    for field in file.tree(entry(root, "/AcroForm", "/Fields"), "/Kids"):
        starts.extend([(entry(field, "/A"), None), *_additional(field, None)])
    for number, page in enumerate(file.pages, start=1):
        starts.extend(_additional(page.obj, number))
        for annotation in file.tree(entry(page.obj, "/Annots")):
            starts.extend([(entry(annotation, "/A"), number), *_additional(annotation, number)])
    for start, page_number in starts:
        yield from ((action, page_number) for action in file.tree(start, "/Next"))


def _additional(holder: Any, page: int | None) -> Iterator[tuple[Any, int | None]]:
    """The actions that events on something set off (12.6.3)."""
    yield from ((action, page) for _, action in entries(entry(holder, "/AA")))


def _attachments(file: PdfFile) -> Iterator[tuple[str, bytes]]:
    """The names and contents of embedded files (7.11.4), wherever they hang."""
    for attached, page in attached_files(file):
        name = text(entry(attached, "/UF")) or text(entry(attached, "/F")) or "without a name"
        yield name if page is None else f"{name} on page {page}", embedded(attached)


def embedded(attached: Any) -> bytes:
    """The content of an embedded file."""
    streams = [stream for _, stream in entries(entry(attached, "/EF"))]
    return content_of(streams[0]) if streams else b""


def attached_files(file: PdfFile) -> Iterator[tuple[Any, int | None]]:
    """Each specification of an embedded file (7.11.3), with the page that it hangs on, if it hangs on one.

    In the tree of names, as an annotation, as an associated file of anything (ISO 19005-3, 6.8), or nowhere at all.
    """
    import pikepdf

    found: list[tuple[Any, int | None]] = []
    for node in file.tree(entry(file.root, "/Names", "/EmbeddedFiles"), "/Kids"):
        found += [(attached, None) for attached in elements(entry(node, "/Names"))[1::2]]
    for number, page in enumerate(file.pages, start=1):
        annotations = list(file.tree(entry(page.obj, "/Annots")))
        found += [(entry(annotation, "/FS"), number) for annotation in annotations]
        for holder in (page.obj, *annotations):
            found += [(attached, number) for attached in elements(entry(holder, "/AF"))]
    for thing in list(file.pdf.objects)[:MOST_OBJECTS]:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            found += [(attached, None) for attached in (thing, *elements(entry(thing, "/AF")))]
    seen: set[tuple[int, int]] = set()
    for attached, where in found:
        known = identity(next((stream for _, stream in entries(entry(attached, "/EF"))), None))
        if known is not None and known not in seen:
            seen.add(known)
            yield attached, where
