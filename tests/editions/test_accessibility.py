"""What a book says of its accessibility is computed from what it holds, and told to readers in their language."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable

import pytest

from separatum.editions import edition, write_together
from separatum.model.languages import known_languages, language
from separatum.style.style import load_style
from tests.editions.conftest import Reader

Written = Callable[..., bytes]


def told(epub: bytes, name: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        package = ET.fromstring(book.read("EPUB/content.opf"))
    return [meta.text or "" for meta in package.iterfind(f".//{{*}}meta[@property='{name}']")]


def statement(epub: bytes) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        return ET.fromstring(book.read("EPUB/accessibility.xhtml"))


@pytest.mark.parametrize(
    ("body", "has", "has_not"),
    [
        ("Text.", {"tableOfContents", "readingOrder"}, {"alternativeText", "structuralNavigation", "pageNavigation"}),
        ("## Part\n\nText.", {"structuralNavigation"}, {"alternativeText"}),
        ('![A square](p.png "B")', {"alternativeText"}, {"structuralNavigation", "MathML", "describedMath"}),
        ("So $a^2 = b$.", {"MathML", "describedMath"}, {"alternativeText"}),
    ],
)
def test_a_feature_is_told_where_it_is_there(epub: Written, body: str, has: set[str], has_not: set[str]) -> None:
    features = set(told(epub(body), "schema:accessibilityFeature"))
    assert has <= features
    assert not has_not & features


def test_a_table_without_heads_keeps_the_book_from_claiming_that_it_conforms(epub: Written) -> None:
    assert told(epub("| A | B |\n|---|---|\n| 1 | 2 |\n"), "dcterms:conformsTo")
    assert not told(epub("|   |   |\n|---|---|\n| 1 | 2 |\n"), "dcterms:conformsTo")


def test_the_page_for_readers_says_what_the_metadata_says(epub: Written) -> None:
    book = epub('Text[^n].\n\n![A square](p.png "B")\n\n[^n]: Note.\n')
    sentences = [item.text or "" for item in statement(book).iter("{http://www.w3.org/1999/xhtml}li")]
    assert " ".join(sentences) == told(book, "schema:accessibilitySummary")[0]
    assert "Every image has a description." in sentences


def test_formulas_are_told_of_where_there_are_any(article: Reader) -> None:
    written = article("So $a^2 = b$.")
    alone = told(edition("epub").write(written, load_style()), "schema:accessibilitySummary")[0]
    both = {maker.format: content for maker, content in write_together(("epub", "pdf"), written, load_style())}
    beside = told(both["epub"], "schema:accessibilitySummary")[0]
    here, on_paper = (
        "Formulas are written in MathML, each with an alternative text.",
        "In the PDF edition they are drawn",
    )
    assert here in alone
    assert on_paper not in alone
    assert f"{here} {on_paper}" in beside
    plain = edition("epub").write(article("No formula stands here: it costs $5."), load_style())
    assert "MathML" not in told(plain, "schema:accessibilitySummary")[0]


def test_it_is_said_in_the_language_of_the_article(epub: Written) -> None:
    page = statement(epub("მოკლე ტექსტი.", language="ka"))
    assert page.get("lang") == "ka"
    assert "".join(page.itertext()).startswith("ხელმისაწვდომობა")


@pytest.mark.parametrize("tag", known_languages())
def test_every_language_has_all_words(tag: str) -> None:
    english, spoken = language("en"), language(tag)
    assert english is not None
    assert spoken is not None
    for key, sentence in english.accessibility.items():
        assert re.findall(r"\{\w+\}", spoken.accessibility[key]) == re.findall(r"\{\w+\}", sentence)
