"""SARIF says of findings what the words say, as its readers expect it."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from separatum.cli.explain import all_rules
from separatum.cli.sarif import to_sarif
from separatum.model.errors import Exit, UsageError
from separatum.model.findings import Finding, Location, Severity
from separatum.model.report import Failure, Report, Skipped
from separatum.model.report_json import to_json

FINDINGS = (
    Finding(code="ALT-EPUB", severity=Severity.ERROR, message="no alt", hint="describe it",
            where=Location(file="in/a b.epub!OPS/x.xhtml", line=7)),
    Finding(code="VERAPDF-UA1-7.1-3", severity=Severity.ERROR, message="not tagged", source="veraPDF 1.31",
            where=Location(file="a.pdf", page=2)),
    Finding(code="LAYOUT-WIDOW", severity=Severity.WARNING, message="a widow", where=Location(file="a.pdf")),
    Finding(code="LOOK", severity=Severity.REVIEW, message="look"),
    Finding(code="UNASKED-PDF", severity=Severity.INFO, message="a form", where=Location(file="a.pdf")),
)  # fmt: skip
REPORT = Report(
    name="a",
    sources=("a.epub",),
    findings=FINDINGS,
    skipped=(Skipped(code="PARITY-PDF", reason="needs the article"),),
)


def run(*reports: Report, ended_by: UsageError | None = None) -> dict[str, Any]:
    log = json.loads(to_sarif(reports, "1.2.3", all_rules(), ended_by))
    assert log["version"] == "2.1.0"
    (only,) = log["runs"]
    assert isinstance(only, dict)
    return only


def test_each_finding_is_a_result_with_its_rule_and_level() -> None:
    results = run(REPORT)["results"]
    told = [(result["ruleId"], result["kind"], result["level"]) for result in results]
    assert told == [
        ("ALT-EPUB", "fail", "error"),
        ("VERAPDF-UA1-7.1-3", "fail", "error"),
        ("LAYOUT-WIDOW", "fail", "warning"),
        ("LOOK", "review", "none"),
        ("UNASKED-PDF", "fail", "note"),
    ]
    assert results[0]["message"]["text"] == "no alt; describe it"


def test_a_place_is_the_file_the_part_inside_and_the_line_or_the_page() -> None:
    log = run(REPORT)
    first, second = (result["locations"][0] for result in log["results"][:2])
    part = log["artifacts"][first["physicalLocation"]["artifactLocation"]["index"]]
    assert part["location"]["uri"] == "/OPS/x.xhtml"
    assert log["artifacts"][part["parentIndex"]]["location"]["uri"] == "in/a%20b.epub"
    assert first["physicalLocation"]["region"] == {"startLine": 7}
    assert second["logicalLocations"] == [{"name": "page 2", "kind": "page"}]


def test_the_rules_that_are_cited_are_explained() -> None:
    rules = {rule["id"]: rule for rule in run(REPORT)["tool"]["driver"]["rules"]}
    assert rules.keys() == {finding.code for finding in FINDINGS}
    assert "WCAG 2.2" in rules["ALT-EPUB"]["fullDescription"]["text"]
    assert "separatum explain VERAPDF-UA1-7.1-3" in rules["VERAPDF-UA1-7.1-3"]["help"]["text"]


def test_what_stopped_the_work_and_what_did_not_run_is_told() -> None:
    failed = Report(name="b", sources=("b.pdf",), failure=Failure(exit_code=Exit.MISSING, message="no Java"))
    (invocation,) = run(REPORT, failed, ended_by=UsageError("no profile", "name one"))["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 5)
    told = [notification["message"]["text"] for notification in invocation["toolExecutionNotifications"]]
    assert told == ["no Java", "no profile", "a: PARITY-PDF did not run: needs the article"]


@pytest.mark.parametrize("write", [lambda report: to_sarif([report], "1", all_rules(), None), to_json])
def test_what_would_drive_a_terminal_is_escaped_and_still_the_same(write: Callable[[Report], bytes]) -> None:
    hostile = "a\x1b[31m\x9b31m\x7f\u202eb\u2028c\u200fd\ufeffe ქართული فارسی"
    written = write(Report(name="a", sources=("a.epub",), findings=(replace(FINDINGS[0], message=hostile, hint=None),)))
    assert hostile in list(_texts(json.loads(written)))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u200f\ufeff]", written.decode())
    assert "ქართული فارسی" in written.decode()


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    for kid in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _texts(kid)
