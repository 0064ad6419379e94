"""Each place of an EPUB that can hold a name which no page shows: functions that plant it there."""

import base64
import gzip
import io
import struct
import zipfile
from collections.abc import Callable

from tests.privacy.makers import PAGE, packed, unpacked
from tests.privacy.pictures import PICTURES

Plant = Callable[[bytes, str], bytes]
CARRIERS: dict[str, Plant] = {}


def _parts(name: str, change: Callable[[dict[str, bytes], str], None]) -> None:
    """Register a change of the parts of a book."""

    def plant(content: bytes, secret: str) -> bytes:
        parts = unpacked(content)
        change(parts, secret)
        return packed(parts)

    CARRIERS[name] = plant


def _named(parts: dict[str, bytes], end: str) -> str:
    return next(name for name in parts if name.endswith(end))


def _page(name: str, old: str, new: Callable[[str], str]) -> None:
    """A change of the page of a book."""

    def change(parts: dict[str, bytes], secret: str) -> None:
        page = _named(parts, "a.xhtml")
        assert old.encode() in parts[page], old
        parts[page] = parts[page].replace(old.encode(), new(secret).encode(), 1)

    _parts(name, change)


def _body(name: str, element: Callable[[str], str]) -> None:
    """An element more at the end of the page."""
    _page(name, "</body>", lambda secret: f"{element(secret)}</body>")


def _package(name: str, element: Callable[[str], str], before: str = "</metadata>") -> None:
    def change(parts: dict[str, bytes], secret: str) -> None:
        package = _named(parts, ".opf")
        parts[package] = parts[package].replace(before.encode(), (element(secret) + before).encode(), 1)

    _parts(name, change)


def _added(name: str, path: str, content: Callable[[str], bytes], media_type: str | None = None) -> None:
    """A part more, which the package names if it has a media type."""

    def change(parts: dict[str, bytes], secret: str) -> None:
        package = _named(parts, ".opf")
        folder = package.rpartition("/")[0]
        parts[path if path.startswith("META-INF") else f"{folder}/{path}"] = content(secret)
        if media_type is not None:
            item = f'<item id="added" href="{path}" media-type="{media_type}"/></manifest>'
            parts[package] = parts[package].replace(b"</manifest>", item.encode(), 1)

    _parts(name, change)


for _element in ("creator", "contributor", "publisher", "description", "subject", "relation", "coverage", "source"):
    _package(
        f"package {_element}",
        lambda s, e=_element: f'<dc:{e} xmlns:dc="http://purl.org/dc/elements/1.1/">{s}</dc:{e}>',  # type: ignore[misc]
    )
_package("package rights", lambda s: f'<dc:rights xmlns:dc="http://purl.org/dc/elements/1.1/">© {s}</dc:rights>')
_package("package file-as", lambda s: f'<meta property="file-as" refines="#id">{s}</meta>')
_package("package meta", lambda s: f'<meta name="quark" content="{s}"/>')
_package("package identifier of a statement", lambda s: f'<meta id="{s.replace(" ", "-")}" property="role">aut</meta>')
_package("package comment", lambda s: f"<!-- {s} -->")
_package(
    "package identifier of an item",
    lambda s: f'<item id="{s.replace(" ", "_")}" href="x" media-type="a/b"/>',
    "</manifest>",
)
_package("package link", lambda s: f'<link rel="record" href="file:///home/{s.split()[0].lower()}/record.xml"/>')
_package(
    "package collection", lambda s: f"<collection><metadata><meta>{s}</meta></metadata></collection>", "</package>"
)
_package("package guide", lambda s: f'<guide><reference type="x" title="{s}" href="a.xhtml"/></guide>', "</package>")

_page("title of a page", "<head>", lambda s: f"<head><title>{s}</title>")
_page("head", "</head>", lambda s: f'<meta name="author" content="{s}"/></head>')
_page("style comment", "</head>", lambda s: f"<style>/* {s} */</style></head>")
_page("script", "</head>", lambda s: f'<script>var who = "{s}";</script></head>')
_page("link title", "</head>", lambda s: f'<link rel="alternate" title="{s}" href="x"/></head>')
_body("comment", lambda s: f"<!-- asked {s} -->")
_body("instruction", lambda s: f"<?who {s}?>")
_body("alternative text", lambda s: f'<img src="x.png" alt="Portrait of {s}"/>')
_body("title", lambda s: f'<p title="{s}">Quiet.</p>')
_body("label", lambda s: f'<p aria-label="{s}">Quiet.</p>')
_body("own attribute", lambda s: f'<p data-who="{s}">Quiet.</p>')
_body("identifier", lambda s: f'<p id="{s.replace(" ", "_")}">Quiet.</p>')
_body("class", lambda s: f'<p class="{s.replace(" ", "-")}">Quiet.</p>')
_body("address", lambda s: f'<p><a href="mailto:{s.split()[0].lower()}@safehouse.example">Quiet.</a></p>')
_body("file name", lambda s: f'<img src="{s.replace(" ", "_")}.png" alt=""/>')
_body(
    "name of a machine in a style",
    lambda s: f'<p style="background:url(file:///home/{s.split()[0].lower()}/a.png)">Quiet.</p>',
)
_body("cite", lambda s: f'<blockquote cite="file:///Users/{s.split()[0]}/a.txt"><p>Quiet.</p></blockquote>')
_body("description of a drawing", lambda s: f'<svg xmlns="http://www.w3.org/2000/svg"><desc>{s}</desc></svg>')
_body("metadata of a drawing", lambda s: f'<svg xmlns="http://www.w3.org/2000/svg"><metadata>{s}</metadata></svg>')
_body("source document", lambda s: f'<iframe srcdoc="&lt;p title=&quot;{s}&quot;&gt;"></iframe>')
_body(
    "annotation of a formula",
    lambda s: f'<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="{s}"><mi>x</mi></math>',
)
for _name, _style in {
    "not displayed": "display:none",
    "invisible": "visibility:hidden",
    "transparent": "opacity:0",
    "white": "color:#fff",
    "nearly white": "color:#fefefe",
    "black on black": "color:#000;background:#000",
    "of no size": "font-size:0",
    "of one pixel": "font-size:1px",
    "far away": "position:absolute;left:-9999px",
    "far away on the right": "position:absolute;right:-9999px",
    "indented": "text-indent:-9999px",
    "clipped": "clip-path:inset(100%)",
    "clipped in the old way": "position:absolute;clip:rect(0,0,0,0)",
    "scaled": "transform:scale(0)",
    "in a box of no height": "height:0;overflow:hidden",
    "escaped": "d\\69splay:none",
    "white by light": "color:oklch(1 0 0)",
    "white by hue": "color:hsl(0 0% 100%)",
    "white by a variable": "--paper:#fff;color:var(--paper)",
    "masked": "mask-image:linear-gradient(transparent,transparent)",
    "filtered": "filter:brightness(0) invert(1)",
    "zoomed": "zoom:0.01",
    "letter on letter": "letter-spacing:-2em",
    "on no line": "line-height:0;overflow:hidden",
}.items():
    _body(f"hidden {_name}", lambda s, style=_style: f'<p style="{style}">{s}</p>')  # type: ignore[misc]
_body("hidden in brackets of ruby", lambda s: f"<p><ruby>Quiet<rp>{s}</rp></ruby></p>")
for _name, _drawn in {
    "outside": '<text x="-500">{0}</text>',
    "unfilled": '<text y="9" fill="none">{0}</text>',
    "covered": '<text x="5" y="20">{0}</text><rect width="300" height="50"/>',
}.items():
    _body(
        f"text of a drawing {_name}",
        lambda s, drawn=_drawn: (  # type: ignore[misc]
            f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="50">{drawn.format(s)}</svg>'
        ),
    )
_body("namespace", lambda s: f'<p xmlns:own="http://{s.replace(" ", "-").lower()}.example/">Quiet.</p>')
_body(
    "variation selectors",
    lambda s: f"<p>Quiet{''.join(chr(0xE0100 + byte) for byte in s.encode())}.</p>",
)
_body("hidden attribute", lambda s: f"<p hidden='hidden'>{s}</p>")
_body("template", lambda s: f"<template><p>{s}</p></template>")
_body("noscript", lambda s: f"<noscript><p>{s}</p></noscript>")
_body("fallback of a film", lambda s: f'<video src="a.mp4"><p>{s}</p></video>')
_body(
    "text of a drawing that is off",
    lambda s: f'<svg xmlns="http://www.w3.org/2000/svg"><text display="none">{s}</text></svg>',
)
for _where, _rule in {
    "a class": ".gone{display:none}",
    "a media rule": "@media all{.gone{display:none}}",
    "a supports rule": "@supports (display:block){.gone{visibility:hidden}}",
    "an important rule": ".gone{display:none !important}",
}.items():
    _page(
        f"hidden by {_where}",
        "</body>",
        lambda s, rule=_rule: f'<p class="gone">{s}</p><style>{rule}</style></body>',  # type: ignore[misc]
    )

_added("style sheet", "s.css", lambda s: f"/* {s} */ p {{ margin: 0 }}".encode(), "text/css")
_added("page that nobody reaches", "old.xhtml", lambda s: PAGE.replace("Nobody came", f"{s} came").encode())
_added("page outside of the order", "old.xhtml", lambda s: PAGE.replace("Nobody", s).encode(), "application/xhtml+xml")
_added("old package", "old.opf", lambda s: f"<package><metadata><creator>{s}</creator></metadata></package>".encode())
_added("text file", "notes.txt", lambda s: f"From {s}".encode())
_added("JSON", "d.json", lambda s: f'{{"who": "{s}"}}'.encode(), "application/json")
_added(
    "bytes of no kind", "d.bin", lambda s: b"\0\1\2\xff\xfe\0" + s.encode() + b"\0\xff" * 20, "application/octet-stream"
)
_added("annotations", "META-INF/annotations.json", lambda s: f'[{{"creator": "{s}"}}]'.encode())
_added(
    "signatures", "META-INF/signatures.xml", lambda s: f"<signatures><Subject>CN={s}</Subject></signatures>".encode()
)
_added("licence", "META-INF/license.lcpl", lambda s: f'{{"user": "{s}"}}'.encode())
_added("metadata", "META-INF/metadata.xml", lambda s: f"<metadata><who>{s}</who></metadata>".encode())
_added("page map", "page-map.xml", lambda s: f'<page-map><page name="{s}" href="a.xhtml"/></page-map>'.encode())
_added(
    "gzip",
    "d.svgz",
    lambda s: gzip.compress(f"<svg xmlns='http://www.w3.org/2000/svg'><desc>{s}</desc></svg>".encode()),
)
_added("document of Word", "f.docx", lambda s: packed({"docProps/core.xml": f"<c><creator>{s}</creator></c>".encode()}))
_added("sound", "m.mp3", lambda s: _id3(s.strip()), "audio/mpeg")
_added("film", "m.mp4", lambda s: _mp4(s.strip()), "video/mp4")
_added("film with a position", "m.mp4", lambda _: _mp4("+41.7151+044.8271/"), "video/mp4")
_added("sound of FLAC", "m.flac", lambda s: _flac(s.strip()), "audio/flac")
_added("sound of Ogg", "m.ogg", lambda s: b"OggS" + bytes(24) + b"OpusTags" + _comments(s), "audio/ogg")
_added("wave", "m.wav", lambda s: _wave(s.strip()), "audio/wav")
_added(
    "drawing",
    "c.svg",
    lambda s: f"<svg xmlns='http://www.w3.org/2000/svg'><!-- {s} --></svg>".encode(),
    "image/svg+xml",
)
_added(
    "identifier in a drawing",
    "c.svg",
    lambda s: f"<svg xmlns='http://www.w3.org/2000/svg'><g id='{s}'/></svg>".encode(),
)
for _picture, _make in PICTURES.items():
    _added(_picture, "i.bin", _make)
for _picture in ("JPEG with an artist", "JPEG with a position", "PNG with a text"):
    _body(f"{_picture} in an address", lambda s, p=_picture: f'<img alt="" src="{_data(PICTURES[p](s))}"/>')  # type: ignore[misc]
    _added(
        f"{_picture} in a sheet",
        "s.css",
        lambda s, p=_picture: f"p {{ background: url({_data(PICTURES[p](s))}) }}".encode(),  # type: ignore[misc]
        "text/css",
    )


def _data(content: bytes) -> str:
    return f"data:image/x;base64,{base64.b64encode(content).decode()}"


def _id3(secret: str) -> bytes:
    body = b"\3" + secret.encode()
    frame = b"TPE1" + len(body).to_bytes(4, "big") + b"\0\0" + body
    return b"ID3\3\0\0" + bytes([0, 0, len(frame) >> 7, len(frame) & 0x7F]) + frame + b"\xff\xfb\x90\0" + bytes(400)


def _box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def _mp4(secret: str) -> bytes:
    text = secret.encode()
    entry = _box(b"\xa9xyz", len(text).to_bytes(2, "big") + b"\x15\xc7" + text)
    return _box(b"ftyp", b"isom\0\0\0\0isom") + _box(b"moov", _box(b"udta", entry)) + _box(b"mdat", bytes(64))


def _comments(secret: str) -> bytes:
    entry = f"ARTIST={secret}".encode()
    return struct.pack("<I", 4) + b"Lavf" + struct.pack("<II", 1, len(entry)) + entry


def _flac(secret: str) -> bytes:
    body = _comments(secret)
    return b"fLaC\0" + (34).to_bytes(3, "big") + bytes(34) + b"\x84" + len(body).to_bytes(3, "big") + body


def _wave(secret: str) -> bytes:
    value = secret.encode()
    info = b"INFOIART" + struct.pack("<I", len(value)) + value + b"\0" * (len(value) % 2)
    body = b"WAVE" + b"LIST" + struct.pack("<I", len(info)) + info + b"data\0\0\0\0"
    return b"RIFF" + struct.pack("<I", len(body)) + body


# the container


def _zip(name: str, change: Callable[[zipfile.ZipFile, str, dict[str, bytes]], None]) -> None:
    def plant(content: bytes, secret: str) -> bytes:
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            change(archive, secret, unpacked(content))
        return written.getvalue()

    CARRIERS[name] = plant


def _all(archive: zipfile.ZipFile, parts: dict[str, bytes], **more: bytes) -> None:
    for number, (name, content) in enumerate(parts.items()):
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        if number == 1:
            info.comment, info.extra = more.get("comment", b""), more.get("extra", b"")
        archive.writestr(info, content)


def _commented(archive: zipfile.ZipFile, secret: str, parts: dict[str, bytes]) -> None:
    _all(archive, parts)
    archive.comment = f"packed by {secret}".encode()


def _twice(archive: zipfile.ZipFile, secret: str, parts: dict[str, bytes]) -> None:
    import warnings

    page = _named(parts, "a.xhtml")
    archive.writestr(zipfile.ZipInfo(page, (1980, 1, 1, 0, 0, 0)), parts[page].replace(b"Nobody", secret.encode()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _all(archive, parts)


_zip("comment on the container", _commented)
_zip("comment on a part", lambda archive, s, parts: _all(archive, parts, comment=s.encode()))
_zip(
    "extra field",
    lambda archive, s, parts: _all(
        archive, parts, extra=b"\x99\x77" + len(s.encode()).to_bytes(2, "little") + s.encode()
    ),
)
_zip("two parts of one name", _twice)
_zip("named part", lambda archive, s, parts: _all(archive, {**parts, f"E/{s.replace(' ', '_')}.txt": b""}))
_added(
    "free space of a picture",
    "a.avif",
    lambda s: b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + (8 + len(s.encode())).to_bytes(4, "big") + b"free" + s.encode(),
    "image/avif",
)
CARRIERS["before the beginning"] = lambda content, s: f"From: {s}\r\n".encode() + content
CARRIERS["after the end"] = lambda content, s: content + f"\nkept by {s}\n".encode()


def _part_that_nothing_lists(content: bytes, secret: str) -> bytes:
    """A part whose entry was taken out of the list."""
    parts = unpacked(content)
    with_more = packed({"notes.txt": f"From {secret}".encode(), **parts})
    start = with_more.index(b"PK\x01\x02")
    following = with_more.index(b"PK\x01\x02", start + 4)
    end = with_more.index(b"PK\x05\x06")
    tail = bytearray(with_more[end:])
    count = int.from_bytes(tail[8:10], "little") - 1
    tail[8:10] = tail[10:12] = count.to_bytes(2, "little")
    tail[12:16] = (end - following).to_bytes(4, "little")
    return with_more[:start] + with_more[following:end] + bytes(tail)


CARRIERS["part that nothing lists"] = _part_that_nothing_lists
