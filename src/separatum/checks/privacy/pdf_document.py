"""What the objects of a PDF reveal: its information, actions, annotations, attachments, layers, strings, streams."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from separatum.checks.formats.pdf_actions import attached_files, effects, embedded
from separatum.checks.formats.pdf_file import MOST_OBJECTS, PdfFile
from separatum.checks.formats.pdf_objects import elements, entries, entry, identity, text
from separatum.checks.privacy import rules
from separatum.checks.privacy.binary import text_in
from separatum.checks.privacy.metadata_fields import (
    Field,
    Holder,
    inspect_field,
    inspect_words,
    says_nothing,
    shortened,
)
from separatum.checks.privacy.names import Wording
from separatum.checks.privacy.nested import Nested
from separatum.checks.privacy.pdf_streams import Streams
from separatum.checks.privacy.pdf_strings import Found, Objects, names_of, strings_of
from separatum.checks.privacy.pdf_wording import (
    BINARY_KEYS,
    HOLDERS,
    MAKE_AGAIN,
    PRINT_AGAIN,
    inspect_string,
    terms_in,
    wording_of,
)
from separatum.model.findings import Finding, Severity

_OPEN = {"/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet"}
"""Annotations that are no comments (ISO 32000-1, table 169)."""


class Document:
    """The objects of one PDF.

    Args:
        file: the view of it.
        holder: the file that it is.
        unseen: its text that no reader sees.
        nested: inspects the files in it.
    """

    def __init__(self, file: PdfFile, holder: Holder, unseen: str, nested: Nested) -> None:
        self._file = file
        self._holder = holder
        self._nested = nested
        self._objects = Objects(file.pdf)
        self._streams = Streams(file, holder, unseen, nested)
        self._annotations: dict[tuple[int, int], int] = {}
        self._said: set[tuple[str, str]] = set()
        self._outlines: set[bytes] = set()

    def findings(self) -> Iterator[Finding]:
        """All that the objects reveal."""
        yield from self._information()
        yield from self._behaviour()
        yield from self._pages()
        yield from self._attachments()
        for layer in _layers_off(self._file):
            message = f"a layer that is off: “{shortened(text(entry(layer, '/Name')))}”"
            yield replace(self._holder.found(rules.HIDDEN, message, "remove it"), severity=Severity.WARNING)
        yield from self._inspect_objects()

    def _information(self) -> Iterator[Finding]:
        trailer = self._file.pdf.trailer
        inner = self._holder.named("the document information")
        for key, value in entries(entry(trailer, "/Info")):
            name = {"/Creator": "CreatorTool"}.get(key, key[1:])
            of_key = inner.named("a key of the document information")
            yield from inspect_words(key[1:], of_key, wording=Wording.TERMS, lists_rest=False)
            yield from inspect_field(Field(inner, name, text(value)), wording=wording_of(key))
        if halves := [bytes(half).hex() for half in elements(entry(trailer, "/ID"))[:2] if text(half) or half]:
            message = f"the file’s identifier: {' '.join(dict.fromkeys(halves))}"
            yield self._holder.found(rules.IDENTIFIER, message)
        for found in strings_of(trailer, skip=frozenset({"/Info", "/ID", "/Root", "/Encrypt"})):
            if self._is_new(found):
                yield from inspect_string(found, self._holder.named("the trailer"))

    def _behaviour(self) -> Iterator[Finding]:
        for effect, page in effects(self._file):
            inner = self._holder.at(replace(self._holder.where, page=page))
            yield inner.found(rules.CALLS, f"it {effect}", "remove the action")
        if elements(entry(self._file.root, "/AcroForm", "/Fields")):
            yield self._holder.found(rules.CALLS, "it has form fields", "remove them, unless they are meant")

    def _pages(self) -> Iterator[Finding]:
        hosts: dict[str, None] = {}
        for number, page in enumerate(self._file.pages, start=1):
            inner = self._holder.at(replace(self._holder.where, page=number))
            if entry(page.obj, "/Thumb") is not None:
                message = "a thumbnail of the page, which may show what the page showed before"
                yield inner.found(rules.CARRIED, message, MAKE_AGAIN)
            for annotation in elements(entry(page.obj, "/Annots")):
                if (known := identity(annotation)) is not None:
                    self._annotations[known] = number
                yield from self._annotation(annotation, inner)
                if address := text(entry(annotation, "/A", "/URI")):
                    hosts[_host(address)] = None
        if hosts:
            yield self._holder.found(rules.LINKS, shortened(f"it links to {', '.join(hosts)}", 300))

    def _annotation(self, annotation: Any, holder: Holder) -> Iterator[Finding]:
        """A comment, its author and its time (12.5.6.2); of a link or a field, what is not seen of it."""
        kind = text(entry(annotation, "/Subtype"))
        inner = holder.named("an annotation")
        if kind not in _OPEN:
            message = f"an annotation ({kind[1:]}): “{shortened(text(entry(annotation, '/Contents')))}”"
            yield inner.found(rules.COMMENT, message, f"delete it, and {PRINT_AGAIN}")
            yield from inspect_field(Field(inner, "annotator", text(entry(annotation, "/T"))))
        skip = set() if kind in _OPEN else {"/T"}
        targets = {text(entry(annotation, *keys)) for keys in (("/Dest",), ("/A", "/D"), ("/A", "/URI"))}
        if text(entry(annotation, "/Contents")) in targets:
            skip.add("/Contents")  # a link that is described by its own address
        for found in strings_of(annotation, skip=frozenset(skip)):
            if self._is_new(found):
                yield from inspect_string(found, inner)

    def _attachments(self) -> Iterator[Finding]:
        for attached, page in attached_files(self._file):
            name = text(entry(attached, "/UF")) or text(entry(attached, "/F"))
            inner = self._holder.at(replace(self._holder.where, page=page), name or "an attached file")
            message = f"it carries the file “{shortened(name)}”"
            yield inner.found(rules.CARRIED, message, "remove it, unless it is meant")
            for _, stream in entries(entry(attached, "/EF")):
                for key, value in entries(entry(stream, "/Params")):
                    if key not in {"/CheckSum", "/Size"}:
                        yield from inspect_field(Field(inner.named(f"the attached “{name}”"), key[1:], text(value)))
            media_type = text(entry(attached, "/EF", "/F", "/Subtype"))[1:]
            yield from self._nested.inspect(embedded(attached), inner, media_type)

    def _inspect_objects(self) -> Iterator[Finding]:
        import pikepdf

        trailer = self._file.pdf.trailer
        beside = {identity(entry(trailer, key)) for key in ("/Info", "/Encrypt")}
        for thing, outline in islice(self._objects, MOST_OBJECTS):
            if outline is not None and outline in self._outlines and isinstance(thing, pikepdf.Dictionary):
                continue  # it has no strings, and the names of one that was inspected
            known = identity(thing)
            if known in self._annotations:
                continue
            inner = self._holder
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                if entry(thing, "/PieceInfo") is not None:
                    programs = ", ".join(key[1:] for key, _ in entries(thing["/PieceInfo"]))
                    yield inner.found(rules.CARRIED, f"private notes of a program: {programs}", PRINT_AGAIN)
                    inner = inner.named("the private notes of a program")
                if _is_signature(thing):
                    yield from self._signature(thing)
                    continue
            if known is not None and known in beside:
                continue
            yield from self._strings(thing, inner, known, outline)
            if isinstance(thing, pikepdf.Stream):
                yield from self._streams.inspect(thing, self._objects.role(known))

    def _strings(
        self, thing: Any, holder: Holder, known: tuple[int, int] | None, outline: bytes | None
    ) -> Iterator[Finding]:
        """The strings and names of one object."""
        import pikepdf

        if outline is not None and (names := names_of(outline)) is not None:
            if outline not in self._outlines:
                self._outlines.add(outline)
                new = [found for found in names if self._is_new(found) and not self._says_nothing(found)]
                for found in new:
                    yield from inspect_string(found, holder.named(self._name_of(found, known)))
            return
        skip = frozenset({"/ID"}) if self._is_cross_reference(thing) else frozenset[str]()
        role = self._objects.role(thing.objgen) if isinstance(thing, pikepdf.String) else ""
        for found in strings_of(thing, skip=skip):
            one = found if found.keys or not role else replace(found, keys=(role,))
            if self._is_new(one):
                yield from inspect_string(one, holder.named(self._name_of(found, known)))

    def _is_cross_reference(self, thing: Any) -> bool:
        """Whether an object is a cross-reference stream with the file's own identifier, which is reported as such."""
        if text(entry(thing, "/Type")) != "/XRef":
            return False
        return elements(entry(thing, "/ID")) == elements(entry(self._file.pdf.trailer, "/ID"))

    def _name_of(self, found: Found, known: tuple[int, int] | None) -> str:
        """What a message calls the holder of a string."""
        key = found.key or self._objects.role(known) or "an object"
        return HOLDERS.get(key) or (f"“{key}”" if key.startswith("/") else key)

    def _is_new(self, found: Found) -> bool:
        """Whether a string or a name is inspected: once for each text."""
        if not found.value.strip() or found.key in BINARY_KEYS or (found.value, found.key) in self._said:
            return False
        self._said.add((found.value, found.key))
        return True

    def _says_nothing(self, found: Found) -> bool:
        """Whether it is known that there is nothing to say of a name."""
        words = terms_in(found)
        return words is not None and says_nothing(words, self._holder.printed)

    def _signature(self, signature: Any) -> Iterator[Finding]:
        """Who signed, where and when (table 252)."""
        inner = self._holder.named("a signature")
        message = "it is signed, with a certificate that names who signed"
        yield inner.found(rules.PERSON, message, "do not pass the signed copy on")
        for key, value in entries(signature):
            if key == "/Name":
                yield from inspect_field(Field(inner, "signed by", text(value)))
            elif key not in BINARY_KEYS | {"/Contents"}:
                yield from inspect_field(Field(inner, key[1:], text(value)))
        raw = text_in(bytes(entry(signature, "/Contents") or b""))
        yield from inspect_words(raw, inner.named("the certificate of a signature"), lists_rest=False)


def _layers_off(file: PdfFile) -> list[Any]:
    """The layers that are off when the file is opened (8.11.4.3)."""
    layers = entry(file.root, "/OCProperties")
    if text(entry(layers, "/D", "/BaseState")) != "/OFF":
        return elements(entry(layers, "/D", "/OFF"))
    on = {identity(layer) for layer in elements(entry(layers, "/D", "/ON"))}
    return [layer for layer in elements(entry(layers, "/OCGs")) if identity(layer) not in on]


def _is_signature(thing: Any) -> bool:
    return text(entry(thing, "/Type")) in {"/Sig", "/DocTimeStamp"} or (
        entry(thing, "/Contents") is not None and entry(thing, "/ByteRange") is not None
    )


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
