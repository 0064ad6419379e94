"""An error that ended the work on an article becomes its report, and does not stop the others."""

import traceback
from collections.abc import Callable
from pathlib import Path

from separatum.model.errors import SeparatumError, no_room
from separatum.model.report import Report, failed
from separatum.source.names import edition_name
from separatum.system.crash_report import bug
from separatum.system.signals import honour


def error_report(file: Path, error: Exception, *, in_worker: bool = False) -> Report:
    """The report of an article whose work an error ended.

    Args:
        file: the article.
        error: being handled.
        in_worker: whether this is a worker with a limited share of memory.

    Raises:
        MemoryError: the worker's share is used up.
        KeyboardInterrupt: the work was interrupted.
    """
    if isinstance(error, SeparatumError):
        return failed(edition_name(file), [file], error)
    if isinstance(error, MemoryError) and in_worker:
        raise error
    if (full := no_room(error)) is not None:
        return failed(edition_name(file), [file], full)
    honour()  # Python turns an interrupt while a class is being made into an error of another kind
    failure = bug(error, traceback.format_exc())
    return Report(name=edition_name(file), sources=(str(file),), failure=failure)


def report_of_work(file: Path, work: Callable[[], Report], *, in_worker: bool = False) -> Report:
    """The report that some work on an article returns, or that of the error which ended it; raises as that."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - one article must not stop the others
        return error_report(file, error, in_worker=in_worker)
