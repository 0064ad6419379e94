"""Put the tables of what was measured between two marks of docs/development/performance.md."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench.bench import ROOT
from tests.bench.figures import medians, ratio_table, tables

PAGE = ROOT / "docs" / "development" / "performance.md"
STORED = ROOT / "tests" / "bench" / "stored.json"
BEGIN = "<!-- Measured by “make bench”, written by its --write: do not change it here. -->"
END = "<!-- The end of what was measured. -->"


def write_page(folder: Path, order: Sequence[str]) -> None:
    """Write the tables of all results of a folder, in an order of their names; and store their ratios."""
    found = [json.loads(place.read_text("utf-8")) for name in order if (place := folder / f"{name}.json").is_file()]
    PAGE.write_text(with_tables(PAGE.read_text("utf-8"), found), encoding="utf-8")
    STORED.write_text(json.dumps(stored() | medians(found), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def stored() -> dict[str, float]:
    """The ratios that were stored with the page, by their names."""
    return dict(json.loads(STORED.read_text("utf-8"))) if STORED.is_file() else {}


def with_tables(page: str, results: Sequence[Mapping[str, Any]]) -> str:
    """The page, with these tables for those that it had.

    Raises:
        ValueError: it has not the two marks.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"docs/development/performance.md has lost its marks: {BEGIN} {END}")
    machines = dict.fromkeys(f"{one['machine']}, Python {one['python']}" for one in results)
    where = f"{'; '.join(machines)}. Median (least–greatest).\n\n"
    told = [f"### {one['case']}\n\n{tables(one)}" for one in results]
    return f"{before}{begin}\n\n{where}{ratio_table(results)}\n{chr(10).join(told)}\n{end}{after}"
