"""Tables: a head, rows of equal length, headers that say what they head."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from separatum.source.html.elements import content, fill, make, rows_of, text_of

_SPAN_LIMIT = 100
_NUMBER = re.compile(r"[\t\n\f\r ]*\+?([0-9]+)")
_ALIGNMENTS = frozenset({"left", "right", "center"})
_ORDER = ("scope", "class", "colspan", "rowspan", "id", "lang", "dir", "headers")
"""The attributes of a cell, in one order, whoever gave its id."""
_MOST_HEADS = 20
"""Rows of heads that cells are told of by name."""


@dataclass(frozen=True, slots=True, eq=False)
class _Cell:
    """A cell where it stands, and how far it reaches."""

    element: Element
    column: int
    across: int = 1
    deep: int = 1


def settle(table: Element) -> bool:
    """Set a table right, in the tree itself.

    A first column that is strong throughout heads its rows. In a table with cells that span others, every cell is told
    by which cells it is headed. Cells that overlap or reach beyond the table stand at their first place alone.

    Returns:
        Whether such a span was taken away.
    """
    head_rows = {row for head in table.findall("thead") for row in rows_of(head)}
    rows = [row for row in rows_of(table) if len(row)]
    if not head_rows and rows and all(cell.tag == "th" for cell in rows[0]):
        reach = max(_span(cell, "rowspan") for cell in rows[0])
        head_rows = {row for row in rows[:reach] if all(cell.tag == "th" for cell in row)} | {rows[0]}
    heads = [row in head_rows for row in rows]
    grid, is_broken = _grid(rows, heads)
    pairs = list(zip(grid, heads, strict=True))
    spans = any(cell.across > 1 or cell.deep > 1 for cells in grid for cell in cells)
    head = [cells for cells, is_head in pairs if is_head and (spans or any(text_of(cell.element) for cell in cells))]
    body = [cells for cells, is_head in pairs if not is_head]
    headed = _is_headed(head, body)
    parts = []
    if head:
        parts.append(make("thead", None, *(_head_row(cells) for cells in head)))
    if body:
        parts.append(make("tbody", None, *(_body_row(cells, headed=headed) for cells in body)))
    fill(table, parts)
    table.attrib = {name: value for name, value in table.attrib.items() if name in {"id", "lang", "dir", "data-line"}}
    if spans:
        _mark_spans(grid)
    return is_broken


def name_headers(table: Element, prefix: str) -> None:
    """Tell each cell of a table with spans its headers, by ids (HTML, 4.9.11; PDF/UA-1, 7.5), in the tree itself.

    Args:
        table: as `settle` left it.
        prefix: of the ids, which no other element of the article has.
    """
    cells = _placed(table)
    if not any(cell.across > 1 or cell.deep > 1 for row in cells for cell in row):
        return
    names = iter(range(1, 1 + sum(map(len, cells))))
    for row in cells:
        for cell in row:
            if cell.element.tag == "th":
                cell.element.set("id", cell.element.get("id") or f"{prefix}-{next(names)}")
    over, beside = _heads_by_place(cells)
    for down, row in enumerate(cells):
        for cell in row:
            above = [head for x in range(cell.across) for head in over.get(cell.column + x, ()) if head.down < down]
            left = [head for y in range(cell.deep) for head in beside.get(down + y, ()) if head.column < cell.column]
            above.sort(key=lambda head: head.down)
            if told := " ".join(dict.fromkeys(head.id for head in (*above, *left))):
                cell.element.set("headers", told)
            given = cell.element.attrib
            cell.element.attrib = {name: given[name] for name in _ORDER if name in given}


@dataclass(frozen=True, slots=True)
class _Head:
    """A header cell: its row, its column, and its id."""

    down: int
    column: int
    id: str


def _heads_by_place(cells: list[list[_Cell]]) -> tuple[dict[int, list[_Head]], dict[int, list[_Head]]]:
    """The heads of each column, and those of each row."""
    over: dict[int, list[_Head]] = {}
    beside: dict[int, list[_Head]] = {}
    for down, row in enumerate(cells):
        for cell in row:
            head = _Head(down, cell.column, cell.element.get("id", ""))
            scope = cell.element.get("scope")
            for x in range(cell.across if scope == "col" else 0):
                over.setdefault(cell.column + x, []).append(head)
            for y in range(cell.deep if scope == "row" else 0):
                beside.setdefault(down + y, []).append(head)
    return over, beside


def _placed(table: Element) -> list[list[_Cell]]:
    """The cells of a regular table with their columns."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for down, row in enumerate(rows_of(table)):
        cells, column = [], 0
        for element in row:
            while (down, column) in taken:
                column += 1
            cell = _Cell(element, column, _span(element, "colspan"), _span(element, "rowspan"))
            taken |= {(down + y, column + x) for y in range(cell.deep) for x in range(cell.across)}
            cells.append(cell)
            column += cell.across
        placed.append(cells)
    return placed


def _grid(rows: list[Element], heads: list[bool]) -> tuple[list[list[_Cell]], bool]:
    """The cells of each row, rows of equal length; and whether spans had to be taken away."""
    regular = _regular(rows, heads)
    if regular is not None:
        return regular, False
    alone, is_broken = _spans_opened(rows)
    return [[_Cell(element, column) for column, element in enumerate(cells)] for cells in alone], is_broken


def _regular(rows: list[Element], heads: list[bool]) -> list[list[_Cell]] | None:
    """The cells of a table that spans fill without overlap, short rows filled up; None where they do not.

    Columns in which no cell begins are none (HTML, 4.9.12.1): “colspan=99” is written for “as far as the table goes”.
    """
    if sum(heads) > _MOST_HEADS:
        return None
    taken: dict[tuple[int, int], bool] = {}
    grid: list[list[_Cell]] = []
    width = max((sum(_span(cell, "colspan") for cell in row) for row in rows), default=0)
    for down, row in enumerate(rows):
        cells, column = [], 0
        for element in row:
            while taken.get((down, column)):
                column += 1
            cell = _Cell(element, column, _span(element, "colspan"), _span(element, "rowspan"))
            places = {(down + y, column + x) for y in range(cell.deep) for x in range(cell.across)}
            reached = heads[down : down + cell.deep]
            fits = len(reached) == cell.deep and len(set(reached)) == 1
            if not fits or any(taken.get(place) for place in places):
                return None
            taken.update(dict.fromkeys(places, True))
            cells.append(cell)
            column += cell.across
        grid.append(cells)
        width = max(width, column)
        if width > _SPAN_LIMIT * 5:
            return None
    begun = sorted({cell.column for cells in grid for cell in cells})
    for down, cells in enumerate(grid):
        cells += [_Cell(Element("td"), column) for column in begun if not taken.get((down, column))]
        cells.sort(key=lambda cell: cell.column)
    return [[_moved(cell, begun) for cell in cells] for cells in grid] if all(grid) else None


def _moved(cell: _Cell, begun: list[int]) -> _Cell:
    """A cell where it stands when there are no columns but these."""
    left, right = bisect_left(begun, cell.column), bisect_left(begun, cell.column + cell.across)
    return _Cell(cell.element, left, right - left, cell.deep)


def _spans_opened(rows: list[Element]) -> tuple[list[list[Element]], bool]:
    """The cells of each row, spans filled with empty cells, rows of equal length."""
    covered: dict[tuple[int, int], bool] = {}
    widest = max((sum(_span(cell, "colspan") for cell in row) for row in rows), default=0)
    grid: list[list[Element]] = []
    begun: set[int] = set()
    spanned = False
    for down, row in enumerate(rows):
        cells: list[Element] = []
        for cell in row:
            # Spans may push the cells of later rows ever further out: no row needs to be wider than this.
            while covered.get((down, len(cells))) and len(cells) < widest:
                cells.append(Element("td"))
            across, deep = _span(cell, "colspan"), _span(cell, "rowspan")
            spanned = spanned or across > 1 or deep > 1
            left = len(cells)
            begun.add(left)
            cells += [cell, *(Element("td") for _ in range(across - 1))]
            for below in range(1, min(deep, len(rows) - down)):
                covered.update({(down + below, left + right): True for right in range(across) if left + right < widest})
        grid.append(cells)
    columns = sorted(begun)
    return [[cells[at] if at < len(cells) else Element("td") for at in columns] for cells in grid], spanned


def _span(cell: Element, name: str) -> int:
    """How many columns or rows a cell reaches over, read as HTML reads numbers (2.3.4.2), and no further than that."""
    found = _NUMBER.match(cell.get(name, "1"))
    digits = found[1].lstrip("0") if found else ""
    return min(int(digits[:9]), _SPAN_LIMIT) if digits else 1


def _is_headed(head: list[list[_Cell]], body: list[list[_Cell]]) -> bool:
    """Whether the first cell of each row heads it."""
    width = sum(cell.across for cell in (head or body or [[]])[0])
    firsts = [row[0] for row in body if row[0].column == 0]
    return width > 1 and bool(firsts) and all(_heads_row(cell.element) for cell in firsts)


def _heads_row(cell: Element) -> bool:
    if cell.tag == "th":
        return True
    alone = len(cell) == 1 and not (cell.text or "").strip() and not (cell[0].tail or "").strip()
    return alone and cell[0].tag == "strong" and bool(text_of(cell))


def _head_row(cells: Iterable[_Cell]) -> Element:
    """A row of headers; an empty one heads nothing."""
    return make(
        "tr",
        None,
        *(
            _cell(cell.element, "th", {"scope": "col"}) if text_of(cell.element) else _cell(cell.element, "td", {})
            for cell in cells
        ),
    )


def _body_row(cells: list[_Cell], *, headed: bool) -> Element:
    row = Element("tr")
    for cell in cells:
        element = cell.element
        is_first = headed and cell.column == 0
        if is_first and element.tag != "th":
            fill(element, content(element[0]))
        # A header within the rows heads what stands beside it.
        is_inner = headed and element.tag == "th" and bool(text_of(element))
        row.append(_cell(element, "th", {"scope": "row"}) if is_first or is_inner else _cell(element, "td", {}))
    return row


def _cell(cell: Element, tag: str, attributes: Mapping[str, str]) -> Element:
    alignment = cell.get("align", cell.get("class", "")).lower()
    kept = {name: value for name, value in cell.attrib.items() if name in {"id", "lang", "dir"}}
    cell.tag = tag
    cell.attrib = {**attributes, **({"class": alignment} if alignment in _ALIGNMENTS else {}), **kept}
    return cell


def _mark_spans(grid: Iterable[Iterable[_Cell]]) -> None:
    for cells in grid:
        for cell in cells:
            for name, reach in (("colspan", cell.across), ("rowspan", cell.deep)):
                if reach > 1:
                    cell.element.set(name, str(reach))
