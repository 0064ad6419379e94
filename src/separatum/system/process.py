"""What this process asks of Python and of the system: its garbage collector, its standard error, and its end."""

import atexit
import ctypes
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import TypeVar

_STANDARD_ERROR = 2
_PARENT_DEATH_SIGNAL = 1
"""`PR_SET_PDEATHSIG` of Linux's prctl(2)."""


def collect_seldom() -> None:
    """Run the garbage collector once in a hundred thousand new objects, not in seven hundred.

    Loaded libraries and pages under layout are no garbage, and Python would walk through them hundreds of times: a
    fourteenth of a cold export. Pages become garbage once they are written; this leaves those of two or three short
    articles, some 20 MB, for later. Nor does it walk through all once more when the process ends.
    """
    gc.set_threshold(100_000, 2, 5)
    atexit.register(gc.freeze)


_Called = TypeVar("_Called", bound=Callable[..., object])


def with_room_for_frames(function: _Called) -> _Called:
    """Let all that a function calls, and what that calls, have its frames in one piece of memory.

    CPython takes memory for the frames of calls in chunks of 16 KiB, and gives a chunk back to the system with the
    first call in it. A loop whose calls go over the end of a chunk takes one, and gives it back, each time: a sixteenth
    of an article's processor time. A function that needs more for itself gets a larger chunk: here one of 512 KiB, of
    which half is left for what it calls.
    """
    if isinstance(function, FunctionType):
        code = function.__code__
        function.__code__ = code.replace(co_stacksize=max(code.co_stacksize, _SLOTS))
    return function


_SLOTS = 2**15 + 512
"""Slots of 8 bytes: a little over 256 KiB, so that the chunk is the next power of two."""


@contextmanager
def loaded_for_good() -> Iterator[None]:
    """Keep the garbage collector away from libraries that are loaded in the block, and from all that was there before.

    Nothing of them becomes garbage; to walk through them once is a fiftieth of a cold export.
    """
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if is_on:
            gc.enable()


@contextmanager
def silent_stderr() -> Iterator[None]:
    """Discard what C libraries write to the process's standard error until the block ends.

    libtiff writes every fault of a file there, past Python; we report faults in our own words. Other threads' output is
    lost too in the meantime, so keep the block short.
    """
    try:
        kept = os.dup(_STANDARD_ERROR)
    except OSError:  # closed by the caller: “2>&-”
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _STANDARD_ERROR)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, _STANDARD_ERROR)
        os.close(kept)


def end_with_parent_thread() -> None:
    """Let Linux end this process together with the thread that started it; other systems cannot do that.

    It is for a process whose parent waits in that thread until it has ended.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def end_with_parent() -> None:
    """End this process of `multiprocessing` as soon as its parent has ended, even by SIGKILL.

    A worker of a pool holds both ends of the queue that it takes its work from, so it would wait for work for ever.
    """
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.join,), name="end with parent", daemon=True).start()


def _end_after(wait: Callable[[], None]) -> None:
    wait()
    os._exit(1)
