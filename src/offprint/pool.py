"""Work on articles beside each other, in worker processes that each load once and stay warm.

What an article does to its worker, a crash, a hang, a hunger for memory, ends that article alone, with a finding; the
worker is replaced. The judges stay with the exporter: a worker sends them its files by the pipe that brings its work.
"""

import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from offprint.errors import FileError, MissingError, OffprintError
from offprint.findings import Finding, Location, Rule, Severity, rule_from_docstring

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from offprint.validators import Judges

TIME_LIMIT = 300.0
"""Seconds for one article, its judges included."""
MEMORY_LIMIT = 4 * 2**30
"""Bytes of address space for one worker."""
MOST_ARTICLES = 500
"""For one worker: then it is replaced, so that what a library never gives back does not add up."""

CRASHED = rule_from_docstring(
    "RUN-CRASHED",
    Severity.ERROR,
    """The work on an article ended its process

    A library that lays out text or decodes images broke over something in the article. The other articles are not
    touched by it. Export the article alone, and take out its parts by halves until you find the one that does it; then
    please report it.
    """,
)
TOO_LONG = rule_from_docstring(
    "RUN-TOO-LONG",
    Severity.ERROR,
    """The work on an article was stopped because it took too long

    An article takes a second or less. One that takes minutes is very long, or holds something that a library cannot
    come to an end with. The other articles are not touched by it. Split the article, or export it alone, where there
    is no limit.
    """,
)
TOO_LARGE = rule_from_docstring(
    "RUN-OUT-OF-MEMORY",
    Severity.ERROR,
    """The work on an article was stopped because it took too much memory

    Many articles are worked on beside each other, so each has a share of the memory: four gigabytes, which is far more
    than an article of a hundred pages takes. The other articles are not touched by it. Scale its images down, split
    it, or export it alone, where there is no limit.
    """,
)
RULES = (CRASHED, TOO_LONG, TOO_LARGE)

Work = Callable[[Path, Any], Any]
"""Done in a worker, from an article and the judges to whatever comes of it: a function of a module, or a partial."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An article whose worker ended over it, or was stopped."""

    finding: Finding


class FarJudges:
    """The judges, as a worker sees them: it sends the path of a file, and the exporter sends what they find."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers = count(1)
        self._waiting: dict[int, Future[Any]] = {}
        self._versions: Any = None

    def submit_epub(self, *arguments: Any) -> "Future[tuple[Finding, ...]]":
        """As the judges' own."""
        return self._ask("submit_epub", arguments)

    def submit_pdf(self, *arguments: Any) -> "Future[tuple[Finding, ...]]":
        """As the judges' own."""
        return self._ask("submit_pdf", arguments)

    def versions(self) -> Any:
        """As the judges' own; asked for once."""
        self._versions = self._versions or self._ask("versions", ()).result()
        return self._versions

    def answered(self, number: int, answer: Any, fault: tuple[str, ...] | None) -> None:
        """The exporter has sent an answer."""
        waiting = self._waiting.pop(number)
        if fault is None:
            waiting.set_result(answer)
        else:
            kind = {"MissingError": MissingError, "FileError": FileError}.get(fault[0], RuntimeError)
            waiting.set_exception(kind(*fault[1:]))

    def _ask(self, question: str, arguments: tuple[Any, ...]) -> "Future[Any]":
        number, answer = next(self._numbers), Future[Any]()
        self._waiting[number] = answer
        self._connection.send(("judge", number, question, arguments))
        return answer


@dataclass(slots=True, kw_only=True, eq=False)
class _Worker:
    """A worker, seen from the exporter."""

    process: "SpawnProcess"
    connection: Connection
    file: Path | None = None
    """What it is working on."""
    until: float = 0.0
    done: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, message: Any) -> None:
        with self.lock, suppress(OSError):  # if it is gone, its sentinel tells
            self.connection.send(message)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class Pool:
    """Workers for a run; a context manager, which ends them."""

    def __init__(self, work: Work, judges: "Callable[[], Judges]", jobs: int) -> None:
        self._work, self._judges, self._jobs, self._limit = work, judges, jobs, TIME_LIMIT
        self._workers: list[_Worker] = []
        self._desk = ThreadPoolExecutor(1)  # the question for the judges' versions waits until they are ready

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._desk.shutdown(cancel_futures=True)

    def results(self, files: Iterator[Path]) -> Iterator[tuple[Path, Any]]:
        """What comes of each article, as it comes: what the work returned, or `Lost`."""
        while True:
            self._hand_out(files)
            busy = [worker for worker in self._workers if worker.file is not None]
            if not busy:
                return
            patience = max(0.0, min(worker.until for worker in busy) - time.monotonic())
            ready = set(wait([worker.connection for worker in busy], timeout=patience))
            for worker in busy:
                if worker.connection in ready:
                    yield from self._hear(worker)
                elif time.monotonic() >= worker.until:
                    yield self._lost(worker, TOO_LONG, f"stopped after {self._limit:g} seconds")

    def _hand_out(self, files: Iterator[Path]) -> None:
        for worker in [one for one in self._workers if one.file is None and one.done >= MOST_ARTICLES]:
            worker.end()
            self._workers.remove(worker)
        while True:
            idle = next((worker for worker in self._workers if worker.file is None), None)
            if idle is None and len(self._workers) >= self._jobs:
                return
            file = next(files, None)
            if file is None:
                return
            worker = idle or self._hire()
            worker.file, worker.until = file, time.monotonic() + self._limit
            worker.send(("work", file))

    def _hire(self) -> _Worker:
        context = multiprocessing.get_context("spawn")  # a fork would copy threads' locks, and Java's pipe
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process=process, connection=ours)
        self._workers.append(worker)
        return worker

    def _hear(self, worker: _Worker) -> Iterator[tuple[Path, Any]]:
        assert worker.file is not None
        try:
            kind, *rest = worker.connection.recv()
        except (EOFError, OSError):
            worker.process.join()
            code = worker.process.exitcode or 0
            how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
            yield self._lost(worker, CRASHED, f"its process ended with {how}")
            return
        if kind == "judge":
            self._ask_judges(worker, *rest)
        elif kind == "hungry":
            yield self._lost(worker, TOO_LARGE, f"it needs more than {MEMORY_LIMIT >> 30} GiB of memory")
        else:
            file, worker.file, worker.done = worker.file, None, worker.done + 1
            yield file, rest[0]

    def _ask_judges(self, worker: _Worker, number: int, question: str, arguments: tuple[Any, ...]) -> None:
        answer: Future[Any] = Future()
        try:
            if question == "versions":
                answer = self._desk.submit(self._judges().versions)
            else:
                judges = self._judges()
                submit = judges.submit_epub if question == "submit_epub" else judges.submit_pdf
                answer = submit(*arguments)
        except OffprintError as error:  # it is the article's, like one that comes with the answer
            answer.set_exception(error)
        answer.add_done_callback(lambda done: worker.send(_told(number, done)))

    def _lost(self, worker: _Worker, rule: Rule, message: str) -> tuple[Path, Lost]:
        assert worker.file is not None
        worker.end()
        self._workers.remove(worker)
        return worker.file, Lost(finding=rule.found(message, where=Location(file=str(worker.file))))


def _told(number: int, done: "Future[Any]") -> tuple[str, int, Any, tuple[str, ...] | None]:
    if done.cancelled():
        return "answer", number, None, ("MissingError", "the judges were stopped before they answered")
    error = done.exception()
    if error is None:
        return "answer", number, done.result(), None
    remedy = error.remedy if isinstance(error, OffprintError) else None
    return "answer", number, None, (type(error).__name__, str(error), *([remedy] if remedy else []))


def _serve(connection: Connection, work: Work) -> None:
    """The life of a worker: articles come in, results go out, until the exporter is gone."""
    for one in (signal.SIGINT, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)  # the terminal's Ctrl-C is the exporter's to answer
    with suppress(OSError, ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    judges = FarJudges(connection)
    inbox: list[Path] = []
    arrived = threading.Semaphore(0)

    def listen() -> None:
        try:
            while True:
                kind, *rest = connection.recv()
                if kind == "answer":
                    judges.answered(*rest)
                else:
                    inbox.append(rest[0])
                    arrived.release()
        except (EOFError, OSError):
            os._exit(0)  # the exporter is gone

    threading.Thread(target=listen, daemon=True).start()
    while True:
        arrived.acquire()
        try:
            result = work(inbox.pop(), judges)
        except MemoryError:
            connection.send(("hungry",))
        else:
            connection.send(("done", result))
