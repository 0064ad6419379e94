"""How a report becomes text, and what must never reach a terminal."""

import json
from dataclasses import replace

import pytest

from separatum.cli.report_text import finding_text, report_text, summary_text
from separatum.cli.terminal import open_console, painted, unpainted, visible
from separatum.model.errors import Exit
from separatum.model.findings import Finding, Location, Severity
from separatum.model.report import (
    GRAVITY,
    Failure,
    Report,
    Skipped,
    gravest,
    sorted_findings,
)
from separatum.model.report_json import run_to_json, to_json

DATE = Finding(
    code="SOURCE-VALUE",
    severity=Severity.ERROR,
    message="“published” is not a date: “next Tuesday”",
    hint="write it as YYYY-MM-DD, for example 2017-04-05",
    where=Location(file="/home/anna/content/article.md", line=7),
)
REPORT = Report(name="article", sources=("/home/anna/content/article.md",), findings=(DATE,))


def test_a_folder_is_not_told_though_its_name_looks_like_a_container() -> None:
    finding = Finding(
        code="X", severity=Severity.INFO, message="m", where=Location(file="/home/jane!doe/desk/article.md", line=3)
    )
    said = to_json(Report(name="a", sources=("/home/jane!doe/desk/article.md",), findings=(finding,)))
    assert b"jane" not in said
    assert b"desk" not in said
    assert said.count(b"article.md") == 2


def test_a_finding_says_where_what_and_what_to_do() -> None:
    assert finding_text(DATE, unpainted).splitlines() == [
        "/home/anna/content/article.md:7: error: “published” is not a date: “next Tuesday” [SOURCE-VALUE]",
        "    write it as YYYY-MM-DD, for example 2017-04-05",
    ]


def test_what_to_do_is_said_once_for_findings_that_all_need_it() -> None:
    second = replace(DATE, where=Location(file="a.md", line=9))
    other = replace(DATE, where=Location(file="a.md", line=10), hint="leave it out")
    said = report_text(replace(REPORT, findings=(DATE, second, other)), unpainted)
    assert [line for line in said.splitlines() if line.startswith(" ")] == [
        "    write it as YYYY-MM-DD, for example 2017-04-05",
        "    leave it out",
    ]
    assert said.count("[SOURCE-VALUE]") == 3


def test_the_json_names_no_folder() -> None:
    for said in (to_json(REPORT), run_to_json([REPORT])):
        assert b"anna" not in said
    (finding,) = json.loads(to_json(REPORT))["findings"]
    assert (finding["file"], finding["line"]) == ("article.md", 7)


@pytest.mark.parametrize(
    ("file", "shown"),
    [("/tmp/x/a.epub!OPS/a.xhtml", "a.epub!OPS/a.xhtml"), ("a.md", "a.md"), ("../b/a.md", "a.md")],
)  # fmt: skip
def test_a_part_inside_a_container_keeps_its_path(file: str, shown: str) -> None:
    report = replace(REPORT, findings=(replace(DATE, where=Location(file=file)),))
    assert json.loads(to_json(report))["findings"][0]["file"] == shown


def test_findings_come_by_file_and_line_and_each_once() -> None:
    places = [Location(file="b.md", line=2), Location(file="a.md", line=10), Location(file="a.md", line=9), None]
    findings = [replace(DATE, where=where) for where in places]
    assert [one.where for one in sorted_findings([*findings, *findings])] == [None, *places[2:0:-1], places[0]]


def test_the_summary_counts_by_severity() -> None:
    findings = [replace(DATE, severity=severity, message=str(n)) for n, severity in enumerate([*Severity, *Severity])]
    report = replace(REPORT, findings=tuple(findings))
    assert summary_text(report, unpainted, is_export=True) == (
        "✗ article: nothing was published (2 errors, 2 warnings, 2 to review, 2 info)"
    )


def test_a_quiet_run_still_says_what_stops_the_work() -> None:
    remark = replace(DATE, severity=Severity.INFO, code="REMARK")
    report = replace(REPORT, findings=(DATE, remark), skipped=(Skipped(code="PARITY-PDF", reason="no PDF"),))
    said = report_text(report, unpainted, only_errors=True)
    assert "SOURCE-VALUE" in said
    assert "REMARK" not in said
    assert "PARITY" not in said


def test_checks_that_could_not_run_are_gathered_by_their_reason() -> None:
    skipped = [Skipped(code=f"CHECK-{n}", reason="no PDF") for n in range(5)] + [Skipped(code="OTHER", reason="rain")]
    assert report_text(Report(name="a", sources=(), skipped=tuple(skipped)), unpainted).splitlines() == [
        "a: not checked: no PDF [CHECK-0, CHECK-1, CHECK-2 and 2 more]",
        "a: not checked: rain [OTHER]",
    ]


def test_a_failure_says_what_and_what_to_do() -> None:
    failure = Failure(exit_code=Exit.MISSING, message="no Java", remedy="get it")
    report = Report(name="a", sources=(), failure=failure)
    assert report_text(report, unpainted, only_errors=True) == "separatum: no Java\n    get it"
    assert report.exit_code is Exit.MISSING


def test_every_exit_code_has_its_place_in_the_order_of_gravity() -> None:
    assert sorted(GRAVITY) == sorted(Exit)
    assert gravest([Exit.OK, Exit.ARTICLE, Exit.CHECK]) is Exit.CHECK
    assert gravest([]) is Exit.OK


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("two\nlines\r", "two\\nlines\\r"),
        ("\u202efdp", "\\u202efdp"),
        ("caf\udce9", "caf\\udce9"),
        ("тест ქ ‘x’ שלום soft\u00adhyphen", "тест ქ ‘x’ שלום soft\u00adhyphen"),
    ],
)
def test_nothing_in_a_message_can_drive_the_terminal(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("environment", "has_colour"),
    [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False), ({}, False)],
)
def test_colour_is_a_matter_of_the_environment(environment: dict[str, str], has_colour: bool) -> None:
    assert open_console(environment=environment).paint is (painted if has_colour else unpainted)
