"""A report as JSON, and back again.

The JSON is the same for everyone who has the same source, style and versions: it names no folder, user, machine or
time. `docs/reference/report.md` lists its fields.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from separatum.model.errors import Exit, SeparatumError
from separatum.model.findings import Finding, Location, Severity
from separatum.model.redaction import file_name
from separatum.model.report import EditionFile, Failure, FileFacts, Report, Skipped, failure_of, findings_of, gravest

SCHEMA = "separatum-report-1"
"""The name of the JSON's form; a change that a reading program would notice gives it another number."""


def to_json(report: Report) -> bytes:
    """One report as JSON: UTF-8, indented, ending with a line feed."""
    return written_as_json({"schema": SCHEMA, **report_fields(report, file_name)})


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
        "articles": [report_fields(report, named) | ({"cached": True} if report.cached else {}) for report in reports],
    }
    if ended_by is not None:
        fields["failure"] = _failure_fields(failure_of(ended_by))
        fields["findings"] = [_finding_fields(finding, named) for finding in findings_of(ended_by)]
    return written_as_json(fields)


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


def report_fields(report: Report, named: Callable[[str], str]) -> dict[str, object]:
    """One report as JSON can say it.

    Args:
        report: of one article or file.
        named: what to call a file, by its path.
    """
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
        **({"title": facts.title} if facts.title else {}),
    }


def _finding_fields(finding: Finding, named: Callable[[str], str]) -> dict[str, object]:
    fields: dict[str, object] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        **({} if finding.where is None else _place_fields(finding.where, named)),
        "source": finding.source,
        "also": list(finding.also) or None,
        "follows_from": finding.follows_from,
        "others": [_place_fields(one, named) for one in finding.others] or None,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _place_fields(where: Location, named: Callable[[str], str]) -> dict[str, object]:
    fields: dict[str, object] = {
        "file": named(where.file),
        "line": where.line,
        "page": where.page,
        "object": where.object,
        "box": [round(side, 1) for side in where.box] if where.box else None,
    }
    return {key: value for key, value in fields.items() if value is not None}


def report_of_fields(fields: Mapping[str, Any], named: Callable[[str], str]) -> Report:
    """The report that fields tell; its editions have names instead of paths.

    Args:
        fields: see `report_fields`.
        named: the path of a file, by what it was called.

    Raises:
        ValueError, KeyError, TypeError: they tell none.
    """
    failure = fields.get("failure")
    return Report(
        name=fields["name"],
        sources=tuple(named(source) for source in fields["sources"]),
        editions=tuple(
            EditionFile(format=one["format"], path=one["file"], size=one["size"], sha256=one["sha256"])
            for one in fields["editions"]
        ),
        findings=tuple(_finding_of(finding, named) for finding in fields["findings"]),
        skipped=tuple(Skipped(code=one["code"], reason=one["reason"]) for one in fields["skipped"]),
        versions=tuple((name, version) for name, version in fields["versions"].items()),
        failure=failure
        and Failure(exit_code=Exit(fields["exit"]), message=failure["message"], remedy=failure["remedy"]),
        about=tuple(_facts_of(facts, named) for facts in fields.get("about", ())),
    )


def _facts_of(fields: Mapping[str, Any], named: Callable[[str], str]) -> FileFacts:
    return FileFacts(
        file=named(fields["file"]),
        version=fields["version"],
        made_with=fields["made_with"],
        claims=tuple(fields["claims"]),
        checked_against=tuple(fields["checked_against"]),
        title=fields.get("title"),
    )


def _finding_of(fields: Mapping[str, Any], named: Callable[[str], str]) -> Finding:
    return Finding(
        code=fields["code"],
        severity=Severity(fields["severity"]),
        message=fields["message"],
        hint=fields.get("hint"),
        where=_place_of(fields, named) if "file" in fields else None,
        source=fields["source"],
        also=tuple(fields.get("also", ())),
        follows_from=fields.get("follows_from"),
        others=tuple(_place_of(one, named) for one in fields.get("others", ())),
    )


def _place_of(fields: Mapping[str, Any], named: Callable[[str], str]) -> Location:
    left, bottom, right, top = fields.get("box", (0.0, 0.0, 0.0, 0.0))
    return Location(
        file=named(fields["file"]),
        line=fields.get("line"),
        page=fields.get("page"),
        object=fields.get("object"),
        box=(left, bottom, right, top) if "box" in fields else None,
    )
