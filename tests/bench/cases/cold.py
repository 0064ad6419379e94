"""One article, cold: ours, ours again, its lint, its peers, and the bare libraries."""

from dataclasses import replace

from tests.bench.bench import Bench, turned
from tests.bench.figures import Ratio, Result, line_of, ratios_of
from tests.bench.measure import Cost
from tests.bench.parts import prepare
from tests.bench.peers import AGAIN, LINT, OTHERS, OURS, PEERS, together
from tests.bench.texts import LENGTH, write_article

ROUNDS = 7
_OURS = {"ours": OURS, "again": AGAIN, "lint": LINT}


def measure_photograph(bench: Bench) -> Result:
    """The same with a photograph of 1600 × 1000 pixels."""
    article = write_article(bench.folder / "photographed", 0, LENGTH, photographs=1)
    return replace(measure(replace(bench, article=article), "a photograph: "), case="photograph")


def measure(bench: Bench, kind: str = "") -> Result:
    """Every round runs all commands, each a process of its own."""
    prepare(bench.article, bench.folder / "parts")
    commands = {**_OURS, **PEERS, **OTHERS}
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in bench.each_round(ROUNDS):
        # The round that warms up goes in order: “again” needs what it remembers, the validators what pandoc has made.
        for name in turned(list(commands), number):
            cost = commands[name].cost(bench.article, bench.folder)
            costs[name] += [cost] if number else []
    return result(bench.name, costs, kind)


def result(article: str, costs: dict[str, list[Cost]], kind: str = "") -> Result:
    """From the costs of every command, round by round."""
    peers = [together(runs) for runs in zip(*(costs[name] for name in PEERS), strict=True)]
    lines = [line_of(command.name, costs[name]) for name, command in _OURS.items()]
    lines += [line_of(peer.name, costs[name]) for name, peer in PEERS.items()]
    lines.append(line_of("the four peers, one after the other", peers))
    lines += [line_of(other.name, costs[name]) for name, other in OTHERS.items()]
    wall = [cost.wall for cost in peers]
    return Result(
        case="cold",
        what=f"One article, {article}, every run a process of its own, {len(peers)} rounds.",
        lines=lines,
        ratios=[
            _ratio(f"{kind}One article, cold ÷ peers, wall", [cost.wall for cost in costs["ours"]], wall, 0.4),
            _ratio(f"{kind}Unchanged, again ÷ peers, wall", [cost.wall for cost in costs["again"]], wall, 0.025),
            _ratio(f"{kind}Lint, cold ÷ peers, wall", [cost.wall for cost in costs["lint"]], wall, 0.03),
        ],
    )


def _ratio(name: str, ours: list[float], others: list[float], aim: float) -> Ratio:
    return Ratio(name=name, values=ratios_of(ours, others), aim=aim)
