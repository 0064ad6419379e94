"""Any file can be held against any profile, and against nothing else."""

from pathlib import Path

import pytest

import tests.checks.access_breakers  # noqa: F401 - registers its own
from separatum.checks.catalogue import all_checks
from separatum.checks.formats.finished_file import finished_file
from separatum.checks.profiles import EVERYTHING, demanded, profile_names
from separatum.checks.run import CheckResult, result_of, subject_of, validate
from separatum.checks.validators import PROFILES, JavaValidators
from separatum.model.errors import UsageError
from separatum.model.findings import Severity
from tests.checks.breakers import BREAKERS, good


def validated(validators: JavaValidators, content: bytes, place: Path, *profiles: str) -> CheckResult:
    place.write_bytes(content)
    asked = demanded(profiles)
    file = finished_file(place)
    return result_of(subject_of(None, [file]), [validate(validators, file, asked)], asked)


def test_every_profile_of_the_validators_has_a_name_that_it_is_found_by() -> None:
    named = profile_names()
    assert {"epub", "epub-a11y", "pdf/ua-1", "pdf/a-1b", "pdf/a-4f"} <= set(named)
    assert [demanded([name]).pdf for name in named[2:]] == [(short,) for short in PROFILES]


def test_without_a_profile_everything_is_asked() -> None:
    assert demanded([]) == EVERYTHING


def test_all_checks_that_a_profile_names_are_there() -> None:
    known = {check.rule.code for check in all_checks()} | {"ACCESS-CONFORMANCE"}
    for name in profile_names():
        assert (demanded([name]).codes or frozenset()) <= known


def test_an_unknown_profile_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="pdf/x-4") as error:
        demanded(["pdf/x-4"])
    assert "pdf/ua-1" in (error.value.remedy or "")


def test_a_file_that_no_profile_is_for_does_not_pass_unseen() -> None:
    with pytest.raises(UsageError, match=r"a\.epub"):
        demanded(["pdf/ua-1"]).require("epub", "a.epub")


def test_our_own_editions_are_what_they_claim(validators: JavaValidators, tmp_path: Path) -> None:
    assert not validated(validators, good().epub, tmp_path / "a.epub", "epub-a11y").findings
    assert not validated(validators, good().pdf, tmp_path / "a.pdf", "pdf/ua-1", "PDF/A-3a", "pdf/a-3b").findings


def test_a_profile_finds_what_breaks_it_and_no_other_does(validators: JavaValidators, tmp_path: Path) -> None:
    codes = {finding.code for finding in validated(validators, good().pdf, tmp_path / "a.pdf", "pdf/a-1b").findings}
    assert codes
    assert all(code.startswith("VERAPDF-1B-") for code in codes)


def test_who_asks_for_accessibility_is_told_errors_and_not_remarks(validators: JavaValidators, tmp_path: Path) -> None:
    book = BREAKERS["ALT-EPUB"][0](good()).epub
    asked = validated(validators, book, tmp_path / "a.epub", "epub-a11y").findings
    assert {(finding.code, finding.severity) for finding in asked} >= {("ALT-EPUB", Severity.ERROR)}
    assert not validated(validators, book, tmp_path / "a.epub", "epub").findings
