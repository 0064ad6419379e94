"""Pictures that belong together stand beside each other in both editions, in reading order, with their words."""

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import EpubDocument, PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import write_together
from separatum.style.style import load_style
from tests.editions.conftest import Reader

PAPERS = ("a4", "a4-columns", "phone")
WORDS = (
    "The harbour has been there for four hundred years, and nobody knew who had decided that it should be filled in. "
)
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Pictures of all shapes, none like another: u0.jpg … (upright), l0.jpg … (landscape), pano.jpg, small.png."""
    for number in range(6):
        Image.effect_noise((450 + 8 * number, 600), 60).save(tmp_path / f"u{number}.jpg", quality=40)
        Image.effect_noise((750, 480 + 8 * number), 60).save(tmp_path / f"l{number}.jpg", quality=40)
    Image.effect_noise((2600, 900), 60).save(tmp_path / "pano.jpg", quality=40)
    Image.effect_noise((150, 200), 60).save(tmp_path / "small.png")
    return tmp_path


def shown(*names: str, between: str = " ") -> str:
    return between.join(f'![Alternative {name}]({name}.jpg "Caption of {name}")' for name in names)


def made(article: Reader, body: str, paper: str) -> tuple[PdfDocument, str]:
    """The PDF, and the page of the EPUB; in which no check finds anything about pictures, order or layout."""
    written = article(body)
    files = {one.format: content for one, content in write_together(("pdf", "epub"), written, load_style(None, paper))}
    pdf, epub = PdfDocument(files["pdf"], "a.pdf"), EpubDocument(files["epub"], "a.epub")
    found = {one.code for one in run_checks(Subject(article=written, pdf=pdf, epub=epub)).findings}
    assert found <= {"LAYOUT-LAST-PAGE"}
    with zipfile.ZipFile(io.BytesIO(files["epub"])) as book:
        return pdf, book.read("EPUB/article.xhtml").decode()


def boxes(pdf: PdfDocument) -> list[tuple[int, tuple[float, float, float, float]]]:
    """The page and the box of each picture, in the order in which they are painted."""
    return [(sheet.number, image.box) for sheet in pdf.sheets for image in sheet.images]


def height(box: Sequence[float]) -> float:
    return box[3] - box[1]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    "body",
    [shown("u0", "u1"), shown("u0", "l1"), shown("l0", "l1", between="\n"), shown("u0", "u1", between="\n\n")],
    ids=["one line", "two shapes", "two lines", "uprights that follow each other"],
)
def test_two_pictures_are_a_row_of_equal_height(body: str, paper: str, article: Reader, pictures: Path) -> None:
    pdf, page_of_epub = made(article, f"{WORDS}\n\n{body}\n\n{WORDS * 3}", paper)
    (page, left), (other, right) = boxes(pdf)
    assert page == other
    assert left[2] < right[0]
    assert left[1] == pytest.approx(right[1], abs=0.5)
    assert height(left) == pytest.approx(height(right), abs=0.5)
    assert height(left) <= 0.55 * load_style(None, paper).paper.depth + 1
    root = ET.fromstring(page_of_epub)
    (row,) = [element for element in root.iter(f"{XHTML}div") if element.get("class") == "row"]
    names = [image.get("alt", "").split()[-1] for image in row.iter(f"{XHTML}img")]
    assert [f"Caption of {name}" for name in names] == [
        "".join(one.itertext()) for one in row.iter(f"{XHTML}figcaption")
    ]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(("kind", "count"), [("u", 3), ("l", 5)])
def test_more_pictures_are_a_gallery(kind: str, count: int, paper: str, article: Reader, pictures: Path) -> None:
    names = [f"{kind}{number}" for number in range(count)]
    pdf, _ = made(article, f"{WORDS}\n\n{shown(*names)}\n\n{WORDS * 3}", paper)
    found = boxes(pdf)
    assert len(found) == count
    rows = {(page, round(box[1])) for page, box in found}
    assert len(rows) < count
    assert len({page for page, _ in found}) <= 2 + count // 4
    assert pdf.text is not None
    said = [text.split()[-1] for text in pdf.text.alternatives]
    assert said == names


@pytest.mark.parametrize("paper", PAPERS)
def test_a_wide_picture_reaches_into_the_margins(paper: str, article: Reader, pictures: Path) -> None:
    style = load_style(None, paper)
    body = '![Alternative](pano.jpg "A caption below"){.wide}'
    pdf, epub = made(article, f"{WORDS}\n\n{body}\n\n{WORDS * 3}", paper)
    ((page, box),) = boxes(pdf)
    room = style.paper.margins[3] - 34
    if style.paper.columns == 1 and room > 0:
        assert box[2] - box[0] > style.paper.measure + room
    assert box[2] - box[0] >= style.paper.measure - 1
    assert box[0] > 15
    assert box[2] < style.paper.width - 15
    caption = next(piece for piece in pdf.sheets[page - 1].pieces if 0 < piece.box[1] - box[3] < 25)
    assert caption.box[0] == pytest.approx(box[0], abs=2)
    assert 'class="wide sized"' in epub


def test_a_wide_picture_of_few_pixels_is_not_stretched(article: Reader, pictures: Path) -> None:
    pdf, _ = made(article, f"{WORDS}\n\n![Alternative](small.png){{.wide}}\n\n{WORDS * 3}", "a4")
    ((_, box),) = boxes(pdf)
    assert 150 / (box[2] - box[0]) * 72 >= 149


def test_a_row_of_pictures_of_few_pixels_is_not_stretched(article: Reader, pictures: Path) -> None:
    pdf, _ = made(article, f"{WORDS}\n\n![One](small.png) ![Two](u1.jpg)\n\n{WORDS * 3}", "a4")
    (_, small), (_, large) = boxes(pdf)
    assert 150 / (small[2] - small[0]) * 72 >= 149
    assert height(small) == pytest.approx(height(large), abs=0.5)


@pytest.mark.parametrize(("paper", "before"), [("phone", 3), ("phone", 6), ("a5", 9), ("a5", 13), ("a4", 18)])
def test_a_row_that_the_text_passes_is_read_where_it_stands(
    before: int, paper: str, article: Reader, pictures: Path
) -> None:
    """Wherever on a page the row falls, both editions say the same in the same order."""
    paragraphs = "\n\n".join(f"{number}. {WORDS * 3}" for number in ("One", "Two", "Three", "Four"))
    made(
        article,
        f"{WORDS * before}\n\n{shown('u0', 'u1')}\n\n{paragraphs}\n\n{shown('l0', 'l1')}\n\n{paragraphs}",
        paper,
    )


def test_pictures_in_items_quotations_and_boxes_are_rows_there(article: Reader, pictures: Path) -> None:
    item = f"- An item\n\n  {shown('u0', 'l1')}\n\n- Another\n\n"
    quoted = f"> Quoted.\n>\n> {shown('l2', 'l3')}\n\n"
    box = f"::: note\n{WORDS}\n\n{shown('u2', 'u3')}\n:::\n\n"
    pdf, _ = made(article, f"{WORDS}\n\n{item}{quoted}{box}{WORDS}", "a4")
    found = [box for _, box in boxes(pdf)]
    for left, right in zip(found[::2], found[1::2], strict=True):
        assert height(left) == pytest.approx(height(right), abs=0.6)
        assert left[1] == pytest.approx(right[1], abs=0.6)
