"""What a PDF tells: its information, annotations, attachments, actions, signatures, and its earlier versions."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from separatum.checks.formats.pdf_actions import actions, attached_files, effects, embedded
from separatum.checks.formats.pdf_file import MOST_OBJECTS, PdfFile
from separatum.checks.formats.pdf_objects import content_of, elements, entries, entry, text
from separatum.checks.privacy import rules
from separatum.checks.privacy.images import inspect_picture
from separatum.checks.privacy.metadata_fields import Field, Printed, judge, judge_marks, judge_text, shortened
from separatum.checks.privacy.pdf_hidden_text import Concealed, layers_off, read_concealed
from separatum.checks.privacy.xmp import fields_of_xmp
from separatum.model.findings import Finding, Location

_OPEN = {"/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet"}
"""Annotations that are no comments (ISO 32000-1, table 169)."""
_ENDING = b"%%EOF"


def inspect_document(file: PdfFile, content: bytes) -> Iterator[Finding]:
    """What a PDF tells, and what the earlier versions tell that are still in it.

    Args:
        file: the view of it.
        content: its bytes.
    """
    where = Location(file=file.name)
    if file.faults:
        for fault in file.faults:
            said = fault.message
            yield rules.NOT_LOOKED_AT.found(said, where=where, hint="fetch the file again, or make it anew")
        yield from _inspect_ruins(content, where)
        return
    pages = read_concealed(file)
    printed = Printed.of(" ".join(page.shown for page in pages))
    yield from _inspect_whole(file, printed)
    yield from _inspect_pages(file, pages, printed)
    yield from _inspect_objects(file, printed)
    yield from _inspect_earlier(file, content, pages)


def _inspect_ruins(content: bytes, where: Location) -> Iterator[Finding]:
    """What can be read in a file that cannot be opened."""
    nobody = Printed.of("")
    for name, value in re.findall(rb"/(Author|Creator|Producer|Title)\s*\(((?:[^()\\]|\\.){1,300})\)", content):
        yield from judge(_field("the wreck of the file", name.decode(), value.decode("latin-1"), where), nobody)
    for packet in re.findall(rb"<x:xmpmeta.{0,100000}?</x:xmpmeta>", content, re.DOTALL):
        for field in fields_of_xmp(packet, "the XMP of the wreck", where):
            yield from judge(field, nobody)


def _field(holder: str, name: str, value: str, where: Location) -> Field:
    return Field(holder=holder, name=name, value=value, where=where)


def _inspect_whole(file: PdfFile, printed: Printed) -> Iterator[Finding]:
    """The document information, the identifier, attachments, layers, signatures, and what it does by itself."""
    where, trailer = Location(file=file.name), file.pdf.trailer
    for key, value in entries(entry(trailer, "/Info")):
        name = {"/Creator": "CreatorTool"}.get(key, key[1:])
        yield from judge(_field("the document information", name, text(value), where), printed)
    if halves := [bytes(half).hex() for half in elements(entry(trailer, "/ID"))[:2] if text(half) or half]:
        yield rules.IDENTIFIER.found(f"the file’s identifier: {' '.join(dict.fromkeys(halves))}", where=where)
    for deed, page in effects(file):
        yield rules.CALLS.found(f"it {deed}", where=Location(file=file.name, page=page), hint="take the action out")
    for action, page in actions(file):
        yield from judge_text(_said(action), "an action", Location(file=file.name, page=page), printed)
    if elements(entry(file.root, "/AcroForm", "/Fields")):
        yield rules.CALLS.found("it has form fields", where=where, hint="take them out, unless they are meant")
    for node in file.tree(entry(file.root, "/AcroForm", "/Fields"), "/Kids"):
        if value := text(entry(node, "/V")):
            yield from judge_text(value, f"the form field “{text(entry(node, '/T'))}”", where, printed)
    for attached, page in attached_files(file):
        yield from _inspect_attached(attached, Location(file=file.name, page=page), printed)
    for layer in layers_off(file):
        said = f"a layer that is off: “{shortened(text(entry(layer, '/Name')))}”"
        yield rules.HIDDEN.found(said, where=where, hint="take it out")


def _said(action: Any) -> str:
    """The files and the programs of an action (12.6.4.3, 12.6.4.5), and its script."""
    holders = (action, *(entry(action, key) for key in ("/F", "/Win", "/Mac", "/Unix")))
    keys = ("/F", "/UF", "/P", "/D", "/JS")
    return " ".join(text(entry(holder, key)) for holder in holders for key in keys)


def _inspect_attached(attached: Any, where: Location, printed: Printed) -> Iterator[Finding]:
    name = text(entry(attached, "/UF")) or text(entry(attached, "/F"))
    hint = "take it out, unless it is meant"
    yield rules.CARRIED.found(f"it carries the file “{shortened(name)}”", where=where, hint=hint)
    holder = f"the attached “{shortened(name, 40)}”"
    yield from judge_text(f"{name} {text(entry(attached, '/Desc'))}", holder, where, printed)
    for _, stream in entries(entry(attached, "/EF")):
        for key, value in entries(entry(stream, "/Params")):
            yield from judge(_field(holder, key[1:], text(value), where), printed)
    yield from judge_text(embedded(attached)[:2_000_000].decode("utf-8", "replace"), holder, where, printed)


def _inspect_pages(file: PdfFile, pages: tuple[Concealed, ...], printed: Printed) -> Iterator[Finding]:
    hosts: dict[str, None] = {}
    for number, (page, seen) in enumerate(zip(file.pages, pages, strict=False), start=1):
        where = Location(file=file.name, page=number)
        for reason, words in seen.hidden.items():
            said = f"{reason}: “{shortened(words)}”"
            yield rules.HIDDEN.found(said, where=where, hint="take it out of the source, and make the file anew")
            yield from judge_text(words, "hidden text", where, printed)
        yield from judge_marks(seen.shown, "the text", where)
        if entry(page.obj, "/Thumb") is not None:
            said = "a thumbnail of the page, which may show what it showed before"
            yield rules.CARRIED.found(said, where=where, hint="make the file anew")
        for annotation in elements(entry(page.obj, "/Annots")):
            yield from _inspect_annotation(annotation, where, printed)
            if address := text(entry(annotation, "/A", "/URI")):
                hosts[_host(address)] = None
                yield from judge_text(address.removeprefix("mailto:"), "a link", where, printed)
    if hosts:
        yield rules.LINKS.found(shortened(f"it links to {', '.join(hosts)}", 300), where=Location(file=file.name))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def _inspect_annotation(annotation: Any, where: Location, printed: Printed) -> Iterator[Finding]:
    """A comment, its author and its time (ISO 32000-1, 12.5.6.2)."""
    kind = text(entry(annotation, "/Subtype"))
    if kind == "/Widget" and text(entry(annotation, "/FT")) == "/Sig":
        yield from _inspect_signature(entry(annotation, "/V"), where, printed)
    words = text(entry(annotation, "/Contents"))
    if kind in _OPEN:
        yield from judge_text(words, "an annotation", where, printed)
        return
    said = f"an annotation ({kind[1:]}): “{shortened(words)}”"
    yield rules.COMMENT.found(said, where=where, hint="delete it, and print the file to a new one")
    yield from judge_text(words, "an annotation", where, printed)
    for key, name in (("/T", "annotator"), ("/M", "M"), ("/CreationDate", "CreationDate")):
        yield from judge(_field("an annotation", name, text(entry(annotation, key)), where), printed)


def _inspect_signature(signature: Any, where: Location, printed: Printed) -> Iterator[Finding]:
    """Who signed, where and when (ISO 32000-1, table 252)."""
    if signature is not None:
        said = "it is signed, with a certificate that names who signed"
        yield rules.PERSON.found(said, where=where, hint="do not pass the signed copy on")
    for key, name in (("/Name", "signed by"), ("/ContactInfo", "ContactInfo"), ("/Location", "Location"), ("/M", "M")):
        yield from judge(_field("a signature", name, text(entry(signature, key)), where), printed)


_MOST_STRINGS = 10_000


def _strings(thing: Any, depth: int) -> Iterator[str]:
    """The strings below an object, as far as anybody nests them by hand."""
    if said := text(thing):
        yield said
    for kid in [*elements(thing), *(value for _, value in entries(thing))] if depth < 12 else []:
        yield from _strings(kid, depth + 1)


def _inspect_objects(file: PdfFile, printed: Printed) -> Iterator[Finding]:
    """XMP wherever it hangs, pictures as they were taken over, and what programs keep for themselves (14.5)."""
    import pikepdf

    where, pictures = Location(file=file.name), 0
    for thing in list(file.pdf.objects)[:MOST_OBJECTS]:
        if not isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
            continue
        if entry(thing, "/PieceInfo") is not None:
            said = f"private notes of a program: {', '.join(key[1:] for key, _ in entries(thing['/PieceInfo']))}"
            yield rules.CARRIED.found(said, where=where, hint="print the file to a new one")
            notes = "\n".join(islice(_strings(thing["/PieceInfo"], 0), _MOST_STRINGS))
            yield from judge_text(notes, "a program’s private notes", where, printed)
        if not isinstance(thing, pikepdf.Stream):
            continue
        if text(entry(thing, "/Type")) == "/Metadata" or text(entry(thing, "/Subtype")) == "/XML":
            for field in fields_of_xmp(content_of(thing), "the XMP", where):
                yield from judge(field, printed)
        elif text(entry(thing, "/Subtype")) == "/Image" and (data := _photograph(thing)):
            pictures += 1
            yield from inspect_picture(data, f"no. {pictures}", where, printed)
        elif (content := content_of(thing)[:2_000_000]).lstrip().startswith(b"<"):  # the data of forms (XFA), for one
            yield from judge_text(content.decode("utf-8", "replace"), "a stream of XML", where, printed)


def _photograph(image: Any) -> bytes:
    """The bytes of an image that lies in the PDF as it came from the camera: a JPEG or JPEG 2000."""
    import pikepdf

    filters = [text(one) for one in elements(entry(image, "/Filter"))] or [text(entry(image, "/Filter"))]
    if filters[-1] not in {"/DCTDecode", "/JPXDecode"}:
        return b""
    try:
        if len(filters) == 1:
            return bytes(image.read_raw_bytes())
        return bytes(image.get_stream_buffer(decode_level=pikepdf.StreamDecodeLevel.generalized))
    except (pikepdf.PdfError, RuntimeError):
        return b""


def _inspect_earlier(file: PdfFile, content: bytes, pages: tuple[Concealed, ...]) -> Iterator[Finding]:
    """The versions before each addition to the end (7.5.6), and what lies around the file."""
    where = Location(file=file.name)
    ends = [match.end() for match in re.finditer(_ENDING, content)]
    rest = content[ends[-1] :] if ends else b""
    if len(rest.strip(b"\r\n \0")) > 0:
        said = f"{len(rest)} bytes after the file’s end"
        yield rules.CARRIED.found(said, where=where, hint="make the file anew")
        yield from judge_text(rest.decode("latin-1"), "the bytes after the file’s end", where, Printed.of(""))
    start = content.find(b"%PDF-")
    if start > 0:
        said = f"{start} bytes before the file’s beginning"
        yield rules.CARRIED.found(said, where=where, hint="make the file anew")
        yield from judge_text(content[:start].decode("latin-1"), "bytes before the file", where, Printed.of(""))
    said_now = {word for page in pages for word in page.everything.split()}
    for end in _versions(content, ends)[:8]:
        older = PdfFile(content[:end], file.name)
        if older.faults:
            continue
        yield from _compare(older, said_now, where)


def _versions(content: bytes, ends: list[int]) -> list[int]:
    """Where earlier versions end. The first end in a file for the web (Annex F) belongs to its first page alone."""
    linearised = re.search(rb"/Linearized\b.{0,200}?/L\s+(\d+)", content[:1024], re.DOTALL)
    if linearised:
        length = int(linearised[1])
        return [] if length >= len(content) - 2 else [length, *(end for end in ends[:-1] if end > length + 2)]
    return ends[:-1]


def _compare(older: PdfFile, said_now: set[str], where: Location) -> Iterator[Finding]:
    before = read_concealed(older)
    gone = [word for page in before for word in page.everything.split() if word not in said_now]
    lost = f", and says “{shortened(' '.join(gone))}”, which the last does not" if gone else ""
    said = f"an earlier version of {len(before)} pages is still in the file{lost}"
    yield rules.EARLIER.found(said, where=where, hint="print the file to a new one, or make it anew")
    printed = Printed.of(" ".join(page.shown for page in before))
    for key, value in entries(entry(older.pdf.trailer, "/Info")):
        name = {"/Creator": "CreatorTool"}.get(key, key[1:])
        yield from judge(_field("an earlier version", name, text(value), where), printed)
    yield from judge_text(" ".join(gone), "text of an earlier version", where, Printed.of(""))
