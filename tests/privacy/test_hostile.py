"""A file that is made to harm its reader ends with a result, and the next one is inspected."""

from pathlib import Path

import pytest

from separatum.checks.privacy import inspect_all, inspect_file
from separatum.model.errors import Exit
from tests.privacy.hostile import HOSTILE
from tests.privacy.makers import zipped

QUICK = (
    "a form in itself",
    "a page tree in itself",
    "arrays in arrays",
    "laughs",
    "Exif in a circle",
    "boxes in boxes",
)


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_file_has_a_result(name: str, tmp_path: Path) -> None:
    kind, make = HOSTILE[name]
    file = tmp_path / f"a.{kind}"
    file.write_bytes(make())
    report = inspect_file(file)
    assert report.failure is None
    assert report.exit_code in {Exit.OK, Exit.CHECK}


def test_a_file_that_takes_too_long_is_reported_and_the_next_is_inspected(tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_bytes(HOSTILE["selectors that count"][1]())
    (tmp_path / "b.epub").write_bytes(zipped())
    first, second = inspect_all([tmp_path], seconds=2)
    assert first.exit_code is Exit.CHECK
    assert "too large to inspect" in first.findings[0].message
    assert second.findings
    assert not any(finding.code == "PRIVACY-UNKNOWN" for finding in second.findings)


def test_there_are_sixty_hostile_files() -> None:
    assert len(HOSTILE) >= 60
