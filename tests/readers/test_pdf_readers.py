"""The PDF opens in every reader that is installed: all words arrive in their order, and no page is blank."""

from pathlib import Path

import pypdfium2
import pytest

from tests.readers.conftest import Book, Said, assert_all_is_said, assert_nothing_is_blank


def pages_of(text: str) -> list[str]:
    """The pages of a text that ends each with a form feed."""
    return text.split("\f")[:-1]


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    folder = tmp_path / "drawn"
    folder.mkdir()
    return folder


def test_poppler_says_all_words(book: Book, said: Said) -> None:
    text = said("pdftotext", "-enc", "UTF-8", book.pdf, "-")
    assert_all_is_said(book, text)
    assert all(page.strip() for page in pages_of(text))


def test_poppler_draws_all_pages(book: Book, said: Said, drawn: Path) -> None:
    said("pdftoppm", "-r", "30", "-png", book.pdf, drawn / "page")
    assert_nothing_is_blank(drawn)


def test_mupdf_says_all_words(book: Book, said: Said) -> None:
    text = said("mutool", "draw", "-q", "-F", "txt", "-o", "-", book.pdf)
    assert_all_is_said(book, text)
    assert all(page.strip() for page in pages_of(text))


def test_mupdf_draws_all_pages(book: Book, said: Said, drawn: Path) -> None:
    said("mutool", "draw", "-q", "-r", "30", "-o", drawn / "page-%d.png", book.pdf)
    assert_nothing_is_blank(drawn)


def test_pdfium_says_all_words_and_draws_all_pages(book: Book) -> None:
    pdf = pypdfium2.PdfDocument(book.pdf)
    text = ""
    for number, page in enumerate(pdf, start=1):
        textpage = page.get_textpage()
        text += textpage.get_text_range() + "\n"
        assert page.render(scale=0.4, grayscale=True).to_pil().getextrema()[0] < 160, f"page {number} is blank"
        textpage.close()
        page.close()
    pdf.close()
    assert_all_is_said(book, text)


def test_pdfjs_says_all_words(book: Book, said: Said, packages: Path) -> None:
    text = said("node", Path(__file__).with_name("pdf_text.mjs"), packages, book.pdf)
    assert_all_is_said(book, text)
    assert all(page.strip() for page in pages_of(text))
