"""Lines with formulas and pictures among their words are chosen as any others are."""

from collections.abc import Iterator
from typing import Any

import pytest

from separatum.editions import edition
from separatum.editions.pdf.paragraph_lines import ReadParagraph
from separatum.editions.pdf.writer import _weasyprint
from separatum.style.style import load_style
from tests.editions.conftest import Reader

REST = (
    "to the evaluator is harder. The person can't send both {0} and {0} to the evaluator because that will allow them"
    " to decrypt two ciphertexts in the gate. Similarly, the evaluator can't simply ask for the one that they want."
)
PICTURE = "<img src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%2240%22 height=%2210%22/>'"
SHEET = """
@page { size: 300px 400px; margin: 50px } body { margin: 0; font: 10px sans-serif }
p { margin: 0; text-align: justify; hyphens: auto }
"""


@pytest.mark.parametrize("around", ["{}", "<a href='#'>{}</a>", "<b>so {}</b>", "({})", "{}, ", "<code>a</code>{}"])
def test_no_line_is_torn_beside_a_picture(around: str) -> None:
    thing = around.format(f"{PICTURE}>")
    for words in ("", "it", "a word", "some words", "many more words", "even many more words"):
        for line in laid_out(f"<p>However, getting {words} {thing} {REST.format(thing)}</p>"):
            assert max(getattr(box, "justification_spacing", 0) for box in line.descendants()) < 4, words


def laid_out(html: str) -> Iterator[Any]:
    """The boxes of all lines of a page, in their order."""
    weasyprint = _weasyprint()
    from weasyprint.formatting_structure import boxes

    document = weasyprint.HTML(string=f"<html lang=en>{html}").render(stylesheets=[weasyprint.CSS(string=SHEET)])
    for page in document.pages:
        yield from (box for box in page._page_box.descendants() if isinstance(box, boxes.LineBox))


def pictures(line: Any) -> list[Any]:
    from weasyprint.formatting_structure import boxes

    return [box for box in line.descendants() if isinstance(box, boxes.InlineReplacedBox)]


WORDS = "The quick brown fox jumps over the lazy dog and asks why. "


@pytest.mark.parametrize(
    ("style", "width"), [("width: 50%", 100), ("max-width: 100%; width: 900px", 200), ("width: 3em", 30), ("", 40)]
)
def test_a_picture_in_a_line_is_as_large_as_the_measure_says(style: str, width: float) -> None:
    lines = list(laid_out(f'<p>{WORDS}{PICTURE} style="{style}"> {WORDS}</p>'))
    found = [box for line in lines for box in pictures(line)]
    assert [box.width for box in found] == [width]
    assert all(
        line.position_x <= box.position_x < box.position_x + box.width < 250.1
        for line in lines
        for box in pictures(line)
    )


def test_each_picture_stands_once_among_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = list[Any]()
    plain = ReadParagraph.box_of

    def box_of(*told: Any) -> Any:
        chosen.append(plain(*told))
        return chosen[-1]

    monkeypatch.setattr(ReadParagraph, "box_of", box_of)
    lines = list(laid_out(f"<p>{PICTURE}> {WORDS}<b>so {PICTURE}> {WORDS}{PICTURE}></b>, {WORDS}{PICTURE}></p>"))
    assert len(chosen) == len(lines) > 3
    text = " ".join(
        "".join(getattr(box, "text", "*" if box in pictures(line) else "") for box in line.descendants()).strip()
        for line in lines
    )
    assert text.replace("  ", " ") == f"* {WORDS}so * {WORDS}*, {WORDS}*"


def test_a_word_in_front_of_a_picture_is_not_parted_from_its_full_stop() -> None:
    for words in range(4, 12):
        text = " ".join(["word"] * words)
        starts = [
            "".join(getattr(box, "text", "*" if box in pictures(line) else "") for box in line.descendants())
            for line in laid_out(f"<p>{text} {PICTURE}>. {text}</p>")
        ]
        assert not any(start.lstrip().startswith(".") for start in starts)


@pytest.mark.parametrize("thing", ["$W_{b}^B$", "[$W_{b}^B$](https://example.org)", "![A square](p.png)"])
def test_a_formula_of_an_article_is_such_a_picture(
    thing: str, article: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = set[str]()
    plain = ReadParagraph.box_of

    def box_of(paragraph: ReadParagraph, *told: Any) -> Any:
        read.add(paragraph.text)
        return plain(paragraph, *told)

    monkeypatch.setattr(ReadParagraph, "box_of", box_of)
    edition("pdf").write(article(f"Before.\n\nHowever, getting {thing} {REST.format(thing)}"), load_style())
    assert any(text.startswith("However, getting") for text in read)
