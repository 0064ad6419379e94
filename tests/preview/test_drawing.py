"""The process that draws pages."""

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from separatum.editions import edition
from separatum.preview import drawing
from separatum.preview.drawing import Artist
from separatum.style.style import load_style
from tests.checks.article import small_article


def pdf(path: Path, pages: int) -> str:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 300)
    document.save(path)
    return str(path)


class Here(Artist):
    """Draws in this process, and notes what is asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[tuple[str, ...]] = []

    def _submit(self, work, *args):  # type: ignore[no-untyped-def, override]
        self.done.append((work.__name__, *map(str, args[1:])))

        class Done:
            result = staticmethod(lambda: work(*args))

        return Done()


def test_the_pages_that_a_browser_asked_for_last_are_drawn_before_it_asks_again(tmp_path: Path) -> None:
    artist, first, second = Here(), pdf(tmp_path / "a.pdf", 3), pdf(tmp_path / "b.pdf", 3)
    artist.describe(first)
    for number in (0, 2, 1):
        artist.draw(first, number, 100)
    artist.done.clear()
    artist.describe(second)
    assert artist.done == [("describe",), ("draw_ahead", "2", "100"), ("draw_ahead", "1", "100")]


def test_a_page_that_was_drawn_ahead_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pdf(tmp_path / "a.pdf", 2)
    drawing.draw_ahead(path, 1, 120)
    monkeypatch.setattr(drawing, "_document", None)
    assert drawing.draw(path, 1, 120)[:2] == b"BM"


def test_the_letters_of_a_page_that_a_save_leaves_as_it_is_are_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = edition("pdf").write(small_article("<p>Nobody saw the ship leave.</p>"), load_style())
    (tmp_path / "a.pdf").write_bytes(before)
    (tmp_path / "b.pdf").write_bytes(before)
    described = drawing.describe(str(tmp_path / "a.pdf"))
    assert "nobodysawtheshipleave" in described[0].letters
    monkeypatch.setattr(drawing, "_document", None)
    assert drawing.describe(str(tmp_path / "b.pdf")) == described


def test_the_letters_of_a_page_are_not_read_again_where_another_page_brings_a_sign_that_was_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[int]()
    document = drawing._document

    class Read:
        def __init__(self, path: str) -> None:
            self._document = document(path)

        def __getitem__(self, number: int) -> object:
            read.append(number)
            return self._document[number]

    monkeypatch.setattr(drawing, "_document", Read)
    pages = "<p>Nobody saw the ship leave.</p>" * 200
    for name, text in (("a.pdf", "The end."), ("b.pdf", "The end, at 65 ₤ §.")):
        path = tmp_path / name
        path.write_bytes(edition("pdf").write(small_article(f"{pages}<p>{text}</p>"), load_style()))
        read.clear()
        described = drawing.describe(str(path))
    assert len(described) > 2
    assert "theendat65" in described[-1].letters
    assert read == [len(described) - 1]


def test_the_letters_of_a_page_are_read_again_where_its_own_glyphs_say_something_else(tmp_path: Path) -> None:
    made = edition("pdf").write(small_article("<p>Nobody saw the ship leave.</p>"), load_style())
    (tmp_path / "a.pdf").write_bytes(made)
    with pikepdf.open(tmp_path / "a.pdf") as changed:
        for font in changed.pages[0].obj.Resources.Font.values():
            spelling = font.ToUnicode.read_bytes()
            font.ToUnicode.write(re.sub(rb"(<[0-9a-f]{4}> )<0070>", rb"\1<0062>", spelling))
        changed.save(tmp_path / "b.pdf")
    assert "nobodysawtheshipleave" in drawing.describe(str(tmp_path / "a.pdf"))[0].letters
    assert "nobodysawtheshibleave" in drawing.describe(str(tmp_path / "b.pdf"))[0].letters


def test_the_letters_of_a_page_that_a_save_changes_are_read_again(tmp_path: Path) -> None:
    for name, text in (("a.pdf", "Nobody saw the ship leave."), ("b.pdf", "Nobody saw the ship return.")):
        (tmp_path / name).write_bytes(edition("pdf").write(small_article(f"<p>{text}</p>"), load_style()))
    drawing.describe(str(tmp_path / "a.pdf"))
    assert "nobodysawtheshipreturn" in drawing.describe(str(tmp_path / "b.pdf"))[0].letters


def test_a_page_that_is_there_no_more_is_not_drawn(tmp_path: Path) -> None:
    drawing.draw_ahead(pdf(tmp_path / "a.pdf", 1), 1, 100)
