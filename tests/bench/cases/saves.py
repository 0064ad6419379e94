"""After an edit, under `separatum watch`: from the save to the published editions."""

import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.bench import Bench
from tests.bench.figures import Ratio, Result, line_of, ratios_of
from tests.bench.measure import CommandFailedError, Cost, cpu_of_tree, memory_of_tree
from tests.bench.peers import SEPARATUM, cost_of_peers

ROUNDS = 10
WARM = 5
"""Saves before the first that is measured: Java compiles while it runs."""


def measure(bench: Bench) -> Result:
    """Every round saves the article with other words, waits for both paths, and then lets the peers work on it."""
    article = Path(shutil.copytree(bench.article.parent, bench.folder / "edited")) / bench.article.name
    ours, peers = [], []
    with _watching(article, bench.folder) as watching:
        for _ in range(WARM):
            _saved(article, watching)
        for number in bench.each_round(ROUNDS):
            cost, others = _saved(article, watching), cost_of_peers(article, bench.folder)
            if number:
                ours.append(cost)
                peers.append(others)
    wall = ratios_of([cost.wall for cost in ours], [cost.wall for cost in peers])
    cpu = ratios_of([cost.cpu for cost in ours], [cost.cpu for cost in peers])
    return Result(
        case="watch",
        what=f"From a save of {bench.name} to its published editions, `separatum watch`, {len(ours)} edits.",
        lines=[line_of("Separatum, watching", ours), line_of("the four peers, one after the other", peers)],
        ratios=[
            Ratio(name="After an edit, watching ÷ peers, wall", values=wall, aim=0.07),
            Ratio(name="After an edit, watching ÷ peers, CPU", values=cpu, aim=0.07),
            Ratio(name="From save to published", values=[1000 * cost.wall for cost in ours], aim=1000, unit="ms"),
        ],
    )


@contextmanager
def _watching(article: Path, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [SEPARATUM, "watch", str(article), "--out", str(folder / "watched"), "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        _both_paths(process)
        yield process
    finally:
        process.terminate()
        process.communicate()


def _saved(article: Path, watching: "subprocess.Popen[str]") -> Cost:
    """What one save takes. Its words were never there before, so nothing is remembered of them."""
    text = article.read_text(encoding="utf-8").partition("\n\nSaved ")[0]
    before = cpu_of_tree(watching.pid)
    begin = time.perf_counter()
    article.write_text(f"{text}\n\nSaved as {secrets.token_hex(8)}.\n", encoding="utf-8")
    _both_paths(watching)
    wall = time.perf_counter() - begin
    memory = max(memory_of_tree(watching.pid).values())
    return Cost(wall=wall, cpu=cpu_of_tree(watching.pid) - before, memory=memory)


def _both_paths(watching: "subprocess.Popen[str]") -> None:
    assert watching.stdout is not None
    for suffix in (".epub", ".pdf"):
        if not watching.stdout.readline().rstrip().endswith(suffix):
            raise CommandFailedError("“separatum watch” ended")
