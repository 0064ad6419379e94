"""Whatever lengths a style has, no page is overfull and no note is lost; `make lengths` tries sixty styles."""

from pathlib import Path
from unittest.mock import patch

import pypdfium2
import pytest

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import edition
from separatum.source import read
from separatum.style.style import load_style
from tests.bench.texts import write_article
from tests.editions.lengths import FRONT, faults


@pytest.mark.parametrize("seed", [0, 1, 2, 23, 28, 56])
def test_no_page_is_overfull_and_no_note_is_lost(seed: int, tmp_path: Path) -> None:
    assert faults(seed, tmp_path) == []


def test_a_text_full_of_notes_is_laid_out_once(tmp_path: Path) -> None:
    edition("pdf").write(
        read(write_article(tmp_path, 1))[0], load_style()
    )  # it loads WeasyPrint, without the system's fonts
    from weasyprint import HTML

    with patch.object(HTML, "render", autospec=True, side_effect=HTML.render) as layouts:
        for number in (5, 6):  # whose pages are full: a hole, or a short last page, is laid out again to be filled
            edition("pdf").write(read(write_article(tmp_path, number, 6000))[0], load_style())
    assert layouts.call_count == 2


@pytest.mark.parametrize("seed", [0, 4, 27])
def test_no_note_is_lost_or_parted_from_its_call_where_a_paragraph_may_leave_one_line(
    seed: int, tmp_path: Path
) -> None:
    assert faults(seed, tmp_path, "p { orphans: 1; widows: 1; }") == []


@pytest.mark.parametrize("paper", ["a4", "phone"])
def test_what_cannot_be_broken_is_broken_before_it_leaves_its_line(paper: str, tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    endless = "x" * 90
    body = f"Word after word.\n\nSee https://example.org/{endless}/ and `{endless}`.\n\n```\n{endless}\n```\n\n"
    linked = f"[Words](https://example.org/{'%D0%94' * 60}) lead to an address that is printed.\n\n"
    cells = f"| `{endless}` | `{endless}` | <https://example.org/{endless}> |\n"
    table = f"| Name | Other name | Address |\n|---|---|---|\n{cells}\n"
    path.write_text(FRONT + (body + linked + table) * 4, encoding="utf-8")
    article, _ = read(path)
    pdf = PdfDocument(edition("pdf").write(article, load_style(paper=paper)), "long.pdf")
    codes = {finding.code for finding in run_checks(Subject(article=article, pdf=pdf)).findings}
    assert not codes & {"LAYOUT-OFF-PAGE", "LAYOUT-OVERFULL", "LAYOUT-OVERLAP", "LAYOUT-EDGE"}


def test_no_page_is_left_nearly_empty_so_that_notes_stand_under_their_calls(tmp_path: Path) -> None:
    article = read(write_article(tmp_path, 14, 6000))[0]
    pages = pypdfium2.PdfDocument(edition("pdf").write(article, load_style()))
    words = [len(page.get_textpage().get_text_range().split()) for page in pages]
    assert min(words[1:-1]) > 150
