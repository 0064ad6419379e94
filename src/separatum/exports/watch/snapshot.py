"""Take a snapshot of all files that decide the editions: which exist, their size and their time.

Two equal snapshots mean that nothing was saved between them. Files are not read, except an article's first line.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from separatum.exports.articles import articles_of
from separatum.model.errors import ArticleError, SeparatumError
from separatum.model.settings import NOTHING_GIVEN, Given
from separatum.source.discovery import Articles
from separatum.source.language_versions import language_editions

FileStates = Mapping[Path, tuple[int, int, int] | None]
"""For each file its inode, its size in bytes and its time of modification in nanoseconds; None if it is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The state of all files at one moment."""

    common: FileStates = field(default_factory=dict)
    """What decides the editions of every article: the style, and the files that options name."""
    articles: Mapping[Path, FileStates] = field(default_factory=dict)
    """For each article: its file, its translations, and what it shows."""
    found: Articles = field(default_factory=lambda: Articles(files=()))
    """The articles with their names, and what was passed over."""
    gone: tuple[Path, ...] = ()
    """Paths of the command line that do not exist now."""
    complaint: str = ""
    """Why articles cannot be exported now; `articles` is then the same as in the snapshot before."""
    error: SeparatumError | None = field(default=None, compare=False)
    """The error behind the complaint."""


def take_snapshot(
    paths: Sequence[Path],
    common: Sequence[Path],
    used: Mapping[Path, Iterable[Path]],
    before: Snapshot,
    given: Given = NOTHING_GIVEN,
) -> Snapshot:
    """Take a snapshot.

    Args:
        paths: the files and folders of the command line.
        common: files and folders that decide the editions of every article.
        used: the files that each article looked for when it was last read.
        before: the snapshot before this one.
        given: what the command line says for all articles.
    """
    gone = tuple(path for path in paths if not path.exists())
    existing = [path for path in paths if path not in gone]
    states = file_states(file for path in common for file in (path, *files_below(path)) if not file.is_dir())
    try:
        found = articles_of(existing, given)
    except SeparatumError as error:
        findings = error.findings if isinstance(error, ArticleError) else ()
        complaint = f"{error} {findings}"
        return Snapshot(common=states, articles=before.articles, gone=gone, complaint=complaint, error=error)
    articles = {file: file_states(inputs(file, used.get(file, ()))) for file in found.files}
    return Snapshot(common=states, articles=articles, found=found, gone=gone)


def inputs(file: Path, used: Iterable[Path]) -> tuple[Path, ...]:
    """The files that decide an article's editions, existing or not."""
    try:
        editions = language_editions(file)
    except OSError:  # the folder was deleted a moment ago
        editions = ()
    return tuple(dict.fromkeys((file, *editions, *used)))


def file_states(files: Iterable[Path]) -> FileStates:
    """The state of each file."""
    return {file: _state(file) for file in files}


def files_below(folder: Path) -> tuple[Path, ...]:
    """Everything in a folder and in the folders below it; empty for a file."""
    return tuple(sorted(Path(at, name) for at, *names in os.walk(folder) for name in (*names[0], *names[1])))


def _state(file: Path) -> tuple[int, int, int] | None:
    try:
        found = os.stat(file)  # noqa: PTH116 - of every file, in every snapshot
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
