"""The benchmark's own arithmetic, its articles and its page: it measures nothing here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from separatum.exports.pipeline import export, read
from separatum.model.errors import Exit
from tests.bench.cases import CASES, cold
from tests.bench.cases.growth import exponent
from tests.bench.figures import Line, Ratio, Result, medians, ratio_table, ratios_of, tables, to_fields, worse
from tests.bench.measure import CommandFailedError, Cost, cost_of, cpu_of_tree, tree
from tests.bench.page import BEGIN, END, PAGE, with_tables
from tests.bench.peers import OTHERS, PEERS
from tests.bench.texts import write_article


def cost(wall: float) -> Cost:
    return Cost(wall=wall, cpu=2 * wall, memory=2**20)


ROUNDS = {name: [cost(1.0), cost(2.0), cost(6.0)] for name in (*PEERS, *OTHERS)} | {
    "ours": [cost(2.0), cost(2.0), cost(6.0)],
    "again": [cost(0.5), cost(0.5), cost(0.75)],
    "lint": [cost(0.25), cost(0.25), cost(0.25)],
}
COLD = to_fields(cold.result("“a.md”", ROUNDS))


def test_ours_is_held_against_the_sum_of_the_peers_of_the_same_round() -> None:
    ours, again, _lint = COLD["ratios"]
    assert ours["rounds"] == [0.5, 0.25, 0.25]
    assert (again["median"], again["least"], again["greatest"]) == (0.0625, 0.03125, 0.125)


def test_what_is_only_shown_beside_is_no_part_of_the_sum() -> None:
    lines = {line["name"]: line for line in COLD["lines"]}
    assert lines["the four peers, one after the other"]["wall"]["rounds"] == [4.0, 8.0, 24.0]


def test_a_thing_is_told_by_its_median_and_its_extremes() -> None:
    assert "| EPUBCheck, cold, on pandoc’s EPUB | 2.00 (1.00–6.00) | 4.00 (2.00–12.00) | 1 (1–1) |" in tables(COLD)


def test_an_aim_is_met_by_the_median() -> None:
    assert Ratio(name="less", values=[1.0, 1.1, 9.0], aim=1.15).is_met
    assert not Ratio(name="more", values=[1.9, 1.7, 1.6], aim=1.8, at_least=True).is_met


def test_the_ratios_of_all_cases_stand_in_one_table() -> None:
    other = Ratio(name="Rate", values=[1.9], aim=1.8, at_least=True)
    slow = Ratio(name="Save", values=[1200.0], aim=1000, unit="ms")
    growth = Ratio(name="Growth", values=[1.112], aim=1.05, unit="")
    told = ratio_table([COLD, to_fields(Result(case="w", what="W.", lines=(), ratios=(other, slow, growth)))])
    assert "| Growth | 1.11 (1.11–1.11) | ≤ 1.05 | **no** |" in told
    assert "| Rate | 1.90 (1.90–1.90) | ≥ 1.8 | yes |" in told
    assert "| Save | 1200 (1200–1200) ms | ≤ 1000 ms | **no** |" in told
    assert "| One article, cold ÷ peers, wall | 0.25 (0.25–0.50) | ≤ 0.4 | yes |" in told


def test_what_is_worse_by_more_than_a_tenth_is_shown() -> None:
    rate = Ratio(name="Rate", values=[1.5], aim=1.8, at_least=True)
    save, new = Ratio(name="Save", values=[0.105], aim=0.1), Ratio(name="New", values=[9.0], aim=0.1)
    now = to_fields(Result(case="w", what="W.", lines=(), ratios=(rate, save, new)))
    assert medians([now]) == {"Rate": 1.5, "Save": 0.105, "New": 9.0}
    assert not worse(now, medians([now]))
    told = worse(now, {"Rate": 1.9, "Save": 0.1})
    assert "| Rate | 1.9 | 1.5 | -21 % |" in told
    assert "Save" not in told
    assert "| Save | 0.09 | 0.105 | +17 % |" in worse(now, {"Save": 0.09})


def test_the_exponent_is_that_of_the_two_largest() -> None:
    assert exponent({10: 5.0, 100: 4.0, 1_000: 40.0}) == pytest.approx(1.0)
    assert exponent({1: 7.0, 10: 1.0, 100: 100.0}) == pytest.approx(2.0)


def test_an_article_shows_as_many_photographs_as_it_is_asked_for_each_another(tmp_path: Path) -> None:
    images = read(write_article(tmp_path, 5, 900, photographs=4)).images
    assert len({image.data for image in images}) == 4
    assert {(image.width, image.height) for image in images} == {(1600, 1000)}


def test_a_figure_that_a_thing_has_not_leaves_its_cell_empty() -> None:
    lines = (Line(name="one", figures={"cpu_ms": [5.0]}), Line(name="two", figures={"memory": [7.0]}))
    told = tables(to_fields(Result(case="c", what="Two.", lines=lines, ratios=())))
    assert "| one | 5 (5–5) |  |" in told


def test_round_by_round_is_not_median_by_median() -> None:
    assert ratios_of([1.0, 4.0], [2.0, 2.0]) == [0.5, 2.0]


def test_the_page_takes_new_tables_for_its_old_ones() -> None:
    page = f"Before.\n{BEGIN}\nbygone\n{END}\nAfter.\n"
    new = with_tables(page, [{"case": "cold", "machine": "M", "python": "3", **COLD}])
    assert new.startswith("Before.\n")
    assert new.endswith(f"{END}\nAfter.\n")
    assert "bygone" not in new
    assert "### cold" in new
    with pytest.raises(ValueError, match="lost its marks"):
        with_tables("Nothing.", [])


def test_the_page_that_is_handed_out_has_its_marks() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.count(BEGIN) == page.count(END) == 1


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match="no such luck"):
        cost_of([sys.executable, "-c", "raise SystemExit('no such luck')"], tmp_path)


def test_the_cost_of_a_command_has_time_and_memory(tmp_path: Path) -> None:
    measured = cost_of([sys.executable, "-c", "pass"], tmp_path)
    assert measured.wall > 0
    assert measured.cpu > 0
    assert measured.memory > 2**20


def test_the_time_of_a_running_process_holds_that_of_its_children() -> None:
    work = "sum(range(3_000_000))"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{work}']); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert cpu_of_tree(process.pid) > 0.02
        process.communicate("\n")
    assert os.getpid() in set(tree(os.getpid()))


def test_an_article_is_the_same_every_time_and_another_by_its_number(tmp_path: Path) -> None:
    one, again, other = (write_article(tmp_path / at, number) for at, number in (("a", 7), ("b", 7), ("c", 8)))
    assert one.read_bytes() == again.read_bytes()
    assert one.read_text(encoding="utf-8") != other.read_text(encoding="utf-8")
    assert 560 <= len(read(one).body.split()) <= 900


def test_an_article_has_the_usual_parts_and_no_fault(tmp_path: Path) -> None:
    report = export(write_article(tmp_path / "in", 3), out=tmp_path / "out")
    assert (report.exit_code, report.findings) == (Exit.OK, ())
    body = read(tmp_path / "in" / "article-00003.md").body
    assert [part for part in ("<h2", "<ul", "<blockquote", "<figure", "<table", "<aside") if part not in body] == []


def test_a_case_that_is_not_known_is_named_with_those_that_are() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--only", "warm"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "there is no case “warm”" in ended.stderr
    assert all(name in ended.stderr for name in CASES)


def test_results_are_json() -> None:
    assert json.loads(json.dumps(COLD)) == COLD
