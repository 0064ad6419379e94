"""Formulas: on paper each is drawn once, and says what it says; a book’s face has the signs that it needs."""

import io
import logging
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from separatum.editions import edition
from separatum.editions.math import SAID, characters, draw_formulas
from separatum.source import read
from separatum.style.style import house_style_folder, load_style


def test_what_is_the_same_is_drawn_once() -> None:
    letter, other = "<math alttext='{}'><mi>a</mi></math>", "<math><mi>b</mi></math>"
    page = ET.fromstring(f"<p>{letter.format('a letter')}, {letter.format('the same')} and {other}.</p>")
    drawings = draw_formulas(page)
    images = page.findall("img")
    assert len(drawings) == 2
    assert [image.get("src") for image in images] == ["formula-1.svg", "formula-1.svg", "formula-2.svg"]
    assert [image.get("alt") for image in images] == ["a letter", "the same", ""]
    assert [(image.get(SAID), image.tail) for image in images] == [("a", ", "), ("a", " and "), ("b", ".")]


def test_the_face_of_a_book_has_the_sign_of_a_root_that_no_text_holds() -> None:
    for root in ("<msqrt><mn>2</mn></msqrt>", "<mroot><mi>x</mi><mn>3</mn></mroot>"):
        assert ord("√") in characters(ET.fromstring(f"<p><math>{root}</math></p>"))
    assert ord("√") not in characters(ET.fromstring("<p><math><mn>2</mn></math></p>"))


def test_an_emoji_in_a_formula_is_set_in_both_editions(tmp_path: Path) -> None:
    source = tmp_path / "smile.md"
    source.write_text(
        "---\ntitle: A smile\nlanguage: en\npublished: 2024-05-17\n---\n\nIt is $\\text{😀}$ 😀.\n", "utf-8"
    )
    article, _ = read(source)
    style = load_style(house_style_folder())
    with zipfile.ZipFile(io.BytesIO(edition("epub").write(article, style))) as book:
        page = book.read("EPUB/article.xhtml").decode()
    assert "<mtext>😀</mtext>" in page
    assert page.count('<span class="emoji">') == 1
    assert edition("pdf").write(article, style).startswith(b"%PDF")


def test_what_draws_formulas_does_not_make_other_libraries_messages_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    draw_formulas(ET.fromstring("<p><math alttext='f′'><msup><mi>f</mi><mo>′</mo></msup></math></p>"))
    assert logging.getLogger().handlers == []
