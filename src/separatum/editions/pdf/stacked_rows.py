"""Say in each cell of a stacked table what its column is called, as cells that stand below each other do not show it.

The names are for the eye: who listens hears them from the heads of the table, which stay what they are.
"""

import xml.etree.ElementTree as ET
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from itertools import chain

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
_MOST, _LONGEST = 4, 200
"""How many names, or cells from above, are repeated at one place, and how many letters and marks they have together:
what is repeated in each row must not grow with both the rows and what stands over them."""

Heads = defaultdict[int, deque[ET.Element]]
"""For each column the names over it, from above: the nearest ones, one more than are repeated."""


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
    head_rows = {row for part in table.findall("thead") for row in part}
    places = list(placed(table))
    width = max((cell.columns.stop for _, cells, _ in places for cell in cells), default=0)
    heads: Heads = defaultdict(lambda: deque(maxlen=_MOST + 1))
    again: dict[Cell, ET.Element] = {}
    for row, cells, above in places:
        names: dict[Cell, list[ET.Element]] = {}
        if row not in head_rows:
            names = {cell: _names(cell, heads, speech) for cell in cells if cell.across < width}
        again |= {cell: _again(cell, names.get(cell, [])) for cell in cells if cell.deep > 1}
        if row in head_rows:
            _list_heads(cells, heads)
        elif cells:
            _name_row(cells, _shown_again(above, again), names)


def _list_heads(cells: list[Cell], heads: Heads) -> None:
    """Note the names in a row of heads for the columns that they stand over."""
    for cell in cells:
        if "".join(cell.element.itertext()).strip():
            name = _on_one_line(_copied(cell.element, "span"))
            for column in cell.columns:
                heads[column].append(name)


def _names(cell: Cell, heads: Heads, speech: Language) -> list[ET.Element]:
    """The names that stand over a cell, as one phrase; empty where none do, or where they are too long."""
    over = [heads[column] for column in cell.columns if column in heads]
    nearest = [listed[-1] for listed in over]
    few = _short(dict.fromkeys(name for listed in over for name in listed), dict.fromkeys(nearest))
    if not few:
        return []
    phrase = ET.Element("span", {"class": NAME})
    for number, name in enumerate(map(deepcopy, few)):
        is_last = number + 1 == len(few)
        ends = "".join(name.itertext()).rstrip().endswith(_ENDS)
        name.tail = (" " if ends else speech.colon) if is_last else speech.comma
        phrase.append(name)
    return [phrase]


def _shown_again(above: list[Cell], again: Mapping[Cell, ET.Element]) -> list[tuple[Cell, ET.Element]]:
    """The cells that reach into a row, as they are shown there: all, or what the row begins with, or none."""
    row_heads = [again[cell] for cell in above if cell.column == 0]
    few = _short([again[cell] for cell in above], row_heads)
    return [(cell, deepcopy(again[cell])) for cell in above if again[cell] in few]


def _short(*choices: Collection[ET.Element]) -> Collection[ET.Element]:
    """The first choice that is short enough to be repeated; empty where none is."""
    return next((elements for elements in choices if _is_short(elements)), ())


def _is_short(elements: Collection[ET.Element]) -> bool:
    """Whether they are few, and their letters and marks together too; the rest of what is too long is not read."""
    if len(elements) > _MOST:
        return False
    room = _LONGEST
    for part in chain.from_iterable(element.iter() for element in elements):
        room -= 1 + len(part.text or "") + len(part.tail or "")
        if room < 0:
            return False
    return True


def _name_row(cells: list[Cell], above: list[tuple[Cell, ET.Element]], names: Mapping[Cell, list[ET.Element]]) -> None:
    """Set the names in the cells of a row, and the cells from above into the next one of its own."""
    again = list(above)
    for cell in cells:
        before = [shown for one, shown in again if one.column < cell.column]
        again = [(one, shown) for one, shown in again if one.column > cell.column]
        if cell.element.text or len(cell.element):
            _put_first(cell.element, [*before, *names.get(cell, ())])
        else:
            _put_first(cell.element, before)
        if cell.column == 0:
            _add_class(cell.element, ROW_HEAD)
    cells[-1].element.extend(shown for _, shown in again)


def _again(cell: Cell, names: list[ET.Element]) -> ET.Element:
    """A cell as it is shown in a later row."""
    shown = _copied(cell.element, "div")
    shown.set("class", f"{FROM_ABOVE} {ROW_HEAD}" if cell.column == 0 else FROM_ABOVE)
    _put_first(shown, deepcopy(names))
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
