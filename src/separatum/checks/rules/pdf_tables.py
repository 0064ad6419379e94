"""Check that the tables of a tagged PDF say what heads their rows and columns."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.pdf_blocks import shortened
from separatum.checks.formats.pdf_objects import elements, entry, text
from separatum.checks.formats.structure_tree import Content, Element
from separatum.checks.registry import CannotRunError, Seen, Subject, check
from separatum.model.findings import Location, Severity

_FEWEST = 2
"""Rows and columns: less is a list, or a frame."""
_MOST_WORDS = 400


@dataclass(slots=True, kw_only=True)
class _Table:
    element: Element
    page: int | None = None
    words: str = ""
    """Its first words."""
    rows: dict[int, int] = field(default_factory=dict)
    """How many cells each row has."""
    heads: list[Element] = field(default_factory=list)
    has_references: bool = False
    """Whether a cell names its heads."""


@check("TABLE-PDF", Severity.WARNING, needs=("pdf",))
def pdf_tables_have_heads(subject: Subject) -> Iterator[Seen]:
    """A table in the PDF has no head cells.

    A screen reader names the head of a column or row with each cell; without one, a number is only a number (WCAG 2.2,
    success criterion 1.3.1, technique PDF6; ISO 14289-1, section 7.5). Mark the first row, or the first column, as
    heads. A table that only places things on the page should not be tagged as one. An article with such a table is
    published: which cells are heads, only its author knows.
    """
    for file, table in _tables(subject):
        columns = max(table.rows.values(), default=0)
        if not table.heads and len(table.rows) >= _FEWEST and columns >= _FEWEST:
            yield _seen(file, table, "a table has no head cells", "mark its first row or column as heads")


@check("TABLE-PDF-SCOPE", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def head_cells_say_what_they_head(subject: Subject) -> Iterator[Seen]:
    """The head cells of a table in the PDF do not say whether they head a row or a column.

    The cells are there, but without “Scope” a program must guess which cells belong to them (ISO 14289-1, section 7.5;
    ISO 32000-1, table 349). Most screen readers guess right in a simple table. Set the scope of each head cell, or let
    each cell name its heads.
    """
    for file, table in _tables(subject):
        silent = [head for head in table.heads if not _has_scope(file, head)]
        if silent and not table.has_references:
            message = "the head cells of a table do not say whether they head a row or a column (Scope)"
            yield _seen(file, table, message, "set the scope of each head cell")


def _seen(file: PdfDocument, table: _Table, message: str, hint: str) -> Seen:
    words = shortened(table.words)
    place = file.places.get(table.element.number)
    where = Location(
        file=file.name,
        page=place[0] if place else table.page or table.element.page,
        box=place[1] if place else None,
    )
    return Seen(f"{message}: the table “{words.strip('“”')}”" if words else message, where, hint)


def _tables(subject: Subject) -> Iterator[tuple[PdfDocument, _Table]]:
    """The tables of the structure tree, those within others too, in their order."""
    assert subject.pdf is not None
    file = subject.pdf
    if file.structure is None:
        raise CannotRunError("the PDF is not tagged")
    tables: dict[int, _Table] = {}
    holder: dict[int, _Table | None] = {}
    """The table around each element, itself included."""
    for node in file.structure:
        if isinstance(node, Content):
            table = holder.get(node.element.number)
            if table is not None:
                table.page = table.page or node.page
                _listen(file, table, node)
            continue
        around = holder.get(node.parent.number) if node.parent is not None else None
        if node.role == "/Table":
            around = tables[node.number] = _Table(element=node)
        holder[node.number] = around
        if around is not None and node.role in {"/TH", "/TD"} and node.parent is not None:
            around.rows[node.parent.number] = around.rows.get(node.parent.number, 0) + 1
            around.heads += [node] if node.role == "/TH" else []
            around.has_references |= any(elements(entry(one, "/Headers")) for one in _attributes(file, node))
    yield from ((file, table) for table in tables.values())


def _listen(file: PdfDocument, table: _Table, node: Content) -> None:
    page = node.page or 1
    if len(table.words) < _MOST_WORDS and page <= len(file.contents):
        lines = file.contents[page - 1].marked.get(node.mark) or file.said(page, node.mark)
        table.words += " " + "".join(lines)


def _has_scope(file: PdfDocument, head: Element) -> bool:
    return any(text(entry(one, "/Scope")) for one in _attributes(file, head))


def _attributes(file: PdfDocument, element: Element) -> Iterator[object]:
    """The attribute objects of an element, its own and those of its classes (ISO 32000-1, 14.7.5)."""
    own = entry(element.raw, "/A")
    yield from elements(own) or [own]
    names = entry(element.raw, "/C")
    for name in elements(names) or [names]:
        held = entry(file.root, "/StructTreeRoot", "/ClassMap", text(name)) if text(name) else None
        yield from elements(held) or [held]
