"""Let a hyphen that only the end of a line asks for be U+00AD to anyone who copies or searches the text.

It is no part of the word, and a reader of the text must be able to tell it from a hyphen that is (ISO 32000-1,
14.8.2.2.3). It looks the same, so the same glyph is drawn under a number of its own, which stands for U+00AD.
"""

import re
from typing import Any

from separatum.editions.pdf.to_unicode import Spelling

ENDS_IN_SOFT_HYPHEN = "separatum_soft_hyphen"
"""The attribute of a box of text whose last sign is such a hyphen."""
_SELECTED = re.compile(rb"/(\S+) [\d.]+ Tf")
_LAST_GLYPH = re.compile(rb"([0-9a-f]{4})(?=>[^<]*\] TJ)")


class SoftHyphens:
    """Remembers the fonts of a page's stream, from now on, and numbers the hyphens at the ends of its lines."""

    def __init__(self, spelling: Spelling, stream: Any) -> None:
        self._spelling = spelling
        self._fonts: dict[bytes, Any] = {}
        self._outer = stream.add_font
        stream.add_font = self._add_font

    def _add_font(self, pango_font: Any) -> tuple[Any, float]:
        font, size = self._outer(pango_font)
        self._fonts[font.hash.encode()] = font
        return font, size

    def number(self, operators: list[Any], place: int) -> None:
        """Number the last glyph of a marked-content sequence.

        Args:
            operators: of the page's stream.
            place: where the sequence begins.
        """
        font, shown = None, None
        for at in range(place, len(operators)):
            if operators[at] == b"EMC":
                break
            if isinstance(operators[at], bytes):
                selected = _SELECTED.fullmatch(operators[at])
                font = self._fonts.get(selected[1]) if selected else font
                shown = at if operators[at].endswith(b"] TJ") else shown
        last = None if shown is None else _LAST_GLYPH.search(operators[shown])
        if last is None or shown is None or font is None:
            return
        number = self._spelling.soft_hyphen(font, int(last[1], 16))
        operators[shown] = b"%s%04x%s" % (operators[shown][: last.start()], number, operators[shown][last.end() :])
