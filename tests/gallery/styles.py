"""Draw docs/images/styles.png and covers.png: the four styles on their papers, and the five covers.

    python -m tests.gallery.styles [--out docs/images]

The first pages of the article of content/ in each style, then pages from right to left and in Chinese; then the covers
for an upright, a wide and a square lead image, for text alone, and for an essay, each in each style.

"""

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont, ImageOps

from separatum.editions import edition
from separatum.editions.epub.cover import cover
from separatum.model.article import Article
from separatum.source import read
from separatum.style.compose import compose, language_of
from separatum.style.fonts import faces_for
from separatum.style.style import FONTS, load_style, style_names

ROOT = Path(__file__).parents[2]
HEIGHT, COVER, GAP, LABEL = 330, 300, 14, 26
"""Pixels: of a page, of a cover, between two, of a row's label."""
TABLE, INK = "#e9e7e2", "#333333"
PAPERS = {"house": "a4", "newspaper": "a4", "magazine": "a4", "report": "a4"}
ELSEWHERE = (("fa", "house"), ("ar", "newspaper"), ("zh", "magazine"))
"""A specimen and a style: what runs from the right, and Chinese."""
SHAPES = {"upright": (900, 1200), "landscape": (1200, 800), "square": (1000, 1000)}


def pages(article: Article, style: str, count: int) -> list[Image.Image]:
    """The first pages of an article in a style."""
    document = pypdfium2.PdfDocument(io.BytesIO(edition("pdf").write(article, load_style(Path(style), PAPERS[style]))))
    return [
        document[number].render(scale=3 * HEIGHT / document[number].get_height()).to_pil()
        for number in range(min(count, len(document)))
    ]


def cover_of(article: Article, style: str) -> Image.Image:
    """The cover of an article in a style."""
    loaded = load_style(Path(style), PAPERS[style])
    asked = faces_for(article, compose(article, loaded), language_of(article.metadata), loaded)
    return Image.open(io.BytesIO(cover(article, loaded, asked))).convert("RGB")


def variants(article: Article) -> Iterator[tuple[str, Article]]:
    """The article with lead images of three shapes, without one, and without one and a standfirst."""
    assert article.lead is not None
    with Image.open(io.BytesIO(article.lead.data)) as opened:
        lead = opened.convert("RGB")
    for name, size in SHAPES.items():
        cut = io.BytesIO()
        ImageOps.fit(lead, size).save(cut, "JPEG", quality=90)
        yield name, replace(article, lead=replace(article.lead, data=cut.getvalue(), width=size[0], height=size[1]))
    yield "text", replace(article, lead=None, metadata=replace(article.metadata, standfirst=None))
    yield "essay", replace(article, lead=None)


def sheet(rows: Sequence[tuple[str, Sequence[Image.Image]]], height: int) -> Image.Image:
    """Rows of pictures, each with its label, on one table."""
    small = [
        (name, [one.resize((round(one.width * height / one.height), height), Image.Resampling.LANCZOS) for one in row])
        for name, row in rows
    ]
    width = max(sum(one.width + GAP for one in row) for _, row in small) + GAP
    table = Image.new("RGB", (width, len(small) * (height + GAP + LABEL) + GAP), TABLE)
    draw, font = ImageDraw.Draw(table), ImageFont.truetype(str(FONTS / "NotoSans-Regular.ttf"), 15)
    for number, (name, row) in enumerate(small):
        top, left = GAP + number * (height + GAP + LABEL), GAP
        draw.text((GAP, top), name, fill=INK, font=font)
        for one in row:
            table.paste(one, (left, top + LABEL - 3))
            left += one.width + GAP
    return table


def saved(drawn: Image.Image, file: Path) -> None:
    """Write a sheet in 256 of its colours."""
    file.parent.mkdir(parents=True, exist_ok=True)
    drawn.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(file, optimize=True)
    sys.stdout.write(f"{file}\n")


def main() -> None:
    """Draw both sheets and write them."""
    asked = argparse.ArgumentParser(description="Draw the styles and the covers.")
    asked.add_argument("--out", type=Path, default=ROOT / "docs/images")
    out: Path = asked.parse_args().out
    article = read(ROOT / "content" / "article.md")[0]
    rows: list[tuple[str, list[Image.Image]]] = [(name, pages(article, name, 3)) for name in style_names()]
    specimens = [pages(read(ROOT / f"tests/specimens/{name}.md")[0], style, 1)[0] for name, style in ELSEWHERE]
    rows.append(("from right to left, and Chinese", specimens))
    saved(sheet(rows, HEIGHT), out / "styles.png")
    covers = [(name, [cover_of(one, name) for _, one in variants(article)]) for name in style_names()]
    saved(sheet(covers, COVER), out / "covers.png")


if __name__ == "__main__":
    main()
