"""A full disk, a folder that may not be written, a source that changes, two exports at once: no loss, a clear word."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from separatum.checks.validators import JavaValidators
from separatum.model.errors import Exit
from tests.trust.conftest import ARTICLE, write_article
from tests.trust.warm import staying


def published(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def export(source: Path, out: Path, *more: str) -> tuple[int, str]:
    """Export in a process of its own, without an output."""
    environment = {**os.environ, "SEPARATUM_NO_CACHE": "1"}
    command = [sys.executable, "-m", "separatum", "export", str(source), "--out", str(out), *more]
    ended = subprocess.run(command, env=environment, capture_output=True, check=False)
    return ended.returncode, ended.stderr.decode()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB: room for the editions once, and not twice."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root can make a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_is_full_is_named_and_what_was_published_stays(small_disk: Path, tmp_path: Path) -> None:
    source = write_article(tmp_path)
    assert export(source, small_disk / "dist", "--to", "pdf")[0] == Exit.OK
    before = published(small_disk / "dist")
    (small_disk / "filler").write_bytes(bytes(400_000 - sum(map(len, before.values())) - 30_000))
    write_article(tmp_path, text=ARTICLE.replace("empty", "crowded"))
    code, said = export(source, small_disk / "dist")
    assert (code, "the disk is full" in said) == (Exit.FILE, True)
    assert "make room and try again; files published before are unchanged" in said
    assert published(small_disk / "dist") == before


def test_a_source_that_is_replaced_meanwhile_is_published_as_one_of_the_two(
    validators: JavaValidators, tmp_path: Path
) -> None:
    """What is read once is what is validated and published: never half of each."""
    from separatum.exports.pipeline import Step, Verb
    from separatum.exports.pipeline import export as export_here

    source = write_article(tmp_path, text=ARTICLE.replace("empty", "crowded"))

    def replace_it(step: Step) -> None:
        if step.verb is Verb.COMPOSE:
            write_article(tmp_path, text="---\nnot an article any more")

    with staying(validators):
        undisturbed = export_here(source, out=tmp_path / "one")
        report = export_here(write_article(tmp_path / "again", text=source.read_text()), out=tmp_path / "two")
        assert [one.sha256 for one in undisturbed.editions] == [one.sha256 for one in report.editions]
        disturbed = export_here(source, out=tmp_path / "three", on_step=replace_it)
    assert disturbed.exit_code is Exit.OK
    assert published(tmp_path / "three") == published(tmp_path / "one")


def test_two_exports_of_one_article_at_once_both_succeed(tmp_path: Path) -> None:
    source = write_article(tmp_path)
    command = [sys.executable, "-m", "separatum", "export", str(source), "--out", str(tmp_path / "dist")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate()[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert sorted(published(tmp_path / "dist")) == ["SHA256SUMS", "quay.epub", "quay.pdf", "quay.report.json"]
    check = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "dist", capture_output=True, check=False)
    assert check.returncode == 0


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    """Another file system, with room enough."""
    disk = tmp_path / "other disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "none", str(disk)], capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


EDITIONS = ["SHA256SUMS", "quay.epub", "quay.pdf", "quay.report.json"]


def test_a_folder_on_another_disk_that_a_link_leads_to_gets_the_editions(other_disk: Path, tmp_path: Path) -> None:
    (other_disk / "shelf").mkdir()
    (tmp_path / "dist").symlink_to(other_disk / "shelf")
    code, said = export(write_article(tmp_path), tmp_path / "dist")
    assert code == Exit.OK, said
    assert (tmp_path / "dist").is_symlink()
    assert sorted(published(other_disk / "shelf")) == EDITIONS
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dist", "other disk", "quay.md"]


def test_a_disk_that_is_read_only_is_named_and_nothing_on_it_changes(other_disk: Path, tmp_path: Path) -> None:
    source = write_article(tmp_path)
    assert export(source, other_disk / "dist", "--to", "epub")[0] == Exit.OK
    before = published(other_disk / "dist")
    write_article(tmp_path, text=ARTICLE.replace("empty", "crowded"))
    subprocess.run(["mount", "-o", "remount,ro", str(other_disk)], check=True)
    code, said = export(source, other_disk / "dist", "--to", "epub")
    assert (code, "the disk is read-only" in said, "choose another folder" in said) == (Exit.FILE, True, True)
    assert published(other_disk / "dist") == before


def test_a_link_that_leads_nowhere_is_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "dist").symlink_to(tmp_path / "nowhere")
    code, said = export(write_article(tmp_path), tmp_path / "dist", "--to", "epub")
    assert code == Exit.FILE
    assert "Traceback" not in said
    assert "inside Separatum" not in said
    assert not (tmp_path / "nowhere").exists()


def test_what_others_keep_in_the_output_folder_stays_as_it_is(tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    (dist / "deep").mkdir(parents=True)
    (dist / "deep" / "quay.epub").write_bytes(b"mine")
    (dist / ".hidden").write_bytes(b"mine")
    (dist / "quay.txt").write_bytes(b"mine")
    (dist / "link").symlink_to("/etc/hostname")
    (dist / "SHA256SUMS").write_text(f"{'0' * 64}  quay.txt\n")
    (dist / "quay.txt").chmod(0o400)
    code, said = export(write_article(tmp_path), dist, "--to", "epub")
    assert code == Exit.OK, said
    assert {path.name for path in dist.iterdir()} == {
        "SHA256SUMS", "quay.epub", "quay.report.json", "deep", ".hidden", "quay.txt", "link",
    }  # fmt: skip
    assert [path.read_bytes() for path in (dist / "deep/quay.epub", dist / ".hidden", dist / "quay.txt")] == [
        b"mine"
    ] * 3
    assert (dist / "link").readlink() == Path("/etc/hostname")
    assert f"{'0' * 64}  quay.txt" in (dist / "SHA256SUMS").read_text(), "a line for a file that is not ours"
