"""What the streams in a PDF reveal: pictures, content, fonts, XMP, scripts, and what is behind their end."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from separatum.checks.formats.pdf_file import PdfFile
from separatum.checks.formats.pdf_objects import content_of, elements, entry, identity, text
from separatum.checks.privacy import pdf_bytes, rules
from separatum.checks.privacy.binary import text_in
from separatum.checks.privacy.fonts import inspect_font
from separatum.checks.privacy.images import inspect_picture
from separatum.checks.privacy.metadata_fields import Holder, inspect_field, inspect_words
from separatum.checks.privacy.names import Wording
from separatum.checks.privacy.nested import Nested
from separatum.checks.privacy.pdf_strings import comments_in, photographs_in, shown_strings, unpainted_strings
from separatum.checks.privacy.pdf_wording import MAKE_AGAIN, is_binary
from separatum.checks.privacy.xmp import fields_of_xmp, wording_of_xmp
from separatum.model.findings import Finding

_QUIET_ROLES = frozenset({"/CIDToGIDMap", "/CIDSet", "/HT", "/TR", "/TR2", "/BG", "/BG2", "/UCR", "/UCR2"})
_FONT_PROGRAMS = frozenset({"/FontFile", "/FontFile2", "/FontFile3"})
_CODE_ROLES = frozenset({"/ToUnicode", "/UseCMap", "/Encoding"})
_MOST_CONTENT = 8_000_000


class Streams:
    """The streams of one PDF.

    Args:
        file: the view of it.
        holder: the file that it is.
        unseen: its text that no reader sees.
        nested: inspects the files in it.
    """

    def __init__(self, file: PdfFile, holder: Holder, unseen: str, nested: Nested) -> None:
        self._file = file
        self._holder = holder
        self._unseen = unseen
        self._nested = nested
        self._pictures = 0

    @cached_property
    def _painted(self) -> Holder:
        """The file as a content stream paints it: also with the text that is not seen."""
        return replace(self._holder, printed=self._holder.printed.with_text(self._unseen))

    def inspect(self, stream: Any, role: str) -> Iterator[Finding]:
        """What one of them reveals, by its role: the key that leads to it."""
        kind, subtype = text(entry(stream, "/Type")), text(entry(stream, "/Subtype"))
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
            yield self._holder.found(rules.CARRIED, message, MAKE_AGAIN)
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
            yield self._holder.found(rules.CARRIED, message, MAKE_AGAIN)
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
            if not is_binary(string):
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
            yield self._holder.found(rules.NOT_LOOKED_AT, message, MAKE_AGAIN)
            return
        yield from self._nested.inspect(content, self._holder.named(name), media_type)


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
    """Whether a stream is a glyph of a Type 3 font (ISO 32000-1, 9.6.5): its role is the glyph’s name."""
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
