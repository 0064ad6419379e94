"""Files that other programs made of one short text: the usual faults are found in each, and none in those without."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from separatum.checks.confined import own_checks
from separatum.checks.formats.finished_file import finished_file
from separatum.checks.profiles import EVERYTHING
from separatum.model.findings import Severity
from tests.conformance import makers

Make = Callable[[Path], Iterator[Path]]
FAULTS = {
    "ebooklib": (makers._ebooklib, "bad.epub", {"ALT-EPUB", "TABLE-EPUB", "CONTRAST-EPUB"}),
    "typst": (makers._typst, "bad.pdf", {"ALT-PDF", "HEADING-PDF", "CONTRAST-PDF"}),
    "scanner": (makers._scanner, "two.pdf", {"PDF-UNTAGGED", "LANGUAGE-PDF", "PDF-NO-TEXT"}),
}
SOUND = {"typst": (makers._typst, "good-ua.pdf")}


def errors_in(make: Make, name: str, place: Path) -> set[str]:
    for kind in ("good", "bad"):
        makers._write_source(place, kind)
    made = {path.name: path for path in make(place)}
    findings = own_checks([finished_file(made[name])], EVERYTHING).findings
    return {finding.code for finding in findings if finding.severity is Severity.ERROR}


@pytest.mark.parametrize("maker", FAULTS)
def test_the_usual_faults_are_errors(maker: str, tmp_path: Path) -> None:
    make, name, expected = FAULTS[maker]
    assert errors_in(make, name, tmp_path) == expected


@pytest.mark.parametrize("maker", SOUND)
def test_a_file_without_them_has_no_error(maker: str, tmp_path: Path) -> None:
    make, name = SOUND[maker]
    assert errors_in(make, name, tmp_path) == set()
