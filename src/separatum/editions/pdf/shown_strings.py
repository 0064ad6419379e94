"""Write the glyphs of a line as few strings: what moves nothing stands not between them (ISO 32000-1, 9.4.3).

WeasyPrint 70 writes a displacement of nothing behind every other glyph, and an empty string before every space of a
justified line. Each is an object to whoever reads the file: half of them say nothing.
"""

import re

_SHOWN = b"] TJ"
_MOVES = re.compile(rb"(?<=[>\[])(?=[-\d]*(?:[.e]|<>))(?:[-\d.e]|<>)+(?=[<\]])")
"""Displacements between two strings, with empty strings between them, or of more digits than a page can show."""
_MOVE = re.compile(rb"[-\d.e]+")


def in_few_strings(operators: list[object]) -> None:
    """Rewrite what the operators of a content stream show, in place: the same glyphs in the same places.

    A displacement is kept to a millionth of an em.
    """
    for place, operator in enumerate(operators):
        if isinstance(operator, bytes) and operator.endswith(_SHOWN):
            some = operator.replace(b">0<", b"").replace(b">0]", b">]")
            operators[place] = _MOVES.sub(_sum, some).replace(b"><", b"")


def _sum(found: re.Match[bytes]) -> bytes:
    total = round(sum(map(float, _MOVE.findall(found[0]))), 3)
    return f"{total:.3f}".rstrip("0").rstrip(".").encode() if total else b""
