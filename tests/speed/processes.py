"""The processes of a run, with all that came of them, and what each holds in memory: from /proc, so Linux only."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def family(number: int) -> list[int]:
    """A process and its descendants, those that have a session of their own included."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError):
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(after_name[1]), []).append(int(entry.name))

    def below(one: int) -> Iterator[int]:
        yield one
        for child in parents.get(one, ()):
            yield from below(child)

    return list(below(number))


def resident(number: int) -> dict[str, int]:
    """Bytes in memory of each process of a family, by what it does; the largest of those that do the same."""
    sizes: dict[str, int] = {}
    for one in family(number):
        with suppress(OSError, StopIteration):
            status = Path(f"/proc/{one}/status").read_text().splitlines()
            line = next(line for line in status if line.startswith("VmRSS:"))
            duty = _duty(Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0"))
            sizes[duty] = max(sizes.get(duty, 0), int(line.split()[1]) * 1024)
    return sizes


def _duty(command: list[bytes]) -> str:
    words = b" ".join(command)
    for module, duty in (
        (b"separatum.exports.workers.worker", "worker"),
        (b"validators.java_host", "validators"),
        (b"separatum", "exporter"),
    ):
        if module in words:
            return duty
    return "other"


def processor_seconds(number: int) -> float:
    """What a family has used so far, with all its members that ended and were waited for."""
    total = 0
    for one in family(number):
        with suppress(OSError, IndexError):
            after_name = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += sum(int(ticks) for ticks in after_name[11:15])
    return total / os.sysconf("SC_CLK_TCK")


def kill_family(number: int) -> None:
    """End a process and all its descendants at once (SIGKILL)."""
    for one in family(number):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
