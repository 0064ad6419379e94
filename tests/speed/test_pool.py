"""An article that harms its worker ends alone; the others go on, and come out the same as without workers."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from separatum.exports.batch import export_all
from separatum.exports.workers import pool
from separatum.model.findings import Finding
from separatum.model.options import Options
from tests.command.conftest import write_article
from tests.speed.works import work


class Answering:
    """A validator that finds nothing."""

    def submit_epub(self, _path: Path) -> Future[tuple[Finding, ...]]:
        answer = Future[tuple[Finding, ...]]()
        answer.set_result(())
        return answer


def results(*names: str, jobs: int = 2) -> dict[str, Any]:
    validators: Any = Answering()
    with closing(pool.Pool(work, lambda: validators, jobs)) as opened:
        submitted = {name: opened.submit(Path(f"{name}.md")) for name in names}
        return {name: future.result() for name, future in submitted.items()}


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("crash", "RUN-CRASHED", "its process ended with signal SIGSEGV"),
        ("leave", "RUN-CRASHED", "its process ended with exit code 3"),
        ("devour", "RUN-OUT-OF-MEMORY", "it needs more than 4 GiB of memory"),
    ],
)
def test_what_an_article_does_to_its_worker_ends_it_alone(name: str, code: str, words: str) -> None:
    came = results("one", name, "two", "three")
    assert (came[name].finding.code, came[name].finding.message) == (code, words)
    assert str(came[name].finding.where) == f"{name}.md"
    assert all(isinstance(came[other], str) for other in ("one", "two", "three"))


def test_an_article_without_an_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "TIME_LIMIT", 3.0)
    came = results("hang", "one", "two")
    assert came["hang"].finding.code == "RUN-TOO-LONG"
    assert all(isinstance(came[other], str) for other in ("one", "two"))


def test_workers_stay_and_are_replaced_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len({said.partition(" by ")[2] for said in results("a", "b", "c", jobs=1).values()}) == 1
    monkeypatch.setattr(pool, "MOST_ARTICLES", 2)
    assert len({said.partition(" by ")[2] for said in results("a", "b", "c", jobs=1).values()}) == 2


def test_a_worker_takes_what_an_earlier_process_compiled() -> None:
    assert results("kept") == {"kept": "Patterns"}


def test_a_worker_keeps_what_it_compiled_before_it_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path))
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    results("one", "two", jobs=1)
    (kept,) = tmp_path.rglob("compiled.*.kept")
    assert b"__create_fn__" in kept.read_bytes(), "the methods of the data classes that it loaded"


def test_a_second_worker_loads_when_the_first_has_where_one_processor_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []
    hire, load = pool.hired, pool.Pool._has_loaded

    def hiring() -> pool.Worker:
        happened.append("hired")
        return hire()

    def loaded(opened: pool.Pool, worker: pool.Worker) -> None:
        happened.append("loaded")
        load(opened, worker)

    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(pool, "hired", hiring)
    monkeypatch.setattr(pool.Pool, "_has_loaded", loaded)
    results("a", "b", "c")
    assert happened[:2] == ["hired", "loaded"]


def test_a_worker_that_was_hired_ahead_is_the_first_to_work() -> None:
    validators: Any = Answering()
    ahead = pool.hired()
    with closing(pool.Pool(work, lambda: validators, 1, ahead)) as opened:
        said = opened.submit(Path("a.md")).result()
    assert said.partition(" by ")[2] == str(ahead.process.pid)


def test_the_validators_answer_from_afar() -> None:
    assert results("validator")["validator"] == "()"


@pytest.fixture
def articles(tmp_path: Path) -> list[Path]:
    return [write_article(tmp_path / "in" / f"{name}.md", f"Story {name}") for name in "abcdef"]


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_many_come_out_as_one_by_one_and_in_their_order(articles: list[Path], tmp_path: Path) -> None:
    articles[2].write_text("---\ntitle: C\nlanguage: en\npublished: never\n---\nWords.\n", encoding="utf-8")
    alone = list(export_all(articles, Options(out=tmp_path / "alone"), jobs=1))
    beside = list(export_all(articles, Options(out=tmp_path / "beside"), jobs=2))
    assert [report.name for report in beside] == list("abcdef")
    assert [report.exit_code for report in beside] == [report.exit_code for report in alone]
    assert contents(tmp_path / "beside") == contents(tmp_path / "alone")


def started(articles: Path, out: Path, cache: Path) -> "subprocess.Popen[str]":
    environment = {name: value for name, value in os.environ.items() if name != "SEPARATUM_NO_CACHE"}
    return subprocess.Popen(
        [sys.executable, "-m", "separatum", "export", str(articles), "--out", str(out), "--jobs", "2", "--to", "epub"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**environment, "SEPARATUM_CACHE": str(cache)},
    )


def published(run: "subprocess.Popen[str]") -> Iterator[str]:
    assert run.stdout is not None
    for line in run.stdout:
        yield Path(line.strip()).name


def test_a_run_that_was_killed_goes_on_where_it_stopped(articles: list[Path], tmp_path: Path) -> None:
    folder, out, cache = tmp_path / "in", tmp_path / "out", tmp_path / "cache"
    with started(folder, out, cache) as killed:
        assert next(published(killed)) == "a.epub"
        killed.send_signal(signal.SIGKILL)
    with started(folder, out, cache) as resumed:
        assert list(published(resumed)) == [f"{name}.epub" for name in "abcdef"]
        assert resumed.stderr is not None
        said = resumed.stderr.read()
    assert "✓ a: published as EPUB, unchanged (cached)" in said
    list(export_all(articles, Options(out=tmp_path / "undisturbed", formats=("epub",)), jobs=1))
    assert contents(out) == contents(tmp_path / "undisturbed")
