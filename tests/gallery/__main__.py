"""Draw the gallery: the first page of each specimen on each paper, in one contact sheet.

    python -m tests.gallery [--out docs/images/gallery.png] [SPECIMEN.md ...]

Rows are specimens (all of tests/specimens where none is named), columns the papers of the house style.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from separatum.editions import edition
from separatum.source import read
from separatum.style.style import FONTS, load_style

ROOT = Path(__file__).parents[2]
PAPERS = ("a4", "letter", "a5", "phone", "large-print", "a4-columns", "letter-columns")
HEIGHT, GAP, LABEL = 210, 12, 24
"""Pixels: of a page, between pages, of a row's label."""
COLOURS, NEAR = 32, 9
"""How many colours the sheet has, and how far apart they are: steps of 255."""
TABLE, INK = "#e9e7e2", "#333333"


def first_page(article: Path, paper: str) -> Image.Image:
    """The first page of an article on a paper, `HEIGHT` pixels high."""
    data = edition("pdf").write(read(article)[0], load_style(None, paper))
    page = pypdfium2.PdfDocument(io.BytesIO(data))[0]
    drawn: Image.Image = page.render(scale=3 * HEIGHT / page.get_height()).to_pil()
    return drawn.resize(_size(page), Image.Resampling.LANCZOS)


def contact_sheet(articles: Sequence[Path]) -> Image.Image:
    """All pages on one table: a row for each article, a column for each paper."""
    rows = [(article.stem, [first_page(article, paper) for paper in PAPERS]) for article in articles]
    widths = [max(pages[column].width for _, pages in rows) for column in range(len(PAPERS))]
    sheet = Image.new("RGB", (sum(widths) + GAP * (len(widths) + 1), len(rows) * (HEIGHT + GAP + LABEL) + GAP), TABLE)
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype(str(FONTS / "NotoSans-Regular.ttf"), 14)
    for row, (name, pages) in enumerate(rows):
        top = GAP + row * (HEIGHT + GAP + LABEL)
        draw.text((GAP, top), name, fill=INK, font=font)
        left = GAP
        for page, width in zip(pages, widths, strict=True):
            sheet.paste(page, (left, top + LABEL - 4))
            left += width + GAP
    return sheet


def in_few_colours(sheet: Image.Image) -> Image.Image:
    """The same sheet in the most frequent of its own colours that are not alike: a file of a fifth of the size."""
    counted: list[tuple[int, Any]] = sorted(sheet.getcolors(sheet.width * sheet.height) or (), reverse=True)
    chosen: list[tuple[int, int, int]] = []
    for _, colour in counted:
        if all(max(abs(one - other) for one, other in zip(colour, known, strict=True)) > NEAR for known in chosen):
            chosen.append(colour)
        if len(chosen) == COLOURS:
            break
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in chosen for value in colour])
    return sheet.quantize(palette=palette, dither=Image.Dither.NONE)


def _size(page: pypdfium2.PdfPage) -> tuple[int, int]:
    return round(page.get_width() * HEIGHT / page.get_height()), HEIGHT


def main() -> None:
    """Draw the sheet and write it."""
    asked = argparse.ArgumentParser(description="Draw the gallery of papers and scripts.")
    asked.add_argument("articles", nargs="*", type=Path)
    asked.add_argument("--out", type=Path, default=ROOT / "docs/images/gallery.png")
    given = asked.parse_args()
    articles = given.articles or sorted((ROOT / "tests/specimens").glob("*.md"))
    sheet = in_few_colours(contact_sheet(articles))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(given.out, optimize=True)
    sys.stdout.write(f"{given.out}\n")


if __name__ == "__main__":
    main()
