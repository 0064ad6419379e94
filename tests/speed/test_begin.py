"""What takes longest begins first, and nobody waits who could work: an archive starts publishing soon."""

import os
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from separatum import config
from separatum.checks.formats.epub_file import EpubFile
from separatum.checks.formats.pdf_file import PdfFile
from separatum.checks.validators import JavaValidators
from separatum.checks.validators.protocol import Versions
from separatum.exports import articles, batch, pipeline, privacy_gate
from separatum.exports.context import Context
from separatum.exports.privacy_gate import findings_in
from separatum.exports.workers import pool
from separatum.model.findings import Finding
from separatum.model.options import Options
from separatum.publish.output_folder import WORK, Staging
from separatum.publish.transaction import NEW
from separatum.source.discovery import find_articles
from tests.command.conftest import Run, write_article


class Contented:
    """Validators that find nothing."""

    def submit_epub(self, _: Path) -> Future[tuple[Finding, ...]]:
        answer = Future[tuple[Finding, ...]]()
        answer.set_result(())
        return answer

    def versions(self) -> Versions:
        return Versions(epubcheck="5", verapdf="1", java="25")


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch, warm: None) -> list[str]:
    """What happened, in its order: the validators started, all folders searched."""
    happened: list[str] = []
    start, find = JavaValidators.start, find_articles

    def starting(**more: float) -> JavaValidators:
        happened.append("start")
        return start(**more)

    def finding(*arguments: Any) -> Any:
        found = find(*arguments)
        happened.append("searched")
        return found

    monkeypatch.setattr(JavaValidators, "start", starting)
    monkeypatch.setattr(articles, "find_articles", finding)
    return happened


def test_the_validators_start_while_a_folder_is_searched_for_the_first_time(
    run: Run, tmp_path: Path, order: list[str]
) -> None:
    write_article(tmp_path / "archive" / "quay.md")
    assert run("export", "archive").code == 0
    assert order == ["start", "searched"]


def test_a_worker_loads_while_an_archive_is_searched(
    run: Run, tmp_path: Path, order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hire = pool.hired

    def hiring(*arguments: Any) -> Any:
        order.append("hired")
        return hire(*arguments)

    monkeypatch.setattr(pool, "hired", hiring)
    for name in ("groyne", "jetty", "mole", "quay"):
        write_article(tmp_path / "archive" / f"{name}.md")
    assert run("export", "archive", "--jobs", "2").code == 0
    assert order[:3] == ["start", "hired", "searched"]


def test_a_worker_that_has_rehearsed_loads_nothing_more_for_an_article(article: Path, tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from separatum.exports import batch
from separatum.exports.context import Context
from separatum.model.options import Options

batch.rehearse(Options(), batch.rehearsal())
before = set(sys.modules)
file = Path(sys.argv[1])
prepared = batch.prepare_in_worker(file, Context(Options(), batch._Nowhere(file.parent), batch._Contented))
assert prepared.report.name == file.stem, prepared.report
print(*(name for name in sys.modules if name not in before and name.startswith(("separatum.", "weasyprint"))))
"""
    ran = subprocess.run([sys.executable, "-c", program, str(article)], capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.stderr) == ("", "")


def test_no_validator_starts_for_a_folder_in_which_nothing_has_changed(
    run: Run, tmp_path: Path, order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SEPARATUM_NO_CACHE")
    monkeypatch.setenv("SEPARATUM_CACHE", str(tmp_path / "cache"))
    write_article(tmp_path / "archive" / "quay.md")
    run("export", "archive")
    order.clear()
    assert "unchanged (cached)" in run("export", "archive").err
    assert order == ["searched"]


def test_editions_are_inspected_while_the_validators_work(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []

    class Answer(Future[tuple[Finding, ...]]):
        def result(self, timeout: float | None = None) -> tuple[Finding, ...]:
            happened.append("waited")
            return super().result(timeout)

    class Validators(Contented):
        def submit_epub(self, _: Path) -> Answer:
            answer = Answer()
            answer.set_result(())
            return answer

    def inspecting(*arguments: Any) -> tuple[Finding, ...]:
        happened.append("inspected")
        return findings_in(*arguments)

    monkeypatch.setattr(privacy_gate, "findings_in", inspecting)
    validators: Any = Validators()
    (tmp_path / WORK).mkdir()
    context = Context(Options(formats=("epub",)), Staging(tmp_path), lambda: validators)
    assert pipeline.prepare(article, context, lambda _: None).files
    assert happened == ["inspected", "waited"]


@pytest.mark.parametrize("is_cached", [True, False])
def test_a_worker_sends_the_contents_of_editions_back_only_for_a_cache(
    article: Path, tmp_path: Path, is_cached: bool
) -> None:
    validators: Any = Contented()
    (tmp_path / WORK).mkdir()
    made = batch._work(Options(formats=("epub",)), tmp_path, is_cached, article, validators)
    assert {name: bool(content) for name, content in made.files.items()} == {
        "quay.epub": is_cached,
        "quay.report.json": is_cached,
    }
    assert all((tmp_path / WORK / NEW / name).stat().st_size for name in made.files)


def test_a_folder_of_an_archive_is_looked_at_once_for_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / "archive" / str(year) / f"{day:03}" / "index.md" for year in (2019, 2020) for day in range(100)]
    for file in files:
        file.parent.mkdir(parents=True)
    config.forget()
    asked = 0

    def counted(of: Any) -> Any:
        def ask(*arguments: Any, **more: Any) -> Any:
            nonlocal asked
            asked += 1
            return of(*arguments, **more)

        return ask

    for name in ("stat", "lstat", "listdir"):
        monkeypatch.setattr(os, name, counted(getattr(os, name)))
    for file in files:
        config.settings_of(file)
    assert asked < 10 * len(files)


def test_the_first_article_is_told_before_the_other_folders_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year in range(2000, 2050):
        write_article(tmp_path / "archive" / str(year) / "quay.md")
    scan, looked_at, at_first = os.scandir, [], []

    def scanning(folder: Any) -> Any:
        looked_at.append(folder)
        return scan(folder)

    monkeypatch.setattr(os, "scandir", scanning)
    found = find_articles([tmp_path / "archive"], on_found=lambda: at_first.append(len(looked_at)))
    assert at_first[0] == 2
    assert [file.parent.name for file in found.files] == [str(year) for year in range(2000, 2050)]
    assert len(looked_at) == 51


def test_each_edition_is_opened_once_for_all_that_look_at_it(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def counted(kind: type[EpubFile | PdfFile]) -> Any:
        begin = kind.__init__

        def beginning(self: Any, content: bytes, name: str) -> None:
            opened.append(name)
            begin(self, content, name)

        return beginning

    for kind in (EpubFile, PdfFile):
        monkeypatch.setattr(kind, "__init__", counted(kind))
    prepared = pipeline.prepare_in_worker(article, Context(Options(), batch._Nowhere(tmp_path), batch._Contented))
    assert prepared.files
    assert sorted(opened) == [f"{article.stem}.epub", f"{article.stem}.pdf"]
