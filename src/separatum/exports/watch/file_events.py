"""Wait until a file in one of some folders changes.

This module only wakes its caller; the caller finds out what changed. Systems report one save in many different ways,
and some saves not at all.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from separatum.model.errors import FileError

_QUIET = 20
"""Milliseconds without a further change after which a save is complete."""
_LONGEST_BURST = 400
"""Milliseconds after which changes are reported even if more of them come."""

Folders = Mapping[str, tuple[int, int]]
"""Absolute paths, each with the device and the inode of its folder."""


class FileEvents:
    """The changes in some folders, without the folders below them.

    Args:
        quiet: milliseconds without a further change after which a save is complete.
    """

    def __init__(self, quiet: int = _QUIET) -> None:
        self._quiet = quiet
        self._folders: Folders = {}
        self._changes: Iterator[bool] = iter(())

    def wait(self, folders: Iterable[Path], is_late: Callable[[], bool]) -> None:
        """Return when something has changed since the last call, or since now if the folders are different.

        Args:
            folders: where to listen; a missing folder is replaced by the nearest existing one above it.
            is_late: whether something changed before listening began; called once, when it has begun.

        Raises:
            FileError: the system cannot watch so many folders.
        """
        wanted = _existing(folders)
        if wanted != self._folders:
            self._folders, self._changes = wanted, _changes(wanted, self._quiet, is_late)
        if not next(self._changes, False):
            self._folders = {}  # a folder was deleted; what has its name now is another one


def _existing(folders: Iterable[Path]) -> Folders:
    found = {}
    for folder in folders:
        for place in (folder.absolute(), *folder.absolute().parents):
            with suppress(OSError):
                if place.is_dir():
                    stat = place.stat()
                    found[os.fspath(place)] = (stat.st_dev, stat.st_ino)
                    break
    return found


def _changes(folders: Folders, quiet: int, is_late: Callable[[], bool]) -> Iterator[bool]:
    """At each change, whether all folders still exist."""
    from watchfiles import Change, watch

    try:
        for changes in watch(
            *folders,
            watch_filter=None,
            recursive=False,
            step=quiet,
            debounce=_LONGEST_BURST,
            rust_timeout=0,
            stop_event=_Once(is_late),
        ):
            yield not any(kind is Change.deleted and path in folders for kind, path in changes)
    except FileNotFoundError:
        return  # deleted a moment ago
    except OSError as error:
        remedy = "watch fewer folders, or raise the limits fs.inotify.max_user_instances and …_watches (Linux)"
        raise FileError(f"the system cannot watch these folders: {error}", remedy) from error


class _Once:
    """A stop event that asks its question the first time, when listening has begun, and stops if the answer is yes."""

    def __init__(self, question: Callable[[], bool]) -> None:
        self._question: Callable[[], bool] | None = question

    def is_set(self) -> bool:
        question, self._question = self._question, None
        return question is not None and question()
