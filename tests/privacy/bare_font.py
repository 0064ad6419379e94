"""A font with nothing in it, to which a test adds what it needs."""

import io

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph


def bare_font() -> FontBuilder:
    """A font of one empty glyph, without names."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0)})
    builder.setupHorizontalHeader()
    builder.setupPost()
    return builder


def font_file(builder: FontBuilder) -> bytes:
    """The bytes of its file."""
    content = io.BytesIO()
    builder.save(content)
    return content.getvalue()
