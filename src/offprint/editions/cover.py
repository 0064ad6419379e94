"""Draw a cover: outlet, kicker, headline and names in the style's own type, above the lead image."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from offprint.article import Article, Role
from offprint.compose import language_of
from offprint.styles import Face, Style, coverage

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT, MARGIN = 1400, 2100, 120
"""Pixels: two to three, as reading systems' shelves have it."""
PAPER, INK, ACCENT, GREY = "#f8f5ef", "#151515", "#7a2018", "#4a4a4a"
HEADLINE_SIZES = (132, 116, 100, 86, 74, 62)
MOST_LINES = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of type, ready to be drawn."""

    text: str
    font: "FreeTypeFont"
    colour: str
    height: int
    """Pixels to the next line."""


def cover(article: Article, style: Style) -> bytes:
    """The cover as a JPEG of 1400 by 2100 pixels."""
    from PIL import Image, ImageDraw

    canvas = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    picture = _picture(article)
    foot = HEIGHT - MARGIN
    if picture is not None:
        canvas.paste(picture, (0, HEIGHT - picture.height))
        foot = HEIGHT - picture.height - MARGIN // 2
    draw = ImageDraw.Draw(canvas)
    right_to_left = language_of(article.metadata).direction == "rtl"
    top = MARGIN
    for line in _lines(article, style, foot - MARGIN):
        place = WIDTH - MARGIN if right_to_left else MARGIN
        draw.text((place, top), line.text, fill=line.colour, font=line.font, anchor="ra" if right_to_left else "la")
        top += line.height
    written = io.BytesIO()
    canvas.save(written, "JPEG", quality=88, subsampling=0)
    return written.getvalue()


def _picture(article: Article) -> "Image | None":
    """The lead image over the whole width, at most the lower half."""
    from PIL import Image, ImageOps

    if article.lead is None:
        return None
    with Image.open(io.BytesIO(article.lead.data)) as image:
        height = min(round(image.height * WIDTH / image.width), HEIGHT // 2)
        return ImageOps.fit(image.convert("RGB"), (WIDTH, height))


def _lines(article: Article, style: Style, room: int) -> list[Line]:
    metadata = article.metadata
    label, strong = _face(article, style, "Noto Sans", 400), _face(article, style, "Noto Sans", 600)
    head, foot = [], []
    if metadata.publisher:
        head += [Line(text=metadata.publisher.name, font=_font(strong, 40), colour=GREY, height=150)]
    if metadata.kicker:
        head += _wrapped(metadata.kicker, _font(strong, 44), ACCENT, 66)
    names = ", ".join(person.name for person in metadata.contributors if person.role is Role.AUTHOR)
    foot += _wrapped(names, _font(strong, 40), INK, 58) if names else []
    foot += [Line(text=language_of(metadata).date(metadata.published), font=_font(label, 40), colour=GREY, height=58)]
    taken = sum(line.height for line in head + foot) + 60
    return [*head, *_headline(article, style, room - taken), *foot]


def _headline(article: Article, style: Style, room: int) -> list[Line]:
    """The headline, as large as it fits; its last line has space below."""
    face = _face(article, style, "Literata Display", 600)
    lines: list[Line] = []
    for size in HEADLINE_SIZES:
        lines = _wrapped(article.metadata.title, _font(face, size), INK, round(size * 1.16))
        if sum(line.height for line in lines) <= room and len(lines) <= MOST_LINES:
            break
    last = lines[-1]
    return [*lines[:-1], Line(text=last.text, font=last.font, colour=last.colour, height=last.height + 60)]


def _wrapped(text: str, font: "FreeTypeFont", colour: str, height: int) -> list[Line]:
    rows: list[str] = []
    for word in text.split():
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and font.getlength(longer) <= WIDTH - 2 * MARGIN:
            rows[-1] = longer
        else:
            rows.append(word)
    return [Line(text=row, font=font, colour=colour, height=height) for row in rows]


def _face(article: Article, style: Style, family: str, weight: int) -> Face:
    """The face that was asked for, or the first that has every letter of the headline."""
    wanted = [face for face in style.faces if (face.family, face.weight) == (family, weight)]
    letters = {ord(sign) for sign in article.metadata.title if not sign.isspace()}
    for face in [*wanted, *style.faces]:
        if letters <= coverage(face):
            return face
    return [*wanted, *style.faces][0]


def _font(face: Face, size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(str(face.ttf), size)
