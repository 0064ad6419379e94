"""Rules of type that depend on the language, on a part of the article, or on its editions in other languages."""

import io
import re
import tomllib
import zipfile
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from statistics import median
from urllib.parse import quote

import pikepdf
import pypdfium2
import pyphen
import pytest

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.pdf_blocks import lines_of
from separatum.editions import edition
from separatum.model.article import Article
from separatum.model.languages import known_languages, language
from separatum.source import read
from separatum.style.style import house_style_folder, load_style
from tests.editions.conftest import Reader

SHEETS = "".join((house_style_folder() / name).read_text(encoding="utf-8") for name in ("common.css", "print.css"))


def laid_out(article: Article, paper: str = "a4") -> PdfDocument:
    return PdfDocument(edition("pdf").write(article, load_style(None, paper)), "a.pdf")


@pytest.mark.parametrize(("tag", "least"), [("ka", 1.48), ("hy", 1.48), ("en-GB", 1.2)])
def test_georgian_and_armenian_lines_stand_half_as_far_again_as_their_letters_are_high(
    tag: str, least: float, article: Reader
) -> None:
    words = {"ka": "წიგნი მდინარე ", "hy": "գիրք գետ ", "en-GB": "book river "}[tag] * 60
    paragraph = max(laid_out(article(words, language=tag)).blocks or (), key=lambda block: block.lines)
    lines = lines_of(paragraph.parts[0].pieces)
    steps = [after[0].baseline - before[0].baseline for before, after in pairwise(lines)]
    assert least <= median(steps) / load_style().paper.text <= 1.55


@pytest.mark.parametrize("tag", known_languages())
def test_only_a_language_with_hyphens_or_without_spaces_is_justified(tag: str) -> None:
    known = language(tag)
    assert known is not None
    assert not known.justified or pyphen.language_fallback(tag) or known.script in ("Hans", "Hant", "Hani", "Jpan")


def test_words_are_hyphenated_from_six_letters_and_not_in_headings_captions_or_labels() -> None:
    assert re.search(r"\.justified \.text \{[^}]*hyphens: auto; hyphenate-limit-chars: 6 3 3", SHEETS)
    assert len(re.findall(r"hyphens: auto", SHEETS)) == 1
    whole = re.search(r"\n(h1, h2[^{]*)\{[^}]*hyphens: manual; text-align: start", SHEETS)
    assert whole
    assert {"h1", "h4", ".kicker", ".standfirst", ".byline", "figcaption", "table"} <= set(
        re.split(r",\s*", whole[1].strip())
    )


def test_no_letter_changes_its_case_and_small_capitals_are_for_acronyms() -> None:
    others = re.sub(r"\.caps \{ font-variant-caps: all-small-caps;[^}]*\}", "", SHEETS)
    assert others != SHEETS
    assert not re.search(r"text-transform|small-caps|uppercase", others)


def test_a_call_is_a_superior_lining_figure() -> None:
    call = re.search(r"\.noteref[^{]*\{([^}]*)\}", SHEETS[SHEETS.index("What only paper has") :])
    assert call
    assert "lining-nums" in call[1]
    assert "font-variant-position: super" in call[1]


@pytest.mark.parametrize("paper", ["a5", "phone"])
def test_a_pull_quote_is_never_split(paper: str, article: Reader) -> None:
    for lines in range(10, 30, 2):
        body = (
            "Word.\n\n" * lines
            + "> "
            + "It is set large and it goes on for some lines. " * 4
            + "\n{.pullquote}\n\nWord."
        )
        block = max(laid_out(article(body), paper).blocks or (), key=lambda one: one.lines)
        assert len(block.pages) == 1, lines


@pytest.mark.parametrize("paper", ["a4", "letter", "a5", "large-print", "a4-columns", "letter-columns"])
def test_every_page_bears_the_date_and_its_number(paper: str, article: Reader) -> None:
    document = pypdfium2.PdfDocument(edition("pdf").write(article("Words and words. " * 900), load_style(None, paper)))
    said = [page.get_textpage().get_text_range() for page in document]
    assert len(said) > 1
    assert all(f"{number} / {len(said)}" in page for number, page in enumerate(said, start=1))
    assert all("3 February 2020" in page for page in said)


@pytest.mark.parametrize("paper", ["a4", "letter", "a5", "large-print", "a4-columns"])
def test_a_running_head_is_one_line_cut_at_a_word(paper: str, article: Reader) -> None:
    title = "How to move a small web server to new hardware without losing a night and a good part of the day after it"
    made = article("Words and words. " * 900, title=title, more="publisher: {name: The Plain Operations Quarterly}\n")
    style = load_style(None, paper)
    document = PdfDocument(edition("pdf").write(made, style), "a.pdf")
    for sheet in document.sheets[1:]:
        heads = [piece for piece in sheet.pieces if piece.mark is None and piece.box[3] < style.paper.margins[0]]
        assert len({round(piece.baseline) for piece in heads}) == 1
        assert min(piece.box[0] for piece in heads) > 0
        assert max(piece.box[2] for piece in heads) < sheet.width


def test_an_address_breaks_behind_its_slashes_without_a_hyphen(article: Reader) -> None:
    address = "https://example.org/" + "/".join(["archive", "of", "everything", "that", "was", "written"] * 4)
    document = pypdfium2.PdfDocument(edition("pdf").write(article(f"[Words]({address})"), load_style(None, "phone")))
    said = "".join(page.get_textpage().get_text_range() for page in document)
    lines = said[said.index("https://example.org/archive") :].splitlines()
    last = next(number for number in range(20) if "".join(lines[: number + 1]) == address)
    assert last > 2
    assert all(line.endswith("/") for line in lines[:last])


def test_a_page_has_no_large_black_areas(article: Reader) -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n"
    body = f"## A heading\n\n{'Words and words. ' * 60}\n\n> Pulled out.\n{{.pullquote}}\n\n{table}"
    page = pypdfium2.PdfDocument(edition("pdf").write(article(body), load_style()))[0]
    counts = page.render(scale=1, grayscale=True).to_pil().histogram()
    assert sum(counts[:64]) < 0.1 * sum(counts)


@pytest.fixture
def boat(tmp_path: Path) -> Article:
    """An article with an edition in Georgian, which is on the web, and one in Russian, which is not."""
    front = "---\ntitle: {}\nlanguage: {}\npublished: 2024-05-17\n{}---\n\n{}\n"
    for name, title, tag, more in (
        ("boat.md", "The boat", "en-GB", "source_url: https://example.org/boat\n"),
        ("boat.ka.md", "ნავი", "ka", f"source_url: https://example.org/{quote('ნავი')}\n"),
        ("boat.ru.md", "Лодка", "ru", ""),
    ):
        (tmp_path / name).write_text(front.format(title, tag, more, title), encoding="utf-8")
    return read(tmp_path / "boat.md")[0]


def test_editions_in_other_languages_are_named_in_colophon_and_metadata(boat: Article) -> None:
    also = tomllib.loads((files("separatum.model.languages") / "en.toml").read_text(encoding="utf-8"))["words"][
        "also_in"
    ]
    with zipfile.ZipFile(io.BytesIO(edition("epub").write(boat, load_style()))) as book:
        page, package = (book.read(f"EPUB/{name}").decode() for name in ("article.xhtml", "content.opf"))
    colophon = page[page.index(also) :]
    assert f'href="https://example.org/{quote("ნავი")}"' in colophon
    assert 'hreflang="ka"' in colophon
    assert "Русский" in colophon
    assert len(re.findall("<dc:relation", package)) == len(boat.metadata.translations) == 2
    with pikepdf.open(io.BytesIO(edition("pdf").write(boat, load_style()))) as pdf:
        links = {str(note.A.URI) for one in pdf.pages for note in one.get("/Annots", []) if "/A" in note}
        described = str(pdf.open_metadata())
    assert f"https://example.org/{quote('ნავი')}" in links
    assert all(f"({tag})" in described for tag in ("ka", "ru"))
