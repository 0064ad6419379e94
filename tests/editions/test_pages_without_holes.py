"""Articles of several kinds have full pages, measured on the finished PDF as `make pages` does."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from weasyprint import HTML

from separatum.editions import edition
from separatum.source import read
from separatum.style.style import load_style
from tests.pages.__main__ import area_of
from tests.pages.__main__ import prepared as articles_in
from tests.pages.measure import measure


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the seven articles, with their pictures."""
    return articles_in(tmp_path_factory.mktemp("articles"))


@pytest.mark.parametrize(
    ("kind", "paper"),
    [
        ("how-to", "a5"),
        ("how-to", "phone"),
        ("how-to", "large-print"),
        ("interview", "a4"),
        ("interview", "a5"),
        ("interview", "letter"),
        ("interview", "a4-columns"),
        ("interview", "large-print"),
        ("persian", "a4"),
    ],
)
def test_no_page_has_a_hole_and_no_last_page_holds_a_few_lines(
    kind: str, paper: str, articles: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(edition("pdf").write(read(articles / f"{kind}.md")[0], load_style(None, paper)))
    figures = measure(file, area_of(paper))
    assert figures.holes == ()
    assert figures.last >= 0.25


def test_heads_and_feet_are_made_for_the_pages_that_are_kept_alone(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weasyprint.layout import page

    made = list[str]()
    plain = page.margin_box_content_layout

    def counted(context: object, sheet: object, box: Any) -> object:
        made.append(box.at_keyword)
        return plain(context, sheet, box)

    monkeypatch.setattr(page, "margin_box_content_layout", counted)
    layouts = list[int]()
    render = HTML.render

    def laid_out(*given: object, **named: object) -> object:
        layouts.append(1)
        return render(*given, **named)

    monkeypatch.setattr(HTML, "render", laid_out)
    written = edition("pdf").write(read(articles / "interview.md")[0], load_style(None, "a4"))
    pages = len(pypdfium2.PdfDocument(written))
    assert len(layouts) > 1
    assert made.count("@bottom-right") == made.count("@top-left") == pages
    text = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(written)]
    assert all(f"{number} / {pages}" in words for number, words in enumerate(text, 1))
