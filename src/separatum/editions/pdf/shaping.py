"""Shape a text as the layout does, and say how wide each of its signs is and where its lines may break.

What was found is kept with the fonts that it was found with: an article is laid out more than once, and its next edit
leaves most of its paragraphs as they are.
"""

from array import array
from collections.abc import Callable, Hashable
from functools import partial
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, get_log_attrs, line_size

from separatum.editions.pdf.kept_styles import TWIN, known_of

_UNITS = 1024
"""Pango's units in a pixel."""
_LEVEL = 0xFF
"""What is the level of an item in what cffi takes for it: an octet, and three others follow."""
_MOST_SIGNS = 400_000
"""Of which the widths are kept for one set of fonts."""
_MOST_PAIRS = 10_000
"""Of signs at the edges of lines, for each style: Chinese has many."""
_MOST_LINES = 20_000
_MOST_KEYS = 2_000
_DECIDING = (
    *(
        "font_family",
        "font_size",
        "font_style",
        "font_stretch",
        "font_weight",
        "font_kerning",
        "font_variant_ligatures",
    ),
    *("font_variant_position", "font_variant_caps", "font_variant_numeric", "font_variant_alternates"),
    *("font_variant_east_asian", "font_feature_settings", "font_variation_settings", "font_language_override"),
    *("lang", "direction", "letter_spacing", "word_spacing", "overflow_wrap", "tab_size"),
)
"""What of a style decides how its text is shaped (`weasyprint.text.line_break.Layout`)."""
_deciding = itemgetter(*_DECIDING)

_Value = TypeVar("_Value")


class Kept(Generic[_Value]):
    """What was found out before, by all that it depends on; it begins anew when it is full."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = 0
        self._found: dict[Hashable, _Value] = {}

    def get(self, key: Hashable, size: int, find: Callable[[], _Value]) -> _Value:
        """What is known under a key, or else what is found now.

        Args:
            key: of all that decides it.
            size: how much room a new entry takes.
            find: finds it out.
        """
        known = self._found.get(key)
        if known is None:
            known = find()
            self._count += size
            if self._count > self._most:
                self._found.clear()
                self._count = size
            self._found[key] = known
        return known


def shaping_key(style: Any) -> Hashable:
    """What stands for all of a style that decides how its text is shaped: the same for the same."""
    return known_of(style, "separatum_shaping", _found_shaping_key)


def _found_shaping_key(style: Any) -> Hashable:
    values = tuple([repr(value) if isinstance(value, list) else value for value in _deciding(style)])
    return one_key(style.font_config, values)


def one_key(fonts: Any, values: tuple[Hashable, ...]) -> Hashable:
    """One thing that stands for some values, which is quickly compared.

    Args:
        fonts: with which it is kept; another after many others.
        values: of a style.
    """
    kept: Kept[object] | None = getattr(fonts, "separatum_keys", None)
    if kept is None:
        kept = fonts.separatum_keys = Kept(_MOST_KEYS)
    return kept.get(values, 1, object)


def kept_lines(style: Any) -> "Kept[Any]":
    """The lines that were chosen before with the fonts of a style."""
    found: Kept[Any] | None = getattr(style.font_config, "separatum_lines", None)
    if found is None:
        found = style.font_config.separatum_lines = Kept(_MOST_LINES)
    return found


class Shape(NamedTuple):
    """A text as it was shaped. Lengths are in pixels."""

    advances: "array[float]"
    """How wide each sign is; one that is drawn together with the sign before it has no width."""
    height: float
    """Of a line with any part of it; 0 where only shaping tells, as some is in another font or from right to left."""
    baseline: float
    """Below the top of such a line."""


class _Reference(NamedTuple):
    """The font that a style asks for first."""

    layout: Any
    """Pango's, which keeps the font from being another's."""
    font: Any
    height: float
    baseline: float


def shape(text: str, style: Any) -> Shape:
    """Shape a text, unless it was shaped before.

    Args:
        text: without line breaks.
        style: of the box that it is in.
    """
    kept: Kept[Shape] | None = getattr(style.font_config, "separatum_shapes", None)
    if kept is None:
        kept = style.font_config.separatum_shapes = Kept(_MOST_SIGNS)
    return kept.get((text, shaping_key(style)), len(text), lambda: _shaped(text, style))


def advances(text: str, style: Any) -> "array[float]":
    """How wide each sign of a text is, in pixels; see `Shape`."""
    return shape(text, style).advances


def stands_alone(text: str, first: int, behind: int, style: Any) -> bool:
    """Whether a part of a text is as wide by itself: the signs beside it do not change those at its edges, by kerning.

    Args:
        text: without line breaks.
        first: the first sign of the part.
        behind: the sign behind its last one.
        style: of the box that it is in.
    """
    known = known_of(style, "separatum_pairs", _no_pairs)
    for pair, place in ((text[first - 1 : first + 1] if first else "", 1), (text[behind - 1 : behind + 1], 0)):
        if len(pair) == 2 and not known.get((pair, place), 1, partial(_is_unmoved, pair, place, style)):
            return False
    return True


def _no_pairs(_style: Any) -> "Kept[bool]":
    return Kept(_MOST_PAIRS)


def _is_unmoved(pair: str, place: int, style: Any) -> bool:
    """Whether a sign of a pair is as wide as it is alone."""
    return advances(pair, style)[place] == advances(pair[place], style)[0]


def _shaped(text: str, style: Any) -> Shape:
    layout = Layout(style)
    layout.set_text(text)
    line, _ = layout.get_first_line()
    octets = [0] * (len(text.encode()) + 1)
    reference = None if "\t" in text else _reference_of(style)
    run = line.runs[0]
    while run != ffi.NULL:
        piece, run = run.data, run.next
        item, glyphs = piece.item, piece.glyphs
        if reference is not None and (item.analysis.font != reference.font or item.analysis.level & _LEVEL):
            reference = None
        offset, clusters, infos = item.offset, glyphs.log_clusters, glyphs.glyphs
        for number in range(glyphs.num_glyphs):
            octets[offset + clusters[number]] += infos[number].geometry.width
    layout.deactivate()
    height, baseline = (reference.height, reference.baseline) if reference is not None else (0.0, 0.0)
    return Shape(array("d", _by_sign(text, octets)), height, baseline)


def _by_sign(text: str, octets: list[int]) -> list[float]:
    """The widths of the signs of a text in pixels, from those of its octets in Pango's units."""
    if len(octets) == len(text) + 1:
        return [width / _UNITS for width in octets[: len(text)]]
    found, place = [], 0
    for sign in text:
        following = place + len(sign.encode())
        found.append(sum(octets[place:following]) / _UNITS)
        place = following
    return found


def _reference_of(style: Any) -> _Reference | None:
    """The first font of a style; None where something is added between its signs, or its twin is not known."""
    if getattr(style, TWIN, None) is None:
        return None
    return known_of(style, "separatum_reference", _found_reference)


def _found_reference(style: Any) -> _Reference | None:
    if style["letter_spacing"] != "normal" or style["word_spacing"]:
        return None
    layout = Layout(style)
    layout.set_text("x")
    line, _ = layout.get_first_line()
    font, height = line.runs[0].data.item.analysis.font, line_size(line, style)[1]
    found = _Reference(layout.layout, font, height, pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS)
    layout.deactivate()
    return found


def line_breaks(text: str, language: str | None) -> list[int]:
    """Before which signs of a text a line may begin (Unicode Annex 14, as Pango applies it)."""
    attributes = get_log_attrs(text, language)
    return [place for place in range(1, len(text)) if attributes[place].is_line_break]
