"""Draw docs/images/editions.png: two pages of the PDF of content/, the EPUB's cover, and the EPUB on a telephone.

    python -m tests.gallery.editions [--out docs/images/editions.png]

The EPUB is shown by Chromium, as many reading systems show it.
"""

import argparse
import io
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

from separatum.editions import write_together
from separatum.source import read
from separatum.style.style import load_style
from tests.conformance.browsing import find_chromium

ROOT = Path(__file__).parents[2]
HEIGHT, GAP = 560, 24
"""Pixels: of a page, and between two things."""
PHONE = 390, 844
"""Pixels of CSS: the screen of a telephone."""
TABLE = "#e9e7e2"


def drawn(articles: Path) -> Image.Image:
    """The four things side by side."""
    made = {
        maker.format: content for maker, content in write_together(("epub", "pdf"), read(articles)[0], load_style())
    }
    return side_by_side([*pages(made["pdf"]), cover(made["epub"]), on_a_telephone(made["epub"])])


def pages(pdf: bytes) -> Sequence[Image.Image]:
    """The first two pages."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [document[number].render(scale=3 * HEIGHT / document[number].get_height()).to_pil() for number in (0, 1)]


def cover(epub: bytes) -> Image.Image:
    """The cover."""
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        return Image.open(io.BytesIO(book.read("EPUB/cover.jpg"))).convert("RGB")


def on_a_telephone(epub: bytes) -> Image.Image:
    """The beginning of the text on a narrow screen, twice as fine, with the margin that a reading system gives it."""
    browser = find_chromium()
    if browser is None:
        raise SystemExit("Chromium is not installed: “make readers” does it")
    with TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(epub)) as book:
            book.extractall(folder)
        page, shot = Path(folder) / "EPUB" / "article.xhtml", Path(folder) / "shot.png"
        margin = "<style>html { padding: 24px 18px 0 }</style></head>"
        page.write_text(page.read_text(encoding="utf-8").replace("</head>", margin), encoding="utf-8")
        size = f"--window-size={PHONE[0]},{PHONE[1]}"
        quiet = (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--force-device-scale-factor=2",
            "--virtual-time-budget=20000",
        )
        command = [browser, *quiet, size, f"--user-data-dir={folder}/profile", f"--screenshot={shot}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        return Image.open(io.BytesIO(shot.read_bytes())).convert("RGB")


def side_by_side(things: Sequence[Image.Image]) -> Image.Image:
    """All of them `HEIGHT` pixels high on one table."""
    small = [one.resize((round(one.width * HEIGHT / one.height), HEIGHT), Image.Resampling.LANCZOS) for one in things]
    table = Image.new("RGB", (sum(one.width + GAP for one in small) + GAP, HEIGHT + 2 * GAP), TABLE)
    left = GAP
    for one in small:
        table.paste(one, (left, GAP))
        left += one.width + GAP
    return table


def main() -> None:
    """Draw it and write it."""
    asked = argparse.ArgumentParser(description="Draw the editions of content/ side by side.")
    asked.add_argument("--out", type=Path, default=ROOT / "docs/images/editions.png")
    out: Path = asked.parse_args().out
    drawn(ROOT / "content" / "article.md").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        out, optimize=True
    )
    sys.stdout.write(f"{out}\n")


if __name__ == "__main__":
    main()
