"""What a layout leaves is freed when it is given up, and waits for no collector."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from separatum.editions import edition
from separatum.source import read
from separatum.style.style import load_style

ROOT = Path(__file__).parents[2]


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Python does not look for circles."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def left() -> list[str]:
    """The kinds of boxes, pages and books that are still there."""
    from ebooklib.epub import EpubBook
    from weasyprint import Document
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext

    from separatum.editions.pdf.structure_tree import Element

    kinds = (Box, Document, LayoutContext, EpubBook, Element)
    return [type(one).__name__ for one in gc.get_objects() if issubclass(type(one), kinds)]


@pytest.mark.parametrize("file", ["content/article.md", "tests/specimens/he.md", "tests/specimens/zh.md"])
@pytest.mark.parametrize("paper", ["a4", "a4-columns"])
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # which pytest keeps, with WeasyPrint's frames
@pytest.mark.usefixtures("uncollected")
def test_no_box_is_left_of_an_article(file: str, paper: str) -> None:
    article, style = read(ROOT / file)[0], load_style(None, paper)
    for name in ("pdf", "epub"):
        edition(name).write(article, style)
    assert left() == []


@pytest.mark.usefixtures("uncollected")
def test_what_is_left_is_seen_while_it_is_there() -> None:
    from ebooklib.epub import EpubBook

    book = EpubBook()
    assert left() == ["EpubBook"]
    assert book is not None
