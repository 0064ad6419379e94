"""Two workers against one, on the same folder."""

from tests.bench.bench import Bench, turned
from tests.bench.figures import Ratio, Result, line_of, ratios_of
from tests.bench.measure import Cost, cost_of
from tests.bench.peers import OFFPRINT
from tests.bench.texts import LENGTH, write_article

ROUNDS = 2
ARTICLES = 100


def measure(bench: Bench) -> Result:
    """Every round exports all once with one worker and once with two, in turn first."""
    for one in range(ARTICLES):
        write_article(bench.folder / "articles", one)
    costs: dict[int, list[Cost]] = {1: [], 2: []}
    for number in range(bench.rounds or ROUNDS):
        for jobs in turned([1, 2], number):
            options = ["--out", str(bench.folder / f"by-{jobs}"), "--no-cache", "--jobs", str(jobs), "--quiet"]
            costs[jobs].append(cost_of([OFFPRINT, "export", str(bench.folder / "articles"), *options], bench.folder))
    walls = {jobs: [cost.wall for cost in runs] for jobs, runs in costs.items()}
    return Result(
        case="workers",
        what=f"{ARTICLES} different articles of about {LENGTH} words, all judged, {len(costs[1])} rounds.",
        lines=[line_of("--jobs 1", costs[1]), line_of("--jobs 2", costs[2])],
        ratios=[Ratio(name="Two workers: rate ÷ one’s", values=ratios_of(walls[1], walls[2]), aim=1.8, at_least=True)],
    )
