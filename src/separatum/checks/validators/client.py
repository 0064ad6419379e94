"""The outside judges, EPUBCheck and veraPDF, as one object: files in, findings out.

Both run in one Java process of their own, which starts warming up while the caller still writes its files. A file that
hangs the process or ends it costs only itself: other files that were under way are judged again.
"""

import os
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from separatum.checks.validators.java import LANES
from separatum.checks.validators.pdf_profiles import profiles_named
from separatum.checks.validators.process import Answer, DiedError, Sitting
from separatum.checks.validators.results import epub_findings, pdf_findings
from separatum.model.errors import FileError, MissingError
from separatum.model.findings import Finding

TIME_LIMIT = 60.0
"""Seconds for one file, the start of Java included."""
PRINT_PROFILES = ("ua1", "3a")
"""What our own PDF claims to be."""
_DOCTOR = "run “separatum doctor”, then “make setup”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What judged."""

    epubcheck: str
    verapdf: str
    java: str


class Judges:
    """EPUBCheck and veraPDF, warm, for any number of files and from any thread.

    A context manager. After a fork, the child must not use its parent's judges.
    """

    def __init__(self, *, time_limit: float = TIME_LIMIT) -> None:
        self._limit = time_limit
        self._lock = threading.Lock()
        self._shared: Sitting | None = None
        self._apart: set[Sitting] = set()
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
        judges._shared_sitting()
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
            sittings = [*self._apart, *([self._shared] if self._shared else [])]
        for sitting in sittings:
            sitting.end()
        self._desk.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _judge(self, request: Mapping[str, Any], subject: str) -> Answer:
        with self._lanes[request["judge"]]:
            shared = self._shared_sitting()
            try:
                return self._ask(shared, request, subject)
            except DiedError:
                self._raise_if_told(shared)
        # Any of the files under way may be the one that ended it: each is tried again where it can harm no other.
        answer = self._ask_apart(request, subject)
        if shared.crashed:
            _forget_cache()
        return answer

    def _ask_apart(self, request: Mapping[str, Any], subject: str) -> Answer:
        with self._lock:
            self._raise_if_closed()
            sitting = _new_sitting(plain=True)
            self._apart.add(sitting)
        try:
            return self._ask(sitting, request, subject)
        except DiedError:
            self._raise_if_told(sitting)
            raise MissingError(
                f"the judges’ Java process died twice over {subject}" + _quoted(sitting.last_words),
                "run “separatum doctor”; if it finds nothing wrong, this file is more than the judges can bear",
            ) from None
        finally:
            sitting.end()
            with self._lock:
                self._apart.discard(sitting)

    def _ask(self, sitting: Sitting, request: Mapping[str, Any], subject: str) -> Answer:
        try:
            answer = sitting.ask(request, self._limit)
        except TimeoutError:
            sitting.end()
            raise MissingError(
                f"the judges gave no answer about {subject} within {self._limit:g} seconds",
                "try again when the machine is less busy; if it happens again, the file is more than they can bear",
            ) from None
        if "cannot_start" in answer:
            raise MissingError(f"a judge cannot start: {answer['cannot_start']}", _DOCTOR)
        if "fault" in answer:
            raise MissingError(f"the judges failed over {subject}: {answer['fault']}", _DOCTOR)
        return answer

    def _raise_if_told(self, sitting: Sitting) -> None:
        """Say why the process is gone, if it is by our own doing or if it said so itself."""
        self._raise_if_closed()
        with suppress(DiedError, TimeoutError):
            hello = sitting.hello.result(timeout=10)
            if "missing" in hello:
                raise MissingError(hello["missing"], hello["remedy"] or _DOCTOR)

    def _raise_if_closed(self) -> None:
        if self._closed:
            raise MissingError("the judges were stopped before they answered")

    def _shared_sitting(self) -> Sitting:
        with self._lock:
            self._raise_if_closed()
            if self._shared is not None and not self._shared.alive:
                self._shared.end()
                self._shared = None
            if self._shared is None:
                self._shared = _new_sitting()
            return self._shared


def _new_sitting(*, plain: bool = False) -> Sitting:
    try:
        return Sitting(plain=plain)
    except OSError as error:
        raise MissingError(f"the judges’ process cannot be started: {error}", _DOCTOR) from error


def _forget_cache() -> None:
    """Java broke with its cache and did well without: the cache may be damaged."""
    from separatum.checks.validators.aot_cache import discard, find_cache
    from separatum.checks.validators.java import find_jars, find_java

    cache = find_cache(find_java(), find_jars())
    if cache is not None:
        discard(cache)


def _quoted(words: str) -> str:
    return f" (it said: “{words}”)" if words else ""


def _existing(name: str) -> str:
    path = Path(name)
    if not path.is_file():
        raise FileError(f"there is no file “{name}” to judge", "check the path")
    return str(path.absolute())
