"""The result for one article or file: as data, and as JSON for a program.

The JSON is the same for everyone who has the same source, style and versions: it names no folder, user, machine or
time. `docs/reference/report.md` lists its fields.
"""

import json
import re
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from separatum.model.errors import ArticleError, Exit, SeparatumError
from separatum.model.findings import Finding, Severity, has_errors
from separatum.model.redaction import file_name

SCHEMA = "separatum-report-1"
"""The name of the JSON's form; a change that a reading program would notice gives it another number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFile:
    """One finished file."""

    format: str
    """“epub” or “pdf”."""
    path: str
    """Where it is, from the folder that the command was given in."""
    size: int
    """Bytes."""
    sha256: str
    """Hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a checked file says of itself, and what it was checked against."""

    file: str
    """As the user wrote it."""
    version: str
    """“EPUB 3.0”, “PDF 1.7”."""
    made_with: str | None = None
    """The program that made it, as far as the file tells."""
    claims: tuple[str, ...] = ()
    """The standards that it claims to conform to: “PDF/UA-1”."""
    checked_against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A check that could not run."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why the work on an article could not go on."""

    exit_code: Exit
    message: str
    remedy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of one article, or of files that were checked together."""

    name: str
    """The article's name, or the stem of the checked files."""
    sources: tuple[str, ...]
    """The files that it is about, as the user wrote them."""
    editions: tuple[EditionFile, ...] = ()
    """The files that were published; or, after `check`, that were looked at."""
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    """The programs that decide the bytes and the result, by name."""
    failure: Failure | None = None
    about: tuple[FileFacts, ...] = ()
    """After `check`: what each file is, and what it was checked against."""
    cached: bool = False
    """Whether nothing had changed since it was last made and validated, so that neither was done again."""

    @property
    def exit_code(self) -> Exit:
        """What the command would end with for this article alone."""
        if self.failure is not None:
            return self.failure.exit_code
        return Exit.CHECK if has_errors(self.findings) else Exit.OK


Reports = Generator[Report, None, None]
"""Reports as they come; closing it ends the run."""

GRAVITY = (Exit.INTERRUPTED, Exit.BUG, Exit.MISSING, Exit.FILE, Exit.USAGE, Exit.CHECK, Exit.ARTICLE, Exit.OK)
"""The exit codes, gravest first: the more of the run it puts in doubt, the graver."""


def gravest(codes: Iterable[Exit]) -> Exit:
    """The exit code of a run, from those of its articles."""
    return min((Exit.OK, *codes), key=GRAVITY.index)


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by file, line and page, then by gravity; each once."""
    return tuple(sorted(dict.fromkeys(findings), key=_place))


def _place(finding: Finding) -> tuple[str, int, int, int, str, str]:
    where = finding.where
    gravity = list(Severity).index(finding.severity)
    if where is None:
        return ("", 0, 0, gravity, finding.code, finding.message)
    # Without its folder: the order is the same wherever the article lies.
    return (file_name(where.file), where.line or 0, where.page or 0, gravity, finding.code, finding.message)


def to_json(report: Report) -> bytes:
    """One report as JSON: UTF-8, indented, ending with a line feed."""
    return written_as_json({"schema": SCHEMA, **_report_fields(report, file_name)})


def run_to_json(
    reports: Sequence[Report], ended_by: SeparatumError | None = None, *, keep_folders: bool = False
) -> bytes:
    """The reports of a whole run as JSON, with its exit code.

    Args:
        reports: of the articles that were tried.
        ended_by: the error that ended the run before all were.
        keep_folders: whether files keep the folders that the user wrote, so that a program finds them; a report that
            is passed on must not.
    """
    named = str if keep_folders else file_name
    ended = [] if ended_by is None else [ended_by.exit_code]
    fields: dict[str, object] = {
        "schema": SCHEMA,
        "exit": int(gravest([*(report.exit_code for report in reports), *ended])),
        "articles": [_report_fields(report, named) | ({"cached": True} if report.cached else {}) for report in reports],
    }
    if ended_by is not None:
        fields["failure"] = _failure_fields(failure_of(ended_by))
        fields["findings"] = [_finding_fields(finding, named) for finding in findings_of(ended_by)]
    return written_as_json(fields)


def failed(name: str, sources: Iterable[PurePath], error: SeparatumError) -> Report:
    """The report about work that an error ended."""
    files = tuple(str(source) for source in sources)
    return Report(name=name, sources=files, findings=findings_of(error), failure=failure_of(error))


def failure_of(error: SeparatumError) -> Failure:
    """An error, as a report has it."""
    return Failure(exit_code=error.exit_code, message=error.message, remedy=error.remedy)


def findings_of(error: SeparatumError) -> tuple[Finding, ...]:
    """The findings that an error is made of: none but for an article at fault."""
    return sorted_findings(error.findings) if isinstance(error, ArticleError) else ()


def _failure_fields(failure: Failure) -> dict[str, object]:
    return {"message": failure.message, "remedy": failure.remedy}


def written_as_json(fields: Mapping[str, object]) -> bytes:
    """Data as JSON in UTF-8, indented, ending with a line feed.

    What could drive a terminal or turn its letters round is written as an escape, for a person may look at it there.
    """
    text = json.dumps(fields, ensure_ascii=False, indent=2) + "\n"
    return _UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode("utf-8", "backslashreplace")


_UNFIT = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""Control characters and directions beyond those that JSON itself escapes (RFC 8259, 7)."""


def _report_fields(report: Report, named: Callable[[str], str]) -> dict[str, object]:
    fields: dict[str, object] = {
        "name": report.name,
        "sources": [named(source) for source in report.sources],
        "exit": int(report.exit_code),
        "editions": [
            {"format": edition.format, "file": PurePath(edition.path).name, "size": edition.size}
            | {"sha256": edition.sha256}
            for edition in report.editions
        ],
        "findings": [_finding_fields(finding, named) for finding in report.findings],
        "skipped": [{"code": skipped.code, "reason": skipped.reason} for skipped in report.skipped],
        "versions": dict(report.versions),
    }
    if report.about:
        fields["about"] = [_facts_fields(facts, named) for facts in report.about]
    if report.failure is not None:
        fields["failure"] = _failure_fields(report.failure)
    return fields


def _facts_fields(facts: FileFacts, named: Callable[[str], str]) -> dict[str, object]:
    return {
        "file": named(facts.file),
        "version": facts.version,
        "made_with": facts.made_with,
        "claims": list(facts.claims),
        "checked_against": list(facts.checked_against),
    }


def _finding_fields(finding: Finding, named: Callable[[str], str]) -> dict[str, object]:
    where = finding.where
    fields: dict[str, object] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "file": named(where.file) if where else None,
        "line": where.line if where else None,
        "page": where.page if where else None,
        "object": where.object if where else None,
        "box": [round(side, 1) for side in where.box] if where and where.box else None,
        "source": finding.source,
        "also": list(finding.also) or None,
        "follows_from": finding.follows_from,
    }
    return {key: value for key, value in fields.items() if value is not None}
