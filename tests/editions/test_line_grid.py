"""The lines of both columns stand on one grid, measured on the finished PDF."""

import ctypes
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from separatum.editions import edition
from separatum.source import read
from separatum.style.style import Style, load_style
from tests.editions.conftest import Reader
from tests.pages.__main__ import area_of, prepared
from tests.pages.measure import Area, lines_beside_others

LINE = "Word after word the sentence goes on and does not come to an end. "
TEXT = LINE * 5
PARTS = {
    "a heading": "## A heading",
    "a long heading": f"## {LINE}",
    "headings one below the other": "## A heading\n\n### Another",
    "a list": f"- {LINE}\n- {LINE}",
    "a list with code": f"- {LINE}\n\n  ```\n  one\n  two\n  ```\n\n- {LINE}",
    "a quotation": f"> {LINE}\n>\n> — Somebody",
    "code": "```\none\ntwo\nthree\n```",
    "a table": "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |",
    "a picture": '![A grey square](wide.png "A caption")',
    "a callout": f"> [!NOTE]\n> {LINE}",
    "a question": f"**{LINE.strip('. ')}?**",
    "verse": "One line\\\nanother line\\\na third line",
    "definitions": f"Term\n: {LINE}",
    "a formula": r"$$\sum_{i=1}^{n} \frac{a_i}{b_i^2}$$",
    "a line with a formula": rf"{LINE} $\frac{{a}}{{b}}$ {LINE}",
    "a line with code": f"{LINE} `code` {LINE}",
    "a divider": "* * *",
}
LINES_IN_A_BOX = 2
"""In a box with padding, lines of the text's size stand as the padding says."""
STYLES = ((None, "a4-columns"), (None, "letter-columns"), (Path("newspaper"), "a4"))
Laid = Callable[..., Path]


@pytest.fixture
def laid(article: Reader, tmp_path: Path) -> Laid:
    """Lays a body out with a style."""
    Image.new("RGB", (1200, 517), "#456").save(tmp_path / "wide.png")

    def lay_out(body: str, style: Style, language: str = "en-GB") -> Path:
        path = tmp_path / "a.pdf"
        path.write_bytes(edition("pdf").write(article(body, language=language), style))
        return path

    return lay_out


def area(style: Style) -> Area:
    """Where the type of a style stands."""
    paper = style.paper
    top, right, bottom, left = paper.margins
    return Area(top=top, right=right, bottom=bottom, left=left, columns=paper.columns, gap=paper.gap)


def apart(path: Path, style: Style) -> tuple[int, int]:
    """How many lines do not share their baseline with the one beside them, and how many do."""
    pages = lines_beside_others(path, area(style))
    return sum(beside - shared for shared, beside in pages), sum(shared for shared, _ in pages)


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_lines_share_their_baselines_behind(part: str, laid: Laid) -> None:
    style = load_style(None, "a4-columns")
    # Behind the part the text is as long as a column: its lines stand beside lines that have no such part above them.
    body = f"{TEXT}\n\n{part}\n\n" + f"{TEXT}\n\n" * 11
    others, shared = apart(laid(body, style), style)
    assert shared > 20
    assert others <= (LINES_IN_A_BOX if part == PARTS["a callout"] else 0)


@pytest.mark.parametrize(("folder", "paper"), STYLES)
@pytest.mark.parametrize("language", ["en-GB", "ar"])
def test_lines_share_their_baselines_in_every_style(folder: Path | None, paper: str, language: str, laid: Laid) -> None:
    style = load_style(folder, paper)
    parts = [part for name, part in PARTS.items() if name not in ("a callout", "a formula")]
    body = "\n\n".join(f"{TEXT}{LINE * (number % 4)}\n\n{part}" for number, part in enumerate(parts * 2))
    others, shared = apart(laid(body, style, language), style)
    assert (others, shared > 15) == (0, True)


@pytest.mark.parametrize("kind", ["essay", "how-to", "interview", "persian", "georgian"])
def test_lines_of_whole_articles_share_their_baselines(kind: str, tmp_path: Path) -> None:
    articles, path = prepared(tmp_path / "articles"), tmp_path / "a.pdf"
    path.write_bytes(edition("pdf").write(read(articles / f"{kind}.md")[0], load_style(None, "a4-columns")))
    pages = lines_beside_others(path, area_of("a4-columns"))
    assert [shared for shared, _ in pages] == [beside for _, beside in pages]


@pytest.mark.parametrize("leading", ["1.3", "1.37", "15.3pt"])
def test_the_grid_has_the_leading_of_the_text(leading: str, laid: Laid) -> None:
    style = load_style(None, "a4-columns")
    style = replace(style, print=f"{style.print}\nhtml {{ line-height: {leading} }}")
    body = f"{TEXT}\n\n## A heading\n\n{TEXT}\n\n```\ncode\n```\n\n" * 5
    others, shared = apart(laid(body, style), style)
    assert (others, shared > 15) == (0, True)


def _without_columns(style: Style) -> Style:
    return replace(style, paper=replace(style.paper, columns=1))


def _tops(path: Path, words: list[str]) -> list[list[float]]:
    """How far from the foot of its page the baseline of each of some words is, wherever it stands."""
    x, y = ctypes.c_double(), ctypes.c_double()
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage() for page in document]
        found = list[list[float]]()
        for word in words:
            places = list[float]()
            for page in pages:
                search = page.search(word, match_case=True)
                while (place := search.get_next()) is not None:
                    pdfium.FPDFText_GetCharOrigin(page.raw, place[0] + len(word) - 1, x, y)
                    places.append(y.value)
            found.append(places)
    return found


@pytest.mark.parametrize("more", range(6))
def test_a_heading_stays_as_close_to_what_it_heads(more: int, laid: Laid) -> None:
    code = "```\n" + "code\n" * more + "```\n\n" if more else ""
    body = f"{TEXT}\n\n{code}## Heading\n\nBehind it. {TEXT}"
    style = load_style(None, "a4-columns")
    (heading,), (behind,) = _tops(laid(body, style), ["Heading", "Behind"])
    (heading_plain,), (behind_plain,) = _tops(laid(body, _without_columns(style)), ["Heading", "Behind"])
    assert heading - behind == pytest.approx(heading_plain - behind_plain, abs=0.1)


@pytest.mark.parametrize("lines", range(1, 7))
def test_code_has_the_same_more_above_as_below(lines: int, laid: Laid) -> None:
    code = "\n".join(f"code{number}" for number in range(lines))
    body = f"{TEXT}Before.\n\n```\n{code}\n```\n\nBehind it. {TEXT * 4}"
    words = ["Before", "code0", f"code{lines - 1}", "Behind"]
    style = load_style(None, "a4-columns")
    (before,), (first,), (last,), (behind,) = _tops(laid(body, style), words)
    (before_plain,), (first_plain,), (last_plain,), (behind_plain,) = _tops(laid(body, _without_columns(style)), words)
    above, below = (before - first) - (before_plain - first_plain), (last - behind) - (last_plain - behind_plain)
    assert above == pytest.approx(below, abs=0.1)


def test_bullets_stand_beside_items_that_the_grid_moves(laid: Laid) -> None:
    body = f"{TEXT}\n\n```\ncode\n```\n\n- Item\n\n  ```\n  code\n  ```\n\n- Item\n- Item\n\n{TEXT}"
    bullets, items = _tops(laid(body, load_style(None, "a4-columns")), ["•", "Item"])
    assert len(items) == 3
    assert sorted(bullets) == pytest.approx(sorted(items), abs=1)


def test_nothing_stands_lower_at_the_head_of_a_column(laid: Laid) -> None:
    style = load_style(None, "a4-columns")
    style = replace(style, print=f"{style.print}\n.text > ul, .text > blockquote {{ break-before: column }}")
    body = f"First. {TEXT}\n\n- Item {TEXT}\n"
    (first,), (item,) = _tops(laid(body, style), ["First", "Item"])
    assert item == pytest.approx(first, abs=0.1)


def test_a_paper_without_columns_has_no_grid(laid: Laid) -> None:
    body = f"{TEXT}\n\n- Item\n- Last\n\nBehind it. {TEXT}"
    (item,), (last,), (behind,) = _tops(laid(body, load_style(None, "a4")), ["Item", "Last", "Behind"])
    assert last - behind == pytest.approx(1.5 * (item - last), abs=0.1)


def test_one_column_after_the_other_is_set_on_the_grid_where_a_table_stands_over_both(laid: Laid) -> None:
    wide = "| " + " | ".join(f"Antidisestablishment{number}" for number in range(7)) + " |\n" + "|---" * 7 + "|\n"
    wide += "| " + " | ".join(["a"] * 7) + " |"
    style = load_style(None, "a4-columns")
    body = f"{TEXT}\n\n## A heading\n\n{TEXT}\n\n{wide}\n\n" + f"{TEXT}\n\n### A heading\n\n{TEXT}\n\n" * 2
    others, shared = apart(laid(body, style), style)
    assert (others, shared > 10) == (0, True)
