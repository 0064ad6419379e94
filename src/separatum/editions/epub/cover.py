"""Draw a cover: outlet, kicker, headline and names in the style's own type, above the lead image."""

import io
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from separatum.model.article import Article, Metadata, Role
from separatum.style.compose import language_of
from separatum.style.fonts import Typefaces
from separatum.style.style import Face, Style, coverage

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT, MARGIN = 1400, 2100, 120
"""Pixels: two to three, as reading systems' shelves have it."""
PAPER, INK, ACCENT, GREY = "#f8f5ef", "#151515", "#7a2018", "#4a4a4a"
HEADLINE_SIZES = (132, 116, 100, 86, 74, 62)
MOST_LINES = 7
_IDEOGRAPH = "[\u2e80-\u2fff\u3040-\u9fff\uf900-\ufaff]"
_NEVER_FIRST = "\u3000-\u303f\uff00-\uffef”’…—"


_PIECE = re.compile(rf"\s*(?:{_IDEOGRAPH}[{_NEVER_FIRST}]*|[^\s\u2e80-\u9fff\uf900-\ufaff]+)")
"""What may not be broken: a word, or one ideograph with the signs that may not begin a line (Unicode UAX 14, CL)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a line is set. Sizes are in pixels."""

    family: str
    weight: int
    size: int
    colour: str
    height: int
    """To the next line."""


NAMES = Setting(family="Noto Sans", weight=600, size=40, colour=INK, height=58)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of type, ready to be drawn."""

    runs: tuple[tuple[str, "FreeTypeFont"], ...]
    """What is set in one font after another, in the order of reading."""
    colour: str
    size: int
    """Of the type, in pixels."""
    height: int
    """Pixels to the next line."""

    @property
    def width(self) -> float:
        """Pixels."""
        return sum(font.getlength(text) for text, font in self.runs)


def cover(article: Article, style: Style, asked: Typefaces) -> bytes:
    """The cover as a JPEG of 1400 by 2100 pixels, set in the faces that the article asks for."""
    return _painted(_shown(article.metadata), article.lead.data if article.lead else None, style, asked)


def _shown(metadata: Metadata) -> Metadata:
    """What a cover shows of it, and nothing that any edit of the text changes, such as the identifier."""
    return Metadata(
        title=metadata.title,
        short_title="",
        language=metadata.language,
        identifier="",
        published=metadata.published,
        modified=metadata.published,
        kicker=metadata.kicker,
        contributors=metadata.contributors,
        publisher=metadata.publisher,
    )


@lru_cache(maxsize=2)
def _painted(metadata: Metadata, lead: bytes | None, style: Style, asked: Typefaces) -> bytes:
    """The cover; remembered, as most edits of an article leave it as it is."""
    from PIL import Image, ImageDraw

    canvas = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    picture = _picture(lead) if lead else None
    foot = HEIGHT - MARGIN
    if picture is not None:
        canvas.paste(picture, (0, HEIGHT - picture.height))
        foot = HEIGHT - picture.height - MARGIN // 2
    draw = ImageDraw.Draw(canvas)
    right_to_left = language_of(metadata).direction == "rtl"
    top = MARGIN
    for line in _lines(metadata, _Case(style=style, asked=asked), foot - MARGIN):
        _draw(draw, line, top, right_to_left=right_to_left)
        top += line.height
    written = io.BytesIO()
    canvas.save(written, "JPEG", quality=88, subsampling=0)
    return written.getvalue()


def _picture(lead: bytes) -> "Image":
    """The lead image over the whole width, at most the lower half."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(lead)) as image:
        height = min(round(image.height * WIDTH / image.width), HEIGHT // 2)
        return ImageOps.fit(image.convert("RGB"), (WIDTH, height))


def _draw(draw: "ImageDraw", line: Line, top: int, *, right_to_left: bool) -> None:
    """Draw the runs of a line on one baseline, from the side on which its script begins."""
    from PIL import features

    # Pillow shapes letters with Raqm where FriBiDi is installed, which Pango needs too.
    direction = "rtl" if right_to_left and features.check("raqm") else None
    baseline = top + line.size
    place = float(WIDTH - MARGIN if right_to_left else MARGIN)
    for text, font in line.runs:
        width = font.getlength(text)
        place -= width if right_to_left else 0
        draw.text((place, baseline), text, fill=line.colour, font=font, anchor="ls", direction=direction)
        place += 0 if right_to_left else width


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """The faces at hand."""

    style: Style
    asked: Typefaces

    def line(self, text: str, way: Setting) -> Line:
        """A line of one size, each letter in the first face that has it."""
        runs: list[tuple[str, Face]] = []
        faces = self._faces(way.family, way.weight)
        for sign in text:
            face = next((face for face in faces if ord(sign) in coverage(face)), faces[0])
            if runs and (runs[-1][1] is face or sign.isspace() or unicodedata.combining(sign)):
                runs[-1] = (runs[-1][0] + sign, runs[-1][1])
            else:
                runs.append((sign, face))
        return Line(
            runs=tuple((part, _font(face, way.size)) for part, face in runs),
            colour=way.colour,
            size=way.size,
            height=way.height,
        )

    def _faces(self, family: str, weight: int) -> tuple[Face, ...]:
        """The faces of a family and of what stands beside it, the weight that is nearest; then all others."""
        every = (*self.asked.faces, *self.style.faces)
        first = [
            min(named, key=lambda face: abs(face.weight - weight))
            for name in self.asked.stacks.get(family, (family,))
            if (named := [face for face in every if face.family == name and face.posture == "normal"])
        ]
        return tuple(dict.fromkeys((*first, *every)))


def _lines(metadata: Metadata, case: _Case, room: int) -> list[Line]:
    head, foot = [], []
    if metadata.publisher:
        head += [case.line(metadata.publisher.name, replace(NAMES, colour=GREY, height=150))]
    if metadata.kicker:
        head += _wrapped(case, metadata.kicker, replace(NAMES, size=44, colour=ACCENT, height=66))
    names = ", ".join(person.name for person in metadata.contributors if person.role is Role.AUTHOR)
    foot += _wrapped(case, names, NAMES) if names else []
    if metadata.published:
        foot += [case.line(language_of(metadata).date(metadata.published), replace(NAMES, weight=400, colour=GREY))]
    taken = sum(line.height for line in head + foot) + 60
    return [*head, *_headline(metadata, case, room - taken), *foot]


def _headline(metadata: Metadata, case: _Case, room: int) -> list[Line]:
    """The headline, as large as it fits; its last line has space below."""
    leading = 1.16 * language_of(metadata).leading
    lines: list[Line] = []
    for size in HEADLINE_SIZES:
        way = Setting(family="Literata Display", weight=600, size=size, colour=INK, height=round(size * leading))
        lines = _wrapped(case, metadata.title, way)
        fits = all(line.width <= WIDTH - 2 * MARGIN for line in lines)
        if fits and sum(line.height for line in lines) <= room and len(lines) <= MOST_LINES:
            break
    return [*lines[:-1], replace(lines[-1], height=lines[-1].height + 60)]


def _wrapped(case: _Case, text: str, way: Setting) -> list[Line]:
    rows: list[Line] = []
    row = ""
    for piece in _PIECE.findall(text):
        longer = case.line((row + piece).strip(), way)
        if row and longer.width > WIDTH - 2 * MARGIN:
            row = piece.strip()
            rows.append(case.line(row, way))
        else:
            row += piece
            rows[-1:] = [longer]
    return rows


@cache
def _font(face: Face, size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(str(face.ttf), size, index=face.index)
