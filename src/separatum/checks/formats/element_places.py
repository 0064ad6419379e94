"""Find where the elements of a PDF's structure tree are on its pages."""

from collections.abc import Iterable, Mapping

from separatum.checks.formats.pdf_pages import Drawn, Piece, Sheet
from separatum.checks.formats.pdf_painting import Box
from separatum.checks.formats.structure_tree import Content, Element, Node

Place = tuple[int, Box]
"""A page, counted from 1, and a box on it."""


def places_of(tree: Iterable[Node], sheets: Iterable[Sheet]) -> Mapping[int, Place]:
    """The page on which each element shows something first, and the box of what it shows there, by its number.

    Args:
        tree: the structure tree, as `structure_tree.read_tree` gives it.
        sheets: the pages, as `pdf_pages.read_sheets` gives them.
    """
    shown: dict[tuple[int, int], Box] = {}
    for sheet in sheets:
        things: list[Piece | Drawn] = [*sheet.pieces, *sheet.images]
        for thing in things:
            if thing.mark is not None:
                key = sheet.number, thing.mark
                shown[key] = around(shown[key], thing.box) if key in shown else thing.box
    places: dict[int, Place] = {}
    for node in tree:
        if isinstance(node, Content) and node.mark[0] == (0, 0):
            page = node.page or 1
            box = shown.get((page, node.mark[1]))
            element: Element | None = node.element
            while box is not None and element is not None:
                known = places.setdefault(element.number, (page, box))
                if known[0] == page:
                    places[element.number] = page, around(known[1], box)
                element = element.parent
    return places


def around(one: Box, other: Box) -> Box:
    """The box around two boxes."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
