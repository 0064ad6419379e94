"""A style brings its own pictures, colours and faces, in both editions and on the cover."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from separatum.checks.formats.documents import EpubDocument
from separatum.checks.registry import Subject
from separatum.checks.rules.epub_appearance import colours_are_the_readers
from separatum.editions import edition
from separatum.model.errors import StyleError
from separatum.source import read
from separatum.style.cover_design import CoverDesign, cover_design
from separatum.style.style import house_style_folder, load_style

ARTICLE = """---
title: A quay
language: en
published: 2024-05-17
publisher: {name: The Coast}
---

The quay is wet.
"""
Edit = Callable[[str], str]


@pytest.fixture
def style(tmp_path: Path) -> Path:
    folder = tmp_path / "style"
    shutil.copytree(house_style_folder(), folder)
    Image.new("RGB", (300, 90), "#c81e3c").save(folder / "logo.png")
    return folder


def change(file: Path, edit: Edit) -> None:
    file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8")


def add(text: str) -> Edit:
    return lambda before: before + text


@pytest.fixture(autouse=True)
def _read_anew() -> None:
    load_style.cache_clear()


def written(folder: Path, tmp_path: Path, kind: str) -> bytes:
    (tmp_path / "quay.md").write_text(ARTICLE, encoding="utf-8")
    article, _ = read(tmp_path / "quay.md")
    return edition(kind).write(article, load_style(folder))


def in_book(book: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return [name for name in archive.namelist() if "/style/" in name]


def in_print(pdf: bytes) -> int:
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0]
    return len(list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])))


def with_image(template: str) -> str:
    return template.replace(
        '<h1 id="title">', '<img class="logo" src="logo.png" alt="{{ metadata.publisher.name }}"/><h1 id="title">'
    )


def with_drawing(template: str) -> str:
    drawing = '<svg viewBox="0 0 9 9" width="90" height="90"><circle cx="4" cy="4" r="4" fill="#c81e3c"/></svg>'
    return template.replace('<h1 id="title">', f'{drawing}<h1 id="title">')


@pytest.mark.parametrize("edit", [with_image, with_drawing])
def test_a_picture_in_the_template_is_in_both_editions(edit: Edit, style: Path, tmp_path: Path) -> None:
    change(style / "article.xhtml", edit)
    assert len(in_book(written(style, tmp_path, "epub"))) == 1
    assert in_print(written(style, tmp_path, "pdf")) == 1


def test_a_picture_in_a_sheet_is_in_the_editions_of_that_sheet(style: Path, tmp_path: Path) -> None:
    change(style / "print.css", add("\n.headline { background: url(logo.png) no-repeat; padding-top: 16mm }\n"))
    assert in_print(written(style, tmp_path, "pdf")) == 1
    assert in_book(written(style, tmp_path, "epub")) == []


def test_a_logo_has_its_size_and_its_place_in_the_book_as_on_the_page(style: Path, tmp_path: Path) -> None:
    logo = "background-image: url(logo.png); background-repeat: no-repeat; background-size: 40mm auto; "
    logo += "background-position: left top; padding-top: 4em"
    change(style / "epub.css", add(f"\n.headline {{ {logo} }}\n"))
    assert len(in_book(written(style, tmp_path, "epub"))) == 1


def test_a_logo_is_no_colour_that_the_sheet_fixes(style: Path, tmp_path: Path) -> None:
    change(style / "epub.css", add("\n.headline { background: url(logo.png) no-repeat; padding-top: 4em }\n"))
    epub = EpubDocument(written(style, tmp_path, "epub"), "book.epub")
    assert list(colours_are_the_readers(Subject(epub=epub))) == []


def test_a_length_that_is_too_long_is_told_with_its_limits(style: Path) -> None:
    change(style / "epub.css", add("\n.headline { padding-top: 12em }\n"))
    with pytest.raises(StyleError, match=r"padding-top: 12em.*a length from 0 to 8 em"):
        load_style(style)


def test_a_picture_that_nothing_names_stays_out(style: Path, tmp_path: Path) -> None:
    assert in_book(written(style, tmp_path, "epub")) == []
    assert in_print(written(style, tmp_path, "pdf")) == 0


def test_a_drawing_with_words_is_refused(style: Path) -> None:
    change(style / "article.xhtml", lambda text: with_drawing(text).replace("</svg>", "<text>Buy</text></svg>"))
    with pytest.raises(StyleError, match="has words"):
        load_style(style)


@pytest.mark.parametrize("url", ["other.png", "../logo.png", "https://example.org/logo.png"])
def test_a_picture_that_is_not_the_style_s_own_is_refused(url: str, style: Path) -> None:
    change(style / "print.css", add(f"\n.headline {{ background-image: url({url}) }}\n"))
    with pytest.raises(StyleError, match="url"):
        load_style(style)


def test_a_damaged_picture_is_the_style_s_fault(style: Path) -> None:
    (style / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    with pytest.raises(StyleError, match=r"logo\.png"):
        load_style(style)


def test_words_that_a_sheet_prints_are_the_article_s_or_refused(style: Path, tmp_path: Path) -> None:
    change(style / "print.css", add('\n@page { @top-left { content: "THE COAST" } }\n'))
    assert written(style, tmp_path, "pdf").startswith(b"%PDF")
    change(style / "print.css", add('\n@page { @top-right { content: "Buy now" } }\n'))
    load_style.cache_clear()
    with pytest.raises(StyleError, match="Buy now"):
        written(style, tmp_path, "pdf")


def test_a_cover_takes_its_colours_and_faces_from_the_sheets() -> None:
    design = cover_design(
        {}, "h1 { font-family: 'Noto Sans', sans-serif; font-weight: 700 }", ".kicker { color: #0a58a5 }", {}
    )
    assert (design.headline, design.weight, design.accent) == ("Noto Sans", 700, "#0a58a5")
    assert design.background == CoverDesign().background


def test_what_the_style_file_says_of_the_cover_counts_more_than_the_sheets() -> None:
    assert cover_design({"accent": "#abc"}, "", ".kicker { color: #0a58a5 }", {}).accent == "#aabbcc"


@pytest.mark.parametrize(
    "table", [{"colour": "#fff"}, {"ink": "red; x"}, {"logo": "none.png"}, {"layout": "wild"}, {"ink": 3}]
)
def test_a_wrong_entry_for_the_cover_is_named(table: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\[cover\]"):
        cover_design(table, "", "", {})


def test_the_cover_shows_the_style(style: Path, tmp_path: Path) -> None:
    change(
        style / "style.toml",
        lambda text: '[cover]\nbackground = "#102030"\nlogo = "logo.png"\n' + text.replace("name =", "# name =", 1),
    )
    with zipfile.ZipFile(io.BytesIO(written(style, tmp_path, "epub"))) as archive:
        image = Image.open(io.BytesIO(archive.read("EPUB/cover.jpg"))).convert("RGB")
    background, logo = image.getpixel((5, 5)), image.getpixel((200, 180))
    assert max(abs(a - b) for a, b in zip(background, (0x10, 0x20, 0x30), strict=True)) < 8  # type: ignore[arg-type]
    assert max(abs(a - b) for a, b in zip(logo, (0xC8, 0x1E, 0x3C), strict=True)) < 8  # type: ignore[arg-type]
