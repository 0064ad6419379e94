"""Work on articles beside each other, in worker processes that each load once and stay warm.

What an article does to its worker, a crash, a hang, a hunger for memory, ends that article alone, with a finding; the
worker is replaced. The validators stay with the exporter: a worker sends them its files by the pipe that brings its
work.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from separatum.model.errors import SeparatumError
from separatum.model.findings import Finding, Location, Rule, Severity, rule_from_docstring

if TYPE_CHECKING:
    from separatum.checks.validators import Validators

TIME_LIMIT = 300.0
"""Seconds for one article, its validators included."""
START_LIMIT = 300.0
"""Seconds for a worker to load: a time that is no article's fault."""
_LOADING_LIMIT = 10.0
"""Seconds after which a worker that is still at its first article keeps no other from loading."""
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

Work = Callable[..., Any]
"""Done in a worker, from an article, the validators and what else was submitted, to its result: a function of a
module, or a partial."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An article whose worker ended over it, or was stopped."""

    finding: Finding


class _LostError(Exception):
    """The worker is gone, or must go."""

    def __init__(self, rule: Rule, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(slots=True, kw_only=True, eq=False)
class Worker:
    """A worker, seen from the exporter."""

    process: "subprocess.Popen[bytes]"
    connection: Connection
    done: int = 0
    has_loaded: bool = False
    """Whether it has come to the end of an article."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, message: Any) -> None:
        """Send a message; it is lost if the worker is gone."""
        with self.lock, suppress(OSError):  # if it is gone, the next look at its connection tells
            self.connection.send(message)

    def end(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.wait()


class Pool:
    """Workers for a run; `close` ends them.

    Args:
        work: what is done with each article.
        validators: gives the validators, when the first file is to be validated.
        jobs: how many articles are worked on at once.
        ahead: a worker that was hired before; it is the pool's from now on.
    """

    def __init__(
        self, work: Work, validators: "Callable[[], Validators]", jobs: int, ahead: Worker | None = None
    ) -> None:
        self._work, self._validators, self._limit = work, validators, TIME_LIMIT
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._ahead = [ahead] if ahead else []
        self._loading = 0
        self._closed = False
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="pool")
        self._desk = ThreadPoolExecutor(1)  # the question for the validators' versions waits until they are ready

    def close(self) -> None:
        """End the workers at once; what they work on is given up."""
        with self._lock:
            self._closed = True
            workers = [*self._idle, *self._busy, *self._ahead]
            self._changed.notify_all()
        for worker in workers:
            worker.end()
        self._threads.shutdown(cancel_futures=True)
        self._desk.shutdown(cancel_futures=True)
        for worker in workers:
            worker.connection.close()

    def submit(self, file: Path, *more: Any) -> "Future[Any]":
        """Have an article worked on as soon as a worker is free.

        Args:
            file: the article.
            more: goes to the work with it.

        Returns:
            What the work returns; `Lost` where its worker ended over it, or was stopped.
        """
        return self._threads.submit(self._carry_out, file, more)

    def _carry_out(self, file: Path, more: tuple[Any, ...]) -> Any:
        worker = self._take()
        try:
            worker.send(("work", file, more))
            result = self._result(worker)
        except _LostError as lost:
            self._dismiss(worker)
            return Lost(finding=lost.rule.found(str(lost), where=Location(file=str(file))))
        finally:
            self._has_loaded(worker)
        worker.done += 1
        if worker.done >= MOST_ARTICLES:
            self._dismiss(worker)
        else:
            self._give_back(worker)
        return result

    def _take(self) -> Worker:
        with self._changed:
            self._changed.wait_for(lambda: self._idle or self._may_load() or self._closed, _LOADING_LIMIT)
            if self._idle:
                worker = self._idle.pop()
                self._busy.add(worker)
                return worker
            self._loading += 1
            worker = self._ahead.pop() if self._ahead else hired()
            self._busy.add(worker)
            if self._closed:  # nobody else would end it
                worker.end()
        worker.send(self._work)
        return worker

    def _may_load(self) -> bool:
        """Whether another worker may load now: on all processors but one, on which the validators load."""
        return self._loading < max(1, (os.cpu_count() or 1) - 1)

    def _has_loaded(self, worker: Worker) -> None:
        if not worker.has_loaded:
            worker.has_loaded = True
            with self._changed:
                self._loading -= 1
                self._changed.notify_all()

    def _give_back(self, worker: Worker) -> None:
        with self._changed:
            self._busy.discard(worker)
            self._idle.append(worker)
            self._changed.notify_all()

    def _dismiss(self, worker: Worker) -> None:
        worker.end()
        with self._lock:
            self._busy.discard(worker)
        with worker.lock:  # an answer of the validators may be on its way to it
            worker.connection.close()

    def _result(self, worker: Worker) -> Any:
        limit = START_LIMIT
        until = time.monotonic() + limit
        while True:
            try:
                if not worker.connection.poll(max(0.0, until - time.monotonic())):
                    raise _LostError(TOO_LONG, f"stopped after {limit:g} seconds")
                kind, *rest = worker.connection.recv()
            except (EOFError, OSError):
                raise _LostError(CRASHED, f"its process ended with {_how(worker.process.wait())}") from None
            if kind == "begun":
                limit = self._limit
                until = time.monotonic() + limit
            elif kind == "validate":
                self._ask_validators(worker, *rest)
            elif kind == "hungry":
                raise _LostError(TOO_LARGE, f"it needs more than {MEMORY_LIMIT >> 30} GiB of memory")
            else:
                return rest[0]

    def _ask_validators(self, worker: Worker, number: int, question: str, arguments: tuple[Any, ...]) -> None:
        answer: Future[Any] = Future()
        try:
            if question == "versions":
                answer = self._desk.submit(self._validators().versions)
            else:
                validators = self._validators()
                submit = validators.submit_epub if question == "submit_epub" else validators.submit_pdf
                answer = submit(*arguments)
        except SeparatumError as error:  # it is the article's, like one that comes with the answer
            answer.set_exception(error)
        answer.add_done_callback(lambda done: worker.send(_told(number, done)))


def hired(prepare: Callable[[], object] = list) -> Worker:
    """A new worker; it waits for its work.

    Args:
        prepare: done in it before its work comes; what goes wrong in it is passed over.
    """
    ours, theirs = Pipe()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "separatum.exports.workers.worker", str(theirs.fileno()), str(MEMORY_LIMIT)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the exporter's carries its result, and nothing else
        pass_fds=(theirs.fileno(),),
    )
    theirs.close()
    worker = Worker(process=process, connection=ours)
    worker.send(sys.path)  # so that it finds the module of the work
    worker.send(prepare)
    return worker


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _told(number: int, done: "Future[Any]") -> tuple[str, int, Any, tuple[str, ...] | None]:
    if done.cancelled():
        return "answer", number, None, ("MissingError", "the validators were stopped before they answered")
    error = done.exception()
    if error is None:
        return "answer", number, done.result(), None
    remedy = error.remedy if isinstance(error, SeparatumError) else None
    return "answer", number, None, (type(error).__name__, str(error), *([remedy] if remedy else []))
