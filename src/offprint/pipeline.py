"""Read, compose, write, check, publish: from a Markdown file to finished editions in the output folder.

Data flows one way. The judges are started first of all, in a process of their own; they look at one edition while
the next is still being written. Nothing is published of an article in which an error was found.
"""

import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from offprint.article import Article
from offprint.bugs import bug
from offprint.errors import Exit, MissingError, OffprintError, UsageError, file_errors
from offprint.findings import Finding, has_errors, moved, strictly
from offprint.folders import edition_name, find_articles
from offprint.lookups import recorded
from offprint.papers import DEFAULT_PAPER
from offprint.publish import OutputFolder, output_folder
from offprint.report import EditionFile, Report, Reports, sorted_findings, to_json
from offprint.scratch import clear_abandoned
from offprint.sums import SUMS, listed
from offprint.verdict import SUFFIXES, FinishedFile, Hearing, edition_file, failed, forbidden_in, hear, verdict
from offprint.versions import versions

if TYPE_CHECKING:
    from offprint.forbidden import ForbiddenWords
    from offprint.memory import Memory
    from offprint.styles import Style
    from offprint.validators import Judges

DEFAULT_OUTPUT = Path("dist")
REPORT_SUFFIX = ".report.json"


class Verb(StrEnum):
    """What is being done with an article, in this order."""

    WAIT = "wait"
    """Another export holds the output folder."""
    READ = "read"
    COMPOSE = "compose"
    WRITE = "write"
    CHECK = "check"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a run is."""

    verb: Verb
    article: str = ""
    number: int = 0
    """Of the article, from 1."""
    total: int = 0
    """How many articles there are."""


OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for, the same for every article of a run."""

    formats: tuple[str, ...] = ("epub", "pdf")
    out: Path = DEFAULT_OUTPUT
    style: Path | None = None
    """The folder of a style; None: the house style."""
    paper: str = DEFAULT_PAPER
    """A paper of the style."""
    strict: bool = False
    """Whether what a person must look at stops publishing."""
    forbidden: "ForbiddenWords | None" = None
    """Words that may stand nowhere in what is published."""
    show_forbidden: bool = False
    """Whether findings may name them."""
    discreet: bool = False
    """Whether nothing outside the text says what it is."""
    embed_source: bool = False
    """Whether the editions carry the article as Markdown."""
    sign: str | None = None
    """The key that signs `SHA256SUMS`: “minisign:KEY” or “ssh:KEY”."""
    remember: bool = True
    """Whether what was published of an unchanged article before is published again, neither made nor judged anew."""


class _Press:
    """What is made ready once and serves all articles: the judges and the style only when there is work for them."""

    def __init__(self, order: Order, folder: OutputFolder, memory: "Memory | None", later: ExitStack) -> None:
        self.order = order
        self.folder = folder
        self.memory = memory
        self._later = later

    @cached_property
    def judges(self) -> "Judges":
        """The judges, warming up from now on.

        Raises:
            MissingError: they cannot be started.
        """
        from offprint.validators import Judges

        return self._later.enter_context(Judges.start())

    @cached_property
    def style(self) -> "Style":
        """The style, read whole.

        Raises:
            StyleError, UsageError, MissingError: it cannot be had.
        """
        _ = self.judges  # first of all: they take the longest
        from offprint.styles import load_style

        return load_style(self.order.style, self.order.paper)


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
    with _signed(order, on_step) as press:

        def tell(verb: Verb) -> None:
            on_step(Step(verb=verb, article=file.stem, number=1, total=1))

        return _published_again(file, press, tell) or _export(file, press, tell)


def export_all(files: Sequence[Path], order: Order, *, on_step: OnStep = lambda _: None) -> Reports:
    """Export articles one after the other; what stops one is in its report and does not stop the others.

    Args:
        files: as `find_articles` gives them: no two have one name.
        order: what is asked for.
        on_step: told what is being done.

    Raises:
        StyleError, UsageError, MissingError, FileError: what all articles need cannot be had; or it was missing for
            two of them in a row, and the others are not tried.
    """
    missing_in_a_row = 0
    with _signed(order, on_step) as press:
        for number, file in enumerate(files, start=1):

            def tell(verb: Verb, file: Path = file, number: int = number) -> None:
                on_step(Step(verb=verb, article=file.stem, number=number, total=len(files)))

            report = _published_again(file, press, tell)
            if report is None:
                _ = press.style  # what is wrong with it, or with the judges, ends the run, not the article
                report = _attempt(file, press, tell)
            yield report
            missing = report.exit_code is Exit.MISSING
            missing_in_a_row = missing_in_a_row + 1 if missing else 0
            if missing_in_a_row == 2 and number < len(files):  # it is not the article that makes the judge fail
                untried = len(files) - number
                raise MissingError(f"{untried} more not tried", "get what is missing, then run the command again")


@contextmanager
def _signed(order: Order, on_step: OnStep) -> Iterator[_Press]:
    """A press that signs the sums of all that was published, once and at the end, where that was asked for."""
    if order.sign is None:
        with _press(order, on_step) as press:
            yield press
        return
    from offprint.signing import signer

    chosen = signer(order.sign)
    with _press(order, on_step) as press:
        before = press.folder.sums()
        yield press
        if (after := press.folder.sums()) and (after != before or not press.folder.is_signed(chosen.suffix)):
            press.folder.publish_signature(chosen.sign)


@contextmanager
def _press(order: Order, on_step: OnStep) -> Iterator[_Press]:
    _require_known(order.formats)
    clear_abandoned()
    with (
        output_folder(order.out, on_wait=lambda: on_step(Step(verb=Verb.WAIT))) as folder,
        ExitStack() as later,
    ):
        memory = _memory(order)
        if memory is not None:
            later.callback(memory.tidy)
        yield _Press(order, folder, memory, later)


_BESIDE_THE_BYTES = frozenset({"out", "sign", "remember", "style"})
"""Of an order: where the editions go and who signs, which decide no byte of them; the style is told by its contents."""


def _memory(order: Order) -> "Memory | None":
    """What was published before under the same order; None where nothing is to be remembered."""
    # A list of words that nobody must know leaves no trace, and what was made without it must not pass by it.
    if not order.remember or order.forbidden is not None or os.environ.get("OFFPRINT_NO_CACHE"):
        return None
    from offprint.memory import Memory
    from offprint.styles import house_style_folder

    options = {one.name: getattr(order, one.name) for one in fields(order) if one.name not in _BESIDE_THE_BYTES}
    return Memory(order.style or house_style_folder(), options)


def _require_known(formats: Sequence[str]) -> None:
    from offprint.editions import EDITIONS

    if unknown := [kind for kind in formats if kind not in EDITIONS]:
        raise UsageError(f"there is no edition of the format “{unknown[0]}”", f"the formats are {', '.join(EDITIONS)}")


def _published_again(file: Path, press: _Press, tell: Callable[[Verb], None]) -> Report | None:
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


def _attempt(file: Path, press: _Press, tell: Callable[[Verb], None]) -> Report:
    """Export one article; whatever stops it becomes its report."""
    try:
        return _export(file, press, tell)
    except OffprintError as error:
        return failed(edition_name(file), [file], error)
    except Exception as error:  # noqa: BLE001 - our own bug must not cost the other articles
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


def _export(file: Path, press: _Press, tell: Callable[[Verb], None]) -> Report:
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


def _published(report: Report, hearings: Sequence[Hearing], press: _Press) -> dict[str, bytes]:
    """Publish what was staged, with its report; the names and contents of all that was published."""
    told = f"{report.name}{REPORT_SUFFIX}"
    files = {one.file.name: one.file.content for one in hearings}
    files[told] = to_json(_unnamed(report) if press.order.discreet else report)
    press.folder.stage(told, files[told])
    press.folder.publish(list(files))
    return files


def as_ordered(article: Article, order: Order) -> Article:
    """The article as it is to be set: discreet, or with its own transcript in it, where that was asked for."""
    if order.discreet:
        from offprint.discreet import discreet

        article = discreet(article)
    if order.embed_source:
        from offprint.transcript import transcript

        article = replace(article, transcript=transcript(article))
    return article


def _unnamed(report: Report) -> Report:
    """A report that does not tell the name of the article's file."""
    name = f"{report.name}.md"
    findings = tuple(
        moved(one, name) if one.where and one.where.file in report.sources else one for one in report.findings
    )
    return replace(report, sources=(name,), findings=findings)


def _written(article: Article, name: str, press: _Press) -> list[Hearing]:
    """Write each edition where nobody looks yet, and send it to its judge while the next one is written."""
    from offprint.editions import write_together

    hearings: dict[str, Hearing] = {}
    for maker, content in write_together(press.order.formats, article, press.style):
        file_name = f"{name}{maker.suffix}"
        place = press.folder.stage(file_name, content)
        file = FinishedFile(format=maker.format, path=place, name=file_name, content=content)
        hearings[maker.format] = hear(press.judges, file)
    return [hearings[kind] for kind in press.order.formats]


def _finished(file: FinishedFile, press: _Press) -> EditionFile:
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
