"""Cut a font down to the characters of one article, so that its file is small enough to travel."""

import io
from collections.abc import Iterable

from offprint.styles import Face

FEATURES = ("lnum", "onum", "pnum", "ssty", "sups", "tnum")
"""OpenType features that the sheets ask for, beyond those that HarfBuzz keeps anyway (kerning, ligatures, marks)."""


def subset(face: Face, characters: Iterable[int]) -> bytes:
    """The face as WOFF 1.0 with the glyphs of some code points alone.

    The same face, characters and versions of HarfBuzz and fontTools give the same bytes.
    """
    from fontTools.ttLib import TTFont

    packed = io.BytesIO()
    with TTFont(io.BytesIO(cut(face, characters)), lazy=True, recalcTimestamp=False) as font:
        font.flavor = "woff"
        font.save(packed, reorderTables=None)
    return packed.getvalue()


def cut(face: Face, characters: Iterable[int]) -> bytes:
    """The face as OpenType, with the glyphs of some code points alone."""
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(sorted(characters))
    wanted.layout_feature_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in FEATURES)
    whole = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.ttf)), face.index)
    made = bytes(uharfbuzz.subset(whole, wanted).blob.data)
    return _numbered_through(made) if made.startswith(b"OTTO") else made


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
