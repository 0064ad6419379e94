"""Cut a font down to the characters of one article, so that its file is small enough to travel."""

import io
from collections.abc import Iterable

from offprint.styles import Face

FEATURES = ("lnum", "onum", "pnum", "sups", "tnum")
"""OpenType features that the sheets ask for, beyond those that HarfBuzz keeps anyway (kerning, ligatures, marks)."""


def subset(face: Face, characters: Iterable[int]) -> bytes:
    """The face as WOFF 1.0 with the glyphs of some code points alone.

    The same face, characters and versions of HarfBuzz and fontTools give the same bytes.
    """
    import uharfbuzz
    from fontTools.ttLib import TTFont

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(sorted(characters))
    wanted.layout_feature_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in FEATURES)
    whole = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.ttf)))
    cut = uharfbuzz.subset(whole, wanted)
    packed = io.BytesIO()
    with TTFont(io.BytesIO(cut.blob.data), lazy=True, recalcTimestamp=False) as font:
        font.flavor = "woff"
        font.save(packed, reorderTables=None)
    return packed.getvalue()
