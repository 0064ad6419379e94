"""Publishing: all of an article, or nothing, whatever happens."""

import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from separatum.model.errors import FileError
from separatum.publish.checksums import SUMS
from separatum.publish.output_folder import WORK, output_folder
from tests.command import faults
from tests.command.faults import NEW, OLD, at_change, contents, fill, publish_new, published


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    fill(tmp_path / "dist")
    return tmp_path / "dist"


@pytest.fixture
def after(tmp_path: Path) -> dict[str, str]:
    fill(tmp_path / "after")
    publish_new(tmp_path / "after")
    return contents(tmp_path / "after")


def failing_with(number: int) -> Callable[[], None]:
    def fail() -> None:
        raise OSError(number, os.strerror(number))

    return fail


def interrupting() -> None:
    raise KeyboardInterrupt


def sums(files: dict[str, bytes]) -> str:
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def test_everything_arrives_together_and_nothing_else_is_touched(dist: Path) -> None:
    publish_new(dist)
    everything = {name: content for name, content in {**OLD, **NEW}.items() if name != "notes.txt"}
    assert contents(dist) == {
        **{name: content.decode() for name, content in everything.items()},
        "notes.txt": "mine",
        SUMS: sums(everything),
    }


def test_nothing_is_left_of_a_run_that_publishes_nothing(dist: Path) -> None:
    before = contents(dist)
    with output_folder(dist) as folder:
        folder.stage("port.epub", b"not good enough")
        folder.discard(["port.epub"])
    assert contents(dist) == before


def test_folders_that_were_made_for_nothing_are_removed(tmp_path: Path) -> None:
    with output_folder(tmp_path / "a" / "b") as folder:
        folder.stage("port.epub", b"not good enough")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def no_hard_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("no_hard_links")
def test_a_disk_without_hard_links_loses_nothing_either(dist: Path, after: dict[str, str]) -> None:
    test_an_error_at_any_step_leaves_the_folder_as_it_was(dist, after, errno.EIO)


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ENOSPC])
def test_an_error_at_any_step_leaves_the_folder_as_it_was(dist: Path, after: dict[str, str], number: int) -> None:
    before = contents(dist)
    for step in count():
        with at_change(step, failing_with(number)) as changes:
            try:
                publish_new(dist)
                outcome = after
            except FileError:
                outcome = before
        assert published(dist) == outcome
        with output_folder(dist):
            pass
        assert contents(dist) == outcome
        if changes[0] <= step:
            break
        shutil.rmtree(dist)
        fill(dist)
    assert step > 15


def test_a_disk_that_fills_up_at_any_step_leaves_the_folder_as_it_was(dist: Path, after: dict[str, str]) -> None:
    """Writing fails from then on; renaming and removing still work, as they do on a full disk."""
    before = contents(dist)
    for step in count():
        with at_change(step, failing_with(errno.ENOSPC)) as changes, pytest.MonkeyPatch.context() as patch:
            patch.setattr(faults, "CHANGES", {"os.mkdir", "os.link"})
            try:
                publish_new(dist)
                outcome = after
            except FileError as error:
                assert "the disk is full" in error.message  # noqa: PT017
                outcome = before
        assert contents(dist) == outcome
        if changes[0] <= step:
            break
        shutil.rmtree(dist)
        fill(dist)
    assert step > 5


def test_an_interrupt_at_any_step_leaves_all_old_or_all_new(dist: Path, after: dict[str, str]) -> None:
    before = contents(dist)
    for step in count():
        with at_change(step, interrupting) as changes:
            try:
                publish_new(dist)
            except KeyboardInterrupt:
                assert published(dist) in (before, after)
        with output_folder(dist):
            pass
        assert contents(dist) in (before, after)
        if changes[0] <= step:
            break
        shutil.rmtree(dist)
        fill(dist)
    assert step > 15


def test_an_interrupt_during_the_renaming_waits_until_it_is_done(dist: Path, after: dict[str, str]) -> None:
    with output_folder(dist) as folder:
        for name, content in NEW.items():
            folder.stage(name, content)
        with at_change(3, lambda: signal.raise_signal(signal.SIGINT)), pytest.raises(KeyboardInterrupt):
            folder.publish(list(NEW))
    assert contents(dist) == after


def test_a_run_killed_at_any_step_is_undone_by_the_next(tmp_path: Path, dist: Path, after: dict[str, str]) -> None:
    before = contents(dist)
    program = [sys.executable, faults.__file__, str(tmp_path / "killed")]
    (tmp_path / "killed").mkdir()
    said = subprocess.run(program, check=True, capture_output=True, text=True).stdout
    deaths = [json.loads(line) for line in said.splitlines()]
    assert len(deaths) > 15
    for death in deaths:
        assert all(text in (before.get(name), after.get(name)) for name, text in death["seen"].items())
        assert before.keys() <= death["seen"].keys()
        assert death["after"] in (before, after)
    assert not deaths[-1]["killed"]
    assert deaths[-1]["after"] == after


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = (
        shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], check=False, capture_output=True
        ).returncode
    )
    if not mounted:
        pytest.skip("only root can make a small disk")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_truly_full_disk_is_named_and_loses_nothing(tiny_disk: Path) -> None:
    fill(tiny_disk / "dist")
    before = contents(tiny_disk)
    with pytest.raises(FileError, match="the disk is full") as error, output_folder(tiny_disk / "dist") as folder:
        folder.stage("port.epub", b"x" * 200_000)
    assert error.value.remedy == "make room and try again; files published before are unchanged"
    assert contents(tiny_disk) == before


def test_a_second_export_to_the_same_folder_gets_a_clear_word(dist: Path) -> None:
    with (
        output_folder(dist),
        pytest.raises(FileError, match="another export is writing to"),
        output_folder(dist, patience=0),
    ):
        pass  # pragma: no cover


def test_a_second_export_to_the_same_folder_waits_for_the_first(dist: Path) -> None:
    with ExitStack() as first:
        first.enter_context(output_folder(dist))
        with output_folder(dist, on_wait=first.close) as folder:
            folder.stage("port.epub", b"second")
            folder.publish(["port.epub"])
    assert published(dist)["port.epub"] == "second"


def test_files_have_the_rights_that_the_umask_gives(dist: Path) -> None:
    usual = os.umask(0o027)
    try:
        publish_new(dist)
    finally:
        os.umask(usual)
    assert {(dist / name).stat().st_mode & 0o777 for name in (*NEW, SUMS)} == {0o640}


def test_a_folder_in_the_place_of_an_edition_is_named(dist: Path) -> None:
    (dist / "port.report.json").mkdir()
    before = contents(dist)
    with pytest.raises(FileError, match="there is a folder of that name"):
        publish_new(dist)
    assert contents(dist) == before


def test_a_link_in_the_place_of_an_edition_is_replaced_and_what_it_leads_to_is_not(dist: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (dist / "port.report.json").symlink_to(tmp_path / "mine")
    publish_new(dist)
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert not (dist / "port.report.json").is_symlink()


def test_a_work_folder_that_leads_elsewhere_is_not_cleared(dist: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_bytes(b"mine")
    (dist / WORK).symlink_to(tmp_path / "mine")
    with pytest.raises(FileError, match="cannot write to"):
        publish_new(dist)
    assert (tmp_path / "mine" / "letter").exists()


@pytest.mark.parametrize("journal", [b"{", b"[]", b'{"../mine": false}'])
def test_a_journal_that_cannot_be_understood_is_named_and_nothing_is_done(dist: Path, journal: bytes) -> None:
    (dist.parent / "mine").write_bytes(b"mine")
    (dist / WORK).mkdir()
    (dist / WORK / "journal.json").write_bytes(journal)
    before = published(dist)
    with pytest.raises(FileError, match="cannot be understood"):
        publish_new(dist)
    assert published(dist) == before
    assert (dist.parent / "mine").exists()


def test_an_output_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "dist").write_bytes(b"")
    with pytest.raises(FileError, match="there is a file of that name, not a folder"), output_folder(tmp_path / "dist"):
        pass  # pragma: no cover


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone who may not write")
def test_an_output_folder_that_may_not_be_written_is_named(dist: Path) -> None:
    before = contents(dist)
    for folder in (dist, *dist.parents[:3]):
        folder.chmod(0o755)
    os.seteuid(65534)
    try:
        with pytest.raises(FileError, match="permission denied") as error:
            publish_new(dist)
    finally:
        os.seteuid(0)
    assert error.value.remedy == "see who owns it with “ls -ld”, or choose another"
    assert contents(dist) == before


def test_sums_keep_other_files_and_drop_those_that_are_gone(dist: Path) -> None:
    (dist / "other.pdf").unlink()
    publish_new(dist)
    assert [line.split("  ")[1] for line in (dist / SUMS).read_text().splitlines()] == sorted(NEW)


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="GNU Coreutils are not here")
@pytest.mark.parametrize("odd", ["two\nlines", "back\\slash", "ключ", " space ", "-rf", "%41"])
def test_the_sums_program_accepts_the_file_and_lines_for_odd_names_survive(dist: Path, odd: str) -> None:
    (dist / odd).write_bytes(b"odd")
    line = subprocess.run(["sha256sum", "--", odd], cwd=dist, check=True, capture_output=True).stdout
    with (dist / SUMS).open("ab") as file:
        file.write(line)
    publish_new(dist)
    assert line in (dist / SUMS).read_bytes()
    subprocess.run(["sha256sum", "--check", "--strict", SUMS], cwd=dist, check=True, capture_output=True)


def test_the_sums_are_of_what_was_checked(dist: Path) -> None:
    checked = hashlib.sha256(b"as it was checked").hexdigest()
    with output_folder(dist) as folder:
        folder.stage("port.epub", b"put there afterwards")
        folder.stage("port.pdf", b"another")
        folder.publish(["port.epub", "port.pdf"], {"port.epub": checked})
    lines = (dist / SUMS).read_text().splitlines()
    assert f"{checked}  port.epub" in lines
    assert f"{hashlib.sha256(b'another').hexdigest()}  port.pdf" in lines
