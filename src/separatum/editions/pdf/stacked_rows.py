"""Say in each cell of a stacked table what its column is called, as cells that stand below each other do not show it.

The names are for the eye: who listens hears them from the heads of the table, which stay what they are.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from copy import deepcopy

from separatum.editions.pdf.table_fit import LINES, STACKED, has_mark
from separatum.editions.pdf.table_places import Cell, placed
from separatum.model.languages import Language

NAME, FROM_ABOVE, ROW_HEAD = "column-name", "from-above", "row-head"
"""The classes of a column's name; of a cell that is shown again, in a later row that it reaches into; and of what a
row begins with."""
_LEFT_OUT = frozenset({"note", "noteref"})
"""What stands at its own place alone."""
_ENDS = (":", "：", "?", "？", "!", "！", "…")
"""Signs behind which no colon stands."""


def name_columns(root: ET.Element, speech: Language) -> None:
    """Put the names of its columns before the values of each stacked table.

    Args:
        root: the page, as `fit_tables` left it; it is changed.
        speech: the article's language, for the signs between a name and a value.
    """
    for table in root.iter("table"):
        if has_mark(table, STACKED):
            _name(table, speech)


def _name(table: ET.Element, speech: Language) -> None:
    heads: dict[int, list[ET.Element]] = {}
    head_rows = {row for part in table.findall("thead") for row in part}
    width = 0
    for row, cells, above in list(placed(table)):
        width = max(width, *(cell.columns.stop for cell in (*cells, *above)), 0)
        if row in head_rows:
            for cell in cells:
                for column in cell.columns if "".join(cell.element.itertext()).strip() else ():
                    heads.setdefault(column, []).append(cell.element)
        elif cells:
            names = {cell: _names(cell, heads, speech) for cell in (*cells, *above) if cell.across < width}
            _name_row(cells, above, names)


def _names(cell: Cell, heads: Mapping[int, list[ET.Element]], speech: Language) -> list[ET.Element]:
    """The names that stand over a cell, as one phrase; empty where none do."""
    over = list(dict.fromkeys(head for column in cell.columns for head in heads.get(column, ())))
    if not over:
        return []
    phrase = ET.Element("span", {"class": NAME})
    for number, head in enumerate(over):
        name = _on_one_line(_copied(head, "span"))
        is_last = number + 1 == len(over)
        ends = "".join(name.itertext()).rstrip().endswith(_ENDS)
        name.tail = (" " if ends else speech.colon) if is_last else speech.comma
        phrase.append(name)
    return [phrase]


def _name_row(cells: list[Cell], above: list[Cell], names: Mapping[Cell, list[ET.Element]]) -> None:
    """Set the names in the cells of a row, and the cells from above into the next one of its own."""
    again = list(above)
    for cell in cells:
        before = [_again(one, names) for one in again if one.column < cell.column]
        again = [one for one in again if one.column > cell.column]
        if cell.element.text or len(cell.element):
            _put_first(cell.element, [*before, *names.get(cell, ())])
        else:
            _put_first(cell.element, before)
        if cell.column == 0:
            _add_class(cell.element, ROW_HEAD)
    cells[-1].element.extend(_again(one, names) for one in again)


def _again(cell: Cell, names: Mapping[Cell, list[ET.Element]]) -> ET.Element:
    """A cell as it is shown in a later row."""
    shown = _copied(cell.element, "div")
    shown.set("class", f"{FROM_ABOVE} {ROW_HEAD}" if cell.column == 0 else FROM_ABOVE)
    known = {NAME, FROM_ABOVE}
    for part in [part for part in shown if known & set(part.get("class", "").split())]:
        _take_out(shown, part)
    _put_first(shown, deepcopy(names.get(cell, [])))
    return shown


def _put_first(element: ET.Element, parts: Iterable[ET.Element]) -> None:
    """Put parts before all that an element holds."""
    listed = list(parts)
    if listed:
        listed[-1].tail, element.text = element.text, None
        element[:0] = listed


def _copied(cell: ET.Element, tag: str) -> ET.Element:
    """What a cell holds, without what may be there only once: notes and their calls, ids, and ways to elsewhere."""
    made = deepcopy(cell)
    for parent in list(made.iter()):
        for part in [part for part in parent if _LEFT_OUT & set(part.get("class", "").split())]:
            _take_out(parent, part)
    for part in made.iter():
        part.attrib.pop("id", None)
        if part.tag == "a":
            part.tag = "span"
            part.attrib.pop("href", None)
    kept = {name: value for name, value in made.attrib.items() if name in ("lang", "dir")}
    made.tag, made.tail, made.attrib = tag, None, kept
    return made


def _on_one_line(name: ET.Element) -> ET.Element:
    """A name without line ends: what stood on lines of its own stands behind a space."""
    for part in name.iter():
        if part.tag in LINES:
            is_break = part.tag == "br"
            part.tag, part.attrib = "span", {}
            if is_break:
                part.text = " "
            else:
                part.tail = f" {part.tail or ''}"
    return name


def _take_out(parent: ET.Element, part: ET.Element) -> None:
    """Take a part out of an element, and keep the text behind it."""
    place = list(parent).index(part)
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + (part.tail or "")
    else:
        parent.text = (parent.text or "") + (part.tail or "")
    parent.remove(part)


def _add_class(element: ET.Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".lstrip())
