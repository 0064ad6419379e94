"""The EPUB opens in every reading system that is installed: all words arrive in their order, nothing is blank."""

import base64
import html
import re
import shutil
from pathlib import Path

import pytest

from tests.readers.conftest import Book, Said, assert_all_is_said, assert_nothing_is_blank

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def test_mupdf_says_all_words(book: Book, said: Said) -> None:
    assert_all_is_said(book, said("mutool", "draw", "-q", "-F", "txt", "-o", "-", book.epub))


def test_mupdf_draws_all_pages(book: Book, said: Said, tmp_path: Path) -> None:
    said("mutool", "draw", "-q", "-r", "30", "-o", tmp_path / "page-%d.png", book.epub)
    assert_nothing_is_blank(tmp_path)


def test_calibre_converts_all_words(book: Book, said: Said, tmp_path: Path) -> None:
    said("ebook-convert", book.epub, tmp_path / "article.txt", "--txt-output-encoding", "utf-8")
    assert_all_is_said(book, (tmp_path / "article.txt").read_text(encoding="utf-8"))


def test_epubjs_in_a_browser_shows_all_words(book: Book, said: Said, packages: Path, tmp_path: Path) -> None:
    browser = next((name for name in CHROMIUM if shutil.which(name)), None)
    if browser is None:
        pytest.skip("no Chromium is installed")
    page = tmp_path / "page.html"
    page.write_text(_page(packages, book.epub), encoding="utf-8")
    flags = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=20000",
        f"--user-data-dir={tmp_path}/p",
    )
    shown = said(browser, *flags, "--dump-dom", page.as_uri())
    match = re.search(r'<pre id="said">(.*?)</pre>', shown, re.DOTALL)
    text = html.unescape(match[1]) if match else ""
    assert text.endswith("THE-END"), text[:300]
    assert_all_is_said(book, text)


def _page(packages: Path, epub: Path) -> str:
    """A page that has the library and the book in itself: the browser reads nothing else."""
    parts = {
        "JSZIP": (packages / "jszip" / "dist" / "jszip.min.js").read_text(encoding="utf-8"),
        "EPUBJS": (packages / "epubjs" / "dist" / "epub.min.js").read_text(encoding="utf-8"),
        "BOOK": base64.b64encode(epub.read_bytes()).decode("ascii"),
    }
    template = Path(__file__).with_name("epub_page.html").read_text(encoding="utf-8")
    return re.sub(
        "JSZIP|EPUBJS|BOOK", lambda match: parts[match[0]].replace("</script", r"<\/script"), template, flags=0
    )
