"""Through the workers of a cluster an article becomes the same bytes as here, whatever happens to them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from separatum.exports.batch import export_all
from separatum.exports.workers import cluster, cluster_worker
from separatum.model.errors import Exit, MissingError, UsageError
from separatum.model.options import Options
from separatum.model.report import Report
from tests.command.conftest import Run, write_article
from tests.speed.clusters import ROOT, running_cluster, worker_processes
from tests.speed.works import deadly, evil, evil_error, forged


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with running_cluster(workers=2) as address:
        yield address


@pytest.fixture
def articles(tmp_path: Path) -> list[Path]:
    """Seven; one with a picture and an edition in another language, one at fault, one that a person must look at."""
    files = [write_article(tmp_path / "in" / f"{name}.md", f"Story {name}") for name in "abcdef"]
    Image.new("RGB", (600, 400), "teal").save(tmp_path / "in" / "quay.png")
    Image.new("RGB", (600, 400), "navy").save(tmp_path / "in" / "unseen.png")
    files[0].write_text(files[0].read_text() + "\n![The quay, without a soul](./quay.png)\n", encoding="utf-8")
    files.append(write_article(tmp_path / "in" / "a.de.md", "Ein leerer Kai"))
    files[-1].write_text(files[-1].read_text().replace("en-GB", "de"), encoding="utf-8")
    files[2].write_text(files[2].read_text().replace("2017-04-05", "never"), encoding="utf-8")
    files[3].write_text(files[3].read_text() + "\nShare this on Facebook\n", encoding="utf-8")
    return files


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def without_place(reports: list[Report]) -> list[tuple[object, ...]]:
    return [(report.name, report.sources, report.findings, report.exit_code) for report in reports]


def test_the_bytes_are_those_of_this_machine_though_a_worker_is_killed(
    articles: list[Path], tmp_path: Path, scheduler: str
) -> None:
    alone = list(export_all(articles, Options(out=tmp_path / "alone"), jobs=1))
    afar: list[Report] = []
    for report in export_all(articles, Options(out=tmp_path / "afar"), scheduler=scheduler):
        if not afar:
            os.kill(worker_processes(scheduler, 2)[0], signal.SIGKILL)
        afar.append(report)
    assert without_place(afar) == without_place(alone)
    assert contents(tmp_path / "afar") == contents(tmp_path / "alone")


def test_a_style_travels_with_the_article(articles: list[Path], tmp_path: Path, scheduler: str) -> None:
    style = tmp_path / "style"
    subprocess.run(["cp", "-r", ROOT / "styles", style], check=True)
    (style / "epub.css").write_text((style / "epub.css").read_text() + "p { margin-left: 1em }\n")
    for out, jobs, address in (("alone", 1, None), ("afar", None, scheduler)):
        order = Options(out=tmp_path / out, style=style, formats=("epub",), discreet=True)
        list(export_all(articles[:2], order, jobs=jobs, scheduler=address))
    assert contents(tmp_path / "afar") == contents(tmp_path / "alone")


def test_a_worker_with_other_versions_makes_nothing(
    articles: list[Path], tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "local_environment", lambda _: {**outpost_has(), "Pango": "0.1"})
    run = export_all(articles[:1], Options(out=tmp_path / "out"), scheduler=scheduler)
    (report,) = list(run)
    assert report.exit_code is Exit.MISSING
    assert report.failure is not None
    assert "has not the same: Pango (" in report.failure.message
    assert not (tmp_path / "out").exists()


def outpost_has() -> dict[str, str]:
    from separatum.exports.cache.environment import local_environment
    from separatum.style.style import load_style

    return dict(local_environment(load_style(None)))


def test_an_article_that_ends_every_worker_ends_alone(
    articles: list[Path], tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_worker, "work", deadly)
    article = write_article(tmp_path / "in" / "deadly.md")
    run = export_all([article, articles[1]], Options(out=tmp_path / "out", formats=("epub",)), scheduler=scheduler)
    deadly_report, other = run
    assert [finding.code for finding in deadly_report.findings] == ["RUN-CRASHED"]
    assert other.exit_code is Exit.OK


@pytest.mark.parametrize("work", [evil, evil_error])
def test_code_that_a_worker_sends_does_not_run_here(
    work: object, tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "code-ran"
    monkeypatch.setattr(cluster_worker, "work", work)
    article = write_article(tmp_path / "in" / "evil.md")
    article.write_text(article.read_text() + f"\nMARK:{mark}\n", encoding="utf-8")
    (report,) = export_all([article], Options(out=tmp_path / "out", formats=("epub",)), scheduler=scheduler)
    assert report.exit_code is Exit.FILE
    assert not (tmp_path / "out").exists()
    assert not (mark / str(os.getpid())).exists()


def test_an_edition_with_other_words_is_refused(
    tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_worker, "work", forged)
    article = write_article(tmp_path / "in" / "quay.md")
    (report,) = export_all([article], Options(out=tmp_path / "out"), scheduler=scheduler)
    assert report.exit_code is Exit.FILE
    assert report.failure is not None
    assert "the EPUB is not what its article makes here" in report.failure.message
    assert not (tmp_path / "out").exists()


def test_an_interrupt_gives_up_what_is_under_way(articles: list[Path], tmp_path: Path, scheduler: str) -> None:
    command = [sys.executable, "-m", "separatum", "export", str(articles[0].parent), "--scheduler", scheduler]
    with subprocess.Popen([*command, "--to", "epub", "--out", str(tmp_path / "out")], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        run.stdout.readline()
        run.send_signal(signal.SIGINT)
    assert run.returncode == Exit.INTERRUPTED
    assert not (tmp_path / "out" / ".separatum").exists()


def test_where_no_scheduler_answers_it_is_said_in_time(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    ended = run("export", article, "--scheduler", "127.0.0.1:9")
    assert ended.code == Exit.MISSING
    assert "no scheduler answers at tcp://127.0.0.1:9" in ended.err


def test_without_the_extra_it_is_said_how_to_get_it(run: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    ended = run("export", article, "--scheduler", "127.0.0.1:9")
    assert ended.code == Exit.MISSING
    assert "pip install 'separatum[cluster]'" in ended.err


@pytest.mark.parametrize("address", ["", "host", "ucx://host:1", "inproc://1", "file:///etc/passwd:1", "host:port"])
def test_what_is_no_address_of_a_scheduler_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="is not the address of a scheduler"):
        cluster.scheduler_address(address)


def test_an_address_may_be_short() -> None:
    assert cluster.scheduler_address("192.0.2.1:8786") == "tcp://192.0.2.1:8786"
    assert cluster.scheduler_address("tls://[2001:db8::1]:8786") == "tls://[2001:db8::1]:8786"


def test_a_scheduler_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 20.0)
    with running_cluster(workers=0) as address:
        monkeypatch.setattr(cluster, "PATIENCE", 5.0)
        with pytest.raises(MissingError, match="has no worker"):
            cluster.connected(address)
