"""A folder for what libraries must write down while they work; a killed run's is removed by the next run."""

import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from separatum.system.locks import lock_folder

PREFIX = "separatum-scratch-"
VALIDATORS_PREFIX = "separatum-validators-"
"""Of the folders of the validators' processes."""
_turn = threading.RLock()


@cache
def scratch_folder() -> Path:
    """The folder of this process, among the system's temporary files; it goes when the process ends.

    It is locked as long as the process lives, however that ends: so the next one knows which are abandoned.
    """
    import atexit

    folder = new_folder(PREFIX)
    owner = os.getpid()

    def clear() -> None:
        if os.getpid() == owner:  # a forked process has our folder, but it is not its own
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(clear)
    return folder


def new_folder(prefix: str) -> Path:
    """Make a folder that only this user can enter, and lock it until this process ends.

    Its name is chosen here, by chance, and it must not exist before (mkdtemp(3)): so no other user of the machine can
    make it first and read, or change, what is written into it.

    Args:
        prefix: one of this module's, so that `clear_abandoned` finds it.
    """
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix))
        try:
            lock_folder(folder)
        except OSError:  # another process took it for abandoned, in the moment before it was locked
            shutil.rmtree(folder, ignore_errors=True)
            if not Path(tempfile.gettempdir()).is_dir():
                raise
        else:
            return folder


def clear_abandoned() -> None:
    """Remove the folders of our processes that were killed; those of others' users, and of the living, stay."""
    with contextlib.suppress(OSError):
        place = Path(tempfile.gettempdir())
        for folder in (*place.glob(f"{PREFIX}*"), *place.glob(f"{VALIDATORS_PREFIX}*")):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            _remove_if_abandoned(folder)


def _remove_if_abandoned(folder: Path) -> None:
    """Remove a folder that nobody holds.

    It is held meanwhile, also where it has no lock yet: its owner may live, and be about to take it.
    """
    with contextlib.suppress(OSError):  # somebody lives in it
        lock = lock_folder(folder)
        try:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)


@contextlib.contextmanager
def temporary_files_inside() -> Iterator[None]:
    """Let libraries that ask for temporary files have them in our folder."""
    with _turn:
        before, tempfile.tempdir = tempfile.tempdir, str(scratch_folder())
        try:
            yield
        finally:
            tempfile.tempdir = before
