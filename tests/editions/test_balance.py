"""Headlines have even lines."""

import io

import pypdfium2
import pytest

from offprint.editions import edition
from offprint.styles import load_style
from tests.editions.conftest import Reader


def lines_of_headline(data: bytes, title: str) -> list[str]:
    text = pypdfium2.PdfDocument(io.BytesIO(data))[0].get_textpage().get_text_bounded().replace("\xa0", " ")
    lines = [line.strip() for line in text.splitlines()]
    first = next(number for number, line in enumerate(lines) if line and title.startswith(line))
    taken: list[str] = []
    while " ".join(taken) != title:
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
