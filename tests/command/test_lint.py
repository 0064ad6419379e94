"""`separatum lint`: the findings of sources, in each format, and repairs in the files."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from separatum.exports.lint import Readers, _chunks, lint_all
from separatum.model.errors import Exit
from tests.command.conftest import ARTICLE, Run, write_article

pytestmark = pytest.mark.usefixtures("no_validators")

TRACKED = ARTICLE.format(title="Quay") + "\nSee [there](https://example.org/?utm_source=list).\n"
LINE = TRACKED.split("\n").index("See [there](https://example.org/?utm_source=list).") + 1


@pytest.fixture
def tracked(tmp_path: Path) -> Path:
    """An article with a tracking parameter in a link."""
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "quay.md"
    file.write_text(TRACKED, encoding="utf-8")
    return file


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """An article whose image is missing."""
    file = tmp_path / "broken.md"
    front = "---\ntitle: B\nlanguage: en\npublished: 2017-04-05\n---\n"
    file.write_text(f"{front}\n![Quay](<50%,a.png>)\n\nWords.\n", encoding="utf-8")
    return file


def test_an_article_without_findings_passes_and_nothing_is_made(run: Run, article: Path, tmp_path: Path) -> None:
    ended = run("lint", article.name)
    assert (ended.code, ended.out, ended.err) == (Exit.OK, "", "✓ 1 article: nothing found\n")
    assert list(tmp_path.iterdir()) == [article]


def test_a_finding_has_its_file_and_line_and_goes_to_standard_output(run: Run, tracked: Path) -> None:
    ended = run("lint", "in")
    assert ended.code == Exit.OK
    assert ended.out.startswith(f"in/quay.md:{LINE}: info: ")
    assert ended.err == "✓ 1 article: 1 info\n"


def test_what_settings_give_is_counted_in_one_line_and_listed_in_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "separatum.toml").write_text("publisher = 'The Harbour Times'\n", encoding="utf-8")
    for name in ("2024-03-01-one.md", "2024-03-02-two.md"):
        (tmp_path / name).write_text("---\ntitle: A\nlanguage: en\n---\n\nWords.\n", encoding="utf-8")
    ended = run("lint", "2024-03-01-one.md", "2024-03-02-two.md")
    assert "SOURCE-SETTING" not in ended.out
    assert ended.err.splitlines() == [
        "info: 4 values were taken from outside of the front matter; --format json lists what, and from where",
        "✓ 2 articles: 4 info",
    ]
    articles = json.loads(run("lint", ".", "--format", "json").out)["articles"]
    codes = [finding["code"] for article in articles for finding in article["findings"]]
    assert codes.count("SOURCE-SETTING") == 4


def test_an_error_in_one_article_ends_with_the_code_of_an_article(run: Run, article: Path, broken: Path) -> None:
    ended = run("lint", article.name, broken.name)
    assert ended.code == Exit.ARTICLE
    assert ended.out.startswith("broken.md:7: error: ")
    assert ended.err == "✗ 2 articles: 1 error\n"


def test_a_quiet_run_prints_errors_only(run: Run, tracked: Path, broken: Path) -> None:
    ended = run("lint", "in", broken.name, "--quiet")
    assert "info:" not in ended.out
    assert ended.out.startswith("broken.md:7: error: ")
    assert ended.err == ""


def test_json_has_the_paths_as_they_were_given(run: Run, tracked: Path) -> None:
    ended = run("lint", "in", "--format", "json")
    (article,) = json.loads(ended.out)["articles"]
    assert article["sources"] == ["in/quay.md"]
    assert [(one["file"], one["line"], one["code"]) for one in article["findings"]] == [
        ("in/quay.md", LINE, "SOURCE-LINK-TRACKING")
    ]


def test_the_report_file_names_no_folder(run: Run, tracked: Path, tmp_path: Path) -> None:
    run("lint", "in", "--format", "github", "--report", "run.json")
    assert json.loads((tmp_path / "run.json").read_text())["articles"][0]["sources"] == ["quay.md"]


def test_github_gets_an_annotation_with_everything_escaped(run: Run, broken: Path) -> None:
    ended = run("lint", broken.name, "--format", "github")
    assert ended.code == Exit.ARTICLE
    (line,) = ended.out.splitlines()
    place, _, message = line.removeprefix("::error ").partition("::")
    assert place == "file=broken.md,line=7,title=SOURCE-IMAGE-MISSING"
    assert "“50%25,a.png”" in message
    assert "%0A" in message


def test_github_paths_are_relative_to_the_present_folder(run: Run, tracked: Path) -> None:
    assert run("lint", tracked, "--format", "github").out.startswith(f"::notice file=in/quay.md,line={LINE},")


def test_gitlab_gets_a_code_quality_report_with_distinct_fingerprints(run: Run, tracked: Path, broken: Path) -> None:
    entries = json.loads(run("lint", "in", broken.name, "--format", "gitlab").out)
    assert [(one["location"]["path"], one["location"]["lines"]["begin"], one["severity"]) for one in entries] == [
        ("in/quay.md", LINE, "info"),
        ("broken.md", 7, "critical"),
    ]
    assert len({one["fingerprint"] for one in entries}) == 2
    assert all(one["description"] and one["check_name"] for one in entries)


def test_gitlab_gets_an_empty_list_when_nothing_is_found(run: Run, article: Path) -> None:
    assert json.loads(run("lint", article.name, "--format", "gitlab").out) == []


def test_sarif_names_the_line(run: Run, tracked: Path) -> None:
    (only,) = json.loads(run("lint", "in", "--format", "sarif").out)["runs"][0]["results"]
    place = only["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("in/quay.md", LINE)


def test_fix_repairs_the_file_and_reports_what_remains(run: Run, tracked: Path) -> None:
    tracked.chmod(0o640)
    ended = run("lint", "in", "--fix")
    assert (ended.code, ended.out) == (Exit.OK, "")
    assert ended.err.splitlines() == [
        f"in/quay.md:{LINE}: fixed: removed tracking parameters from a link: utm_source [SOURCE-LINK-TRACKING]",
        "✓ 1 article: nothing found",
    ]
    assert tracked.read_text(encoding="utf-8") == TRACKED.replace("?utm_source=list", "")
    assert tracked.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in tracked.parent.iterdir()] == ["quay.md"]


def test_fix_does_not_touch_a_file_in_which_nothing_can_be_repaired(run: Run, broken: Path) -> None:
    before = broken.stat()
    run("lint", broken.name, "--fix")
    assert (broken.stat().st_ino, broken.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_processes_report_the_same_as_one_in_the_same_order(tmp_path: Path) -> None:
    files = [write_article(tmp_path / f"{number:02}.md", f"Number {number}") for number in range(20)]
    files[7].write_text(TRACKED, encoding="utf-8")
    assert list(lint_all(files, jobs=2)) == list(lint_all(files, jobs=1))


@pytest.mark.parametrize("jobs", [1, 2, 16])
@pytest.mark.parametrize("number", [0, 1, 30, 999])
def test_processes_get_neighbours_together_and_few_articles_at_the_end(number: int, jobs: int) -> None:
    files = [Path(f"{one}.md") for one in range(number)]
    chunks = list(_chunks(files, jobs))
    assert [file for chunk in chunks for file in chunk] == files
    assert [len(chunk) for chunk in chunks] == sorted(map(len, chunks), reverse=True)
    assert all(len(chunk) <= 8 for chunk in chunks[-2 * jobs :])


def test_an_article_that_cannot_be_read_does_not_stop_the_others(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes(ARTICLE.format(title="caf\xe9").encode("latin-1"))
    ended = run("lint", "latin.md", article.name)
    assert ended.code == Exit.ARTICLE
    assert "SOURCE-NOT-UTF8" in ended.out
    assert ended.err == "✗ 2 articles: 1 error\n"


@pytest.mark.parametrize(("jobs", "paths", "started"), [(2, 1, [24]), (2, 30, [0]), (1, 30, []), (8, 1, [24])])
def test_readers_load_while_articles_are_searched_if_there_are_many(
    monkeypatch: pytest.MonkeyPatch, jobs: int, paths: int, started: list[int]
) -> None:
    asked: list[str] = []

    class Pool:
        def submit(self, work: Callable[[], None]) -> None:
            asked.append(work.__name__)

        def shutdown(self, **_: object) -> None:
            asked.append("ended")

    def pool(readers: Readers) -> Pool:
        readers._pool = readers._pool or Pool()  # type: ignore[assignment]
        return readers._pool  # type: ignore[return-value]

    monkeypatch.setattr(Readers, "pool", pool)
    readers = Readers(jobs)
    began: list[int] = []
    readers.found(paths)
    for number in range(100):
        began += [number] if asked and not began else []
        readers.found()
    readers.close()
    assert began == started
    assert asked == ["_load"] * min(jobs, 3) * bool(started) + ["ended"] * bool(started)
