"""What this process asks of Python and of the system: its garbage collector and its standard error."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

_STANDARD_ERROR = 2


def collect_seldom() -> None:
    """Run the garbage collector once in a hundred thousand new objects, not in seven hundred.

    Loaded libraries and pages under layout are no garbage, and Python would walk through them hundreds of times: a
    fourteenth of a cold export. Pages become garbage once they are written; this leaves those of two or three short
    articles, some 20 MB, for later.
    """
    gc.set_threshold(100_000, 2, 5)


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
