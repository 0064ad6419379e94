"""The rules of type that a machine can decide, on every paper of the house style and in the book's sheet."""

import io
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.pdf_blocks import Block, lines_of
from separatum.checks.registry import Subject
from separatum.checks.rules.pdf_measure import characters_per_line
from separatum.editions import edition
from separatum.editions.pdf.print_markup import qr_code
from separatum.source import read
from separatum.style.compose import compose
from separatum.style.style import house_style_folder, load_style
from tests.editions.conftest import Reader
from tests.editions.test_balance import lines_of_headline

CONTENT = Path(__file__).parents[2] / "content" / "article.md"
HOUSE = house_style_folder()
PAPERS = tuple(tomllib.loads((HOUSE / "style.toml").read_text(encoding="utf-8"))["paper"])
SHEETS = [(HOUSE / name).read_text(encoding="utf-8") for name in ("common.css", "epub.css")]
SMALL = ("phone", "large-print")
"""Papers for which a line of 45 letters is too much to ask."""
POINTS_A_MM = 72 / 25.4
each_paper = pytest.mark.parametrize("paper", PAPERS)


@cache
def pages(paper: str) -> PdfDocument:
    """The article of content/ on a paper."""
    return PdfDocument(edition("pdf").write(read(CONTENT)[0], load_style(None, paper)), paper)


def text_of(file: PdfDocument) -> Iterator[Block]:
    """The paragraphs of the story."""
    return (block for block in file.blocks or () if block.role == "/P" and block.is_running_text and block.lines > 2)


def size_of(block: Block) -> float:
    return median(piece.size for part in block.parts for piece in part.pieces)


def text_size(paper: str) -> float:
    return median(size_of(block) for block in text_of(pages(paper)))


@each_paper
def test_the_text_has_the_size_that_its_paper_asks_for(paper: str) -> None:
    least, most = {"a5": (9.5, 10.5), "phone": (9, 11), "large-print": (18, 24)}.get(paper, (10, 12))
    assert least <= round(text_size(paper), 2) <= most


@each_paper
def test_lines_stand_120_to_150_percent_of_their_size_apart(paper: str) -> None:
    steps = [
        (after[0].baseline - before[0].baseline) / text_size(paper)
        for block in text_of(pages(paper))
        for part in block.parts
        for before, after in zip(lines_of(part.pieces), lines_of(part.pieces)[1:], strict=False)
    ]
    assert 1.2 <= median(steps) <= (1.5 if paper == "large-print" else 1.45)


@pytest.mark.parametrize("paper", [paper for paper in PAPERS if paper not in SMALL])
def test_a_line_has_45_to_75_letters(paper: str) -> None:
    file = pages(paper)
    assert 45 <= median(letters for _, letters in characters_per_line(file.contents, text_of(file))) <= 75


@each_paper
def test_a_note_stands_at_the_foot_of_its_call_s_page(paper: str) -> None:
    document = pages(paper)
    notes = [block for block in document.blocks or () if block.is_in("/Note")]
    assert len({block.ancestors[-2] for block in notes}) == 4
    blocks = [block for block in document.blocks or () if block.lines]
    for place, note in enumerate(blocks):
        if note.is_in("/Note") and not blocks[place - 1].is_in("/Note"):
            assert note.pages[0] in blocks[place - 1].pages + blocks[place - 2].pages


@pytest.mark.parametrize("paper", [paper for paper in PAPERS if paper != "large-print"])
def test_notes_are_80_to_85_percent_of_the_text(paper: str) -> None:
    sizes = [size_of(block) for block in pages(paper).blocks or () if block.is_in("/Note") and block.parts]
    assert sizes
    assert all(0.8 <= size / text_size(paper) <= 0.85 for size in sizes), sizes


@each_paper
def test_headings_are_larger_than_the_text_and_smaller_than_the_headline(paper: str) -> None:
    sizes = {block.role: size_of(block) for block in pages(paper).blocks or () if block.is_heading}
    assert 1.2 <= sizes["/H2"] / text_size(paper) <= 1.5
    assert sizes["/H1"] > sizes["/H2"]


@each_paper
def test_a_headline_of_ninety_letters_has_four_lines_at_most(paper: str, article: Reader) -> None:
    title = "The bridge over the river has been closed since Monday, and nobody knows when it will open"
    data = edition("pdf").write(article("Text.", title=title), load_style(None, paper))
    assert len(lines_of_headline(data, title)) <= 4


@each_paper
def test_the_last_page_has_five_lines_or_more_and_nothing_is_close_to_an_edge(paper: str) -> None:
    file = pages(paper)
    marked = [piece for piece in file.sheets[-1].pieces if piece.mark is not None]
    assert len(lines_of(marked)) >= 5
    for sheet in file.sheets:
        for left, top, right, bottom in [*(one.box for one in sheet.pieces), *(one.box for one in sheet.images)]:
            assert min(left, top, sheet.width - right, sheet.height - bottom) >= 5 * POINTS_A_MM


@each_paper
def test_pages_have_a_head_and_a_folio(paper: str) -> None:
    margins = load_style(None, paper).paper.margins
    for sheet in pages(paper).sheets:
        heads = [piece for piece in sheet.pieces if piece.mark is None and piece.box[3] < margins[0]]
        feet = [piece for piece in sheet.pieces if piece.mark is None and piece.box[1] > sheet.height - margins[2]]
        assert bool(heads) == (paper != "phone")
        assert feet


@pytest.mark.parametrize("letters", [20, 60, 200, 900])
def test_the_code_of_an_address_is_20_mm_wide_with_four_modules_of_quiet_around_it(letters: int) -> None:
    drawn = qr_code("https://example.org/".ljust(letters, "a")).decode()
    wide = re.search(r'width="(\d+)"', drawn)
    first = re.search(r"M(\d+) (\d+)(?:\.5)?h", drawn)
    rule = re.search(r"\.qr \{[^}]*width: (\d+)mm; height: (\d+)mm", (HOUSE / "print.css").read_text(encoding="utf-8"))
    assert wide
    assert first
    assert rule
    assert (first[1], first[2]) == ("4", "4")
    assert rule[1] == rule[2]
    assert int(rule[1]) * (int(wide[1]) - 8) / int(wide[1]) >= 20


@pytest.mark.parametrize(
    "specimen", sorted((CONTENT.parents[1] / "tests/specimens").glob("*.md")), ids=lambda p: p.stem
)
def test_no_straight_quotes_and_no_soft_hyphens_are_left(specimen: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(edition("epub").write(read(specimen)[0], load_style()))) as book:
        page = book.read("EPUB/article.xhtml").decode()
    words = re.sub(r"<(pre|code)\b.*?</\1>|<[^>]*>", "", page, flags=re.DOTALL)
    assert not re.search(r"[\"'\u00ad]|&quot;|--|\.\.\.", words)


def test_figures_in_tables_are_of_one_width_and_tables_have_no_upright_rules() -> None:
    sheet = (HOUSE / "print.css").read_text(encoding="utf-8")
    assert re.search(r"table \{[^}]*tabular-nums", sheet)
    rules = "".join(re.findall(r"(?:^|\s|,)(?:table|t[dhr])\b[^{}]*\{([^}]*)\}", "".join((*SHEETS, sheet))))
    assert not re.search(r"border(-left|-right)?\s*:", rules)


@pytest.mark.parametrize(("language", "label"), [("en-GB", "Update, 4"), ("ar", "تحديث، 4"), ("zh", "更新，2020")])
def test_a_label_and_its_date_stand_apart_by_the_comma_of_their_language(
    language: str, label: str, article: Reader
) -> None:
    written = article("Words.", more="updates:\n  - date: 2020-02-04\n    text: More.\n", language=language)
    assert label in "".join(compose(written, load_style()).itertext())


def test_a_heading_over_a_list_keeps_two_of_its_items(article: Reader) -> None:
    for lines in range(20, 34):
        body = "Word.\n\n" * lines + "## A heading\n\n- one\n- two\n- three\n\n" + "Word.\n\n" * 9
        file = PdfDocument(edition("pdf").write(article(body), load_style(None, "a5")), "a.pdf")
        assert [block for block in file.blocks or () if block.is_in("/H2")], "no heading is laid out"
        found = run_checks(Subject(pdf=file)).findings
        assert "LAYOUT-HEADING" not in {one.code for one in found}, lines


@each_paper
def test_the_last_two_items_of_a_list_stay_together_and_so_does_a_short_table(paper: str, article: Reader) -> None:
    style = load_style(None, paper)
    table = "| When | What |\n|---|---|\n| 1987 | first |\n| 2004 | second |\n"
    for lines in (9, 11, 13, 22, 24, 26, 36, 38, 40):
        body = "Word.\n\n" * lines + "- one\n- two\n\n" + table
        file = PdfDocument(edition("pdf").write(article(body), style), "a.pdf")
        items = [tuple(block.pages) for block in file.blocks or () if block.is_in("/LBody")]
        cells = [tuple(block.pages) for block in file.blocks or () if block.is_in("/TD")]
        assert len(set(items)) == len(set(cells)) == 1, lines


def test_no_line_from_right_to_left_ends_after_its_first_word(article: Reader) -> None:
    """Where only the space before a phrase does not fit: the widths of a space are tried in steps of half a point."""
    style = load_style(None, "phone")
    for step in range(8):
        paper = replace(style.paper, margins=(20, 20, 20, style.paper.width - 20 - 212.5 - step / 2))
        body = (
            "يغادر القارب في السادسة صباحا. طوله 18 م، وعلى متنه 4000 كتاب، "
            "ويقطع في الأسبوع 340 كم ويزور اثنتي عشرة *قرية* كبيرة"
        )
        data = edition("pdf").write(article(body, language="ar"), replace(style, paper=paper))
        paragraphs = [
            block for block in PdfDocument(data, "a.pdf").blocks or () if block.role == "/P" and block.is_running_text
        ]
        lines = lines_of(max(paragraphs, key=size_of).parts[0].pieces)
        widths = [max(one.box[2] for one in line) - min(one.box[0] for one in line) for line in lines]
        assert min(widths[:-1]) > paper.measure / 2, step


def test_paragraphs_are_indented_and_not_spaced() -> None:
    assert re.search(r"\bp\b[^{}]*\{\s*margin: 0;", SHEETS[0])
    assert re.search(r"p \+ p \{ text-indent: 1", SHEETS[0])


@pytest.mark.parametrize("sheet", SHEETS, ids=["common", "epub"])
def test_the_book_leaves_pixels_colours_and_sizes_to_the_reader(sheet: str) -> None:
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    assert not re.search(r"\d(px|pt|mm)\b", rules)
    assert not re.search(r"#[0-9a-f]{3}|(?<!-)\b(color|background)[\w-]*\s*:(?!\s*inherit)", rules)
    assert not re.search(r"(?:html|body)[^{}]*\{[^}]*font-size", rules)
    assert "uppercase" not in rules


def test_the_book_sets_headings_ragged_and_whole_and_images_no_wider_than_the_screen() -> None:
    rule = re.search(r"h1, h2, h3, h4, [^{}]*\{([^}]*)\}", SHEETS[1])
    assert rule
    assert "text-align: start" in rule[1]
    assert re.search(r"(?<!-)hyphens: none", rule[1])
    assert "img { max-width: 100%" in SHEETS[0]
    assert "white-space: pre-wrap" in SHEETS[0]
