"""Shape no line of text again that was shaped before with the same fonts.

WeasyPrint 70 asks `split_first_line` for the line that a text begins with, wherever it needs its size. An article is
laid out more than once, and its next edit leaves most of its lines as they are.
"""

from collections.abc import Callable, Hashable
from operator import itemgetter
from typing import Any

from separatum.editions.pdf.kept_styles import known_of
from separatum.editions.pdf.shaping import Kept, one_key, shaping_key

_MOST_SIGNS = 1_000_000
"""Of which the lines are kept for one set of fonts: seven megabytes of an English article."""
_ENTRY = 100
"""How many signs take as much room as all else of a line that is kept."""
_DECIDING = (
    *("white_space", "hyphens", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphenate_character", "word_break"),
    "text_decoration_line",
)
"""What of a style decides, besides how its text is shaped, where the text is split, and what is known of its line."""
_deciding = itemgetter(*_DECIDING)

_Line = tuple[Any, ...]


def kept_first_lines(plain: Callable[..., _Line]) -> Callable[..., _Line]:
    """The function that splits the first line off a text, and keeps what it has found.

    Args:
        plain: WeasyPrint's.
    """

    def split_first_line(  # noqa: PLR0913, PLR0917 - the signature is WeasyPrint's
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> _Line:
        key = (text, max_width, justification_spacing, is_line_start, minimum, _style_key(style))
        layout, *more = _kept(style.font_config).get(
            key,
            len(text) + _ENTRY,
            lambda: plain(text, style, context, max_width, justification_spacing, is_line_start, minimum),
        )
        return _copied(layout), *more

    return split_first_line


def _kept(fonts: Any) -> "Kept[_Line]":
    found: Kept[_Line] | None = getattr(fonts, "separatum_first_lines", None)
    if found is None:
        found = fonts.separatum_first_lines = Kept(_MOST_SIGNS)
    return found


def _style_key(style: Any) -> Hashable:
    return known_of(style, "separatum_splitting", _found_style_key)


def _found_style_key(style: Any) -> Hashable:
    *rest, decoration = _deciding(style)
    return one_key(style.font_config, (shaping_key(style), *rest, str(decoration)))


def _copied(layout: Any) -> Any:
    """A layout of its own: WeasyPrint changes it when it spreads its line, and when it draws it."""
    made = object.__new__(type(layout))
    made.__dict__.update(layout.__dict__)
    return made
