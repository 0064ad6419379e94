"""Shape a text as the layout does, and say how wide each of its signs is and where its lines may break."""

from typing import Any

from weasyprint.text.ffi import ffi
from weasyprint.text.line_break import Layout, get_log_attrs

_UNITS = 1024
"""Pango's units in a pixel."""


def advances(text: str, style: Any) -> list[float]:
    """How wide each sign of a text is, in pixels; a sign that is drawn together with the one before it has no width.

    Args:
        text: without line breaks.
        style: of the box that it is in.
    """
    layout = Layout(style)
    layout.set_text(text)
    line, _ = layout.get_first_line()
    octets = [0] * (len(text.encode()) + 1)
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        run = run.next
        offset, glyphs = item.item.offset, item.glyphs
        clusters, infos = glyphs.log_clusters, glyphs.glyphs
        for number in range(glyphs.num_glyphs):
            octets[offset + clusters[number]] += infos[number].geometry.width
    layout.deactivate()
    if len(octets) == len(text) + 1:
        return [width / _UNITS for width in octets[: len(text)]]
    found, place = [], 0
    for sign in text:
        following = place + len(sign.encode())
        found.append(sum(octets[place:following]) / _UNITS)
        place = following
    return found


def line_breaks(text: str, language: str | None) -> list[int]:
    """Before which signs of a text a line may begin (Unicode Annex 14, as Pango applies it)."""
    attributes = get_log_attrs(text, language)
    return [place for place in range(1, len(text)) if attributes[place].is_line_break]
