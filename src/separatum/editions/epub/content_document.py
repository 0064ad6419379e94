"""Write a tree of neutral elements as an XHTML content document of a book (EPUB 3.3, 6.1)."""

import xml.etree.ElementTree as ET

from separatum.style.compose import XHTML

OPS = "http://www.idpf.org/2007/ops"
XML = "http://www.w3.org/XML/1998/namespace"
SHEET = "style.css"
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
    head = root.find("head")
    assert head is not None
    ET.SubElement(head, "link", {"rel": "stylesheet", "type": "text/css", "href": SHEET})
    return _serialised(root)


def _serialised(root: ET.Element) -> bytes:
    """XHTML with the prefixes that reading systems expect: none for XHTML, “epub” for EPUB's own."""
    text = ET.tostring(root, encoding="unicode").replace("ns0:", "epub:").replace(f'xmlns:ns0="{OPS}"', "", 1)
    text = text.replace("<html", f'<html xmlns="{XHTML}" xmlns:epub="{OPS}"', 1)
    return _DECLARATION + text.encode()
