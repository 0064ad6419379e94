"""Prepare Pango once for each style.

WeasyPrint 70 makes a context and a description of the font for each line that it shapes, from two dozen values of the
style; that takes a third of the time of shaping it. Here both are kept with the style's twin (`kept_styles.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from separatum.editions.pdf.kept_styles import TWIN, known_of


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What Pango needs to know of a style."""

    context: Any
    font: Any
    language: Any
    features: Any
    """Of the font, as an attribute of the text; None if the style asks for none."""


def install() -> None:
    """Put ours before WeasyPrint's way; once a process."""
    from weasyprint.text import line_break

    line_break.Layout.setup = _with_kept_contexts(line_break.Layout.setup)


def _with_kept_contexts(plain: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    from weasyprint.text.ffi import ffi, gobject, pango

    def prepare(style: Any) -> _Prepared | None:
        return _prepared(plain, style)

    @wraps(plain)
    def setup(layout: Any, style: Any) -> None:
        known = known_of(style, "separatum_pango", prepare) if getattr(style, TWIN, None) is not None else None
        if known is None:
            plain(layout, style)
            return
        layout.style, layout.language, layout.first_line_direction = style, known.language, 0
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        layout.layout = ffi.gc(pango.pango_layout_new(known.context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, known.font)
        if known.features is not None:
            attributes = pango.pango_attr_list_new()
            pango.pango_attr_list_insert(attributes, known.features)
            pango.pango_layout_set_attributes(layout.layout, attributes)

    return setup


def _prepared(plain: Callable[[Any, Any], None], style: Any) -> _Prepared | None:
    """What is kept of a style; None for one with lines below or through its text, whose places WeasyPrint measures."""
    from weasyprint.text.ffi import ffi, gobject, pango
    from weasyprint.text.fonts import font_features, get_font_description
    from weasyprint.text.line_break import PANGO_DIRECTION, Layout

    if style["text_decoration_line"] != "none":
        return None
    example = object.__new__(Layout)
    plain(example, style)
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    if style["font_language_override"] != "normal" or style["lang"]:
        pango.pango_context_set_language(context, example.language)
    variants = ("ligatures", "position", "caps", "numeric", "alternates", "east_asian")
    names = ("font_kerning", *(f"font_variant_{one}" for one in variants), "font_feature_settings")
    features = font_features(*(style[name] for name in names))
    written = ",".join(f"{key} {value}" for key, value in features.items()).encode()
    attribute = style.font_config.font_features[written] if written else None
    return _Prepared(context, get_font_description(style), example.language, attribute)
