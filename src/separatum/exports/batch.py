"""Export many articles: one by one, or beside each other by whoever works on them; published here, in their order."""

import os
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from separatum.checks.formats.finished_file import SUFFIXES
from separatum.exports.articles import name_for
from separatum.exports.context import Context, RunContext, open_context
from separatum.exports.failures import report_of_work
from separatum.exports.pipeline import (
    REPORT_SUFFIX,
    Prepared,
    export_article,
    prepare_in_worker,
    publish,
    publish_cached,
)
from separatum.model.errors import Exit, MissingError, SeparatumError
from separatum.model.findings import Finding
from separatum.model.options import OnStep, Options, Step, Verb
from separatum.model.report import Report, Reports
from separatum.publish.output_folder import Staging
from separatum.system.tempdirs import scratch_folder

if TYPE_CHECKING:
    from separatum.checks.validators import Validators
    from separatum.checks.validators.protocol import Versions
    from separatum.exports.workers.pool import Lost, Worker

FEW = 3
"""Articles for which no workers are started: these would still be loading when the work is done."""
_PATIENCE = 10.0
"""Seconds without a result after which it is asked whether anybody still works."""


class Workers(Protocol):
    """Who works on articles: the local pool, or a cluster."""

    def close(self) -> None:
        """Give up what is under way."""

    def capacity(self) -> int:
        """How many articles are to be under way, so that nobody waits for work.

        Raises:
            MissingError: nobody can work.
        """

    def submit(self, file: Path) -> "Future[Any]":
        """Have an article worked on."""

    def finish(self, file: Path, result: "Future[Any]") -> Report:
        """Publish what came of an article, if anything did."""


def export_all(  # noqa: PLR0913 - options by name
    files: Sequence[Path],
    options: Options,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    on_step: OnStep = lambda _: None,
    validators: "Validators | None" = None,
    worker: "Worker | None" = None,
) -> Reports:
    """Export articles; what stops one is in its report and does not stop the others.

    Args:
        files: as `find_articles` gives them: no two have one name. The reports come in their order.
        options: what is asked for.
        jobs: how many worker processes; 1: all is done in this one. None: one for each processor, if there are more
            than a few articles.
        scheduler: the address of a Dask scheduler, whose workers do the work instead.
        on_step: told what is being done.
        validators: those that outlive the run; None: it starts its own.
        worker: one that was started ahead.

    Raises:
        StyleError, UsageError, MissingError, FileError: what all articles need cannot be had; or it was missing for
            two of them in a row, and the others are not tried.
    """
    missing_in_a_row = 0
    with (
        open_context(options, on_step, validators) as context,
        closing(
            _reports(files, context, jobs, scheduler, on_step, worker=worker)
        ) as reports,  # workers end before their folder goes
    ):
        for number, report in enumerate(reports, start=1):
            yield _told(report, options)
            missing = report.exit_code is Exit.MISSING and not (report.failure and report.failure.is_of_one_file)
            missing_in_a_row = missing_in_a_row + 1 if missing else 0
            if missing_in_a_row == 2 and number < len(files):  # it is not the article that makes the validator fail
                untried = len(files) - number
                raise MissingError(f"{untried} more not tried", "get what is missing, then run the command again")


def _told(report: Report, options: Options) -> Report:
    """The report as it may be shown: what findings quote of the source can hold a forbidden word."""
    if options.forbidden is None or options.show_forbidden or not report.findings:
        return report
    from separatum.checks.privacy.forbidden_search import unquoted

    return replace(report, findings=unquoted(report.findings, options.forbidden))


def _reports(  # noqa: PLR0913 - what the run was asked for
    files: Sequence[Path],
    context: RunContext,
    jobs: int | None,
    scheduler: str | None,
    on_step: OnStep,
    *,
    worker: "Worker | None",
) -> Generator[Report, None, None]:
    if scheduler is not None:
        from separatum.exports.workers.cluster import Cluster

        return _in_parallel(files, context, Cluster(context, scheduler), on_step)
    jobs = jobs_for(len(files), jobs)
    if jobs <= 1:
        return _in_turn(files, context, on_step)
    return _in_parallel(files, context, _LocalWorkers(context, jobs, worker), on_step)


def jobs_for(number: int, jobs: int | None) -> int:
    """How many workers are used for a number of articles, if so many are asked for; 1: none, all is done here."""
    return min(number, jobs or (os.cpu_count() or 1 if number > FEW else 1))


def _in_turn(files: Sequence[Path], context: RunContext, on_step: OnStep) -> Generator[Report, None, None]:
    failed = 0
    for number, file in enumerate(files, start=1):
        at = Step(verb=Verb.READ, article=file.stem, total=len(files), done=number - 1, failed=failed)

        def on_verb(verb: Verb, at: Step = at) -> None:
            on_step(replace(at, verb=verb))

        report = publish_cached(file, context, on_verb)
        if report is None:
            _ = context.style  # what is wrong with it, or with the validators, ends the run, not the article
            report = report_of_work(file, partial(export_article, file, context, on_verb))
        failed += report.exit_code is not Exit.OK
        yield report


def _in_parallel(
    files: Sequence[Path], context: RunContext, workers: Workers, on_step: OnStep
) -> Generator[Report, None, None]:
    """Publish here, one article at a time, what others make."""
    options = iter(files)
    awaited = next(options, None)
    ready: dict[Path, Report] = {}
    total, failed = len(files), 0
    with closing(workers):
        for done, (file, report) in enumerate(_as_completed(files, context, workers), start=1):
            ready[file] = report
            failed += report.exit_code is not Exit.OK
            at = Step(verb=Verb.PUBLISH, article=file.stem, total=total, done=done, failed=failed)
            on_step(at)
            while awaited in ready:
                yield ready.pop(awaited)
                awaited = next(options, None)


def _as_completed(files: Sequence[Path], context: RunContext, workers: Workers) -> Iterator[tuple[Path, Report]]:
    under_way: dict[Future[Any], Path] = {}
    for file in files:
        report = publish_cached(file, context, lambda _: None)
        if report is not None:
            yield file, report
            continue
        while len(under_way) >= workers.capacity():
            yield from _finished(under_way, workers)
        under_way[workers.submit(file)] = file
    while under_way:
        yield from _finished(under_way, workers)


def _finished(under_way: "dict[Future[Any], Path]", workers: Workers) -> Iterator[tuple[Path, Report]]:
    """What came of those articles that are finished; waits for one."""
    done, _ = wait(under_way, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
    if not done:
        workers.capacity()
    for result in done:
        file = under_way.pop(result)
        yield file, workers.finish(file, result)


class _LocalWorkers:
    """Worker processes of this machine: they read, compose, write and check; the run publishes."""

    def __init__(self, context: RunContext, jobs: int, worker: "Worker | None") -> None:
        from separatum.exports.workers.pool import Pool

        self._context, self._jobs = context, jobs
        self._keys: dict[Path, str | None] = {}
        work = partial(_work, context.options, context.folder.path, bool(context.caches))
        self._pool = Pool(work, lambda: context.validators, jobs, worker)

    def close(self) -> None:
        self._pool.close()

    def capacity(self) -> int:
        return 2 * self._jobs

    def submit(self, file: Path) -> "Future[Any]":
        _ = self._context.style  # an error in it, or in the validators, ends the run, not the article
        self._keys[file] = self._context.key(file)
        return self._pool.submit(file)

    def finish(self, file: Path, result: "Future[Any]") -> Report:
        from separatum.exports.workers.pool import Lost

        key = self._keys.pop(file)
        prepared: Prepared | Lost = result.result()
        if isinstance(prepared, Lost):
            return self._lost(file, prepared)
        return report_of_work(file, lambda: publish(prepared, key, file, self._context, lambda _: None))

    def _lost(self, file: Path, lost: "Lost") -> Report:
        name = name_for(file, self._context.options)
        with suppress(SeparatumError):
            self._context.folder.discard([f"{name}{suffix}" for suffix in (*SUFFIXES, REPORT_SUFFIX)])
        return Report(name=name, sources=(str(file),), findings=(lost.finding,))


def _work(options: Options, folder: Path, is_cached: bool, file: Path, validators: "Validators") -> Prepared:
    """What a worker does with an article; a megabyte of editions goes back through the pipe only for a cache.

    Raises:
        MemoryError: the worker has no more memory.
    """
    prepared = prepare_in_worker(file, Context(options, Staging(folder), lambda: validators))
    return prepared if is_cached else replace(prepared, files=dict.fromkeys(prepared.files, b""))


def rehearse(options: Options, file: Path) -> None:
    """Make the editions of an article and throw them away: what a process loads and draws up once is ready then.

    Args:
        options: of the run; nothing comes of it if they are at fault, which the run itself tells.
        file: the article; that of `rehearsal`.
    """
    prepare_in_worker(file, Context(options, _Nowhere(file.parent), _Contented))


def rehearsal() -> Path:
    """A file with an article of one sentence."""
    file = scratch_folder() / "rehearsal.md"
    file.write_text(
        "---\ntitle: A rehearsal\nlanguage: en\n---\n\nAll is *ready*.[^1]\n\n[^1]: It is.\n", encoding="utf-8"
    )
    return file


class _Nowhere(Staging):
    """Keeps nothing."""

    def stage(self, name: str, _content: bytes) -> Path:
        return self.path / name


class _Contented:
    """Validators that look at nothing, and find nothing."""

    def submit_epub(self, *_: Any) -> "Future[tuple[Finding, ...]]":
        answer = Future[tuple[Finding, ...]]()
        answer.set_result(())
        return answer

    submit_pdf = submit_epub

    def versions(self) -> "Versions":
        from separatum.checks.validators.protocol import Versions

        return Versions(epubcheck="", verapdf="", java="")
