"""What is painted on a page, in its order, and whether a run of text among it can be seen."""

from dataclasses import dataclass, field

from separatum.checks.formats.pdf_fonts import PdfFont
from separatum.checks.privacy.pdf_geometry import EVERYWHERE, SAME, Box, Matrix, inside

WHITE = 0.97
BLACK = 0.03
_ALIKE = 0.02
SMALLEST = 1.0
"""Points: smaller type is not read by eye."""

Colour = tuple[float, float, float]


@dataclass(slots=True)
class State:
    """The part of the graphics state that matters here (ISO 32000-1, 8.4.1)."""

    matrix: Matrix = SAME
    font: PdfFont | None = None
    size: float = 0
    mode: int = 0
    fill: float = 0
    """How light the filling colour is, from 0 to 1; -1 for one that cannot be told."""
    opacity: float = 1
    colour: Colour | None = None
    """The filling colour in RGB; None for one that cannot be told."""
    clip: Box = EVERYWHERE


@dataclass(slots=True, kw_only=True)
class Run:
    """Text that was shown with one operator."""

    place: tuple[float, float]
    words: str
    reason: str | None
    fill: float
    colour: Colour | None
    size: float
    order: int


@dataclass(slots=True, kw_only=True)
class Page:
    """What was painted on a page, in its order."""

    box: Box
    runs: list[Run] = field(default_factory=list)
    grounds: list[tuple[int, Box, float]] = field(default_factory=list)
    """Painted in some colour, with its lightness, -1 where that cannot be told: white text on it is seen."""
    bars: list[tuple[int, Box, Colour | None]] = field(default_factory=list)
    """All that is painted, with its colour where it surely fills its box."""
    covers: list[tuple[int, Box]] = field(default_factory=list)
    """Painted without any gap: what lies under it is not."""
    order: int = 0


def reason_unseen(run: Run, page: Page) -> str | None:
    """Why nobody sees it; None where it is seen, or may be."""
    if run.reason or not run.words.strip():
        return run.reason
    if not inside(run.place, page.box, 2):
        return "text beside the page"
    if any(order > run.order and inside(run.place, box, 0) for order, box in page.covers):
        return "text under a picture or a bar"
    return _reason_of_colour(run, page)


def _reason_of_colour(run: Run, page: Page) -> str | None:
    under = [fill for order, box, fill in page.grounds if order < run.order and inside(run.place, box, 0)]
    if run.fill >= WHITE and not any(fill < WHITE for fill in under):
        return "white text on white"
    if 0 <= run.fill <= BLACK and under and 0 <= under[-1] <= BLACK:
        return "black text on black"
    # Its middle is looked at, too: an underline is no ground.
    middle = (run.place[0], run.place[1] + run.size * 0.3)
    behind = [
        colour
        for order, box, colour in page.bars
        if order < run.order and inside(run.place, box, 0) and inside(middle, box, 0)
    ]
    if behind and _alike(run.colour, behind[-1]):
        return "text in the colour of what is behind it"
    return None


def _alike(one: Colour | None, other: Colour | None) -> bool:
    return one is not None and other is not None and all(abs(a - b) < _ALIKE for a, b in zip(one, other, strict=True))


def lightness(colour: Colour) -> float:
    """0 for black, 1 for white; what has a colour is never as dark as black."""
    return min(colour) if max(colour) <= BLACK else max(min(colour), 0.1)
