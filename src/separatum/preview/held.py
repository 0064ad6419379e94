"""Validators that begin when the pages are seen, so that they take no time from what a person waits for."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from separatum.checks.validators.protocol import PRINT_PROFILES
from separatum.model.findings import Finding

if TYPE_CHECKING:
    from separatum.checks.validators import Validators, Versions

_Result = tuple[Finding, ...]
_Submit = Callable[[], "Future[_Result]"]


class HeldValidators:
    """Validators whose work is held back until `release`.

    Args:
        validators: those that do the work.
    """

    def __init__(self, validators: "Validators") -> None:
        self._validators = validators
        self._lock = Lock()
        self._held: list[tuple[_Submit, Future[_Result]]] | None = []

    def submit_epub(self, path: Path | str) -> "Future[_Result]":
        """Validate an EPUB after `release`."""
        return self._hold(lambda: self._validators.submit_epub(path))

    def submit_pdf(self, path: Path | str, profiles: Iterable[str] = PRINT_PROFILES) -> "Future[_Result]":
        """Validate a PDF after `release`."""
        return self._hold(lambda: self._validators.submit_pdf(path, profiles))

    def versions(self) -> "Versions":
        """The versions of the validators; waits until they are ready."""
        return self._validators.versions()

    def release(self) -> None:
        """Begin with what was held back; from now on nothing is."""
        with self._lock:
            held, self._held = self._held or [], None
        for submit, result in held:
            try:
                submit().add_done_callback(lambda done, result=result: _copy(done, result))  # type: ignore[misc]
            except Exception as error:  # noqa: BLE001 - it belongs to whoever waits for the result
                result.set_exception(error)

    def _hold(self, submit: _Submit) -> "Future[_Result]":
        with self._lock:
            if self._held is None:
                return submit()
            result: Future[_Result] = Future()
            self._held.append((submit, result))
            return result


def _copy(done: "Future[_Result]", result: "Future[_Result]") -> None:
    """Let a future end as another one has ended."""
    if done.cancelled():
        result.cancel()
    elif (error := done.exception()) is not None:
        result.set_exception(error)
    else:
        result.set_result(done.result())
