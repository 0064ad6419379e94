"""The process that hosts Java: requests come in as lines of JSON, results go out the same way.

Run by `client` as `python -m separatum.checks.validators.java_host SCRATCH`. It ends when its standard input
ends, or when its parent is gone; nothing that Java or a library prints can mix with the results.
"""

import gc
import json
import os
import shutil
import sys
import threading
import time
import traceback
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn, TextIO

_STACK = 16 * 1024 * 1024  # bytes: a deeply nested document must not end the process


class Answers:
    """The channel to the parent: one line of JSON at a time, from any thread."""

    def __init__(self) -> None:
        # What Java or a library prints from now on goes to stderr: the channel is ours alone.
        self._stream: TextIO = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        self._lock = threading.Lock()

    def send(self, answer: dict[str, Any]) -> None:
        """Send one line."""
        with self._lock:
            self._stream.write(json.dumps(answer) + "\n")
            self._stream.flush()


class _CannotStartError(Exception):
    """A validator could not be made ready: no file is at fault."""


class ValidatorPool:
    """Both validators, each with threads of its own, warming up beside each other."""

    def __init__(self, answers: Answers, java: str, verapdf: Path, *, beside: bool) -> None:
        from separatum.checks.validators.java import LANES

        self._answers = answers
        self._java = java
        self._jar = verapdf
        self._beside = beside
        self._duties = {"epub": self._validate_epub, "pdf": self._validate_pdf, "versions": self._versions}
        self._pools = {name: ThreadPoolExecutor(LANES, thread_name_prefix=name) for name in self._duties}
        # EPUBCheck first: it has the most to make ready, and its file is the first to come.
        self._warmers = ThreadPoolExecutor(3, thread_name_prefix="warm")
        self._epubcheck = self._warmers.submit(self._start_epubcheck)
        self._verapdf = self._warmers.submit(self._start_verapdf)

    def take(self, request: dict[str, Any]) -> None:
        """Validate a file as soon as a thread is free."""
        self._pools[request["validator"]].submit(self._answer, request)

    def _ready(self, started: "Future[Any]") -> Any:
        try:
            return started.result()
        except BaseException as error:
            raise _CannotStartError(f"{type(error).__name__}: {error}") from error

    def _start_epubcheck(self) -> Any:
        from separatum.checks.validators.epubcheck import EpubCheck
        from separatum.checks.validators.java_internals import EPUB_SCHEMAS, compile_schemas

        validator = EpubCheck()
        for names in EPUB_SCHEMAS:
            self._warmers.submit(compile_schemas, names)
        _pass_over()
        return validator

    def _start_verapdf(self) -> Any:
        from separatum.checks.validators.verapdf import VeraPdf

        validator = VeraPdf(self._jar, beside=self._beside)
        self._warmers.submit(validator.warm).add_done_callback(lambda _: _pass_over())
        return validator

    def _answer(self, request: dict[str, Any]) -> None:
        try:
            result = self._duties[request["validator"]](request)
        except _CannotStartError as error:
            self._answers.send({"id": request["id"], "cannot_start": str(error)[:2000]})
        except BaseException as error:  # noqa: BLE001 - Java's errors too; the parent decides what it means
            self._answers.send({"id": request["id"], "fault": f"{type(error).__name__}: {error}"[:2000]})
        else:
            self._answers.send({"id": request["id"], **result})

    def _versions(self, _: dict[str, Any]) -> dict[str, Any]:
        epubcheck, verapdf = self._ready(self._epubcheck), self._ready(self._verapdf)
        return {"epubcheck": epubcheck.version, "verapdf": verapdf.version, "java": self._java}

    def _validate_epub(self, request: dict[str, Any]) -> dict[str, Any]:
        validator = self._ready(self._epubcheck)
        answer = {"version": validator.version, "messages": []}
        try:
            return {**answer, "messages": validator.validate(request["path"])}
        except Exception as error:  # noqa: BLE001 - EPUBCheck throws only on what is not an EPUB
            return {**answer, "unreadable": str(error)[:500]}

    def _validate_pdf(self, request: dict[str, Any]) -> dict[str, Any]:
        from separatum.checks.validators.pdf_profiles import PROFILES

        validator = self._ready(self._verapdf)
        validator.enter()
        try:
            broken = validator.validate(request["path"], [PROFILES[name] for name in request["profiles"]])
        except Exception as error:  # noqa: BLE001 - veraPDF throws on files that it cannot read
            return {"version": validator.version, "unreadable": str(error)[:500], "rules": {}}
        return {"version": validator.version, "rules": broken}


def _pass_over() -> None:
    """Let Python look no more for garbage in what stays: JPype has it look whenever Java collects its own."""
    gc.freeze()


_MOST_TRIES = 100


def _end_with_parent(parent: int, scratch: Path) -> None:
    # A process that the exporter forked may hold our input open after the exporter itself is gone.
    while os.getppid() == parent:
        time.sleep(2)
    _end(scratch)


def _end(scratch: Path) -> NoReturn:
    for _ in range(_MOST_TRIES):
        shutil.rmtree(scratch, ignore_errors=True)
        if not scratch.exists():
            break
        time.sleep(0.02)  # Java was writing a file into it
    os._exit(0)  # Java's own end would wait for its threads


def _start(answers: Answers, scratch: Path, *, plain: bool) -> ValidatorPool:
    from separatum.checks.validators.aot_cache import find_cache
    from separatum.checks.validators.java import find_jars, find_java, start_java

    java, jars = find_java(), find_jars()
    cache = None if plain else find_cache(java, jars)
    if cache is None:
        start_java(java, jars.epubcheck, scratch)
    else:
        start_java(java, cache.classpath, scratch, f"-XX:AOTCache={cache.archive}")
    answers.send({"java": java.version})
    return ValidatorPool(answers, java.version, jars.verapdf, beside=cache is not None)


def main(*, plain: bool) -> NoReturn:
    """Start Java, warm both validators up, and validate until the input ends.

    Args:
        plain: whether to do without the cache.
    """
    from separatum.system.tempdirs import VALIDATORS_PREFIX, new_folder

    scratch = new_folder(VALIDATORS_PREFIX)  # if this process is killed, its parent or the next run removes it
    try:
        answers = Answers()
        answers.send({"folder": str(scratch)})
        os.chdir(scratch)  # where Java writes its report when it crashes
        _serve(answers, scratch, plain=plain)
    except Exception:  # noqa: BLE001 - above all: the parent is gone, and an answer cannot be sent
        traceback.print_exc()
    _end(scratch)


def _serve(answers: Answers, scratch: Path, *, plain: bool) -> None:
    from separatum.model.errors import SeparatumError

    threading.stack_size(_STACK)
    threading.Thread(target=_end_with_parent, args=(os.getppid(), scratch), daemon=True).start()
    try:
        validators = _start(answers, scratch, plain=plain)
    except SeparatumError as error:
        answers.send({"missing": error.message, "remedy": error.remedy})
        return
    except Exception as error:  # noqa: BLE001 - the parent must know what keeps Java from starting
        answers.send({"missing": f"Java did not start: {error}"[:2000], "remedy": None})
        return
    for line in sys.stdin:
        validators.take(json.loads(line))


if __name__ == "__main__":
    main(plain="--plain" in sys.argv)
