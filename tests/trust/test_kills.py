"""Killed at any moment, an export leaves whole files, and the next one succeeds; `make kill-test` tries 200 times."""

from pathlib import Path

from separatum.checks.validators import JavaValidators
from tests.trust.kills import kill_many
from tests.trust.warm import staying


def test_a_killed_export_harms_nothing_and_the_next_one_succeeds(validators: JavaValidators, tmp_path: Path) -> None:
    with staying(validators):
        told = kill_many(2, 11, tmp_path)
    assert told["faults"] == []
