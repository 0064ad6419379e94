"""Put pictures that belong together beside each other: a row of equal height, or a gallery of such rows.

Pictures of one paragraph belong together, and so do upright ones that follow each other. Alone each of these would fill
a page; a row of them is as high as one line of pictures can be without cutting any.
"""

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence

UPRIGHT = 1.15
"""How much higher than wide a picture is that stands upright."""
GROUP, ROW = "pictures", "row"
"""The classes of a block of pictures that belong together, and of each row in its place."""
GAP = 2.4
"""Per cent of a row: the space between two pictures."""
_BEST = 0.42
"""Of the measure: how high a row is at best."""
_APART = ("lead", "wide")


def mark_pictures(root: ET.Element) -> None:
    """Say which figures are upright, and put those that belong together into one block.

    Args:
        root: the page of an article, whose images say their sizes in pixels; it is changed. No word is moved.
    """
    for figure in root.iter("figure"):
        if (share := _share(figure)) and share * UPRIGHT < 1:
            _add_class(figure, "upright")
    for parent in [element for element in root.iter() if element.find("figure") is not None]:
        for first, count in reversed(list(_groups(list(parent)))):
            group = ET.Element("div", {"class": GROUP})
            group[:] = parent[first : first + count]
            group.tail = group[-1].tail
            parent[first : first + count] = [group]
    for figure in root.iter("figure"):
        _take_class(figure, "beside")


def set_in_rows(root: ET.Element, most: int) -> list[ET.Element]:
    """Make rows of each block of pictures.

    Args:
        root: the page; it is changed.
        most: how many pictures a row may have.

    Returns:
        The rows; the width of each figure, in shares of the row, is `shares`.
    """
    rows: list[ET.Element] = []
    for parent in list(root.iter()):
        for group in [child for child in parent if child.get("class") == GROUP]:
            figures = list(group)
            made: list[ET.Element] = []
            for count in rows_of([_share(one) for one in figures], most):
                row = ET.Element("div", {"class": ROW})
                row[:], figures, row.tail = figures[:count], figures[count:], "\n"
                made.append(row)
            made[-1].tail = group.tail
            place = list(parent).index(group)
            parent[place : place + 1] = made
            rows += made
    return rows


def shares(row: ET.Element) -> list[float]:
    """How wide each picture of a row is by its height."""
    return [_share(figure) for figure in row]


def rows_of(ratios: Sequence[float], most: int) -> list[int]:
    """How many pictures stand in each row: so that the rows are as high as suits, the highest first.

    Args:
        ratios: the width of each picture by its height.
        most: how many pictures a row may have.
    """
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    for end in range(1, len(ratios) + 1):
        choices = []
        for count in range(1, min(most, end) + 1):
            cost, rows = best[end - count]
            height = 1 / sum(ratios[end - count : end])
            later = 1e-6 * (len(ratios) - end) * count**2  # of two that are as good, the one that begins with fewer
            choices.append((cost + count * math.log(height / _BEST) ** 2 + later, [*rows, count]))
        best.append(min(choices))
    return best[-1][1]


def _groups(parts: Sequence[ET.Element]) -> Iterator[tuple[int, int]]:
    """The place and the number of figures that belong together."""
    first = 0
    while first < len(parts):
        end = first + 1
        while end < len(parts) and _belongs(parts[end - 1], parts[end]):
            end += 1
        if end - first > 1:
            yield first, end - first
        first = end


def _belongs(before: ET.Element, figure: ET.Element) -> bool:
    """Whether a figure stands beside the one before it."""
    if before.tag != "figure" or figure.tag != "figure" or (before.tail or "").strip():
        return False
    classes, of_before = figure.get("class", "").split(), before.get("class", "").split()
    if any(name in classes or name in of_before for name in _APART) or not (_share(before) and _share(figure)):
        return False
    return "beside" in classes or ("upright" in classes and "upright" in of_before)


def _share(figure: ET.Element) -> float:
    """The width of a figure's picture by its height; 0 where it has none."""
    image = figure.find("img")
    if image is None:
        return 0.0
    height = int(image.get("height", "0"))
    return int(image.get("width", "0")) / height if height else 0.0


def _add_class(element: ET.Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".lstrip())


def _take_class(element: ET.Element, name: str) -> None:
    rest = [one for one in element.get("class", "").split() if one != name]
    if rest:
        element.set("class", " ".join(rest))
    else:
        element.attrib.pop("class", None)
