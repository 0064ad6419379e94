"""veraPDF says which rules each file of `files/pdf` breaks, and no others."""

from collections.abc import Callable
from pathlib import Path

import pytest

from separatum.checks.validators import PROFILES, JavaValidators
from separatum.model.errors import UsageError

CASES = sorted((Path(__file__).parent / "files" / "pdf").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_file_gets_the_codes_that_its_case_names(validators: JavaValidators, case: Path) -> None:
    profiles, *expected = case.read_text().splitlines()
    found = validators.validate_pdf(case.with_suffix(".pdf"), profiles.removeprefix("profiles:").split())
    assert [finding.code for finding in found] == expected


def test_a_finding_tells_the_rule_its_standard_and_its_source(
    validators: JavaValidators, pdf: Callable[[str], Path]
) -> None:
    (finding,) = validators.validate_pdf(pdf("an-image-without-alt"))
    assert finding.message.startswith("Figure structure element neither has an alternate description")
    assert finding.hint is not None
    assert finding.hint.startswith("PDF/UA-1 asks: Figure tags shall")
    assert finding.source == "veraPDF 1.31"


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_can_be_used(validators: JavaValidators, pdf: Callable[[str], Path], name: str) -> None:
    found = validators.validate_pdf(pdf("good"), [name])
    assert "VERAPDF-UNREADABLE" not in {finding.code for finding in found}
    assert bool(found) == (name not in {"ua1", "3a", "3u", "3b"})


def test_a_profile_is_known_by_its_full_name_too(validators: JavaValidators, pdf: Callable[[str], Path]) -> None:
    assert validators.validate_pdf(pdf("good"), ["PDF/UA-1", "pdf/a-3a"]) == ()


def test_an_unknown_profile_is_named_with_those_that_are_known(
    validators: JavaValidators, pdf: Callable[[str], Path]
) -> None:
    with pytest.raises(UsageError, match="no PDF profile “pdf/x-4”") as raised:
        validators.validate_pdf(pdf("good"), ["pdf/x-4"])
    assert "PDF/A-3a" in str(raised.value.remedy)


def test_profiles_find_together_what_each_finds_alone(validators: JavaValidators, pdf: Callable[[str], Path]) -> None:
    for case in CASES:
        path = case.with_suffix(".pdf")
        together = validators.validate_pdf(path, ["ua1", "1b", "3a", "4"])
        alone = [finding for name in ("ua1", "1b", "3a", "4") for finding in validators.validate_pdf(path, [name])]
        if "VERAPDF-UNREADABLE" not in {finding.code for finding in alone}:
            assert sorted(map(str, together)) == sorted(map(str, alone)), case.stem
