"""The EPUB's pages are the PDF's pages: each begins at the same word."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable

import pypdfium2
import pytest

from separatum.editions import write_together
from separatum.editions.page_map import Pagination, mark_pages
from separatum.style.style import load_style
from tests.editions.conftest import Reader

TYPE = "{http://www.idpf.org/2007/ops}type"
XHTML = "{http://www.w3.org/1999/xhtml}"
Together = Callable[..., dict[str, bytes]]

LONG = "\n\n".join(
    f"Paragraph number {n} tells of the river, the dams and the town at some length. " * 4 for n in range(40)
)


def marked(page: str, *starts: int) -> str:
    root = ET.fromstring(page)
    mark_pages(root, Pagination(source="", starts=starts), "p. {number}")
    for mark in root.iter("span"):
        for name in (TYPE, "role", "id"):
            mark.attrib.pop(name, None)
    return re.sub(r'<span aria-label="p. (\d+)" />', r"[\1]", ET.tostring(root, encoding="unicode"))


@pytest.mark.parametrize(
    ("page", "starts", "expected"),
    [
        ("<p>one two</p>", (0, 3), "<p>[1]one [2]two</p>"),
        ("<p>one two</p>", (0, 4), "<p>[1]one [2]two</p>"),
        ("<p>one “two”</p>", (0, 3), "<p>[1]one [2]“two”</p>"),
        ("<p>one <em>two</em> six</p>", (0, 3, 6), "<p>[1]one [2]<em>two</em> [3]six</p>"),
        ("<p>one <em>two six</em></p>", (0, 6), "<p>[1]one <em>two [2]six</em></p>"),
        ("<div><h2>one</h2><p>two</p></div>", (0, 3), "<div>[1]<h2>one</h2><p>[2]two</p></div>"),
        ('<p>a<img src="b.png" alt="" />c</p>', (0, 1, 2), '<p>[1]a[2]<img src="b.png" alt="" />[3]c</p>'),
        ('<p>a<img src="b.png" alt="" role="presentation" />one two</p>', (0, 4),
         '<p>[1]a<img src="b.png" alt="" role="presentation" />one [2]two</p>'),
        ("<ul><li>one</li><li>two</li></ul>", (0, 3), "<ul><li>[1]one</li><li>[2]two</li></ul>"),
        ("<p>one</p>", (0, 3, 3), "<p>[1]one[2][3]</p>"),
        ("<p>one two</p>", (0, 3, 3), "<p>[1]one [2][3]two</p>"),
        ("<p>one <em>two</em></p>", (0, 3, 3, 3), "<p>[1]one [2][3][4]<em>two</em></p>"),
        ("<p><em>one</em></p>", (0, 0), "<p>[1][2]<em>one</em></p>"),
        ('<p>a<b>b</b><img src="b.png" alt="" />c</p>', (0, 2, 2),
         '<p>[1]a<b>b</b>[2][3]<img src="b.png" alt="" />c</p>'),
        ('<p>one<a class="noteref">1</a> two</p>', (0, 4), '<p>[1]one<a class="noteref">1</a> [2]two</p>'),
        ('<div><p>one</p><section class="notes"><p>two</p></section><p>six</p></div>', (0, 3),
         '<div><p>[1]one</p><section class="notes"><p>two</p></section><p>[2]six</p></div>'),
    ],
)  # fmt: skip
def test_a_page_is_marked_before_the_word_that_it_begins_with(
    page: str, starts: tuple[int, ...], expected: str
) -> None:
    assert marked(page, *starts) == expected


def test_an_id_of_the_article_is_not_taken() -> None:
    root = ET.fromstring('<p id="page-1">one</p>')
    assert mark_pages(root, Pagination(source="", starts=(0,)), "{number}") == ("_page-1",)


@pytest.fixture
def together(article: Reader) -> Together:
    def written(*words: str, **named: str) -> dict[str, bytes]:
        made = write_together(("epub", "pdf"), article(*words, **named), load_style())
        return {maker.format: content for maker, content in made}

    return written


def parts(epub: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        return {
            name: ET.fromstring(book.read(name)) for name in book.namelist() if name.endswith(("html", "opf", "ncx"))
        }


def words_after_marks(page: ET.Element) -> list[str]:
    """The first words of each marked page."""
    words = []
    is_open = False
    for element, text in walk(page):
        if element.get(TYPE) == "pagebreak":
            is_open = True
        elif is_open and text.strip():
            words.append(" ".join(text.split()[:4]))
            is_open = False
    return words


def walk(element: ET.Element) -> list[tuple[ET.Element, str]]:
    found = [(element, element.text or "")]
    for child in element:
        found += walk(child)
        found.append((element, child.tail or ""))
    return found


def test_the_pages_begin_with_the_words_that_the_pages_of_the_pdf_begin_with(together: Together) -> None:
    made = together(LONG)
    begun = words_after_marks(parts(made["epub"])["EPUB/article.xhtml"])
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made["pdf"])]
    assert len(begun) == len(pages) > 2
    for words, text in zip(begun[1:], pages[1:], strict=True):
        assert words in " ".join(text.split())[:200]


def test_the_pages_are_listed_for_new_and_old_reading_systems(together: Together) -> None:
    book = parts(together(LONG)["epub"])
    marks = [mark.get("id") for mark in book["EPUB/article.xhtml"].iter() if mark.get(TYPE) == "pagebreak"]
    nav = next(nav for nav in book["EPUB/nav.xhtml"].iter(f"{XHTML}nav") if nav.get(TYPE) == "page-list")
    listed = [(link.text, link.get("href")) for link in nav.iter(f"{XHTML}a")]
    assert listed == [(str(n), f"article.xhtml#{mark}") for n, mark in enumerate(marks, start=1)]
    old = [
        target.get("value") for target in book["EPUB/toc.ncx"].iter("{http://www.daisy.org/z3986/2005/ncx/}pageTarget")
    ]
    assert old == [text for text, _ in listed]


def test_the_source_of_the_pages_is_the_pdf_by_its_content(together: Together) -> None:
    from base64 import urlsafe_b64decode
    from hashlib import sha256

    made = together("Text.")
    meta = parts(made["epub"])["EPUB/content.opf"].find(".//{*}meta[@property='pageBreakSource']")
    assert meta is not None
    assert meta.text is not None
    scheme, _, digest = meta.text.partition(";")
    assert scheme == "ni:///sha-256"
    assert urlsafe_b64decode(digest + "=") == sha256(made["pdf"]).digest()


def test_a_screen_reader_is_told_the_page_in_the_language_of_the_article(together: Together) -> None:
    page = parts(together("Текст.", language="ru")["epub"])["EPUB/article.xhtml"]
    labels = [mark.get("aria-label") for mark in page.iter() if mark.get(TYPE) == "pagebreak"]
    assert labels[0] == "Страница 1"


def test_an_epub_that_is_made_alone_has_no_pages(epub: Callable[..., bytes]) -> None:
    book = parts(epub("Text."))
    assert "pagebreak" not in ET.tostring(book["EPUB/article.xhtml"], encoding="unicode")
    assert book["EPUB/content.opf"].find(".//{*}meta[@property='pageBreakSource']") is None
