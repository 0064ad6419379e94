"""A small article, the command line run in this process, and validators that are already warm."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from separatum.checks.validators import JavaValidators
from separatum.cli.arguments import main

ARTICLE = """\
---
title: {title}
language: en-GB
published: 2017-04-05
---

The quay was empty. Nobody had said why.[^1]

[^1]: Nobody was asked.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run of the command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `separatum` with these arguments, in an empty folder, with no terminal."""
    monkeypatch.chdir(tmp_path)

    def run_here(*arguments: str | Path) -> Ended:
        code = main([str(argument) for argument in arguments])
        said = capsysbinary.readouterr()
        return Ended(code=code, out=os.fsdecode(said.out), err=os.fsdecode(said.err))

    return run_here


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A small article with nothing wrong in it."""
    return write_article(tmp_path / "quay.md")


def write_article(place: Path, title: str = "An empty quay") -> Path:
    """Write a small article."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(ARTICLE.format(title=title), encoding="utf-8")
    return place


@pytest.fixture
def warm(validators: JavaValidators, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command use the session's validators, which are warm and outlive it."""

    class Warm(JavaValidators):
        def __init__(self, **_: float) -> None:
            self.__dict__.update(validators.__dict__)

        def __enter__(self) -> Self:
            return self

        def __exit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None:
            """They go on living."""

    monkeypatch.setattr(JavaValidators, "start", Warm)


@pytest.fixture
def no_validators(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail if a validator is started: for what must be known before any work."""

    def forbidden() -> None:
        pytest.fail("a validator was started")

    monkeypatch.setattr(JavaValidators, "start", forbidden)
