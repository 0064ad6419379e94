"""Wait until something was saved in one of some folders.

It only wakes. What was saved, and whether it matters, is for whoever waits to see: systems tell of one save in many
ways, and not of every one.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from separatum.model.errors import FileError

_QUIET = 20
"""Milliseconds without a further change after which the changes before are one save."""
_LONGEST_BURST = 400
"""Milliseconds after which changes are told though more of them come."""

Folders = Mapping[str, tuple[int, int]]
"""Absolute paths, and which folder each led to: its device and its number there."""


class Saves:
    """The changes in some folders, not in those below them."""

    def __init__(self) -> None:
        self._folders: Folders = {}
        self._changes: Iterator[bool] = iter(())

    def wait(self, folders: Iterable[Path], is_late: Callable[[], bool]) -> None:
        """Return when something has changed since the last call, or since now if the folders are others than then.

        Args:
            folders: where to listen; for one that is not there, the nearest above it that is.
            is_late: whether something was saved before the folders are heard; asked once, when they are.

        Raises:
            FileError: the system can listen to no more folders.
        """
        wanted = _there(folders)
        if wanted != self._folders:
            self._folders, self._changes = wanted, _changes(wanted, is_late)
        if not next(self._changes, False):
            self._folders = {}  # one of them is gone, and what has its name now is another


def _there(folders: Iterable[Path]) -> Folders:
    found = {}
    for folder in folders:
        for place in (folder.absolute(), *folder.absolute().parents):
            with suppress(OSError):
                if place.is_dir():
                    stat = place.stat()
                    found[os.fspath(place)] = (stat.st_dev, stat.st_ino)
                    break
    return found


def _changes(folders: Folders, is_late: Callable[[], bool]) -> Iterator[bool]:
    """At each change, whether the folders can still be heard."""
    from watchfiles import Change, watch

    try:
        for changes in watch(
            *folders,
            watch_filter=None,
            recursive=False,
            step=_QUIET,
            debounce=_LONGEST_BURST,
            rust_timeout=0,
            stop_event=_Once(is_late),
        ):
            yield not any(kind is Change.deleted and path in folders for kind, path in changes)
    except FileNotFoundError:
        return  # gone, just now
    except OSError as error:
        remedy = (
            "name fewer folders, or let the system watch more: on Linux, fs.inotify.max_user_instances and …_watches"
        )
        raise FileError(f"the system cannot tell when files change: {error}", remedy) from error


class _Once:
    """Asks its question when the folders are heard for the first time, and ends the waiting if the answer is yes."""

    def __init__(self, question: Callable[[], bool]) -> None:
        self._question: Callable[[], bool] | None = question

    def is_set(self) -> bool:
        question, self._question = self._question, None
        return question is not None and question()
