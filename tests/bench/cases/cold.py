"""One article, cold: ours, ours again, its peers, and the bare libraries."""

from tests.bench.bench import Bench, turned
from tests.bench.figures import Ratio, Result, line_of, ratios_of
from tests.bench.measure import Cost
from tests.bench.parts import prepare
from tests.bench.peers import AGAIN, OTHERS, OURS, PEERS, together

ROUNDS = 7


def measure(bench: Bench) -> Result:
    """Every round runs all commands, each a process of its own."""
    prepare(bench.article, bench.folder / "parts")
    commands = {"ours": OURS, "again": AGAIN, **PEERS, **OTHERS}
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in bench.each_round(ROUNDS):
        # The round that warms up goes in order: “again” needs what it remembers, the validators what pandoc has made.
        for name in turned(list(commands), number):
            cost = commands[name].cost(bench.article, bench.folder)
            costs[name] += [cost] if number else []
    return result(bench.name, costs)


def result(article: str, costs: dict[str, list[Cost]]) -> Result:
    """From the costs of every command, round by round."""
    peers = [together(runs) for runs in zip(*(costs[name] for name in PEERS), strict=True)]
    lines = [line_of(command.name, costs[name]) for name, command in (("ours", OURS), ("again", AGAIN))]
    lines += [line_of(peer.name, costs[name]) for name, peer in PEERS.items()]
    lines.append(line_of("the four peers, one after the other", peers))
    lines += [line_of(other.name, costs[name]) for name, other in OTHERS.items()]
    wall = [cost.wall for cost in peers]
    return Result(
        case="cold",
        what=f"One article, {article}, every run a process of its own, {len(peers)} rounds.",
        lines=lines,
        ratios=[
            _ratio("One article, cold ÷ peers, wall", [cost.wall for cost in costs["ours"]], wall, 0.5),
            _ratio("Unchanged, again ÷ peers, wall", [cost.wall for cost in costs["again"]], wall, 0.05),
        ],
    )


def _ratio(name: str, ours: list[float], others: list[float], aim: float) -> Ratio:
    return Ratio(name=name, values=ratios_of(ours, others), aim=aim)
