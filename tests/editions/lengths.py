"""Lay articles out with lengths drawn at random: `python -m tests.editions.lengths 60` tells which styles fail."""

import argparse
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import edition
from separatum.model.article import Article
from separatum.source import read
from separatum.style.style import house_style_folder, load_style

SERIOUS = ("PARITY-PDF", "LAYOUT-OFF-PAGE", "LAYOUT-OVERLAP", "LAYOUT-OVERFULL", "LAYOUT-NOTE")
TEXT = (
    "the minister said that nobody had asked about water when dams were built along a river whose valley had been "
    "home for families since before any map was drawn and archives kept records of letters sent by committees"
)
FRONT = "---\ntitle: A river and its dams\nbyline: A. Writer\npublished: 2024-05-17\nlanguage: en-GB\n---\n\n"


def noted_article(seed: int, folder: Path) -> Article:
    """An article of some pages, with a note in every third sentence."""
    chance, words = random.Random(seed), TEXT.split()

    def sentence() -> str:
        return " ".join(chance.choice(words) for _ in range(chance.randint(5, 20))).capitalize() + "."

    text, notes = "", ""
    for paragraph in range(12):
        for _ in range(chance.randint(2, 6)):
            text += sentence()
            if chance.random() < 0.3:
                number = notes.count("\n") + 1
                text += f"[^{number}]"
                notes += f"[^{number}]: " + " ".join(sentence() for _ in range(chance.randint(1, 3))) + "\n"
            text += " "
        text += "\n\n" + ("## A heading\n\n" + sentence() + " " + sentence() + "\n\n" if paragraph % 4 == 3 else "")
    path = folder / f"river-{seed}.md"
    path.write_text(FRONT + text + notes, encoding="utf-8")
    article, _ = read(path)
    return article


def random_lengths(seed: int) -> str:
    """Rules for print.css: margins, leading, sizes and rules, each anywhere in what a style may want."""
    chance = random.Random(f"lengths {seed}")

    def between(least: float, most: float) -> str:
        return f"{chance.uniform(least, most):.2f}"

    return f"""
        @page {{
          margin: {between(18, 35)}mm {between(16, 42)}mm {between(22, 40)}mm;
          @footnote {{
            margin-top: {between(0, 2)}em;
            padding-top: {between(0, 1.2)}em;
            border-top: {between(0, 3)}pt solid #555;
          }}
        }}
        html {{ font-size: {between(9.2, 13)}pt; line-height: {between(1.2, 1.65)}; }}
        .note {{
          margin-top: {between(0, 0.4)}em;
          font-size: {between(6.5, 10.5)}pt;
          line-height: {between(1.1, 1.6)};
        }}
        h2 {{ margin: {between(0.5, 3)}em 0 {between(0.1, 1)}em; }}
        """


def faults(seed: int, folder: Path, more: str = "") -> list[str]:
    """What is wrong with the pages of one article in one style of random lengths, and of more rules."""
    style_folder = folder / f"style-{seed}"
    copytree(house_style_folder(), style_folder)
    with (style_folder / "print.css").open("a", encoding="utf-8") as sheet:
        sheet.write(random_lengths(seed) + more)
    article = noted_article(seed % 7, folder)
    pdf = edition("pdf").write(article, replace(load_style(style_folder), name=f"lengths {seed} {more}"))
    file = PdfDocument(pdf, f"{article.name}, style {seed}")
    found = run_checks(Subject(article=article, pdf=file)).findings
    return [f"{one.code}: {one.message}" for one in found if one.code in SERIOUS] + list(_pages_of_notes(file))


def _pages_of_notes(file: PdfDocument) -> Iterator[str]:
    """Pages on which nothing but notes stands."""
    shown = {page for block in file.blocks or () if not block.is_in("/Note") for page in block.pages}
    yield from (f"page {sheet.number} has no text but notes" for sheet in file.sheets if sheet.number not in shown)


def main() -> None:
    """Try as many styles as are asked for, and tell what is wrong."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("count", type=int, nargs="?", default=60)
    count = parser.parse_args().count
    with TemporaryDirectory() as folder:
        bad = {seed: said for seed in range(count) if (said := faults(seed, Path(folder)))}
    lines = [f"style {seed}: {fault}" for seed, said in bad.items() for fault in said]
    raise SystemExit("\n".join([*lines, f"{len(bad)} of {count} styles are bad"]) if bad else 0)


if __name__ == "__main__":
    main()
