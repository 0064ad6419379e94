"""Each way to harm good editions is found by its own check, and by no other."""

import pytest

import tests.checks.access_breakers
import tests.checks.anyones_breakers
import tests.checks.device_breakers
import tests.checks.layout_breakers  # noqa: F401 - registers its own
from separatum.checks.catalogue import Outcome, all_checks, run_checks
from separatum.model.findings import Severity
from tests.checks.article import small_article, subject
from tests.checks.breakers import BREAKERS, Breaker, Editions, good

SEVERITIES = {check.rule.code: check.rule.severity for check in all_checks()}
CASES = [(code, breaker) for code, breakers in BREAKERS.items() for breaker in breakers]


def _outcome(editions: Editions) -> Outcome:
    return run_checks(subject(small_article(), editions.epub, editions.pdf))


def test_good_editions_have_no_findings_and_all_checks_run() -> None:
    outcome = _outcome(good())
    assert outcome.findings == ()
    assert outcome.skipped == ()


@pytest.mark.parametrize(("code", "breaker"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_this_code_and_no_other(code: str, breaker: Breaker) -> None:
    findings = _outcome(breaker(good())).findings
    assert {finding.code for finding in findings} == {code}, [finding.message for finding in findings]
    for finding in findings:
        assert finding.where is not None
        assert finding.hint
        assert finding.severity is SEVERITIES[code]
        assert not finding.message.endswith(".")


@pytest.mark.parametrize("code", [check.rule.code for check in all_checks()])
def test_every_code_has_a_breaker(code: str) -> None:
    assert code in BREAKERS


def test_in_a_file_made_elsewhere_a_rule_of_the_house_is_no_error() -> None:
    editions = BREAKERS["UNASKED-PDF"][0](good())
    (finding,) = run_checks(subject(pdf=editions.pdf)).findings
    assert finding.code == "UNASKED-PDF"
    assert finding.severity is Severity.INFO
