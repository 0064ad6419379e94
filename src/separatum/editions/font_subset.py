"""Cut a font down to the characters of one article, so that its file is small enough to travel."""

import io
import struct
import unicodedata
import zlib
from collections.abc import Iterable
from functools import lru_cache

from separatum.style.style import Face

_TAKEN_APART = {0x0E33: (0x0E4D, 0x0E32), 0x0EB3: (0x0ECD, 0x0EB2)} | dict.fromkeys(
    (6078, 6079, 6080, 6084, 6085), (6081,)
)
"""Thai and Lao am, and the vowels of Khmer that stand on both sides: they have no decomposition in Unicode."""
FEATURES = ("lnum", "onum", "pnum", "ssty", "sups", "tnum")
"""OpenType features that the sheets ask for, beyond those that HarfBuzz keeps anyway (kerning, ligatures, marks)."""


@lru_cache(maxsize=64)
def subset(face: Face, characters: frozenset[int]) -> bytes:
    """The face as WOFF 1.0 with the glyphs of some code points alone; an article that is made again asks for the same.

    The same face, characters and versions of HarfBuzz, fontTools and zlib give the same bytes.
    """
    return packed_as_woff(cut(face, characters))


def packed_as_woff(font: bytes) -> bytes:
    """An OpenType font as WOFF 1.0 (W3C, 2012, 3 to 5): its tables as they are and in their order, each compressed.

    fontTools does so too, and takes several times as long, since it takes the font apart and sets up a new one.
    """
    flavour, count = struct.unpack_from(">4sH", font)
    tables = [struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(count)]
    place = 44 + 20 * count
    entries, contents = [], []
    for tag, checksum, offset, length in sorted(tables, key=lambda table: table[2]):
        whole = font[offset : offset + length]
        packed = min(whole, zlib.compress(whole, 6), key=len)  # a tie is taken for unpacked: 5.1
        entries.append(struct.pack(">4sIIII", tag, place, len(packed), length, checksum))
        contents.append(packed + bytes(-len(packed) % 4))
        place += len(contents[-1])
    unpacked = 12 + sum(16 + length + -length % 4 for _, _, _, length in tables)
    head = struct.pack(">4s4sIHHIHHIIIII", b"wOFF", flavour, place, count, 0, unpacked, 1, 0, 0, 0, 0, 0, 0)
    return b"".join((head, *sorted(entries), *contents))


def cut(face: Face, characters: Iterable[int]) -> bytes:
    """The face as OpenType, with the glyphs of some code points alone."""
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(sorted({code for one in characters for code in (one, *_parts(one))}))
    wanted.layout_feature_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in FEATURES)
    whole = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.ttf)), face.index)
    made = bytes(uharfbuzz.subset(whole, wanted).blob.data)
    return _numbered_through(made) if made.startswith(b"OTTO") else made


def _parts(code: int) -> tuple[int, ...]:
    """The characters that HarfBuzz takes a vowel of South or South-East Asia apart into before it looks for glyphs."""
    if code in _TAKEN_APART:
        return _TAKEN_APART[code]
    if 0x0900 <= code < 0x1100 or 0x1780 <= code < 0x1C00 or code >= 0x11000:
        return tuple(map(ord, unicodedata.normalize("NFD", chr(code))))
    return ()


def _numbered_through(font: bytes) -> bytes:
    """Give each glyph of a CID-keyed font its own number as its CID.

    A PDF names glyphs of such a font by CID (ISO 32000-1, 9.7.4.2); the layout writes the number of the glyph.
    """
    from fontTools.ttLib import TTFont

    packed = io.BytesIO()
    with TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False) as opened:
        top = opened["CFF "].cff.topDictIndex[0]
        if hasattr(top, "ROS"):
            names = [".notdef", *(f"cid{number:05d}" for number in range(1, len(top.charset)))]
            glyphs = top.CharStrings
            glyphs.charStrings = {new: glyphs.charStrings[old] for new, old in zip(names, top.charset, strict=True)}
            top.charset = names
        opened.save(packed, reorderTables=None)
    return packed.getvalue()
