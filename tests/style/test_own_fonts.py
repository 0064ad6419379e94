"""A style brings fonts of its own: they are in both editions, or told with what is wrong with them."""

import io
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from separatum.editions import write_together
from separatum.model.errors import StyleError
from separatum.source import read
from separatum.style.style import FONTS, load_style


@pytest.fixture
def style(tmp_path: Path) -> Path:
    """A style on the house style whose text is set in a font of its own."""
    folder = tmp_path / "ours"
    folder.mkdir()
    shutil.copy(FONTS / "NotoSerif-Regular.ttf", folder / "Ours.ttf")
    (folder / "style.toml").write_text(
        'name = "Ours"\nbase = "house"\n[[face]]\nfamily = "Our Face"\nfile = "Ours.ttf"\n', encoding="utf-8"
    )
    (folder / "common.css").write_text('p { font-family: "Our Face", serif }\n', encoding="utf-8")
    return folder


def test_a_font_of_the_style_is_in_both_editions(style: Path, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\nlanguage: en-GB\npublished: 2020-02-03\n---\n\nWords.\n")
    article = read(tmp_path / "a.md")[0]
    files = {one.format: content for one, content in write_together(("epub", "pdf"), article, load_style(style))}
    with zipfile.ZipFile(io.BytesIO(files["epub"])) as book:
        assert "EPUB/fonts/Ours.woff" in book.namelist()
        assert 'font-family: "Our Face"' in book.read("EPUB/style.css").decode()
    with pikepdf.open(io.BytesIO(files["pdf"])) as pdf:
        fonts = {
            str(one["/FontName"]) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one
        }
    assert any("Noto-Serif" in name or "NotoSerif" in name or "Our" in name for name in fonts), fonts


def change_table(file: Path, table: str, **values: int) -> None:
    with TTFont(file) as font:
        for name, value in values.items():
            setattr(font[table], name, value)
        font.save(file)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("../Ours.ttf", "not the name"),
        ("Nowhere.ttf", "there is no font"),
        ("style.toml", "not the name"),
        ("x.ttf", "no font"),
    ],
)
def test_a_file_that_is_no_font_of_the_folder_is_told(name: str, word: str, style: Path) -> None:
    (style / "x.ttf").write_bytes(b"not a font at all")
    (style / "style.toml").write_text(f'base = "house"\n[[face]]\nfamily = "O"\nfile = "{name}"\n', encoding="utf-8")
    with pytest.raises(StyleError, match=word):
        load_style(style)


def test_a_font_that_may_not_be_embedded_is_refused(style: Path) -> None:
    change_table(style / "Ours.ttf", "OS/2", fsType=2)
    with pytest.raises(StyleError, match="embedded"):
        load_style(style)


def test_a_font_with_the_name_of_one_of_separatum_is_refused(style: Path) -> None:
    shutil.copy(style / "Ours.ttf", style / "Literata-Regular.ttf")
    (style / "style.toml").write_text('base = "house"\n[[face]]\nfamily = "O"\nfile = "Literata-Regular.ttf"\n')
    with pytest.raises(StyleError, match="name"):
        load_style(style)


@pytest.mark.parametrize("value", ['"Garamond", serif', "Garamond, serif", 'Literata, "Garamond"', "Old Garamond"])
@pytest.mark.parametrize("sheet", ["common.css", "print.css"])
def test_a_family_without_a_face_is_told_with_its_line(sheet: str, value: str, style: Path) -> None:
    (style / sheet).write_text(f"p {{ margin: 0 }}\n\nh1 {{\n  font-family: {value} }}\n", encoding="utf-8")
    with pytest.raises(StyleError, match=rf"{sheet}:4: the family “(Old )?Garamond” has no face"):
        load_style(style)


def test_a_family_of_a_reader_may_stand_in_the_sheet_for_books(style: Path) -> None:
    (style / "epub.css").write_text("p { font-family: Georgia, serif }\n", encoding="utf-8")
    assert load_style(style).name == "Ours"


@pytest.mark.parametrize(
    ("text", "word"),
    [("colr: red", "colr"), ("color: rouge", "rouge"), ("margin: 3 mm", "margin"), ("font-size: big", "font-size")],
)
def test_a_mistake_in_the_sheet_for_print_is_told_with_its_line(
    text: str, word: str, style: Path, tmp_path: Path
) -> None:
    (style / "print.css").write_text(f"p {{ margin: 0 }}\n\nh1 {{ {text} }}\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("---\ntitle: A\nlanguage: en-GB\npublished: 2020-02-03\n---\n\nWords.\n")
    with pytest.raises(StyleError, match=rf"print.css:3: “.*{word}"):
        list(write_together(("pdf",), read(tmp_path / "a.md")[0], load_style(style)))
