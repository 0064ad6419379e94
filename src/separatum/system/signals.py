"""Ctrl-C, a request to end, the end of the terminal: each stops the work with nothing left behind, and none is lost.

Python forgets an exception that is raised while a C library calls back, or while an object is taken down. So the
request is remembered as well, and the work asks for it at every step.
"""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_asked = threading.Event()


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGINT, SIGTERM and SIGHUP raise KeyboardInterrupt in the block; what is ignored already stays so (nohup)."""
    _asked.clear()
    if threading.current_thread() is not threading.main_thread():  # only the main thread gets signals
        yield
        return
    usual_hook = sys.unraisablehook
    usual = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    ours = [one for one, action in usual.items() if action in {signal.SIG_DFL, signal.default_int_handler}]

    def tell_others(unraisable: "sys.UnraisableHookArgs") -> None:
        if unraisable.exc_type is not KeyboardInterrupt:
            usual_hook(unraisable)

    sys.unraisablehook = tell_others
    for one in ours:
        signal.signal(one, _stop)
    try:
        yield
        honour()
    finally:
        for one in ours:
            signal.signal(one, usual[one])
        sys.unraisablehook = usual_hook


def honour() -> None:
    """Stop if that was asked for and forgotten.

    Raises:
        KeyboardInterrupt: it was.
    """
    if _asked.is_set():
        _asked.clear()
        raise KeyboardInterrupt


@contextmanager
def interrupts_kept() -> Iterator[None]:
    """Keep interrupts (Ctrl-C, a hang-up, a request to end) until the block is done, then let them act."""
    if threading.current_thread() is not threading.main_thread():  # only the main thread gets them
        yield
        return
    arrived: list[int] = []

    def keep(number: int, _frame: FrameType | None) -> None:
        arrived.append(number)

    usual = {number: signal.signal(number, keep) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, action in usual.items():
            signal.signal(number, action)
        if arrived:
            signal.raise_signal(arrived[0])


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    _asked.set()
    raise KeyboardInterrupt
