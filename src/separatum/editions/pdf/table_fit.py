"""Make wide tables fit a paper: breaks inside long tokens, smaller type, then rows stacked as blocks.

No table is refused for its width. The order of the words stays, and so does the structure tree; what stacked rows say
besides is for the eye (`stacked_rows.py`).
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from separatum.editions.pdf.table_places import placed
from separatum.style.style import Face, Style

STACKED = "stacked"
"""The class of a table whose cells stand below each other."""
_SIZE = re.compile(r"(?:^|[\s,}])table\s*(?:,[^{}]*)?\{[^{}]*?font-size:\s*([\d.]+)(em|rem)")
_SMALL_SIZE = re.compile(r"(?:^|[\s,}])table\.small\s*\{[^{}]*?font-size:\s*([\d.]+)(em|rem)")
_USUAL, _SMALLEST = 0.8, 0.72
"""The sizes of type in tables against the text's, if the sheets say none."""
_PADDING = 1.0
"""Between two columns, in sizes of the table's type."""
_TOKEN = re.compile(r"\S{13,}")
"""What may break inside: shorter words stay whole."""
_BREAKABLE = re.compile(r"(?<=[^\W_][/._@:=&?;-])(?<!://)(?<![\d][.,:])(?=[^\s/._@:=&?;-])")
_BREAK = "\N{ZERO WIDTH SPACE}"
_BREAKS = re.compile(rf"[\s{_BREAK}]+")
LINES = frozenset(
    {"br", "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "pre", "blockquote", "figure", "table", "tr", "td", "th"}
)
"""Elements that begin or end a line."""
_LINE_END = "\N{LINE SEPARATOR}"
_WORD_OF_IDEOGRAPHS = re.compile("[\u2e80-\u9fff\uf900-\ufaff]{4}(?=[\u2e80-\u9fff\uf900-\ufaff])")
"""Han and kana, whose lines break between any two signs: a column has room for so many all the same."""
_LONGEST_PIECE = 24
"""Signs of a word, without a sign to break after, from which it may break anywhere."""


def fit_tables(root: ET.Element, style: Style) -> None:
    """Mark each table that is wider than its measure, and let long tokens in cells break.

    Args:
        root: the page; it is changed.
        style: its faces, sheets and paper.
    """
    parents = {child: parent for parent in root.iter() for child in parent}
    for table in list(root.iter("table")):
        if mark := mark_of(table, style):
            table.set("class", f"{table.get('class', '')} {mark}".lstrip())
        if "spread" in mark:
            _wrap(table, parents[table])


def mark_of(table: ET.Element, style: Style) -> str:
    """How a table is made to fit: “small”, “spread” (over all columns), both, or “stacked”; empty where it fits.

    Long tokens of the table are let break first; it is changed.
    """
    for cell in _cells(table):
        _let_break(cell)
    return _mark(table, style)


def has_mark(table: ET.Element, mark: str) -> bool:
    """Whether a table was marked so."""
    return mark in table.get("class", "").split()


def _wrap(table: ET.Element, parent: ET.Element) -> None:
    """Put a table into a block: the layout lets only blocks span columns."""
    place = list(parent).index(table)
    block = ET.Element("div", {"class": "spread"})
    block.tail, table.tail = table.tail, None
    parent[place] = block
    block.append(table)


def _mark(table: ET.Element, style: Style) -> str:
    """The first of the steps at which it fits."""
    paper, needed = style.paper, _least_width(table, style)
    usual, small = _size(_SIZE, style, _USUAL), _size(_SMALL_SIZE, style, _SMALLEST)
    column = (paper.measure - paper.gap * (paper.columns - 1)) / paper.columns
    steps = [(column, usual, ""), (paper.measure, usual, "spread"), (column, small, "small")]
    steps += [(paper.measure, small, "spread small")]
    if paper.columns == 1:
        steps = [step for step in steps if "spread" not in step[2]]
    return next((mark for room, size, mark in steps if needed * size * paper.text <= room), STACKED)


def _least_width(table: ET.Element, style: Style) -> float:
    """The width of a table whose columns are as wide as their longest pieces, in sizes of its type."""
    columns: dict[int, float] = {}
    cells = [cell for _, row, _ in placed(table) for cell in row]
    for cell in sorted(cells, key=lambda one: one.across):
        widest = max((_width(piece, cell.element, style) for piece in _pieces(cell.element)), default=0.0)
        lacks = widest - sum(columns.get(column, 0.0) for column in cell.columns) - _PADDING * (cell.across - 1)
        for column in cell.columns:
            columns[column] = columns.get(column, 0.0) + max(0.0, lacks) / cell.across
    return sum(columns.values()) + _PADDING * max(0, len(columns) - 1)


def _size(pattern: re.Pattern[str], style: Style, usual: float) -> float:
    """A size of type that the sheets give to tables, against the text's; the last one counts."""
    found = pattern.findall(f"{style.common}\n{style.print}\n{style.paper.rules}")
    return float(found[-1][0]) if found else usual


def _cells(table: ET.Element) -> Iterator[ET.Element]:
    for row in table.iter("tr"):
        yield from row


def _pieces(cell: ET.Element) -> Iterable[str]:
    """What a line of the cell cannot break; whole lines of a brief column, whose cells stay whole."""
    text = "".join(_texts(cell)).strip()
    if "brief" in cell.get("class", "").split():
        return text.split(_LINE_END)
    return _BREAKS.split(text if text.isascii() else _WORD_OF_IDEOGRAPHS.sub(rf"\g<0>{_BREAK}", text))


def _texts(element: ET.Element) -> Iterator[str]:
    """The text of an element, with its notes left out, and a line end wherever another line begins."""
    yield element.text or ""
    for child in element:
        if child.get("class") != "note":
            end = _LINE_END if child.tag in LINES else ""
            yield end
            yield from _texts(child)
            yield end
        yield child.tail or ""


def _let_break(cell: ET.Element) -> None:
    """Put a place to break behind the signs that part long tokens: `.`, `/`, `_`, `-`, `@`."""
    if "brief" in cell.get("class", "").split():
        return
    for element in cell.iter():
        if element.text:
            element.text = _TOKEN.sub(_with_breaks, element.text)
        if element.tail and element is not cell:
            element.tail = _TOKEN.sub(_with_breaks, element.tail)


def _with_breaks(token: re.Match[str]) -> str:
    pieces = _BREAKABLE.sub(_BREAK, token[0]).split(_BREAK)
    return _BREAK.join(part for piece in pieces for part in _parts(piece))


def _parts(piece: str) -> Iterator[str]:
    """A piece, cut where it is longer than any word: a hash, a key."""
    if len(piece) <= _LONGEST_PIECE or piece.isalpha():
        yield piece
        return
    for start in range(0, len(piece), 8):
        yield piece[start : start + 8]


def _width(piece: str, cell: ET.Element, style: Style) -> float:
    """How wide a piece is, in sizes of its type."""
    is_code = any(piece in "".join(code.itertext()) for code in cell.iter("code"))
    role, weight = ("code" if is_code else "label"), (600 if cell.tag == "th" else 400)
    families = style.roles.get(role, ()) or style.roles.get("text", ())
    faces = [face for face in style.faces if face.family in families and face.posture == "normal"]
    if not faces:
        return 0.62 * len(piece)
    face = min(faces, key=lambda one: abs(one.weight - weight))
    return sum(_advance(face, sign) for sign in piece) * (0.9 if is_code else 1.0)


@lru_cache(maxsize=4096)
def _advance(face: Face, sign: str) -> float:
    """The advance of a sign in sizes of the type; that of a wide letter where the face lacks it."""
    font = _font(face)
    glyph = font.get_nominal_glyph(ord(sign))
    return font.get_glyph_h_advance(glyph) / font.face.upem if glyph else 1.0


@lru_cache(maxsize=16)
def _font(face: Face) -> Any:
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.ttf)), face.index))
