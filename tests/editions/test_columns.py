"""A paper may set the story in columns: a dense page that is read in its order."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import edition
from separatum.model.errors import UsageError
from separatum.model.findings import Severity
from separatum.style.papers import paper_of
from separatum.style.style import load_style
from tests.editions.conftest import Reader
from tests.editions.lengths import noted_article

PAPERS = ("a4-columns", "letter-columns")
LONG = " ".join(["Word after word the sentence goes on and does not come to an end."] * 12)
BODY = f'![A grey square](wide.png "A caption")\n\n{LONG}[^a]\n\n## A heading\n\n' + f"{LONG}\n\n" * 9 + "[^a]: Note.\n"
Laid = Callable[[str], PdfDocument]


@pytest.fixture
def laid(article: Reader, tmp_path: Path) -> Laid:
    """Lays the body out on a paper."""
    Image.new("RGB", (1200, 500), "#456").save(tmp_path / "wide.png")
    written = article(BODY)
    return lambda paper: PdfDocument(edition("pdf").write(written, load_style(None, paper)), "a.pdf")


def lefts(file: PdfDocument) -> Iterator[tuple[int, float]]:
    """For each part of a paragraph of the story, in reading order: its page, and how far from the left it begins."""
    for block in file.blocks or ():
        if block.role == "/P" and block.is_running_text and block.lines > 5:
            yield from ((part.page, min(piece.box[0] for piece in part.pieces)) for part in block.parts)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_story_runs_down_one_column_and_then_the_next(paper: str, laid: Laid) -> None:
    paper_of_style = load_style(None, paper).paper
    middle = paper_of_style.width / 2
    sides = [(page, left > middle) for page, left in lefts(laid(paper))]
    assert {side for _, side in sides} == {False, True}
    assert sides == sorted(sides), "a column was read before the one that it follows"


@pytest.mark.parametrize("paper", PAPERS)
def test_the_lead_image_and_the_headline_stand_over_all_columns(paper: str, laid: Laid) -> None:
    file = laid(paper)
    (image,) = file.sheets[0].images
    assert image.box[2] - image.box[0] == pytest.approx(load_style(None, paper).paper.measure, abs=1)
    tops = [min(piece.box[1] for piece in block.parts[0].pieces) for block in file.blocks or () if block.parts]
    assert all(top > image.box[3] for top in tops[3:6])


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("seed", range(4))
def test_no_note_is_lost_and_no_line_stands_alone(paper: str, seed: int, tmp_path: Path) -> None:
    article = noted_article(seed, tmp_path)
    pdf = PdfDocument(edition("pdf").write(article, load_style(None, paper)), "a.pdf")
    findings = run_checks(Subject(article=article, pdf=pdf)).findings
    faults = {one.code for one in findings if one.severity in (Severity.ERROR, Severity.WARNING)}
    # The last page may be nearly empty: that is for the author of these random words to mend.
    assert faults <= {"LAYOUT-LAST-PAGE"}


@pytest.mark.parametrize("paper", PAPERS)
def test_what_ends_the_page_follows_the_story_in_its_columns(paper: str, article: Reader) -> None:
    more = "updates:\n  - date: 2020-02-04\n    text: Something changed.\n"
    written = article(f"{LONG} [A link](https://example.org/linked).", more=more)
    told = PdfDocument(edition("pdf").write(written, load_style(None, paper)), "a.pdf").words
    assert told is not None
    places = [told.main.shown.index(words) for words in ("Wordafterword", "Somethingchanged", "urn:uuid")]
    assert all(before < after for before, after in pairwise(places))


RAGGED = ".justified .text { text-align: start; hyphens: manual } code { white-space: nowrap; overflow-wrap: normal }"


@pytest.mark.parametrize("place", [0, 3])
@pytest.mark.parametrize(("letters", "codes"), [(44, set()), (48, {"LAYOUT-OVERFULL"})])
def test_a_line_beyond_its_ragged_column_is_told(place: int, letters: int, codes: set[str], article: Reader) -> None:
    paragraphs = [LONG] * 9
    paragraphs[place] = f"{LONG} `{'x' * letters}`"
    written, style = article("\n\n".join(paragraphs)), load_style(None, "a4-columns")
    file = PdfDocument(edition("pdf").write(written, replace(style, print=f"{style.print}\n{RAGGED}")), "a.pdf")
    middle = style.paper.width / 2
    code = [piece.box[0] > middle for piece in file.sheets[0].pieces if round(piece.size, 1) == 8.8 and piece.mark]
    assert code == [place > 0], "the code stands in the other column, or on another page"
    assert {one.code for one in run_checks(Subject(article=written, pdf=file)).findings} == codes


@pytest.mark.parametrize("language", ["en-GB", "ar"])
def test_no_rule_stands_anywhere_but_between_the_columns(language: str, article: Reader) -> None:
    style = load_style(None, "a4-columns")
    data = edition("pdf").write(article(f"{LONG}\n\n" * 4, language=language), style)
    drawn = [
        one.get_bounds() for one in pypdfium2.PdfDocument(io.BytesIO(data))[0].get_objects([pdfium.FPDF_PAGEOBJ_PATH])
    ]
    upright = [left for left, bottom, right, top in drawn if right - left < 2 and top - bottom > 50]
    assert bool(upright) == (language != "ar"), "from right to left the layout would draw it beside a column"
    assert all(left == pytest.approx(style.paper.width / 2, abs=2) for left in upright)


@pytest.mark.parametrize("count", [0, 4, 2.5, "two", True])
def test_a_number_of_columns_that_no_paper_holds_is_refused(count: object) -> None:
    table = {"size": "210mm 297mm", "margin": "20mm 20mm 20mm 20mm", "text": "10pt", "headline": "20pt"}
    with pytest.raises(UsageError, match="not a number of columns"):
        paper_of({"paper": {"odd": table | {"columns": count}}}, "odd", "style.toml")


def test_one_column_has_no_rule_for_columns() -> None:
    assert not re.search(r"columns", load_style(None, "a4").paper.sheet)


@pytest.mark.parametrize("language", ["en-GB", "ar"])
def test_notes_stand_in_the_measure_of_the_column_that_calls_them(language: str, article: Reader) -> None:
    notes = "".join(f"[^{number}]: Note {number} {'says something more ' * 9}\n" for number in range(9))
    body = "\n\n".join(f"{LONG}[^{number}] {LONG}" for number in range(9)) + f"\n\n{notes}"
    style = load_style(None, "a4-columns")
    file = PdfDocument(edition("pdf").write(article(body, language=language), style), "a.pdf")
    middle = style.paper.width / 2
    sides = list[tuple[bool, bool]]()
    for sheet in file.sheets:
        small = [piece for piece in sheet.pieces if round(piece.size / style.paper.text, 2) == 0.82 and piece.mark]
        assert not any(piece.box[0] < middle - 5 < middle + 5 < piece.box[2] for piece in small)
        sides.append((any(piece.box[2] < middle for piece in small), any(piece.box[0] > middle for piece in small)))
    assert sides[0] == (True, True), "each column has its own notes"


@pytest.mark.parametrize("more", range(4))
def test_bullets_stand_beside_their_items_where_columns_are_made_even(more: int, article: Reader) -> None:
    items = "".join(f"- Item {number} {'goes on and ' * (number * 7 % 11)}ends.\n" for number in range(12))
    data = edition("pdf").write(article(f"{LONG}\n\n{items}\n{LONG[: 70 * more]}"), load_style(None, "a4-columns"))
    words = pypdfium2.PdfDocument(io.BytesIO(data))[0].get_textpage()
    said = words.get_text_range()
    bullets = sorted(words.get_charbox(place, loose=True)[1] for place in _places(words, "•"))
    items_at = sorted(words.get_charbox(place, loose=True)[1] for place in _places(words, "Item"))
    assert said.count("•") == len(items_at) == 12
    assert bullets == pytest.approx(items_at, abs=1)


def _places(words: pypdfium2.PdfTextPage, text: str) -> Iterator[int]:
    search = words.search(text, match_case=True)
    while (found := search.get_next()) is not None:
        yield found[0]


def test_a_head_that_stands_again_in_the_next_column_is_told_once(article: Reader) -> None:
    rows = "\n".join(
        f"| {number} | Remark number {number}, of some words that take a line or two here |" for number in range(60)
    )
    written = article(f"Words.\n\n| Year | What |\n|---|---|\n{rows}\n")
    file = PdfDocument(edition("pdf").write(written, load_style(None, "a4-columns")), "a.pdf")
    assert {one.code for one in run_checks(Subject(article=written, pdf=file)).findings} <= {"LAYOUT-LAST-PAGE"}
