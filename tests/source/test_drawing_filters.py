"""A drawing with filters is drawn as large as its time allows, which shows from the drawing alone."""

import io

import pytest
from lxml import etree
from PIL import Image

from separatum.source.images.svg import LONG_SIDE, drawn
from separatum.source.images.svg_filters import LEAST_SIDE, long_side

SVG = "http://www.w3.org/2000/svg"
SHADOW = '<feGaussianBlur stdDeviation="2"/><feOffset dx="1"/><feMerge><feMergeNode/><feMergeNode/></feMerge>'
BLUR = f'<filter id="f">{SHADOW}</filter>'
USER = 'filterUnits="userSpaceOnUse"'


def side(inside: str, box: str = "0 0 100 100") -> int:
    root = etree.fromstring(f'<svg xmlns="{SVG}" viewBox="{box}">{inside}</svg>')
    size = tuple(map(float, box.split()[2:]))
    return long_side(root, SVG, (size[0], size[1]), LONG_SIDE)


@pytest.mark.parametrize(
    "inside",
    [
        '<rect width="9" height="9"/>',
        f'{BLUR}<rect width="100" height="100"/>',
        '<rect width="100" height="100" filter="url(#nowhere)"/>',
        '<text style="text-shadow: none; backdrop-filter: blur(3px)">filter: blur(3px)</text>',
        BLUR + '<rect width="12" height="8" filter="url(#f)"/>' * 20,
        f'{BLUR}<g transform="translate(1 2)"><circle r="9" filter="url(#f)"/></g>',
        f'<filter id="f" {USER} width="9" height="9">{SHADOW}</filter><path filter="url(#f)"/>',
        f'<filter id="f" {USER} width="900" height="900">{SHADOW}</filter><g transform="scale(.01)" filter="url(#f)"/>',
    ],
)
def test_a_drawing_whose_filters_cover_little_is_as_large_as_any(inside: str) -> None:
    assert side(inside) == LONG_SIDE


@pytest.mark.parametrize(
    "inside",
    [
        BLUR + '<path filter="url(#f)"/>' * 3,
        BLUR + "<path style=\"fill: red; filter: url( '#f' )\"/>" * 3,
        f"<style>path {{ filter: url(#f) url(#f) url(#f) }}</style>{BLUR}<path/>",
        '<g filter="drop-shadow(1px 1px 1px) blur(2px) blur(3px)"/>' * 2,
        BLUR + '<rect width="100%" height="90" filter="url(#f)"/>' * 3,
        BLUR + '<rect width="9" height="9" transform="matrix(10 0 0 10 3 3)" filter="url(#f)"/>' * 3,
        f'<filter id="f" {USER} width="200" height="200">{SHADOW}</filter><path filter="url(#f)"/>',
        f'<filter id="f" width="300%" height="2">{SHADOW}</filter><path filter="url(#f)"/>',
    ],
)
def test_a_drawing_whose_filters_cover_much_is_drawn_smaller(inside: str) -> None:
    assert LEAST_SIDE < side(inside) < LONG_SIDE


SHADOW_OF_A_DIAGRAM = (
    '<filter id="f" x="-1" y="-1" width="300%" height="300%">'
    '<feGaussianBlur result="a" stdDeviation="2"/><feColorMatrix in="a" type="matrix" result="b"/>'
    '<feOffset in="b" dx="4" dy="4" result="c"/><feBlend in="SourceGraphic" in2="c"/></filter>'
)


@pytest.mark.parametrize("count", [5, 10, 20])
def test_a_diagram_whose_boxes_and_notes_have_shadows_is_as_large_as_any(count: int) -> None:
    parts = (
        f'<rect x="20" y="{50 * row}" width="110" height="34" filter="url(#f)"/>'
        f'<polygon points="200,{50 * row} 200,{50 * row + 25} 290,{50 * row + 25} 280,{50 * row}" filter="url(#f)"/>'
        for row in range(count)
    )
    assert side(f"{SHADOW_OF_A_DIAGRAM}<g>{''.join(parts)}</g>", f"0 0 800 {50 * count + 400}") == LONG_SIDE


@pytest.mark.parametrize(
    "small",
    [
        '<path d="M10,10 l4,0 0,4z m2-2 h2v3H9V12" {}/>',
        '<path d="M10 10C12 12 14 12 15 10S9 8 8 9Q9 10 10 11T12 12" {}/>',
        '<path d="M10 10a2 3 0 012 2A2 2 0 1 1 9 9" {}/>',
        '<polyline points="90 90, 95 95" {}/>',
        '<line x1="1" x2="9px" y2="8" {}/>',
        '<g transform="scale(.5)" {}><title>A</title><path d="M0 0h9v9"/><g><circle cx="1" cy="2" r="9"/></g></g>',
        '<g {}><rect width="90" height="90" transform="translate(80 3) rotate(45) scale(.1) skewX(9)"/></g>',
    ],
)
def test_small_parts_of_any_shape_count_for_as_much_as_they_cover(small: str) -> None:
    assert side(BLUR + small.format('filter="url(#f)"') * 12) == LONG_SIDE


@pytest.mark.parametrize(
    "large",
    [
        '<path d="M0 0l90 90" {}/>',
        '<path d="M0 0m5 5h80m0 0v80" {}/>',
        '<path d="M50 50a40 40 0 1060 0" {}/>',
        '<path d="M50 50A1 1 0 0 1 95 50" {}/>',
        '<path d="M50 50c-50-50 50 50 0 0q50-50 0 0" {}/>',
        '<path d="M0 0C0 0 0 0 50 50S0 0 0 0 100 100 9 9" {}/>',
        '<path d="M0 0M90 0z90" transform="scale(1)" {}/>',
        '<polygon points="0,0 90,1 3,90" {}/>',
        '<line x1="-40" x2="50" y1="-50" y2="40" {}/>',
        '<g {}><path d="M0 0h2v2"/><path d="M0 0h2v2" transform="translate(90 90)"/></g>',
        '<g {}><rect width="2" height="2"/><text>A</text></g>',
        '<g {}><rect x="50%" width="2" height="2"/></g>',
        '<g {}><path d="M0 0h2v2"/><path d="M0 0h9v9" transform="matrix(10 0 0 10 0 0)"/></g>',
        '<path d="M0 0L1e99 1e99 -1e99 1e99" {}/>',
        '<g {}><path d="M0 0h9v9" transform="rotate(1e99) scale(1e99) scale(1e99) scale(1e99) scale(1e99)"/></g>',
    ],
)
def test_parts_that_reach_far_count_for_what_lies_between(large: str) -> None:
    assert side(BLUR + large.format('filter="url(#f)"') * 12) < LONG_SIDE


def test_a_drawing_is_not_made_smaller_without_end() -> None:
    assert side(BLUR + '<path filter="url(#f)"/>' * 500) == LEAST_SIDE


def test_a_flat_drawing_has_fewer_pixels_and_may_be_longer() -> None:
    inside = BLUR + '<path filter="url(#f)"/>' * 3
    assert side(inside, "0 0 200 100") > side(inside)


@pytest.mark.parametrize("numbers", ["", "x y", "scale()", "scale(0)", "matrix(1 1)", "scale(1e99) scale(1e99)"])
def test_a_transformation_that_says_nothing_counts_for_nothing(numbers: str) -> None:
    shape = '<rect width="100" height="100" transform="{}" filter="url(#f)"/>' * 3
    assert side(BLUR + shape.format(*[numbers] * 3)) in {side(BLUR + shape.format(*[""] * 3)), LEAST_SIDE}


@pytest.mark.parametrize("number", ["1e99", "1e-99", "-1", "nan"])
@pytest.mark.parametrize("shape", ["rect", "path"])
def test_a_transformation_beyond_all_measure_still_gives_a_size(number: str, shape: str) -> None:
    inside = (
        f'<filter id="f" {USER} width="0.000001" height="900000000"/><{shape} width="0" height="1" filter="url(#f)"/>'
    )
    nested = f'<g transform="scale({number})">' * 9 + inside + f"<{shape} filter='blur(1px)'/>" + "</g>" * 9
    assert LEAST_SIDE <= side(nested) <= LONG_SIDE


def test_a_small_drawing_with_many_blurs_is_drawn() -> None:
    shape = '<path d="M0 0H128V128H0Z" filter="url(#f)"/>' * 6
    png = drawn("a.svg", f'<svg xmlns="{SVG}" width="128" height="128">{BLUR}{shape}</svg>'.encode())
    with Image.open(io.BytesIO(png)) as opened:
        assert opened.size == (LEAST_SIDE, LEAST_SIDE)
