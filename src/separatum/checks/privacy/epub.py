"""What an EPUB reveals: its container, its package, its documents, and each of its parts."""

import posixpath
from collections.abc import Iterator, Sequence
from functools import partial

from lxml import etree

from separatum.checks.formats.epub_file import EpubFile, PartError, line_of, parse_xml, resolved
from separatum.checks.privacy import rules
from separatum.checks.privacy.computed_style import Hidden, hidden_elements
from separatum.checks.privacy.css import is_remote, read_sheet
from separatum.checks.privacy.markup import Markup, inspect_markup
from separatum.checks.privacy.metadata_fields import (
    Field,
    Holder,
    inspect_field,
    inspect_marks,
    inspect_words,
    shortened,
)
from separatum.checks.privacy.names import Wording
from separatum.checks.privacy.nested import Nature
from separatum.checks.privacy.parts import embedded, inspect_part
from separatum.checks.privacy.printed import Printed
from separatum.checks.privacy.zip_container import Part, read_container
from separatum.model.findings import Finding, Location, Severity

_DC = "http://purl.org/dc/elements/1.1/"
_OPF_ROLE = "{http://www.idpf.org/2007/opf}role"
_LEFT_BEHIND = (".ds_store", "thumbs.db", "desktop.ini", "__macosx", ".git/", "calibre_bookmarks", "~")
_LICENCES = ("META-INF/rights.xml", "META-INF/license.lcpl", "META-INF/sinf.xml")
"""Of Adobe ADEPT, Readium LCP and Apple FairPlay: each is made out to one account."""
_OBFUSCATED = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_FIXED = {"mimetype": b"application/epub+zip"}
_PACK_AGAIN = "pack it again without it"


def inspect_book(book: EpubFile, known: Sequence[str] = ()) -> Iterator[Finding]:
    """What an EPUB reveals, part by part.

    Args:
        book: the view of it.
        known: texts with words that are no secret, besides those of its pages.
    """
    for fault in book.faults:
        place = _at(book, fault.part or "", fault.line)
        yield rules.NOT_LOOKED_AT.found(fault.message, where=place, hint="fetch the file again, or make it again")
    hidden = {path: hidden_elements(root, list(_sheets(book, path, root))) for path, root in book.documents.items()}
    printed = Printed.of(_printed_text(book, hidden), *book.languages, known=known)
    holder = Holder("the book", Location(file=book.name), printed)
    container = read_container(book.content, holder)
    yield from container.findings
    yield from _inspect_package(book, holder)
    yield from _inspect_documents(book, hidden, holder)
    encrypted = _encrypted(book)
    last = {part.name: part for part in container.parts if part.is_listed}
    for path in (path for path, is_obfuscated in encrypted.items() if not is_obfuscated):
        inner = holder.at(_at(book, path), path)
        yield inner.found(rules.NOT_LOOKED_AT, "the part is encrypted", "inspect a copy that is not encrypted")
    for part in container.parts:
        inner = holder.at(_at(book, part.name), part.name)
        yield from _inspect_entry(part, book, inner)
        is_shadowed = part is not last.get(part.name)
        if part.name not in book.documents or is_shadowed:
            yield from _inspect_content(part, book, inner, encrypted)


def _at(book: EpubFile, path: str, line: int | None = None) -> Location:
    return Location(file=f"{book.name}!{path}" if path else book.name, line=line)


def _printed_text(book: EpubFile, hidden: dict[str, list[Hidden]]) -> str:
    """The text of all documents that readers can reach, and of the drawings among them."""
    reached = {item.path for item in book.spine} | ({book.nav.path} if book.nav else set())
    texts = [_seen(root, hidden[path]) for path, root in book.documents.items() if path in reached]
    for item in book.manifest.values():
        if item.media_type == "image/svg+xml":
            try:
                root = parse_xml(book.read(item.path))
            except (PartError, etree.XMLSyntaxError):
                continue
            styles = [style.text or "" for style in root.iter("{*}style")]
            texts.append(_seen(root, hidden_elements(root, styles)))
    return "\n".join(texts)


def _seen(root: etree._Element, hidden: list[Hidden]) -> str:
    concealed = {id(one.element) for one in hidden}
    pieces: list[str] = []
    waiting: list[etree._Element | str] = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            pieces.append(one)
            continue
        if id(one) in concealed or one.tag in {etree.Comment, etree.ProcessingInstruction, etree.Entity}:
            continue
        if etree.QName(one).localname not in _UNSEEN:
            for kid in reversed(one):
                waiting += [kid.tail or "", kid]
            waiting.append(one.text or "")
            pieces.append("" if etree.QName(one).localname in _INLINE else " ")
    return "".join(pieces)


_UNSEEN = frozenset({"script", "style", "head", "title", "metadata", "desc", "template"})
_INLINE = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span"),
        *("strong", "sub", "sup", "tspan", "u", "var"),
    }
)


def _sheets(book: EpubFile, path: str, root: etree._Element) -> Iterator[str]:
    """The style sheets of a document, in their order, each after what it imports."""
    for element in root.iter("{*}style", "{*}link"):
        if etree.QName(element).localname == "style":
            yield from _with_imports(book, path, element.text or "", set())
        elif "stylesheet" in (relations := element.get("rel", "").lower()) and "alternate" not in relations:
            yield from _sheet(book, resolved(path, element.get("href", ""))[0], set())


def _sheet(book: EpubFile, path: str, seen: set[str]) -> Iterator[str]:
    if path in seen or len(seen) > 50:
        return
    seen.add(path)
    try:
        yield from _with_imports(book, path, book.read(path).decode("utf-8", "replace"), seen)
    except PartError:
        return


def _with_imports(book: EpubFile, path: str, sheet: str, seen: set[str]) -> Iterator[str]:
    if "@" in sheet or "\\" in sheet:
        for address in read_sheet(sheet).addresses if "import" in sheet.lower() or "\\" in sheet else ():
            if not is_remote(address) and posixpath.splitext(address)[1].lower() not in _NO_SHEETS:
                yield from _sheet(book, resolved(path, address)[0], seen)
    yield sheet


_NO_SHEETS = frozenset({".otf", ".ttf", ".woff", ".woff2", ".png", ".jpg", ".svg", ".gif"})


def _inspect_package(book: EpubFile, holder: Holder) -> Iterator[Finding]:
    """The metadata of the package document (EPUB 3.3, 5.5)."""
    if book.package is None or book.package_path is None:
        return
    roles = {
        element.get("refines", "").removeprefix("#"): (element.text or "").strip()
        for element in book.package.iter("{*}meta")
        if element.get("property") == "role"
    }
    for element in book.package.iterfind("{*}metadata//{*}*"):
        inner = holder.at(_at(book, book.package_path, line_of(element)), "the metadata of the package")
        name = etree.QName(element)
        if name.localname == "meta":
            key = element.get("property") or element.get("name") or "meta"
            value = element.get("content") or element.text or ""
        else:
            key, value = name.localname, element.text or ""
        role = element.get(_OPF_ROLE) or roles.get(element.get("id", ""))
        if role == "bkp":
            key = "generator"  # a book producer is usually a program
        elif name.namespace == _DC and name.localname == "date":
            key = "date"
        if not key.endswith((":role", "cover")) and key != "role":
            wording = Wording.PROSE if key in _FOR_READERS else Wording.DATA
            yield from inspect_field(Field(inner, key, value), wording=wording)


_FOR_READERS = frozenset(
    {"title", "description", "subject", "coverage", "type", "format", "relation", "source", "language", "rights"}
)


def _inspect_documents(book: EpubFile, hidden: dict[str, list[Hidden]], holder: Holder) -> Iterator[Finding]:
    reached = {item.path for item in book.spine} | ({book.nav.path} if book.nav else set())
    nature = Nature(media_type="application/xhtml+xml")
    how = Markup(embedded=partial(embedded, nature=nature), is_document=True)
    for path, root in book.documents.items():
        inner = holder.at(_at(book, path), "the document")
        yield from inspect_markup(root, inner, how)
        text = "".join(str(one) for one in root.itertext(etree.Element))
        yield from inspect_marks(text, inner.named("the text"))
        if path not in reached:
            yield inner.found(rules.CARRIED, "a document that is not in the reading order", _PACK_AGAIN)
            yield from inspect_words(text, inner.named("a document outside of the reading order"))
            continue
        for one in hidden[path]:
            yield from _inspect_hidden(one, inner.at(_at(book, path, line_of(one.element))))


def _inspect_hidden(hidden: Hidden, holder: Holder) -> Iterator[Finding]:
    from dataclasses import replace

    text = hidden.text
    finding = holder.found(rules.HIDDEN, f"text that is {hidden.reason}: “{shortened(text)}”", "remove it")
    if hidden.is_folded:
        yield replace(finding, severity=Severity.WARNING)
    elif hidden.is_page_number:
        yield replace(finding, severity=Severity.INFO)
    elif hidden.is_fallback:
        yield replace(finding, severity=Severity.INFO)
        yield from inspect_words(text, holder.named("hidden text"), wording=Wording.PROSE, lists_rest=False)
    else:
        yield finding
        yield from inspect_words(text, holder.named("hidden text"), lists_rest=False)


def _inspect_entry(part: Part, book: EpubFile, holder: Holder) -> Iterator[Finding]:
    """What the name and the place of a part say."""
    path = part.name
    if path in _LICENCES:
        message = "the licence of one reader’s copy (digital rights management)"
        yield holder.found(rules.READER, message, "do not pass this copy on")
    elif "itunesmetadata" in path.lower():
        yield holder.found(rules.READER, "the record of one purchase (Apple)", "do not pass this copy on")
    elif any(left in path.lower() for left in _LEFT_BEHIND):
        yield holder.found(rules.CARRIED, "a file that a program left behind", _PACK_AGAIN)
    elif not _is_known(path, book):
        yield holder.found(rules.CARRIED, "a file that the package does not name", _PACK_AGAIN)


def _is_known(path: str, book: EpubFile) -> bool:
    named = {item.path for item in book.manifest.values()} | {book.package_path or "", "mimetype"}
    return path in named or path.endswith("/") or path.startswith("META-INF/") or book.package is None


def _inspect_content(part: Part, book: EpubFile, holder: Holder, encrypted: dict[str, bool]) -> Iterator[Finding]:
    """What a part says that is no document of the book."""
    if _FIXED.get(part.name) == part.content.strip():
        return
    if part.name in encrypted and not encrypted[part.name]:
        return
    if part.name == book.package_path and book.package is not None and part.is_listed:
        how = Markup(embedded=partial(embedded, nature=Nature()), is_document=True)
        yield from inspect_markup(book.package, holder.named("the package"), how)
        metadata = {element for one in book.package.iterfind("{*}metadata") for element in one.iter()}
        rest = " ".join(element.text or "" for element in book.package.iter("{*}*") if element not in metadata)
        yield from inspect_words(rest, holder.named("the package"))
        for item in book.package.iter("{*}item"):
            if is_remote(item.get("href", "")):
                yield holder.found(rules.CALLS, f"the book loads “{shortened(item.get('href', ''))}”", "put it in")
        return
    types = {item.path: item.media_type for item in book.manifest.values()}
    nature = Nature(media_type=types.get(part.name, ""), is_obfuscated=encrypted.get(part.name, False))
    if part.content[:5] == b"%PDF-" or part.content[:4] == b"PK\x03\x04":
        yield holder.found(rules.CARRIED, "a document inside of the book", "take it out, unless it is meant")
    yield from inspect_part(part.content, holder, nature)


def _encrypted(book: EpubFile) -> dict[str, bool]:
    """The parts that are encrypted, and whether only as a font may be (EPUB 3.3, 4.2.6.3.2 and 4.4)."""
    if "META-INF/encryption.xml" not in book.names:
        return {}
    try:
        root = parse_xml(book.read("META-INF/encryption.xml"))
    except (PartError, etree.XMLSyntaxError):
        return {}
    found: dict[str, bool] = {}
    for entry in root.iter("{*}EncryptedData"):
        methods = {element.get("Algorithm", "") for element in entry.iterfind("{*}EncryptionMethod")}
        for part in entry.iter("{*}CipherReference"):
            found[part.get("URI", "")] = bool(methods) and methods <= _OBFUSCATED
    return found
