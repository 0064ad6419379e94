"""A run that was cut off goes on where it stopped, also where nothing is remembered; at its end its journal goes."""

from pathlib import Path

import pytest

from separatum.checks.privacy.forbidden_words import ForbiddenWords
from separatum.exports.batch import export_all
from separatum.model.options import Options
from separatum.model.report import Report
from separatum.publish.output_folder import RUN, WORK
from tests.command.conftest import write_article

WORDS = ForbiddenWords(lines=((1, "Somebody"),))


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setenv("SEPARATUM_CACHE", str(tmp_path / "cache"))
    return [write_article(tmp_path / "in" / f"{name}.md", f"Story {name}") for name in "abc"]


def order(tmp_path: Path, *, resume: bool = True, forbidden: ForbiddenWords = WORDS) -> Options:
    return Options(out=tmp_path / "out", formats=("epub",), forbidden=forbidden, resume=resume)


@pytest.fixture
def cut_off(articles: list[Path], tmp_path: Path, warm: None) -> Path:
    """The journal that is left of a run which published one article."""
    run = export_all(articles, order(tmp_path), jobs=1)
    next(run)
    run.close()
    return tmp_path / "out" / WORK / RUN


def remembered(reports: list[Report]) -> list[bool]:
    return [report.cached for report in reports]


def test_what_was_published_is_not_made_again(articles: list[Path], cut_off: Path, tmp_path: Path) -> None:
    assert len(cut_off.read_bytes().splitlines()) == 1
    reports = list(export_all(articles, order(tmp_path), jobs=1))
    assert remembered(reports) == [True, False, False]
    assert reports[0].editions[0].path == str(tmp_path / "out" / "a.epub")
    assert not cut_off.parent.exists()


def test_workers_keep_the_journal_too(articles: list[Path], warm: None, tmp_path: Path) -> None:
    run = export_all(articles, order(tmp_path), jobs=2)
    next(run)
    run.close()
    assert remembered(list(export_all(articles, order(tmp_path), jobs=2)))[0]


def test_without_being_asked_a_run_begins_anew(articles: list[Path], cut_off: Path, tmp_path: Path) -> None:
    assert remembered(list(export_all(articles, order(tmp_path, resume=False), jobs=1))) == [False] * 3
    assert not cut_off.parent.exists()


def test_another_list_of_words_makes_all_anew(articles: list[Path], cut_off: Path, tmp_path: Path) -> None:
    other = ForbiddenWords(lines=((1, "Someone"),))
    assert not any(remembered(list(export_all(articles, order(tmp_path, forbidden=other), jobs=1))))


def harm_edition(articles: list[Path], journal: Path) -> None:
    edition = journal.parent.parent / "a.epub"
    edition.write_bytes(edition.read_bytes()[:-1])


def harm_report(articles: list[Path], journal: Path) -> None:
    (journal.parent.parent / "a.report.json").unlink()


def harm_journal(articles: list[Path], journal: Path) -> None:
    journal.write_bytes(journal.read_bytes().replace(b"Story", b"story").replace(b'"name"', b'"nome"'))


def cut_journal(articles: list[Path], journal: Path) -> None:
    journal.write_bytes(journal.read_bytes()[:-20])


def change_article(articles: list[Path], journal: Path) -> None:
    write_article(articles[0], "Another story")


@pytest.mark.parametrize("harm", [harm_edition, harm_report, harm_journal, cut_journal, change_article])
def test_what_is_not_borne_out_is_made_again(harm: object, articles: list[Path], cut_off: Path, tmp_path: Path) -> None:
    assert callable(harm)
    harm(articles, cut_off)
    first = next(iter(export_all(articles, order(tmp_path), jobs=1)))
    assert not first.cached


def test_the_journal_does_not_tell_the_list(cut_off: Path) -> None:
    assert b"Somebody" not in cut_off.read_bytes()
