"""Ace by DAISY, where it is installed, finds nothing in our books; what it says becomes findings."""

from pathlib import Path

import pytest

import tests.checks.access_breakers  # noqa: F401 - registers its own
from separatum.checks.validators.ace import ace_findings, find_ace, validate_with_ace
from separatum.editions import edition
from separatum.model.errors import MissingError
from separatum.model.findings import Severity
from separatum.source import read
from separatum.style.style import load_style
from tests.checks.breakers import BREAKERS, good

REPORT = {
    "earl:assertedBy": {"doap:release": {"doap:revision": "1.4.6"}},
    "assertions": [
        {"earl:testSubject": {"url": "EPUB/package.opf"}, "assertions": []},
        {"earl:testSubject": {"url": "/EPUB/nav.xhtml"}, "assertions": [{"earl:test": {}, "earl:result": {}}]},
        {
            "earl:testSubject": {"url": "article.xhtml"},
            "assertions": [
                {
                    "earl:test": {"dct:title": "image-alt", "earl:impact": "critical", "help": {"dct:title": "Images"}},
                    "earl:result": {"dct:description": "Element does not\n  have an alt attribute."},
                },
                {"earl:test": {"dct:title": "region", "earl:impact": "moderate"}, "earl:result": {}},
            ],
        },
    ],
}


def test_each_violation_is_a_finding() -> None:
    _, first, second = ace_findings("in/a.epub", REPORT)
    assert (first.code, first.severity, str(first.where)) == (
        "ACE-IMAGE-ALT",
        Severity.ERROR,
        "in/a.epub!EPUB/article.xhtml",
    )
    assert (first.message, first.hint, first.source) == (
        "Element does not have an alt attribute",
        "Images",
        "Ace 1.4.6",
    )
    assert (second.code, second.severity) == ("ACE-REGION", Severity.WARNING)


def test_a_part_is_named_by_its_path_in_the_container() -> None:
    parts = [str(finding.where) for finding in ace_findings("a.epub", REPORT)]
    assert parts == ["a.epub!EPUB/nav.xhtml", "a.epub!EPUB/article.xhtml", "a.epub!EPUB/article.xhtml"]


def test_where_it_is_asked_for_and_missing_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingError, match="not installed") as error:
        validate_with_ace(tmp_path / "a.epub")
    assert "npm install" in (error.value.remedy or "")


@pytest.mark.skipif(find_ace() is None, reason="Ace by DAISY: “make readers” installs it")
def test_the_article_of_content_has_no_violation(tmp_path: Path) -> None:
    article, _ = read(Path(__file__).parents[2] / "content" / "article.md")
    book = tmp_path / "article.epub"
    book.write_bytes(edition("epub").write(article, load_style()))
    assert validate_with_ace(book) == ()


@pytest.mark.skipif(find_ace() is None, reason="Ace by DAISY: “make readers” installs it")
def test_our_book_has_no_violation_and_a_harmed_one_has(tmp_path: Path) -> None:
    sound, harmed = tmp_path / "a.epub", tmp_path / "b.epub"
    sound.write_bytes(good().epub)
    harmed.write_bytes(BREAKERS["ALT-EPUB"][0](good()).epub)
    assert validate_with_ace(sound) == ()
    assert {finding.code for finding in validate_with_ace(harmed)} == {"ACE-IMAGE-ALT"}
