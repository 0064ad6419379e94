"""Check that a file only lies there to be read: it runs nothing, asks nothing, and carries nothing else."""

from collections.abc import Iterator

from lxml import etree

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.epub_file import line_of
from separatum.checks.formats.pdf_actions import attached_files, effects, embedded
from separatum.checks.formats.pdf_objects import elements, entry, identity, text
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity

EVENT_HANDLERS = frozenset(
    f"on{event}"
    for event in [
        "abort",
        "afterprint",
        "auxclick",
        "beforeinput",
        "beforematch",
        "beforeprint",
        "beforetoggle",
        "beforeunload",
        "blur",
        "cancel",
        "canplay",
        "canplaythrough",
        "change",
        "click",
        "close",
        "contextlost",
        "contextmenu",
        "contextrestored",
        "copy",
        "cuechange",
        "cut",
        "dblclick",
        "drag",
        "dragend",
        "dragenter",
        "dragleave",
        "dragover",
        "dragstart",
        "drop",
        "durationchange",
        "emptied",
        "ended",
        "error",
        "focus",
        "formdata",
        "hashchange",
        "input",
        "invalid",
        "keydown",
        "keypress",
        "keyup",
        "languagechange",
        "load",
        "loadeddata",
        "loadedmetadata",
        "loadstart",
        "message",
        "messageerror",
        "mousedown",
        "mouseenter",
        "mouseleave",
        "mousemove",
        "mouseout",
        "mouseover",
        "mouseup",
        "offline",
        "online",
        "pagehide",
        "pageshow",
        "paste",
        "pause",
        "play",
        "playing",
        "pointerdown",
        "pointermove",
        "pointerup",
        "popstate",
        "progress",
        "ratechange",
        "rejectionhandled",
        "reset",
        "resize",
        "scroll",
        "scrollend",
        "securitypolicyviolation",
        "seeked",
        "seeking",
        "select",
        "slotchange",
        "stalled",
        "storage",
        "submit",
        "suspend",
        "timeupdate",
        "toggle",
        "touchend",
        "touchmove",
        "touchstart",
        "unhandledrejection",
        "unload",
        "volumechange",
        "waiting",
        "wheel",
    ]
)
"""The attributes that hold scripts (HTML, section 8.1.8.2)."""


@check("ACTIVE-EPUB", Severity.ERROR, needs=("epub",), elsewhere=Severity.INFO)
def epub_runs_nothing(subject: Subject) -> Iterator[Seen]:
    """The EPUB has scripts in it.

    Scripts can report who reads what; and many reading systems do not run them, so what they would show is
    missing (EPUB 3.3, section 6.6). An article needs none. In a book that was made elsewhere they may be meant.
    """
    assert subject.epub is not None
    for path, root in subject.epub.documents.items():
        for element in root.iter("{*}*"):
            handlers = [
                name
                for name, value in element.attrib.items()
                if isinstance(name, str) and name in EVENT_HANDLERS and str(value).strip()
            ]
            if handlers or etree.QName(element).localname == "script":
                where = Location(file=f"{subject.epub.name}!{path}", line=line_of(element))
                what = f"an attribute “{handlers[0]}”" if handlers else "a script"
                yield Seen(f"the document has {what}", where, "remove it")


@check("ACTIVE-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def pdf_runs_nothing(subject: Subject) -> Iterator[Seen]:
    """The PDF does more than being read: it runs scripts, starts programs or sends forms.

    Such actions are how PDFs harm the machines that open them, or report that they were opened; PDF/A forbids
    them (ISO 19005-3, section 6.5.1), and PDF/UA’s validators do not look for them. An article needs none.
    """
    assert subject.pdf is not None
    for effect, page in effects(subject.pdf):
        yield Seen(f"the document {effect}", Location(file=subject.pdf.name, page=page), "remove the action")


@check("UNASKED-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.INFO)
def pdf_carries_nothing_else(subject: Subject) -> Iterator[Seen]:
    """The PDF carries what nobody asked for: attachments, form fields, or an action on opening.

    Only showing a page on opening does no harm; other actions on opening move the page away under the reader. An
    attached file may be a private one that an exporter took along, and a form may be filled and sent (ISO 32000-1,
    sections 7.11.4, 12.6.3 and 12.7). An article needs none of them; in another’s file they may be meant.
    """
    assert subject.pdf is not None
    file = subject.pdf
    where = Location(file=file.name)
    transcript = None if subject.article is None else subject.article.transcript
    for name, content in _attachments(file):
        if transcript is None or content != transcript:
            yield Seen(f"the document has the attachment “{name}”", where, "remove it, unless it is meant")
    if elements(entry(file.root, "/AcroForm", "/Fields")):
        yield Seen("the document has form fields", where, "remove them, unless they are meant")
    if "/OpenAction" in file.root:
        yield Seen(f"on opening, the document {_on_opening(file)}", where, "remove the action, unless it is meant")


def _on_opening(file: PdfDocument) -> str:
    """What the document does when it is opened: only showing a page of its own is harmless (12.3.2, 12.6.4.2)."""
    import pikepdf

    action = entry(file.root, "/OpenAction")
    kind = text(entry(action, "/S"))
    if isinstance(action, pikepdf.Array) or kind == "/GoTo":
        place = elements(action) or elements(entry(action, "/D"))
        page = file.page_numbers.get(identity(place[0])) if place and identity(place[0]) else None
        return f"only shows page {page}" if page else "only shows a place in itself"
    return next((effect for effect, _ in effects(file)), f"does something ({kind.removeprefix('/') or 'unknown'})")


def _attachments(file: PdfDocument) -> Iterator[tuple[str, bytes]]:
    """The names and contents of embedded files (7.11.4), wherever they hang."""
    for attached, page in attached_files(file):
        name = text(entry(attached, "/UF")) or text(entry(attached, "/F")) or "without a name"
        yield name if page is None else f"{name} on page {page}", embedded(attached)
