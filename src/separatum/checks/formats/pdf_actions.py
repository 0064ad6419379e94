"""Find what a PDF does besides being read, and the files that it carries."""

from collections.abc import Iterator
from typing import Any

from separatum.checks.formats.pdf_file import MOST_OBJECTS, PdfFile
from separatum.checks.formats.pdf_objects import content_of, elements, entries, entry, identity, text

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


def effects(file: PdfFile) -> Iterator[tuple[str, int | None]]:
    """What a PDF does besides being read: “runs JavaScript”; each with the page on which it waits, if it is on one."""
    for action, page in actions(file):
        effect = _ACTIONS.get(text(entry(action, "/S")))
        if effect is not None:
            yield effect, page


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
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and ("/EF" in thing or "/AF" in thing):
            found += [(attached, None) for attached in (thing, *elements(entry(thing, "/AF")))]
    seen: set[tuple[int, int]] = set()
    for attached, where in found:
        known = identity(next((stream for _, stream in entries(entry(attached, "/EF"))), None))
        if known is not None and known not in seen:
            seen.add(known)
            yield attached, where
