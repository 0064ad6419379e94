"""Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines of a file."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from separatum.model.errors import SeparatumError
from separatum.model.findings import Finding, Location, Rule, Severity
from separatum.model.report import Report, failure_of, findings_of, gravest
from separatum.model.report_json import written_as_json

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
"""A finding to review has no level: its kind is “review” (3.27.9)."""

Fields = dict[str, Any]


def to_sarif(reports: Sequence[Report], version: str, rules: Iterable[Rule], ended_by: SeparatumError | None) -> bytes:
    """The reports of a run as a SARIF log: UTF-8, indented, ending with a line feed.

    Args:
        reports: one for each article or file.
        version: of Separatum.
        rules: all rules of Separatum; only those that a finding cites are written.
        ended_by: the error that ended the run early.
    """
    findings = [finding for report in reports for finding in report.findings]
    findings += findings_of(ended_by) if ended_by else ()
    artifacts = _Artifacts()
    results = [_result(finding, artifacts) for finding in findings]
    driver = {
        "name": "Separatum",
        "version": version,
        "rules": _rules(findings, {rule.code: rule for rule in rules}),
    }
    run: Fields = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(reports, ended_by)],
        "artifacts": artifacts.listed,
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return written_as_json(log)


class _Artifacts:
    """The files, and parts of containers, that have findings (3.14.15)."""

    def __init__(self) -> None:
        self.listed: list[Fields] = []
        self._known: dict[str, int] = {}

    def index(self, file: str) -> int:
        """The index of a file, or of a part in a container: “a.epub!OPS/article.xhtml”."""
        if file not in self._known:
            container, mark, part = file.partition("!")
            inside = {"parentIndex": self.index(container)} if mark else {}
            self._known[file] = len(self.listed)
            self.listed.append({"location": {"uri": _uri(f"/{part}" if mark else container)}, **inside})
        return self._known[file]


def _uri(path: str) -> str:
    """A path as a URI reference (RFC 3986, 4.2)."""
    quoted = quote(path.replace("\\", "/").encode("utf-8", "surrogateescape"), safe="/!$&'()*+,;=@~")
    return quoted if ":" not in quoted.partition("/")[0] else f"./{quoted}"


def _rules(findings: Iterable[Finding], known: dict[str, Rule]) -> list[Fields]:
    cited = dict.fromkeys(finding.code for finding in findings)
    return [_rule(code, known.get(code)) for code in sorted(cited)]


def _rule(code: str, rule: Rule | None) -> Fields:
    """A rule of Separatum in full; for a rule of a validator, its code, which “separatum explain” knows."""
    if rule is None:
        return {"id": code, "help": {"text": f"run “separatum explain {code}”"}}
    return {
        "id": code,
        "shortDescription": {"text": f"{rule.summary}."},
        "fullDescription": {"text": _unwrapped(rule.explanation)},
        "defaultConfiguration": {"level": _LEVELS.get(rule.severity, "none")},
    }


def _unwrapped(explanation: str) -> str:
    """Each paragraph on one line: the lines of a rule are those of its source."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in explanation.split("\n\n"))


def _result(finding: Finding, artifacts: _Artifacts) -> Fields:
    hint = f"; {finding.hint}" if finding.hint else ""
    result: Fields = {
        "ruleId": finding.code,
        "kind": "review" if finding.severity is Severity.REVIEW else "fail",
        "level": _LEVELS.get(finding.severity, "none"),
        "message": {"text": f"{finding.message}{hint}"},
        "properties": {"source": finding.source},
    }
    if finding.also:
        result["properties"]["also"] = list(finding.also)
    if finding.follows_from:
        result["properties"]["followsFrom"] = finding.follows_from
    if finding.where is not None:
        result["locations"] = [_location(finding.where, artifacts)]
    if finding.others:
        result["relatedLocations"] = [_location(one, artifacts) for one in finding.others]
    return result


def _location(where: Location, artifacts: _Artifacts) -> Fields:
    index = artifacts.index(where.file)
    physical: Fields = {"artifactLocation": {"uri": artifacts.listed[index]["location"]["uri"], "index": index}}
    if where.line is not None:
        physical["region"] = {"startLine": where.line}
    located: Fields = {"physicalLocation": physical}
    logical = [{"name": f"page {where.page}", "kind": "page"}] if where.page is not None else []
    logical += [{"name": f"object {where.object}", "kind": "object"}] if where.object is not None else []
    if logical:
        located["logicalLocations"] = logical
    return located


def _invocation(reports: Sequence[Report], ended_by: SeparatumError | None) -> Fields:
    """How the run ended, what stopped it, and which checks did not run (3.20)."""
    failures = [report.failure for report in reports if report.failure is not None]
    failures += [failure_of(ended_by)] if ended_by else []
    notifications = [{"level": "error", "message": {"text": failure.message}} for failure in failures]
    notifications += [
        {"level": "note", "message": {"text": f"{report.name}: {one.code} did not run: {one.reason}"}}
        for report in reports
        for one in report.skipped
    ]
    code = gravest([*(report.exit_code for report in reports), *(failure.exit_code for failure in failures)])
    return {"executionSuccessful": not failures, "exitCode": int(code), "toolExecutionNotifications": notifications}
