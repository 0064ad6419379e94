"""One thing has one finding, and what follows from a cause names it."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from separatum.checks.causes import arranged
from separatum.checks.fixes import fixes_for
from separatum.model.findings import Finding, Location, Severity

PROGRAMS = ("Word", "LibreOffice", "InDesign", "Acrobat")


def found(code: str, *, file: str = "a.pdf", line: int | None = None, message: str = "a fault") -> Finding:
    where = Location(file=file, line=line)
    return Finding(code=code, severity=Severity.ERROR, message=message, where=where)


def as_pairs(findings: Iterable[Finding]) -> dict[str, str | None]:
    return {finding.code: finding.follows_from for finding in arranged(findings)}


def test_two_programs_that_report_one_fault_make_one_finding() -> None:
    (finding,) = arranged([found("VERAPDF-UA1-7.4.2-1"), found("HEADING-PDF")])
    assert (finding.code, finding.also) == ("HEADING-PDF", ("VERAPDF-UA1-7.4.2-1",))


def test_the_joined_finding_is_as_grave_as_the_gravest() -> None:
    ours = Finding(code="FONT-PDF", severity=Severity.WARNING, message="a font", where=Location(file="a.pdf"))
    (finding,) = arranged([ours, found("VERAPDF-UA1-7.21.4.1-1")])
    assert finding.severity is Severity.ERROR


def test_what_asks_for_tags_follows_from_a_file_without_tags() -> None:
    codes = ["VERAPDF-UA1-7.1-3", "PDF-UNTAGGED", "VERAPDF-UA1-7.1-11", "VERAPDF-UA1-7.18.5-1", "CONTRAST-PDF"]
    assert as_pairs(map(found, codes)) == {
        "PDF-UNTAGGED": None,
        "VERAPDF-UA1-7.1-3": "PDF-UNTAGGED",
        "VERAPDF-UA1-7.18.5-1": "PDF-UNTAGGED",
        "CONTRAST-PDF": None,
    }


def test_another_file_does_not_cause_it() -> None:
    pairs = as_pairs([found("PDF-UNTAGGED"), found("VERAPDF-UA1-7.1-3", file="b.pdf")])
    assert pairs["VERAPDF-UA1-7.1-3"] is None


def test_a_broken_link_is_joined_only_where_both_are_on_one_line() -> None:
    part = "a.epub!text.xhtml"
    ours, theirs = found("LINK-EPUB", file=part, line=3), found("EPUBCHECK-RSC-007", file=part, line=3)
    other = found("EPUBCHECK-RSC-007", file=part, line=9, message="another")
    assert [finding.code for finding in arranged([ours, theirs, other])] == ["LINK-EPUB", "EPUBCHECK-RSC-007"]


def test_the_same_words_many_times_are_one_finding_with_their_number() -> None:
    (finding,) = arranged(found("EPUBCHECK-RSC-005", file="a.epub!a.xhtml", line=line) for line in range(1, 5))
    assert finding.message == "a fault (4 places)"
    assert finding.where is not None
    assert finding.where.line == 1


def test_the_same_words_in_many_documents_are_one_finding_that_knows_them_all() -> None:
    (finding,) = arranged(found("LANGUAGE-EPUB", file=f"a.epub!{name}.xhtml") for name in "abc")
    assert finding.message == "a fault (3 documents)"
    assert [place.file for place in finding.others] == ["a.epub!b.xhtml", "a.epub!c.xhtml"]


def test_places_that_a_validator_leaves_out_are_counted_once_for_all_documents() -> None:
    theirs = [
        found("EPUBCHECK-RSC-005", file=f"a.epub!{name}.xhtml", message="a fault (and in 5 more places)")
        for name in "abc"
    ]
    (finding,) = arranged(theirs)
    assert finding.message == "a fault (8 places in at least 3 documents)"


def test_all_pages_of_a_fault_are_named() -> None:
    where = [Location(file="a.pdf", page=page) for page in (1, 2, 3, 5)]
    one = replace(found("VERAPDF-UA1-7.1-3", message="a fault (59 places)"), where=where[0], others=tuple(where[1:]))
    (finding,) = arranged([one])
    assert finding.message == "a fault (59 places, pages 1–3, 5)"


def test_an_empty_language_is_not_told_again_by_the_validator() -> None:
    part = "a.epub!text.xhtml"
    words = "the value of the attribute “xml:lang” is wrong"
    theirs = found("EPUBCHECK-RSC-005", file=part, line=2, message=words)
    other = found("EPUBCHECK-RSC-005", file=part, line=2, message='attribute "class" not allowed here')
    pair = arranged([found("LANGUAGE-EPUB", file=part), theirs, other])
    assert [finding.code for finding in pair] == ["LANGUAGE-EPUB", "EPUBCHECK-RSC-005"]
    assert pair[0].also == ("EPUBCHECK-RSC-005",)


def test_one_fact_is_as_grave_in_all_its_places() -> None:
    fonts = [replace(found("FONT-PDF", message=name), severity=Severity.WARNING) for name in ("one", "two")]
    findings = arranged([*fonts, found("VERAPDF-UA1-7.21.4.1-1")])
    assert {finding.severity for finding in findings} == {Severity.ERROR}


def test_the_gravest_stand_first_and_a_scan_before_what_it_lacks() -> None:
    info = replace(found("DEVICE-NCX"), severity=Severity.INFO)
    pairs = arranged([info, found("LANGUAGE-PDF"), found("PDF-UNTAGGED"), found("PDF-NO-TEXT")])
    assert [finding.code for finding in pairs] == ["PDF-NO-TEXT", "PDF-UNTAGGED", "LANGUAGE-PDF", "DEVICE-NCX"]


@pytest.mark.parametrize("code", ["PDF-UNTAGGED", "ALT-EPUB", "HEADING-PDF", "LANGUAGE-EPUB", "VERAPDF-UA1-7.1-9"])
def test_the_usual_causes_have_a_fix_in_the_usual_programs(code: str) -> None:
    fixes = fixes_for(code)
    assert all(program in fixes for program in PROGRAMS if not (code.endswith("EPUB") and program == "Acrobat"))


def test_what_nobody_can_advise_on_has_no_fix() -> None:
    assert not fixes_for("EPUB-PATH")
