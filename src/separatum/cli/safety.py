"""Before a command runs: nothing of the user's is overwritten, and nothing half published is read."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from separatum.cli.terminal import Console, visible
from separatum.model.errors import UsageError, file_errors
from separatum.publish.checksums import listed
from separatum.publish.output_folder import heal

_REPORT = b'"schema": "separatum-report-'
_PAGE = b'<meta name="generator" content="Separatum report">'
_BEGIN = 200
"""Bytes in which a report says that it is one."""
_EDITIONS = frozenset({".epub", ".pdf", ".md"})


def prepare(options: argparse.Namespace, console: Console) -> None:
    """Look at what the command line names before anything is done.

    Raises:
        UsageError: the report would overwrite something that is not a report of a run.
        FileError: what an export left half published cannot be undone.
    """
    report = getattr(options, "report", None)
    if report is not None:
        require_free(Path(report))
    for folder in dict.fromkeys(_folders(options)):
        if heal(folder):
            what = "an export was stopped while it published; the files are as they were before it"
            console.remark(f"{visible(str(folder))}: {what}")


def require_free(place: Path) -> None:
    """See that a report can be written to a place without loss.

    Raises:
        UsageError: there is something else than an earlier report of a run.
        FileError: it cannot be read.
    """
    hint = "name another file for --report"
    if place.suffix.lower() in _EDITIONS:
        raise UsageError(
            f"the report would be written to “{place}”, which is the name of an article or an edition", hint
        )
    if not place.is_file():
        return
    with file_errors(place, "read"):
        with place.open("rb") as file:
            begin = file.read(_BEGIN)
        is_published = place.name in listed(place.parent)
    if begin and (not any(mark in begin for mark in (_REPORT, _PAGE)) or is_published):
        raise UsageError(f"the report would overwrite “{place}”, which is not a report of a run", hint)


def _folders(options: argparse.Namespace) -> Iterator[Path]:
    """The folders in which a command reads files that an export may have published."""
    if options.command not in {"check", "inspect", "verify"}:
        return
    for path in map(Path, getattr(options, "paths", None) or ()):
        yield path if path.is_dir() else path.parent
        if path.is_symlink():
            yield path.resolve().parent
