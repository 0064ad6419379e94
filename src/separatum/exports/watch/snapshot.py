"""See how articles stand, and all that decides their editions: which files there are, their size and time.

Two looks that are equal mean that nothing was saved between them. Files are not read, but for an article's first line.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from separatum.model.errors import ArticleError, SeparatumError
from separatum.source.discovery import find_articles
from separatum.source.language_versions import language_editions

Standing = Mapping[Path, tuple[int, int, int] | None]
"""Of each file its number, its size in bytes, and the time of its last change in nanoseconds; None: there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How everything stood at one moment."""

    common: Standing = field(default_factory=dict)
    """What decides the editions of every article: the style, and what the options name."""
    articles: Mapping[Path, Standing] = field(default_factory=dict)
    """Each article: how it stands, its editions in other languages, and what it shows."""
    left_out: tuple[Path, ...] = ()
    """Markdown files in the folders that have no front matter."""
    gone: tuple[Path, ...] = ()
    """Paths that were asked for and are not there now."""
    complaint: str = ""
    """Why the articles are those of the look before, and cannot be exported."""
    error: SeparatumError | None = field(default=None, compare=False)
    """The same, whole."""


def look(paths: Sequence[Path], common: Sequence[Path], looked_up: Mapping[Path, Iterable[Path]], before: Look) -> Look:
    """Look at everything.

    Args:
        paths: the files and folders that were asked for.
        common: files and folders that decide the editions of every article.
        looked_up: what each article looked for when it was read last.
        before: the look before this one.
    """
    gone = tuple(path for path in paths if not path.exists())
    there = [path for path in paths if path not in gone]
    standing = standing_of(file for path in common for file in (path, *files_below(path)) if not file.is_dir())
    try:
        found = find_articles(there)
    except SeparatumError as error:
        findings = error.findings if isinstance(error, ArticleError) else ()
        complaint = f"{error} {findings}"
        return Look(common=standing, articles=before.articles, gone=gone, complaint=complaint, error=error)
    articles = {file: standing_of(inputs(file, looked_up.get(file, ()))) for file in found.files}
    return Look(common=standing, articles=articles, left_out=found.left_out, gone=gone)


def inputs(file: Path, looked_up: Iterable[Path]) -> tuple[Path, ...]:
    """The files that decide an article's editions, there or not."""
    try:
        editions = language_editions(file)
    except OSError:  # the folder went, just now
        editions = ()
    return tuple(dict.fromkeys((file, *editions, *looked_up)))


def standing_of(files: Iterable[Path]) -> Standing:
    """How some files stand."""
    return {file: _stamp(file) for file in files}


def files_below(folder: Path) -> tuple[Path, ...]:
    """All in a folder and in those below it; nothing, of a file."""
    return tuple(sorted(Path(at, name) for at, *names in os.walk(folder) for name in (*names[0], *names[1])))


def _stamp(file: Path) -> tuple[int, int, int] | None:
    try:
        found = os.stat(file)  # noqa: PTH116 - of every file, at every look
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
