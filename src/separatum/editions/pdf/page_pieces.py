"""Read from the first layout how high everything is, and where a page may break: the numbers to plan pages with.

A part of the story is made of pieces: lines, rows of tables, pictures. A page may begin with a piece where the sheet's
rules for breaks allow it (CSS Fragmentation 3, 4).
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from separatum.editions.pdf.footnotes import note_areas
from separatum.editions.pdf.page_parts import Part, Piece, Pieces

if TYPE_CHECKING:
    from weasyprint import Document

NATURAL = "data-natural-height"
"""The attribute of a figure that is set smaller: how high its picture was, in pixels."""
_LONG_CODE = 6
"""Lines of code that may be parted, three on each page."""
_PICTURES = ("figure", "row")
_FORCED = frozenset({"always", "page", "left", "right", "recto", "verso"})


def read_pieces(document: "Document", text: ET.Element, columns: int) -> Pieces | None:
    """The pieces of a document.

    Args:
        document: its pages, as they were laid out.
        text: the element of the story, whose children are its parts.
        columns: how many the story runs in.

    Returns:
        None if something stands over all columns below the first text: such pages are not planned.
    """
    page = document.pages[0]._page_box  # noqa: SLF001 - nothing public tells it
    found: dict[ET.Element, list[Any]] = {}
    above, in_columns = page.content_box_y(), set(text)
    for sheet in document.pages:
        for box in _blocks(sheet._page_box, text):  # noqa: SLF001
            spans = columns > 1 and (box.style["column_span"] == "all" or box.element not in in_columns)
            if not spans:
                found.setdefault(box.element, []).append(box)
            elif found:
                return None
            else:
                above = box.border_box_y() + box.border_height() + float(box.margin_bottom)
    root = next((box for box in page.children if box.element_tag == "html"), None)
    if root is None or not isinstance(root.style["line_height"], int | float):
        return None
    leading, size = float(root.style["line_height"]), float(root.style["font_size"])
    notes, above_notes = _notes(document)
    reader = _PartReader(notes, leading, leading * size)
    return Pieces(
        parts=tuple(reader.part(element, fragments) for element, fragments in found.items()),
        depth=float(page.height),
        line=leading * size,
        leading=leading,
        above_notes=above_notes,
        columns=columns,
        above_columns=above - page.content_box_y() if columns > 1 else 0,
    )


def _notes(document: "Document") -> tuple[dict[ET.Element, float], float]:
    """The heights of notes, and of what stands above those of a page."""
    heights, above = dict[ET.Element, float](), 0.0
    for page in document.pages:
        for box in page._page_box.children:  # noqa: SLF001
            for area in [area for area in note_areas(box) if area.children]:
                before = sum(heights.values())
                for note in area.children:
                    heights[note.element] = heights.get(note.element, 0.0) + float(note.margin_height())
                above = float(area.margin_height()) - (sum(heights.values()) - before)
    return heights, max(above, 0.0)


def _blocks(box: Any, text: ET.Element) -> Iterator[Any]:
    """The boxes of the parts of the story on a page, and of what stands above and below the story."""
    from weasyprint.formatting_structure.boxes import BlockLevelBox, FootnoteAreaBox, MarginBox

    around = {"html", "body", "article"}
    for child in getattr(box, "children", ()):
        if isinstance(child, FootnoteAreaBox | MarginBox) or not isinstance(child, BlockLevelBox):
            continue
        if child.element is None:
            continue
        if child.element is text or child.element.tag in around:
            yield from _blocks(child, text)
        elif child.is_in_normal_flow():
            yield child


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A line, a row or a picture, with the boxes around it from its part's on."""

    box: Any
    around: tuple[Any, ...]
    fragment: int


class _PartReader:
    """Makes parts of boxes."""

    def __init__(self, notes: Mapping[ET.Element, float], leading: float, line: float) -> None:
        self._notes, self._leading, self._line = notes, leading, line

    def part(self, element: ET.Element, fragments: Sequence[Any]) -> Part:
        """A part of its fragments on one page or on several."""
        leaves = [leaf for number, box in enumerate(fragments) for leaf in _leaves(box, (), number)]
        seen, kept = set[ET.Element](), list[_Leaf]()
        for leaf in leaves:  # the head of a table stands in each fragment
            is_again = leaf.fragment > 0 and leaf.box.element in seen and _is_head(leaf)
            if not is_again:
                kept.append(leaf)
                seen.add(leaf.box.element)
        pictures = [box for fragment in fragments for box in fragment.descendants() if box.element_tag == "img"]
        picture = max((float(box.height) for box in pictures), default=0.0)
        known = Part(
            element=element,
            pieces=tuple(self._pieces(kept, fragments)),
            before=_length(fragments[0].style["margin_top"]),
            after=_length(fragments[-1].style["margin_bottom"]),
            picture=picture,
            natural=float(element.get(NATURAL, picture)),
            is_joined_before=bool(kept) and _avoids("break_before", kept[0].around),
            is_joined_after=bool(kept) and _avoids("break_after", kept[-1].around),
            begins_page=fragments[0].style["break_before"] in _FORCED,
        )
        if known.is_figure:
            return replace(known, before=self._line)
        if element.get("data-before") in _PICTURES:
            return replace(known, after=0.0 if element.tag == "p" else self._line / 2)
        return known

    def _pieces(self, leaves: Sequence[_Leaf], fragments: Sequence[Any]) -> Iterator[Piece]:
        height = sum(_height(box) for box in fragments)
        is_whole = fragments[0].style["break_inside"] == "avoid" and not _may_be_parted(fragments[0], len(leaves))
        if is_whole or not leaves:
            notes = sum(self._notes_of(leaf.box) for leaf in leaves)
            yield Piece(height=height, notes=notes)
            return
        first, last = fragments[0], fragments[-1]
        head = sum(float(leaf.box.height) for leaf in leaves if _is_head(leaf))
        places = _places(leaves)
        for number, leaf in enumerate(leaves):
            before = leaves[number - 1] if number else None
            tall = float(leaf.box.height)
            if before is None:
                tall += max(0.0, leaf.box.position_y - first.border_box_y())
            if number == len(leaves) - 1:
                bottom = last.border_box_y() + last.border_height()
                tall += max(0.0, bottom - leaf.box.position_y - float(leaf.box.height))
            free, soft = _freedom(before, leaf, places) if before else (False, False)
            yield Piece(
                height=tall,
                space=self._space(before, leaf) if before else 0.0,
                notes=self._notes_of(leaf.box),
                head=0.0 if _is_head(leaf) else head,
                is_free=free,
                is_soft=soft,
                is_leaded=leaf.box.style["line_height"] == self._leading,
            )

    def _space(self, before: _Leaf, leaf: _Leaf) -> float:
        if before.fragment == leaf.fragment:
            return float(max(0.0, leaf.box.position_y - before.box.position_y - float(before.box.height)))
        depth = _common(before, leaf)
        margins = [_length(box.style["margin_bottom"]) for box in before.around[depth:]]
        margins += [_length(box.style["margin_top"]) for box in leaf.around[depth:]]
        return max(margins, default=0.0)

    def _notes_of(self, box: Any) -> float:
        inner = box.descendants() if hasattr(box, "descendants") else ()
        called = [one.footnote.element for one in inner if getattr(one, "footnote", None) is not None]
        return sum(self._notes.get(note, 0.0) for note in called)


def _height(box: Any) -> float:
    """How high a box is, with what floats in it."""
    floats = [one for one in box.descendants() if one.is_floated()]
    ends = [float(one.position_y + one.height) - box.border_box_y() for one in floats]  # as the layout counts
    return max(float(box.border_height()), *ends) if ends else float(box.border_height())


def _length(value: Any) -> float:
    """A margin of the sheet; in the layout it is nothing at the head of a page."""
    return float(value.value) if getattr(value, "unit", "") == "px" else 0.0


def _leaves(box: Any, around: tuple[Any, ...], fragment: int) -> Iterator[_Leaf]:
    from weasyprint.formatting_structure.boxes import (
        BlockLevelBox,
        FootnoteAreaBox,
        LineBox,
        ReplacedBox,
        TableBox,
        TableRowBox,
        TableRowGroupBox,
    )

    around = (*around, box)
    if isinstance(box, ReplacedBox):
        yield _Leaf(box, around, fragment)
        return
    for child in getattr(box, "children", ()):
        if isinstance(child, FootnoteAreaBox):
            continue
        if isinstance(child, LineBox):
            yield _Leaf(child, around, fragment)
        elif isinstance(child, TableRowBox):
            yield _Leaf(child, (*around, child), fragment)
        elif isinstance(child, TableBox | TableRowGroupBox) or (
            isinstance(child, BlockLevelBox) and child.is_in_normal_flow()
        ):
            yield from _leaves(child, around, fragment)


def _is_head(leaf: _Leaf) -> bool:
    return any(getattr(box, "is_header", False) for box in leaf.around)


def _avoids(side: str, around: Sequence[Any]) -> bool:
    return any(box.style[side] in ("avoid", "avoid-page") for box in around)


def _common(before: _Leaf, leaf: _Leaf) -> int:
    """How many boxes stand around both."""
    depth = 0
    for one, other in zip(before.around, leaf.around, strict=False):
        if one is not other and (one.element is not other.element or before.fragment == leaf.fragment):
            break
        depth += 1
    return depth


def _places(leaves: Sequence[_Leaf]) -> dict[int, tuple[int, int]]:
    """For each line of a paragraph of several, which it is, and of how many."""
    runs = [[0]] if leaves else []
    for number, (before, leaf) in enumerate(pairwise(leaves), 1):
        if _is_same_paragraph(before, leaf):
            runs[-1].append(number)
        else:
            runs.append([number])
    return {id(leaves[number]): (place, len(run)) for run in runs for place, number in enumerate(run)}


def _is_same_paragraph(before: _Leaf, leaf: _Leaf) -> bool:
    return _common(before, leaf) == len(before.around) == len(leaf.around)


def _freedom(before: _Leaf, leaf: _Leaf, places: Mapping[int, tuple[int, int]]) -> tuple[bool, bool]:
    """Whether a page may begin with a piece, and whether it may if its part is let be parted."""
    depth = _common(before, leaf)
    keeping = [box for box in leaf.around[:depth] if box.style["break_inside"] == "avoid"]
    if _is_head(before):
        return False, False
    if _is_same_paragraph(before, leaf):
        (place, count), style = places[id(leaf)], before.around[-1].style
        least = _LONG_CODE // 2 if keeping else 0
        is_allowed = place >= max(least, style["orphans"]) and count - place >= max(least, style["widows"])
    else:
        apart = _avoids("break_after", before.around[depth:]) or _avoids("break_before", leaf.around[depth:])
        is_allowed = not apart and not (keeping and _is_row_alone(leaf))
    is_soft = bool(keeping) and all(box is leaf.around[0] or box.element is leaf.around[0].element for box in keeping)
    return is_allowed and not keeping, is_allowed and is_soft


def _may_be_parted(box: Any, count: int) -> bool:
    """Whether a part that is kept whole may be parted even so."""
    kinds = (box.element.get("class") or "").split()
    return (box.element.tag == "table" and "short" in kinds) or (box.element.tag == "pre" and count >= _LONG_CODE)


def _is_row_alone(leaf: _Leaf) -> bool:
    """Whether a break before a row leaves it alone, or the one before it."""
    rows = list(leaf.around[-2].element.iter("tr")) if leaf.box.element_tag == "tr" else []
    return bool(rows) and rows.index(leaf.box.element) in (1, len(rows) - 1)
