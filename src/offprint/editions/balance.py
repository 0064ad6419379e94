"""Even out the lines of a headline, so that no word stands alone on the last.

The layout has no `text-wrap: balance` (CSS Text 4, 6.4.1): the narrowest measure that takes no more lines is found with
the widths of the words, and set on the element.
"""

from functools import cache
from itertools import groupby

from offprint.languages import Language
from offprint.styles import Face, Style, coverage
from offprint.typefaces import typefaces


def balanced_measure(text: str, faces: tuple[Face, ...], size: float, measure: float) -> float | None:
    """The narrowest measure, in points, that sets a text in as few lines as the whole measure does.

    Args:
        text: the headline.
        faces: those that it may be set in; each letter is measured in the first that has it.
        size: of the type, in points.
        measure: of the page, in points.

    None where nothing is to be gained: one line, or no face has a letter.
    """
    words = text.split(" ")
    if len(words) < 2 or not all(_face_of(faces, sign) for word in words for sign in word):
        return None
    widths = [_width(faces, word) * size for word in words]
    space = _width(faces, " ") * size
    most = _lines(widths, space, measure)
    if most == 1:
        return None
    low, high = max(widths), measure
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if _lines(widths, space, middle) <= most else (middle, high)
    return high


def headline_faces(text: str, speech: Language, style: Style) -> tuple[Face, ...]:
    """The faces of a headline, the one that is meant for it first; before them those of its own script."""
    asked = [face for face in typefaces(text, speech, style).faces if face.weight == 700]
    return (*asked, *sorted(style.faces, key=lambda face: (face.weight != 600, "Display" not in face.family)))


def _lines(widths: list[float], space: float, measure: float) -> int:
    lines, used = 1, 0.0
    for width in widths:
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


@cache
def _advance(face: Face, run: str) -> float:
    """The advance of a run in one face, in em."""
    import uharfbuzz

    shape, units = _font(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shape, buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions or [])) / units


@cache
def _font(face: Face) -> tuple[object, int]:
    import uharfbuzz

    opened = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.ttf)), face.index)
    return uharfbuzz.Font(opened), int(opened.upem)
