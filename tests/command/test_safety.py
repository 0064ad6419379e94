"""A command overwrites nothing of the user's with its report, and reads no folder that is half published."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from separatum.cli.report_html import to_html
from separatum.cli.safety import require_free
from separatum.model.errors import Exit, FileError, UsageError, no_room
from separatum.publish.output_folder import heal, output_folder
from separatum.publish.transaction import JOURNAL
from separatum.system.environment import settle
from tests.command.conftest import Run


@pytest.mark.parametrize("name", ["a.md", "notes.txt", "dist/quay.epub", "dist/quay.pdf", "dist/quay.report.json"])
def test_a_report_overwrites_no_file_of_the_user_and_no_edition(tmp_path: Path, name: str) -> None:
    with output_folder(tmp_path / "dist") as output:
        for kind in ("epub", "pdf"):
            output.stage(f"quay.{kind}", b"edition")
        output.stage("quay.report.json", b'{\n  "schema": "separatum-report-1"\n}\n')
        output.publish(["quay.epub", "quay.pdf", "quay.report.json"])
    for other in ("a.md", "notes.txt"):
        (tmp_path / other).write_text("mine")
    with pytest.raises(UsageError):
        require_free(tmp_path / name)


def test_the_name_of_an_edition_that_is_not_there_yet_is_not_taken(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        require_free(tmp_path / "quay.pdf")


def test_an_earlier_report_an_empty_file_and_a_device_are_written_to(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{\n  "schema": "separatum-report-1",\n  "articles": []\n}\n')
    (tmp_path / "empty").touch()
    for place in (tmp_path / "run.json", tmp_path / "empty", tmp_path / "new.json", Path(os.devnull)):
        require_free(place)


def test_an_earlier_page_is_written_to_and_a_page_of_the_user_is_not(tmp_path: Path) -> None:
    page, mine = tmp_path / "report.html", tmp_path / "mine.html"
    page.write_bytes(to_html([], {}))
    mine.write_text('<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Mine</title></head></html>')
    require_free(page)
    with pytest.raises(UsageError):
        require_free(mine)


def test_the_command_says_so_before_it_does_anything(run: Run, article: Path) -> None:
    before = article.read_bytes()
    ended = run("export", article, "--report", article)
    assert ended.code == Exit.USAGE
    assert article.read_bytes() == before


def half_published(folder: Path) -> None:
    """As a run leaves it that is killed between the first and the second rename."""
    with output_folder(folder) as output:
        output.stage("quay.epub", b"old")
        output.publish(["quay.epub"])
    work = folder / ".separatum"
    (work / "old").mkdir(parents=True)
    for name in ("quay.epub", "SHA256SUMS"):
        os.link(folder / name, work / "old" / name)
    (work / JOURNAL).write_text(json.dumps({"quay.epub": True, "SHA256SUMS": True}))
    (folder / "new").write_bytes(b"new")
    (folder / "new").replace(folder / "quay.epub")


def test_a_half_published_folder_is_healed(tmp_path: Path) -> None:
    half_published(tmp_path)
    assert heal(tmp_path)
    assert (tmp_path / "quay.epub").read_bytes() == b"old"
    assert not (tmp_path / ".separatum").exists()
    assert not heal(tmp_path)


def test_a_folder_is_not_healed_while_an_export_runs(tmp_path: Path) -> None:
    half_published(tmp_path)
    (tmp_path / ".separatum" / JOURNAL).rename(tmp_path / "journal")
    with output_folder(tmp_path):
        (tmp_path / "journal").rename(tmp_path / ".separatum" / JOURNAL)
        assert not heal(tmp_path)
        (tmp_path / ".separatum" / JOURNAL).unlink()


def test_who_inspects_the_folder_heals_it(run: Run, tmp_path: Path) -> None:
    half_published(tmp_path)
    ended = run("inspect", tmp_path / "quay.epub")
    assert "an export was stopped while it published" in ended.err
    assert (tmp_path / "quay.epub").read_bytes() == b"old"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_no_bug_wherever_it_is_met(number: int) -> None:
    error = RuntimeError("a library failed")
    error.__cause__ = OSError(number, os.strerror(number))
    found = no_room(error)
    assert isinstance(found, FileError)
    assert no_room(ValueError()) is None


def test_variables_that_would_change_the_layout_go(monkeypatch: pytest.MonkeyPatch) -> None:
    names = (
        "HB_SHAPER_LIST",
        "PANGO_LANGUAGE",
        "FONTCONFIG_FILE",
        "FC_DEBUG",
        "FREETYPE_PROPERTIES",
        "SOURCE_DATE_EPOCH",
    )
    for name in names:
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("HOME_HB_", "kept")
    settle()
    assert not [name for name in names if name in os.environ]
    assert os.environ["HOME_HB_"] == "kept"


def test_the_command_works_where_python_leaves_out_docstrings() -> None:
    command = [sys.executable, "-OO", "-m", "separatum", "explain", "PARITY-PDF"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0
    assert "structure tree" in ended.stdout
