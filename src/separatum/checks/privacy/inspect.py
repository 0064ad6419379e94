"""Inspect files one after the other: whatever is in them, something is said of each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from separatum.checks.formats.finished_file import FinishedFile, edition_file, files_meant, finished_file
from separatum.checks.privacy import rules
from separatum.model.errors import SeparatumError
from separatum.model.findings import Finding, Location, Severity
from separatum.model.report import EditionFile, Report, Reports, failed
from separatum.system.versions import separatum_version

_MOST = 200
"""How many findings of one kind are told of a file; the rest are counted."""


def inspect_file(path: Path | str) -> Report:
    """What a stranger learns from one EPUB or PDF, also a broken or hostile one.

    Raises:
        FileError: it cannot be read.
        UsageError: it is neither an EPUB nor a PDF.
    """
    file = finished_file(Path(path))
    looked_at: EditionFile = edition_file(file, Path(file.name))
    return Report(
        name=Path(path).stem,
        sources=(file.name,),
        editions=(looked_at,),
        findings=_in_order(_told(file)),
        versions=(("separatum", separatum_version()),),
    )


def inspect_all(paths: Sequence[Path], *, on_file: Callable[[str], None] = lambda _: None) -> Reports:
    """Inspect files, or all in folders; what cannot be read is in its report, and does not stop the others.

    Raises:
        FileError, UsageError: a path is not there, or a folder holds none.
    """
    for path in dict.fromkeys(files_meant(paths)):
        on_file(path.name)
        try:
            yield inspect_file(path)
        except SeparatumError as error:
            yield failed(path.stem, [path], error)


def _told(file: FinishedFile) -> Iterator[Finding]:
    from separatum.checks.formats.epub_file import EpubFile
    from separatum.checks.formats.pdf_file import PdfFile
    from separatum.checks.privacy.epub import inspect_book
    from separatum.checks.privacy.pdf import inspect_document

    found = (
        inspect_book(EpubFile(file.content, file.name), file.content)
        if file.format == "epub"
        else inspect_document(PdfFile(file.content, file.name), file.content)
    )
    try:
        yield from found
    except Exception as error:  # noqa: BLE001 - whatever a file that was made to break its readers makes them raise
        # What was found so far is told, and that the rest was not looked at.
        said = f"the look at it ended in the middle: {type(error).__name__}"
        yield rules.NOT_LOOKED_AT.found(said, where=Location(file=file.name), hint="treat it as if it told everything")


def _in_order(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    """By kind, gravest first, each once; of one kind at most so many."""
    every = list(dict.fromkeys(findings))
    ordered: list[Finding] = []
    for rule in rules.RULES:
        same = [finding for finding in every if finding.code == rule.code]
        ordered += same[:_MOST]
        if len(same) > _MOST:
            ordered.append(replace(same[0], message=f"and {len(same) - _MOST} more", where=None, hint=None))
    return tuple(ordered)


def identifies(report: Report) -> bool:
    """Whether it leads to a person or a machine, or nobody can tell."""
    return any(finding.severity is Severity.ERROR for finding in report.findings)
