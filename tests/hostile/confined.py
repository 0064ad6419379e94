"""Do something in a process of its own that may use so much time and memory and no more."""

import os
import pickle
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SECONDS = 10
MEMORY = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How it ended."""

    answer: Any
    """What the function returned; None where it was stopped."""
    signal: int
    """What stopped it: 0 where nothing did."""
    seconds: float
    """Of the processor's time."""
    memory: int
    """The most that was held at once, in bytes; pages shared with the parent are counted in."""


def confined(task: Callable[[], object]) -> Ended:
    """Run a function in a copy of this process.

    Raises:
        AssertionError: it raised an exception, whose words are then the message.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _run(task, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    _, status, used = os.wait4(child, 0)
    seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    if os.WIFSIGNALED(status):
        return Ended(answer=None, signal=os.WTERMSIG(status), seconds=seconds, memory=memory)
    is_good, answer = pickle.loads(said)
    assert is_good, answer
    return Ended(answer=answer, signal=0, seconds=seconds, memory=memory)


def _run(task: Callable[[], object], writer: int) -> None:
    """In the child: limit, run, tell, and end without the parent's clean-up."""
    import traceback

    said: tuple[bool, object]
    try:
        held = resource.getrlimit(resource.RLIMIT_DATA)[1]
        limit = MEMORY if held == resource.RLIM_INFINITY else min(held, MEMORY)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, held))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        said = (True, task())
    except BaseException:  # noqa: BLE001 - the parent is told
        said = (False, traceback.format_exc())
    with os.fdopen(writer, "wb") as pipe:
        pickle.dump(said, pipe)
    os._exit(0)
