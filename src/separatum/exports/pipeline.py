"""Read, compose, write, check, publish: from one Markdown file to finished editions in the output folder.

Data flows one way. The validators are started first of all, in a process of their own; they look at one edition while
the next is still being written. Nothing is published of an article in which an error was found.
"""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from separatum.checks.formats.finished_file import SUFFIXES, FinishedFile, edition_file
from separatum.checks.run import Validation, forbidden_in, result_of, validate
from separatum.exports.context import Press, opened_press
from separatum.model.article import Article
from separatum.model.errors import SeparatumError, UsageError, file_errors
from separatum.model.findings import Finding, has_errors, moved, strictly
from separatum.model.options import DEFAULT_OUTPUT, DEFAULT_PAPER, OnStep, Order, Step, Verb
from separatum.model.report import EditionFile, Report, Skipped, failed, sorted_findings, to_json
from separatum.publish.checksums import SUMS, listed
from separatum.source.discovery import edition_name, find_articles
from separatum.system.crash_report import bug
from separatum.system.file_reads import Lookups, recorded
from separatum.system.signals import honour
from separatum.system.versions import versions

__all__ = ["Order", "Step", "Verb", "as_ordered", "editions_from_before", "export", "read"]

REPORT_SUFFIX = ".report.json"


def read(path: Path | str) -> Article:
    """Read one article; what is mildly wrong with it is said by `export` and not here.

    Raises:
        ArticleError: the article is at fault; the error names every fault.
        FileError: a file cannot be read.
    """
    from separatum import source

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
        discreet: whether nothing outside the text says what it is: see `separatum.exports.discreet`.
        embed_source: whether the editions carry the article as Markdown: see `separatum.source.to_markdown`.
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
            on_step(Step(verb=verb, article=file.stem, total=1))

        return published_again(file, press, tell) or _export(file, press, tell)


def published_again(file: Path, press: Press, tell: Callable[[Verb], None]) -> Report | None:
    """Publish what was published of an article before, if it would be the same; None if that is not known.

    Raises:
        FileError: it cannot be written.
    """
    tell(Verb.READ)
    before = next((found for kept in press.kept if (found := kept.recall(file))), None)
    if before is None:
        return None
    tell(Verb.PUBLISH)
    if not press.folder.holds(before.files):
        for name, content in before.files.items():
            press.folder.stage(name, content)
        press.folder.publish(list(before.files))
    editions = [replace(edition, path=str(press.folder.path / edition.path)) for edition in before.report.editions]
    return replace(before.report, editions=tuple(editions))


def attempt(file: Path, press: Press, tell: Callable[[Verb], None]) -> Report:
    """Export one article; whatever stops it becomes its report.

    Raises:
        MemoryError: a worker's share of the memory is used up.
    """
    return attempted(file, lambda: _export(file, press, tell), is_far=press.is_far)


def attempted(file: Path, work: Callable[[], Report], *, is_far: bool = False) -> Report:
    """The report of some work on an article; whatever stops the work becomes its report.

    Raises:
        MemoryError: the work is far, in a process with a share of the memory, and that is used up.
        KeyboardInterrupt: the work was interrupted, whatever became of that.
    """
    try:
        return work()
    except SeparatumError as error:
        return failed(edition_name(file), [file], error)
    except Exception as error:
        if isinstance(error, MemoryError) and is_far:  # the worker's share, not the machine's
            raise
        honour()  # Python turns an interrupt in the middle of a class's making into an error of another kind
        failure = bug(error, traceback.format_exc())
        return Report(name=edition_name(file), sources=(str(file),), failure=failure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article as it was read."""

    article: Article
    remarks: tuple[Finding, ...]
    """What is mildly wrong with it."""
    noted: str | None
    """What it was called by all that decides its bytes, before it was read."""
    lookups: Lookups


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The editions of an article, and what is said of them; nothing is published yet."""

    name: str
    files: tuple[FinishedFile, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    versions: tuple[tuple[str, str], ...]


def read_noted(file: Path, press: Press, *, contents: bool = False) -> Reading:
    """Read an article as the order wants it.

    Args:
        file: the article.
        press: the order, and what is kept.
        contents: whether the contents of what else was read are noted, too.

    Raises:
        ArticleError, FileError: as `read`.
    """
    from separatum import source

    noted = press.kept[0].name(file) if press.kept else None
    with recorded(contents=contents) as lookups:
        article, remarks = source.read(file)
    return Reading(article=as_ordered(article, press.order), remarks=remarks, noted=noted, lookups=lookups)


def as_ordered(article: Article, order: Order) -> Article:
    """The article as it is to be set: discreet, or with its own transcript in it, where that was asked for."""
    if order.discreet:
        from separatum.exports.discreet import discreet

        article = discreet(article)
    if order.embed_source:
        from separatum.source.to_markdown import transcript

        article = replace(article, transcript=transcript(article))
    return article


def name_of(reading: Reading, file: Path, order: Order) -> str:
    """What the editions are called, before the suffix."""
    return reading.article.name if order.discreet else edition_name(file)


def make(reading: Reading, file: Path, press: Press, tell: Callable[[Verb], None]) -> Made:
    """Compose, write and check the editions of an article.

    Raises:
        ArticleError, StyleError, MissingError, FileError: it cannot be done.
    """
    from separatum.style.glyph_coverage import font_versions, proven

    article = reading.article
    name = name_of(reading, file, press.order)
    tell(Verb.COMPOSE)
    asked = proven(article, press.style, file)
    tell(Verb.WRITE)
    validations = _written(article, name, press)
    tell(Verb.CHECK)
    said = result_of(article, validations)
    findings = sorted_findings([*reading.remarks, *said.findings])
    if press.order.strict:
        findings = tuple(strictly(finding) for finding in findings)
    return Made(
        name=name,
        files=tuple(validation.file for validation in validations),
        findings=findings,
        skipped=said.skipped,
        versions=versions(press.order.formats, press.validators.versions()) + font_versions(asked),
    )


def concluded(made: Made, reading: Reading, file: Path, press: Press, tell: Callable[[Verb], None]) -> Report:
    """Publish what was made and staged, if nothing forbids it; the report.

    Raises:
        FileError: it cannot be written.
    """
    findings = _with_forbidden(made.findings, made.files, press.order)
    report = Report(
        name=made.name,
        sources=(str(file),),
        editions=() if has_errors(findings) else tuple(_finished(one, press) for one in made.files),
        findings=findings,
        skipped=made.skipped,
        versions=made.versions,
    )
    if report.editions:
        tell(Verb.PUBLISH)
        files = _published(report, made.files, press)
        for kept in press.kept:
            kept.keep(reading.noted, file, reading.lookups, report, files)
    return report


def _export(file: Path, press: Press, tell: Callable[[Verb], None]) -> Report:
    tell(Verb.READ)
    reading = read_noted(file, press)
    return concluded(make(reading, file, press, tell), reading, file, press, tell)


def _with_forbidden(findings: tuple[Finding, ...], files: Sequence[FinishedFile], order: Order) -> tuple[Finding, ...]:
    """The findings with those on forbidden words; these stand in what is published too, so they are looked at."""
    if order.forbidden is None:
        return findings
    told = "\n".join(f"{finding.message}\n{finding.hint or ''}" for finding in findings)
    found = forbidden_in(files, order.forbidden, [told], show=order.show_forbidden)
    return sorted_findings([*findings, *found])


def _published(report: Report, made: Sequence[FinishedFile], press: Press) -> dict[str, bytes]:
    """Publish what was staged, with its report; the names and contents of all that was published."""
    told = f"{report.name}{REPORT_SUFFIX}"
    files = {one.name: one.content for one in made}
    files[told] = to_json(_unnamed(report) if press.order.discreet else report)
    press.folder.stage(told, files[told])
    press.folder.publish(list(files))
    return files


def _unnamed(report: Report) -> Report:
    """A report that tells nothing of the source: not its file's name, nor what findings quote of it, such as the name
    of a picture or an address that is not in the text.
    """
    from separatum.source.rules import RULES

    name, summaries = f"{report.name}.md", {rule.code: rule.summary for rule in RULES}

    def plain(finding: Finding) -> Finding:
        if finding.where is None or finding.where.file.startswith(f"{report.name}."):
            return finding
        summary = summaries.get(finding.code, "something is wrong with the source")
        return moved(replace(finding, message=summary, hint=None), name)

    return replace(report, sources=(name,), findings=sorted_findings(map(plain, report.findings)))


def _written(article: Article, name: str, press: Press) -> list[Validation]:
    """Write each edition where nobody looks yet, and send it to its validator while the next one is written."""
    from separatum.editions import write_together

    validations: dict[str, Validation] = {}
    for maker, content in write_together(press.order.formats, article, press.style):
        file_name = f"{name}{maker.suffix}"
        place = press.folder.stage(file_name, content)
        file = FinishedFile(format=maker.format, path=place, name=file_name, content=content)
        validations[maker.format] = validate(press.validators, file)
    return [validations[kind] for kind in press.order.formats]


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
    others = [name for kind in SUFFIXES if (name := report.name + kind) not in made and (folder / name).is_file()]
    if not others:  # nearly always: an archive's list has tens of thousands of lines
        return ()
    with file_errors(folder / SUMS, "read"):
        names = listed(folder)
    return tuple(folder / name for name in others if name in names)
