"""Put glyphs of a PDF's font together into new ones: a letter that its font takes apart is one glyph again."""

import io
from collections.abc import Mapping
from typing import Any, NamedTuple

import pydyf


class Part(NamedTuple):
    """A glyph in a new one; how far to the right and up, in thousandths of an em."""

    glyph: int
    right: int
    up: int


def join_glyphs(
    pdf: pydyf.PDF, font: pydyf.Dictionary, shapes: Mapping[tuple[Part, ...], int]
) -> dict[tuple[Part, ...], int]:
    """Put new glyphs into the program of a TrueType font (OpenType 1.9, glyf: composite glyphs).

    Args:
        pdf: the file.
        font: the dictionary of the font in it.
        shapes: the parts of each new glyph, and its width in thousandths of an em.

    Returns:
        The number of each new glyph.
    """
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

    stream = _object(pdf, _object(pdf, font["FontDescriptor"])["FontFile2"])
    packed = io.BytesIO()
    with TTFont(io.BytesIO(stream.stream[0]), recalcTimestamp=False) as opened:
        order, glyphs, widths, units = opened.getGlyphOrder(), opened["glyf"], opened["hmtx"], opened["head"].unitsPerEm
        made: dict[tuple[Part, ...], int] = {}
        names = [f"joined{number}" for number in range(len(shapes))]
        opened.setGlyphOrder([*order, *names])
        for name, (shape, width) in zip(names, shapes.items(), strict=True):
            glyph = Glyph()
            glyph.numberOfContours = -1
            glyph.components = []
            for part in shape:
                component = GlyphComponent()
                component.glyphName, component.flags = order[part.glyph], 0
                component.x, component.y = round(part.right * units / 1000), round(part.up * units / 1000)
                glyph.components.append(component)
            glyphs.glyphs[name] = glyph
            glyph.recalcBounds(glyphs)
            widths[name] = (round(width * units / 1000), glyph.xMin)  # a side bearing of another size would shift it
            made[shape] = len(order) + len(made)
        opened.save(packed, reorderTables=None)
    stream.stream[:] = [packed.getvalue()]
    stream.extra["Length1"] = len(packed.getvalue())
    return made


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
