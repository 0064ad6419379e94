"""Lines are chosen for a paragraph as a whole: even spaces, few hyphens, none in what a reader may type."""

import re
from itertools import pairwise

import pypdfium2
import pytest

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import edition
from separatum.editions.pdf.hyphenation import hyphen_places, is_plain, steps
from separatum.editions.pdf.spread_line import letters_of, trimmed
from separatum.editions.pdf.total_fit import (
    Break,
    Paragraph,
    _space,
    _space_cost,
    choose_breaks,
    letters_take,
    spaces_cost_in,
)
from separatum.style.style import load_style
from tests.editions.conftest import Reader

PAPERS = ("a4", "a4-columns", "a5", "phone", "large-print")
WORDS = (
    "The people who live beside such a river count its years in fields. A bend grows on its outer side and fills up "
    "on its inner side; the willow that stood safely in a meadow stands on the edge, then leans over it, and one "
    "spring it is gone. Nothing in the tray begins the bend but chance, and nothing in it ends the bend but itself."
)


def paragraph_of(
    lengths: list[int], measure: float, apart: tuple[float, float] = (0.0, 0.0)
) -> tuple[Paragraph, list[Break]]:
    """A paragraph of words of these numbers of signs, each sign one em wide, and a break behind each word."""
    text = " ".join("x" * length for length in lengths)
    widths, spaces = [0.0], [0]
    for sign in text:
        widths.append(widths[-1] + (0.25 if sign == " " else 1.0))
        spaces.append(spaces[-1] + (sign == " "))
    breaks = [Break(start=found.end(), end=found.start()) for found in re.finditer(" ", text)]
    last = Break(start=len(text), end=len(text), is_last=True)
    letters = [place - before for place, before in enumerate(spaces)]
    paragraph = Paragraph(
        widths=widths, spaces=spaces, letters=letters, start=0, space=0.25, em=1.0, measure=measure, apart=apart
    )
    return paragraph, [*breaks, last]


def test_a_full_line_is_given_up_where_the_next_would_be_loose() -> None:
    text, breaks = paragraph_of([3, 3, 2, 6, 3, 3], 9)
    chosen, _ = choose_breaks(text, breaks, "justified")
    greedy = [one for one in breaks if text.widths[one.end] <= text.measure][-1:]
    assert chosen[0] != greedy[0]
    assert chosen[0].start < greedy[0].start


def test_letters_take_their_share_and_never_more_than_a_hundredth_of_their_size() -> None:
    text, _ = paragraph_of([5] * 10, 60, (-0.01, 0.01))
    assert 0 < letters_take(text, 9, 50, 0.3) < 0.3
    assert letters_take(text, 9, 50, 30.0) == pytest.approx(0.5)
    assert letters_take(text, 9, 50, -30.0) == pytest.approx(-0.5)
    assert letters_take(text, 9, 0, 1.0) == 0


def test_a_word_more_fits_a_line_whose_letters_may_be_nearer() -> None:
    lengths, measure = [9, 9, 9, 9, 9, 9], 37.35
    assert len(choose_breaks(*paragraph_of(lengths, measure), "ragged")[0]) == 2
    closer = choose_breaks(*paragraph_of(lengths, measure, (-0.01, 0.01)), "justified")[0]
    assert closer[0].start == 40


@pytest.mark.parametrize("text", ["سلام دنیا", "हिन्दी", "ภาษาไทย", "שלום"])
def test_letters_that_are_joined_or_marked_are_not_moved(text: str) -> None:
    assert not any(letters_of(text))


def test_signs_without_a_place_of_their_own_are_not_moved() -> None:
    assert letters_of("Cafe\u0301 a\u00adb") == (1, 1, 1, 1, 0, 0, 1, 0, 1)


def test_justified_lines_end_at_the_measure(article: Reader) -> None:
    data = edition("pdf").write(article("\n\n".join([f"{WORDS} *{WORDS}*"] * 3)), load_style())
    paper = load_style().paper
    edge, ends = paper.width - paper.margins[1], list[float]()
    for page in pypdfium2.PdfDocument(data):
        words = page.get_textpage()
        for place in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(place)
            said = words.get_text_bounded(left, bottom, right, top).strip()
            if right > edge - paper.text and said[-1:].isalpha():
                ends.append((right - edge) / paper.text)
    assert len(ends) > 10
    assert all(abs(end) < 0.08 for end in ends)


def test_two_lines_in_a_row_do_not_end_in_hyphens_where_others_fit() -> None:
    text, breaks = paragraph_of([3] * 12, 10.5)
    hyphened = [
        Break(start=one.start, end=one.end, is_hyphen=number % 3 == 2, is_last=one.is_last)
        for number, one in enumerate(breaks)
    ]
    chosen, _ = choose_breaks(text, hyphened, "justified")
    assert not any(one.is_hyphen and other.is_hyphen for one, other in pairwise(chosen))


def test_balanced_lines_are_as_few_as_possible_and_about_equal() -> None:
    text, breaks = paragraph_of([5, 5, 5, 5, 3, 3], 24)
    chosen, _ = choose_breaks(text, breaks, "balanced")
    ends = [0, *(text.widths[one.end] for one in chosen)]
    widths = [after - before for before, after in pairwise(ends)]
    assert len(chosen) == 2
    assert max(widths) - min(widths) < 6


def test_what_is_far_longer_than_a_heading_is_not_balanced() -> None:
    text, breaks = paragraph_of([4, 5, 3] * 2000, 24)
    assert choose_breaks(text, breaks, "balanced") == (choose_breaks(text, breaks, "ragged")[0], 0.0)


def test_what_fits_nowhere_is_a_line_of_its_own() -> None:
    text, breaks = paragraph_of([3, 30, 3], 10)
    chosen, _ = choose_breaks(text, breaks, "justified")
    assert chosen[-1].is_last
    assert len(chosen) >= 2


@pytest.mark.parametrize(
    "token",
    [
        "information@jadranlines.example",
        "https://example.org/information",
        "www.thecoastalnewspaper.example",
        "+995-555-123-456",
        "#freedomofinformation",
        "9f86d081884c7d659a2feaa0c55ad015",
        "configuration_of_printing",
        "/var/www/information",
        "--hyphenation",
    ],
)
def test_what_may_be_typed_is_never_hyphenated(token: str) -> None:
    assert not is_plain(token)
    assert hyphen_places(token, "en-GB", (6, 3, 3)) == []


def test_an_address_breaks_behind_its_signs() -> None:
    token = "information@jadran-lines.example/a_b"
    assert {token[:place][-1] for place in steps(token)} == set("@-./_")
    assert steps("3.14") == steps("2024-05-17") == []


@pytest.mark.parametrize("paper", PAPERS)
def test_no_address_is_hyphenated_on_any_paper(paper: str, article: Reader) -> None:
    addresses = ("information@jadranlines.example", "publisher.info@thecoastalnewspaper.example", "#pressfreedomnow")
    body = "\n\n".join(f"{'Anyone may write ' * count}{one} and so on." for count in range(1, 9) for one in addresses)
    said = text_of(edition("pdf").write(article(body), load_style(None, paper)))
    unbroken = said.replace("\n", "")
    assert all(unbroken.count(one) == 8 for one in addresses)


def test_a_hyphen_of_a_line_end_is_soft_and_one_of_the_author_stays(article: Reader) -> None:
    long = "well-known incomprehensible transportation considerations administration responsibility"
    body = "\n\n".join(f"{'So ' * count}{long} {WORDS} {long} {WORDS} {long}" for count in range(12))
    said = text_of(edition("pdf").write(article(body), load_style(None, "a4-columns")))
    assert "\u00ad\n" in said
    assert "\u2010" not in said
    assert len(re.findall(r"well-\n?known", said)) == 36
    assert said.replace("\u00ad\n", "").count("incomprehensible") == 36


def test_a_line_does_not_end_after_its_first_word(article: Reader) -> None:
    body = f"A first paragraph.\n\nThursday the *council* will meet again, {WORDS}"
    for count in range(12):
        written = article(body.replace("again", "again" + " so" * count))
        file = PdfDocument(edition("pdf").write(written, load_style()), "a.pdf")
        lines = [line for said in file.contents[0].marked.values() for line in said]
        assert not any(line.strip() == "Thursday" for line in lines)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    ("title", "language", "body"),
    [
        ("Rechtsschutzversicherungsgesellschaften klagen", "de", "Text."),
        ("Важность уровней заголовков для вспомогательных технологий", "ru", "Текст."),
        ("The bridge", "en-GB", f"The sum of the file is {'0123456789abcdef' * 12} in the list."),
        ("The bridge", "en-GB", f"A word `{'0123456789abcdef' * 8}` of code."),
    ],
)
def test_what_is_longer_than_a_line_is_broken(
    title: str, language: str, body: str, paper: str, article: Reader
) -> None:
    written = article(body, title=title, language=language)
    pdf = PdfDocument(edition("pdf").write(written, load_style(None, paper)), "a.pdf")
    codes = {one.code for one in run_checks(Subject(article=written, pdf=pdf)).findings}
    assert not codes & {"LAYOUT-OFF-PAGE", "LAYOUT-OVERFULL", "LAYOUT-OVERLAP", "PARITY-PDF"}


def text_of(data: bytes) -> str:
    """The text of a PDF, line by line, as our own reader reads its glyphs."""
    file = PdfDocument(data, "a.pdf")
    return "\n".join(line for page in file.contents for said in page.marked.values() for line in said)


@pytest.mark.parametrize("paper", ["a4", "a5", "a4-columns"])
def test_a_line_of_code_breaks_at_spaces_alone(paper: str, article: Reader) -> None:
    pieces = ["rsync", "-aHAX", "--numeric-ids", "--info=progress2", "old.example.org:/var/www/", "/var/www/"]
    for count in range(4):
        said = text_of(
            edition("pdf").write(
                article(f"```\n{'echo ' * count}{' '.join(pieces)}\n```\n\nText."), load_style(None, paper)
            )
        )
        assert all(piece in said for piece in pieces), said


CHINESE = (
    "晾墨最怕急[^1]。外面干得快，里面干得慢，墨就会裂。小的墨要晾三个月，大的要晾12个月。"
    "《墨经》（宋）、《墨谱》说法不同。"
)


def test_halves_of_white_between_signs_of_punctuation_are_taken_away_once() -> None:
    assert trimmed("』、『本』") == [0, 1]
    assert trimmed("（「本") == [0]
    assert trimmed("本。本") == trimmed("「“") == []


@pytest.mark.parametrize("paper", ["a4", "letter", "a4-columns"])
def test_lines_between_ideographs_end_at_the_measure_and_none_begins_with_a_stop(paper: str, article: Reader) -> None:
    written = article("\n\n".join([CHINESE * 4] * 3) + "\n\n[^1]: 注。", language="zh")
    style = load_style(None, paper)
    data = edition("pdf").write(written, style)
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    assert not re.search("\n[，。、》）]", page.get_text_range().replace("\r", ""))
    assert text_of(data).replace("\n", "").count("《墨经》（宋）、《墨谱》说法不同。") == 12
    left, gap = style.paper.margins[3], style.paper.gap * (style.paper.columns - 1)
    edge = left + (style.paper.measure - gap) / style.paper.columns
    ends = [page.get_rect(place)[2] for place in range(page.count_rects())]
    assert sum(abs(end - edge) < 0.6 * style.paper.text for end in ends) > 10


@pytest.mark.parametrize("apart", [(0.0, 0.0), (-0.005, 0.01), (0.0, 0.12)])
@pytest.mark.parametrize("count", [0, 1, 9])
@pytest.mark.parametrize("letters", [0, 1, 60])
def test_what_spaces_cost_in_a_paragraph_is_what_the_spaces_of_each_line_cost(
    apart: tuple[float, float], count: int, letters: int
) -> None:
    text = Paragraph(widths=(), spaces=(), letters=(), start=0, space=2.7, em=10.3, measure=400, apart=apart)
    lacking = [step / 7 for step in range(-200, 400)] + [0.001, -0.001]
    worked_out = spaces_cost_in(text)
    assert [worked_out(count, letters, free) for free in lacking] == [
        _space_cost(_space(text, count, letters, free)) for free in lacking
    ]
