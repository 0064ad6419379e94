"""What an image tells besides what it shows: Exif, GPS, XMP, IPTC, texts, thumbnails, bytes after its end."""

import io
import struct
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lxml import etree

from separatum.checks.formats.epub_file import parse_xml
from separatum.checks.privacy import rules
from separatum.checks.privacy.metadata_fields import Field, Printed, judge, judge_text, shortened
from separatum.checks.privacy.xmp import fields_of_xmp
from separatum.model.findings import Finding, Location

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

_IPTC = {
    (2, 80): "By-line",
    (2, 85): "By-line Title",
    (2, 90): "City",
    (2, 92): "Sublocation",
    (2, 101): "Country",
    (2, 110): "Credit",
    (2, 115): "Source",
    (2, 116): "Copyright Notice",
    (2, 118): "Contact Info",
    (2, 122): "Caption Writer",
    (2, 55): "Date Created",
    (2, 65): "Software",
    (2, 120): "Caption",
}
"""The data sets that name somebody or something (IPTC-IIM 4.2, chapter 6)."""
_SILENT = {"dpi", "gamma", "transparency", "interlace", "jfif", "jfif_version", "jfif_unit", "jfif_density", "adobe"}
_SVG_PATHS = ("export-filename", "absref", "docname", "docbase")
_WAS = {"photoshop", "exif", "xmp", "icc_profile", "adobe_transform", "progressive", "progression", "loop", "duration"}


def inspect_picture(content: bytes, name: str, where: Location, printed: Printed) -> Iterator[Finding]:
    """What an image file of any format tells.

    Args:
        content: its bytes.
        name: what messages call it: “images/port.jpg”.
        where: the file that holds it.
        printed: what readers see of the whole.
    """
    head = content[:1024].lstrip()
    if head.startswith((b"<?xml", b"<svg", b"<!DOCTYPE svg", b"<!--")):
        yield from _inspect_svg(content, name, where, printed)
        return
    fields: list[Field] = []
    try:
        fields = list(_fields(content, name, where))
    except Exception as error:  # noqa: BLE001 - a decoder may raise anything at bytes that were made to harm it
        said = f"the image {name} cannot be read: {shortened(str(error))}"
        yield rules.NOT_LOOKED_AT.found(said, where=where, hint="take the image out, or write it anew")
        yield from judge_text(content.decode("latin-1"), f"the image {name}", where, printed)
    for field in fields:
        if field.name == "thumbnail":
            said = f"the image {name} carries a thumbnail of {field.value} bytes, which may show what was cut off"
            yield rules.CARRIED.found(said, where=where, hint="write the image anew")
        elif field.name in {"comment", "Comment", "UserComment", "ImageDescription", "XPComment", "maker note"}:
            said = f"{field.name} in {field.holder}: “{shortened(field.value)}”"
            yield rules.COMMENT.found(said, where=where, hint="write the image anew")
            yield from judge_text(field.value, field.holder, where, printed)
        else:
            yield from judge(field, printed)
    if rest := after_the_end(content):
        said = f"the image {name} has {len(rest)} bytes after its end: “{shortened(_legible(rest), 60)}”"
        yield rules.CARRIED.found(said, where=where, hint="write the image anew")
        yield from judge_text(rest.decode("latin-1"), f"the bytes after the image {name}", where, printed)


def _fields(content: bytes, name: str, where: Location) -> Iterator[Field]:
    from PIL import Image

    holder = f"the image {name}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pixels, which are not decoded here, and of damaged tags
        with Image.open(io.BytesIO(content)) as image:
            for key, value in (*_exif(image), *_iptc(image), *_texts(image)):
                yield Field(holder=holder, name=key, value=_words(value), where=where)
            for packet in _packets(image):
                yield from fields_of_xmp(packet, f"the XMP of the image {name}", where)


def _exif(image: "Image") -> Iterator[tuple[str, Any]]:
    """The tags of Exif 2.32, with those of its inner directories."""
    from PIL import ExifTags

    exif = image.getexif()
    for tag, value in exif.items():
        if tag not in {ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, 700, 34377, 33723}:  # the last three: XMP and IPTC
            yield ExifTags.TAGS.get(tag, f"tag {tag}"), value
    for tag, value in exif.get_ifd(ExifTags.IFD.Exif).items():
        if tag == 0x927C:
            yield "maker note", f"{len(value)} bytes of the camera’s maker"
        elif tag == 0xA420:
            yield "ImageUniqueID", value
        elif tag != 0xA005:
            yield ExifTags.TAGS.get(tag, f"tag {tag}"), value
    if gps := exif.get_ifd(ExifTags.IFD.GPSInfo):
        yield "GPS", "; ".join(f"{ExifTags.GPSTAGS.get(tag, tag)} {_words(value)}" for tag, value in gps.items())
    if thumbnail := exif.get_ifd(ExifTags.IFD.IFD1).get(0x0202):
        yield "thumbnail", thumbnail


def _iptc(image: "ImageFile") -> Iterator[tuple[str, Any]]:
    from PIL import IptcImagePlugin

    for key, value in (IptcImagePlugin.getiptcinfo(image) or {}).items():
        for one in value if isinstance(value, list) else [value]:
            yield _IPTC.get(key, f"IPTC {key[0]}:{key[1]}"), one


def _texts(image: "Image") -> Iterator[tuple[str, Any]]:
    """Text chunks and comments: what Pillow found beside the pixels."""
    for key, value in {**image.info, **getattr(image, "text", {})}.items():
        is_known = not isinstance(key, str) or key in _SILENT | _WAS or key.startswith(("XML:com.adobe", "Raw profile"))
        if not is_known and isinstance(value, str | bytes):
            yield str(key), value


def _packets(image: "Image") -> Iterator[bytes]:
    found = [image.info.get("xmp"), image.info.get("XML:com.adobe.xmp"), image.getexif().get(700)]
    for packet in dict.fromkeys(one.encode() if isinstance(one, str) else one for one in found if one):
        yield packet if isinstance(packet, bytes) else bytes(packet)


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        return _legible(value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0"))
    if isinstance(value, tuple) and value and all(isinstance(one, int) and 0 <= one < 256 for one in value):
        return _legible(bytes(value))
    return str(value)


def _legible(content: bytes) -> str:
    """Bytes as text, in the encoding that they look like; what is no letter becomes a space."""
    encoding = "utf-16-le" if content[1:8:2].count(0) > 2 else "utf-8"
    text = content[:10_000].decode(encoding, "replace")
    return "".join(sign if sign.isprintable() and sign != "\ufffd" else " " for sign in text).strip()


def after_the_end(content: bytes) -> bytes:
    """What stands after the end that the image's own format gives it; empty where nothing does, or it is unknown."""
    end = None
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        end = _end_of_png(content)
    elif content.startswith(b"\xff\xd8"):
        end = _end_of_jpeg(content)
    elif content.startswith(b"RIFF") and len(content) >= 12:
        (length,) = struct.unpack_from("<I", content, 4)
        end = 8 + length + length % 2
    return content[end:] if end is not None and content[end:].strip(b"\0\r\n") else b""


def _end_of_png(content: bytes) -> int | None:
    place = 8
    while place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        kind, place = content[place + 4 : place + 8], place + 12 + length
        if kind == b"IEND":
            return place
    return None


def _end_of_jpeg(content: bytes) -> int | None:
    """Walk the segments (ITU-T T.81, B.1), because a thumbnail inside one has an end of its own."""
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xD9:
            return place + 2
        if marker == 0xFF:
            place += 1
            continue
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        place += 2 + length
        if marker == 0xDA:  # entropy-coded data follows, up to the next marker that is no restart
            while (place := content.find(b"\xff", place)) >= 0 and content[place + 1 : place + 2] != b"":
                if content[place + 1] != 0 and not 0xD0 <= content[place + 1] <= 0xD7:
                    break
                place += 2
            if place < 0:
                return None
    return None


def _inspect_svg(content: bytes, name: str, where: Location, printed: Printed) -> Iterator[Finding]:
    holder = f"the drawing {name}"
    try:
        root = parse_xml(content)
    except etree.XMLSyntaxError as error:
        said = f"{holder} cannot be read: {error.msg}"
        yield rules.NOT_LOOKED_AT.found(said, where=where, hint="take the drawing out, or write it anew")
        yield from judge_text(content.decode("utf-8", "replace"), holder, where, printed)
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield from _inspect_remark(element.text or "", holder, where, printed)
            continue
        local = etree.QName(element).localname
        if local == "script":
            yield rules.CALLS.found(f"a script in {holder}", where=where, hint="take it out")
        if local == "metadata":
            yield from _inspect_metadata(element, holder, where, printed)
        for attribute, value in element.attrib.items():
            key = etree.QName(str(attribute)).localname
            if key.startswith("on"):
                yield rules.CALLS.found(f"a script “{key}” in {holder}", where=where, hint="take it out")
            elif key == "href" and str(value).startswith(("http:", "https:", "//")) and local != "a":
                said = f"{holder} fetches “{shortened(str(value))}”"
                yield rules.CALLS.found(said, where=where, hint="put it into the file")
            yield from judge_text(str(value), f"“{key}” in {holder}", where, printed)
            if key in _SVG_PATHS and value and "/" not in str(value) and "\\" not in str(value):
                said = f"“{key}” in {holder}: “{shortened(str(value))}”"
                yield rules.COMMENT.found(said, where=where, hint="take it out")


def _inspect_remark(text: str, holder: str, where: Location, printed: Printed) -> Iterator[Finding]:
    if text.strip():
        said = f"a comment in {holder}: “{shortened(text)}”"
        yield rules.COMMENT.found(said, where=where, hint="take it out")
        yield from judge_text(text, f"a comment in {holder}", where, printed)


def _inspect_metadata(element: etree._Element, holder: str, where: Location, printed: Printed) -> Iterator[Finding]:
    for field in fields_of_xmp(etree.tostring(element), f"the metadata of {holder}", where):
        yield from judge(field, printed)
