"""Write a tree of neutral elements as an XHTML content document of a book (EPUB 3.3, 6.1)."""

import xml.etree.ElementTree as ET

from separatum.style.compose import XHTML

OPS = "http://www.idpf.org/2007/ops"
XML = "http://www.w3.org/XML/1998/namespace"
SHEET = "style.css"
_FEW_COLUMNS = 3
"""As many as fit on a telephone."""
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
    _let_wide_tables_scroll(root)
    head = root.find("head")
    assert head is not None
    ET.SubElement(head, "link", {"rel": "stylesheet", "type": "text/css", "href": SHEET})
    return _serialised(root)


def _let_wide_tables_scroll(root: ET.Element) -> None:
    """Put each table of many columns into a block that scrolls, also by keyboard."""
    for parent in list(root.iter()):
        for place, table in enumerate(list(parent)):
            if table.tag == "table" and max((len(row) for row in table.iter("tr")), default=0) > _FEW_COLUMNS:
                block = ET.Element("div", {"class": "scroll", "tabindex": "0"})
                block.tail, table.tail = table.tail, None
                parent[place] = block
                block.append(table)


def _serialised(root: ET.Element) -> bytes:
    """XHTML with the prefixes that reading systems expect: none for XHTML, “epub” for EPUB's own."""
    text = ET.tostring(root, encoding="unicode").replace("ns0:", "epub:").replace(f'xmlns:ns0="{OPS}"', "", 1)
    text = text.replace("<html", f'<html xmlns="{XHTML}" xmlns:epub="{OPS}"', 1)
    return _DECLARATION + text.encode()
