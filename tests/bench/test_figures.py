"""The benchmark's own arithmetic: it measures nothing here."""

import sys
from pathlib import Path

import pytest

from tests.bench.cases import AGAIN, CASES, OURS
from tests.bench.figures import summary, table
from tests.bench.measure import CommandFailedError, Cost, cost_of


def cost(wall: float) -> Cost:
    return Cost(wall=wall, cpu=2 * wall, memory=2**20)


ROUNDS = {name: [cost(1.0), cost(2.0), cost(6.0)] for name in CASES} | {OURS: [cost(2.0), cost(2.0), cost(6.0)]}


def test_ours_is_held_against_the_sum_of_the_peers_of_the_same_round() -> None:
    assert summary(ROUNDS)["wall_ratio"] == {"median": 0.25, "least": 0.25, "greatest": 0.5}


def test_an_unchanged_export_is_held_against_the_same_peers() -> None:
    quick = ROUNDS | {AGAIN: [cost(0.5), cost(0.5), cost(0.75)]}
    assert summary(quick)["again_wall_ratio"] == {"median": 0.0625, "least": 0.03125, "greatest": 0.125}


def test_a_case_is_told_by_its_median_and_its_extremes() -> None:
    assert summary(ROUNDS)["cases"]["epubcheck"]["cpu_s"] == {"median": 4.0, "least": 2.0, "greatest": 12.0}


def test_the_table_names_every_case() -> None:
    assert all(case.name in table(summary(ROUNDS)) for case in CASES.values())


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match="no such luck"):
        cost_of([sys.executable, "-c", "raise SystemExit('no such luck')"], tmp_path)


def test_the_cost_of_a_command_has_time_and_memory(tmp_path: Path) -> None:
    measured = cost_of([sys.executable, "-c", "pass"], tmp_path)
    assert measured.wall > 0
    assert measured.cpu > 0
    assert measured.memory > 2**20
