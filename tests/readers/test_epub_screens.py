"""The EPUB on screens of three widths, with letters of two sizes, by day and by night, in epub.js and foliate-js.

Nothing stands beyond its column or over anything else, and pictures keep their proportions. By night most of the
screen is dark, and by day it is paper.
"""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from separatum.editions import edition
from separatum.source import read
from separatum.style.style import load_style
from tests.readers.conftest import ARTICLES
from tests.readers.screens import DARK, HEIGHTS, LIGHT, READERS, Screen, faults_of, shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TRIAL = Path(__file__).with_name("screens.md")
SHAPES = {"u": (900, 1200), "l": (1200, 800), "pano": (2400, 800)}


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of an article with all forms, and with pictures of all shapes."""
    folder = tmp_path_factory.mktemp("screens")
    for name in (*(f"{kind}{number}" for kind in "ul" for number in range(4)), "pano"):
        picture = Image.new("RGB", SHAPES[name.rstrip("0123456789")], "#7a8c99")
        ImageDraw.Draw(picture).ellipse((100, 100, 500, 500), fill="#c8b090")
        picture.save(folder / f"{name}.jpg")
    (folder / "screens.md").write_text(TRIAL.read_text(encoding="utf-8"), encoding="utf-8")
    book = folder / "screens.epub"
    book.write_bytes(edition("epub").write(read(folder / "screens.md")[0], load_style()))
    return book


@pytest.mark.parametrize(
    ("reader", "width", "size"),
    [(reader, width, size) for reader in READERS for width in HEIGHTS for size in ("100%", "200%")],
)
def test_nothing_is_beyond_its_column_or_over_anything(  # noqa: PLR0917
    reader: str,
    width: int,
    size: str,
    trial: Path,
    packages: Path,
    browser: "Browser",
) -> None:
    seen = {}
    for name, (ink, paper) in {"light": LIGHT, "dark": DARK}.items():
        page = shown(browser, trial, packages, Screen(reader=reader, width=width, size=size, ink=ink, paper=paper))
        assert faults_of(page) == []
        with Image.open(io.BytesIO(page.screenshot())) as picture:
            seen[name] = picture.convert("L")
        page.close()
    light, dark = seen["light"], seen["dark"]
    assert light.size == dark.size
    assert _share_above(light, 200) > 0.6, "by day most of the screen is paper"
    assert _share_above(dark, 100) < 0.4, "by night most of the screen is dark"


@pytest.mark.parametrize("source", ARTICLES, ids=lambda source: source.stem)
def test_articles_in_large_letters_on_a_telephone(
    source: Path,
    packages: Path,
    tmp_path: Path,
    browser: "Browser",
) -> None:
    book = tmp_path / "a.epub"
    book.write_bytes(edition("epub").write(read(source)[0], load_style()))
    for reader in READERS:
        screen = Screen(reader=reader, width=360, size="200%", ink=LIGHT[0], paper=LIGHT[1])
        page = shown(browser, book, packages, screen)
        assert (reader, faults_of(page)) == (reader, [])
        page.close()


@pytest.mark.parametrize("reader", READERS)
def test_a_long_table_goes_on_over_pages(
    reader: str,
    packages: Path,
    tmp_path: Path,
    browser: "Browser",
) -> None:
    """A block that scrolls would be cut where it is higher than a page."""
    rows = "\n".join(
        f"| Place {number} | {number} | {number * 7} | counted in May | The office {number} |" for number in range(60)
    )
    head = "---\ntitle: A long table\nlanguage: en-GB\npublished: 2020-02-03\n---\n\n"
    (tmp_path / "a.md").write_text(f"{head}| Place | 1911 | 1950 | Remark | Who |\n|---|--:|--:|---|---|\n{rows}\n")
    (tmp_path / "a.epub").write_bytes(edition("epub").write(read(tmp_path / "a.md")[0], load_style()))
    screen = Screen(reader=reader, width=360, size="100%", ink=LIGHT[0], paper=LIGHT[1])
    page = shown(browser, tmp_path / "a.epub", packages, screen)
    assert faults_of(page) == []
    page.close()


def _share_above(picture: Image.Image, shade: int) -> float:
    """How much of a grey picture is brighter than a shade."""
    counts = picture.histogram()
    return sum(counts[shade:]) / sum(counts)
