"""The validators' Java process, seen from its parent: requests in, answers out, until it ends."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from itertools import count
from typing import IO, Any

from separatum.checks.validators.java import environment

_CRASHES = {-number for number in (signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGSEGV)}

Answer = dict[str, Any]


class DiedError(Exception):
    """The process ended before it answered."""


class JavaProcess:
    """A running process of `separatum.checks.validators.java_host`.

    Args:
        plain: whether Java runs without its cache.

    Raises:
        OSError: the process cannot be started.
    """

    def __init__(self, *, plain: bool = False) -> None:
        command = [sys.executable, "-P", "-m", "separatum.checks.validators.java_host"]
        self._process = subprocess.Popen(
            [*command, "--plain"] if plain else command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",
            env=environment(os.environ),
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # the parent handles the terminal's Ctrl-C
        )
        self._lock = threading.Lock()
        self._waiting: dict[int, Future[Answer]] = {}
        self._numbers = count(1)
        self._last_lines: deque[str] = deque(maxlen=20)
        self._over = False
        self._scratch: str | None = None
        """The folder of the process, which it makes itself: another user could take a name on a command line first."""
        self.hello: Future[Answer] = Future()
        self._threads = [
            threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True),
            threading.Thread(target=self._collect_output, args=(self._process.stderr,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still takes requests."""
        return not self._over and self._process.poll() is None

    @property
    def crashed(self) -> bool:
        """Whether Java itself crashed, and was not killed or out of memory."""
        return self._process.wait() in _CRASHES

    @property
    def last_output(self) -> str:
        """The end of what it printed."""
        return " / ".join(self._last_lines)[-500:]

    def ask(self, request: Mapping[str, Any], seconds: float) -> Answer:
        """Send a request and wait for its answer.

        Raises:
            DiedError: the process ended first.
            TimeoutError: it did not answer in time.
        """
        answer: Future[Answer] = Future()
        with self._lock:
            if self._over:
                raise DiedError
            number = next(self._numbers)
            self._waiting[number] = answer
            self._send({**request, "id": number})
        return answer.result(timeout=seconds)

    def _send(self, request: Mapping[str, Any]) -> None:
        stream = self._process.stdin
        with suppress(OSError):  # if it is gone, `_listen` ends every wait
            if stream is not None:
                stream.write(json.dumps(request) + "\n")
                stream.flush()

    def end(self) -> None:
        """Kill the process and remove its folder; every wait for an answer ends."""
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join()
        if self._process.stdin is not None:
            with suppress(OSError):  # a request was still on its way
                self._process.stdin.close()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _listen(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._take_answer(line)
        with self._lock:
            self._over = True
            waiting = [self.hello, *self._waiting.values()]
            self._waiting.clear()
        for answer in waiting:
            if not answer.done():
                answer.set_exception(DiedError())

    def _take_answer(self, line: str) -> None:
        try:
            answer: Answer = json.loads(line)
        except ValueError:  # it was killed in the middle of a line
            return
        if "folder" in answer:
            self._scratch = answer["folder"]
            return
        if "id" not in answer:
            self.hello.set_result(answer)
            return
        with self._lock:
            waiting = self._waiting.pop(answer["id"], None)
        if waiting is not None:
            waiting.set_result(answer)

    def _collect_output(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._last_lines.append(line.strip()[:300])
