"""Validators that begin later answer as those that do the work."""

from concurrent.futures import Future
from pathlib import Path

import pytest

from separatum.model.errors import MissingError
from separatum.model.findings import Finding, Severity
from separatum.preview.held import HeldValidators

FINDING = Finding(code="X", severity=Severity.ERROR, message="m")


class Answering:
    """Validators that answer at once, and know what they were asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def submit_epub(self, path: Path | str) -> Future[tuple[Finding, ...]]:
        self.asked.append(str(path))
        answer = Future[tuple[Finding, ...]]()
        answer.set_result((FINDING,))
        return answer

    def submit_pdf(self, path: Path | str, profiles: object = ()) -> Future[tuple[Finding, ...]]:  # noqa: ARG002
        raise MissingError("no Java")

    def versions(self) -> None:
        """Not used here."""


def test_nothing_is_asked_before_the_release_and_everything_then() -> None:
    working = Answering()
    held = HeldValidators(working)  # type: ignore[arg-type]
    answer = held.submit_epub("a.epub")
    assert (working.asked, answer.done()) == ([], False)
    held.release()
    assert (working.asked, answer.result(timeout=0)) == (["a.epub"], (FINDING,))
    assert held.submit_epub("b.epub").result(timeout=0) == (FINDING,)


def test_an_error_is_the_answer() -> None:
    held = HeldValidators(Answering())  # type: ignore[arg-type]
    answer = held.submit_pdf("a.pdf")
    held.release()
    with pytest.raises(MissingError):
        answer.result(timeout=0)
