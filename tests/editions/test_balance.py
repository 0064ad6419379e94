"""Headlines have even lines."""

import io

import pypdfium2
import pytest

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.pdf_blocks import lines_of
from separatum.editions import edition
from separatum.style.style import load_style
from tests.editions.conftest import Reader


def lines_of_headline(data: bytes, title: str) -> list[str]:
    text = pypdfium2.PdfDocument(io.BytesIO(data))[0].get_textpage().get_text_bounded().replace("\xa0", " ")
    lines = [line.strip() for line in text.splitlines()]
    first = next(number for number, line in enumerate(lines) if line and title.startswith(line))
    taken: list[str] = []
    while "".join(taken).replace(" ", "") != title.replace(" ", ""):
        taken.append(lines[first + len(taken)])
    return taken


@pytest.mark.parametrize("paper", ["a4", "a5", "phone", "large-print"])
@pytest.mark.parametrize(
    "title",
    [
        "In the capital, activists open their doors to people fleeing home",
        "The library that comes by boat",
        "A headline that is so long that it needs three lines on most papers, and four on some",
    ],
)
def test_no_word_stands_alone_on_the_last_line_of_a_headline(title: str, paper: str, article: Reader) -> None:
    data = edition("pdf").write(article("Text.", title=title), load_style(None, paper))
    lines = lines_of_headline(data, title)
    assert len(lines) == 1 or " " in lines[-1], lines
    assert max(map(len, lines)) - min(map(len, lines)) <= 14, lines


LONG_HEADING = "What is on board when the boat leaves the harbour at six in the morning and nobody is awake"


@pytest.mark.parametrize("paper", ["a4", "a5", "phone", "a4-columns"])
@pytest.mark.parametrize("body", [f"## {LONG_HEADING}\n\nText.", f"> {LONG_HEADING}\n{{.pullquote}}\n\nText."])
def test_headings_and_pull_quotes_have_even_lines(body: str, paper: str, article: Reader) -> None:
    file = PdfDocument(edition("pdf").write(article(f"Text.\n\n{body}"), load_style(None, paper)), "a.pdf")
    parts = [tuple(block.parts[0].pieces) for block in file.blocks or () if block.lines > 1]
    largest = max(parts, key=lambda pieces: pieces[0].size)
    large = lines_of(largest)
    widths = [max(one.box[2] for one in line) - min(one.box[0] for one in line) for line in large]
    assert min(widths) > 0.7 * max(widths), widths


def test_chinese_lines_are_even_though_no_space_parts_their_letters(article: Reader) -> None:
    title = "乘船而来的图书馆三十年来一直在河上来回航行从不停歇"
    lines = lines_of_headline(edition("pdf").write(article("文", title=title, language="zh"), load_style()), title)
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) <= 2
