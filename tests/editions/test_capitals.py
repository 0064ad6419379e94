"""Acronyms in small capitals and fractions, where the face has them; what is copied is what was written."""

import io
import xml.etree.ElementTree as ET

import pypdfium2
import pytest

from separatum.editions import edition
from separatum.editions.pdf.capitals import mark_capitals
from separatum.style.style import load_style
from tests.editions.conftest import Reader


def marked(text: str) -> list[tuple[str, str]]:
    """What is marked in a paragraph, and as what."""
    page = ET.fromstring(f"<html><body><div class='text'><p>{text}</p></div></body></html>")
    before = "".join(page.itertext())
    mark_capitals(page)
    assert "".join(page.itertext()) == before
    return [(span.get("class", ""), span.text or "") for span in page.iter("span") if span.get("class") != "initial"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The UNHCR, the BBC’s desk and <em>NATO-led</em> talks", ["UNHCR", "BBC", "NATO"]),
        ("HTML and HTML5", ["HTML", "HTML5"]),
        ("The EU and the UN said so.", []),
        ("STOP THE PRESSES NOW, they cried.", []),
        ("Call ABC-123, www.BBC.example or a@BBC.example, C++, HTML500 or #NATO", []),
        ("<code>NULL</code> <strong>NATO</strong>", []),
        ("<span class='initial'>U</span>NESCO and UNICEF", ["UNICEF"]),
    ],
)
def test_an_acronym_of_three_letters_is_found_where_no_name_of_something_else_is_meant(
    text: str, found: list[str]
) -> None:
    assert marked(text) == [("caps", one) for one in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [("add 1/2 cup and 2 3/4 spoons", ["1/2", "3/4"]), ("on 9/11, 24/7, 1/2/2020, 4/8, page 1/20, 1/2-3", [])],
)
def test_only_what_can_be_nothing_but_a_fraction_is_set_as_one(text: str, found: list[str]) -> None:
    assert marked(text) == [("fraction", one) for one in found]


def test_what_is_copied_is_what_was_written(article: Reader) -> None:
    body = "The UNHCR and *NATO* asked for 1/2 of it and 3/4 of that."
    said = pypdfium2.PdfDocument(io.BytesIO(edition("pdf").write(article(body), load_style())))[0].get_textpage()
    assert "The UNHCR and NATO asked for 1/2 of it and 3/4 of that." in said.get_text_range()
