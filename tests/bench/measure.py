"""Run one command in a process of its own, and say what it cost."""

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


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
