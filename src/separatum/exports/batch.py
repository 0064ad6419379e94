"""Export many articles: one by one, or beside each other by whoever works on them; published here, in their order."""

import os
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing, suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from separatum.checks.formats.finished_file import SUFFIXES
from separatum.exports.context import Press, Tray, journal_of, memory_of, opened_press
from separatum.exports.pipeline import REPORT_SUFFIX, attempt, published_again
from separatum.model.errors import Exit, MissingError, SeparatumError
from separatum.model.options import OnStep, Order, Step, Verb
from separatum.model.report import Report, Reports, failed
from separatum.source.discovery import edition_name

if TYPE_CHECKING:
    from separatum.checks.validators import Validators
    from separatum.exports.workers.pool import Lost

_FEW = 3
"""Articles for which no workers are started: these would still be loading when the work is done."""
_PATIENCE = 10.0
"""Seconds without a result after which it is asked whether anybody still works."""


class Crew(Protocol):
    """Who works on articles: the local pool, or a cluster."""

    def close(self) -> None:
        """Give up what is under way."""

    def room(self) -> int:
        """How many articles are to be under way, so that nobody waits for work.

        Raises:
            MissingError: nobody can work.
        """

    def submit(self, file: Path) -> "Future[Any]":
        """Have an article worked on."""

    def received(self, file: Path, result: "Future[Any]") -> Report:
        """Publish what came of an article, if anything did."""


def export_all(  # noqa: PLR0913 - options by name
    files: Sequence[Path],
    order: Order,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    on_step: OnStep = lambda _: None,
    validators: "Validators | None" = None,
) -> Reports:
    """Export articles; what stops one is in its report and does not stop the others.

    Args:
        files: as `find_articles` gives them: no two have one name. The reports come in their order.
        order: what is asked for.
        jobs: how many worker processes; 1: all is done in this one. None: one for each processor, if there are more
            than a few articles.
        scheduler: the address of a Dask scheduler, whose workers do the work instead.
        on_step: told what is being done.
        validators: those that outlive the run; None: it starts its own.

    Raises:
        StyleError, UsageError, MissingError, FileError: what all articles need cannot be had; or it was missing for
            two of them in a row, and the others are not tried.
    """
    missing_in_a_row = 0
    with (
        opened_press(order, on_step, validators) as press,
        closing(_reports(files, press, jobs, scheduler, on_step)) as reports,  # workers end before their folder goes
    ):
        for number, report in enumerate(reports, start=1):
            yield _told(report, order)
            missing = report.exit_code is Exit.MISSING
            missing_in_a_row = missing_in_a_row + 1 if missing else 0
            if missing_in_a_row == 2 and number < len(files):  # it is not the article that makes the validator fail
                untried = len(files) - number
                raise MissingError(f"{untried} more not tried", "get what is missing, then run the command again")


def _told(report: Report, order: Order) -> Report:
    """The report as it may be shown: what findings quote of the source can hold a forbidden word."""
    if order.forbidden is None or order.show_forbidden or not report.findings:
        return report
    from separatum.checks.privacy.forbidden_search import unquoted

    return replace(report, findings=unquoted(report.findings, order.forbidden))


def _reports(
    files: Sequence[Path], press: Press, jobs: int | None, scheduler: str | None, on_step: OnStep
) -> Generator[Report, None, None]:
    if scheduler is not None:
        from separatum.exports.workers.cluster import Cluster

        return _beside_each_other(files, press, Cluster(press, scheduler), on_step)
    jobs = min(len(files), jobs or (os.cpu_count() or 1 if len(files) > _FEW else 1))
    if jobs <= 1:
        return _one_by_one(files, press, on_step)
    return _beside_each_other(files, press, _Local(press, jobs), on_step)


def _one_by_one(files: Sequence[Path], press: Press, on_step: OnStep) -> Generator[Report, None, None]:
    failed = 0
    for number, file in enumerate(files, start=1):
        at = Step(verb=Verb.READ, article=file.stem, total=len(files), done=number - 1, failed=failed)

        def tell(verb: Verb, at: Step = at) -> None:
            on_step(replace(at, verb=verb))

        report = published_again(file, press, tell)
        if report is None:
            _ = press.style  # what is wrong with it, or with the validators, ends the run, not the article
            report = attempt(file, press, tell)
        failed += report.exit_code is not Exit.OK
        yield report


def _beside_each_other(
    files: Sequence[Path], press: Press, crew: Crew, on_step: OnStep
) -> Generator[Report, None, None]:
    """Publish here, one article at a time, what others make."""
    order = iter(files)
    awaited = next(order, None)
    ready: dict[Path, Report] = {}
    total, failed = len(files), 0
    with closing(crew):
        for done, (file, report) in enumerate(_as_they_come(files, press, crew), start=1):
            ready[file] = report
            failed += report.exit_code is not Exit.OK
            at = Step(verb=Verb.PUBLISH, article=file.stem, total=total, done=done, failed=failed)
            on_step(at)
            while awaited in ready:
                yield ready.pop(awaited)
                awaited = next(order, None)


def _as_they_come(files: Sequence[Path], press: Press, crew: Crew) -> Iterator[tuple[Path, Report]]:
    under_way: dict[Future[Any], Path] = {}
    for file in files:
        report = published_again(file, press, lambda _: None)
        if report is not None:
            yield file, report
            continue
        while len(under_way) >= crew.room():
            yield from _finished(under_way, crew)
        under_way[crew.submit(file)] = file
    while under_way:
        yield from _finished(under_way, crew)


def _finished(under_way: "dict[Future[Any], Path]", crew: Crew) -> Iterator[tuple[Path, Report]]:
    """What came of those articles that are finished; waits for one."""
    done, _ = wait(under_way, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
    if not done:
        crew.room()
    for result in done:
        file = under_way.pop(result)
        yield file, crew.received(file, result)


class _Local:
    """Worker processes of this machine: all but publishing is done there."""

    def __init__(self, press: Press, jobs: int) -> None:
        from separatum.exports.workers.pool import Pool

        self._press, self._jobs = press, jobs
        self._pool = Pool(partial(_work, press.order, press.folder.path), lambda: press.validators, jobs)

    def close(self) -> None:
        self._pool.close()

    def room(self) -> int:
        return 2 * self._jobs

    def submit(self, file: Path) -> "Future[Any]":
        _ = self._press.style  # what is wrong with it, or with the validators, ends the run, not the article
        return self._pool.submit(file)

    def received(self, file: Path, result: "Future[Any]") -> Report:
        from separatum.exports.workers.pool import Lost

        came: Report | Lost = result.result()
        return self._lost(file, came) if isinstance(came, Lost) else self._published(came)

    def _published(self, report: Report) -> Report:
        try:
            if report.editions:
                names = [Path(edition.path).name for edition in report.editions]
                self._press.folder.publish([*names, f"{report.name}{REPORT_SUFFIX}"])
        except SeparatumError as error:
            return failed(report.name, map(Path, report.sources), error)
        return report

    def _lost(self, file: Path, lost: "Lost") -> Report:
        name = edition_name(file)
        with suppress(SeparatumError):
            self._press.folder.discard([f"{name}{suffix}" for suffix in (*SUFFIXES, REPORT_SUFFIX)])
        return Report(name=name, sources=(str(file),), findings=(lost.finding,))


def _work(order: Order, folder: Path, file: Path, validators: "Validators") -> Report:
    """What a worker does: all but publishing.

    Raises:
        MemoryError: the worker has no more of it.
    """
    press = _workers_press(order, folder)
    press.validators = validators
    return attempt(file, press, lambda _: None)


@cache
def _workers_press(order: Order, folder: Path) -> Press:
    tray = Tray(folder)
    return Press(order, tray, None, [one for one in (memory_of(order), journal_of(order, tray)) if one])
