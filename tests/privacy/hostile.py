"""More than sixty small files that are made to keep a reader busy, to fill its memory, or to break it.

`python -m tests.privacy.hostile` inspects and checks all of them, and prints what each took and how it ended.
"""

import contextlib
import io
import os
import resource
import struct
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from separatum.checks.privacy import inspect_all
from separatum.checks.run import check_all
from separatum.model.report import Report
from tests.privacy.makers import PAGE, packed, unpacked, zipped

_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(10))
    + b"]><x>&k;</x>"
)

HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {}


def _pdf(name: str, objects: Callable[[], list[bytes]]) -> None:
    def make() -> bytes:
        content = bytearray(b"%PDF-1.7\n")
        places = []
        for number, body in enumerate(objects(), start=1):
            places.append(len(content))
            content += b"%d 0 obj\n" % number + body + b"\nendobj\n"
        start = len(content)
        content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        content += b"".join(b"%010d 00000 n \n" % place for place in places)
        content += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
        return bytes(content)

    HOSTILE[name] = ("pdf", make)


def _page(code: bytes, resources: bytes = b"<< >>", *more: bytes) -> list[bytes]:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R /Resources " + resources + b" >>"
    return [_ROOT, _PAGES, page, _stream(code), *more]


_ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"


def _stream(content: bytes, more: bytes = b"") -> bytes:
    packed_content = zlib.compress(content, 9)
    return (
        b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n" % (len(packed_content), more)
        + packed_content
        + b"\nendstream"
    )


def _bomb(count: int) -> bytes:
    """A stream that unpacks to many bytes, three times packed."""
    content = zlib.compress(zlib.compress(zlib.compress(b"\0" * count, 9), 9), 9)
    return (
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode /FlateDecode] >>\nstream\n" % len(content)
        + content
        + b"\nendstream"
    )


_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 400 400] /Resources << /XObject << /A %d 0 R >> >>"
_FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def _laughing(depth: int, times: int) -> list[bytes]:
    forms = [_stream(b"/A Do " * times, _FORM % (number + 6)) for number in range(depth)]
    return _page(b"/A Do " * times, b"<< /XObject << /A 5 0 R >> >>", *forms, _stream(b"0 0 9 9 re f", _FORM % 5))


for _million in (1, 4, 16):
    _pdf(f"{_million} million instructions", lambda n=_million: _page(b"0 g " * (n * 1_000_000)))  # type: ignore[misc]
    _pdf(
        f"{_million} hundred thousand words",
        lambda n=_million: _page(b"BT /F1 9 Tf (ab) Tj ET " * (n * 100_000), _FONT),  # type: ignore[misc]
    )
    _pdf(f"{_million} million nested states", lambda n=_million: _page(b"q " * (n * 1_000_000)))  # type: ignore[misc]
for _depth in (4, 8, 12):
    _pdf(f"forms in forms, {_depth} deep", lambda n=_depth: _laughing(n, 12))  # type: ignore[misc]
_pdf("a form in itself", lambda: _page(b"/A Do", b"<< /XObject << /A 5 0 R >> >>", _stream(b"/A Do", _FORM % 5)))
_pdf("a page tree in itself", lambda: [_ROOT, b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"])
_pdf("a page tree without an end", lambda: [_ROOT, b"<< /Type /Pages /Count 999999999 /Kids [3 0 R] >>"])
_pdf(
    "a hundred thousand pages of one",
    lambda: [_ROOT, b"<< /Type /Pages /Count 100000 /Kids [" + b"3 0 R " * 100_000 + b"] >>", *_page(b"")[2:]],
)
_pdf(
    "an outline in itself",
    lambda: [
        _ROOT.replace(b">>", b"/Outlines 5 0 R >>"),
        *_page(b"")[1:],
        b"<< /First 5 0 R /Next 5 0 R /Title (a) >>",
    ],
)
_pdf(
    "actions in a circle",
    lambda: [_ROOT.replace(b">>", b"/OpenAction 5 0 R >>"), *_page(b"")[1:], b"<< /S /Named /Next 5 0 R >>"],
)
_pdf("arrays in arrays", lambda: [_ROOT, *_page(b"")[1:], b"[" * 100_000 + b"]" * 100_000])
_pdf("dictionaries in dictionaries", lambda: [_ROOT, *_page(b"")[1:], b"<< /A " * 50_000 + b"1" + b" >>" * 50_000])
_pdf(
    "a page as large as a country",
    lambda: [one.replace(b"0 400 400", b"0 9999999 9999999") for one in _page(b"BT /F1 9 Tf (a) Tj ET", _FONT)],
)
_pdf(
    "a page of no size", lambda: [one.replace(b"0 400 400", b"0 0 0") for one in _page(b"BT /F1 9 Tf (a) Tj ET", _FONT)]
)
_pdf("numbers without sense", lambda: _page(b"1e300 -1e300 nan 9 re f 99999999999999999999 0 0 1 0 0 cm 0 0 9 9 re f"))
_pdf("a bomb of a stream", lambda: [*_page(b"")[:3], _bomb(600_000_000)])
_pdf("a bomb that nothing uses", lambda: [*_page(b""), _bomb(600_000_000)])
_pdf("strings without an end", lambda: [*_page(b""), b"(" * 500_000])
_pdf("comments without an end", lambda: _page(b"%" * 4_000_000))
_pdf("parentheses", lambda: _page(b"(" * 200_000 + b"\\" * 200_000))
_pdf("names of a megabyte", lambda: [*_page(b""), b"<< /" + b"A" * 1_000_000 + b" 1 >>"])
_pdf("a hundred thousand strings", lambda: [*_page(b""), b"[" + b"(Quill Feather) " * 100_000 + b"]"])
_pdf("XMP of two megabytes", lambda: [*_page(b""), _stream(b"<x:xmpmeta " * 200_000, b"/Type /Metadata /Subtype /XML")])
_pdf("XMP of laughs", lambda: [*_page(b""), _stream(_LAUGHS, b"/Type /Metadata /Subtype /XML")])
_pdf(
    "a character map of millions",
    lambda: [
        *_page(
            b"BT /F1 9 Tf (a) Tj ET",
            b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /A /ToUnicode 5 0 R >> >> >>",
        ),
        _stream(b"1 beginbfrange <0000> <ffffffff> <0041> endbfrange " * 20_000),
    ],
)
_pdf(
    "an image of gigapixels",
    lambda: _page(
        b"/A Do",
        b"<< /XObject << /A 5 0 R >> >>",
        _stream(
            b"\0" * 1000,
            b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceRGB",
        ),
    ),
)
_pdf(
    "a shading without an end",
    lambda: _page(
        b"/S sh",
        b"<< /Shading << /S << /ShadingType 2 /ColorSpace /DeviceGray /Coords "
        b"[0 0 1e9 1e9] /Function << /FunctionType 2 /Domain [0 1] /N 99999 >> >> >> >>",
    ),
)
_pdf(
    "a pattern in a pattern",
    lambda: _page(
        b"/Pattern cs /P scn 0 0 400 400 re f",
        b"<< /Pattern << /P 5 0 R >> >>",
        _stream(
            b"/Pattern cs /P scn 0 0 9 9 re f",
            b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 "
            b"1] /XStep 0.001 /YStep 0.001 /Resources << /Pattern << /P 5 0 R >> >>",
        ),
    ),
)


def _epub(name: str, change: Callable[[dict[str, bytes]], None]) -> None:
    def make() -> bytes:
        parts = unpacked(zipped())
        change(parts)
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in parts.items():
                archive.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
        return written.getvalue()

    HOSTILE[name] = ("epub", make)


def _with(part: str, content: Callable[[], bytes]) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.__setitem__(part, content())


def _said(inner: bytes, head: bytes = b"") -> bytes:
    return PAGE.encode().replace(b"</head>", head + b"</head>").replace(b"</body>", inner + b"</body>")


_epub("elements in elements", _with("E/a.xhtml", lambda: _said(b"<div>" * 100_000 + b"</div>" * 100_000)))
_epub("elements in elements, not too deep", _with("E/a.xhtml", lambda: _said(b"<div>" * 200 + b"</div>" * 200)))
_epub("a million elements", _with("E/a.xhtml", lambda: _said(b"<b/>" * 1_000_000)))
_epub(
    "a million attributes",
    _with("E/a.xhtml", lambda: _said(b"<p %s/>" % b" ".join(b'a%d=""' % n for n in range(200_000)))),
)
_epub("laughs", _with("E/a.xhtml", lambda: _LAUGHS))
_epub("a text of megabytes", _with("E/a.xhtml", lambda: _said(b"<p>" + b"word " * 5_000_000 + b"</p>")))
_epub("a comment of megabytes", _with("E/a.xhtml", lambda: _said(b"<!-- " + b"Quill Feather " * 1_000_000 + b" -->")))
_epub("twenty thousand comments", _with("E/a.xhtml", lambda: _said(b"<!-- Quill Feather -->" * 20_000)))
_epub(
    "selectors that count",
    _with(
        "E/a.xhtml",
        lambda: _said(
            b"<p>a</p>" * 20_000,
            b"<style>%s</style>" % (b"p:nth-last-of-type(odd) ~ p:not(:nth-child(2n+1)){display:none}" * 500),
        ),
    ),
)
_epub(
    "selectors with many parents",
    _with(
        "E/a.xhtml",
        lambda: _said(b"<div>" * 200 + b"</div>" * 200, b"<style>%s{display:none}</style>" % b" ".join([b"div"] * 300)),
    ),
)
_epub("a sheet of brackets", _with("E/a.xhtml", lambda: _said(b"", b"<style>" + b"(" * 500_000 + b"</style>")))
_epub(
    "a sheet of rules", _with("E/a.xhtml", lambda: _said(b"", b"<style>" + b"a{display:none}" * 100_000 + b"</style>"))
)
_epub(
    "sheets that import each other",
    lambda parts: parts.update(
        {f"E/{n}.css": f'@import "{(n + 1) % 40}.css"; @import "{(n + 2) % 40}.css";'.encode() for n in range(40)}
        | {"E/a.xhtml": _said(b"", b'<link rel="stylesheet" href="0.css"/>')}
    ),
)
_epub(
    "a data address of megabytes",
    _with("E/a.xhtml", lambda: _said(b'<img alt="" src="data:image/png;base64,' + b"A" * 8_000_000 + b'"/>')),
)
_epub(
    "documents in addresses in documents",
    _with("E/a.xhtml", lambda: _said(b'<iframe srcdoc="' + b"&lt;iframe srcdoc=" * 5000 + b'"/>')),
)
_epub("a part that unpacks to gigabytes", _with("E/a.bin", lambda: b"\0" * 300_000_000))
_epub(
    "ten parts that unpack to much", lambda parts: parts.update({f"E/{n}.bin": b"\0" * 60_000_000 for n in range(10)})
)
_epub("gzip in gzip", _with("E/a.gz", lambda: zlib.compress(b"\0" * 200_000_000)))
_epub("twenty thousand parts", lambda parts: parts.update({f"E/{n}.txt": b"a" for n in range(20_000)}))
_epub(
    "a book in a book in a book",
    _with("E/a.epub", lambda: packed({"a.epub": packed({"a.epub": packed({"a.epub": packed({"a.epub": zipped()})})})})),
)
_epub(
    "an image of gigapixels",
    _with(
        "E/a.png",
        lambda: (
            b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">IIBBBBBI", 2**31 - 1, 2**31 - 1, 8, 6, 0, 0, 0, 0)
        ),
    ),
)
_epub(
    "a text of a PNG that unpacks to gigabytes", _with("E/a.png", lambda: _png_text(zlib.compress(b"\0" * 300_000_000)))
)
_epub("boxes without an end", _with("E/a.mp4", lambda: b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x08moov" * 500_000))
_epub("boxes in boxes", _with("E/a.mp4", lambda: _boxes(2000)))
_epub("tags without an end", _with("E/a.mp3", lambda: b"ID3\3\0\0\x7f\x7f\x7f\x7f" + b"TPE1\0\0\0\1\0\0\3" * 200_000))
_epub("Exif in a circle", _with("E/a.jpg", lambda: bytes(_exif_in_a_circle())))
_epub(
    "a drawing of definitions",
    _with(
        "E/a.svg",
        lambda: (
            b'<svg xmlns="http://www.w3.org/2000/svg"><defs>' + b'<text id="a">Quill</text>' * 20_000 + b"</defs></svg>"
        ),
    ),
)
_epub("names with many capitals", _with("E/a.txt", lambda: b"QuillFeather" * 500_000))
_epub("an address of a megabyte", _with("E/a.txt", lambda: b"a@" + b"a." * 1_000_000))


def _png_text(packed_text: bytes) -> bytes:
    body = b"Comment\0\0" + packed_text
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">IIBBBBBI", 1, 1, 8, 0, 0, 0, 0, 0)
    return head + len(body).to_bytes(4, "big") + b"zTXt" + body + bytes(4) + b"\0\0\0\0IEND\xaeB`\x82"


def _boxes(depth: int) -> bytes:
    content = b""
    for _ in range(depth):
        content = (len(content) + 8).to_bytes(4, "big") + b"moov" + content
    return b"\0\0\0\x10ftypisom\0\0\0\0" + content


def _exif_in_a_circle() -> bytes:
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8)
    exif = b"Exif\0\0II*\0\x08\0\0\0\1\0" + entry + struct.pack("<I", 8)
    return b"\xff\xd8\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + b"\xff\xd9"


def _processor() -> float:
    """Seconds of the processor that this process’s children have used, also those that still run, as Java does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, ticks = used.ru_utime + used.ru_stime, os.sysconf("SC_CLK_TCK")
    parents = {os.getpid()}
    for stat in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda one: int(one.parent.name)):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) in parents:
                parents.add(int(stat.parent.name))
                seconds += sum(map(int, fields[11:15])) / ticks
    return seconds


def _measured(reports: Iterable[Report], names: dict[str, str]) -> Iterator[str]:
    """A line for each file: seconds by the clock and of the processor, memory of the largest so far, the end."""
    clock, used = time.monotonic(), _processor()
    for report in reports:
        now, spent = time.monotonic(), _processor()
        end = [one.message for one in report.findings if one.code in {"PRIVACY-UNKNOWN", "CHECK-LIMIT"}][-1:]
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
        took = f"{now - clock:5.1f} s by the clock {spent - used:5.1f} s of the processor {memory:5} MiB"
        said = report.failure.message if report.failure else "".join(end)
        yield f"{names[report.name]:45} exit {int(report.exit_code)} {took} {said[:90]}"
        clock, used = time.monotonic(), _processor()


def main(names: list[str]) -> None:
    """Inspect and check the files of these names, or all; print what each took, and how it ended."""
    with tempfile.TemporaryDirectory() as folder:
        files: dict[str, str] = {}
        for number, name in enumerate(HOSTILE):
            if not names or name in names:
                kind, make = HOSTILE[name]
                (Path(folder) / f"{number:03}.{kind}").write_bytes(make())
                files[f"{number:03}"] = name
        (Path(folder) / "999.epub").write_bytes(zipped())
        files["999"] = "a harmless file behind them"
        for command in ("inspect", "check"):
            print(command)  # noqa: T201
            reports = inspect_all([Path(folder)]) if command == "inspect" else check_all([Path(folder)])
            for line in _measured(reports, files):
                print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
