"""Keep what a library in C writes to the terminal by itself away from it: what is wrong, we say, in our words."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

_STANDARD_ERROR = 2


@contextmanager
def unheard() -> Iterator[None]:
    """Send what is written to the process's own standard error nowhere until the block is done.

    libtiff tells each fault of a file there, past Python. What another thread writes there meanwhile is lost, too, so
    the block is to be short.
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
