"""Check that a PDF's structure tree is what readers' programs take it for, where veraPDF lets it pass.

ISO 32000-1, 14.8.4, says which element may stand in which; PDF/UA-1 says it of tables and lists only in part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from separatum.checks.formats.pdf_file import MOST_OBJECTS, PdfFile
from separatum.checks.formats.pdf_objects import entries, entry, identity, text
from separatum.checks.registry import CannotRunError, Seen, Subject, check
from separatum.model.findings import Location, Severity

_ROWS = ("Table", "THead", "TBody", "TFoot")
_PARENTS = {
    "LI": ("L",),
    "LBody": ("LI",),
    "TR": _ROWS,
    "TH": ("TR",),
    "TD": ("TR",),
    "THead": ("Table",),
    "TBody": ("Table",),
    "TFoot": ("Table",),
}
"""What an element may stand in (14.8.4.3.3 and 14.8.4.3.4)."""
_KIDS = {"L": ("LI", "Caption"), "LI": ("Lbl", "LBody"), "TR": ("TH", "TD")}
"""What alone may stand in an element."""
_FULL = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "LBody", "L", "Link", "Figure", "Caption"})
"""Elements that say nothing when there is nothing in them."""
_HEADINGS = {f"H{level}": level for level in range(1, 7)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """One structure element with what is around it."""

    kind: str
    """Its standard structure type."""
    parent: str
    before: str
    """The type of the element before it in its parent; empty for the first."""
    page: int | None
    is_empty: bool
    has_object: bool
    """Whether an annotation belongs to it."""


@check("STRUCTURE-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def elements_stand_where_they_belong(subject: Subject) -> Iterator[Seen]:
    """An element of the PDF's structure stands where it does not belong.

    A list inside a list must stand in the item that it belongs to; a row in a table; and an element that stands for
    something must have something in it (ISO 32000-1, sections 14.8.4.3 and 14.8.4.4; ISO 14289-1, sections 7.5 and
    7.6). Else a screen reader counts items that are none, loses the level of a list, or says “link” of nothing. Most of
    it veraPDF lets pass. It is a fault of the program that wrote the file.
    """
    file = _tagged(subject)
    for node in _nodes(file):
        where = Location(file=file.name, page=node.page)
        allowed = _PARENTS.get(node.kind)
        only = _KIDS.get(node.parent)
        if (allowed and node.parent not in allowed) or (only and node.kind not in only):
            yield Seen(f"an element “{node.kind}” stands in “{node.parent or 'nothing'}”", where, _HINT)
        if node.is_empty and node.kind in _FULL:
            yield Seen(f"there is nothing in an element “{node.kind}”", where, _HINT)
        elif node.kind == "Link" and not node.has_object:
            yield Seen("an element “Link” has no link", where, _HINT)


@check("HEADING-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def pdf_headings_skip_no_level(subject: Subject) -> Iterator[Seen]:
    """A heading in the PDF skips a level, or the first is not of the first level.

    Who moves through the document by its headings, as screen-reader users do, looks for a part that is not there (ISO
    14289-1, section 7.4.2; WCAG 2.2, success criterion 1.3.1). Use the next level down.
    """
    file = _tagged(subject)
    before = 0
    for node in _nodes(file):
        level = _HEADINGS.get(node.kind, 0)
        if level > before + 1:
            message = f"a heading is of level {level}, after " + (f"one of level {before}" if before else "none")
            where = Location(file=file.name, page=node.page)
            yield Seen(message, where, f"make it a heading of level {before + 1}")
        before = level or before


@check("NOTE-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.INFO)
def notes_stand_by_their_calls(subject: Subject) -> Iterator[Seen]:
    """A note of the PDF does not stand beside the reference that calls it.

    In the structure tree a note comes right after its reference, wherever it stands on paper, so that a screen reader
    can offer it there and does not read it in the middle of another sentence (ISO 32000-1, section 14.8.4.4.1). It is a
    fault of the program that wrote the file.
    """
    file = _tagged(subject)
    for node in _nodes(file):
        if node.kind == "Note" and node.before not in {"Reference", "Note"}:
            place = f"after “{node.before}”" if node.before else "first"
            message = f"a note stands {place} in “{node.parent}”, and not after its reference"
            yield Seen(message, Location(file=file.name, page=node.page), _HINT)


_HINT = "report this, with the article if you may share it, unless the file was made elsewhere"


def _tagged(subject: Subject) -> PdfFile:
    assert subject.pdf is not None
    if entry(subject.pdf.root, "/StructTreeRoot") is None:
        raise CannotRunError("the PDF is not tagged")
    return subject.pdf


_known: WeakKeyDictionary[PdfFile, tuple[_Node, ...]] = WeakKeyDictionary()
"""The structure elements of the files that are being checked: three checks ask for them."""


def _nodes(file: PdfFile) -> tuple[_Node, ...]:
    """The structure elements in their order."""
    if file not in _known:
        _known[file] = tuple(_walked(file))
    return _known[file]


def _walked(file: PdfFile) -> Iterator[_Node]:
    """The structure elements in their order, without recursion and without going in circles."""
    roles = {kind: text(role) for kind, role in entries(entry(file.root, "/StructTreeRoot", "/RoleMap"))}
    waiting: list[tuple[Any, str, str, int | None]] = [(entry(file.root, "/StructTreeRoot"), "", "", None)]
    seen: set[tuple[int, int]] = set()
    for _ in range(MOST_OBJECTS):
        if not waiting:
            return
        element, parent, before, page = waiting.pop()
        number = identity(element)
        if number in seen:
            continue
        if number is not None:
            seen.add(number)
        kids = _kids(element)
        shown = next((held for one in (element, *kids) if (held := entry(one, "/Pg")) is not None), None)
        page = file.page_numbers.get(identity(shown), page)
        kind = _kind(element, roles)
        if kind:
            yield _node(element, kids, kind, (parent, before, page))
        below, last = [], ""
        for kid in kids:
            if name := _kind(kid, roles):
                below.append((kid, kind, last, page))
                last = name
        waiting.extend(reversed(below))


def _node(element: Any, kids: list[Any], kind: str, around: tuple[str, str, int | None]) -> _Node:
    parent, before, page = around
    has_object = any(text(entry(kid, "/Type")) == "/OBJR" for kid in kids)
    return _Node(
        kind=kind,
        parent=parent,
        before=before,
        page=page,
        is_empty=not kids and entry(element, "/ActualText") is None and entry(element, "/Alt") is None,
        has_object=has_object,
    )


def _kids(element: Any) -> list[Any]:
    import pikepdf

    kids = entry(element, "/K")
    if isinstance(kids, pikepdf.Array):
        return list(kids)
    return [] if kids is None else [kids]


def _kind(element: Any, roles: dict[str, str]) -> str:
    """The standard structure type of an element; empty for what is none (14.7.3)."""
    kind = text(entry(element, "/S"))
    return roles.get(kind, kind).removeprefix("/")
