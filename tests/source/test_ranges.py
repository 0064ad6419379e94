"""A hyphen between the ends of a range becomes a dash; any other stays what the author wrote."""

import xml.etree.ElementTree as ET

import pytest

from separatum.source.body.punctuation import punctuate, typeset


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("1990-1995", "en"),
        ("the years 1914-1918.", "en"),
        ("(1914-1918), and", "en"),
        ("OneNote 2010-2016", "en"),
        ("pp. 10-12", "en"),
        ("pages 10-12, and lines 3-5", "en"),
        ("S. 10-12", "de"),
        ("стр. 10-12", "ru"),
        ("pages 10-12", "fr"),
        ("17-19 October 2019", "en"),
        ("October 22-23, 2021", "en"),
        ("22-23 de octubre", "es"),
        ("6-7% more", "en"),
        ("30-40 %", "fr"),
    ],
)
def test_a_range_has_a_dash(typed: str, language: str) -> None:
    assert typeset(typed, language).replace("\u00a0", " ").replace("\u202f", " ") == typed.replace("-", "–")


@pytest.mark.parametrize(
    "typed",
    [
        "2024-05-01",
        "2024-05",
        "2008-12",
        "1995-1990",
        "ISO 1539-1991",
        "IEEE Std 1588-2008",
        "Law No. 1951-1977",
        "№ 1951-1977",
        "tel. 303 442-2388",
        "0800-2000",
        "ISBN 978-3-16-148410-0",
        "3-2",
        "50-50%",
        "we won 1-3",
        "ISO 639-2",
        "9-11 attacks",
        "file-10-12.txt",
        "v1.2-3.4",
        "10-12",
        "page 1-2-3",
        "p. 12-10",
        "example.org/1990-1995",
        "a 20-30 year-old",
        "October 22-23-24",
        "May 40-45",
        "MH-370-371%",
        "pages 010-012",
    ],
)
def test_any_other_hyphen_stays(typed: str) -> None:
    assert "–" not in typeset(typed, "en")


@pytest.mark.parametrize("language", ["ja", "zh", "ko", "fa"])
def test_a_language_with_a_sign_of_its_own_for_ranges_keeps_what_was_typed(language: str) -> None:
    assert typeset("1990-1995", language) == "1990-1995"


def test_code_and_addresses_keep_their_hyphens() -> None:
    body = ET.fromstring(
        "<div><p><code>1990-1995</code> <a href='https://e.org/1990-1995'>https://e.org/1990-1995</a></p>"
        "<pre><code>pages 10-12</code></pre></div>"
    )
    before = ET.tostring(body)
    punctuate(body, "en")
    assert ET.tostring(body) == before


def test_a_range_is_seen_through_the_phrases_that_it_stands_in() -> None:
    body = ET.fromstring("<p>pages <em>10</em>-12</p>")
    punctuate(body, "en")
    assert "".join(body.itertext()) == "pages 10–12"
