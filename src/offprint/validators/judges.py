"""The outside judges, EPUBCheck and veraPDF, as one object: files in, findings out.

Both run in one Java process of their own, which starts warming up while the caller still writes its files. A file that
hangs the process or ends it costs only itself: other files that were under way are judged again.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from offprint.errors import FileError, MissingError
from offprint.findings import Finding
from offprint.validators.java import LANES, environment
from offprint.validators.profiles import profiles_named
from offprint.validators.verdicts import epub_findings, pdf_findings

TIME_LIMIT = 60.0
"""Seconds for one file, the start of Java included."""
PRINT_PROFILES = ("ua1", "3a")
"""What our own PDF claims to be."""


class _DiedError(Exception):
    """The judges' process ended before it answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What judged."""

    epubcheck: str
    verapdf: str
    java: str


class _Sitting:
    """One life of the judges' process."""

    def __init__(self) -> None:
        self._scratch = tempfile.mkdtemp(prefix="offprint-judges-")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "offprint.validators.host", self._scratch],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self._scratch,
            env=environment(os.environ),
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # the terminal's Ctrl-C is ours to answer
        )
        self._lock = threading.Lock()
        self._open: dict[int, Future[dict[str, Any]]] = {}
        self._numbers = count(1)
        self._last_words: deque[str] = deque(maxlen=20)
        self.hello: Future[dict[str, Any]] = Future()
        self._ended = False
        for target in (self._listen, self._overhear):
            threading.Thread(target=target, daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return not self._ended and self._process.poll() is None

    @property
    def last_words(self) -> str:
        return " / ".join(self._last_words)[-500:]

    def ask(self, request: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """Send a request and wait for its answer.

        Raises:
            _DiedError: the process ended first.
            TimeoutError: it did not answer in time.
        """
        answer: Future[dict[str, Any]] = Future()
        with self._lock:
            if self._ended:
                raise _DiedError
            number = next(self._numbers)
            self._open[number] = answer
            try:
                self._input.write(json.dumps({**request, "id": number}) + "\n")
                self._input.flush()
            except OSError:
                del self._open[number]
                raise _DiedError from None
        return answer.result(timeout=seconds)

    def end(self) -> None:
        """Kill the process and remove its folder; whoever waits for an answer is told."""
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._scratch, ignore_errors=True)

    @property
    def _input(self) -> Any:
        return self._process.stdin

    def _listen(self) -> None:
        stream = self._process.stdout
        if stream is not None:
            with stream:
                for line in stream:
                    self._hear(json.loads(line))
        with self._lock:
            self._ended = True
            waiting = [*self._open.values(), self.hello]
            self._open.clear()
        for answer in waiting:
            if not answer.done():
                answer.set_exception(_DiedError())

    def _hear(self, answer: dict[str, Any]) -> None:
        if "id" not in answer:
            self.hello.set_result(answer)
            return
        with self._lock:
            waiting = self._open.pop(answer["id"], None)
        if waiting is not None:
            waiting.set_result(answer)

    def _overhear(self) -> None:
        stream = self._process.stderr
        if stream is not None:
            with stream:
                for line in stream:
                    self._last_words.append(line.strip()[:300])


class Judges:
    """EPUBCheck and veraPDF, warm, for any number of files and from any thread.

    A context manager. After a fork, the child must not use its parent's judges.
    """

    def __init__(self, *, time_limit: float = TIME_LIMIT) -> None:
        self._limit = time_limit
        self._lock = threading.Lock()
        self._sitting: _Sitting | None = None
        self._apart: set[_Sitting] = set()
        self._closed = False
        self._desk = ThreadPoolExecutor(max_workers=2 * LANES, thread_name_prefix="judges")
        # A file's time begins when a judge is free for it.
        self._lanes = {name: threading.Semaphore(LANES) for name in ("epub", "pdf", "versions")}

    @classmethod
    def start(cls, *, time_limit: float = TIME_LIMIT) -> Self:
        """Start the judges' process and return at once, while it warms up.

        Args:
            time_limit: seconds for one file, the start of Java included.

        Raises:
            MissingError: the process cannot even be started.
        """
        judges = cls(time_limit=time_limit)
        judges._shared()
        return judges

    def judge_epub(self, path: Path | str) -> tuple[Finding, ...]:
        """What EPUBCheck says about a file; nothing said is a pass.

        Raises:
            FileError: there is no such file.
            MissingError: EPUBCheck cannot start, gave no answer in time, or died twice over this file.
        """
        name = os.fspath(path)
        return epub_findings(name, self._judge({"judge": "epub", "path": _existing(name)}, name))

    def judge_pdf(self, path: Path | str, profiles: Iterable[str] = PRINT_PROFILES) -> tuple[Finding, ...]:
        """What veraPDF says about a file, by each profile; nothing said is a pass.

        Args:
            path: the file.
            profiles: names as `profiles.profile_named` knows them: “ua1”, “PDF/A-3a”.

        Raises:
            UsageError: a profile is unknown.
            FileError: there is no such file.
            MissingError: veraPDF cannot start, gave no answer in time, or died twice over this file.
        """
        name = os.fspath(path)
        wanted = [profile.name for profile in profiles_named(profiles)]
        return pdf_findings(name, self._judge({"judge": "pdf", "path": _existing(name), "profiles": wanted}, name))

    def submit_epub(self, path: Path | str) -> Future[tuple[Finding, ...]]:
        """As `judge_epub`, without waiting."""
        return self._desk.submit(self.judge_epub, path)

    def submit_pdf(self, path: Path | str, profiles: Iterable[str] = PRINT_PROFILES) -> Future[tuple[Finding, ...]]:
        """As `judge_pdf`, without waiting."""
        return self._desk.submit(self.judge_pdf, path, tuple(profiles))

    def versions(self) -> Versions:
        """Which judges answer; waits until both are ready.

        Raises:
            MissingError: one of them cannot start.
        """
        answer = self._judge({"judge": "versions"}, "the question for their versions")
        return Versions(epubcheck=answer["epubcheck"], verapdf=answer["verapdf"], java=answer["java"])

    def close(self) -> None:
        """End the process at once; files under way are given up."""
        with self._lock:
            self._closed = True
            sittings = [*self._apart, *([self._sitting] if self._sitting else [])]
        for sitting in sittings:
            sitting.end()
        self._desk.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _judge(self, request: Mapping[str, Any], subject: str) -> dict[str, Any]:
        with suppress(_DiedError), self._lanes[request["judge"]]:
            return self._ask(self._shared(), request, subject)
        # Any of the files under way may be the one that ended it: each is tried again where it can harm no other.
        try:
            return self._ask_apart(request, subject)
        except _DiedError:
            raise MissingError(
                f"the judges' Java process died twice over {subject}",
                "run “offprint doctor”; if it finds nothing wrong, this file is more than the judges can bear",
            ) from None

    def _ask_apart(self, request: Mapping[str, Any], subject: str) -> dict[str, Any]:
        sitting = self._seat(self._apart.add)
        try:
            return self._ask(sitting, request, subject)
        finally:
            sitting.end()
            with self._lock:
                self._apart.discard(sitting)

    def _ask(self, sitting: _Sitting, request: Mapping[str, Any], subject: str) -> dict[str, Any]:
        try:
            answer = sitting.ask(request, self._limit)
        except TimeoutError:
            sitting.end()
            raise MissingError(
                f"the judges gave no answer about {subject} within {self._limit:g} seconds",
                "try again when the machine is less busy; if it happens again, the file is more than they can bear",
            ) from None
        except _DiedError:
            self._say_why(sitting)
            raise
        if "cannot_start" in answer:
            raise _cannot_start(answer["cannot_start"])
        if "fault" in answer:
            raise MissingError(f"the judges failed over {subject}: {answer['fault']}", "run “offprint doctor”")
        return answer

    def _say_why(self, sitting: _Sitting) -> None:
        """Raise what the process said if it never got as far as judging."""
        if self._closed:
            raise MissingError("the judges were stopped before they answered")
        hello = sitting.hello
        if not hello.done() or hello.exception() is not None:
            raise _cannot_start(sitting.last_words or "it ended without a word")
        if "missing" in hello.result():
            raise MissingError(hello.result()["missing"], hello.result()["remedy"] or "run “offprint doctor”")

    def _shared(self) -> _Sitting:
        return self._seat(self._share)

    def _share(self, sitting: _Sitting) -> None:
        self._sitting = sitting

    def _seat(self, keep: Callable[[_Sitting], None]) -> _Sitting:
        with self._lock:
            if self._closed:
                raise MissingError("the judges were stopped before they answered")
            if keep == self._share and self._sitting is not None and self._sitting.alive:
                return self._sitting
            if keep == self._share and self._sitting is not None:
                self._sitting.end()
            sitting = _Sitting()
            keep(sitting)
            return sitting


def _cannot_start(reason: str) -> MissingError:
    return MissingError(f"the judges cannot start: {reason}", "run “offprint doctor”, then “make setup”")


def _existing(name: str) -> str:
    path = Path(name)
    if not path.is_file():
        raise FileError(f"there is no file “{name}” to judge", "check the path")
    return str(path.absolute())
