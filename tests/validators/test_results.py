"""What a validator sends is bounded before it reaches anyone."""

from typing import Any

from separatum.checks.validators.results import MOST_FINDINGS, epub_findings, pdf_findings
from separatum.model.findings import Severity


def _message(**changes: Any) -> dict[str, Any]:
    place = {"path": "OPS/a.xhtml", "line": 3}
    return {
        "ID": "RSC-005",
        "severity": "ERROR",
        "message": "Wrong.",
        "suggestion": None,
        "locations": [place],
    } | changes


def test_a_thousand_messages_become_a_bounded_number_of_findings_that_says_so() -> None:
    sent = {"version": "5.3.0", "messages": [_message(severity="WARNING")] * MOST_FINDINGS + [_message()] * 7}
    found = epub_findings("a.epub", sent)
    assert len(found) == MOST_FINDINGS + 1
    assert found[-1].code == "EPUBCHECK-MORE"
    assert found[-1].message == "7 more findings of this validator are not shown"
    assert found[-1].severity is Severity.ERROR


def test_a_very_long_message_is_cut() -> None:
    (finding,) = epub_findings("a.epub", {"version": "5.3.0", "messages": [_message(message="word " * 5000)]})
    assert len(finding.message) <= 400


def test_a_fatal_message_is_an_error_and_an_informative_one_is_not() -> None:
    sent = {"version": "5.3.0", "messages": [_message(severity="FATAL"), _message(severity="INFO")]}
    assert [finding.severity for finding in epub_findings("a.epub", sent)] == [Severity.ERROR, Severity.INFO]


def test_a_rule_that_a_profile_borrows_keeps_the_number_of_its_own_standard() -> None:
    rule = {"specification": "ISO_32005", "clause": "Table 5", "test": 1, "places": 2, "rule": "R", "error": "E"}
    rule["context"] = "root/document[0]/pages[4](7 0 obj PDPage)"
    rule["others"] = ["root/document[0]/pages[5](8 0 obj PDPage)"]
    (finding,) = pdf_findings("a.pdf", {"version": "1.31.207", "rules": {"ua2": [rule]}})
    assert finding.code == "VERAPDF-UA2-32005-Table_5-1"
    assert finding.message == "E (2 places)"
    assert str(finding.where) == "a.pdf, page 5"
    assert [str(place) for place in finding.others] == ["a.pdf, page 6"]


def test_the_host_that_epubcheck_invents_for_a_book_is_not_told() -> None:
    text = "“https://8a8cae64-26bd-4d89-8547-a6b27b9a46bf.epubcheck.w3c.org/EPUB/a.woff” is of another type"
    (finding,) = epub_findings("a.epub", {"version": "5.3.0", "messages": [_message(message=text)]})
    assert finding.message == "“EPUB/a.woff” is of another type"
