"""Findings as annotations that code hosts show beside the lines of a file: GitHub and GitLab."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from separatum.cli.terminal import visible
from separatum.model.errors import SeparatumError
from separatum.model.findings import Finding, Location, Severity
from separatum.model.report import Failure, Report, failure_of, findings_of

_GITHUB: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.REVIEW: "warning",
    Severity.INFO: "notice",
}
_GITLAB: Mapping[Severity, str] = {
    Severity.ERROR: "critical",
    Severity.WARNING: "major",
    Severity.REVIEW: "minor",
    Severity.INFO: "info",
}


def to_github(reports: Sequence[Report], ended_by: SeparatumError | None) -> str:
    """The findings of a run as workflow commands of GitHub Actions, one a line.

    Source: GitHub Docs, “Workflow commands for GitHub Actions”, “Setting an error message”.
    """
    lines = [_github_line(one) for one in _findings(reports, ended_by)]
    lines += [f"::error title=separatum::{_data(_failure_text(failure))}" for failure in _failures(reports, ended_by)]
    return "\n".join(lines)


def _github_line(finding: Finding) -> str:
    where = finding.where
    properties = [f"file={_property(_relative(where))}"] if where else []
    if where is not None and where.line is not None:
        properties.append(f"line={where.line}")
    properties.append(f"title={_property(finding.code)}")
    return f"::{_GITHUB[finding.severity]} {','.join(properties)}::{_data(_text(finding))}"


def _data(text: str) -> str:
    """A message, escaped as the runner expects it."""
    return visible(text.replace("\n", "\x00")).replace("%", "%25").replace("\\x00", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def to_gitlab(reports: Sequence[Report], ended_by: SeparatumError | None) -> str:
    """The findings of a run as a Code Quality report of GitLab.

    Source: GitLab Docs, “Code Quality”, “Code Quality report format”.
    """
    seen: Counter[str] = Counter()
    entries: list[dict[str, object]] = []
    for finding, file in _placed(reports, ended_by):
        where = finding.where or Location(file=file)
        path = _relative(where)
        name = f"{path}\0{finding.code}\0{finding.message}"
        seen[name] += 1
        entries.append(
            {
                "description": _text(finding),
                "check_name": finding.code,
                "fingerprint": hashlib.sha256(f"{name}\0{seen[name]}".encode("utf-8", "surrogateescape")).hexdigest(),
                "severity": _GITLAB[finding.severity],
                "location": {"path": path, "lines": {"begin": where.line or 1}},
            }
        )
    return json.dumps(entries, ensure_ascii=True, indent=2)


def _placed(reports: Sequence[Report], ended_by: SeparatumError | None) -> list[tuple[Finding, str]]:
    """Each finding, and the file of its report: GitLab shows nothing without a file."""
    placed = [
        (one, report.sources[0] if report.sources else report.name) for report in reports for one in report.findings
    ]
    return placed + [(one, ".") for one in _of_error(ended_by)]


def _findings(reports: Sequence[Report], ended_by: SeparatumError | None) -> list[Finding]:
    return [finding for finding, _ in _placed(reports, ended_by)]


def _of_error(error: SeparatumError | None) -> tuple[Finding, ...]:
    return findings_of(error) if error is not None else ()


def _failures(reports: Sequence[Report], ended_by: SeparatumError | None) -> list[Failure]:
    failures = [report.failure for report in reports if report.failure is not None and not report.findings]
    return failures + ([failure_of(ended_by)] if ended_by is not None and not findings_of(ended_by) else [])


def _failure_text(failure: Failure) -> str:
    return "\n".join(filter(None, (failure.message, failure.remedy)))


def _text(finding: Finding) -> str:
    return "\n".join(filter(None, (finding.message, finding.hint)))


def _relative(where: Location) -> str:
    """The path of a file from the present folder, as code hosts need it."""
    path = Path(where.file)
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
