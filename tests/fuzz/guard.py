"""Read an input under guard: of time, of memory, and of whatever it raises; and make what is found small."""

import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SECONDS = 10
"""Of the processor, for one input."""
MEMORY = 2**30
"""Bytes that all inputs of a process may take beside what it has when it starts."""
_TRIES = 400
"""How often a smaller form of an input is tried."""

Read = Callable[[bytes, Path], frozenset[str]]


class HangError(BaseException):
    """An input took longer than it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How an input brought its reader down."""

    place: str
    """What was raised, and the innermost line of ours that it passed."""
    trace: str
    smallest: bytes
    """The smallest form of the input that was found to do the same."""


def limited() -> None:
    """Bound this process: its memory by the kernel, its time for each input in `guarded`."""
    signal.signal(signal.SIGPROF, _hang)
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY,) * 2)


def _hang(*_: object) -> None:
    raise HangError


def guarded(read: Read, content: bytes, folder: Path) -> frozenset[str] | Fault:
    """What an input showed, or the fault that it brought about."""
    outcome = _tried(read, content, folder)
    if isinstance(outcome, frozenset):
        return outcome
    place, trace = outcome
    small = content if place.startswith("HangError") else _smallest(read, content, folder, place)
    return Fault(place=place, trace=trace, smallest=small)


def _tried(read: Read, content: bytes, folder: Path) -> frozenset[str] | tuple[str, str]:
    # Code that is not Python’s hears no alarm: the kernel ends the process a little later.
    used = resource.getrusage(resource.RUSAGE_SELF)
    last = int(used.ru_utime + used.ru_stime) + 3 * SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (last, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        return read(content, folder)
    except (Exception, HangError) as error:  # noqa: BLE001 - that is what is looked for
        signal.setitimer(signal.ITIMER_PROF, 0)
        return _place(error), traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _place(error: BaseException) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "separatum" in frame.filename]
    ours = [frame for frame in frames if f"{Path('src', 'separatum')}" in frame.filename] or frames
    said = str(error)[:80] if isinstance(error, AssertionError) else ""
    return f"{type(error).__name__} {said} in {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else repr(error)


def _smallest(read: Read, content: bytes, folder: Path, place: str) -> bytes:
    """The input with pieces taken out as long as the same happens, ever smaller pieces."""
    size, tries = max(1, len(content) // 2), 0
    while size and tries < _TRIES:
        at = 0
        while at < len(content) and tries < _TRIES:
            smaller, tries = content[:at] + content[at + size :], tries + 1
            outcome = _tried(read, smaller, folder)
            if not isinstance(outcome, frozenset) and outcome[0] == place:
                content = smaller
            else:
                at += size
        size //= 2
    return content
