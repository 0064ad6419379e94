"""Pages are full: a picture that does not fit is set smaller, or the text passes it; a few last lines need no page."""

import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from weakref import WeakSet

import pytest
from PIL import Image

from separatum import source
from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import EpubDocument, PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import edition, write_together
from separatum.editions.pdf import best_pages, page_fill, shaping
from separatum.editions.pdf.best_pages import BestPages
from separatum.editions.pdf.page_fill import leadings
from separatum.model.article import Article
from separatum.style.style import load_style
from tests.bench.texts import write_article
from tests.editions.conftest import Reader

PARAGRAPH = (
    "The workshop lies at the end of a lane, beside a stream that never freezes. There is a room for the rags, a room "
    "for the vat, a room for the press, and under the roof a loft with a thousand cords, on which the sheets dry."
)


def with_picture(
    before: int, behind: int, article: Reader, folder: Path, size: tuple[int, int] = (900, 600)
) -> Article:
    """An article with a picture between numbered paragraphs."""
    Image.new("RGB", size, "#6a8").save(folder / "wide.png")
    paragraphs = [f"Number {number}. {PARAGRAPH}" for number in range(before + behind)]
    paragraphs.insert(before, '![A wide green field](wide.png "The green field behind the workshop")')
    return article("\n\n".join(paragraphs))


def laid_out(written: Article, paper: str = "a4") -> PdfDocument:
    return PdfDocument(edition("pdf").write(written, load_style(None, paper)), "a.pdf")


def holes(document: PdfDocument, paper: str = "a4") -> list[float]:
    """How much of each page but the last is empty at its foot."""
    known = load_style(None, paper).paper
    found = []
    for sheet in document.sheets[:-1]:
        ends = [piece.box[3] for piece in sheet.pieces if piece.mark is not None] + [one.box[3] for one in sheet.images]
        found.append((sheet.height - known.margins[2] - max(ends)) / known.depth)
    return found


def shown_by(document: PdfDocument) -> str:
    """The words of its tags, without spaces."""
    assert document.words is not None
    return document.words.main.shown


@pytest.mark.parametrize("before", range(7, 14))
@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_a_picture_leaves_no_hole(before: int, paper: str, article: Reader, tmp_path: Path) -> None:
    written = with_picture(before, 12, article, tmp_path)
    document = laid_out(written, paper)
    assert max(holes(document, paper)) < 0.15
    found = run_checks(Subject(article=written, pdf=document)).findings
    assert not {one.code for one in found} & {"PARITY-PDF", "IMAGE-PDF-MISSING", "LAYOUT-CAPTION", "LAYOUT-HEADING"}


def test_the_tags_keep_the_order_of_the_source_where_the_text_passes_a_picture(article: Reader, tmp_path: Path) -> None:
    passed = 0
    for before in range(6, 14):
        document = laid_out(with_picture(before, 12, article, tmp_path))
        shown = shown_by(document)
        caption = shown.index("Thegreenfield")
        assert shown.index(f"Number{before - 1}.") < caption < shown.index(f"Number{before}.")
        figure = next(sheet.number for sheet in document.sheets if sheet.images)
        pages = [sheet.number for sheet in document.sheets for piece in sheet.pieces if piece.mark is not None]
        passed += figure > 1 and pages.count(1) > 0
    assert passed


def test_a_page_that_begins_with_a_picture_which_the_text_has_passed_begins_with_its_first_words(
    article: Reader, tmp_path: Path
) -> None:
    Image.new("RGB", (900, 600), "#6a8").save(tmp_path / "wide.png")
    paragraphs = [f"Number {number}. {PARAGRAPH}" for number in range(12)]
    written = article("\n\n".join([*paragraphs[:-2], "![A wide green field](wide.png)", *paragraphs[-2:]]))
    made = {maker.format: content for maker, content in write_together(("epub", "pdf"), written, load_style())}
    document = PdfDocument(made["pdf"], "a.pdf")
    assert [sheet.number for sheet in document.sheets if sheet.images] == [2]
    subject = Subject(article=written, epub=EpubDocument(made["epub"], "a.epub"), pdf=document)
    assert "PAGELIST-PARITY" not in {one.code for one in run_checks(subject).findings}


def test_a_picture_does_not_pass_a_heading(article: Reader, tmp_path: Path) -> None:
    Image.new("RGB", (900, 1000), "#6a8").save(tmp_path / "high.png")
    before = "\n\n".join([PARAGRAPH] * 8)
    body = f'{before}\n\n![A field](high.png "The field")\n\n{PARAGRAPH}\n\n## A heading\n\n{before}'
    shown = shown_by(laid_out(article(body)))
    assert shown.index("Thefield") < shown.index("Aheading")


def test_no_picture_is_set_smaller_than_seven_tenths(article: Reader, tmp_path: Path) -> None:
    full = load_style().paper.measure
    for before in range(6, 14):
        document = laid_out(with_picture(before, 12, article, tmp_path))
        image = next(one for sheet in document.sheets for one in sheet.images)
        assert image.box[2] - image.box[0] > 0.69 * full


def test_an_upright_picture_takes_at_most_the_better_half_of_a_page(article: Reader, tmp_path: Path) -> None:
    document = laid_out(with_picture(3, 3, article, tmp_path, (1000, 1500)))
    image = next(one for sheet in document.sheets for one in sheet.images)
    assert image.box[3] - image.box[1] <= 0.551 * load_style().paper.depth


def test_a_colophon_that_nearly_fits_begins_no_page(article: Reader) -> None:
    assert len(laid_out(article("Words of a story. " * 146)).sheets) == 1
    assert len(laid_out(article("Words of a story. " * 148)).sheets) == 1
    assert len(laid_out(article("Words of a story. " * 174)).sheets) == 2


@pytest.mark.parametrize("paper", ["a4", "phone", "large-print", "a4-columns"])
def test_a_note_longer_than_a_page_is_published(paper: str, article: Reader) -> None:
    written = article(f"{PARAGRAPH} A word.[^1] {PARAGRAPH}\n\n[^1]: {' '.join([PARAGRAPH] * 24)}")
    found = run_checks(Subject(article=written, pdf=laid_out(written, paper))).findings
    assert not {one.code for one in found} & {"PARITY-PDF", "LAYOUT-OFF-PAGE", "LAYOUT-OVERLAP"}


@pytest.mark.parametrize("paper", ["a4", "phone", "large-print"])
def test_a_row_higher_than_a_page_keeps_the_heads_of_its_table(paper: str, article: Reader) -> None:
    table = f"| Year | What |\n|---|---|\n| 1990 | {' '.join([PARAGRAPH] * 24)} |\n| 1991 | Nothing |"
    written = article(f"{PARAGRAPH}\n\n{table}")
    found = run_checks(Subject(article=written, pdf=laid_out(written, paper))).findings
    assert not {one.code for one in found} & {"PARITY-PDF", "LAYOUT-OFF-PAGE", "LAYOUT-OVERLAP"}


def test_what_was_shaped_for_a_layout_is_not_shaped_again_for_the_next(
    article: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    shaped, shape = list[str](), shaping._shaped

    def counted(text: str, style: object) -> shaping.Shape:
        shaped.append(text)
        return shape(text, style)

    monkeypatch.setattr(shaping, "_shaped", counted)
    written = article(f"{PARAGRAPH} Extraordinarily.\n\n{PARAGRAPH}")
    first = edition("pdf").write(written, load_style())
    count = len(shaped)
    assert count
    assert edition("pdf").write(written, load_style()) == first
    assert len(shaped) == count


def test_what_is_kept_begins_anew_when_it_is_full() -> None:
    found, kept = list[str](), shaping.Kept[str](10)

    def find(key: str) -> str:
        found.append(key)
        return key.upper()

    for key in "abcab":
        assert kept.get(key, 4, partial(find, key)) == key.upper()
    assert found == ["a", "b", "c", "a", "b"]
    assert kept.get("b", 4, lambda: "another") == "B"


@pytest.mark.parametrize(("first_page", "tried"), [(0.0, ["smaller"]), (0.06, ["as it was", "smaller"])])
def test_lines_alone_are_not_tried_where_they_cannot_take_the_last_page_back(
    first_page: float, tried: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, picture = ET.fromstring("<html><img/><section class='colophon'/></html>"), ET.Element("img")
    box = SimpleNamespace(element=picture, height=700.0, style={"line_height": 1.5, "font_size": 14.0})
    page = SimpleNamespace(_page_box=SimpleNamespace(height=1000.0))
    three, two = SimpleNamespace(pages=[page] * 3), SimpleNamespace(pages=[page] * 2)
    monkeypatch.setattr(page_fill, "_empty", lambda _: (first_page, 0.0, 0.8))
    monkeypatch.setattr(page_fill, "_pictures", lambda _: iter([box]))
    monkeypatch.setattr(page_fill, "_boxes_of", lambda *_: iter([box]))
    layouts = list[str]()

    def lay_out() -> SimpleNamespace:
        layouts.append("as it was" if picture.get("style") is None else "smaller")
        return three if picture.get("style") is None else two

    best = BestPages(lay_out, three, page_fill._score(three))
    assert page_fill._with_full_last_page(best, root) is two
    assert layouts == tried


def test_pictures_as_large_as_they_are_are_not_tried_where_the_numbers_say_that_they_do_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, is_shorter = list[bool](), page_fill._LastPage._is_shorter

    def trying(last: page_fill._LastPage, changed: Any) -> bool:
        tried.append(is_shorter(last, changed))
        return tried[-1]

    monkeypatch.setattr(page_fill._LastPage, "_is_shorter", trying)
    written, _ = source.read(write_article(tmp_path, 2, photographs=1))
    assert len(laid_out(written).sheets) == 3
    assert tried == [True]


def test_pages_that_are_given_up_before_others_are_laid_out_come_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [source.read(write_article(tmp_path, one, 700 + 150 * one, photographs=3))[0] for one in range(4)]
    kept = [edition("pdf").write(article, load_style()) for article in articles]
    from weasyprint import HTML

    layouts, alive = list[int](), WeakSet[Any]()
    lay_out = HTML.render

    def counted(page: HTML, *words: Any, **named: Any) -> Any:
        layouts.append(len(alive))
        document = lay_out(page, *words, **named)
        alive.add(document)
        return document

    monkeypatch.setattr(HTML, "render", counted)
    monkeypatch.setattr(best_pages, "_MANY", 1)
    assert [edition("pdf").write(article, load_style()) for article in articles] == kept
    assert len(layouts) > len(articles)
    assert set(layouts) == {0}


def test_pages_that_were_given_up_and_stay_the_best_are_laid_out_again(
    article: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = with_picture(7, 12, article, tmp_path)
    made, given_up = list[bytes](), list[bool]()
    plain = BestPages.pages

    def pages(best: BestPages) -> Any:
        given_up.append(best._document is None)
        return plain(best)

    monkeypatch.setattr(BestPages, "pages", pages)
    for many in (60, 1):
        scores = iter([1.0])
        monkeypatch.setattr(page_fill, "_score", lambda _, scores=scores: next(scores, 2.0))  # none is better
        monkeypatch.setattr(best_pages, "_MANY", many)
        made.append(edition("pdf").write(written, load_style()))
    assert made[0] == made[1]
    assert given_up.count(True) == 1


def test_leadings_are_whole_lines_and_within_a_twentieth() -> None:
    found = leadings(700, 17.5)
    assert [more for more, _ in found] == [1, -1]
    assert all(0.95 <= share <= 1.05 for _, share in found)
    assert all((40 + more) * 17.5 * share == pytest.approx(700) for more, share in found)
