"""The styles that come with Separatum set every form, on each of their papers."""

from pathlib import Path

import pytest

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import EpubDocument, PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import write_together
from separatum.model.article import Article
from separatum.model.errors import StyleError
from separatum.model.findings import Severity
from separatum.source import read
from separatum.style.style import house_style_folder, load_style, paper_names, style_folder, style_names

CONTENT = Path(__file__).parents[2] / "content" / "article.md"
OTHERS = [name for name in style_names() if name != "house"]
NAMES = {"house", "newspaper", "magazine", "report"}


@pytest.fixture(scope="module")
def article() -> Article:
    return read(CONTENT)[0]


def test_four_styles_come_with_separatum() -> None:
    assert set(style_names()) == NAMES


@pytest.mark.parametrize("name", OTHERS)
def test_each_style_has_the_papers_of_the_house_style(name: str) -> None:
    assert set(paper_names()) <= set(paper_names(Path(name)))


@pytest.mark.parametrize("paper", ["a4", "letter", "a5", "phone", "large-print"])
@pytest.mark.parametrize("name", OTHERS)
def test_each_style_sets_the_article_without_an_error(name: str, paper: str, article: Article) -> None:
    made = write_together(("epub", "pdf"), article, load_style(Path(name), paper))
    written = {maker.format: content for maker, content in made}
    subject = Subject(
        article=article, epub=EpubDocument(written["epub"], "a.epub"), pdf=PdfDocument(written["pdf"], "a.pdf")
    )
    errors = [finding for finding in run_checks(subject).findings if finding.severity is Severity.ERROR]
    assert errors == []


def test_a_style_with_a_base_has_only_what_differs(tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text(
        'base = "house"\n[paper.a4]\nsize = "200mm 280mm"\nmargin = "20mm 20mm 20mm 20mm"\n'
        'text = "10pt"\nheadline = "20pt"\n'
    )
    (tmp_path / "print.css").write_text(".kicker { color: #00f }\n")
    own, house = load_style(tmp_path), load_style()
    assert own.print == f"{house.print}\n.kicker {{ color: #00f }}\n"
    assert (own.common.strip(), own.template) == (house.common.strip(), house.template)
    assert own.paper.width != house.paper.width
    assert "phone" in paper_names(tmp_path)


def test_a_base_that_is_unknown_is_named(tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text('base = "modern"\n')
    with pytest.raises(StyleError, match="modern"):
        load_style(tmp_path)


def test_a_folder_of_the_same_name_counts_more_than_a_style_that_comes_with_separatum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert style_folder(Path("report")) == house_style_folder() / "report"
    (tmp_path / "report").mkdir()
    assert style_folder(Path("report")) == Path("report")


def test_a_style_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(StyleError) as error:
        load_style(Path("no-such-style"))
    assert error.value.remedy is not None
    assert all(name in error.value.remedy for name in NAMES)
