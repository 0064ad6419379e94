"""A folder of different articles, all judged, against the peers on a sample of them.

Beside them stands what no exporter of validated editions can leave out: WeasyPrint by itself, laying the same page out
once, and both judges' verdicts, all warm.
"""

from pathlib import Path

from tests.bench.bench import Bench, servants
from tests.bench.figures import Line, Ratio, Result, ratios_of
from tests.bench.measure import Cost, cost_of
from tests.bench.parts import prepare
from tests.bench.peers import OFFPRINT, cost_of_peers, together
from tests.bench.texts import LENGTH, write_article

ROUNDS = 2
SAMPLE = 5
WARM_AFTER = 8
"""Rounds, in which Java compiles what it runs."""


def measure(bench: Bench, number: int) -> Result:
    """Every round exports all with two workers, and lets the peers work on the same few of them, one by one."""
    articles = [write_article(bench.folder / "articles", one) for one in range(number)]
    sample = articles[:: number // SAMPLE]
    ours, peers = [], []
    options = ["--out", str(bench.folder / "ours"), "--no-cache", "--jobs", "2", "--quiet"]
    for _ in range(bench.rounds or ROUNDS):  # no round warms up: the start of everything counts
        command = [OFFPRINT, "export", str(bench.folder / "articles"), *options]
        ours.append(cost_of(command, bench.folder))
        peers.append(together([cost_of_peers(article, bench.folder) for article in sample]))
    lines = [_line("Offprint, two workers", ours, number), _line("the four peers, cold", peers, len(sample))]
    each, others = (line.figures["cpu"] for line in lines)
    return Result(
        case=f"batch-{number}",
        what=f"{number} different articles of about {LENGTH} words, a picture in each, all judged; for each article."
        f" The peers on {len(sample)} of them. {len(ours)} rounds; the start is counted.",
        lines=[*lines, _least(sample, bench)],
        ratios=[Ratio(name=f"Batch of {number} ÷ peers, CPU", values=ratios_of(each, others), aim=1 / 25)],
    )


def _line(name: str, costs: list[Cost], number: int) -> Line:
    """The costs of a run, for each of its articles."""
    wall, cpu = [cost.wall / number for cost in costs], [cost.cpu / number for cost in costs]
    return Line(name=name, figures={"wall": wall, "cpu": cpu, "memory": [cost.memory / 2**20 for cost in costs]})


def _least(sample: list[Path], bench: Bench) -> Line:
    """The processor time of the layout and the verdicts alone, for each article of the sample."""
    cpu = []
    with servants("judges", folder=bench.folder / "ours") as (judges,):
        for article in sample * WARM_AFTER:
            judges.ask(article)
        for article in sample:
            parts = bench.folder / "parts" / article.stem
            prepare(article, parts)
            with servants("bare-pdf", folder=parts) as (bare,):
                bare.ask(article)
                cpu.append(bare.ask(article)["cpu"] + judges.ask(article)["cpu_of_tree"])
    return Line(name="bare WeasyPrint and both judges, warm", figures={"cpu": cpu})
