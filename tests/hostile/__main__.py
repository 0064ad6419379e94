"""Export every hostile source whole, one after the other, under limits: `make hostile`, some by a part of their name.

Each is exported in a process that is warm and may take ten seconds of the processor and one gibibyte for it; what is
published is validated by EPUBCheck and veraPDF as ever. A case fails if it is stopped, ends with a bug, leaves
something in the output folder after an error, or publishes what lies outside of the article's folder.
"""

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from separatum.model.errors import Exit
from tests.hostile.confined import MEMORY, SECONDS
from tests.hostile.corpus import CANARY, CASES, build

PATIENCE = 900
"""Seconds by the clock after which a case is given up, in case that it waits for something that never comes. What is
measured is the processor's time: the validators, and other work of the machine, do not count in it."""
Told = tuple[str, int, float, int, str]
"""The case, its exit code, the processor's seconds, the bytes held at most, and what is wrong; empty if nothing is."""


def export_case(case: Path) -> Told:
    """Export one case in this process."""
    from separatum.exports.batch import export_all
    from separatum.model.errors import SeparatumError
    from separatum.model.options import Options
    from separatum.source.discovery import find_articles

    _forget_peak()
    before = time.process_time()
    wrong = ""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "dist"
        try:
            files = find_articles([build(case, Path(folder))]).files
            reports = list(export_all(files, Options(out=out)))
            code = reports[0].exit_code if reports else Exit.ARTICLE
            if code is Exit.BUG:
                wrong = f"a bug: {reports[0].failure}"
        except SeparatumError as error:
            code = error.exit_code
        left = sorted(path.name for path in out.iterdir()) if out.is_dir() else []
        visible = [name for name in left if not name.startswith(".")]
        if code is Exit.OK and not any(name.endswith(".epub") for name in visible):
            wrong = "nothing was published"
        if code is not Exit.OK and visible:
            wrong = f"left behind: {', '.join(visible)}"
        if any(CANARY.encode() in (out / name).read_bytes() for name in visible):
            wrong = "what lies outside was published"
    seconds, memory = time.process_time() - before, _peak()
    if not wrong and seconds > SECONDS:
        wrong = "too slow"
    if not wrong and memory > MEMORY:
        wrong = "too much memory"
    return case.name, int(code), seconds, memory, wrong


def _forget_peak() -> None:
    """Let the kernel count this process's memory anew (proc(5), clear_refs)."""
    place = Path("/proc/self/clear_refs")
    if place.exists():
        place.write_text("5")


def _peak() -> int:
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))


def _work(pipe: Connection) -> None:
    """In the worker: export each case that is named, until none is."""

    from separatum.checks.validators import JavaValidators
    from separatum.system.process import collect_seldom

    collect_seldom()  # as every process of ours does
    os.environ["SEPARATUM_NO_CACHE"] = "1"  # each case is made anew
    with JavaValidators.start() as validators:
        _share(validators)
        while (case := pipe.recv()) is not None:
            pipe.send(export_case(case))


def _share(validators: object) -> None:
    """Let every export of this process use these validators, as a run over a folder does."""
    from separatum.checks.validators import JavaValidators

    class Shared(JavaValidators):
        def __init__(self, **_: float) -> None:
            self.__dict__.update(vars(validators))

        def __exit__(self, *_: object) -> None:
            """They serve the next case."""

    JavaValidators.start = Shared  # type: ignore[method-assign]


def _answer(pipe: Connection, worker: int) -> Told | None:
    """What the worker says of a case; None where it died, or took three times as long as it may."""
    last, until = _used(worker) + 3 * SECONDS, time.monotonic() + PATIENCE
    while not pipe.poll(1):
        if _used(worker) > last or time.monotonic() > until:
            return None
    try:
        answer: Told = pipe.recv()
    except EOFError:
        return None
    return answer


def _used(process: int) -> float:
    """The processor's seconds that a process has had (proc(5), stat); 0 where nobody can tell."""
    place = Path(f"/proc/{process}/stat")
    if not place.exists():
        return 0
    fields = place.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(parts: list[str]) -> int:
    """Export the cases and print a line for each that fails, and a summary."""
    cases = [case for case in CASES if not parts or any(part in case.name for part in parts)]
    context = multiprocessing.get_context("fork")
    told: list[Told] = []
    worker, pipe = None, None
    for case in cases:
        if worker is None or pipe is None:
            pipe, theirs = context.Pipe()
            worker = context.Process(target=_work, args=(theirs,))
            worker.start()
        pipe.send(case)
        answer = _answer(pipe, worker.pid or 0)
        if answer is None:
            worker.kill()
            worker.join()
            worker, pipe = None, None
        told.append(answer or (case.name, -1, 3.0 * SECONDS, 0, "the process was stopped"))
        name, _, seconds, _, wrong = told[-1]
        if wrong:
            sys.stdout.write(f"{name}: {wrong} ({seconds:.1f} s of the processor)\n")
            sys.stdout.flush()
    if worker is not None and pipe is not None:
        pipe.send(None)
        worker.join(30)
    slowest, largest = max(told, key=lambda one: one[2]), max(told, key=lambda one: one[3])
    sys.stdout.write(
        f"{len(told)} cases: {sum(one[1] == 0 for one in told)} published, {sum(one[1] > 0 for one in told)} refused, "
        f"{sum(bool(one[4]) for one in told)} failed\n"
        f"slowest: {slowest[0]}, {slowest[2]:.1f} s; largest: {largest[0]}, {largest[3] / 2**20:.0f} MiB\n"
    )
    return int(any(one[4] for one in told))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
