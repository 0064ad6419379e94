"""Run a function on foreign bytes in a process of its own, with limits of time, memory and output.

The process gets the bytes on standard input, writes no file, has no network where the system can take it away, and
dies with its parent. Whatever the bytes do to it, the parent has the results that came before, and the reason why no
more came.
"""

import contextlib
import ctypes
import importlib
import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from separatum.system.process import end_with_parent_thread
from separatum.system.signals import honour

MIB = 1024 * 1024
Task = Callable[[bytes, dict[str, str]], Iterable[str]]
"""What runs in the process: it gets the bytes and some words beside them, and yields results."""


class End(StrEnum):
    """How the process ended."""

    WHOLE = "whole"
    """The task was done."""
    TIME = "time"
    MEMORY = "memory"
    OUTPUT = "output"
    CRASH = "crash"
    """A library ended the process."""
    ERROR = "error"
    """The task raised an exception."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the process may use."""

    seconds: float = 18.0
    """By the clock."""
    processor: float | None = None
    """Seconds of the processor; as many as by the clock if None. On a busy machine they last longer."""
    memory: int = 1024 * MIB
    """Bytes of address space, where the system can limit it."""
    output: int = 16 * MIB
    """Bytes of results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a task."""

    results: tuple[str, ...]
    """All that came, also before the process was ended."""
    end: End
    reason: str = ""
    """The name of the exception or of the signal; empty for a task that was done."""


_NO_LIMITS = Limits()
_DONE, _RAISED, _FULL = "done", "raised", "memory"


def run_confined(task: str, content: bytes, words: dict[str, str], limits: Limits = _NO_LIMITS) -> Outcome:
    """Run a task in a process of its own.

    Args:
        task: the function, as “package.module:function”; see `Task`.
        content: the bytes that it gets.
        words: what else it gets, as JSON.
        limits: what it may use.

    Raises:
        KeyboardInterrupt: it was interrupted; the process is gone.
    """
    command = [sys.executable, "-B", "-P", "-m", "separatum.system.confined", task, json.dumps(words)]
    command += [str(limits.seconds if limits.processor is None else limits.processor), str(limits.memory)]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    feeder = threading.Thread(target=_feed, args=(child.stdin, content), daemon=True)
    feeder.start()
    try:
        written, stopped = _read(child.stdout, limits)
        if stopped is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=2)
    finally:
        if child.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        feeder.join(timeout=5)
        child.stdout.close()
    return _outcome(written, stopped, child.returncode)


def _feed(pipe: IO[bytes], content: bytes) -> None:
    with contextlib.suppress(BrokenPipeError, OSError, ValueError):
        pipe.write(content)
    with contextlib.suppress(BrokenPipeError, OSError):
        pipe.close()


def _read(pipe: IO[bytes], limits: Limits) -> tuple[bytes, End | None]:
    """What the process writes until it ends, and the limit that it reached."""
    until, written = time.monotonic() + limits.seconds, bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            honour()
            rest = until - time.monotonic()
            if rest <= 0:
                return bytes(written), End.TIME
            if not selector.select(min(rest, 0.5)):
                continue
            piece = os.read(pipe.fileno(), MIB)
            if not piece:
                return bytes(written), None
            written += piece
            if len(written) > limits.output:
                return bytes(written[: limits.output]), End.OUTPUT


def _outcome(written: bytes, stopped: End | None, code: int) -> Outcome:
    """Each whole line is a JSON array: the results one by one, then the way in which the task ended."""
    results: list[str] = []
    end, reason = stopped, ""
    for line in written.splitlines(keepends=True):
        if not line.endswith(b"\n"):
            break
        kind, *rest = json.loads(line)
        if kind == "result":
            results.append(rest[0])
        elif end is None:
            end, reason = {_DONE: End.WHOLE, _RAISED: End.ERROR, _FULL: End.MEMORY}[kind], (rest or [""])[0]
    if end is None:
        end, reason = _end_of(code)
    return Outcome(results=tuple(results), end=end, reason=reason)


def _end_of(code: int) -> tuple[End, str]:
    """What the exit code of a process says that ended without a word."""
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return End.TIME, ""
    try:
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        name = f"signal {-code}"
    # The C++ runtime aborts when it gets no memory.
    return (End.MEMORY, name) if code == -signal.SIGABRT else (End.CRASH, name)


def main(task: str, words: str, seconds: float, memory: int) -> int:
    """Inside the process: give up what is not needed, then work."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace")
    os.dup2(2, 1)  # what a library prints is no result
    content = sys.stdin.buffer.read()
    module, _, function = task.partition(":")
    try:
        work: Task = getattr(importlib.import_module(module), function)
        confine(seconds, memory)
        for result in work(content, json.loads(words)):
            answers.write(json.dumps(["result", result]) + "\n")
            answers.flush()
        ending = [_DONE]
    except MemoryError:
        ending = [_FULL]
    except Exception as error:  # noqa: BLE001 - foreign bytes make libraries raise anything
        ending = [_RAISED, type(error).__name__]
    answers.write(json.dumps(ending) + "\n")
    answers.flush()
    os._exit(0)  # libraries that were harmed need not tidy up


def confine(seconds: float, memory: int) -> None:
    """Limit this process: time, memory, no files, no network, no life after its parent; as far as the system can."""
    cpu = max(1, round(seconds))
    limits = [(resource.RLIMIT_CPU, cpu), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)]
    for kind, most in [*limits, (resource.RLIMIT_AS, memory)]:
        with contextlib.suppress(OSError, ValueError):  # macOS has no limit of address space
            resource.setrlimit(kind, (most, most))
    end_with_parent_thread()
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        new_user, new_net = 0x10000000, 0x40000000
        if libc.unshare(new_net) != 0:  # only root may do this without a user namespace
            libc.unshare(new_user | new_net)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])))
