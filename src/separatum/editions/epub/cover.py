"""Draw a cover in the style's colours and faces: one of five layouts, by the lead image's shape and the text."""

import io
import re
import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from separatum.model.article import Article, Metadata, Role
from separatum.style.compose import language_of
from separatum.style.fonts import Typefaces
from separatum.style.style import Face, Style, coverage
from separatum.system.pixels import pixels_of

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT, MARGIN = 1400, 2100, 120
"""Pixels: two to three, as reading systems' shelves have it."""
LOGO = (700, 200)
"""Pixels: the largest width and height of a style's logo."""
LARGEST_SIZES = (168, 150)
"""Pixels: of a headline that has the page to itself."""
HEADLINE_SIZES = (132, 116, 100, 86, 74, 62, 54)
_SMALL = 86
"""Pixels: a headline whose longest word asks for less is broken with a hyphen rather."""
MOST_LINES, _MOST_LARGE_LINES = 7, 4
_MOST_UNDER_MASTHEAD = 1180
"""Pixels: the height of a picture on a cover whose head is a masthead."""
_LEAST_PICTURE = 640
"""Pixels: the height of a very wide picture, which loses its sides."""
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
    is_centred: bool = False
    share: float = 0.0
    """Of the room that is left over, what goes above the line."""
    rule: int = 0
    """Pixels: how thick a rule is drawn instead of type; 0: none."""

    @property
    def width(self) -> float:
        """Pixels."""
        return sum(_length(text, font) for text, font in self.runs)


class Shape(StrEnum):
    """What a cover is laid out for."""

    LANDSCAPE = "landscape"
    """A wide lead image: across the foot."""
    SQUARE = "square"
    UPRIGHT = "upright"
    """A high lead image: it keeps its top, where faces are."""
    TEXT = "text"
    """No image: the headline fills the page."""
    ESSAY = "essay"
    """No image and a standfirst: the headline with the standfirst, from the middle of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """Where things go on a cover, in pixels."""

    shape: Shape
    picture: int = 0
    """The height of the image at the foot; 0: none."""
    crop: float = 0.5
    """Which part of an image that is too high is kept: 0 its top, 1 its foot."""


def cover(article: Article, style: Style, typefaces: Typefaces) -> bytes:
    """The cover as a JPEG of 1400 by 2100 pixels, in the colours and faces of the style."""
    lead = article.lead.data if article.lead and style.cover.layout == "auto" else None
    return _painted(_shown(article.metadata, has_picture=lead is not None), lead, style, typefaces)


def _shown(metadata: Metadata, *, has_picture: bool) -> Metadata:
    """What a cover shows of it, and nothing that any edit of the text changes, such as the identifier."""
    return Metadata(
        title=metadata.title,
        short_title="",
        language=metadata.language,
        identifier="",
        published=metadata.published,
        modified=metadata.published,
        kicker=metadata.kicker,
        standfirst=None if has_picture else metadata.standfirst,
        contributors=metadata.contributors,
        publisher=metadata.publisher,
    )


def plan_of(size: tuple[int, int] | None, *, has_standfirst: bool) -> _Plan:
    """The layout for a lead image of this size in pixels; None: without one."""
    if size is None:
        return _Plan(shape=Shape.ESSAY if has_standfirst else Shape.TEXT)
    ratio = size[1] / size[0]
    if ratio > 1.15:
        return _Plan(shape=Shape.UPRIGHT, picture=min(round(WIDTH * ratio), 1230), crop=0.0)
    if ratio > 0.87:
        return _Plan(shape=Shape.SQUARE, picture=min(round(WIDTH * ratio), 1190), crop=0.0)
    return _Plan(shape=Shape.LANDSCAPE, picture=max(round(WIDTH * ratio), _LEAST_PICTURE))


@lru_cache(maxsize=2)
def _painted(metadata: Metadata, lead: bytes | None, style: Style, typefaces: Typefaces) -> bytes:
    """The cover; cached, as most edits of an article leave it as it is."""
    from PIL import Image, ImageDraw

    canvas = Image.new("RGB", (WIDTH, HEIGHT), style.cover.background)
    most = _MOST_UNDER_MASTHEAD if style.cover.align == "center" else HEIGHT
    picture = _picture(lead, most) if lead else None
    plan = picture[1] if picture else plan_of(None, has_standfirst=bool(metadata.standfirst))
    foot = HEIGHT - MARGIN
    if picture is not None:
        canvas.paste(picture[0], (0, HEIGHT - plan.picture))
        foot = HEIGHT - plan.picture - MARGIN // 2
    draw = ImageDraw.Draw(canvas)
    right_to_left = language_of(metadata).direction == "rtl"
    case = _Case(style=style, asked=typefaces, least_leading=language_of(metadata).least_leading)
    top = _paste_logo(canvas, style, right_to_left=right_to_left)
    lines = _lines(metadata, case, foot - top, plan.shape)
    spare = foot - top - sum(line.height for line in lines)
    for line in lines:
        top += round(max(spare, 0) * line.share)
        if line.rule:
            draw.rectangle((MARGIN, top, WIDTH - MARGIN, top + line.rule - 1), fill=line.colour)
        else:
            _draw(draw, line, top, right_to_left=right_to_left)
        top += line.height
    written = io.BytesIO()
    # A photograph loses nothing that is seen with colours at half its resolution; letters alone keep their edges.
    canvas.save(written, "JPEG", quality=88, subsampling="4:2:0" if picture else "4:4:4")
    return written.getvalue()


@lru_cache(maxsize=2)
def _picture(lead: bytes, most: int) -> tuple["Image", _Plan]:
    """The lead image as a cover shows it, so many pixels high at most; cached, as another headline leaves it so."""
    from PIL import Image

    with Image.open(io.BytesIO(lead)) as opened:
        plan = plan_of(opened.size, has_standfirst=False)
    plan = replace(plan, picture=min(plan.picture, most))
    return _cropped(_decoded(lead, plan), plan), plan


def _decoded(lead: bytes, plan: _Plan) -> "Image":
    """The lead image; a JPEG at the least scale at which it is no smaller than it is shown."""
    from PIL import Image

    with Image.open(io.BytesIO(lead)) as opened:
        whole = opened.size
        opened.draft("RGB", (WIDTH, plan.picture))
        if opened.size != whole:
            opened.load()
            return opened.convert("RGB")
    image = pixels_of(lead)
    return image if image.mode == "RGB" else image.convert("RGB")


def _cropped(image: "Image", plan: _Plan) -> "Image":
    """The lead image over the whole width and the height that the plan gives it."""
    from PIL.Image import Resampling
    from PIL.ImageOps import fit

    is_enlarged = image.width < WIDTH or image.height < plan.picture
    # Hamming's window weighs half as many pixels as the cubic one and is as sharp, but makes steps of what it enlarges.
    method = Resampling.BICUBIC if is_enlarged else Resampling.HAMMING
    return fit(image, (WIDTH, plan.picture), method=method, centering=(0.5, plan.crop))


def _paste_logo(canvas: "Image", style: Style, *, right_to_left: bool) -> int:
    """Put the style's logo at the head; where the type goes on below it, in pixels."""
    from PIL import Image

    picture = style.pictures.get(style.cover.logo)
    if picture is None:
        return MARGIN
    with Image.open(io.BytesIO(picture.data)) as opened:
        logo = opened.convert("RGBA")
    scale = min(LOGO[0] / logo.width, LOGO[1] / logo.height)
    logo = logo.resize((max(1, round(logo.width * scale)), max(1, round(logo.height * scale))))
    left = WIDTH - MARGIN - logo.width if right_to_left else MARGIN
    if style.cover.align == "center":
        left = (WIDTH - logo.width) // 2
    canvas.paste(logo, (left, MARGIN), logo)
    return MARGIN + logo.height + 80


def _draw(draw: "ImageDraw", line: Line, top: int, *, right_to_left: bool) -> None:
    """Draw the runs of a line on one baseline, from the side on which its script begins."""
    from PIL import features

    # Pillow shapes letters with Raqm where FriBiDi is installed, which Pango needs too.
    direction = "rtl" if right_to_left and features.check("raqm") else None
    baseline = top + line.size
    place = float(WIDTH - MARGIN if right_to_left else MARGIN)
    if line.is_centred:
        place = (WIDTH + line.width) / 2 if right_to_left else (WIDTH - line.width) / 2
    for text, font in line.runs:
        width = _length(text, font)
        place -= width if right_to_left else 0
        draw.text((place, baseline), text, fill=line.colour, font=font, anchor="ls", direction=direction)
        place += 0 if right_to_left else width


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """The faces at hand."""

    style: Style
    asked: Typefaces
    least_leading: float
    """The article's language's, in em."""
    known: dict[tuple[str, int], tuple[Face, ...]] = field(default_factory=dict)
    """The faces of a family and weight that were looked for."""

    def line(self, text: str, way: Setting) -> Line:
        """A line of one size, each letter in the first face that has it."""
        faces = self._faces(way.family, way.weight)
        is_plain = set(map(ord, text)) <= coverage(faces[0])
        runs: list[tuple[str, Face]] = [(text, faces[0])] if text and is_plain else []
        for sign in "" if is_plain else text:
            face = next((face for face in faces if ord(sign) in coverage(face)), faces[0])
            if runs and (runs[-1][1] is face or sign.isspace() or unicodedata.combining(sign)):
                runs[-1] = (runs[-1][0] + sign, runs[-1][1])
            else:
                runs.append((sign, face))
        return Line(
            runs=tuple((part, _font(face, way.size)) for part, face in runs),
            colour=way.colour,
            size=way.size,
            height=max(way.height, round(way.size * self.least_leading)),
            is_centred=self.style.cover.align == "center",
        )

    def _faces(self, family: str, weight: int) -> tuple[Face, ...]:
        """The faces of a family and of what stands beside it, the weight that is nearest; then all others."""
        if (family, weight) in self.known:
            return self.known[family, weight]
        every = (*self.asked.faces, *self.style.faces)
        first = [
            min(named, key=lambda face: abs(face.weight - weight))
            for name in self.asked.stacks.get(family, (family,))
            if (named := [face for face in every if face.family == name and face.posture == "normal"])
        ]
        self.known[family, weight] = tuple(dict.fromkeys((*first, *every)))
        return self.known[family, weight]


def _lines(metadata: Metadata, case: _Case, room: int, shape: Shape) -> list[Line]:
    """All lines of a cover from head to foot; `share` says where spare room goes."""
    design = case.style.cover
    label = Setting(family=design.label, weight=600, size=40, colour=design.ink, height=58)
    has_page = shape in (Shape.TEXT, Shape.ESSAY)
    head = _outlet(metadata, case, label) if metadata.publisher and design.logo not in case.style.pictures else []
    if has_page and design.align != "center":
        head += [Line(runs=(), colour=design.accent, size=0, height=70, rule=10)]
    kicker: list[Line] = []
    if metadata.kicker:
        kicker = _wrapped(case, metadata.kicker, replace(label, size=44, colour=design.accent, height=66))
    standfirst: list[Line] = []
    if shape is Shape.ESSAY and metadata.standfirst:
        text = case.style.roles.get("text", (design.headline,))[0]
        quiet = Setting(family=text, weight=400, size=54, colour=design.faint, height=80)
        standfirst = _spaced(_wrapped(case, metadata.standfirst, quiet)[:MOST_LINES], 60)
    names = ", ".join(person.name for person in metadata.contributors if person.role is Role.AUTHOR)
    foot = _wrapped(case, names, label) if names else []
    if metadata.published:
        date = language_of(metadata).date(metadata.published)
        foot += [case.line(date, replace(label, weight=400, colour=design.faint))]
    taken = sum(line.height for line in head + kicker + standfirst + foot) + 60
    story = [*kicker, *_headline(metadata, case, room - taken, LARGEST_SIZES if has_page else ())]
    above = 0.3 if has_page else 0.15
    story[:1] = [replace(line, share=above) for line in story[:1]]
    foot[:1] = [replace(line, share=1 - above) for line in foot[:1]]
    return [*head, *story, *standfirst, *foot]


def _outlet(metadata: Metadata, case: _Case, label: Setting) -> list[Line]:
    """The outlet's name; in the middle of the page it is a masthead, with a rule below."""
    design, name = case.style.cover, metadata.publisher.name if metadata.publisher else ""
    if design.align != "center":
        return [replace(case.line(name, replace(label, colour=design.faint)), height=110)]
    way = Setting(family=design.headline, weight=design.weight, size=76, colour=design.ink, height=92)
    return [
        *_wrapped(case, name, way)[:2],
        Line(runs=(), colour=design.accent, size=0, height=14, rule=8),
        Line(runs=(), colour=design.accent, size=0, height=70, rule=2),
    ]


def _spaced(lines: list[Line], space: int) -> list[Line]:
    """Lines with some space below the last, in pixels."""
    return [*lines[:-1], replace(lines[-1], height=lines[-1].height + space)] if lines else []


def _headline(metadata: Metadata, case: _Case, room: int, larger: tuple[int, ...]) -> list[Line]:
    """The headline, as large as it fits; its last line has space below.

    Args:
        metadata: has the headline.
        case: the faces.
        room: pixels.
        larger: sizes to try before the usual ones, in pixels.
    """
    design, leading = case.style.cover, 1.16 * language_of(metadata).leading
    lines: list[Line] = []
    for may_break in (False, True):
        for size in (*larger, *HEADLINE_SIZES):
            way = Setting(
                family=design.headline,
                weight=design.weight,
                size=size,
                colour=design.ink,
                height=round(size * leading),
            )
            text = _with_hyphens(metadata.title, case, way, metadata.language) if may_break else metadata.title
            lines = _wrapped(case, text, way)
            fits = all(line.width <= WIDTH - 2 * MARGIN for line in lines)
            most = _MOST_LARGE_LINES if size in larger else MOST_LINES
            if fits and sum(line.height for line in lines) <= room and len(lines) <= most:
                break
        if size >= _SMALL or not _is_too_long(metadata.title, case, way):
            break
    return _spaced(lines, 60)


def _is_too_long(text: str, case: _Case, way: Setting) -> bool:
    """Whether a word of it is wider than the page where it is not small."""
    way = replace(way, size=_SMALL)
    return any(case.line(word, way).width > WIDTH - 2 * MARGIN for word in text.split())


def _with_hyphens(text: str, case: _Case, way: Setting, language: str) -> str:
    """A headline in which each word that is wider than the page is in two, the first with a hyphen."""
    import pyphen

    from separatum.editions.hyphen_patterns import dictionary

    known = pyphen.language_fallback(language)
    most = WIDTH - 2 * MARGIN

    def parted(word: str) -> str:
        if not known or case.line(word, way).width <= most:
            return word
        places = dictionary(known, 4, 4).positions(word)
        fitting = [place for place in places if case.line(f"{word[:place]}-", way).width <= most]
        return f"{word[: max(fitting)]}- {word[max(fitting) :]}" if fitting else word

    return " ".join(map(parted, text.split()))


def _wrapped(case: _Case, text: str, way: Setting) -> list[Line]:
    """The text in as few lines as fit, of nearly equal widths."""
    rows = _broken(case, text, way, WIDTH - 2 * MARGIN)
    if len(rows) < 2:
        return rows
    narrow, wide = WIDTH // 4, WIDTH - 2 * MARGIN
    while wide - narrow > 8:
        middle = (narrow + wide) // 2
        tried = _broken(case, text, way, middle)
        if len(tried) == len(rows) and all(line.width <= middle for line in tried):
            rows, wide = tried, middle
        else:
            narrow = middle
    return rows


def _broken(case: _Case, text: str, way: Setting, measure: int) -> list[Line]:
    rows: list[Line] = []
    row = ""
    for piece in _PIECE.findall(text):
        longer = case.line((row + piece).strip(), way)
        if row and longer.width > measure:
            row = piece.strip()
            rows.append(case.line(row, way))
        else:
            row += piece
            rows[-1:] = [longer]
    return rows


@lru_cache(maxsize=256)
def _length(text: str, font: "FreeTypeFont") -> float:
    """How wide a text is in a font; to find the best lines of a headline asks for the same again and again."""
    return font.getlength(text)


@cache
def _font(face: Face, size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(str(face.ttf), size, index=face.index)
