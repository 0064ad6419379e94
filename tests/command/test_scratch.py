"""A folder for temporary files is never taken for abandoned while its process lives, also before it is locked."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from separatum.system import tempdirs
from separatum.system.locks import lock_folder


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def made(place: Path) -> Path:
    folder = place / f"{tempdirs.PREFIX}a"
    folder.mkdir()
    return folder


def test_a_folder_without_a_lock_is_held_while_it_is_removed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, remove, refused = made(place), shutil.rmtree, []

    def remove_while_its_owner_comes(there: Path, *, ignore_errors: bool) -> None:
        with pytest.raises(OSError) as caught:  # noqa: PT011 - whatever the system says
            lock_folder(there)
        refused.append(caught.value)
        remove(there, ignore_errors=ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", remove_while_its_owner_comes)
    tempdirs.clear_abandoned()
    assert len(refused) == 1
    assert not folder.exists()


def test_a_lock_that_was_removed_before_it_was_taken_is_none(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, take = made(place), fcntl.flock

    def take_too_late(lock: int, how: int) -> None:
        shutil.rmtree(folder)
        take(lock, how)

    monkeypatch.setattr(fcntl, "flock", take_too_late)
    with pytest.raises(FileNotFoundError):
        lock_folder(folder)


def test_the_folders_of_the_living_stay_and_those_of_the_dead_go(place: Path) -> None:
    told = (
        "import sys, tempfile; tempfile.tempdir = sys.argv[1]\n"
        "from separatum.system.tempdirs import scratch_folder\n"
        "print(scratch_folder(), flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", told, os.fspath(place)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as living:
        assert living.stdout is not None
        folder = Path(living.stdout.readline().strip())
        tempdirs.clear_abandoned()
        assert folder.is_dir()
        living.kill()
        living.wait()
        tempdirs.clear_abandoned()
        assert not folder.exists()
