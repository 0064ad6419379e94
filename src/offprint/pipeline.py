"""Read, compose, write, check, publish: from a Markdown file to finished editions in the output folder.

Data flows one way. The judges are started first of all, in a process of their own; they look at one edition while
the next is still being written. Nothing is published of an article in which an error was found.
"""

import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from offprint.article import Article
from offprint.bugs import bug
from offprint.errors import Exit, MissingError, OffprintError, UsageError, file_errors
from offprint.findings import Finding, has_errors, moved, strictly
from offprint.folders import edition_name, find_articles
from offprint.lookups import recorded
from offprint.order import DEFAULT_OUTPUT, OnStep, Order, Step, Verb, as_ordered
from offprint.papers import DEFAULT_PAPER
from offprint.press import Press, Tray, memory_of, opened_press
from offprint.report import EditionFile, Report, Reports, sorted_findings, to_json
from offprint.sums import SUMS, listed
from offprint.verdict import SUFFIXES, FinishedFile, Hearing, edition_file, failed, forbidden_in, hear, verdict
from offprint.versions import versions

if TYPE_CHECKING:
    from offprint.pool import Lost
    from offprint.validators import Judges

__all__ = ["Order", "Step", "Verb", "as_ordered", "editions_from_before", "export", "export_all", "read"]

REPORT_SUFFIX = ".report.json"


def read(path: Path | str) -> Article:
    """Read one article; what is mildly wrong with it is said by `export` and not here.

    Raises:
        ArticleError: the article is at fault; the error names every fault.
        FileError: a file cannot be read.
    """
    from offprint import source

    article, _remarks = source.read(Path(path))
    return article


def export(  # noqa: PLR0913 - options by name
    path: Path | str,
    *,
    formats: Sequence[str] = ("epub", "pdf"),
    out: Path | str = DEFAULT_OUTPUT,
    style: Path | str | None = None,
    paper: str = DEFAULT_PAPER,
    discreet: bool = False,
    embed_source: bool = False,
    sign: str | None = None,
    on_step: OnStep = lambda _: None,
) -> Report:
    """Export one article.

    Args:
        path: the Markdown file.
        formats: which editions.
        out: the output folder; it is made if it is not there.
        style: the folder of a style; None: the house style.
        paper: a paper of the style.
        discreet: whether nothing outside the text says what it is: see `offprint.discreet`.
        embed_source: whether the editions carry the article as Markdown: see `offprint.transcript`.
        sign: the key that signs `SHA256SUMS`: “minisign:KEY” or “ssh:KEY”.
        on_step: told what is being done.

    Returns:
        The report. When a check found an error it says so (`exit_code`), and nothing was published.

    Raises:
        ArticleError: the article is at fault.
        StyleError: the style is at fault.
        UsageError: there is no edition of a format that is asked for.
        MissingError: a program or library that is needed is missing.
        FileError: a file cannot be read or written.
    """
    files = find_articles([Path(path)]).files
    if len(files) > 1:
        raise UsageError(f"“{path}” holds {len(files)} articles", "export them one by one")
    file = files[0]
    order = Order(
        formats=tuple(formats),
        out=Path(out),
        style=None if style is None else Path(style),
        paper=paper,
        discreet=discreet,
        embed_source=embed_source,
        sign=sign,
    )
    with opened_press(order, on_step) as press:

        def tell(verb: Verb) -> None:
            on_step(Step(verb=verb, article=file.stem, number=1, total=1))

        return _published_again(file, press, tell) or _export(file, press, tell)


def export_all(
    files: Sequence[Path],
    order: Order,
    *,
    jobs: int | None = None,
    on_step: OnStep = lambda _: None,
    judges: "Judges | None" = None,
) -> Reports:
    """Export articles; what stops one is in its report and does not stop the others.

    Args:
        files: as `find_articles` gives them: no two have one name. The reports come in their order.
        order: what is asked for.
        jobs: how many worker processes; 1: all is done in this one. None: one for each processor, if there are more
            than a few articles.
        on_step: told what is being done.
        judges: those that outlive the run; None: it starts its own.

    Raises:
        StyleError, UsageError, MissingError, FileError: what all articles need cannot be had; or it was missing for
            two of them in a row, and the others are not tried.
    """
    missing_in_a_row = 0
    jobs = min(len(files), jobs or (os.cpu_count() or 1 if len(files) > _FEW else 1))
    with opened_press(order, on_step, judges) as press:
        reports = _one_by_one(files, press, on_step) if jobs <= 1 else _beside_each_other(files, press, jobs, on_step)
        for number, report in enumerate(reports, start=1):
            yield report
            missing = report.exit_code is Exit.MISSING
            missing_in_a_row = missing_in_a_row + 1 if missing else 0
            if missing_in_a_row == 2 and number < len(files):  # it is not the article that makes the judge fail
                untried = len(files) - number
                raise MissingError(f"{untried} more not tried", "get what is missing, then run the command again")


def _one_by_one(files: Sequence[Path], press: Press, on_step: OnStep) -> Iterator[Report]:
    for number, file in enumerate(files, start=1):

        def tell(verb: Verb, file: Path = file, number: int = number) -> None:
            on_step(Step(verb=verb, article=file.stem, number=number, total=len(files)))

        report = _published_again(file, press, tell)
        if report is None:
            _ = press.style  # what is wrong with it, or with the judges, ends the run, not the article
            report = _attempt(file, press, tell)
        yield report


def _beside_each_other(files: Sequence[Path], press: Press, jobs: int, on_step: OnStep) -> Iterator[Report]:
    """Export in worker processes; publish here, one article at a time."""
    from offprint.pool import Lost, Pool

    ready: dict[Path, Report] = {}
    left = iter(files)
    awaited = next(left, None)

    def changed() -> Iterator[Path]:
        for file in files:
            report = _published_again(file, press, lambda _: None)
            if report is None:
                _ = press.style  # what is wrong with it, or with the judges, ends the run, not the article
                yield file
            else:
                ready[file] = report

    def in_order() -> Iterator[Report]:
        nonlocal awaited
        while awaited in ready:
            yield ready.pop(awaited)
            awaited = next(left, None)

    done = 0
    with Pool(partial(_work, press.order, press.folder.path), lambda: press.judges, jobs) as pool:
        for file, result in pool.results(changed()):
            ready[file] = _lost(file, result, press) if isinstance(result, Lost) else _finally(result, press)
            done += 1
            on_step(Step(verb=Verb.PUBLISH, article=file.stem, number=done, total=len(files)))
            yield from in_order()
    yield from in_order()


def _work(order: Order, folder: Path, file: Path, judges: "Judges") -> Report:
    """What a worker does: all but publishing.

    Raises:
        MemoryError: the worker has no more of it.
    """
    press = _workers_press(order, folder)
    press.judges = judges
    return _attempt(file, press, lambda _: None)


@cache
def _workers_press(order: Order, folder: Path) -> Press:
    return Press(order, Tray(path=folder), memory_of(order), None)


def _finally(report: Report, press: Press) -> Report:
    """Publish what a worker has made."""
    try:
        if report.editions and not report.remembered:
            names = [Path(edition.path).name for edition in report.editions]
            press.folder.publish([*names, f"{report.name}{REPORT_SUFFIX}"])
    except OffprintError as error:
        return failed(report.name, map(Path, report.sources), error)
    return report


def _lost(file: Path, lost: "Lost", press: Press) -> Report:
    name = edition_name(file)
    with suppress(OffprintError):
        press.folder.discard([f"{name}{suffix}" for suffix in (*SUFFIXES, REPORT_SUFFIX)])
    return Report(name=name, sources=(str(file),), findings=(lost.finding,))


_FEW = 3
"""Articles for which no workers are started: these would still be loading when the work is done."""


def _published_again(file: Path, press: Press, tell: Callable[[Verb], None]) -> Report | None:
    """Publish what was published of an article before, if it would be the same; None if that is not known.

    Raises:
        FileError: it cannot be written.
    """
    tell(Verb.READ)
    before = press.memory.recall(file) if press.memory else None
    if before is None:
        return None
    tell(Verb.PUBLISH)
    if not press.folder.holds(before.files):
        for name, content in before.files.items():
            press.folder.stage(name, content)
        press.folder.publish(list(before.files))
    editions = [replace(edition, path=str(press.folder.path / edition.path)) for edition in before.report.editions]
    return replace(before.report, editions=tuple(editions))


def _attempt(file: Path, press: Press, tell: Callable[[Verb], None]) -> Report:
    """Export one article; whatever stops it becomes its report."""
    try:
        return _export(file, press, tell)
    except OffprintError as error:
        return failed(edition_name(file), [file], error)
    except Exception as error:
        if isinstance(error, MemoryError) and press.is_far:  # the worker's share, not the machine's
            raise
        failure = bug(error, traceback.format_exc())
        return Report(name=edition_name(file), sources=(str(file),), failure=failure)


def _with_forbidden(findings: tuple[Finding, ...], hearings: Sequence[Hearing], order: Order) -> tuple[Finding, ...]:
    """The findings with those on forbidden words; these stand in what is published too, so they are looked at."""
    if order.forbidden is None:
        return findings
    told = "\n".join(f"{finding.message}\n{finding.hint or ''}" for finding in findings)
    files = [hearing.file for hearing in hearings]
    found = forbidden_in(files, order.forbidden, [told], show=order.show_forbidden)
    return sorted_findings([*findings, *found])


def _export(file: Path, press: Press, tell: Callable[[Verb], None]) -> Report:
    from offprint import source
    from offprint.coverage import font_versions, proven

    tell(Verb.READ)
    noted = press.memory.name(file) if press.memory else None
    with recorded() as lookups:
        article, remarks = source.read(file)
    article = as_ordered(article, press.order)
    name = article.name if press.order.discreet else edition_name(file)
    tell(Verb.COMPOSE)
    asked = proven(article, press.style, file)
    tell(Verb.WRITE)
    hearings = _written(article, name, press)
    tell(Verb.CHECK)
    said = verdict(article, hearings)
    findings = sorted_findings([*remarks, *said.findings])
    if press.order.strict:
        findings = tuple(strictly(finding) for finding in findings)
    findings = _with_forbidden(findings, hearings, press.order)
    report = Report(
        name=name,
        sources=(str(file),),
        editions=() if has_errors(findings) else tuple(_finished(one.file, press) for one in hearings),
        findings=findings,
        skipped=said.skipped,
        versions=versions(press.order.formats, press.judges.versions()) + font_versions(asked),
    )
    if report.editions:
        tell(Verb.PUBLISH)
        files = _published(report, hearings, press)
        if press.memory:
            press.memory.keep(noted, file, lookups, report, files)
    return report


def _published(report: Report, hearings: Sequence[Hearing], press: Press) -> dict[str, bytes]:
    """Publish what was staged, with its report; the names and contents of all that was published."""
    told = f"{report.name}{REPORT_SUFFIX}"
    files = {one.file.name: one.file.content for one in hearings}
    files[told] = to_json(_unnamed(report) if press.order.discreet else report)
    press.folder.stage(told, files[told])
    press.folder.publish(list(files))
    return files


def _unnamed(report: Report) -> Report:
    """A report that does not tell the name of the article's file."""
    name = f"{report.name}.md"
    findings = tuple(
        moved(one, name) if one.where and one.where.file in report.sources else one for one in report.findings
    )
    return replace(report, sources=(name,), findings=findings)


def _written(article: Article, name: str, press: Press) -> list[Hearing]:
    """Write each edition where nobody looks yet, and send it to its judge while the next one is written."""
    from offprint.editions import write_together

    hearings: dict[str, Hearing] = {}
    for maker, content in write_together(press.order.formats, article, press.style):
        file_name = f"{name}{maker.suffix}"
        place = press.folder.stage(file_name, content)
        file = FinishedFile(format=maker.format, path=place, name=file_name, content=content)
        hearings[maker.format] = hear(press.judges, file)
    return [hearings[kind] for kind in press.order.formats]


def _finished(file: FinishedFile, press: Press) -> EditionFile:
    return edition_file(file, press.folder.path / file.name)


def editions_from_before(report: Report) -> tuple[Path, ...]:
    """Editions of an article that an earlier export published and this one did not make: they may be out of date.

    Raises:
        FileError: the folder's `SHA256SUMS` cannot be read.
    """
    if not report.editions:
        return ()
    folder = Path(report.editions[0].path).parent
    made = {Path(edition.path).name for edition in report.editions}
    with file_errors(folder / SUMS, "read"):
        names = listed(folder)
    return tuple(folder / name for kind in SUFFIXES if (name := report.name + kind) in names - made)
