"""The output of a run over many articles is short: a line for each, errors in full, all else once with its count."""

from pathlib import Path

import pytest

from separatum.cli.many import Findings, errors_text, passed_over_text
from separatum.model.findings import Finding, Location, Severity
from separatum.model.report import Report
from separatum.source.discovery import PassedOver
from tests.command.conftest import Run, write_article


def plain(text: str, _tone: str) -> str:
    return text


def finding(code: str, severity: Severity, file: str, line: int = 1) -> Finding:
    where = Location(file=file, line=line)
    return Finding(code=code, severity=severity, message=f"about {code}", hint="do it", where=where)


def report(name: str, *findings: Finding) -> Report:
    return Report(name=name, sources=(f"{name}.md",), findings=findings)


def test_a_finding_of_forty_articles_is_said_once_with_its_count_and_first_place() -> None:
    findings = Findings()
    for number in range(40):
        name = f"a{number}"
        findings.add(report(name, *[finding("NO-DATE", Severity.WARNING, f"{name}.md")] * 2))
    lines = findings.text(plain, with_infos=False).splitlines()
    assert lines == ["warning: about NO-DATE [NO-DATE]: 80 in 40 articles, the first at a0.md:1", "    do it"]


def test_the_gravest_comes_first_and_infos_are_only_counted() -> None:
    findings = Findings()
    findings.add(report("a", finding("I", Severity.INFO, "a.md"), finding("R", Severity.REVIEW, "a.md")))
    findings.add(report("b", finding("W", Severity.WARNING, "b.md"), finding("J", Severity.INFO, "b.md")))
    lines = findings.text(plain, with_infos=False).splitlines()
    assert [line.partition(":")[0] for line in lines if not line.startswith(" ")] == ["warning", "review", "info"]
    assert lines[-1] == "info: 2 more that need nothing; --verbose lists them"
    assert "[J]" in findings.text(plain, with_infos=True)


def test_errors_are_printed_where_they_are_and_no_more_than_three() -> None:
    errors = [finding("E", Severity.ERROR, "a.md", line) for line in range(1, 6)]
    lines = errors_text(report("a", *errors, finding("W", Severity.WARNING, "a.md")), plain).splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "a.md:1: error: about E [E]",
        "a.md:2: error: about E [E]",
        "a.md:3: error: about E [E]",
        "a.md: 2 more errors",
    ]


def test_what_is_skipped_is_one_line() -> None:
    passed = [PassedOver(file=Path(f"in/{number}.md"), reason="no front matter") for number in range(5)]
    passed.append(PassedOver(file=Path("in/d.md"), reason="a draft"))
    assert passed_over_text(passed) == (
        "skipped: 5 files: no front matter (in/0.md, in/1.md, in/2.md and 2 more); 1 file: a draft (in/d.md)"
    )
    assert passed_over_text([]) == ""


@pytest.mark.usefixtures("no_validators")
def test_the_project_gives_the_options_that_the_command_line_leaves_open(run: Run, tmp_path: Path) -> None:
    (tmp_path / "separatum.toml").write_text("[severity]\nSOURCE-NO-DAT = 'info'\n", encoding="utf-8")
    write_article(tmp_path / "a.md")
    ended = run("lint", "a.md")
    assert ended.code == 2
    assert (
        ended.err == "separatum: separatum.toml: there is no code “SOURCE-NO-DAT”\n    did you mean SOURCE-NO-DATE?\n"
    )
    (tmp_path / "separatum.toml").write_text("[severity]\nSOURCE-EMPTY = 'off'\n", encoding="utf-8")
    assert "SOURCE-EMPTY always stops an article, so it cannot be “off”" in run("lint", "a.md").err
    (tmp_path / "separatum.toml").write_text("formats = ['docx']\n", encoding="utf-8")
    assert "there is no format “docx”" in run("export", "a.md").err


@pytest.mark.usefixtures("no_validators")
def test_the_command_line_says_language_drafts_and_images(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\ndate: 2024-05-17\ndraft: true\n---\n\n![A map](gone.png)\n\nMot.\n")
    refused = run("lint", "a.md")
    assert {"SOURCE-DRAFT", "SOURCE-NO-LANGUAGE", "SOURCE-IMAGE-MISSING"} <= {
        word.strip("[]") for word in refused.out.split() if word.startswith("[")
    }
    assert run("lint", "a.md", "--drafts", "--language", "fr", "--without-missing-images").code == 0
    assert "“klingonish” is not a language" in run("lint", "a.md", "--language", "klingonish").err
