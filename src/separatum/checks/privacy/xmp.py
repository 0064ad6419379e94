"""Read XMP and other small XML metadata as fields, each with its name and value (ISO 16684-1, 7)."""

import re
from collections.abc import Iterator

from lxml import etree

from separatum.checks.formats.epub_file import parse_xml
from separatum.checks.privacy.metadata_fields import Field, Holder
from separatum.checks.privacy.names import Wording

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML = "http://www.w3.org/XML/1998/namespace"
_MOST_FIELDS = 2_000
_MOST_BYTES = 1_000_000
_TAGGED = re.compile(r"<([\w:-]{1,100})[^<>]{0,2000}>([^<>]{1,20000})<")
# Names that XMP gives to what is no person: a described schema, its property, a fixed word for a tool.
_DESCRIBED = re.compile(r"pdfaid|pdfuaid|pdfa(Schema|Property|Field|Type|Extension)|^x:xmptk$")


def fields_of_xmp(packet: bytes, holder: Holder) -> Iterator[Field]:
    """The fields of an XMP packet; of one that is not well-formed, the text between its tags."""
    start, end = packet.find(b"<"), packet.rfind(b">")
    try:
        root = parse_xml(packet[start : end + 1] if start >= 0 else packet)
    except etree.XMLSyntaxError:
        for name, value in _TAGGED.findall(packet[:_MOST_BYTES].decode("utf-8", "replace")):
            yield Field(holder, name, value)
        return
    for count, (name, value) in enumerate(_leaves(root)):
        if count >= _MOST_FIELDS:
            return
        if value.strip():
            yield Field(holder, "XMP" if _DESCRIBED.search(name) else name, value)


def wording_of_xmp(name: str) -> Wording:
    """For whom a field of XMP is written, by its name."""
    prefix, _, key = name.lower().rpartition(":")
    if prefix in _TERMS:
        return Wording.TERMS
    return Wording.PROSE if key.endswith(_READ) else Wording.DATA


_TERMS = frozenset(
    {"stfnt", "xmpg", "xapg", "stdim", "xmptpg", "xaptpg", "crs", "xmpgimg", "xapgimg", "stver", "stjob"}
)
"""Prefixes of fonts, swatches, measures and settings (XMP Specification, part 2)."""
_READ = ("title", "description", "subject", "keywords", "rights", "usageterms", "layername", "layertext", "headline")


def _leaves(root: etree._Element) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield "comment", element.text or ""
            continue
        for attribute, value in element.attrib.items():
            namespace = etree.QName(str(attribute)).namespace
            if namespace not in {_RDF, _XML}:
                yield _name(element, str(attribute)), str(value)
        if element.text and element.text.strip():
            yield _name(_property_of(element), None), element.text


def _property_of(element: etree._Element) -> etree._Element:
    """The property that a value belongs to: not the list around it (ISO 16684-1, 7.5)."""
    while etree.QName(element).namespace == _RDF and (parent := element.getparent()) is not None:
        element = parent
    return element


def _name(element: etree._Element, attribute: str | None) -> str:
    if attribute is None:
        local = etree.QName(element).localname
        return f"{element.prefix}:{local}" if element.prefix else local
    name = etree.QName(attribute)
    prefix = next((key for key, value in element.nsmap.items() if value == name.namespace and key), None)
    return f"{prefix}:{name.localname}" if prefix else name.localname
