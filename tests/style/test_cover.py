"""A cover is laid out by the shape of its picture and by its text."""

import pytest

from separatum.editions.epub.cover import HEIGHT, Shape, plan_of


@pytest.mark.parametrize(
    ("size", "shape"),
    [((1000, 1500), Shape.UPRIGHT), ((1500, 1000), Shape.LANDSCAPE), ((1000, 1000), Shape.SQUARE), (None, Shape.TEXT)],
)
def test_each_shape_has_its_layout(size: tuple[int, int] | None, shape: Shape) -> None:
    assert plan_of(size, has_standfirst=False).shape is shape


def test_an_article_with_a_standfirst_and_no_picture_is_laid_out_as_an_essay() -> None:
    assert plan_of(None, has_standfirst=True).shape is Shape.ESSAY


@pytest.mark.parametrize("size", [(1000, 9000), (600, 900), (900, 1000)])
def test_an_upright_picture_keeps_its_top_and_leaves_room_for_the_headline(size: tuple[int, int]) -> None:
    plan = plan_of(size, has_standfirst=True)
    assert plan.picture <= HEIGHT * 0.65
    assert plan.crop == 0, "a head may be at the very top"


def test_a_very_wide_picture_is_no_mere_strip() -> None:
    assert plan_of((3000, 600), has_standfirst=False).picture > HEIGHT / 4
