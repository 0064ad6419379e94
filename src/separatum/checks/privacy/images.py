"""What an image file reveals besides its picture: each segment, chunk or box that is not pixels is read or reported."""

import io
import re
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from separatum.checks.privacy import rules
from separatum.checks.privacy.binary import boxes, riff_chunks, text_in
from separatum.checks.privacy.icc import inspect_profile
from separatum.checks.privacy.metadata_fields import (
    Field,
    Holder,
    inspect_contacts,
    inspect_field,
    inspect_words,
    shortened,
)
from separatum.checks.privacy.names import Wording
from separatum.checks.privacy.xmp import fields_of_xmp, wording_of_xmp
from separatum.model.findings import Finding

if TYPE_CHECKING:
    from PIL.Image import Exif

_IPTC = {
    (2, 5): "Title",
    (2, 25): "Keywords",
    (2, 40): "Instructions",
    (2, 55): "Date Created",
    (2, 65): "Software",
    (2, 80): "By-line",
    (2, 85): "By-line Title",
    (2, 90): "City",
    (2, 92): "Sublocation",
    (2, 95): "State",
    (2, 101): "Country",
    (2, 105): "Headline",
    (2, 110): "Credit",
    (2, 115): "Credit Source",
    (2, 116): "Copyright Notice",
    (2, 118): "Contact Info",
    (2, 120): "Caption",
    (2, 122): "Caption Writer",
}
"""The data sets that may hold a name (IPTC-IIM 4.2, chapter 6)."""
_NOTES = {"comment", "usercomment", "imagedescription", "xpcomment", "xpsubject", "xptitle", "description", "caption"}
_MAKER_NOTE, _IMAGE_ID, _INTEROPERABILITY, _GPS_VERSION = 0x927C, 0xA420, 0xA005, 0
_XMP_TAG, _PHOTOSHOP_TAG, _IPTC_TAG, _ICC_TAG = 700, 34377, 33723, 34675
_PIXEL_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA sRGB sBIT bKGD hIST pHYs sPLT cICP mDCV cLLI acTL fcTL fdAT sTER oFFs".split()
)
_QUIET_BOXES = frozenset(b"ftyp jP ihdr colr pclr cmap cdef res bpcc jp2h jp2c mdat free skip pitm iloc".split())
_MOST_UNPACKED = 8_000_000
_BLOCK = "Photoshop resource"
"""Settings of a program, whose words are mostly codes of four letters that run together."""
_WRITE_AGAIN = "write the image again without metadata"

_Pieces = Iterator[Finding | Field]


def inspect_picture(content: bytes, holder: Holder) -> Iterator[Finding]:
    """What an image file of any pixel format reveals.

    Args:
        content: its bytes.
        holder: what it is part of, by the image's own name: “images/port.jpg”.
    """
    holder = holder.named(f"the image {holder.name}")
    picture = _Picture(holder)
    try:
        pieces = list(_reader(content)(content, picture))
    except Exception as error:  # noqa: BLE001 - damaged or hostile metadata may raise anything
        message = f"{holder.name} cannot be read: {shortened(str(error))}"
        yield holder.found(rules.NOT_LOOKED_AT, message, "remove the image, or write it again")
        yield from inspect_contacts(content.decode("latin-1"), holder)
        return
    for piece in pieces:
        if isinstance(piece, Finding):
            yield piece
        else:
            yield from _inspect_piece(piece)


def is_picture(content: bytes) -> bool:
    """Whether the bytes begin as an image of pixels does."""
    return _reader(content) is not _read_unknown


def _inspect_piece(piece: Field) -> Iterator[Finding]:
    key = piece.name.lower().replace(" ", "")
    if key in _NOTES and piece.value.strip():
        message = f"{piece.name} in {piece.holder.name}: “{shortened(piece.value)}”"
        yield piece.holder.found(rules.COMMENT, message, _WRITE_AGAIN)
        yield from inspect_words(piece.value, piece.holder, wording=Wording.PROSE, lists_rest=False)
    else:
        is_block = piece.name.startswith(_BLOCK)
        yield from inspect_field(piece, wording=Wording.TRANSLATED if is_block else wording_of_xmp(piece.name))


class _Picture:
    """Makes fields and findings about one image."""

    def __init__(self, holder: Holder) -> None:
        self._holder = holder

    def field(self, name: str, value: Any) -> Field:
        """A piece of metadata."""
        return Field(self._holder, name, _as_text(value))

    def carries(self, what: str) -> Finding:
        """Something besides the picture."""
        return self._holder.found(rules.CARRIED, f"{self._holder.name} has {what}", _WRITE_AGAIN)

    def unknown(self, what: str, content: bytes) -> Iterator[Finding]:
        """A part that is not understood: reported, and what can be read in it."""
        inner = self._holder.named(f"{what} of {self._holder.name}")
        message = f"{inner.name} is not understood: {len(content)} bytes"
        yield self._holder.found(rules.NOT_LOOKED_AT, message, _WRITE_AGAIN)
        yield from inspect_words(text_in(content), inner)

    def after(self, rest: bytes) -> Iterator[Finding]:
        """Bytes after the end of the image: often another image."""
        if not rest.strip(b"\0\r\n"):
            return
        yield self.carries(f"{len(rest)} bytes after its end: “{shortened(text_in(rest), 60)}”")
        if is_picture(rest.lstrip(b"\0")):
            yield from inspect_picture(rest.lstrip(b"\0"), self._holder.named("after its end"))
        else:
            yield from inspect_words(text_in(rest), self._holder.named(f"the bytes after {self._holder.name}"))

    def thumbnail(self, content: bytes) -> Iterator[Finding]:
        """A small copy of the picture."""
        yield self.carries("a thumbnail, which may show what was cropped")
        if is_picture(content):
            yield from inspect_picture(content, self._holder.named(f"the thumbnail of {self._holder.name}"))

    def profile(self, content: bytes) -> Iterator[Finding]:
        """An ICC profile."""
        yield from inspect_profile(content, self._holder.named(f"the colour profile of {self._holder.name}"))

    def xmp(self, packet: bytes) -> Iterator[Field]:
        """An XMP packet."""
        yield from fields_of_xmp(packet, self._holder.named(f"the XMP of {self._holder.name}"))


def _reader(content: bytes) -> Callable[[bytes, _Picture], _Pieces]:
    for head, read in (
        (b"\xff\xd8\xff", _read_jpeg),
        (b"\x89PNG\r\n\x1a\n", _read_png),
        *((head, _read_gif) for head in (b"GIF87a", b"GIF89a")),
        *((head, _read_tiff) for head in (b"II*\0", b"MM\0*")),
        *((head, _read_plain) for head in (b"\0\0\1\0", b"\xff\x4f\xff\x51")),
        (b"\0\0\0\x0cjP  \r\n\x87\n", _read_boxes),
    ):
        if content.startswith(head):
            return read
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _read_webp
    if content[4:8] == b"ftyp" and content[8:12] in _STILLS:
        return _read_boxes
    return _read_plain if content.startswith(b"BM") and content[6:10] == b"\0\0\0\0" else _read_unknown


_STILLS = frozenset({b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})


def _read_unknown(content: bytes, picture: _Picture) -> _Pieces:
    yield from picture.unknown("the format", content)


def _read_plain(content: bytes, picture: _Picture) -> _Pieces:
    """BMP, icons and bare JPEG 2000 code streams have no metadata but for the bytes after them."""
    if content.startswith(b"BM"):
        yield from picture.after(content[int.from_bytes(content[2:6], "little") or len(content) :])
    elif content.startswith(b"\xff\x4f"):
        place = content.find(b"\xff\xd9")
        yield from picture.after(content[place + 2 :] if place > 0 else b"")
        for match in re.finditer(rb"\xff\x64(..)\x00\x01", content[:65_536], re.DOTALL):  # COM: ISO 15444-1, A.9.2
            yield picture.field("comment", content[match.end() : match.start() + 2 + int.from_bytes(match[1], "big")])
    else:
        yield from _read_icon(content, picture)


def _read_icon(content: bytes, picture: _Picture) -> _Pieces:
    """The images of an icon: PNGs, or bitmaps without a head of their own."""
    end = 6
    for number in range(int.from_bytes(content[4:6], "little")):
        length, start = struct.unpack_from("<II", content, 14 + 16 * number)
        body = content[start : start + length]
        if len(body) < length or length < 40:
            raise ValueError("an icon is cut off")
        end = max(end, start + length)
        if body.startswith(b"\x89PNG\r\n\x1a\n"):
            yield from _read_png(body, picture)
    yield from picture.after(content[end:])


# JPEG: ITU-T T.81, B.1


def _read_jpeg(content: bytes, picture: _Picture) -> _Pieces:
    extended: list[bytes] = []
    profile: list[bytes] = []
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xD9:
            yield from picture.after(content[place + 2 :])
            break
        if marker == 0xFF:
            place += 1
            continue
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        body = content[place + 4 : place + 2 + length]
        if marker == 0xE1 and body.startswith(_EXTENDED_XMP):
            extended.append(body[75:])
        elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
            profile.append(body[14:])
        elif marker == 0xFE or 0xE0 <= marker <= 0xEF:
            yield from _read_segment(marker, body, picture)
        place += 2 + length
        if marker == 0xDA:
            place = _end_of_scan(content, place)
    if extended:
        yield from picture.xmp(b"".join(extended))
    if profile:
        yield from picture.profile(b"".join(profile))


_EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"


def _end_of_scan(content: bytes, place: int) -> int:
    """Entropy-coded data reaches to the next marker that is no restart."""
    marker = _MARKER.search(content, place)
    return len(content) if marker is None else marker.start()


_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]")
"""0xFF and no zero, which stands behind one of the data, and no number of a restart (B.1.1.3)."""


def _read_segment(marker: int, body: bytes, picture: _Picture) -> _Pieces:
    if marker == 0xFE:
        yield picture.field("comment", body)
    elif marker == 0xE0 and body.startswith(b"JFIF\0"):
        if len(body) >= 14 and body[12] and body[13]:
            yield picture.carries("a thumbnail, which may show what was cropped")
    elif marker == 0xE0 and body.startswith(b"JFXX\0"):
        yield picture.carries("a thumbnail, which may show what was cropped")
    elif marker == 0xE1 and body.startswith(b"Exif\0"):
        yield from _read_exif(body[6:], picture)
    elif marker == 0xE1 and body.startswith(_XMP):
        yield from picture.xmp(body[len(_XMP) :])
    else:
        yield from _read_private_segment(marker, body, picture)


def _read_private_segment(marker: int, body: bytes, picture: _Picture) -> _Pieces:
    """Segments that one program or another has for itself."""
    if marker == 0xE2 and body.startswith(b"MPF\0"):
        yield picture.carries("an index of further pictures")
    elif marker == 0xED and body.startswith(b"Photoshop 3.0\0"):
        yield from _read_photoshop(body[14:], picture)
    elif (marker, body[:5]) in {(0xEC, b"Ducky"), (0xEE, b"Adobe"), (0xED, b"Adobe")}:
        yield picture.field(f"the segment {body[:5].decode()}", text_in(body[5:]))
    elif marker == 0xEB and body.startswith(b"JP"):
        yield picture.carries("content credentials (C2PA), which may name its makers")
        yield from picture.unknown("the part JUMBF", body)
    else:
        yield from picture.unknown(f"the segment APP{marker - 0xE0}", body)


def _read_photoshop(content: bytes, picture: _Picture) -> _Pieces:
    """Image resource blocks (Adobe Photoshop File Formats Specification)."""
    place = 0
    while content[place : place + 4] == b"8BIM":
        number = int.from_bytes(content[place + 4 : place + 6], "big")
        name = content[place + 7 : place + 7 + content[place + 6]]
        place += 7 + len(name) + (1 + len(name)) % 2
        length = int.from_bytes(content[place : place + 4], "big")
        block = content[place + 4 : place + 4 + length]
        place += 4 + length + length % 2
        if name:
            yield picture.field("comment", name)
        if number == 1028:
            yield from _read_iptc(block, picture)
        elif number in {1033, 1036}:
            yield from picture.thumbnail(block[28:])
        elif number == 1058:
            yield from _read_exif(block, picture)
        elif number == 1060:
            yield from picture.xmp(block)
        elif number == 1039:
            yield from picture.profile(block)
        elif text := text_in(block):
            yield picture.field(f"{_BLOCK} {number}", text)
    if content[place:].strip(b"\0"):
        yield from picture.unknown("a Photoshop resource", content[place:])


def _read_iptc(content: bytes, picture: _Picture) -> _Pieces:
    """The data sets of an IPTC record (IPTC-IIM 4.2, chapter 3)."""
    place = 0
    while place + 5 <= len(content) and content[place] == 0x1C:
        record, number, length = struct.unpack_from(">BBH", content, place + 1)
        value = content[place + 5 : place + 5 + length]
        place += 5 + length
        if record != 1 and (record, number) != (2, 0):
            yield picture.field(_IPTC.get((record, number), f"IPTC {record}:{number}"), value)
    if content[place:].strip(b"\0"):
        yield from picture.unknown("the IPTC record", content[place:])


def _read_exif(content: bytes, picture: _Picture) -> _Pieces:
    """The tags of Exif 2.32, with those of its inner directories."""
    from PIL import Image

    exif = Image.Exif()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exif.load(content if content.startswith(b"Exif\0\0") else b"Exif\0\0" + content)
        yield from _tags_of(exif, picture)


def _tags_of(exif: "Exif", picture: _Picture) -> _Pieces:
    from PIL import ExifTags

    inner: dict[int, Callable[[bytes], _Pieces]] = {
        _XMP_TAG: picture.xmp,
        _PHOTOSHOP_TAG: lambda content: _read_photoshop(content, picture),
        _IPTC_TAG: lambda content: _read_iptc(content, picture),
        _ICC_TAG: picture.profile,
    }
    for tag, value in exif.items():
        if tag in inner:
            yield from inner[tag](_as_bytes(value))
        elif tag not in {ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo}:
            yield picture.field(ExifTags.TAGS.get(tag, f"tag {tag}"), _tag_value(tag, value))
    for tag, value in exif.get_ifd(ExifTags.IFD.Exif).items():
        if tag == _MAKER_NOTE:
            note = _as_bytes(value)
            yield picture.carries(f"notes of the camera’s maker, {len(note)} bytes, which often hold a serial number")
            yield picture.field("maker note", text_in(note))
        elif tag != _INTEROPERABILITY:
            yield picture.field(ExifTags.TAGS.get(tag, f"tag {tag}"), _tag_value(tag, value))
    if gps := exif.get_ifd(ExifTags.IFD.GPSInfo):
        values = "; ".join(f"{ExifTags.GPSTAGS.get(tag, tag)} {_as_text(value)}" for tag, value in gps.items())
        is_empty = set(gps) <= {_GPS_VERSION}  # as cameras without a receiver write it
        yield picture.field("version of positions" if is_empty else "GPS", values)
    if exif.get_ifd(ExifTags.IFD.IFD1).get(0x0202):
        yield picture.carries("a thumbnail, which may show what was cropped")


def _tag_value(tag: int, value: Any) -> Any:
    """The tags of Windows are UTF-16 (9C9B to 9C9F)."""
    if 0x9C9B <= tag <= 0x9C9F:
        return _as_bytes(value).decode("utf-16-le", "replace").rstrip("\0")
    return value


def _as_bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape")
    try:
        return bytes(value)
    except (TypeError, ValueError):
        return b""


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0")
        encoding = "utf-16-le" if value[1:8:2].count(0) > 2 else "utf-16-be" if value[0:8:2].count(0) > 2 else "utf-8"
        text = value[:20_000].decode(encoding, "replace")
        return "".join(sign if sign.isprintable() and sign != "\ufffd" else " " for sign in text).strip()
    if isinstance(value, tuple) and value and all(isinstance(one, int) and 0 <= one < 256 for one in value):
        return _as_text(bytes(value))
    return str(value)


# PNG: third edition, 11


def _read_png(content: bytes, picture: _Picture) -> _Pieces:
    place = 8
    while place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        kind, body = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        place += 12 + length
        if kind == b"IEND":
            yield from picture.after(content[place:])
            return
        if kind not in _PIXEL_CHUNKS:
            yield from _read_chunk(kind, body, picture)


def _read_chunk(kind: bytes, body: bytes, picture: _Picture) -> _Pieces:
    if kind in {b"tEXt", b"zTXt", b"iTXt"}:
        yield from _read_png_text(kind, body, picture)
    elif kind == b"eXIf":
        yield from _read_exif(body, picture)
    elif kind == b"iCCP":
        yield from picture.profile(_unpacked(body.partition(b"\0")[2][1:]))
    elif kind == b"tIME":
        year, *rest = struct.unpack(">HBBBBB", body[:7])
        yield picture.field("time", f"{year:04}-{rest[0]:02}-{rest[1]:02} {rest[2]:02}:{rest[3]:02}:{rest[4]:02}")
    elif kind == b"pCAL":
        yield picture.field("calibration", text_in(body))
    else:
        yield from picture.unknown(f"the chunk {kind.decode('latin-1')}", body)


def _read_png_text(kind: bytes, body: bytes, picture: _Picture) -> _Pieces:
    key, _, value = body.partition(b"\0")
    if kind == b"zTXt":
        value = _unpacked(value[1:])
    elif kind == b"iTXt":
        is_packed, rest = value[:1] == b"\1", value[2:]
        language, _, rest = rest.partition(b"\0")
        translated, _, value = rest.partition(b"\0")
        value = _unpacked(value) if is_packed else value
        yield picture.field("keyword", translated + b" " + language)
    name = key.decode("latin-1")
    if name.startswith("XML:com.adobe"):
        yield from picture.xmp(value)
    elif name.startswith("Raw profile type"):
        yield from _read_raw_profile(value, picture)
    else:
        yield picture.field(name, value)


def _read_raw_profile(value: bytes, picture: _Picture) -> _Pieces:
    """A profile as ImageMagick writes it: its name, its length and its bytes in hexadecimal."""
    lines = value.split()
    try:
        content = bytes.fromhex(b"".join(lines[2:]).decode("ascii"))
    except ValueError:
        yield from picture.unknown("a raw profile", value)
        return
    if content.startswith(b"Exif\0\0"):
        yield from _read_exif(content[6:], picture)
    elif content.startswith(_XMP) or content.lstrip().startswith(b"<"):
        yield from picture.xmp(content.removeprefix(_XMP))
    elif content.startswith(b"8BIM"):
        yield from _read_photoshop(content, picture)
    elif content.startswith(b"\x1c"):
        yield from _read_iptc(content, picture)
    elif content[36:40] == b"acsp":
        yield from picture.profile(content)
    elif content[:4] in {b"II*\0", b"MM\0*"}:
        yield from _read_exif(content, picture)
    else:
        yield from picture.unknown("a raw profile", content)


def _unpacked(content: bytes) -> bytes:
    """Compressed bytes unpacked, as far as they are whole and not too many."""
    try:
        return zlib.decompressobj().decompress(content, _MOST_UNPACKED)
    except zlib.error:
        return b""


# GIF89a, 20 to 27


def _read_gif(content: bytes, picture: _Picture) -> _Pieces:
    flags = content[10]
    place = 13 + (3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0)
    while place < len(content):
        kind = content[place]
        if kind == 0x3B:
            yield from picture.after(content[place + 1 :])
            return
        if kind == 0x2C:
            flags = content[place + 9]
            place += 10 + (3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0) + 1
            _, place = _sub_blocks(content, place)
        elif kind == 0x21:
            label = content[place + 1]
            body, place = _sub_blocks(content, place + 2)
            yield from _read_gif_extension(label, body, picture)
        else:
            yield from picture.unknown("a part", content[place:])
            return


def _sub_blocks(content: bytes, place: int) -> tuple[list[bytes], int]:
    blocks = []
    while place < len(content) and (length := content[place]):
        blocks.append(content[place + 1 : place + 1 + length])
        place += 1 + length
    return blocks, place + 1


def _read_gif_extension(label: int, blocks: list[bytes], picture: _Picture) -> _Pieces:
    body = b"".join(blocks[1:])
    if label == 0xFE:
        yield picture.field("comment", b"".join(blocks))
    elif label == 0x01:
        yield picture.field("plain text", body)
    elif label == 0xFF and blocks:
        if blocks[0] in {b"NETSCAPE2.0", b"ANIMEXTS1.0"} and len(body) <= 8:
            return
        if blocks[0] == b"XMP DataXMP":
            yield from picture.xmp(_joined_xmp(blocks[1:]))
        elif blocks[0] == b"ICCRGBG1012":
            yield from picture.profile(body)
        else:
            yield from picture.unknown(f"the extension “{_as_text(blocks[0])}”", blocks[0] + b" " + body)
    elif label != 0xF9:
        yield from picture.unknown(f"the extension {label}", b"".join(blocks))


def _joined_xmp(blocks: list[bytes]) -> bytes:
    """XMP in a GIF is not cut into blocks: what looks like a block's length is a letter."""
    joined = b"".join(bytes([len(block)]) + block for block in blocks)
    return joined[: joined.rfind(b">") + 1]


# WebP, TIFF, and formats made of boxes


def _read_webp(content: bytes, picture: _Picture) -> _Pieces:
    for kind, body in riff_chunks(content):
        if kind == b"EXIF":
            yield from _read_exif(body.removeprefix(b"Exif\0\0"), picture)
        elif kind == b"XMP ":
            yield from picture.xmp(body)
        elif kind == b"ICCP":
            yield from picture.profile(body)
        elif kind == b"":
            yield from picture.after(body)
        elif kind not in {b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH"}:
            yield from picture.unknown(f"the chunk {kind.decode('latin-1')}", body)


def _read_tiff(content: bytes, picture: _Picture) -> _Pieces:
    from PIL import Image, TiffTags

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(content)) as image:
            yield from _tags_of(image.getexif(), picture)
            count = getattr(image, "n_frames", 1)
            for number in range(1, min(count, 50)):
                image.seek(number)
                for tag, value in getattr(image, "tag_v2", {}).items():
                    if isinstance(value, str | bytes):
                        yield picture.field(TiffTags.lookup(tag).name, value)


def _read_boxes(content: bytes, picture: _Picture) -> _Pieces:
    """AVIF, HEIF and JPEG 2000: known boxes are read; in the others, what can be read."""
    for packet in re.findall(rb"<x:xmpmeta.{0,200000}?</x:xmpmeta>", content[:_MOST_UNPACKED], re.DOTALL):
        yield from picture.xmp(packet)
    for match in re.finditer(rb"Exif\0\0(?=II\*\0|MM\0\*)", content):
        yield from _read_exif(content[match.end() :], picture)
    for kind, body in boxes(content):
        if kind == b"jp2h":
            continue
        if kind == b"xml " and b"<" in body:
            yield from picture.xmp(body)
        elif kind in {b"free", b"skip"} and (text := text_in(body)):
            yield picture.field("the free space", text)
        elif kind in {b"meta", b"uuid", b"jumb", b"udta", b"moov", b"uinf", b"url "}:
            text = "\n".join(line for line in text_in(body).splitlines() if "<" not in line)
            yield picture.field(f"the box {kind.decode('latin-1')}", text)
        elif kind == b"":
            yield from picture.after(body)
        elif kind.strip() not in _QUIET_BOXES:
            yield from picture.unknown(f"the box {kind.decode('latin-1')}", body)
