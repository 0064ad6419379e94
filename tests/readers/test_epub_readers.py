"""The EPUB opens in every reading system that is installed: all words arrive in their order, nothing is blank."""

import base64
import html
import re
import shutil
from collections.abc import Mapping, Sequence
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


def test_epubjs_in_a_browser_shows_all_words(
    books: Mapping[str, Book], said: Said, packages: Path, tmp_path: Path
) -> None:
    browser = next((name for name in CHROMIUM if shutil.which(name)), None)
    if browser is None:
        pytest.skip("no Chromium is installed")
    page = tmp_path / "page.html"
    page.write_text(_page(packages, [book.epub for book in books.values()]), encoding="utf-8")
    flags = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=20000",
        f"--user-data-dir={tmp_path}/p",
    )
    shown = said(browser, *flags, "--dump-dom", page.as_uri(), timeout=400)
    match = re.search(r'<pre id="said">(.*?)</pre>', shown, re.DOTALL)
    *texts, rest = (html.unescape(match[1]) if match else "").split("THE-END")
    assert rest == "\n", shown[-300:]
    for book, text in zip(books.values(), texts, strict=True):
        assert_all_is_said(book, text)


def _page(packages: Path, epubs: Sequence[Path]) -> str:
    """A page that has the library and the books in itself: the browser reads nothing else."""
    parts = {
        "JSZIP": (packages / "jszip" / "dist" / "jszip.min.js").read_text(encoding="utf-8"),
        "EPUBJS": (packages / "epubjs" / "dist" / "epub.min.js").read_text(encoding="utf-8"),
        "BOOKS": " ".join(base64.b64encode(epub.read_bytes()).decode("ascii") for epub in epubs),
    }
    template = Path(__file__).with_name("epub_page.html").read_text(encoding="utf-8")
    return re.sub(
        "JSZIP|EPUBJS|BOOKS", lambda match: parts[match[0]].replace("</script", r"<\/script"), template, flags=0
    )
