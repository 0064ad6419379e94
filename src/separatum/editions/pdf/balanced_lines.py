"""Even out the lines of large type, so that no word stands alone on the last.

The layout has no `text-wrap: balance` (CSS Text 4, 6.4.1): the narrowest measure that takes no more lines is found with
the widths of the words, and set on the element.
"""

import re
from functools import lru_cache
from itertools import groupby

from separatum.model.languages import Language
from separatum.style.fonts import typefaces
from separatum.style.style import Face, Style, coverage

_IDEOGRAPHS = "\u2e80-\u2fff\u3041-\ua4cf\uf900-\ufaff"
_PIECE = re.compile(f" ?(?:[{_IDEOGRAPHS}][^\\w\\s]*|[^ {_IDEOGRAPHS}]+)")
"""What no line breaks in: a word, or an ideograph with the signs behind it; and the space before it."""


def balanced_measure(text: str, faces: tuple[Face, ...], size: float, measure: float) -> float | None:
    """The narrowest measure, in points, that sets a text in as few lines as the whole measure does.

    Args:
        text: the headline.
        faces: those that it may be set in; each letter is measured in the first that has it.
        size: of the type, in points.
        measure: of the page, in points.

    None where nothing is to be gained: one line, or no face has a letter.
    """
    pieces = _PIECE.findall(text)
    if len(pieces) < 2 or not all(_face_of(faces, sign) for sign in text):
        return None
    space = _width(faces, " ") * size
    widths = [(space if piece[0] == " " else 0, _width(faces, piece.strip(" ")) * size) for piece in pieces]
    most = _lines(widths, measure)
    if most == 1:
        return None
    low, high = max(width for _, width in widths), measure
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if _lines(widths, middle) <= most else (middle, high)
    return high


def headline_faces(text: str, speech: Language, style: Style) -> tuple[Face, ...]:
    """The faces of a headline, the one that is meant for it first; before them those of its own script."""
    asked = [face for face in typefaces(text, speech, style).faces if face.weight == 700]
    return (*asked, *sorted(style.faces, key=lambda face: (face.weight != 600, "Display" not in face.family)))


def _lines(widths: list[tuple[float, float]], measure: float) -> int:
    """How many lines pieces take, of which each has a space before it and a width."""
    lines, used = 1, 0.0
    for space, width in widths:
        if used and used + space + width > measure:
            lines, used = lines + 1, width
        else:
            used += (space if used else 0) + width
    return lines


def _width(faces: tuple[Face, ...], word: str) -> float:
    """The advance of a word in em."""
    runs = groupby(word, key=lambda sign: _face_of(faces, sign))
    return sum(_advance(face or faces[0], "".join(run)) for face, run in runs)


def _face_of(faces: tuple[Face, ...], sign: str) -> Face | None:
    return next((face for face in faces if ord(sign) in coverage(face)), None)


@lru_cache(maxsize=4096)
def _advance(face: Face, run: str) -> float:
    """The advance of a run in one face, in em."""
    import uharfbuzz

    shape, units = _font(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shape, buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions or [])) / units


@lru_cache(maxsize=64)
def _font(face: Face) -> tuple[object, int]:
    import uharfbuzz

    opened = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.ttf)), face.index)
    return uharfbuzz.Font(opened), int(opened.upem)
