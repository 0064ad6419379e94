"""What the EPUB is, beyond what EPUBCheck says."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from separatum.checks.validators import JavaValidators
from separatum.editions import edition
from separatum.editions.epub import cover
from separatum.style.style import load_style
from separatum.system.pixels import pixels_at_hand
from tests.editions.conftest import Reader

Written = Callable[..., bytes]
OPF = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XHTML = "{http://www.w3.org/1999/xhtml}"


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(f"EPUB/{name}")


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.namelist()


def package(data: bytes) -> ET.Element:
    return ET.fromstring(part(data, "content.opf"))


def properties(data: bytes, name: str) -> list[str | None]:
    return [meta.text for meta in package(data).iterfind(f".//opf:meta[@property='schema:{name}']", OPF)]


def test_the_container_begins_with_its_type_uncompressed_and_knows_no_time(epub: Written) -> None:
    with zipfile.ZipFile(io.BytesIO(epub("Text."))) as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_article_gives_the_same_bytes(article: Reader) -> None:
    one = article('Text[^a], *slanted*.\n\n![A](p.png "B")\n\n[^a]: Note.\n')
    assert edition("epub").write(one, load_style()) == edition("epub").write(one, load_style())


def test_a_note_pops_up_and_leads_back(epub: Written) -> None:
    page = ET.fromstring(part(epub("Text[^a].\n\n[^a]: The note.\n"), "article.xhtml"))
    call = next(link for link in page.iter(f"{XHTML}a") if link.get(EPUB_TYPE) == "noteref")
    note = next(aside for aside in page.iter(f"{XHTML}aside") if aside.get(EPUB_TYPE) == "footnote")
    assert call.get("href") == f"#{note.get('id')}"
    assert f"#{call.get('id')}" in [link.get("href") for link in note.iter(f"{XHTML}a")]
    assert (call.get("role"), note.get("role")) == ("doc-noteref", "doc-footnote")


def test_the_package_says_who_what_and_when(epub: Written) -> None:
    more = (
        "standfirst: In short\nbyline: A. Writer\ntranslator: B. Other\npublisher: The Outlet\n"
        "licence: CC BY 4.0\nsubjects: [one, two]\nmodified: 2021-01-02\n"
    )
    root = package(epub("The word *слово*{lang=ru}.", more=more))
    told = {
        name: [element.text for element in root.iterfind(f".//dc:{name}", OPF)]
        for name in ("title", "language", "creator", "contributor", "date", "publisher", "description", "subject")
    }
    assert told == {
        "title": ["A headline"],
        "language": ["en-GB", "ru"],
        "creator": ["A. Writer"],
        "contributor": ["B. Other"],
        "date": ["2020-02-03"],
        "publisher": ["The Outlet"],
        "description": ["In short"],
        "subject": ["one", "two"],
    }
    modified = root.find(".//opf:meta[@property='dcterms:modified']", OPF)
    assert modified is not None
    assert modified.text == "2021-01-02T00:00:00Z"
    roles = {meta.text for meta in root.iterfind(".//opf:meta[@property='role']", OPF)}
    assert roles == {"aut", "trl"}


def test_what_is_said_of_accessibility_is_computed(epub: Written) -> None:
    plain, pictured = epub("Text."), epub('## Part\n\n![A grey square](p.png "B")')
    assert properties(plain, "accessMode") == ["textual"]
    assert properties(pictured, "accessMode") == ["textual", "visual"]
    assert "alternativeText" not in properties(plain, "accessibilityFeature")
    assert {"alternativeText", "structuralNavigation"} <= set(properties(pictured, "accessibilityFeature"))


def test_the_package_says_in_which_language_it_speaks(epub: Written) -> None:
    assert package(epub("Текст.", language="ru")).get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"


def test_a_book_that_runs_from_right_to_left_says_so(epub: Written) -> None:
    spine = package(epub("نص قصير.", language="ar")).find("opf:spine", OPF)
    assert spine is not None
    assert spine.get("page-progression-direction") == "rtl"


def test_the_contents_nest_as_the_headings_do(epub: Written) -> None:
    nav = ET.fromstring(part(epub("## One\n\n### Inside\n\n## Two\n\nText."), "nav.xhtml"))
    toc = next(element for element in nav.iter(f"{XHTML}nav") if element.get(EPUB_TYPE) == "toc")
    outer = toc.find(f"{XHTML}ol")
    assert outer is not None
    assert [item.find(f"{XHTML}a").text for item in outer] == ["A headline", "One", "Two", "Accessibility"]  # type: ignore[union-attr]
    assert [link.text for link in outer[1].iterfind(f"{XHTML}ol/{XHTML}li/{XHTML}a")] == ["Inside"]


def test_a_book_carries_the_faces_that_its_article_needs(epub: Written) -> None:
    plain, rich = names(epub("Text.")), names(epub("*Slanted*, **bold**, `code`."))
    assert "EPUB/fonts/Literata-Italic.woff" not in plain
    assert {"EPUB/fonts/Literata-Italic.woff", "EPUB/fonts/Literata-Bold.woff"} <= set(rich)
    assert "EPUB/fonts/SeparatumMono-Regular.woff" in rich


def test_a_letter_that_the_text_face_lacks_brings_a_face_that_has_it(epub: Written) -> None:
    data = epub("Ӏ is a letter of Chechen.")
    with TTFont(io.BytesIO(part(data, "fonts/NotoSerif-Regular.woff"))) as font:
        assert 0x4C0 in font.getBestCmap()
    assert "EPUB/fonts/NotoSerif-Regular.woff" not in names(epub("Text."))


def test_fonts_hold_the_letters_of_the_article_and_few_others(epub: Written) -> None:
    with TTFont(io.BytesIO(part(epub("Text."), "fonts/Literata-Regular.woff"))) as font:
        assert set(map(ord, "Text")) <= set(font.getBestCmap())
        assert len(font.getGlyphOrder()) < 200


def test_an_edit_of_the_text_draws_no_new_cover(article: Reader) -> None:
    writer, style, before = edition("epub"), load_style(), article("Text.")
    edited = replace(before, metadata=replace(before.metadata, identifier="urn:uuid:another", subjects=("tides",)))
    writer.write(before, style)
    drawn = cover._painted.cache_info().misses
    writer.write(edited, style)
    assert cover._painted.cache_info().misses == drawn


def test_another_headline_over_the_same_picture_scales_it_no_second_time(article: Reader) -> None:
    writer, style, before = edition("epub"), load_style(), article("Text.", "image: p.png\nimage_alt: Blue\n")
    writer.write(before, style)
    scaled, drawn = cover._picture.cache_info().misses, cover._painted.cache_info().misses
    writer.write(replace(before, metadata=replace(before.metadata, title="Another headline")), style)
    assert cover._painted.cache_info().misses == drawn + 1
    assert cover._picture.cache_info().misses == scaled


def test_the_checks_need_not_decode_the_picture_of_the_cover_again(article: Reader) -> None:
    written = article("Text.", "image: p.png\nimage_alt: Blue\n", title="Another headline")
    cover._picture.cache_clear()
    edition("epub").write(written, load_style())
    assert written.lead is not None
    assert pixels_at_hand(written.lead.data) is not None


def test_the_cover_is_a_picture_of_the_right_shape(epub: Written) -> None:
    with Image.open(io.BytesIO(part(epub("Text."), "cover.jpg"))) as cover:
        assert (cover.format, cover.size, cover.mode) == ("JPEG", (1400, 2100), "RGB")
        assert cover.info.get("exif") is None


def test_the_sheet_asks_nothing_that_old_reading_systems_choke_on(epub: Written) -> None:
    sheet = re.sub(r"/\*.*?\*/", "", part(epub("Text."), "style.css").decode(), flags=re.DOTALL)
    for forbidden in ("min(", "calc(", "var(", "@supports", "@media", "px", "position:", "background"):
        assert forbidden not in sheet
    assert set(re.findall(r"[;{\s]color:\s*(\w+)", sheet)) <= {"inherit"}
    assert not re.search(r"^body\s*\{[^}]*font-size", sheet, flags=re.MULTILINE)


@pytest.mark.parametrize(
    "body",
    [
        "Text.",
        "- one\n\n    two paragraphs\n\n    - nested\n- two\n",
        "Term\n:   What it means.\n",
        "> A quotation\n>\n> - with a list\n\n> Pulled out of the text\n{.pullquote}\n",
        "## A *heading* with `code`\n\n### Another\n\nText.",
        "| A | B |\n|---|--:|\n| `1` | *2*[^n] |\n\n[^n]: A note with `code` and\n\n    two paragraphs.\n",
        "A word[^a], and again[^a].\n\n[^a]: One note, two calls.\n",
        '[A link](https://example.org/a)\n\n![A](p.png "B"){credit="C" licence="CC BY 4.0"}\n',
        "H~2~O, x^2^, ~~gone~~, line  \nbreak",
    ],
)
def test_each_construct_is_valid_for_epubcheck(
    body: str, epub: Written, tmp_path: Path, validators: JavaValidators
) -> None:
    file = tmp_path / "a.epub"
    file.write_bytes(epub(body))
    assert validators.validate_epub(file) == ()


@pytest.mark.parametrize(
    ("columns", "word", "flows"), [(3, "wide", False), (5, "wide", True), (2, "considerable" * 2, True)]
)
def test_the_cells_of_a_wide_table_go_on_below_each_other(epub: Written, columns: int, word: str, flows: bool) -> None:
    text = "\n".join("|" + cell * columns for cell in (" A |", "---|", f" {word} |"))
    page = part(epub(text), "article.xhtml").decode()
    assert bool(re.search('<table class="[^"]*flow', page)) is flows
    assert 'class="scroll"' not in page


def test_a_wide_table_whose_cells_span_columns_scrolls(epub: Written) -> None:
    rows = (
        '<tr><th colspan="2">A</th><th>B</th><th>C</th></tr>' + "<tr><td>1</td><td>2</td><td>3</td><td>4</td></tr>" * 2
    )
    page = part(epub(f"<table>{rows}</table>"), "article.xhtml").decode()
    assert '<div class="scroll" tabindex="0"><table' in page


def test_a_tree_of_folders_that_is_no_code_has_a_face_with_its_lines(article: Reader) -> None:
    made = zipfile.ZipFile(io.BytesIO(edition("epub").write(article("┣ docs\n\n┗ Vision\n"), load_style())))
    faces = [name for name in made.namelist() if name.endswith(".woff")]
    assert any("SeparatumSigns" in name for name in faces)
    made = zipfile.ZipFile(io.BytesIO(edition("epub").write(article("```\n┣ docs\n```\n"), load_style())))
    assert not any("SeparatumSigns" in name for name in made.namelist())
