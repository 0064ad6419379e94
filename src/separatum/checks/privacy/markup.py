"""What XML and XHTML hold besides their text: comments, attributes, heads, scripts, styles, embedded files, loads."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from lxml import etree

from separatum.checks.formats.epub_file import line_of
from separatum.checks.privacy import rules
from separatum.checks.privacy.css import is_remote, read_sheet
from separatum.checks.privacy.metadata_fields import (
    Field,
    Holder,
    inspect_code,
    inspect_contacts,
    inspect_field,
    inspect_namespace,
    inspect_terms,
    inspect_words,
    shortened,
)
from separatum.checks.privacy.names import Wording
from separatum.model.findings import Finding

Embedded = Callable[[bytes, Holder, str], Iterator[Finding]]
"""Inspects a file that is written into the text: its bytes, where it is, its media type."""

_FOR_READERS = frozenset({"alt", "title", "aria-label", "aria-description", "aria-roledescription", "summary", "label"})
_READ_ALOUD = _FOR_READERS | {"placeholder", "abbr", "alttext", "aria-valuetext", "file-as", "name-as"}
_LOADED = frozenset(
    {
        *("src", "srcset", "poster", "data", "background", "imagesrcset", "ping", "action", "formaction", "manifest"),
        *("classid", "codebase", "archive", "code", "object", "dynsrc", "lowsrc", "icon", "longdesc", "profile"),
        *("textref", "itemid", "xlink:href", "srcdoc", "attributionsrc"),
    }
)
_NAMING = frozenset({"class", "id", "for", "headers", "font-family"})
"""Attributes that name things for programs."""
_GEOMETRY = frozenset(
    {"d", "points", "transform", "viewBox", "gradientTransform", "patternTransform", "values", "keyTimes", "dx", "dy"}
)
_FOLLOWED = frozenset({"a", "area", "cite", "q", "blockquote", "ins", "del"})
_STATIC_RELATIONS = frozenset(
    {
        *("canonical", "license", "author", "alternate", "help", "next", "prev", "search", "me", "bookmark", "tag"),
        *("nofollow", "record", "dcterms:conformsto", "schema.dc", "schema.dcterms", "profile", "up", "contents"),
    }
)
_CHOSEN = frozenset({"id", "class", "name", "for", "headers", "href", "src", "idref", "toc", "aria-labelledby"})
_FIELDS = frozenset({"name", "property", "http-equiv", "content", "value", "charset", "scheme"})
"""Attributes of “meta” that are read as a field."""
_SCRIPTS = frozenset({"script", "form", "iframe", "embed", "object", "applet", "frame"})
_HEAD_TEXT = frozenset({"title", "desc", "doctitle", "docauthor", "navlabel", "text"})
_INKSCAPE = ("export-filename", "absref", "docname", "docbase")


@dataclass(frozen=True, slots=True)
class Markup:
    """How a document is inspected."""

    embedded: Embedded
    is_document: bool
    """Whether its text is on the pages, so that it is not reported."""
    is_office: bool = False
    """Whether it is a part of a document of an office program, whose attributes are its own words."""


def inspect_markup(root: etree._Element, holder: Holder, how: Markup) -> Iterator[Finding]:
    """What a document holds besides its text.

    Args:
        root: its root element.
        holder: the part that it is.
        how: what is done with embedded files and with its text.
    """
    info: Any = root.getroottree().docinfo
    yield from _inspect_prolog(info, holder)
    outside = (*root.itersiblings(preceding=True), *root.itersiblings())
    hosts: dict[str, None] = {}
    spaces = {uri: None for node in root.iter("{*}*") for uri in node.nsmap.values()}
    for space in spaces:
        yield from inspect_namespace(space, holder.named(f"a namespace in {holder.name}"))
    for node in (*outside, *root.iter()):
        inner = holder.at(_at_line(holder, node))
        if not isinstance(node.tag, str):
            yield from _inspect_remark(node, inner)
            continue
        yield from _inspect_element(node, inner, how)
        for attribute, value in node.attrib.items():
            yield from _inspect_attribute(_Attribute(node, str(attribute), str(value), inner), how, hosts)
        if not how.is_document:
            yield from _inspect_text(node, inner)
    if hosts:
        yield holder.found(rules.LINKS, shortened(f"it links to {', '.join(hosts)}", 300))


def local_name(name: Any) -> str:
    """A name without its namespace, also one that XML does not allow."""
    return str(name).rpartition("}")[2]


def _at_line(holder: Holder, node: etree._Element) -> Any:
    from dataclasses import replace

    return replace(holder.where, line=line_of(node)) if "!" in holder.where.file else holder.where


def _inspect_prolog(info: Any, holder: Holder) -> Iterator[Finding]:
    """The document type: public identifiers name standards; entities may hold anything."""
    subset = info.internalDTD
    entities = list(subset.iterentities()) if subset is not None else []
    for entity in entities:
        message = f"an entity “{entity.name}” in {holder.name}"
        yield holder.found(rules.COMMENT, message, "remove it")
        yield from inspect_words(f"{entity.name} {entity.content or ''} {entity.orig or ''}", holder.named(message))
    if info.system_url:
        yield from inspect_contacts(info.system_url, holder.named(f"the document type of {holder.name}"))


def _inspect_remark(node: Any, holder: Holder) -> Iterator[Finding]:
    text = " ".join((node.text or "").split())
    if node.tag is etree.Entity:
        return
    is_instruction = node.tag is etree.ProcessingInstruction
    if is_instruction and node.target in {"xml-stylesheet", "xpacket", "xml-model", "oxygen", "page-break"}:
        text = re.sub(r'type="text/\w+"', "", text)
        if address := re.search(r'href="([^"]*)"', text):
            yield from _inspect_load(address[1], "a style sheet", holder)
        return
    if text:
        yield holder.found(rules.COMMENT, f"a comment in {holder.name}: “{shortened(text)}”", "remove it")
        inner = holder.named(f"a comment in {holder.name}")
        yield from inspect_words(text, inner, wording=Wording.PROSE, lists_rest=False)


def _inspect_element(element: etree._Element, holder: Holder, how: Markup) -> Iterator[Finding]:
    name = local_name(element.tag).lower()
    if name in _SCRIPTS and not (name == "object" and not is_remote(element.get("data", ""))):
        yield holder.found(rules.CALLS, f"an element “{name}” in {holder.name}", "remove it")
    if name == "script":
        yield from inspect_code(element.text or "", holder.named("a script"))
    elif name == "style":
        yield from inspect_sheet(element.text or "", holder.named("a style element"), how.embedded)
    elif name == "meta":
        yield from _inspect_meta(element, holder)
    elif name in _HEAD_TEXT and how.is_document and name in {"title", "desc"}:
        text = " ".join(str(piece) for piece in element.itertext(etree.Element))
        yield from inspect_words(text, holder.named(f"the {_TITLES[name]}"), wording=Wording.PROSE)
    elif name == "metadata" and how.is_document and "svg" in str(element.tag):
        text = " ".join(str(piece) for piece in element.itertext(etree.Element))
        yield from inspect_words(text, holder.named("the metadata of a drawing"))


_TITLES = {"title": "title", "desc": "description"}


def _inspect_meta(element: etree._Element, holder: Holder) -> Iterator[Finding]:
    name = element.get("name") or element.get("property") or element.get("http-equiv") or "meta"
    value = element.get("content") or element.get("value") or ""
    if (element.get("http-equiv") or "").strip().lower() == "refresh":
        address = value.partition("=")[2].strip(" '\"")
        yield holder.found(rules.CALLS, f"it goes to “{shortened(address)}” by itself", "remove the element “meta”")
    if name.lower() not in {"viewport", "charset", "content-type", "refresh"}:
        yield from inspect_field(Field(holder.named("the head of the document"), name, value))


@dataclass(frozen=True, slots=True)
class _Attribute:
    """An attribute with its element."""

    element: etree._Element
    name: str
    value: str
    holder: Holder

    @property
    def key(self) -> str:
        """Its name without a namespace."""
        return local_name(self.name)

    @property
    def tag(self) -> str:
        """The element's name without a namespace, in small letters."""
        return local_name(self.element.tag).lower()


def _inspect_attribute(one: _Attribute, how: Markup, hosts: dict[str, None]) -> Iterator[Finding]:
    key, tag, value, holder = one.key, one.tag, one.value, one.holder
    lower = key.lower()
    inner = holder.named(f"the attribute “{key}” of {holder.name}")
    if lower.startswith("on") and len(lower) > 3:
        yield holder.found(rules.CALLS, f"a script “{key}” in {holder.name}", "remove it")
        yield from inspect_words(value, inner, lists_rest=False)
    elif lower == "style":
        yield from inspect_sheet(value, inner, how.embedded)
    elif lower == "srcdoc":
        yield from how.embedded(value.encode(), inner, "text/html")
    elif lower == "href" or lower in _LOADED:
        yield from _inspect_address(one, how, hosts)
    elif lower in _READ_ALOUD and tag != "link":
        yield from inspect_words(value, inner, wording=Wording.PROSE)
    elif lower in _INKSCAPE:
        yield holder.found(rules.COMMENT, f"“{key}” in {holder.name}: “{shortened(value)}”", "remove it")
        yield from inspect_words(value, inner)
    elif (tag == "meta" and lower in _FIELDS) or key in _GEOMETRY:
        return
    else:
        lists_rest = lower not in _CHOSEN and not how.is_office and not _is_usual(value)
        wording = Wording.PROSE if how.is_office else Wording.TERMS if lower in _NAMING else Wording.DATA
        yield from inspect_words(value, inner, wording=wording, lists_rest=lists_rest)


def _is_usual(value: str) -> bool:
    """Whether a value is a number, a colour or a key word, as most attributes have."""
    is_short = re.fullmatch(r"[\w.%#:+()/, -]{0,40}", value) is not None
    return is_short and not re.search(r"[A-Z][a-z]+ ?[A-Z][a-z]", value)


def _inspect_address(one: _Attribute, how: Markup, hosts: dict[str, None]) -> Iterator[Finding]:
    """An address: what it loads, what it leads to, and what it says itself."""
    key, value, holder = one.key.lower(), one.value, one.holder
    is_link = key == "href" and one.tag in _FOLLOWED
    relations = set((one.element.get("rel") or "").lower().split())
    is_static = one.tag == "link" and bool(relations) and relations <= _STATIC_RELATIONS
    addresses = re.split(r"\s*,\s+|\s+", value) if key in {"srcset", "ping", "imagesrcset"} else [value]
    for address in addresses:
        if address.lower().startswith("data:"):
            content, media_type = data_of(address)
            yield from how.embedded(content, holder.named(f"a file in the attribute “{key}”"), media_type)
        elif is_remote(address) and (is_link or is_static):
            hosts[_host(address)] = None
        elif is_remote(address):
            yield from _inspect_load(address, holder.name, holder)
    if not value.lower().startswith(("data:", "mailto:")):
        inner = holder.named(f"the address of {holder.name}")
        yield from inspect_words(value[:4000], inner, wording=Wording.TERMS, lists_rest=False)
    elif value.lower().startswith("mailto:"):
        yield from inspect_contacts(value[7:], holder.named("a link"))


def _inspect_load(address: str, what: str, holder: Holder) -> Iterator[Finding]:
    if is_remote(address):
        message = f"{what} loads “{shortened(address)}”"
        yield holder.found(rules.CALLS, message, "put it into the file")


def _inspect_text(element: etree._Element, holder: Holder) -> Iterator[Finding]:
    """The text of what is no page: a package, a list, a leftover."""
    tag = local_name(element.tag)
    text = " ".join(str(one) for one in (element.text, *(kid.tail for kid in element)) if one and one.strip())
    if text and tag.lower() not in {"script", "style"}:
        wording = Wording.PROSE if tag.lower() in _HEAD_TEXT else Wording.DATA
        yield from inspect_field(Field(holder, tag, text), wording=wording)


def inspect_sheet(sheet: str, holder: Holder, embedded: Embedded) -> Iterator[Finding]:
    """What a style sheet holds besides rules."""
    read = read_sheet(sheet)
    for remark in read.comments:
        if remark.strip("*-=_ \n"):
            yield holder.found(rules.COMMENT, f"a comment in {holder.name}: “{shortened(remark)}”", "remove it")
            inner = holder.named(f"a comment in {holder.name}")
            yield from inspect_words(remark, inner, wording=Wording.PROSE, lists_rest=False)
    for address in read.addresses:
        if address.lower().startswith("data:"):
            content, media_type = data_of(address)
            yield from embedded(content, holder.named(f"a file in {holder.name}"), media_type)
        elif is_remote(address):
            yield holder.found(rules.CALLS, f"{holder.name} loads “{shortened(address)}”", "put it into the file")
        else:
            inner = holder.named(f"an address in {holder.name}")
            yield from inspect_words(address, inner, wording=Wording.TERMS, lists_rest=False)
    for text in read.texts:
        yield from inspect_namespace(text, holder.named(f"an address in {holder.name}"))
    yield from inspect_terms(read.texts, holder.named(f"a string in {holder.name}"))
    yield from inspect_terms(read.names, holder.named(f"the names in {holder.name}"))


def data_of(address: str) -> tuple[bytes, str]:
    """The bytes and the media type of a “data:” address (RFC 2397); no bytes if it is damaged."""
    head, _, body = address[5:].partition(",")
    media_type = head.partition(";")[0].strip().lower()
    if not head.lower().replace(" ", "").endswith(";base64"):
        return unquote_to_bytes(body), media_type
    try:
        return base64.b64decode(re.sub(rb"\s+", b"", unquote_to_bytes(body)), validate=False), media_type
    except (binascii.Error, ValueError):
        return b"", media_type


def _host(address: str) -> str:
    try:
        return urlsplit(address.strip()).hostname or address
    except ValueError:
        return address
