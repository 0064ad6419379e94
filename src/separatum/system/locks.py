"""The one lock: a file that a process holds as long as it lives, however it ends (flock(2))."""

import errno
import fcntl
import os
from pathlib import Path

LOCK = "lock"
"""The name of the file in a folder that is locked."""


def lock_folder(folder: Path, *, mode: int = 0o600) -> int:
    """Lock a folder, and return the descriptor of its lock file; closing it, or the end of the process, unlocks it.

    Args:
        folder: it must exist; the lock file is made in it.
        mode: of the lock file.

    Raises:
        BlockingIOError: another process holds it.
        FileNotFoundError: the folder is gone, or was removed and made again between two steps.
        OSError: the lock file cannot be made.
    """
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _require_there(lock, folder)
    except BaseException:
        os.close(lock)
        raise
    return lock


def _require_there(lock: int, folder: Path) -> None:
    """Another process may have removed the file after it was opened; then nobody else sees this lock."""
    if not os.path.samestat(os.fstat(lock), (folder / LOCK).stat()):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fspath(folder))
