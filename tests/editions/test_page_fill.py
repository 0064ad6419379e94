"""Pages are full: a picture that does not fit is set smaller, or the text passes it; a few last lines need no page."""

from pathlib import Path

import pytest
from PIL import Image

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import edition
from separatum.model.article import Article
from separatum.style.style import load_style
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
