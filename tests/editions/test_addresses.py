"""Addresses are printed so that a reader of paper can read them and type them in."""

import io
from urllib.parse import quote

import pypdfium2
import pytest

from separatum.editions import edition
from separatum.editions.pdf.printed_urls import readable
from separatum.style.style import load_style
from tests.editions.conftest import Reader

RUSSIAN = frozenset("Библиотека на реке с книгами")
HOST = "https://example.org/"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (quote("реки/Библиотека_на_реке"), "реки/Библиотека_на_реке"),
        (quote("Библиотека") + "?q=" + quote("книга") + "#" + quote("река"), "Библиотека?q=книга#река"),
        (quote("река_(река)"), "река_%28река%29"),
        (quote("река").lower(), "река"),
        ("%41/%7e", "%41/%7e"),
    ],
)
def test_letters_stand_in_place_of_percent_signs(path: str, shown: str) -> None:
    assert readable(HOST + path, RUSSIAN) == HOST + shown


@pytest.mark.parametrize(
    "path",
    [
        quote("щука"),  # no reader of the article can be expected to have that letter
        quote("hреке"),  # half of it could be either
        quote("реке\u200bреке"),
        quote("нa"),  # its second letter is Latin
        quote("кӣ", safe="").replace(quote("ӣ"), quote("и\u0304")),  # would be typed composed
        "%D0%B5%D0",  # cut off
        "%EF%F0%E8",  # of another time
        quote("реке") + "%20" + quote("щ"),
    ],
)
def test_what_would_be_typed_otherwise_stays_as_it_is(path: str) -> None:
    assert readable(HOST + path, RUSSIAN) == HOST + path


def test_a_host_stays_as_it_is() -> None:
    assert readable("https://xn--e1afmkfd.example/%D0%BD%D0%B0", RUSSIAN) == "https://xn--e1afmkfd.example/на"


@pytest.mark.parametrize("tag", ["ru", "ar"])
def test_the_printed_address_is_readable_and_the_link_exact(tag: str, article: Reader) -> None:
    path = {"ru": "река/книга", "ar": "مكتبة/كتاب"}[tag]
    word = path.replace("/", " ")
    address = HOST + quote(path)
    data = edition("pdf").write(article(f"{word} [{word}]({address})", language=tag), load_style())
    said = pypdfium2.PdfDocument(io.BytesIO(data))[0].get_textpage().get_text_range()
    (line,) = [line for line in said.splitlines() if "https" in line and "%" not in line and word[-4:] in line]
    assert all(step in line for step in path.split("/"))
    assert "%" not in said
    assert address in links_of(data)


def links_of(data: bytes) -> set[str]:
    """Where the links of a PDF lead."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as opened:
        return {str(note.A.URI) for page in opened.pages for note in page.get("/Annots", []) if "/A" in note}
