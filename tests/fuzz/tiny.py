"""Small files to begin with: EPUBs, PDFs and images that have a little of everything and are read in milliseconds."""

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pikepdf
from PIL import Image
from PIL.PngImagePlugin import PngInfo

SEEDS = Path(__file__).parent / "seeds"


def png() -> bytes:
    """An image of four by three pixels, with notes in it."""
    notes, written = PngInfo(), io.BytesIO()
    notes.add_text("Author", "Ann")
    notes.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>b</a></x:xmpmeta>", "en", "k", zip=True)
    Image.new("P", (4, 3), 1).save(written, "PNG", pnginfo=notes, exif=exif(), dpi=(72, 72))
    return written.getvalue()


def exif() -> bytes:
    """Where an image was taken, with what, and how it is to be turned."""
    notes = Image.Exif()
    notes[0x0112], notes[0x010F], notes[0x0132], notes[0x9C9D] = 6, "Camera", "2017:04:05 10:00:00", b"A\0n\0n\0\0\0"
    notes.get_ifd(0x8825)[2] = (41.0, 42.0, 43.0)
    notes.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0hello"
    return notes.tobytes()


@cache
def pictures() -> tuple[bytes, ...]:
    """One image of each kind that is read, and of some more."""
    made = [png()]
    for mode, kind, options in (
        ("RGB", "JPEG", {"exif": exif(), "comment": b"by Ann"}),
        ("CMYK", "JPEG", {}),
        ("L", "JPEG", {"progressive": True}),
        ("RGBA", "PNG", {}),
        ("I;16", "PNG", {}),
        ("P", "GIF", {"comment": b"by Ann"}),
        ("RGB", "WEBP", {"exif": exif()}),
        ("RGBA", "WEBP", {"lossless": True}),
        ("RGB", "AVIF", {}),
        ("RGB", "TIFF", {"exif": exif()}),
        ("1", "TIFF", {"compression": "group4"}),
        ("LAB", "TIFF", {"compression": "tiff_lzw"}),
        ("RGB", "BMP", {}),
        ("RGB", "ICO", {}),
    ):
        written = io.BytesIO()
        Image.new(mode, (4, 3)).save(written, kind, **options)
        made.append(written.getvalue())
    return tuple(made)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A container of these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return written.getvalue()


@cache
def book() -> bytes:
    """A small EPUB with the kinds of thing that are looked at."""
    files = sorted(path for path in (SEEDS / "book").rglob("*") if path.is_file())
    parts = {path.relative_to(SEEDS / "book").as_posix(): path.read_bytes() for path in files}
    return packed({"mimetype": b"application/epub+zip", **parts, "E/p.png": png()})


@cache
def sheet() -> bytes:
    """A small PDF with the kinds of thing that are looked at, nothing of it packed."""
    return (SEEDS / "sheet.pdf").read_bytes()


@cache
def drawings() -> tuple[bytes, ...]:
    """Small drawings."""
    return tuple(path.read_bytes() for path in sorted(SEEDS.glob("*.svg")))


def repacked_pdf(content: bytes) -> bytes:
    """The same PDF with object streams, as newer programs write it."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return written.getvalue()
