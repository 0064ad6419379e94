"""Each promise of docs/explanation.md names a test that is there and runs, and each of SECURITY.md has one there."""

import re
from pathlib import Path

import pytest

from separatum.checks.catalogue import all_rules

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.partition("| Promise |")[2].partition("\n\n")[0].splitlines()[2:]
]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_promises_are_read() -> None:
    assert len(ROWS) >= 15
    assert all(len(row) == 3 for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:40])
def test_a_promise_names_what_shows_it(row: list[str]) -> None:
    files = re.findall(r"`(tests/[\w/]+\.py)`", row[2])
    assert files
    texts = [(ROOT / file).read_text(encoding="utf-8") for file in files]
    assert any("def test_" in text for text in texts)
    for target in re.findall(r"`make ([\w-]+)", row[2]):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target


@pytest.mark.parametrize("code", sorted(set(re.findall(r"\b(?:LAYOUT|PRIVACY|FORBIDDEN)-[A-Z-]+\b", PAGE))))
def test_a_finding_that_is_named_is_one(code: str) -> None:
    assert code in {rule.code for rule in all_rules()}
