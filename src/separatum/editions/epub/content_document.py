"""Write a tree of neutral elements as an XHTML content document of a book (EPUB 3.3, 6.1)."""

import xml.etree.ElementTree as ET

from separatum.style.compose import XHTML
from separatum.style.picture_rows import set_in_rows, shares

OPS = "http://www.idpf.org/2007/ops"
XML = "http://www.w3.org/XML/1998/namespace"
SHEET = "style.css"
_MOST_IN_A_ROW, _LEAST_HEIGHT = 3, 9
"""Pictures in a row, and how high a row is at least, in em: where it would be lower its pictures are stacked."""
_EM, _SMALL = 16, 300
"""Pixels of a reader's em (CSS Values 4, 6.2), and of a picture that is narrower than a caption needs."""
_HIGHEST_UPRIGHT = 30
"""How high an upright picture is at most, in em."""
_FEW_COLUMNS = 3
"""As many as fit on a telephone."""
_LETTERS_IN_A_LINE, _LETTERS_BETWEEN = 22, 2
"""Of a table on a telephone of 360 pixels, in letters of twice the usual size; and between two columns."""
_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'

_SEMANTICS = {
    ("a", "noteref"): ("noteref", "doc-noteref"),
    ("a", "backlink"): (None, "doc-backlink"),
    ("aside", "note"): ("footnote", "doc-footnote"),
    ("section", "notes"): ("footnotes", "doc-endnotes"),
    ("section", "colophon"): ("colophon", "doc-colophon"),
    ("section", "amendments"): ("errata", "doc-errata"),
}
"""What an element and class of the page mean: EPUB Structural Semantics 1.1, and DPUB-ARIA 1.1."""


def content_document(root: ET.Element) -> bytes:
    """A document with what only a book needs: namespaces, meanings, its sheet. The tree is changed."""
    _size_pictures(root)
    for element in root.iter():
        if element.tag == "img":  # Calibre stretches pictures to these attributes, and MuPDF crops them
            element.attrib.pop("width", None)
            element.attrib.pop("height", None)
        language = element.get("lang")
        if language:
            element.set(f"{{{XML}}}lang", language)
        kind, role = _SEMANTICS.get((element.tag, element.get("class", "")), (None, None))
        if kind:
            element.set(f"{{{OPS}}}type", kind)
        if role:
            element.set("role", role)
    _let_wide_tables_flow(root)
    head = root.find("head")
    assert head is not None
    ET.SubElement(head, "link", {"rel": "stylesheet", "type": "text/css", "href": SHEET})
    return _serialised(root)


def _size_pictures(root: ET.Element) -> None:
    """Say how wide each figure is at most, so that its picture fills it and is not shown larger than it is.

    Reading systems such as epub.js set their own limits to pictures, but none to what is around them.
    """
    in_rows = set[ET.Element]()
    for row in set_in_rows(root, _MOST_IN_A_ROW):
        for figure, share in zip(row, shares(row), strict=True):
            # Each grows by its shape until the row is full; where one line has no room for all, each has a line.
            figure.set(
                "style",
                f"flex: {share:.3f} 1 {share * _LEAST_HEIGHT:.2f}em; max-width: {_pixels(figure)[0] / _EM:.4g}em",
            )
            in_rows.add(figure)
    for figure in root.iter("figure"):
        width, height = _pixels(figure)
        if figure not in in_rows and width > _SMALL:
            is_upright = "upright" in figure.get("class", "").split()
            widest = min(width / _EM, _HIGHEST_UPRIGHT * width / height if is_upright else width)
            figure.set("style", f"max-width: {widest:.4g}em")
            _add_class(figure, "sized")


def _pixels(figure: ET.Element) -> tuple[int, int]:
    """The width and the height of a figure's picture; 0 where nobody knows."""
    image = figure.find("img")
    known = image.attrib if image is not None else {}
    return int(known.get("width", "0")), int(known.get("height", "0"))


def _let_wide_tables_flow(root: ET.Element) -> None:
    """Let the cells of each wide table go on below each other where they do not fit beside each other.

    A block that scrolls would be cut where it is higher than a page: reading systems cannot part it (CSS
    Fragmentation 3, 4.1). Only a table with spans has to scroll, as its cells cannot leave their places.
    """
    for parent in list(root.iter()):
        for place, table in enumerate(list(parent)):
            if table.tag != "table" or not _is_wide(table):
                continue
            if any(cell.get("colspan") or cell.get("rowspan") for row in table.iter("tr") for cell in row):
                block = ET.Element("div", {"class": "scroll", "tabindex": "0"})
                block.tail, table.tail = table.tail, None
                parent[place] = block
                block.append(table)
                continue
            _add_class(table, "flow")
            for column in _columns(table):
                letters = sum(len("".join(cell.itertext())) for cell in column) / len(column)
                for cell in column:
                    _add_class(cell, f"share-{max(1, min(4, round(letters / 8)))}")


def _is_wide(table: ET.Element) -> bool:
    """Whether it has many columns, or words so long that large letters have no room for them on a telephone."""
    columns = _columns(table)
    longest = [max(map(_unbroken, column), default=0) for column in columns]
    return len(columns) > _FEW_COLUMNS or sum(length + _LETTERS_BETWEEN for length in longest) > _LETTERS_IN_A_LINE


def _unbroken(cell: ET.Element) -> int:
    """The letters of the longest word of a cell, or of all where the cell is one line."""
    text = "".join(cell.itertext())
    return len(text.strip()) if "brief" in cell.get("class", "").split() else max(map(len, text.split()), default=0)


def _columns(table: ET.Element) -> list[list[ET.Element]]:
    rows = [list(row) for row in table.iter("tr")]
    return [[row[at] for row in rows if at < len(row)] for at in range(max(map(len, rows), default=0))]


def _add_class(element: ET.Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".lstrip())


def _serialised(root: ET.Element) -> bytes:
    """XHTML with the prefixes that reading systems expect: none for XHTML, “epub” for EPUB's own."""
    text = ET.tostring(root, encoding="unicode").replace("ns0:", "epub:").replace(f'xmlns:ns0="{OPS}"', "", 1)
    text = text.replace("<html", f'<html xmlns="{XHTML}" xmlns:epub="{OPS}"', 1)
    return _DECLARATION + text.encode()
