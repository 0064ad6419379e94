"""The PDF opens in every reader that is installed: all words arrive in their order, and no page is blank."""

from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest

from tests.readers.conftest import (
    Book,
    Said,
    assert_all_is_said,
    assert_all_pieces_are_there,
    assert_nothing_is_blank,
    turned,
)


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
    if book.is_leftward:  # it takes a line with vowel signs for two
        assert_all_pieces_are_there(book, text)
    else:
        assert_all_is_said(book, text)
    assert all(page.strip() for page in pages_of(text))


def test_poppler_draws_all_pages(book: Book, said: Said, drawn: Path) -> None:
    said("pdftoppm", "-r", "30", "-png", book.pdf, drawn / "page")
    assert_nothing_is_blank(drawn)


def test_mupdf_says_all_words(book: Book, said: Said) -> None:
    text = said("mutool", "draw", "-q", "-F", "txt", "-o", "-", book.pdf)
    if book.is_leftward:  # it tells the letters of a line as they are drawn
        assert_all_pieces_are_there(book, turned(text))
    else:
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
    if book.is_leftward:  # it takes the raised number of a note for a line of its own
        assert_all_pieces_are_there(book, text)
    else:
        assert_all_is_said(book, text)


def test_pdfjs_says_all_words(books: Mapping[str, Book], said: Said, packages: Path) -> None:
    script = Path(__file__).with_name("pdf_text.mjs")
    texts = said("node", script, packages, *(book.pdf for book in books.values())).split("\x1d")[:-1]
    for book, text in zip(books.values(), texts, strict=True):
        if book.is_leftward:  # the fonts of a line are told from left to right
            assert_all_pieces_are_there(book, text)
        else:
            assert_all_is_said(book, text)
        assert all(page.strip() for page in pages_of(text)), book.pdf.name
