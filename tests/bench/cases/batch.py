"""A folder of different articles, all judged, against the peers on a sample of them."""

from tests.bench.bench import Bench
from tests.bench.figures import Line, Ratio, Result, ratios_of
from tests.bench.measure import Cost, cost_of
from tests.bench.peers import OFFPRINT, cost_of_peers, together
from tests.bench.texts import LENGTH, write_article

ROUNDS = 2
SAMPLE = 5


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
        lines=lines,
        ratios=[Ratio(name=f"Batch of {number} ÷ peers, CPU", values=ratios_of(each, others), aim=1 / 25)],
    )


def _line(name: str, costs: list[Cost], number: int) -> Line:
    """The costs of a run, for each of its articles."""
    wall, cpu = [cost.wall / number for cost in costs], [cost.cpu / number for cost in costs]
    return Line(name=name, figures={"wall": wall, "cpu": cpu, "memory": [cost.memory / 2**20 for cost in costs]})
