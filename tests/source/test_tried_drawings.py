"""Whether a drawing can be drawn in its size is known from smaller sizes, where these answer for it."""

from collections.abc import Callable

import pytest

from separatum.source.images import svg_renderer
from separatum.source.images.svg_renderer import MEMORY, SECONDS, expected

PLAIN = b"<svg><rect/></svg>"
Tried = list[tuple[int, int]]


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Tried]:
    """Let each drawing take so many seconds and bytes as two functions of its width say; the sizes that were tried."""

    def prepare(seconds: Callable[[int], float], room: Callable[[int], float] = lambda _: 0) -> Tried:
        tried: Tried = []

        def draw(_svg: bytes, width: int, height: int) -> bytes:
            tried.append((width, height))
            return b""

        monkeypatch.setattr(svg_renderer, "_png", draw)
        monkeypatch.setattr(svg_renderer, "process_time", lambda: sum(seconds(width) for width, _ in tried))
        monkeypatch.setattr(svg_renderer, "_address_space", lambda: int(max((room(w) for w, _ in tried), default=0)))
        return tried

    return prepare


def area(full: float) -> Callable[[int], float]:
    return lambda width: full * (width / 1500) ** 2


def test_a_quick_drawing_is_tried_once(drawing: Callable[..., Tried]) -> None:
    tried = drawing(area(1))
    assert expected(PLAIN, 1500, 750) is True
    assert tried == [(150, 75)]


@pytest.mark.parametrize("kind", [b"mask", b"svg:filter"])
def test_what_is_made_pixel_by_pixel_is_not_tried_at_its_smallest(drawing: Callable[..., Tried], kind: bytes) -> None:
    tried = drawing(area(1))
    assert expected(b"<svg><" + kind + b"/></svg>", 1500, 750) is True
    assert tried == [(300, 150)]


@pytest.mark.parametrize("kind", [b"pattern", b"feMorphology"])
def test_what_grows_faster_than_its_size_is_not_tried(drawing: Callable[..., Tried], kind: bytes) -> None:
    tried = drawing(area(1))
    assert expected(b"<svg><" + kind + b"/></svg>", 1500, 750) is None
    assert tried == []


def test_the_time_for_reading_fonts_is_not_counted_for_each_pixel(drawing: Callable[..., Tried]) -> None:
    drawing(lambda width: 0.1 + area(1)(width))
    assert expected(PLAIN, 1500, 750) is True


def test_a_drawing_that_takes_too_long_is_refused_before_it_is_drawn(drawing: Callable[..., Tried]) -> None:
    tried = drawing(lambda width: 0.01 + area(2 * SECONDS)(width))
    assert expected(PLAIN, 1500, 750) is False
    assert max(tried) <= (500, 250)


@pytest.mark.parametrize("seconds", [0.8 * SECONDS, 0.98 * SECONDS])
def test_a_drawing_near_the_limit_must_be_drawn(drawing: Callable[..., Tried], seconds: float) -> None:
    drawing(area(seconds))
    assert expected(PLAIN, 1500, 750) is None


def test_a_drawing_that_would_take_all_memory_must_be_drawn(drawing: Callable[..., Tried]) -> None:
    drawing(area(0.1), area(1.1 * MEMORY))
    assert expected(PLAIN, 1500, 750) is None


def test_a_drawing_that_would_take_half_of_the_memory_is_tried_once(drawing: Callable[..., Tried]) -> None:
    tried = drawing(area(0.1), area(0.5 * MEMORY))
    assert expected(PLAIN, 1500, 750) is True
    assert len(tried) == 1


@pytest.mark.parametrize(
    ("inside", "use"),
    [
        ('<filter id="x"><feGaussianBlur stdDeviation="2"/></filter>', 'filter="url(#x)"'),
        ('<mask id="x"><circle r="9" fill="white"/></mask>', 'mask="url(#x)"'),
        ('<pattern id="x" width="3" height="3"><circle r="1"/></pattern>', 'fill="url(#x)"'),
    ],
)
def test_a_drawing_that_can_be_drawn_can_be_tried(inside: str, use: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}<rect width="9" height="9" {use}/></svg>'
    svg_renderer.try_apart(svg.encode(), 900, 900)
    assert svg_renderer.drawn_apart(svg.encode(), 900, 900).startswith(b"\x89PNG")
