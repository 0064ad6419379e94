"""Export thousands of short articles, and look at memory; kill such a run twice, resume it, and compare all bytes.

`python -m tests.speed.thousands 10000`: the first run is undisturbed. The resident memory of each of its processes is
noted after every hundred articles (`--tell`); the most of it in a tenth of the run after the first articles
(`--settled`) is held against the most in the last tenth. A worker ends after some hundred articles, and the next begins
small, so one moment says nothing. The second run goes to another folder, is killed (SIGKILL, every process of it) at a
third and at two thirds of the way, and resumed with `--resume`; then both folders must be the same, to the byte, and
hold every article. Nothing is remembered between the runs but the journal. Figures go to standard error as they come,
and to standard output as JSON.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from separatum.publish.output_folder import WORK
from tests.speed.articles import write_articles
from tests.speed.processes import kill_family, processor_seconds, resident

MOST_GROWTH = 1.2
"""Of a process's resident memory, from the first tenth to the last."""


@dataclass(slots=True, kw_only=True)
class Run:
    """What a run has shown so far."""

    published: int = 0
    lines: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    memory: dict[int, dict[str, int]] = field(default_factory=dict)
    """Resident bytes by process, by the number of articles that were published then."""
    code: int | None = None


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="thousands-", dir=asked.folder) as folder:
        home = Path(folder)
        write_articles(home / "in", asked.count, asked.words)
        told: dict[str, Any] = {"articles": asked.count, "words": asked.words, "jobs": asked.jobs}
        told |= _undisturbed(home, asked)
        print(json.dumps(told), file=sys.stderr)
        told |= _killed_twice(home, asked)
        told["faults"] = _differences(home, asked.count)
    print(json.dumps(told, indent=1))
    return 1 if told["faults"] or told.get("growth", 9.0) > MOST_GROWTH else 0


def _undisturbed(home: Path, asked: argparse.Namespace) -> dict[str, Any]:
    run = _export(home, "undisturbed", asked, look=True)
    told = {"exit": run.code, "published": run.published, "seconds": round(run.seconds, 1)}
    tenth, last = max(asked.count // 10, asked.tell), max(run.memory, default=0)
    settled = min(asked.settled, asked.count // 2)
    before = _most(run, settled, settled + tenth)
    after = _most(run, last - tenth, last)
    growth = {duty: round(after[duty] / before[duty], 3) for duty in sorted(before.keys() & after.keys())}
    return told | {
        "processor_seconds_each": round(run.processor / max(last, 1), 3),
        "most_resident_mib": [{duty: size >> 20 for duty, size in sizes.items()} for sizes in (before, after)],
        "growth_of_each": growth,
        "growth": max(growth.values(), default=9.0),  # it was stuck, or ended early
    }


def _most(run: Run, begin: int, end: int) -> dict[str, int]:
    """The most bytes of each process while so many articles had been published."""
    most: dict[str, int] = {}
    for number, sizes in run.memory.items():
        if begin <= number <= end:
            most |= {duty: max(size, most.get(duty, 0)) for duty, size in sizes.items()}
    return most


def _killed_twice(home: Path, asked: argparse.Namespace) -> dict[str, Any]:
    seconds, stopped = 0.0, []
    for part in (1, 2):
        run = _export(home, "resumed", asked, until=asked.count * part // 3)
        seconds += run.seconds
        stopped.append(run.published)
    run = _export(home, "resumed", asked)
    return {"killed_after": stopped, "resumed_exit": run.code, "resumed_seconds": round(seconds + run.seconds, 1)}


def _export(home: Path, out: str, asked: argparse.Namespace, *, look: bool = False, until: int = 0) -> Run:
    """Export all, with a look at memory or without; or kill the run as soon as `until` articles are published."""
    command = [sys.executable, "-m", "separatum", "export", "in", "--out", out, "--resume", "--jobs", str(asked.jobs)]
    environment = {**os.environ, "SEPARATUM_NO_CACHE": "1", "SEPARATUM_CACHE": str(home / "cache")}
    begin = time.monotonic()
    run = Run()
    with (home / f"{out}.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.PIPE, stderr=log)
        stop_watching = _watch(process, run, asked.patience)
        assert process.stdout is not None
        for line in process.stdout:
            run.lines += 1
            is_published = line.rstrip().endswith(b".pdf")
            run.published += is_published
            if is_published and run.published % asked.tell == 0:
                print(f"{out}: {run.published} after {time.monotonic() - begin:.0f} s", file=sys.stderr)
                if look and run.published <= asked.count - 2 * asked.jobs:  # while all are still at work
                    run.memory[run.published] = resident(process.pid)
                    run.processor = processor_seconds(process.pid)
            if until and run.published >= until:
                kill_family(process.pid)
                break
        process.stdout.close()
        run.code = process.wait()
        stop_watching.set()
    run.seconds = time.monotonic() - begin
    return run


def _watch(process: "subprocess.Popen[bytes]", run: Run, patience: float) -> threading.Event:
    """Kill a run that publishes nothing for so many seconds."""
    over = threading.Event()

    def watch() -> None:
        before = -1
        while not over.wait(patience):
            if run.lines == before:
                kill_family(process.pid)
                return
            before = run.lines

    threading.Thread(target=watch, daemon=True).start()
    return over


def _differences(home: Path, count: int) -> list[str]:
    """What is not as it should be: an article that is missing, a byte that differs, what was left over."""
    one, other = _digests(home / "undisturbed"), _digests(home / "resumed")
    faults = [f"{name} differs" for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]
    for number in range(1, count + 1):
        wanted = [f"story-{number:05}{suffix}" for suffix in (".epub", ".pdf", ".report.json")]
        faults += [f"{name} is missing" for name in wanted if name not in one]
    faults += [f"{out} has a work folder left" for out in ("undisturbed", "resumed") if (home / out / WORK).exists()]
    return faults[:20]


def _digests(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        return {}
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir() if file.is_file()}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make ten-thousand ARGS=…", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000, help="how many articles")
    parser.add_argument("--words", type=int, default=120, help="of each article")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--settled", type=int, default=500, help="articles after which the first tenth begins")
    parser.add_argument("--patience", type=float, default=600.0, help="seconds in which something must be published")
    parser.add_argument(
        "--tell", type=int, default=100, help="say where a run is, and note its memory, after so many articles"
    )
    parser.add_argument("--folder", type=Path, help="where the articles and editions go for the time (3 GB for 10,000)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
