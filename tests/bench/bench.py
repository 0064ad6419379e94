"""What every case is given: an article, a folder to work in, how many rounds; and warm processes to ask."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.bench.measure import CommandFailedError, cpu_of_tree

_One = TypeVar("_One")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where and how something is measured."""

    article: Path
    """The one article, for the cases that take one."""
    folder: Path
    """An empty folder."""
    rounds: int | None = None
    """How many are asked for; None: as many as the case itself takes."""
    most: int = 1_000
    """Articles of the largest folder that growth is measured with."""

    def each_round(self, usual: int) -> Iterator[int]:
        """The numbers of the rounds: 0, which warms up and is not counted, and as many as are asked for."""
        for number in range((self.rounds or usual) + 1):
            print(f"  round {number}" if number else "  warming up", file=sys.stderr)
            yield number

    @property
    def name(self) -> str:
        """What the article is, for the reader of a table."""
        words = len(self.article.read_text(encoding="utf-8").split())
        return f"“{self.article.name}” ({words} words with its front matter)"


def turned(things: Sequence[_One], number: int) -> list[_One]:
    """The same things, beginning with another one in each round, so that none is always the first."""
    first = number % len(things)
    return [*things[first:], *things[:first]]


class Servant:
    """A running `servant.py`."""

    def __init__(self, kind: str, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.servant", kind, str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def ask(self, article: Path) -> dict[str, Any]:
        """Let it work once: seconds of its own `wall` and `cpu`, `cpu_of_tree` with its validators, `memory`, `pages`.

        Raises:
            CommandFailedError: it ended.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        before = cpu_of_tree(self._process.pid)
        self._process.stdin.write(f"{article}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise CommandFailedError(f"the warm process ended over {article}")
        return {**json.loads(answer), "cpu_of_tree": cpu_of_tree(self._process.pid) - before}

    def end(self) -> None:
        """Let it go."""
        self._process.communicate()


@contextmanager
def servants(*kinds: str, folder: Path) -> Iterator[list[Servant]]:
    """One warm process of each kind."""
    started = [Servant(kind, folder) for kind in kinds]
    try:
        yield started
    finally:
        for servant in started:
            servant.end()
