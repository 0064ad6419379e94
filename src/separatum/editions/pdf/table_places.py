"""Where the cells of a table stand: cells that span rows or columns move those beside and below them."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell in its place."""

    element: ET.Element
    column: int
    across: int
    """How many columns it has."""
    deep: int
    """How many rows it has."""

    @property
    def columns(self) -> range:
        """Its columns."""
        return range(self.column, self.column + self.across)


def placed(table: ET.Element) -> Iterator[tuple[ET.Element, list[Cell], list[Cell]]]:
    """Each row of a table, its own cells, and those that reach into it from above, both from the first column on.

    Args:
        table: its spans neither overlap nor leave it.
    """
    begun: list[tuple[Cell, int]] = []
    for row in _rows(table):
        above = sorted((cell for cell, _ in begun), key=lambda cell: cell.column)
        taken = {column for cell in above for column in cell.columns}
        begun = [(cell, left - 1) for cell, left in begun if left > 1]
        cells, column = list[Cell](), 0
        for element in row:
            while column in taken:
                column += 1
            cell = Cell(element, column, _span(element, "colspan"), _span(element, "rowspan"))
            cells.append(cell)
            column += cell.across
        begun += [(cell, cell.deep - 1) for cell in cells if cell.deep > 1]
        yield row, cells, above


def _rows(table: ET.Element) -> Iterator[ET.Element]:
    """Its rows, without those of tables in its cells."""
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from part.iterfind("tr")


def _span(cell: ET.Element, name: str) -> int:
    given = cell.get(name, "1")
    return max(1, int(given)) if given.isdecimal() else 1
