"""EPUBCheck and veraPDF in a Java process: files in, findings out.

The process starts and warms up while the caller still writes its files. If a file hangs or crashes the process, only
that file has no result: the other files under way are validated again.
"""

import os
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from separatum.checks.validators.java import LANES
from separatum.checks.validators.pdf_profiles import profiles_named
from separatum.checks.validators.process import Answer, DiedError, JavaProcess
from separatum.checks.validators.protocol import PRINT_PROFILES, Versions
from separatum.checks.validators.results import epub_findings, pdf_findings
from separatum.model.errors import FileError, LimitError, MissingError
from separatum.model.findings import Finding

TIME_LIMIT = 60.0
"""Seconds for one file, the start of Java included."""
_SECONDS_PER_MIB = 2.0
_MOST_PATIENCE = 10.0
MIB = 1024 * 1024
_DOCTOR = "run “separatum doctor --fix”"


class JavaValidators:
    """EPUBCheck and veraPDF, warm, for any number of files and from any thread.

    A context manager. After a fork, the child must not use its parent's validators.
    """

    def __init__(self, *, time_limit: float = TIME_LIMIT) -> None:
        self.time_limit = time_limit
        """Seconds for one file on a machine that does nothing else."""
        self._lock = threading.Lock()
        self._shared: JavaProcess | None = None
        self._apart: set[JavaProcess] = set()
        self._closed = False
        self._desk = ThreadPoolExecutor(max_workers=2 * LANES, thread_name_prefix="validators")
        # A file's time begins when a validator is free for it.
        self._lanes = {name: threading.Semaphore(LANES) for name in ("epub", "pdf", "versions")}

    @classmethod
    def start(cls, *, time_limit: float = TIME_LIMIT) -> Self:
        """Start the validators' process and return at once, while it warms up.

        Args:
            time_limit: seconds for one file, the start of Java included.

        Raises:
            MissingError: the process cannot even be started.
        """
        validators = cls(time_limit=time_limit)
        validators._shared_process()
        return validators

    def validate_epub(self, path: Path | str) -> tuple[Finding, ...]:
        """Validate an EPUB with EPUBCheck. No finding means: valid.

        Raises:
            FileError: there is no such file.
            MissingError: EPUBCheck cannot start, does not answer in time, or dies twice on this file.
        """
        name = os.fspath(path)
        return epub_findings(name, self._validate({"validator": "epub", "path": _existing(name)}, name))

    def validate_pdf(self, path: Path | str, profiles: Iterable[str] = PRINT_PROFILES) -> tuple[Finding, ...]:
        """Validate a PDF with veraPDF against each profile. No finding means: valid.

        Args:
            path: the file.
            profiles: names as `pdf_profiles.profile_named` knows them: “ua1”, “PDF/A-3a”.

        Raises:
            UsageError: a profile is unknown.
            FileError: there is no such file.
            MissingError: veraPDF cannot start, does not answer in time, or dies twice on this file.
        """
        name = os.fspath(path)
        wanted = [profile.name for profile in profiles_named(profiles)]
        return pdf_findings(
            name, self._validate({"validator": "pdf", "path": _existing(name), "profiles": wanted}, name)
        )

    def submit_epub(self, path: Path | str) -> Future[tuple[Finding, ...]]:
        """As `validate_epub`, without waiting."""
        return self._desk.submit(self.validate_epub, path)

    def submit_pdf(self, path: Path | str, profiles: Iterable[str] = PRINT_PROFILES) -> Future[tuple[Finding, ...]]:
        """As `validate_pdf`, without waiting."""
        return self._desk.submit(self.validate_pdf, path, tuple(profiles))

    def versions(self) -> Versions:
        """The versions of the validators; waits until both are ready.

        Raises:
            MissingError: one of them cannot start.
        """
        answer = self._validate({"validator": "versions"}, "the request for their versions")
        return Versions(epubcheck=answer["epubcheck"], verapdf=answer["verapdf"], java=answer["java"])

    def close(self) -> None:
        """End the process at once; files under way get no result."""
        with self._lock:
            self._closed = True
            processes = [*self._apart, *([self._shared] if self._shared else [])]
        for process in processes:
            process.end()
        self._desk.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _validate(self, request: Mapping[str, Any], subject: str) -> Answer:
        with self._lanes[request["validator"]]:
            shared = self._shared_process()
            started = time.monotonic()
            limit = self._seconds_for(request)
            try:
                return self._ask(shared, request, subject, limit)
            except DiedError:
                self._raise_if_known(shared)
        # Any of the files under way may have crashed it: each is tried again in a process of its own.
        left = max(limit - (time.monotonic() - started), limit / 2)
        answer = self._ask_apart(request, subject, left)
        if shared.crashed:
            _discard_cache()
        return answer

    def _seconds_for(self, request: Mapping[str, Any]) -> float:
        """The time for a request: more for a large file, and enough for the start of Java."""
        if "path" not in request:
            return max(self.time_limit, TIME_LIMIT) * patience()
        return (self.time_limit + _SECONDS_PER_MIB * Path(request["path"]).stat().st_size / MIB) * patience()

    def _ask_apart(self, request: Mapping[str, Any], subject: str, seconds: float) -> Answer:
        with self._lock:
            self._raise_if_closed()
            process = _start_process(plain=True)
            self._apart.add(process)
        try:
            return self._ask(process, request, subject, seconds)
        except DiedError:
            self._raise_if_known(process)
            raise LimitError(
                f"the validators’ Java process crashed twice on {subject}" + _quoted(process.last_output),
                "run “separatum doctor”; if it finds nothing wrong, this file is too much to validate",
            ) from None
        finally:
            process.end()
            with self._lock:
                self._apart.discard(process)

    def _ask(self, process: JavaProcess, request: Mapping[str, Any], subject: str, seconds: float) -> Answer:
        try:
            answer = process.ask(request, seconds)
        except TimeoutError:
            process.end()
            if "path" not in request:
                raise MissingError(
                    f"the validators were not ready after {seconds:.2g} s", "try again when the machine is less busy"
                ) from None
            raise LimitError(
                f"validation of {subject} timed out ({seconds:.2g} s)",
                "try again when the machine is less busy; if it happens again, this file is too much to validate",
            ) from None
        if "cannot_start" in answer:
            raise MissingError(f"a validator cannot start: {answer['cannot_start']}", _DOCTOR)
        if "fault" in answer:
            raise MissingError(f"the validators failed on {subject}: {answer['fault']}", _DOCTOR)
        return answer

    def _raise_if_known(self, process: JavaProcess) -> None:
        """Raise the reason why the process ended, if we ended it or if it reported one."""
        self._raise_if_closed()
        with suppress(DiedError, TimeoutError):
            hello = process.hello.result(timeout=10)
            if "missing" in hello:
                raise MissingError(hello["missing"], hello["remedy"] or _DOCTOR)

    def _raise_if_closed(self) -> None:
        if self._closed:
            raise MissingError("the validators were stopped before they finished")

    def _shared_process(self) -> JavaProcess:
        with self._lock:
            self._raise_if_closed()
            if self._shared is not None and not self._shared.alive:
                self._shared.end()
                self._shared = None
            if self._shared is None:
                self._shared = _start_process()
            return self._shared


def patience() -> float:
    """How many seconds by the clock one of the processor may last: more than one on a machine that is busy."""
    waiting = os.getloadavg()[0] / (os.cpu_count() or 1)
    return min(max(waiting, 1.0), _MOST_PATIENCE)


def _start_process(*, plain: bool = False) -> JavaProcess:
    try:
        return JavaProcess(plain=plain)
    except OSError as error:
        raise MissingError(f"the validators’ process cannot be started: {error}", _DOCTOR) from error


def _discard_cache() -> None:
    """Java crashed with its cache but not without it: the cache may be damaged."""
    from separatum.checks.validators.aot_cache import discard, find_cache
    from separatum.checks.validators.java import find_jars, find_java

    cache = find_cache(find_java(), find_jars())
    if cache is not None:
        discard(cache)


def _quoted(words: str) -> str:
    return f" (its last output: “{words}”)" if words else ""


def _existing(name: str) -> str:
    path = Path(name)
    if not path.is_file():
        raise FileError(f"“{name}” does not exist", "check the path")
    return str(path.absolute())
