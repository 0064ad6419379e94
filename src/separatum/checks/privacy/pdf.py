"""What a PDF reveals: its information, its objects and streams, its bytes, its hidden text, its earlier versions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from separatum.checks.formats.pdf_actions import attached_files, effects, embedded
from separatum.checks.formats.pdf_file import MOST_OBJECTS, PdfFile
from separatum.checks.formats.pdf_objects import content_of, elements, entries, entry, identity, text
from separatum.checks.privacy import pdf_bytes, rules
from separatum.checks.privacy.binary import text_in
from separatum.checks.privacy.fonts import inspect_font
from separatum.checks.privacy.images import inspect_picture
from separatum.checks.privacy.metadata_fields import (
    Field,
    Holder,
    inspect_contacts,
    inspect_field,
    inspect_marks,
    inspect_namespace,
    inspect_words,
    says_nothing,
    shortened,
)
from separatum.checks.privacy.names import Wording, is_coined
from separatum.checks.privacy.nested import InspectPart, Nature
from separatum.checks.privacy.pdf_hidden_text import PageText, read_page_texts, read_painted_texts, words_of
from separatum.checks.privacy.pdf_strings import (
    Found,
    Objects,
    comments_in,
    names_of,
    photographs_in,
    shown_strings,
    strings_of,
    unpainted_strings,
)
from separatum.checks.privacy.printed import Printed
from separatum.checks.privacy.xmp import fields_of_xmp, wording_of_xmp
from separatum.model.findings import Finding, Severity

_OPEN = {"/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet"}
"""Annotations that are no comments (ISO 32000-1, table 169)."""
_ENDING = b"%%EOF"
_MAKE_AGAIN = "make the file again"
_PRINT_AGAIN = "print the file to a new one"
_BINARY_KEYS = frozenset(
    {
        *("/CheckSum", "/OE", "/UE", "/Perms", "/Cert", "/ByteRange", "/Panose"),
        *("/Hash", "/Lookup", "/Index", "/W", "/Digest", "/DigestValue", "/Trapped", "/IT"),
    }
)
"""Keys whose strings are numbers for programs."""
_READ_KEYS = frozenset(
    {
        *("/Title", "/Alt", "/ActualText", "/E", "/TU", "/Subject", "/Keywords", "/Desc", "/CA", "/AC", "/RC", "/Lbl"),
    }
)
"""Keys whose strings some readers see or hear."""
_TERM_KEYS = frozenset(
    {
        *("/FontFamily", "/FontName", "/BaseFont", "/OutputCondition", "/OutputConditionIdentifier", "/RegistryName"),
        *("/Info", "/Registry", "/Ordering", "/Creator", "/Producer", "/SWF"),
    }
)
"""Keys whose strings are what fonts, colours and programs call themselves."""
_LABELS = frozenset({"/Names", "/Dests", "/Dest", "/D", "/ID", "/NM", "/Limits"})
"""Keys whose strings are labels that programs number."""
_QUIET_ROLES = frozenset({"/CIDToGIDMap", "/CIDSet", "/HT", "/TR", "/TR2", "/BG", "/BG2", "/UCR", "/UCR2"})
_FONT_PROGRAMS = frozenset({"/FontFile", "/FontFile2", "/FontFile3"})
_CODE_ROLES = frozenset({"/ToUnicode", "/UseCMap", "/Encoding"})
_MOST_CONTENT = 8_000_000


def inspect_pdf(  # noqa: PLR0913 - options by name
    file: PdfFile,
    holder: Holder,
    inspect_part: InspectPart,
    *,
    depth: int = 0,
    known: Sequence[str] = (),
    drawn: bool = True,
) -> Iterator[Finding]:
    """What a PDF reveals, and what the earlier versions reveal that are still in it.

    Args:
        file: the view of it.
        holder: the file that it is.
        inspect_part: inspects the files in it.
        depth: how many files are around it.
        known: texts with words that are no secret, besides those of its pages.
        drawn: whether the pages are drawn, to find hidden text; else all text counts as seen.
    """
    content = file.content
    if file.faults:
        for fault in file.faults:
            yield holder.found(rules.NOT_LOOKED_AT, fault.message, f"fetch it again, or {_MAKE_AGAIN}")
        if not any("password" in fault.message for fault in file.faults):  # else its strings are numbers
            inner = holder.named("the damaged file")
            yield from inspect_words(text_in(content), inner, wording=Wording.PROSE, lists_rest=False)
        return
    pages: list[PageText] = []
    try:
        pages.extend(read_page_texts(content) if drawn else read_painted_texts(file.painted))
    except Exception as error:  # noqa: BLE001 - two libraries read a file that may be made to harm them
        message = f"hidden text could not be looked for: {shortened(str(error))}"
        yield holder.found(rules.NOT_LOOKED_AT, message, _MAKE_AGAIN)
    shown = "\n".join(page.shown for page in pages)
    languages = [text(entry(file.root, "/Lang"))]
    outer = holder.printed.line if depth else ""
    holder = holder.at(holder.where, "the file")
    holder = replace(holder, printed=Printed.of(f"{shown}\n{outer}", *languages, known=known))
    yield from _inspect_hidden(pages, holder)
    unseen = " ".join(one.words for page in pages for one in page.hidden)
    document = _Document(file, holder, unseen, _Nested(inspect_part, depth))
    yield from document.findings()
    yield from _inspect_bytes(file, content, holder)
    if depth == 0:
        yield from _inspect_earlier(content, shown + unseen, holder, _Nested(inspect_part, 1))


def _inspect_hidden(pages: list[PageText], holder: Holder) -> Iterator[Finding]:
    for number, page in enumerate(pages, start=1):
        inner = holder.at(replace(holder.where, page=number), "hidden text")
        if page.is_too_large:
            message = "the page is so large that its hidden text could not be looked for"
            yield inner.found(rules.NOT_LOOKED_AT, message, "look at the page by eye")
        for one in page.hidden:
            message = f"text that is {one.reason}: “{shortened(one.words)}”"
            finding = inner.found(rules.HIDDEN, message, f"remove it from the source, and {_MAKE_AGAIN}")
            yield replace(finding, severity=Severity.WARNING) if one.is_text_layer else finding
            yield from inspect_contacts(one.words, inner)
        yield from inspect_marks(page.shown, inner.named("the text"))


@dataclass(frozen=True, slots=True)
class _Nested:
    """Inspects the files in a document."""

    inspect_part: InspectPart
    depth: int

    def inspect(self, content: bytes, holder: Holder, media_type: str) -> Iterator[Finding]:
        """What one of them reveals."""
        yield from self.inspect_part(content, holder, Nature(media_type=media_type, depth=self.depth + 1))


class _Document:
    """The objects of one PDF."""

    def __init__(self, file: PdfFile, holder: Holder, unseen: str, nested: "_Nested") -> None:
        self._file = file
        self._holder = holder
        self._nested = nested
        self._objects = Objects(file.pdf)
        self._unseen = unseen
        self._annotations: dict[tuple[int, int], int] = {}
        self._said: set[tuple[str, str]] = set()
        self._outlines: set[bytes] = set()
        self._pictures = 0

    @cached_property
    def _painted(self) -> Holder:
        """The file as a content stream paints it: also with the text that is not seen."""
        return replace(self._holder, printed=self._holder.printed.with_text(self._unseen))

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
            yield from inspect_field(Field(inner, name, text(value)), wording=_wording_of(key))
        if halves := [bytes(half).hex() for half in elements(entry(trailer, "/ID"))[:2] if text(half) or half]:
            message = f"the file’s identifier: {' '.join(dict.fromkeys(halves))}"
            yield self._holder.found(rules.IDENTIFIER, message)
        for found in strings_of(trailer, skip=frozenset({"/Info", "/ID", "/Root", "/Encrypt"})):
            if self._is_new(found):
                yield from self._string(found, self._holder.named("the trailer"))

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
                yield inner.found(rules.CARRIED, message, _MAKE_AGAIN)
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
            yield inner.found(rules.COMMENT, message, f"delete it, and {_PRINT_AGAIN}")
            yield from inspect_field(Field(inner, "annotator", text(entry(annotation, "/T"))))
        skip = set() if kind in _OPEN else {"/T"}
        targets = {text(entry(annotation, *keys)) for keys in (("/Dest",), ("/A", "/D"), ("/A", "/URI"))}
        if text(entry(annotation, "/Contents")) in targets:
            skip.add("/Contents")  # a link that is described by its own address
        for found in strings_of(annotation, skip=frozenset(skip)):
            if self._is_new(found):
                yield from self._string(found, inner)

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
                    yield inner.found(rules.CARRIED, f"private notes of a program: {programs}", _PRINT_AGAIN)
                    inner = inner.named("the private notes of a program")
                if _is_signature(thing):
                    yield from self._signature(thing)
                    continue
            if known is not None and known in beside:
                continue
            yield from self._strings(thing, inner, known, outline)
            if isinstance(thing, pikepdf.Stream):
                yield from self._stream(thing, known)

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
                    yield from self._string(found, holder.named(self._name_of(found, known)))
            return
        skip = frozenset({"/ID"}) if self._is_cross_reference(thing) else frozenset[str]()
        role = self._objects.role(thing.objgen) if isinstance(thing, pikepdf.String) else ""
        for found in strings_of(thing, skip=skip):
            one = found if found.keys or not role else replace(found, keys=(role,))
            if self._is_new(one):
                yield from self._string(one, holder.named(self._name_of(found, known)))

    def _is_cross_reference(self, thing: Any) -> bool:
        """Whether an object is a cross-reference stream with the file's own identifier, which is reported as such."""
        if text(entry(thing, "/Type")) != "/XRef":
            return False
        return elements(entry(thing, "/ID")) == elements(entry(self._file.pdf.trailer, "/ID"))

    def _name_of(self, found: Found, known: tuple[int, int] | None) -> str:
        """What a message calls the holder of a string."""
        key = found.key or self._objects.role(known) or "an object"
        return _HOLDERS.get(key) or (f"“{key}”" if key.startswith("/") else key)

    def _is_new(self, found: Found) -> bool:
        """Whether a string or a name is inspected: once for each text."""
        if not found.value.strip() or found.key in _BINARY_KEYS or (found.value, found.key) in self._said:
            return False
        self._said.add((found.value, found.key))
        return True

    def _says_nothing(self, found: Found) -> bool:
        """Whether it is known that there is nothing to say of a name."""
        words = _terms_in(found)
        return words is not None and says_nothing(words, self._holder.printed)

    def _string(self, found: Found, holder: Holder) -> Iterator[Finding]:
        """A string or a name in an object."""
        if (words := _terms_in(found)) is not None:
            inner = holder.named(f"a name in {holder.name}")
            yield from inspect_words(words, inner, wording=Wording.TERMS, lists_rest=False)
        elif found.key in {"/Base", "/NS"}:
            yield from inspect_namespace(found.value, holder.named(f"an address in {holder.name}"))
        elif found.key == "/URI":
            yield from inspect_contacts(found.value.removeprefix("mailto:"), holder.named("a link"))
        elif found.key in {"/M", "/CreationDate", "/ModDate", "/LastModified"}:
            yield from inspect_field(Field(holder, "date", found.value))
        elif found.key in {"/Author", "/LastEditor", "/Owner", "/LastSavedBy"}:
            yield from inspect_field(Field(holder, "author", found.value))
        elif _is_binary(found.value):
            return
        else:
            plain = re.sub(r"<[^<>]{0,1000}>", " ", found.value) if found.key in {"/RV", "/RC"} else found.value
            is_label = bool(_LABELS & set(found.keys))
            if is_label and is_coined(found.value):
                yield from inspect_contacts(found.value, holder)
                return
            wording = Wording.TERMS if is_label else _wording_of(found.key)
            yield from inspect_words(plain, holder, wording=wording, lists_rest=not is_label)

    def _signature(self, signature: Any) -> Iterator[Finding]:
        """Who signed, where and when (table 252)."""
        inner = self._holder.named("a signature")
        message = "it is signed, with a certificate that names who signed"
        yield inner.found(rules.PERSON, message, "do not pass the signed copy on")
        for key, value in entries(signature):
            if key == "/Name":
                yield from inspect_field(Field(inner, "signed by", text(value)))
            elif key not in _BINARY_KEYS | {"/Contents"}:
                yield from inspect_field(Field(inner, key[1:], text(value)))
        raw = text_in(bytes(entry(signature, "/Contents") or b""))
        yield from inspect_words(raw, inner.named("the certificate of a signature"), lists_rest=False)

    # streams

    def _stream(self, stream: Any, known: tuple[int, int] | None) -> Iterator[Finding]:
        kind, subtype = text(entry(stream, "/Type")), text(entry(stream, "/Subtype"))
        role = self._objects.role(known)
        yield from self._behind(stream)
        if subtype == "/Image" or role == "/Thumb":
            yield from self._image(stream)
        elif role == "/JBIG2Globals":
            inner = self._holder.named("the data of an image")
            yield from inspect_words(text_in(content_of(stream)), inner, wording=Wording.TERMS, lists_rest=False)
        elif role == "/Lookup":
            palette = text_in(content_of(stream))
            yield from inspect_words(palette, self._holder.named("a palette"), wording=Wording.TERMS, lists_rest=False)
        elif kind in {"/ObjStm", "/XRef", "/EmbeddedFile"} or role in _QUIET_ROLES or _is_sampled(stream):
            return
        elif subtype == "/Form" or entry(stream, "/PatternType") == 1 or role == "/Contents" or _is_glyph(role, stream):
            yield from self._content(stream, is_page=role == "/Contents")
        elif kind == "/Metadata" or subtype == "/XML":
            for field in fields_of_xmp(content_of(stream), self._holder.named("the XMP")):
                yield from inspect_field(field, wording=wording_of_xmp(field.name))
        elif role in _FONT_PROGRAMS:
            yield from inspect_font(content_of(stream), self._holder.named("a font"))
        elif role in _CODE_ROLES or kind == "/CMap":
            code = re.sub(rb"<[0-9A-Fa-f\s]*>", b" ", content_of(stream)[:_MOST_CONTENT])
            strings = (one.decode("latin-1") for one in re.findall(rb"\(([^()]*)\)", code))
            words = " | ".join((*comments_in(code), *strings, *_long_mappings(content_of(stream))))
            inner = self._holder.named("a map of characters")
            yield from inspect_words(words, inner, wording=Wording.TERMS, lists_rest=False)
        else:
            yield from self._other(stream, role)

    def _behind(self, stream: Any) -> Iterator[Finding]:
        """Bytes behind the end of compressed data."""
        if text(entry(stream, "/Filter")) not in {"/FlateDecode", "/Fl"}:
            return
        _, rest = pdf_bytes.unpacked(_raw(stream))
        if rest:
            message = f"{len(rest)} bytes behind the end of a stream"
            yield self._holder.found(rules.CARRIED, message, _MAKE_AGAIN)
            yield from inspect_words(text_in(rest), self._holder.named(message))

    def _image(self, image: Any) -> Iterator[Finding]:
        self._pictures += 1
        if photograph := _photograph(image):
            yield from inspect_picture(photograph, self._holder.named(f"no. {self._pictures}"))
            return
        if "/JBIG2Decode" in {text(entry(image, "/Filter")), *(text(one) for one in elements(entry(image, "/Filter")))}:
            inner = self._holder.named(f"the data of the image no. {self._pictures}")
            yield from inspect_words(text_in(_raw(image)), inner, wording=Wording.TERMS, lists_rest=False)
            return
        rest = _behind_pixels(image)
        if rest.strip(b"\0\r\n"):
            message = f"{len(rest)} bytes behind the pixels of the image no. {self._pictures}"
            yield self._holder.found(rules.CARRIED, message, _MAKE_AGAIN)
            yield from inspect_words(text_in(rest), self._holder.named(message))

    def _content(self, stream: Any, *, is_page: bool) -> Iterator[Finding]:
        """A content stream: its comments, its properties, and the text that no page shows."""
        content = content_of(stream)
        for photograph in photographs_in(content):
            yield from inspect_picture(photograph, self._holder.named("in a content stream"))
        remarks = "\n".join(comments_in(content))
        if remarks:
            yield from inspect_words(remarks, self._painted.named("a comment in a content stream"))
        for string in unpainted_strings(stream, self._file.properties_in(stream)):
            if not _is_binary(string):
                inner = self._painted.named("a property of marked content")
                yield from inspect_words(string, inner, wording=Wording.PROSE)
        resources = entry(stream, "/Resources")
        if is_page and resources is None:
            resources = self._resources_of(stream)
            if resources is None:
                return  # a page that is shown: its text was compared with its picture
        if shown := shown_strings(stream, resources):
            yield from inspect_words(shown, self._painted.named("text that no page shows"))

    def _resources_of(self, stream: Any) -> Any:
        """The resources of a page that is in no page tree; none for a page that is."""
        import pikepdf

        known = identity(stream)
        for page in self._file.pages:
            contents = entry(page.obj, "/Contents")
            if known in {identity(contents), *(identity(one) for one in elements(contents))}:
                return None
        for thing in self._file.pdf.objects:
            contents = entry(thing, "/Contents") if isinstance(thing, pikepdf.Dictionary) else None
            if known in {identity(contents), *(identity(one) for one in elements(contents))}:
                return entry(thing, "/Resources") or pikepdf.Dictionary()
        return pikepdf.Dictionary()

    def _other(self, stream: Any, role: str) -> Iterator[Finding]:
        """A stream of another kind: a script, a form in XML, a profile, or nobody knows what."""
        name = {"/JS": "a script", "/XFA": "the data of a form", "": "a stream"}.get(role, f"the stream “{role}”")
        is_drawn = role.startswith("/AIPDFPrivateData")  # of Illustrator: PostScript, cut into pieces
        media_type = "text/javascript" if role == "/JS" else "application/postscript" if is_drawn else ""
        content = content_of(stream)
        if not content and entry(stream, "/Length"):
            message = f"{name} cannot be unpacked"
            yield self._holder.found(rules.NOT_LOOKED_AT, message, _MAKE_AGAIN)
            return
        yield from self._nested.inspect(content, self._holder.named(name), media_type)


def _terms_in(found: Found) -> str | None:
    """The words of what is written for programs: a name, a code, a palette; None for any other string."""
    if found.is_name:
        return "" if _is_glyph_name(found) else found.value
    if found.key in _CODED_KEYS:
        return _CODED_KEYS[found.key](found.value)
    return text_in(found.value.encode("cp1252", "replace")) if "/ColorSpace" in found.keys else None


def _wording_of(key: str) -> Wording:
    """For whom the strings of a key are written."""
    return Wording.PROSE if key in _READ_KEYS else Wording.TERMS if key in _TERM_KEYS else Wording.DATA


def _private_part(tag: str) -> str:
    """What a language tag says beyond the registry (RFC 5646, 2.2.7)."""
    return " ".join(re.split(r"(?:^|-)x-", tag, flags=re.IGNORECASE)[1:]).replace("-", " ")


def _names_in_code(code: str) -> str:
    """The names in a string of instructions, as a field’s default appearance is one (12.7.3.3)."""
    names = re.findall(r"/([^\s/\[\]()<>{}%]+)", code)
    return " ".join(re.sub(r"#([0-9A-Fa-f]{2})", lambda found: chr(int(found[1], 16)), one) for one in names)


def _odd_glyph_names(code: str) -> str:
    """Of a list of glyphs, the names that are those of no character."""
    from fontTools.agl import toUnicode

    return " ".join(name for name in code.split("/") if not toUnicode(name))


_CODED_KEYS = {"/Lang": _private_part, "/DA": _names_in_code, "/CharSet": _odd_glyph_names}
"""Strings that are written for programs, and what may be words in them."""
_HOLDERS = {
    "/Title": "a title or bookmark",
    "/Alt": "an alternative text",
    "/ActualText": "a replacement text",
    "/Contents": "a description",
    "/BaseFont": "a font",
    "/FontName": "a font",
    "/Name": "a layer or another object",
    "/Names": "a destination",
    "/Dests": "a destination",
    "/T": "a form field",
    "/V": "a form field",
    "/DV": "a form field",
    "/RV": "a form field",
    "/TU": "a form field",
    "/P": "a page label",
    "/ID": "an element of the structure",
    "/S": "an element of the structure",
}


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


def _is_glyph_name(found: Found) -> bool:
    """Whether a name is that of a known character (Adobe Glyph List), where characters are named."""
    if not ({"/Differences", "/CharProcs"} & set(found.keys) or found.key.startswith("/Encoding")):
        return False
    if not re.match(r"[A-Za-z0-9_]+(?:\.|$)", found.value):  # “Identity-H” is an encoding
        return False
    if re.fullmatch(r"[A-Za-z]{1,7}\d+", found.value):
        return True
    from fontTools.agl import toUnicode

    return bool(toUnicode(found.value))


def _is_binary(value: str) -> bool:
    if value.isprintable():
        return False
    odd = sum(not sign.isprintable() and sign not in "\t\n\r\f" for sign in value[:500])
    return odd * 5 > min(len(value), 500)


def _is_sampled(stream: Any) -> bool:
    """Whether a stream is numbers: a function, a shading, a halftone, the hints of a file for the web."""
    if entry(stream, "/FunctionType") == 0 or entry(stream, "/ShadingType") is not None:
        return True
    hints = entry(stream, "/S")
    return isinstance(hints, int) or entry(stream, "/HalftoneType") is not None


def _long_mappings(code: bytes) -> list[str]:
    """What a map of characters says for one of them, where it is longer than a ligature."""
    found = re.findall(rb"<((?:[0-9A-Fa-f]{4}){6,})>", code[:_MOST_CONTENT])
    return [bytes.fromhex(one.decode()).decode("utf-16-be", "replace") for one in found]


def _is_glyph(role: str, stream: Any) -> bool:
    """Whether a stream is a glyph of a Type 3 font (9.6.5): its role is the glyph’s name."""
    if role in _FONT_PROGRAMS:  # whose first bytes may look like a glyph’s
        return False
    return bool(role) and re.search(rb"\bd[01]\b", content_of(stream)[:200]) is not None


def _raw(stream: Any) -> bytes:
    import pikepdf

    try:
        return bytes(stream.read_raw_bytes())
    except (pikepdf.PdfError, RuntimeError):
        return b""


def _photograph(image: Any) -> bytes:
    """The bytes of an image that is in the PDF as it came from the camera: a JPEG or JPEG 2000."""
    import pikepdf

    filters = [text(one) for one in elements(entry(image, "/Filter"))] or [text(entry(image, "/Filter"))]
    if filters[-1] not in {"/DCTDecode", "/JPXDecode", "/DCT"}:
        return b""
    try:
        if len(filters) == 1:
            return bytes(image.read_raw_bytes())
        return bytes(image.get_stream_buffer(decode_level=pikepdf.StreamDecodeLevel.generalized))
    except (pikepdf.PdfError, RuntimeError):
        return b""


def _behind_pixels(image: Any) -> bytes:
    """What an image’s data has beyond its pixels."""
    width, height, bits = (entry(image, key) for key in ("/Width", "/Height", "/BitsPerComponent"))
    space = entry(image, "/ColorSpace")
    name = text(space) or text(next(iter(elements(space)), None))
    parts = {"/DeviceGray": 1, "/Indexed": 1, "/CalGray": 1, "/Separation": 1, "/DeviceRGB": 3, "/CalRGB": 3}
    count = {**parts, "/Lab": 3, "/DeviceCMYK": 4}.get(name)
    if name == "/ICCBased":
        count = entry(elements(space)[1], "/N")
    if not all(isinstance(one, int) for one in (width, height, bits, count)):
        return b""
    data = content_of(image) if width * height < 50_000_000 else b""
    return data[-(-width * count * bits // 8) * height :]


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def _inspect_bytes(file: PdfFile, content: bytes, holder: Holder) -> Iterator[Finding]:
    """What is between the objects, and objects that the tables no longer name."""
    ends = [match.end() for match in re.finditer(_ENDING, content)]
    rest = content[ends[-1] :] if ends else b""
    start = max(0, content.find(b"%PDF-"))
    for piece, where in ((rest, "after the end of the file"), (content[:start], "before the beginning of the file")):
        if piece.strip(b"\r\n \0"):
            yield holder.found(rules.CARRIED, f"{len(piece)} bytes {where}", _MAKE_AGAIN)
            yield from inspect_words(text_in(piece), holder.named(f"the bytes {where}"), lists_rest=False)
    raw = pdf_bytes.cut(content[start : ends[-1] if ends else len(content)])
    for gap in raw.gaps:
        words = gap.decode("utf-8", "replace")
        if not _is_binary(words) and re.search(r"[^\W\d_]{3,}", words):
            message = f"{len(gap)} bytes between the objects"
            yield holder.found(rules.CARRIED, f"{message}: “{shortened(words, 60)}”", _MAKE_AGAIN)
            yield from inspect_words(words, holder.named("the bytes between the objects"), lists_rest=False)
    if file.pdf.is_encrypted:
        return
    # An object that cannot be parsed is null to its readers, and has no number: its bytes are read here.
    live = {number for thing in file.pdf.objects if (number := getattr(thing, "objgen", None)) is not None}
    last = {one.number: place for place, one in enumerate(raw.objects)}
    for place, one in enumerate(raw.objects):
        if remarks := "\n".join(pdf_bytes.remarks_in(one)):
            yield from inspect_words(remarks, holder.named("a comment in an object"))
        if last[one.number] != place or one.number not in live:
            words = "\n".join(string for string in pdf_bytes.words_of(one) if not _is_binary(string))
            yield from inspect_words(words, holder.named("an object that is no longer in use"))


def _inspect_earlier(content: bytes, shown: str, holder: Holder, nested: _Nested) -> Iterator[Finding]:
    """The versions before each addition to the end (7.5.6)."""
    ends = [match.end() for match in re.finditer(_ENDING, content)]
    now = set(shown.split())
    for end in _versions(content, ends)[:8]:
        older = PdfFile(content[:end], holder.where.file)
        if older.faults:
            continue
        gone = [word for page in words_of(content[:end]) for word in page.split() if word not in now]
        lost = f", and says “{shortened(' '.join(gone))}”, which the last does not" if gone else ""
        message = f"an earlier version of {len(older.pages)} pages is still in the file{lost}"
        yield holder.found(rules.EARLIER, message, f"{_PRINT_AGAIN}, or make it again")
        inner = holder.named("the text of an earlier version")
        yield from inspect_words(" ".join(gone), inner, lists_rest=False)
        yield from _Document(older, inner.named("an earlier version"), " ".join(gone), nested).findings()


def _versions(content: bytes, ends: list[int]) -> list[int]:
    """Where earlier versions end. The first end in a file for the web (Annex F) belongs to its first page alone."""
    linearised = re.search(rb"/Linearized\b[^>]{0,200}?/L\s+(\d+)", content[:1024])
    if linearised:
        length = int(linearised[1])
        return [] if length >= len(content) - 2 else [length, *(end for end in ends[:-1] if end > length + 2)]
    return ends[:-1]
