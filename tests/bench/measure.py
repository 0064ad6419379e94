"""What commands and running processes cost."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


class CommandFailedError(Exception):
    """The command ended badly: what it cost means nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run took."""

    wall: float
    """Seconds from the start of the process until its end."""
    cpu: float
    """Seconds of processor time, its own and its children's."""
    memory: int
    """Bytes: the largest resident size that one of its processes had."""


def cost_of(command: Sequence[str], folder: Path, accepts: frozenset[int] = frozenset({0})) -> Cost:
    """Run a command in a folder, without input.

    Raises:
        CommandFailedError: it ended with an exit code that is not accepted; says what it printed.
    """
    with tempfile.TemporaryFile() as printed:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in accepts:
            printed.seek(0)
            raise CommandFailedError(f"{' '.join(command)}\n{printed.read().decode(errors='replace')}")
    return Cost(wall=wall, cpu=usage.ru_utime + usage.ru_stime, memory=usage.ru_maxrss * 1024)


def cpu_of_tree(process: int) -> float:
    """Seconds of processor time that a running process has taken, with all that it started: to a hundredth."""
    return sum(_cpu(one) for one in tree(process))


def memory_of_tree(process: int) -> dict[int, int]:
    """Bytes resident now, of each running process of a tree."""
    pages = os.sysconf("SC_PAGESIZE")
    found = {}
    for one in tree(process):
        fields = _fields(one)
        if fields:
            found[one] = int(fields[21]) * pages
    return found


def tree(process: int) -> Iterator[int]:
    """A running process and all that it, and those, have started and that run now."""
    started: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        if fields := _fields(int(place.name)):
            started.setdefault(int(fields[1]), []).append(int(place.name))
    waiting = [process]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += started.get(one, [])


def _cpu(process: int) -> float:
    """Its own, and that of its children that have ended (proc(5), “stat”, fields 14 to 17)."""
    fields = _fields(process)
    return sum(map(int, fields[11:15])) / _TICKS if fields else 0.0


def _fields(process: int) -> list[str]:
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return []
    return told.rpartition(")")[2].split()
