"""Each error that ends a run has an exit code, a message and a remedy.

Only “cannot go on” is an exception; what is wrong with a document is a finding.
The API raises these; the command line alone turns them into words and an exit code.
"""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from separatum.model.findings import Finding


class Exit(IntEnum):
    """The exit codes of the command line."""

    OK = 0
    BUG = 1
    USAGE = 2
    ARTICLE = 3
    CHECK = 4
    MISSING = 5
    FILE = 6
    INTERRUPTED = 130

    @property
    def meaning(self) -> str:
        """What it says, in a few words."""
        return _MEANINGS[self]


_MEANINGS = {
    Exit.OK: "everything published; or, after other commands, no errors found",
    Exit.BUG: "a bug in Separatum; or, after “doctor”, nothing can be exported on this machine",
    Exit.USAGE: "wrong usage, or an error in the style",
    Exit.ARTICLE: "an error in the article",
    Exit.CHECK: "a check failed, the article was not published; or, after “inspect”, a file identifies somebody",
    Exit.MISSING: "a needed program or library is missing",
    Exit.FILE: "a file cannot be read or written",
    Exit.INTERRUPTED: "interrupted",
}


class SeparatumError(Exception):
    """The run cannot go on.

    Args:
        message: what is wrong and where, in one sentence without a full stop.
        remedy: what to do, in one sentence without a full stop.
    """

    exit_code: Exit = Exit.BUG

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class UsageError(SeparatumError):
    """The command was called wrongly."""

    exit_code = Exit.USAGE


class ArticleError(SeparatumError):
    """The article is at fault; `findings` names every fault."""

    exit_code = Exit.ARTICLE

    def __init__(self, message: str, findings: "tuple[Finding, ...]") -> None:
        super().__init__(message)
        self.findings = findings


class StyleError(SeparatumError):
    """The style is at fault: a template, a sheet or a font is missing or broken."""

    exit_code = Exit.USAGE


class MissingError(SeparatumError):
    """A program or library that the work needs is missing, or does not answer."""

    exit_code = Exit.MISSING


class LimitError(MissingError):
    """A file takes more time or memory than a program that reads it may have, or ends that program."""


class FileError(SeparatumError):
    """A file cannot be read or written."""

    exit_code = Exit.FILE


@contextmanager
def file_errors(path: Path, doing: str) -> Iterator[None]:
    """Turn the system's errors about files into words.

    Args:
        path: the file or folder that it is about.
        doing: what was tried, to stand between “cannot” and the path: “read”, “write to”.

    Raises:
        FileError: instead of each `OSError`.
    """
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise FileError(f"cannot {doing} “{path}”: {_reason(error)}", _REMEDIES.get(error.errno)) from error


def no_room(error: BaseException) -> "FileError | None":
    """The error to report if an exception, or what it came from, says that the disk is full; else None."""
    seen: BaseException | None = error
    for _ in range(10):
        if isinstance(seen, FileNotFoundError) and "usable temporary directory" in str(
            seen
        ):  # `tempfile` tried to write
            return FileError("cannot write temporary files: no folder for them has room", _NO_ROOM)
        if isinstance(seen, OSError) and seen.errno in _FULL:
            return FileError(f"cannot write temporary files: {_reason(seen)}", _REMEDIES[seen.errno])
        if seen is None:
            return None
        seen = seen.__cause__ or seen.__context__
    return None


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, (error.strerror or "unknown reason").lower())


_REASONS = {
    errno.EACCES: "permission denied",
    errno.EDQUOT: "your disk quota is used up",
    errno.EISDIR: "there is a folder of that name",
    errno.ENOENT: "there is no such file or folder",
    errno.EFBIG: "the file would be larger than this process may write",
    errno.ENOSPC: "the disk is full",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EEXIST: "there is a file of that name, not a folder",
    errno.EROFS: "the disk is read-only",
}

_NO_ROOM = "make room and try again; files published before are unchanged"

_REMEDIES = {
    errno.EACCES: "see who owns it with “ls -ld”, or choose another",
    errno.EPERM: "see who owns it with “ls -ld”, or choose another",
    errno.EDQUOT: _NO_ROOM,
    errno.EEXIST: "choose another folder, or move the file away",
    errno.EISDIR: "move the folder away, or choose another place",
    errno.ENOENT: "check the spelling, and the folder that you are in",
    errno.EFBIG: "raise the limit of the size of files (“ulimit -f”), then try again",
    errno.ENOSPC: _NO_ROOM,
    errno.ENOTDIR: "choose another folder",
    errno.EROFS: "choose another folder",
}


def require_all_there(paths: Sequence[Path]) -> None:
    """Name every path that leads nowhere.

    Raises:
        FileError: there is at least one.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        names = ", ".join(f"“{path}”" for path in missing)
        raise FileError(f"there is no {names}", "check the spelling, and the folder that you are in")


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
