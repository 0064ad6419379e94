"""Pictures with a name in each place of their formats."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any


def _jpeg(**options: Any) -> bytes:
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(written, "JPEG", **options)
    return written.getvalue()


def _exif(tag: int, value: Any) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[tag] = value
    return _jpeg(exif=exif)


def _segment(marker: int, body: bytes) -> bytes:
    content = _jpeg()
    return content[:2] + bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body + content[2:]


def _xmp(secret: str) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description><dc:creator><rdf:Seq>'
        f"<rdf:li>{secret}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def _iptc(number: int, secret: str) -> bytes:
    value = secret.encode()
    record = b"\x1c\x02" + bytes([number]) + len(value).to_bytes(2, "big") + value
    return b"8BIM\x04\x04\0\0" + len(record).to_bytes(4, "big") + record + b"\0" * (len(record) % 2)


def _png(kind: bytes, body: bytes) -> bytes:
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (4, 4)).save(written, "PNG")
    content = written.getvalue()
    chunk = len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    return content[:33] + chunk + content[33:]


def _gif(block: bytes) -> bytes:
    from PIL import Image

    written = io.BytesIO()
    Image.new("P", (4, 4)).save(written, "GIF")
    content = written.getvalue()
    return content[:-1] + block + content[-1:]


def _sub_block(body: bytes) -> bytes:
    return bytes([len(body)]) + body


def _webp(kind: bytes, body: bytes) -> bytes:
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (4, 4)).save(written, "WEBP")
    content = written.getvalue() + kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return content[:4] + struct.pack("<I", len(content) - 8) + content[8:]


def _tiff(secret: str) -> bytes:
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (4, 4)).save(written, "TIFF", tiffinfo={315: secret})
    return written.getvalue()


def _gps(_: str) -> bytes:
    from PIL import Image
    from PIL.ExifTags import IFD

    exif = Image.Exif()
    exif.get_ifd(IFD.GPSInfo).update({1: "N", 2: (42.0, 58.0, 30.0), 3: "E", 4: (47.0, 30.0, 0.0)})
    return _jpeg(exif=exif)


PICTURES: dict[str, Callable[[str], bytes]] = {
    "JPEG with an artist": lambda s: _exif(0x013B, s),
    "JPEG with a copyright": lambda s: _exif(0x8298, f"© {s}"),
    "JPEG with a document name": lambda s: _exif(0x010D, s),
    "JPEG with a description": lambda s: _exif(0x010E, s),
    "JPEG with keywords of Windows": lambda s: _exif(0x9C9E, s.encode("utf-16-le")),
    "JPEG with a position": _gps,
    "JPEG with a comment": lambda s: _segment(0xFE, s.encode()),
    "JPEG with XMP": lambda s: _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _xmp(s)),
    "JPEG with a by-line": lambda s: _segment(0xED, b"Photoshop 3.0\0" + _iptc(80, s)),
    "JPEG with keywords": lambda s: _segment(0xED, b"Photoshop 3.0\0" + _iptc(25, s)),
    "JPEG with an unknown segment": lambda s: _segment(0xE9, b"WHO\0" + s.encode()),
    "JPEG with content credentials": lambda s: _segment(0xEB, b"JP\0\1\0\0\0\1" + s.encode()),
    "JPEG with another behind it": lambda s: _jpeg() + _exif(0x013B, s),
    "PNG with a text": lambda s: _png(b"tEXt", b"Author\0" + s.encode("latin-1", "replace")),
    "PNG with a packed text": lambda s: _png(b"zTXt", b"Comment\0\0" + zlib.compress(s.encode("latin-1", "replace"))),
    "PNG with a text of Unicode": lambda s: _png(b"iTXt", b"Description\0\0\0\0\0" + s.encode()),
    "PNG with XMP": lambda s: _png(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + _xmp(s)),
    "PNG with an unknown chunk": lambda s: _png(b"whOo", s.encode()),
    "GIF with a comment": lambda s: _gif(b"\x21\xfe" + _sub_block(s.encode()) + b"\0"),
    "GIF with an extension": lambda s: _gif(b"\x21\xff" + _sub_block(b"WHO WHO 1.0") + _sub_block(s.encode()) + b"\0"),
    "WebP with XMP": lambda s: _webp(b"XMP ", _xmp(s)),
    "WebP with an unknown chunk": lambda s: _webp(b"WHOO", s.encode()),
    "TIFF with an artist": _tiff,
}
"""How each is made, by what it is called."""
