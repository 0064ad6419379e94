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
    shape = '<path d="M0 0H90V90H0Z" filter="url(#f)"/>' * 6
    png = drawn("a.svg", f'<svg xmlns="{SVG}" width="128" height="128">{BLUR}{shape}</svg>'.encode())
    with Image.open(io.BytesIO(png)) as opened:
        assert opened.size == (LEAST_SIDE, LEAST_SIDE)
