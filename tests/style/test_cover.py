"""A cover is laid out by the shape of its picture and by its text."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat
from PIL.JpegImagePlugin import JpegImageFile

from separatum.editions.epub.cover import HEIGHT, WIDTH, Shape, _decoded, cover, plan_of
from separatum.model.article import Article
from separatum.source import read
from separatum.style.compose import compose, language_of
from separatum.style.fonts import faces_for
from separatum.style.style import load_style

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def article() -> Article:
    return read(ROOT / "content" / "article.md")[0]


def covered(article: Article, lead: Image.Image, kind: str = "PNG") -> Image.Image:
    """The cover of an article with this lead image."""
    assert article.lead is not None
    written = io.BytesIO()
    lead.save(written, kind, quality=88)
    article = replace(article, lead=replace(article.lead, data=written.getvalue()))
    style = load_style()
    asked = faces_for(article, compose(article, style), language_of(article.metadata), style)
    return Image.open(io.BytesIO(cover(article, style, asked))).convert("RGB")


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


def test_a_picture_is_scaled_down_as_well_as_by_the_slowest_way(article: Article) -> None:
    with Image.open(ROOT / "content/images/valleys.png") as opened:
        lead = opened.convert("RGB")
    height = plan_of(lead.size, has_standfirst=False).picture
    shown = covered(article, lead).crop((0, HEIGHT - height, WIDTH, HEIGHT))
    best = ImageOps.fit(lead, (WIDTH, height), method=Image.Resampling.LANCZOS)
    difference = ImageStat.Stat(ImageChops.difference(shown, best).convert("L"))
    assert difference.rms[0] < 1.4, "shades of 255"


def test_a_photograph_of_a_camera_is_decoded_at_half_its_size(article: Article) -> None:
    with Image.open(ROOT / "content/images/valleys.png") as opened:
        lead = opened.convert("RGB").resize((2898, 1932), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    lead.save(written, "JPEG", quality=88)
    plan = plan_of(lead.size, has_standfirst=False)
    assert _decoded(written.getvalue(), plan).size == (1449, 966)
    shown = covered(article, lead, "JPEG").crop((0, HEIGHT - plan.picture, WIDTH, HEIGHT))
    best = ImageOps.fit(lead, (WIDTH, plan.picture), method=Image.Resampling.LANCZOS)
    assert ImageStat.Stat(ImageChops.difference(shown, best).convert("L")).rms[0] < 1.4, "shades of 255"


def test_a_picture_that_is_enlarged_has_no_steps(article: Article) -> None:
    slope = Image.linear_gradient("L").rotate(90).resize((14, 9), Image.Resampling.BOX).convert("RGB")
    shown = covered(article, slope).crop((0, HEIGHT - 500, WIDTH, HEIGHT - 490)).convert("L").resize((WIDTH, 1))
    inner = range(200, WIDTH - 200)
    shades = [shown.tobytes()[place] for place in inner]
    straight = [shades[0] + (shades[-1] - shades[0]) * number / len(inner) for number in range(len(inner))]
    assert shades[-1] > shades[0] + 150
    assert max(abs(shade - line) for shade, line in zip(shades, straight, strict=True)) < 2


def test_letters_keep_their_colours_where_there_is_no_photograph(article: Article) -> None:
    style = load_style()
    bare = replace(article, lead=None)
    asked = faces_for(bare, compose(bare, style), language_of(bare.metadata), style)
    with Image.open(io.BytesIO(cover(bare, style, asked))) as opened:
        assert isinstance(opened, JpegImageFile)
        assert {sampled[1:3] for sampled in opened.layer} == {(1, 1)}
