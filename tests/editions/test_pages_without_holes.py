"""Articles of several kinds have full pages, measured on the finished PDF as `make pages` does."""

from pathlib import Path

import pytest

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
