"""From the costs of many runs to medians, spreads and ratios, as JSON and as a table."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from tests.bench.cases import AGAIN, CASES, OURS
from tests.bench.measure import Cost

Costs = Mapping[str, Sequence[Cost]]
"""The costs of each case, round by round."""


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, least and greatest."""
    return {"median": statistics.median(values), "least": min(values), "greatest": max(values)}


def summary(costs: Costs) -> dict[str, Any]:
    """Each case by itself, and ours against the sum of its peers in the same round."""
    cases = {
        name: {
            "wall_s": spread([cost.wall for cost in runs]),
            "cpu_s": spread([cost.cpu for cost in runs]),
            "memory_mib": spread([cost.memory / 2**20 for cost in runs]),
        }
        for name, runs in costs.items()
    }
    peers = [runs for name, runs in costs.items() if CASES[name].is_peer]
    rounds = list(zip(costs[OURS], *peers, strict=True))
    again = list(zip(costs[AGAIN], *peers, strict=True))
    return {
        "rounds": len(rounds),
        "cases": cases,
        "peers_wall_s": spread([sum(cost.wall for cost in others) for _, *others in rounds]),
        "peers_cpu_s": spread([sum(cost.cpu for cost in others) for _, *others in rounds]),
        "wall_ratio": spread([ours.wall / sum(cost.wall for cost in others) for ours, *others in rounds]),
        "cpu_ratio": spread([ours.cpu / sum(cost.cpu for cost in others) for ours, *others in rounds]),
        "again_wall_ratio": spread([ours.wall / sum(cost.wall for cost in others) for ours, *others in again]),
        "again_cpu_ratio": spread([ours.cpu / sum(cost.cpu for cost in others) for ours, *others in again]),
    }


def table(figures: Mapping[str, Any]) -> str:
    """The same for a person, in Markdown: median (least–greatest)."""
    lines = ["| | wall, s | CPU, s | memory, MiB |", "|---|---|---|---|"]
    for name, case in figures["cases"].items():
        cells = [_cell(case["wall_s"], 2), _cell(case["cpu_s"], 2), _cell(case["memory_mib"], 0)]
        lines.append(f"| {CASES[name].name} | {' | '.join(cells)} |")
    peers = _cell(figures["peers_wall_s"], 2), _cell(figures["peers_cpu_s"], 2)
    lines.append(f"| the peers, one after the other | {peers[0]} | {peers[1]} | |")
    ratios = _cell(figures["wall_ratio"], 2), _cell(figures["cpu_ratio"], 2)
    lines.append(f"| **Offprint ÷ peers** | **{ratios[0]}** | **{ratios[1]}** | |")
    again = _cell(figures["again_wall_ratio"], 3), _cell(figures["again_cpu_ratio"], 3)
    lines.append(f"| **Offprint again ÷ peers** | **{again[0]}** | **{again[1]}** | |")
    return "\n".join(lines) + "\n"


def _cell(values: Mapping[str, float], digits: int) -> str:
    median, least, greatest = (f"{values[key]:.{digits}f}" for key in ("median", "least", "greatest"))
    return f"{median} ({least}–{greatest})"
