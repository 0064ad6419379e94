"""A bug in Separatum: one sentence for the user, a file with the traceback for the report."""

import os
import tempfile

from separatum.model.errors import Exit
from separatum.model.report import Failure

SHOW = "SEPARATUM_TRACEBACK"
"""An environment variable: with any value, tracebacks are printed instead of written to a file."""


def bug(error: Exception, trace: str) -> Failure:
    """The failure for an unexpected exception.

    Args:
        error: the exception.
        trace: its traceback; it is written to a file in the folder for temporary files, or goes into the remedy.
    """
    message = f"something went wrong inside Separatum: {type(error).__name__}: {error}"
    return Failure(exit_code=Exit.BUG, message=message, remedy=_remedy(trace))


def _remedy(trace: str) -> str:
    request = "this is a bug in Separatum: please report it, with"
    if os.environ.get(SHOW):
        return f"{request} this:\n{trace}"
    try:
        descriptor, place = tempfile.mkstemp(prefix="separatum-bug-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(trace)
    except OSError:
        return f"{request} what {SHOW}=1 shows"
    return f"{request} the file “{place}”"
