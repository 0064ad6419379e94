"""Say how large the pictures of a page are on a paper: rows of equal height, wide ones that reach into the margins."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from separatum.style.papers import Paper
from separatum.style.picture_rows import GAP, ROW, set_in_rows, shares

_NARROWEST = 96.0
"""Points: what a picture in a row should at least have, so that its caption can be read beside others."""
_MOST_IN_A_ROW = 4
_HIGHEST, _HIGHEST_WIDE = 0.55, 0.85
"""Of the height of a page's type: a row of pictures, and a wide picture with its caption."""
_EDGE = 34.0
"""Points, 12 mm: no picture comes nearer to the edge of the paper."""
_MEASURE = "data-measure"
"""The attribute of a wide figure: how wide the text is, in points."""
_LENGTH, _NUMBER = re.compile(r"([\w-]+): ([^;]+)"), re.compile(r"-?[\d.]+")
_FINENESS = 150 / 72
"""Pixels a point: no picture is printed coarser (print.css)."""


def set_sizes(root: ET.Element, paper: Paper) -> None:
    """Set blocks of pictures in rows, and give each picture of a row and each wide picture its width.

    Args:
        root: the page, whose images say their sizes in pixels; it is changed.
        paper: what it is laid out on.
    """
    column = (paper.measure - paper.gap * (paper.columns - 1)) / paper.columns
    for row in set_in_rows(root, max(1, min(_MOST_IN_A_ROW, int(column / _NARROWEST)))):
        _set_row(row, column, paper)
    text = root.find(".//div[@class='text']")
    for figure in text if text is not None else ():
        if "wide" in figure.get("class", "").split():
            _set_wide(figure, paper, is_leftward=root.get("dir") == "rtl")


def set_smaller(part: ET.Element, height: float, before: float) -> None:
    """Set a figure or a row of figures smaller; a wide picture then reaches less far into the margins.

    Args:
        part: it is changed.
        height: of its picture, in pixels.
        before: the height that the picture had, in pixels.
    """
    for figure in part if part.get("class") == ROW else (part,):
        lengths = dict(_LENGTH.findall(figure.get("style", "")))
        if not lengths:
            for picture in figure.iter("img"):
                picture.set("style", f"max-height: {height:.2f}px")
            continue
        width, unit = _parted(lengths["width"])
        smaller = {"width": f"{width * height / before:.3f}{unit}"}
        for side in lengths.keys() - smaller:
            out = -_parted(lengths[side])[0]
            measure = _parted(figure.get(_MEASURE, "0"))[0]
            more = max(0.0, width * height / before - measure)
            smaller = {side: f"{-out * more / (width - measure):.3f}{unit}", **smaller}
        figure.set("style", "; ".join(f"{name}: {length}" for name, length in smaller.items()))


def _parted(length: str) -> tuple[float, str]:
    found = _NUMBER.match(length)
    return (float(found[0]), length[found.end() :]) if found else (0.0, "")


def _set_row(row: ET.Element, column: float, paper: Paper) -> None:
    """Give each figure of a row its width in per cent, so that all pictures are as high as the others."""
    ratios, gaps = shares(row), (len(row) - 1) * GAP / 100
    finest = min(_pixels(figure)["height"] for figure in row) / _FINENESS
    height = min(column * (1 - gaps) / sum(ratios), _HIGHEST * paper.depth, finest)
    for figure, ratio in zip(row, ratios, strict=True):
        figure.tail = None  # a space would part them
        figure.set("style", f"width: {99.9 * height * ratio / column:.3f}%")


def _set_wide(figure: ET.Element, paper: Paper, *, is_leftward: bool) -> None:
    """Let a picture reach into the margins, as far as it has pixels for it."""
    if paper.columns > 1:
        return  # it spans all columns: print.css
    before, behind = (max(0.0, paper.margins[side] - _EDGE) for side in ((1, 3) if is_leftward else (3, 1)))
    pixels = _pixels(figure)
    if not pixels["width"] or not before + behind:
        return
    highest = _HIGHEST_WIDE * paper.depth * pixels["width"] / pixels["height"]
    more = min(paper.measure + before + behind, pixels["width"] / _FINENESS, highest) - paper.measure
    if more > 0:
        out = more * before / (before + behind)
        side = "right" if is_leftward else "left"
        figure.set("style", f"margin-{side}: {-out:.2f}pt; width: {paper.measure + more:.2f}pt")
        figure.set(_MEASURE, f"{paper.measure:.2f}")


def _pixels(figure: ET.Element) -> Mapping[str, int]:
    image = figure.find("img")
    found = image.attrib if image is not None else {}
    return {name: int(found.get(name, "0")) for name in ("width", "height")}
