"""Read articles without laying them out, and report what is found in their sources."""

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from separatum.config import settings_of
from separatum.exports.failures import report_of_work
from separatum.model.errors import SeparatumError, file_errors
from separatum.model.report import Report, Reports, sorted_findings
from separatum.model.settings import NOTHING_GIVEN, Given
from separatum.source.names import edition_name
from separatum.system.process import collect_seldom, end_with_parent

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from separatum.source.lint.fixes import Fix

_FEW = 24
"""With fewer articles, starting worker processes takes longer than the work."""
_CHUNK = 8
"""How many articles a worker gets at a time, at least."""
_MOST = 64
"""The same, at most."""
_AHEAD = 4
"""How many times as many articles as a worker gets may be read before the one whose report comes next."""

OnFix = Callable[[Path, "Fix"], None]
Work = Callable[[Path], "tuple[Report, tuple[Fix, ...]]"]


def lint_all(  # noqa: PLR0913 - options by name
    files: Sequence[Path],
    *,
    jobs: int | None = None,
    fix: bool = False,
    given: Given = NOTHING_GIVEN,
    on_fix: OnFix = lambda _path, _fix: None,
    on_file: Callable[[Path], None] = lambda _: None,
    readers: "Readers | None" = None,
) -> Reports:
    """Read articles; the reports come in their order.

    Args:
        files: as `find_articles` returns them.
        jobs: how many processes; None for one for each processor, if there are many articles.
        fix: whether to repair in the sources what can be repaired safely.
        given: what the command line says for all articles.
        on_fix: called for each repair, after its file is saved.
        on_file: called with each file when its report is ready.
        readers: processes that may be there already.

    Raises:
        SeparatumError: a worker process ended unexpectedly.
    """
    jobs = min(len(files), jobs or (os.cpu_count() or 1 if len(files) > _FEW else 1))
    work = partial(lint, fix=fix, given=given)
    results = map(work, files) if jobs <= 1 else _in_processes(work, files, readers or Readers(jobs))
    for file, (report, fixed) in zip(files, results, strict=True):
        on_file(file)
        for one in fixed:
            on_fix(file, one)
        yield report


def lint(file: Path, *, fix: bool = False, given: Given = NOTHING_GIVEN) -> "tuple[Report, tuple[Fix, ...]]":
    """Read one article.

    Args:
        file: the article.
        fix: whether to repair in the source what can be repaired safely, and read it again.
        given: what the command line says for all articles.

    Returns:
        The report, without editions; and the repairs.
    """
    report, language = _read(file, given)
    if not fix:
        return report, ()
    fixed: tuple[Fix, ...] = ()

    def repair() -> Report:
        nonlocal fixed
        fixed = _repaired(file, report, language)
        return _read(file, given)[0] if fixed else report

    return report_of_work(file, repair), fixed


def _read(file: Path, given: Given) -> tuple[Report, str | None]:
    """The report of reading an article, and its language if it could be read."""
    from separatum import source

    language: str | None = None

    def work() -> Report:
        nonlocal language
        language, findings = source.find(file, settings_of(file, given))
        return Report(name=edition_name(file), sources=(str(file),), findings=sorted_findings(findings))

    return report_of_work(file, work), language


def _repaired(file: Path, report: Report, language: str | None) -> "tuple[Fix, ...]":
    """Repair a source and save it, complete or not at all.

    Raises:
        FileError: it cannot be written.
    """
    with file_errors(file, "read"):
        content = file.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ()
    from separatum.source.lint.fixes import fixes

    repaired, made = fixes(text, report.findings, language)
    if made:
        with file_errors(file, "write"):
            target = file.resolve()  # a link stays a link
            draft = target.with_name(f".{target.name}.new")
            draft.write_bytes(repaired.encode("utf-8"))
            draft.chmod(target.stat().st_mode)
            draft.replace(target)
    return made


class Readers:
    """Processes that read articles; they can load while articles are still searched.

    Args:
        jobs: how many; None for one for each processor.
    """

    def __init__(self, jobs: int | None) -> None:
        self.jobs = jobs or os.cpu_count() or 1
        self._found = 0
        self._pool: ProcessPoolExecutor | None = None

    def found(self, number: int = 1) -> None:
        """Count articles that were found, and start the processes when these are worth it."""
        self._found += number
        if self._pool is None and self.jobs > 1 and self._found > _FEW:
            for _ in range(min(self.jobs, self._found // _CHUNK)):
                self.pool().submit(_load)

    def pool(self) -> "ProcessPoolExecutor":
        """The processes."""
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            self._pool = ProcessPoolExecutor(self.jobs, mp_context=get_context("spawn"), initializer=_begin)
        return self._pool

    def close(self) -> None:
        """End the processes, whatever they do; harmless where there are none."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


def _in_processes(
    work: Work, files: Sequence[Path], readers: Readers
) -> "Generator[tuple[Report, tuple[Fix, ...]], None, None]":
    """The results of worker processes, in order; a bounded number of articles is in work at a time."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        pool, rest = readers.pool(), _chunks(files, readers.jobs)
        submitted = [pool.submit(_each, work, chunk) for chunk in islice(rest, _AHEAD * readers.jobs)]
        while submitted:
            yield from submitted.pop(0).result()
            submitted += [pool.submit(_each, work, chunk) for chunk in islice(rest, 1)]
    except BrokenProcessPool as error:
        remedy = "run it again with --jobs 1 to see which article it is"
        raise SeparatumError("a process that reads articles ended unexpectedly", remedy) from error
    finally:
        readers.close()


def _load() -> None:
    """Load what reads an article."""
    import separatum.source.reading  # noqa: F401


def _begin() -> None:
    end_with_parent()
    collect_seldom()


def _each(work: Work, files: Sequence[Path]) -> "list[tuple[Report, tuple[Fix, ...]]]":
    return [work(file) for file in files]


def _chunks(files: Sequence[Path], jobs: int) -> Iterator[Sequence[Path]]:
    """Runs of neighbours, whose site is then read by one process; shorter towards the end, so that all end at once."""
    start = 0
    while start < len(files):
        size = min(_MOST, max(_CHUNK, (len(files) - start) // (4 * jobs)))
        yield files[start : start + size]
        start += size
