"""Move an article's files to their published places: all of them, or none.

The files that will be replaced get a second name in `old`; a journal of what is about to happen is flushed; each new
file is renamed over its place; the journal is removed, and that is the moment of publication. An error before it is
undone at once, and a killed run is undone by the next one, which finds the journal.
"""

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from separatum.model.errors import FileError

NEW = "new"
"""In a work folder: what is staged."""
JOURNAL = "journal.json"
"""In it: what is about to happen."""

_OLD = "old"


def move_all(path: Path, work: Path, names: Sequence[str], gone: Sequence[str]) -> None:
    """Rename staged files to their places; after an error everything is as it was.

    Args:
        path: the output folder.
        work: the work folder, in which the files are staged.
        names: the files.
        gone: published files that are removed with it.

    Raises:
        OSError: a file cannot be moved or removed.
    """
    replaced = _back_up(path, work, (*names, *gone))
    happens = {name: name in replaced for name in (*names, *gone)}
    write_flushed(work / "journal.new", [json.dumps(happens).encode()])
    (work / "journal.new").replace(work / JOURNAL)
    sync_folder(work)
    try:
        for name in names:
            (work / NEW / name).replace(path / name)
        for name in gone:
            (path / name).unlink()
        sync_folder(path)
        (work / JOURNAL).unlink()
    except BaseException:
        undo_half_done(path, work)
        raise
    with contextlib.suppress(OSError):  # it is published; what is left over is cleared by the next run
        sync_folder(work)
        shutil.rmtree(work / _OLD)


def undo_half_done(path: Path, work: Path) -> None:
    """Bring back what was there before a publication that did not reach its end; do nothing when there is none.

    Raises:
        FileError: the journal cannot be understood.
        OSError: a file cannot be brought back.
    """
    for name, was_there in _journal(path, work).items():
        if not was_there:
            (path / name).unlink(missing_ok=True)
        elif os.path.lexists(work / _OLD / name):  # else an undoing that was itself killed came this far
            (work / _OLD / name).replace(path / name)
    sync_folder(path)
    (work / JOURNAL).unlink(missing_ok=True)


def write_flushed(place: Path, pieces: Iterable[bytes]) -> None:
    """Write a file in pieces and flush it to the disk. Raises OSError."""
    with place.open("wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk, where the file system can."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:  # some network shares
            raise
    finally:
        os.close(descriptor)


def _back_up(path: Path, work: Path, names: Sequence[str]) -> frozenset[str]:
    """Give each file that will be replaced a second name; return which there were."""
    old = work / _OLD
    old.mkdir()
    there = frozenset(name for name in names if os.path.lexists(path / name))
    for name in sorted(there):
        if (path / name).is_dir() and not (path / name).is_symlink():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path / name))
        try:
            os.link(path / name, old / name, follow_symlinks=False)
        except OSError:  # file systems without hard links: exFAT, some network shares
            shutil.copy2(path / name, old / name, follow_symlinks=False)
    sync_folder(old)
    return there


def _journal(path: Path, work: Path) -> dict[str, bool]:
    """The names that were about to be published, and whether there were such files before; empty without a journal."""
    try:
        read = json.loads((work / JOURNAL).read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError:
        read = None
    # A name with a folder in it was not written by us: it would lead out of the output folder.
    if isinstance(read, dict) and all(Path(name).name == name for name in read):
        return read
    raise FileError(
        f"“{work / JOURNAL}”, left by an export that was cut off, cannot be understood",
        f"see whether the files in “{path}” are as they should be, then remove “{work}”",
    )
