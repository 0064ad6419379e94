"""From the costs of many runs to medians, spreads and ratios, as JSON and as a table."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.bench.measure import Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was measured of one thing, round by round."""

    name: str
    figures: Mapping[str, Sequence[float]]
    """By what it is, as in `UNITS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One thing against another in the same round, and the aim."""

    name: str
    values: Sequence[float]
    aim: float
    at_least: bool = False
    """Whether more is better."""
    unit: str = "×"

    @property
    def is_met(self) -> bool:
        """Whether the median reaches the aim."""
        median = statistics.median(self.values)
        return median >= self.aim if self.at_least else median <= self.aim


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one case."""

    case: str
    what: str
    """In a sentence: what was measured, of what, how often."""
    lines: Sequence[Line]
    ratios: Sequence[Ratio]
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Sizes and the like, as they came out."""


UNITS = {"wall": ("wall, s", 2), "cpu": ("CPU, s", 2), "cpu_ms": ("CPU, ms", 0), "memory": ("memory, MiB", 0)}
"""Each kind of figure: its head in the table, and digits."""


def line_of(name: str, costs: Iterable[Cost]) -> Line:
    """The costs of whole commands."""
    runs = list(costs)
    wall, cpu = [cost.wall for cost in runs], [cost.cpu for cost in runs]
    return Line(name=name, figures={"wall": wall, "cpu": cpu, "memory": [cost.memory / 2**20 for cost in runs]})


def ratios_of(ours: Iterable[float], others: Iterable[float]) -> list[float]:
    """Ours by the others', round by round."""
    return [one / other for one, other in zip(ours, others, strict=True)]


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, least and greatest."""
    return {"median": statistics.median(values), "least": min(values), "greatest": max(values)}


def to_fields(result: Result) -> dict[str, Any]:
    """A result for JSON, with the figures of every round."""
    return {
        "what": result.what,
        "lines": [
            {"name": line.name} | {unit: {**spread(values), "rounds": values} for unit, values in line.figures.items()}
            for line in result.lines
        ],
        "ratios": [
            {"name": one.name, **spread(one.values), "rounds": one.values, "unit": one.unit, "aim": one.aim}
            | {"at_least": one.at_least, "is_met": one.is_met}
            for one in result.ratios
        ],
        "facts": dict(result.facts),
    }


def tables(fields: Mapping[str, Any]) -> str:
    """The same for a person, in Markdown, from the fields: a sentence, and median (least–greatest)."""
    units = [unit for unit in UNITS if any(unit in line for line in fields["lines"])]
    heads = [UNITS[unit][0] for unit in units]
    rows = [
        [line["name"], *(_cell(line[unit], UNITS[unit][1]) if unit in line else "" for unit in units)]
        for line in fields["lines"]
    ]
    facts = "".join(f" {name}: {value}." for name, value in fields["facts"].items())
    return f"{fields['what']}{facts}\n\n{_table(['', *heads], rows)}"


def ratio_table(results: Iterable[Mapping[str, Any]]) -> str:
    """All ratios of several cases, with their aims."""
    rows = []
    for fields in results:
        for one in fields["ratios"]:
            unit = "" if one["unit"] in {"×", ""} else f" {one['unit']}"
            digits = 0 if unit else 2 if one["median"] >= 0.1 else 3
            aim = f"{'≥' if one['at_least'] else '≤'} {one['aim']:g}{unit}"
            rows.append([one["name"], f"{_cell(one, digits)}{unit}", aim, "yes" if one["is_met"] else "**no**"])
    return _table(["", "measured", "aim", "met"], rows)


def medians(results: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """The median of each ratio of several cases, by its name, as it is stored to be held against later."""
    return {one["name"]: one["median"] for fields in results for one in fields["ratios"]}


def worse(fields: Mapping[str, Any], stored: Mapping[str, float]) -> str:
    """The ratios of a case that are worse by more than a tenth than those that are stored, as a table; nothing if none
    is."""
    rows = []
    for one in fields["ratios"]:
        before, now = stored.get(one["name"], 0), one["median"]
        if before > 0 and now > 0 and (before / now if one["at_least"] else now / before) > 1 + _TENTH:
            rows.append([one["name"], f"{before:.3g}", f"{now:.3g}", f"{100 * (now / before - 1):+.0f} %"])
    return _table(["worse than stored", "stored", "now", "by"], rows) if rows else ""


_TENTH = 0.1


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |".replace("|  |", "| |"), f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(values: Mapping[str, float], digits: int) -> str:
    median, least, greatest = (f"{values[key]:.{digits}f}" for key in ("median", "least", "greatest"))
    return f"{median} ({least}–{greatest})"
