"""What an EPUB tells: its package, its documents, its sheets, its images."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from separatum.checks.formats.epub_file import EpubFile, PartError, line_of, parse_xml
from separatum.checks.privacy import rules
from separatum.checks.privacy.css import comments_of, hidden_elements, remote_addresses
from separatum.checks.privacy.images import inspect_picture
from separatum.checks.privacy.metadata_fields import Field, Printed, judge, judge_marks, judge_text, shortened
from separatum.checks.privacy.xmp import fields_of_xmp
from separatum.checks.privacy.zip_container import inspect_container
from separatum.model.findings import Finding, Location

_DC = "http://purl.org/dc/elements/1.1/"
_IMAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".heic", ".tif", ".tiff", ".bmp")
_TEXTS = (".css", ".txt", ".plist", ".xml", ".json", ".js", ".ncx", ".lcpl", ".html", ".md", ".smil", ".pls")
_FETCHED = {"src", "poster", "data", "srcset"}
_FREE = {"style", "class", "id", "d", "alt", "title", "content"}


def inspect_book(book: EpubFile, content: bytes) -> Iterator[Finding]:
    """What an EPUB tells, part by part.

    Args:
        book: the view of it.
        content: its bytes.
    """
    for fault in book.faults:
        place = _at(book, fault.part or "", fault.line)
        yield rules.NOT_LOOKED_AT.found(fault.message, where=place, hint="fetch the file again, or make it anew")
    hidden = {path: hidden_elements(book, path, root) for path, root in book.documents.items()}
    printed = Printed.of(" ".join(_shown(root, hidden[path]) for path, root in book.documents.items()))
    yield from inspect_container(book, content, printed)
    yield from _inspect_package(book, printed)
    for path, root in book.documents.items():
        yield from _inspect_document(book, path, root, printed)
        for element in hidden[path]:
            text = " ".join(_all_text(element).split())
            said = f"hidden: “{shortened(text)}”"
            yield rules.HIDDEN.found(said, where=_at(book, path, line_of(element)), hint="take it out")
            yield from judge_text(text, "hidden text", _at(book, path, line_of(element)), printed)
    for path in book.names:
        if path not in book.documents and path != book.package_path:
            yield from _inspect_part(book, path, printed)


def _at(book: EpubFile, path: str, line: int | None = None) -> Location:
    return Location(file=f"{book.name}!{path}" if path else book.name, line=line)


def _shown(root: etree._Element, hidden: list[etree._Element]) -> str:
    """The text of a document, without what is hidden."""
    concealed = {id(inner) for element in hidden for inner in element.iter()}
    said: list[str] = []
    texts: Any = root.xpath("//text()")
    for text in texts:
        holder = text.getparent().getparent() if text.is_tail else text.getparent()
        if id(holder) not in concealed and etree.QName(holder).localname not in {"script", "style"}:
            said.append(str(text))
    return "".join(said)


def _all_text(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _inspect_package(book: EpubFile, printed: Printed) -> Iterator[Finding]:
    """The metadata of the package document (EPUB 3.3, 5.5)."""
    if book.package is None or book.package_path is None:
        return
    roles = {
        element.get("refines", "").removeprefix("#"): (element.text or "").strip()
        for element in book.package.iter("{*}meta")
        if element.get("property") == "role"
    }
    for element in book.package.iterfind("{*}metadata//{*}*"):
        where = _at(book, book.package_path, line_of(element))
        name = etree.QName(element)
        if name.localname == "meta":
            label = (element.get("property") or element.get("name") or "meta", element.get("content") or element.text)
        else:
            label = (name.localname, element.text)
        role = element.get("{http://www.idpf.org/2007/opf}role") or roles.get(element.get("id", ""))
        key = "generator" if role == "bkp" else label[0]  # a book producer: mostly a program
        if name.namespace == _DC and name.localname == "date":
            key = "date"
        if key.endswith(("file-as", "role", "cover")):
            continue
        field = Field(holder="the package’s metadata", name=key, value=label[1] or "", where=where)
        yield from judge(field, printed)
    yield from _inspect_remarks(book.package, book, book.package_path, printed)
    for attribute in book.package.iter("{*}item"):
        if _is_remote(attribute.get("href", "")):
            said = f"the book fetches “{shortened(attribute.get('href', ''))}”"
            yield rules.CALLS.found(said, where=_at(book, book.package_path, line_of(attribute)), hint="put it in")


def _inspect_document(book: EpubFile, path: str, root: etree._Element, printed: Printed) -> Iterator[Finding]:
    yield from _inspect_remarks(root, book, path, printed)
    hosts: dict[str, None] = {}
    for element in root.iter("{*}*"):
        where = _at(book, path, line_of(element))
        local = etree.QName(element).localname
        if local in {"script", "form", "iframe"}:
            yield rules.CALLS.found(f"an element “{local}”", where=where, hint="take it out")
        if local == "meta":
            name, value = element.get("name") or element.get("property") or "", element.get("content") or ""
            yield from judge(Field(holder="the document’s head", name=name, value=value, where=where), printed)
        for attribute, raw in element.attrib.items():
            key, value = etree.QName(str(attribute)).localname, str(raw)
            if key.startswith("on"):
                yield rules.CALLS.found(f"a script “{key}”", where=where, hint="take it out")
            elif _is_remote(value) and (key in _FETCHED or (key == "href" and local not in {"a", "area"})):
                yield rules.CALLS.found(f"it fetches “{shortened(value)}”", where=where, hint="put it into the book")
            elif key == "href" and _is_remote(value):
                hosts[_host(value)] = None
            if key not in _FREE and not value.startswith("mailto:"):
                yield from judge_text(value, f"the attribute “{key}”", where, printed)
    if hosts:
        said = f"it links to {', '.join(hosts)}"
        yield rules.LINKS.found(shortened(said, 300), where=_at(book, path))
    yield from judge_marks(_all_text(root), "the text", _at(book, path))


def _inspect_remarks(root: etree._Element, book: EpubFile, path: str, printed: Printed) -> Iterator[Finding]:
    for remark in root.iter(etree.Comment, etree.ProcessingInstruction):
        text = " ".join((remark.text or "").split())
        if text:
            where = _at(book, path, line_of(remark))
            yield rules.COMMENT.found(f"a comment: “{shortened(text)}”", where=where, hint="take it out")
            yield from judge_text(text, "a comment", where, printed)


def _is_remote(address: str) -> bool:
    return address.lstrip().lower().startswith(("http:", "https:", "//", "ftp:"))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def _inspect_part(book: EpubFile, path: str, printed: Printed) -> Iterator[Finding]:
    """A part that is no document: an image, a sheet, a font, or what should not be there."""
    where = _at(book, path)
    try:
        content = book.read(path)
        if path == "META-INF/encryption.xml":
            yield from _inspect_encryption(content, book)
    except PartError as error:
        yield rules.NOT_LOOKED_AT.found(str(error), where=where, hint="fetch the file again, or make it anew")
        return
    lower = path.lower()
    if lower.endswith(_IMAGES):
        yield from inspect_picture(content, path, where, printed)
    elif lower.endswith(".css"):
        text = content.decode("utf-8", "replace")
        for remark in comments_of(text):
            yield from judge_text(remark, "a comment", where, printed)
        for address in remote_addresses(text):
            yield rules.CALLS.found(f"the sheet fetches “{shortened(address)}”", where=where, hint="put it in")
    elif lower.endswith(_TEXTS):
        yield from judge_text(content.decode("utf-8", "replace"), "the part", where, printed)
        yield from _inspect_xml(content, book, path, printed)


def _inspect_encryption(content: bytes, book: EpubFile) -> Iterator[Finding]:
    """The parts that only a key opens; fonts whose first bytes are altered are none (EPUB 3.3, 4.2.6.3.2 and 4.4)."""
    try:
        root = parse_xml(content)
    except etree.XMLSyntaxError:
        said = "the list of what is encrypted cannot be read"
        yield rules.NOT_LOOKED_AT.found(said, where=_at(book, "META-INF/encryption.xml"), hint=_UNLOCKED)
        return
    for data in root.iter("{*}EncryptedData"):
        methods = {element.get("Algorithm", "") for element in data.iterfind("{*}EncryptionMethod")}
        for part in data.iter("{*}CipherReference"):
            if not methods or methods - _OBFUSCATED:
                place = _at(book, part.get("URI", ""))
                yield rules.NOT_LOOKED_AT.found("the part is encrypted", where=place, hint=_UNLOCKED)


_OBFUSCATED = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_UNLOCKED = "look at a copy that is not encrypted"


def _inspect_xml(content: bytes, book: EpubFile, path: str, printed: Printed) -> Iterator[Finding]:
    try:
        root = parse_xml(content)
    except etree.XMLSyntaxError:
        return
    yield from _inspect_remarks(root, book, path, printed)
    if path.startswith("META-INF/") and not path.endswith(("container.xml", "encryption.xml")):
        for field in fields_of_xmp(content, "the part", _at(book, path)):
            yield from judge(field, printed)
