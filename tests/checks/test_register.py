"""Checks are registered once, explain themselves, and do not hide one another."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from separatum.checks import catalogue, registry
from separatum.checks.catalogue import all_checks, all_rules, run_checks
from separatum.checks.registry import Check, Seen, Subject, check
from separatum.model.findings import Location, Severity, rule_from_docstring
from tests.checks.article import small_article, subject
from tests.checks.breakers import good


def test_every_rule_explains_itself_and_has_its_own_code() -> None:
    rules = all_rules()
    assert len({rule.code for rule in rules}) == len(rules)
    assert [rule.code for rule in rules] == sorted(rule.code for rule in rules)
    for rule in rules:
        assert rule.code == rule.code.upper()
        assert not rule.summary.endswith(".")
        assert len(rule.explanation) > 150, rule.code


def test_what_devices_refuse_or_break_is_told_with_its_source() -> None:
    devices = [rule for rule in all_rules() if rule.code.startswith("DEVICE-")]
    assert len(devices) == 12
    for rule in devices:
        assert re.search(r"\([^)]*(“[^”]+”|section \d)", " ".join(rule.explanation.split())), rule.code


def test_a_code_cannot_be_registered_twice() -> None:
    all_checks()
    with pytest.raises(ValueError, match="registered twice"):
        check("PDF-BROKEN", Severity.ERROR, needs=())(lambda _: iter(()))


def _one(look: registry.Look) -> Check:
    rule = rule_from_docstring("TRIED", Severity.ERROR, "A summary.\n\nAn explanation.")
    return Check(rule=rule, needs=(), elsewhere=Severity.INFO, even_broken=False, look=look)


def test_a_check_that_stops_is_a_finding_and_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def stops(_: Subject) -> Iterator[Seen]:
        yield Seen("one thing", Location(file="a.pdf"), "do this")
        raise RuntimeError("unthought of")

    def goes_on(_: Subject) -> Iterator[Seen]:
        yield Seen("another thing", Location(file="a.pdf"), "do that")

    monkeypatch.setattr(catalogue, "all_checks", lambda: (_one(stops), _one(goes_on)))
    findings = run_checks(subject(small_article())).findings
    assert [finding.code for finding in findings] == ["TRIED", "CHECK-FAILED", "TRIED"]
    assert "RuntimeError: unthought of" in findings[1].message


def test_what_could_not_run_is_named_with_its_reason() -> None:
    skipped = {one.code: one.reason for one in run_checks(subject(epub=good().epub)).skipped}
    assert skipped["PARITY-EPUB"] == "needs the article"
    assert skipped["PARITY-PDF"] == "needs the article and the PDF"
    broken = {one.code: one.reason for one in run_checks(subject(pdf=b"")).skipped}
    assert broken["LINK-PDF"] == "the PDF cannot be read"


def test_the_rules_are_told_without_loading_the_libraries() -> None:
    script = """
import sys
from separatum.checks.catalogue import all_rules
assert all_rules()
print(sorted({"pikepdf", "PIL", "fontTools", "weasyprint", "ebooklib", "pypdfium2"} & set(sys.modules)))
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_order_of_the_checks_does_not_depend_on_what_was_imported_before() -> None:
    def order(first: str) -> str:
        code = f"import separatum.checks.rules.{first}\n"
        code += "from separatum.checks.catalogue import all_checks\nprint([one.rule.code for one in all_checks()])"
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert order("active_content") == order("readable") == order("pdf_contrast")
