"""Two workers against one, on the same folder.

One worker and its validators already keep more than one processor busy: the article is laid out on one while the one
before is validated on the other. So one worker is measured on both processors, as it runs; and on one, to see whether a
second worker with a second processor doubles what is done. Two processors of a virtual machine are seldom twice one; so
two processes that count and share nothing are measured as well.
"""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.bench.bench import Bench, turned
from tests.bench.figures import Ratio, Result, line_of, ratios_of
from tests.bench.measure import Cost, cost_of
from tests.bench.peers import SEPARATUM
from tests.bench.texts import LENGTH, write_article

ROUNDS = 2
ARTICLES = 100
WAYS = {
    "--jobs 1": ("--jobs", "1"),
    "--jobs 1, on one processor": ("--jobs", "1"),
    "--jobs 2": ("--jobs", "2"),
}


def measure(bench: Bench) -> Result:
    """Every round exports all once each way, in turn first."""
    for one in range(ARTICLES):
        write_article(bench.folder / "articles", one)
    costs: dict[str, list[Cost]] = {way: [] for way in WAYS}
    apart: list[float] = []
    processors = sorted(os.sched_getaffinity(0))[:2]
    for number in range(bench.rounds or ROUNDS):
        for place, way in enumerate(turned(list(WAYS), number)):
            mine = processors[:1] if "one processor" in way else processors
            pinned = ["taskset", "--cpu-list", ",".join(map(str, mine))]
            options = ["--out", str(bench.folder / f"by-{place}"), "--no-cache", "--quiet", *WAYS[way]]
            command = [*pinned, SEPARATUM, "export", str(bench.folder / "articles"), *options]
            costs[way].append(cost_of(command, bench.folder))
        apart.append(_rate_of_two(processors, bench.folder))
    both, alone, two = ([cost.wall for cost in costs[way]] for way in WAYS)
    return Result(
        case="workers",
        what=f"{ARTICLES} different articles of about {LENGTH} words, all validated, {len(both)} rounds.",
        lines=[line_of(way, costs[way]) for way in WAYS],
        ratios=[
            Ratio(
                name="Two workers on two processors: rate ÷ one’s on one",
                values=ratios_of(alone, two),
                aim=1.9,
                at_least=True,
            ),
            Ratio(
                name="Two workers: how busy two processors are",
                values=[cost.cpu / cost.wall / len(processors) for cost in costs["--jobs 2"]],
                aim=0.95,
                at_least=True,
            ),
            Ratio(
                name="Two workers: rate ÷ one’s, both on two processors",
                values=ratios_of(both, two),
                aim=1.8,
                at_least=True,
            ),
        ],
        facts={"Two processes that share nothing do, of one": ", ".join(f"{rate:.2f} ×" for rate in apart)},
    )


def _rate_of_two(processors: Sequence[int], folder: Path) -> float:
    """How much more two processes do that only count, each on a processor of its own, than one."""
    count = (sys.executable, "-c", "for _ in range(200_000_000): pass")
    one, two = (["taskset", "--cpu-list", str(mine), *count] for mine in processors)
    alone = cost_of(one, folder).wall
    with ThreadPoolExecutor() as beside:
        both = [cost.wall for cost in beside.map(lambda command: cost_of(command, folder), (one, two))]
    return 2 * alone / max(both)
