"""Tables: a head, rows of equal length, headers that say what they head."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from offprint.source.markup import content, fill, make, text_of

_SPAN_LIMIT = 100
_ALIGNMENTS = frozenset({"left", "right", "center"})


def settle(table: Element) -> bool:
    """Set a table right, in the tree itself.

    Cells that span rows or columns stand at their first place. A first column that is strong throughout heads its rows.

    Returns:
        Whether a cell spanned others.
    """
    head_rows = {row for head in table.iter("thead") for row in head.iter("tr")}
    rows = [row for row in table.iter("tr") if len(row)]
    if not head_rows and rows and all(cell.tag == "th" for cell in rows[0]):
        head_rows = {rows[0]}
    heads = [row in head_rows for row in rows]
    grid, spanned = _grid(rows)
    head = [cells for cells, is_head in zip(grid, heads, strict=True) if is_head and any(map(text_of, cells))]
    body = [cells for cells, is_head in zip(grid, heads, strict=True) if not is_head]
    headed = (
        len(head[0] if head else body[0] if body else ()) > 1 and bool(body) and all(_heads_row(row[0]) for row in body)
    )
    parts = []
    if head:
        parts.append(make("thead", None, *(_head_row(cells) for cells in head)))
    if body:
        parts.append(make("tbody", None, *(_body_row(cells, headed=headed) for cells in body)))
    fill(table, parts)
    table.attrib = {name: value for name, value in table.attrib.items() if name in {"id", "lang", "dir"}}
    return spanned


def _grid(rows: list[Element]) -> tuple[list[list[Element]], bool]:
    """The cells of each row, spans filled with empty cells, rows of equal length."""
    covered: dict[tuple[int, int], bool] = {}
    widest = max((sum(_span(cell, "colspan") for cell in row) for row in rows), default=0)
    grid: list[list[Element]] = []
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
            cells += [cell, *(Element("td") for _ in range(across - 1))]
            for below in range(1, min(deep, len(rows) - down)):
                covered.update({(down + below, left + right): True for right in range(across) if left + right < widest})
        grid.append(cells)
    width = max(map(len, grid), default=0)
    return [[*cells, *(Element("td") for _ in range(width - len(cells)))] for cells in grid], spanned


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "1")
    return max(1, min(int(value), _SPAN_LIMIT)) if value.isascii() and value.isdigit() else 1


def _heads_row(cell: Element) -> bool:
    if cell.tag == "th":
        return True
    alone = len(cell) == 1 and not (cell.text or "").strip() and not (cell[0].tail or "").strip()
    return alone and cell[0].tag == "strong" and bool(text_of(cell))


def _head_row(cells: list[Element]) -> Element:
    """A row of headers; an empty one heads nothing."""
    return make(
        "tr", None, *(_cell(cell, "th", {"scope": "col"}) if text_of(cell) else _cell(cell, "td", {}) for cell in cells)
    )


def _body_row(cells: list[Element], *, headed: bool) -> Element:
    if not headed:
        return _row(cells, "td", {})
    first, *rest = cells
    if first.tag != "th":
        fill(first, content(first[0]))
    row = _row(rest, "td", {})
    row.insert(0, _cell(first, "th", {"scope": "row"}))
    return row


def _row(cells: Iterable[Element], tag: str, attributes: dict[str, str]) -> Element:
    return make("tr", None, *(_cell(cell, tag, attributes) for cell in cells))


def _cell(cell: Element, tag: str, attributes: dict[str, str]) -> Element:
    alignment = cell.get("align", "").lower()
    kept = {name: value for name, value in cell.attrib.items() if name in {"id", "lang", "dir"}}
    cell.tag = tag
    cell.attrib = {**attributes, **({"class": alignment} if alignment in _ALIGNMENTS else {}), **kept}
    return cell
