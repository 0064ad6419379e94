"""A folder for what libraries must write down while they work; a killed run's is removed by the next run."""

import contextlib
import errno
import fcntl
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PREFIX = "separatum-scratch-"
VALIDATORS_PREFIX = "separatum-validators-"
"""Of the folders of the validators' processes."""
_LOCK = "lock"
_turn = threading.RLock()


@cache
def scratch_folder() -> Path:
    """The folder of this process, among the system's temporary files; it goes when the process ends.

    It is locked as long as the process lives, however that ends: so the next one knows which are abandoned.
    """
    import atexit

    folder = _made_and_locked()
    owner = os.getpid()

    def clear() -> None:
        if os.getpid() == owner:  # a forked process has our folder, but it is not its own
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(clear)
    return folder


def _made_and_locked() -> Path:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        try:
            lock_for_life(folder)
        except OSError:  # another process took it for abandoned, in the moment before it was locked
            shutil.rmtree(folder, ignore_errors=True)
            if not Path(tempfile.gettempdir()).is_dir():
                raise
        else:
            return folder


def lock_for_life(folder: Path) -> None:
    """Lock a folder of this process, until it ends in whatever way.

    Raises:
        OSError: it is gone: another process took it for abandoned, in the moment before it was locked.
    """
    lock = _locked(folder)
    try:
        if not os.path.samestat(os.fstat(lock), (folder / _LOCK).stat()):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fspath(folder))
    except OSError:
        os.close(lock)
        raise


def _locked(folder: Path) -> int:
    """Take the lock of a folder, made where there is none; its file descriptor.

    Raises:
        OSError: the folder is gone, or somebody holds it.
    """
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return lock


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
        lock = _locked(folder)
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
