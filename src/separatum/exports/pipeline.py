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
from separatum.exports.context import Context, open_context
from separatum.model.article import Article
from separatum.model.errors import SeparatumError, UsageError, file_errors
from separatum.model.findings import Finding, Location, has_errors, moved, strictly
from separatum.model.options import DEFAULT_OUTPUT, DEFAULT_PAPER, OnStep, Options, Step, Verb
from separatum.model.report import EditionFile, Report, Skipped, failed, sorted_findings, to_json
from separatum.publish.checksums import SUMS, listed
from separatum.source.discovery import edition_name, find_articles
from separatum.system.crash_report import bug
from separatum.system.file_reads import Lookups, recorded
from separatum.system.signals import honour
from separatum.system.versions import versions

__all__ = ["Options", "Step", "Verb", "editions_from_before", "export", "read", "with_options"]

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
    forbidden: Path | str | None = None,
    show_forbidden: bool = False,
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
        forbidden: a file with words that must not be published, one a line: see
            docs/how-to/keep-a-name-out.md; None: the file that SEPARATUM_FORBIDDEN names, if it names one.
        show_forbidden: whether findings may quote these words.
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
    from separatum.checks.privacy.forbidden_words import forbidden_list

    files = find_articles([Path(path)]).files
    if len(files) > 1:
        raise UsageError(f"“{path}” holds {len(files)} articles", "export them one by one")
    file = files[0]
    options = Options(
        formats=tuple(formats),
        out=Path(out),
        style=None if style is None else Path(style),
        paper=paper,
        discreet=discreet,
        embed_source=embed_source,
        forbidden=forbidden_list(forbidden),
        show_forbidden=show_forbidden,
        sign=sign,
    )
    with open_context(options, on_step) as context:

        def on_verb(verb: Verb) -> None:
            on_step(Step(verb=verb, article=file.stem, total=1))

        return publish_cached(file, context, on_verb) or _export(file, context, on_verb)


def publish_cached(file: Path, context: Context, on_verb: Callable[[Verb], None]) -> Report | None:
    """Publish what was published of an article before, if it would be the same; None if that is not known.

    Raises:
        FileError: it cannot be written.
    """
    on_verb(Verb.READ)
    before = next((found for cache in context.caches if (found := cache.find(file))), None)
    if before is None:
        return None
    on_verb(Verb.PUBLISH)
    if not context.folder.holds(before.files):
        for name, content in before.files.items():
            context.folder.stage(name, content)
        context.folder.publish(list(before.files))
    editions = [replace(edition, path=str(context.folder.path / edition.path)) for edition in before.report.editions]
    return replace(before.report, editions=tuple(editions))


def attempt(file: Path, context: Context, on_verb: Callable[[Verb], None]) -> Report:
    """Export one article; whatever stops it becomes its report.

    Raises:
        MemoryError: a worker's share of the memory is used up.
    """
    return report_of_work(file, lambda: _export(file, context, on_verb), is_far=context.is_far)


def report_of_work(file: Path, work: Callable[[], Report], *, is_far: bool = False) -> Report:
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
class Editions:
    """The editions of an article, and what is said of them; nothing is published yet."""

    name: str
    files: tuple[FinishedFile, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    versions: tuple[tuple[str, str], ...]


def read_article(file: Path, context: Context, *, contents: bool = False) -> Reading:
    """Read an article as the order wants it.

    Args:
        file: the article.
        context: the order, and what is kept.
        contents: whether the contents of what else was read are noted, too.

    Raises:
        ArticleError, FileError: as `read`.
    """
    from separatum import source

    noted = context.caches[0].name(file) if context.caches else None
    with recorded(contents=contents) as lookups:
        article, remarks = source.read(file)
    return Reading(article=with_options(article, context.options), remarks=remarks, noted=noted, lookups=lookups)


def with_options(article: Article, options: Options) -> Article:
    """The article as it is to be set: discreet, or with its own transcript in it, where that was asked for."""
    if options.discreet:
        from separatum.exports.discreet import discreet

        article = discreet(article)
    if options.embed_source:
        from separatum.source.to_markdown import transcript

        article = replace(article, transcript=transcript(article))
    return article


def name_of(reading: Reading, file: Path, options: Options) -> str:
    """What the editions are called, before the suffix."""
    return reading.article.name if options.discreet else edition_name(file)


def make_editions(reading: Reading, file: Path, context: Context, on_verb: Callable[[Verb], None]) -> Editions:
    """Compose, write and check the editions of an article.

    Raises:
        ArticleError, StyleError, MissingError, FileError: it cannot be done.
    """
    from separatum.style.glyph_coverage import font_versions, proven

    article = reading.article
    name = name_of(reading, file, context.options)
    on_verb(Verb.COMPOSE)
    asked = proven(article, context.style, file)
    on_verb(Verb.WRITE)
    validations = _written(article, name, context)
    on_verb(Verb.CHECK)
    said = result_of(article, validations)
    findings = sorted_findings([*reading.remarks, *said.findings])
    if context.options.strict:
        findings = tuple(strictly(finding) for finding in findings)
    return Editions(
        name=name,
        files=tuple(validation.file for validation in validations),
        findings=findings,
        skipped=said.skipped,
        versions=versions(context.options.formats, context.validators.versions()) + font_versions(asked),
    )


def publish_result(
    result: Editions, reading: Reading, file: Path, context: Context, on_verb: Callable[[Verb], None]
) -> Report:
    """Publish what was made and staged, if nothing forbids it; the report.

    Raises:
        FileError: it cannot be written.
    """
    findings = _with_forbidden(result, reading.article, file, context.options)
    report = Report(
        name=result.name,
        sources=(str(file),),
        editions=() if has_errors(findings) else tuple(_finished(one, context) for one in result.files),
        findings=findings,
        skipped=result.skipped,
        versions=result.versions,
    )
    if report.editions:
        on_verb(Verb.PUBLISH)
        files = _published(report, result.files, context)
        for cache in context.caches:
            cache.store(reading.noted, file, reading.lookups, report, files)
    return report


def _export(file: Path, context: Context, on_verb: Callable[[Verb], None]) -> Report:
    on_verb(Verb.READ)
    reading = read_article(file, context)
    return publish_result(make_editions(reading, file, context, on_verb), reading, file, context, on_verb)


def _with_forbidden(result: Editions, article: Article, file: Path, options: Options) -> tuple[Finding, ...]:
    """The findings, with those on forbidden words: in the editions, in drawings, and in the other findings."""
    if options.forbidden is None:
        return result.findings
    from separatum.checks.privacy.forbidden_search import unknown_language

    more = [(f"{finding.message}\n{finding.hint or ''}", Location(file="the report")) for finding in result.findings]
    more += [(image.words, Location(file=f"the drawing {image.href}")) for image in article.images if image.words]
    more += [(article.metadata.short_title, Location(file="the running head"))]
    found = forbidden_in(result.files, options.forbidden, more, show=options.show_forbidden)
    found += unknown_language(article.metadata.language, str(file))
    if options.strict:
        found = tuple(strictly(finding) for finding in found)
    return sorted_findings([*result.findings, *found])


def _published(report: Report, result: Sequence[FinishedFile], context: Context) -> dict[str, bytes]:
    """Publish what was staged, with its report; the names and contents of all that was published."""
    told = f"{report.name}{REPORT_SUFFIX}"
    files = {one.name: one.content for one in result}
    files[told] = to_json(_unnamed(report) if context.options.discreet else report)
    context.folder.stage(told, files[told])
    context.folder.publish(list(files))
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


def _written(article: Article, name: str, context: Context) -> list[Validation]:
    """Write each edition where nobody looks yet, and send it to its validator while the next one is written."""
    from separatum.editions import write_together

    validations: dict[str, Validation] = {}
    for maker, content in write_together(context.options.formats, article, context.style):
        file_name = f"{name}{maker.suffix}"
        place = context.folder.stage(file_name, content)
        file = FinishedFile(format=maker.format, path=place, name=file_name, content=content)
        validations[maker.format] = validate(context.validators, file)
    return [validations[kind] for kind in context.options.formats]


def _finished(file: FinishedFile, context: Context) -> EditionFile:
    return edition_file(file, context.folder.path / file.name)


def editions_from_before(report: Report) -> tuple[Path, ...]:
    """Editions of an article that an earlier export published and this one did not make: they may be out of date.

    Raises:
        FileError: the folder's `SHA256SUMS` cannot be read.
    """
    if not report.editions:
        return ()
    folder = Path(report.editions[0].path).parent
    result = {Path(edition.path).name for edition in report.editions}
    others = [name for kind in SUFFIXES if (name := report.name + kind) not in result and (folder / name).is_file()]
    if not others:  # nearly always: an archive's list has tens of thousands of lines
        return ()
    with file_errors(folder / SUMS, "read"):
        names = listed(folder)
    return tuple(folder / name for name in others if name in names)
