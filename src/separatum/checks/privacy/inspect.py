"""Inspect files one after the other, each in a process of its own: whatever is in it, it has a result."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from separatum.checks.formats.finished_file import edition_file, files_meant, finished_file
from separatum.checks.privacy import rules
from separatum.model.errors import SeparatumError
from separatum.model.findings import Finding, Location, Severity
from separatum.model.report import EditionFile, Report, Reports, failed
from separatum.system.confined import MIB, End, Limits, Outcome, run_confined
from separatum.system.versions import separatum_version

if TYPE_CHECKING:
    from separatum.checks.formats.epub_file import EpubFile
    from separatum.checks.formats.pdf_file import PdfFile

SECONDS = 16.0
"""Time of the processor that a small file is given; each further MiB gets two seconds more."""
_PATIENCE = 10
"""Seconds by the clock for one of the processor, on a machine that is busy with other things."""
_TASK = "separatum.checks.privacy.inspect:findings_in_process"
_MOST = 200
"""Findings of one kind that are listed for a file; the rest are counted."""


def inspect_file(path: Path | str, *, seconds: float | None = None) -> Report:
    """What a stranger learns from one EPUB or PDF, also a broken or hostile one.

    Args:
        path: the file.
        seconds: the time of the processor that it is given; by default 16, and two more for each further MiB.

    Raises:
        FileError: it cannot be read.
        UsageError: it is neither an EPUB nor a PDF.
    """
    file = finished_file(Path(path))
    inspected: EditionFile = edition_file(file, Path(file.name))
    processor = seconds or SECONDS + 2 * (len(file.content) // MIB)
    limits = Limits(seconds=_PATIENCE * processor, processor=processor)
    outcome = run_confined(_TASK, file.content, {"name": file.name, "format": file.format}, limits)
    findings = [_read(result) for result in outcome.results]
    if (ending := _ending(outcome, limits)) is not None:
        hint = "treat it as if it contained the worst, or give it more time with --seconds"
        findings.append(rules.NOT_LOOKED_AT.found(ending, where=Location(file=file.name), hint=hint))
    return Report(
        name=Path(path).stem,
        sources=(file.name,),
        editions=(inspected,),
        findings=in_order(findings),
        versions=(("separatum", separatum_version()),),
    )


def inspect_all(
    paths: Sequence[Path], *, seconds: float | None = None, on_file: Callable[[str], None] = lambda _: None
) -> Reports:
    """Inspect files, or all in folders; a file that cannot be read is in its report, and does not stop the others.

    Raises:
        FileError, UsageError: a path is not there, or a folder holds none.
    """
    for path in dict.fromkeys(files_meant(paths)):
        on_file(path.name)
        try:
            yield inspect_file(path, seconds=seconds)
        except SeparatumError as error:
            yield failed(path.stem, [path], error)


def without_hidden_words(report: Report) -> Report:
    """The same report, which may be passed on: it says that there is hidden text, and where, but does not quote it."""
    findings = tuple(
        replace(finding, message=finding.message.partition(": “")[0]) if _is_about_hidden(finding) else finding
        for finding in report.findings
    )
    return replace(report, findings=findings)


def _is_about_hidden(finding: Finding) -> bool:
    return finding.code == rules.HIDDEN.code or " in hidden text" in finding.message


def inspect_edition(content: bytes, kind: str, name: str, *, drawn: bool = True) -> tuple[Finding, ...]:
    """What a file reveals, in this process.

    Args:
        content: its bytes.
        kind: “epub” or “pdf”.
        name: the name that findings give it.
        drawn: as for `inspect_document`.
    """
    return inspect_document(_document(content, kind, name), drawn=drawn)


def inspect_document(
    document: "EpubFile | PdfFile", known: Sequence[str] = (), *, drawn: bool = True
) -> tuple[Finding, ...]:
    """The same of a file that is open, and stays so for others who read it.

    Args:
        document: the file.
        known: texts whose words are no secret besides those of its pages: what the author wrote to be read or heard.
        drawn: whether the pages of a PDF are drawn, to find hidden text; else all text counts as seen.
    """
    return in_order(_findings(document, known, drawn=drawn))


def findings_in_process(content: bytes, words: dict[str, str]) -> Iterator[str]:
    """Inside the confined process: the findings about a file, each as JSON."""
    document = _document(content, words["format"], words["name"])
    for finding in _findings(document):
        yield json.dumps(asdict(finding))


def _document(content: bytes, kind: str, name: str) -> "EpubFile | PdfFile":
    from separatum.checks.formats.epub_file import EpubFile
    from separatum.checks.formats.pdf_file import PdfFile

    return EpubFile(content, name) if kind == "epub" else PdfFile(content, name)


def _findings(document: "EpubFile | PdfFile", known: Sequence[str] = (), *, drawn: bool = True) -> Iterator[Finding]:
    from separatum.checks.formats.epub_file import EpubFile
    from separatum.checks.privacy.epub import inspect_book
    from separatum.checks.privacy.metadata_fields import Holder
    from separatum.checks.privacy.parts import inspect_part
    from separatum.checks.privacy.pdf import inspect_pdf
    from separatum.checks.privacy.printed import Printed

    if isinstance(document, EpubFile):
        yield from inspect_book(document, known)
    else:
        holder = Holder("the file", Location(file=document.name), Printed.of(""))
        yield from inspect_pdf(document, holder, inspect_part, known=known, drawn=drawn)


def _read(result: str) -> Finding:
    fields = {key: _frozen(value) for key, value in json.loads(result).items()}
    where = fields.pop("where")
    place = None if where is None else Location(**{key: _frozen(value) for key, value in where.items()})
    return Finding(**fields | {"severity": Severity(fields["severity"]), "where": place})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _ending(outcome: Outcome, limits: Limits) -> str | None:
    """What is said about a file that was not inspected to its end."""
    match outcome.end:
        case End.WHOLE:
            return None
        case End.TIME:
            return f"too large to inspect: it takes more than {limits.processor:g} seconds"
        case End.MEMORY:
            return f"too large to inspect: it takes more than {limits.memory // MIB} MiB of memory"
        case End.OUTPUT:
            return "too large to inspect: there is too much to report"
        case End.CRASH:
            return f"a library crashed while reading it ({outcome.reason}): the rest was not inspected"
        case End.ERROR:
            return f"it cannot be read to its end ({outcome.reason}): the rest was not inspected"


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By kind, worst first, each once; of one kind at most so many."""
    every = list(dict.fromkeys(findings))
    ordered: list[Finding] = []
    for rule in rules.RULES:
        same = [finding for finding in every if finding.code == rule.code]
        same.sort(key=lambda finding: list(Severity).index(finding.severity))
        ordered += same[:_MOST]
        if len(same) > _MOST:
            ordered.append(replace(same[0], message=f"and {len(same) - _MOST} more", where=None, hint=None))
    return tuple(ordered)
