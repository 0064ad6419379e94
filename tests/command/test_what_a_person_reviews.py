"""What a private list forbids, and with --strict what a person must look at, is not published."""

import json
from pathlib import Path

import pytest

from separatum.model.errors import Exit
from tests.command.conftest import Run, write_article

pytestmark = pytest.mark.usefixtures("warm")


@pytest.fixture
def names(tmp_path: Path) -> Path:
    (tmp_path / "names.txt").write_text("Nobody Else\n=quay\n", encoding="utf-8")
    return tmp_path / "names.txt"


def test_a_forbidden_word_stops_publishing_and_is_not_told(run: Run, tmp_path: Path, names: Path) -> None:
    write_article(tmp_path / "river.md", title="Nobody else")
    ended = run("export", "river.md", "--forbidden", names, "--report", "run.json")
    assert ended.code == Exit.CHECK
    assert not any((tmp_path / "dist").glob("river*"))
    assert "the word in line 1 of the list" in ended.err
    assert "nobody else" not in (ended.err + ended.out + (tmp_path / "run.json").read_text()).lower()


@pytest.mark.parametrize(
    ("fault", "code"), [("![A quay](nobody-else.jpg)", Exit.ARTICLE), ("[a](#nobody-else)", Exit.CHECK)]
)
def test_a_finding_that_quotes_a_forbidden_word_does_not_tell_it(
    run: Run, tmp_path: Path, names: Path, fault: str, code: Exit
) -> None:
    article = write_article(tmp_path / "river.md")
    article.write_text(f"{article.read_text()}\n{fault}\n")
    ended = run("export", "river.md", "--forbidden", names, "--report", "run.json")
    assert ended.code == code
    assert "this message has the word in line 1 of the list" in ended.err
    assert "else" not in (ended.err + ended.out + (tmp_path / "run.json").read_text()).lower()
    assert "else" in run("export", "river.md", "--forbidden", names, "--show-forbidden").err


def test_a_forbidden_word_is_told_when_asked(run: Run, tmp_path: Path, names: Path) -> None:
    write_article(tmp_path / "river.md", title="Nobody else")
    assert "“Nobody Else”" in run("export", "river.md", "--forbidden", names, "--show-forbidden").err


def test_a_forbidden_word_in_the_name_of_the_file_counts(
    run: Run, tmp_path: Path, names: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEPARATUM_FORBIDDEN", str(names))
    article = write_article(tmp_path / "quay.md", title="A river")
    article.write_text(article.read_text().replace("quay", "river"))
    ended = run("export", article, "--to", "epub")
    assert ended.code == Exit.CHECK
    assert "the file’s name" in ended.err


def test_an_article_without_forbidden_words_is_published(run: Run, tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("Jane Doe\n")
    write_article(tmp_path / "river.md")
    assert run("export", "river.md", "--forbidden", "names.txt").code == Exit.OK


@pytest.mark.usefixtures("no_validators")
def test_a_list_that_is_missing_is_told_before_any_work(run: Run, article: Path) -> None:
    assert run("export", article, "--forbidden", "nowhere.txt").code == Exit.FILE


def test_what_a_person_must_look_at_stops_publishing_only_when_strict(run: Run, tmp_path: Path) -> None:
    article = write_article(tmp_path / "river.md")
    article.write_text(article.read_text().replace("The quay", "Share\n\nThe quay"))
    relaxed = run("export", article, "--out", "a")
    assert relaxed.code == Exit.OK
    assert "SOURCE-PASTED-BUTTON" in relaxed.err
    strict = run("export", article, "--out", "b", "--strict", "--report", "run.json")
    assert strict.code == Exit.CHECK
    assert not list((tmp_path / "b").glob("river*"))
    findings = json.loads((tmp_path / "run.json").read_text())["articles"][0]["findings"]
    assert [one["severity"] for one in findings if one["code"] == "SOURCE-PASTED-BUTTON"] == ["error"]
