"""Read, compose, write, check, publish: from one Markdown file to finished editions in the output folder.

Data flows one way. The validators are started first of all, in a process of their own; they look at one edition while
the next is still being written. Nothing is published of an article in which an error was found.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from separatum.checks.formats.finished_file import SUFFIXES, FinishedFile, edition_file
from separatum.config import settings_of
from separatum.exports.articles import articles_of, name_for, settings_for
from separatum.exports.context import Context, RunContext, open_context
from separatum.exports.failures import error_report
from separatum.exports.published_report import published
from separatum.model.article import Article
from separatum.model.choices import DEFAULT_PAPER
from separatum.model.errors import UsageError, file_errors
from separatum.model.findings import Finding, Location, has_errors, strictly
from separatum.model.options import DEFAULT_OUTPUT, OnStep, Options, Step, Verb
from separatum.model.report import Report, Skipped, sorted_findings
from separatum.model.report_json import to_json
from separatum.model.settings import Given
from separatum.publish.checksums import SUMS, listed
from separatum.source.discovery import name_findings
from separatum.system.file_reads import Lookups, recorded
from separatum.system.versions import versions

if TYPE_CHECKING:
    from separatum.checks.run import Validation
    from separatum.style.glyph_coverage import Proof

__all__ = ["Options", "Step", "Verb", "editions_from_before", "export", "read", "with_options"]

REPORT_SUFFIX = ".report.json"


OnVerb = Callable[[Verb], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article as it was read."""

    article: Article
    remarks: tuple[Finding, ...]
    """Its findings that do not stop it."""
    lookups: Lookups


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """The editions of an article and their findings, before anything is published."""

    name: str
    files: tuple[FinishedFile, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The report of an article, and the staged files that may be published."""

    report: Report
    files: Mapping[str, bytes] = field(default_factory=dict)
    """By name: the editions and the published report; empty if nothing is published. A worker sends their contents only
    where a cache is to keep them."""
    lookups: Lookups = field(default_factory=Lookups)


def read(path: Path | str) -> Article:
    """Read one article.

    Args:
        path: the Markdown file.

    Returns:
        The article. Its minor findings are in the report of `export`, not here.

    Raises:
        ArticleError: the article has errors; the exception lists all of them.
        FileError: a file cannot be read.
    """
    from separatum import source

    article, _remarks = source.read(Path(path), settings_of(Path(path)))
    return article


def export(  # noqa: PLR0913 - options by name
    path: Path | str,
    *,
    formats: Sequence[str] = ("epub", "pdf"),
    out: Path | str = DEFAULT_OUTPUT,
    style: Path | str | None = None,
    paper: str = DEFAULT_PAPER,
    strict: bool = False,
    discreet: bool = False,
    embed_source: bool = False,
    forbidden: Path | str | None = None,
    show_forbidden: bool = False,
    sign: str | None = None,
    use_cache: bool = True,
    language: str | None = None,
    drafts: bool | None = None,
    remote_images: str | None = None,
    missing_images: str | None = None,
    on_step: OnStep = lambda _: None,
) -> Report:
    """Export one article: make its editions, check them, and publish them if there is no error.

    Args:
        path: the Markdown file.
        formats: the editions to make.
        out: the output folder; it is made if it does not exist.
        style: the folder of a style; None for the house style.
        paper: a paper of the style.
        strict: publish nothing that has findings to review.
        discreet: keep title, names and links out of file names, cover, metadata and navigation.
        embed_source: attach the article to the editions as clean Markdown.
        forbidden: a file with words that must not be published, one a line; None for the file that the variable
            SEPARATUM_FORBIDDEN names, if it is set.
        show_forbidden: let findings quote these words.
        sign: the key that signs `SHA256SUMS`: “minisign:KEY” or “ssh:KEY”.
        use_cache: publish cached editions if nothing has changed.
        language: the language, as a BCP 47 tag, if the article does not name its own; None for that of its project or
            site, or a guess.
        drafts: export it if it is a draft; None for what its project says.
        remote_images: “refuse” or “link”: what to do about images on the web; None for what its project says.
        missing_images: “refuse” or “link”: what to do about images that cannot be read; None as before.
        on_step: called at each step of the work.

    Returns:
        The report. If its `exit_code` is not 0, nothing was published, and its findings say why.

    Raises:
        ArticleError: the article has errors; the exception lists all of them.
        StyleError: the style is wrong.
        UsageError: an option is wrong.
        MissingError: a program or library is missing.
        FileError: a file cannot be read or written.
    """
    from separatum.checks.privacy.forbidden_words import forbidden_list

    given = Given(
        language=language,
        drafts=drafts,
        remote_images=remote_images,
        missing_images=missing_images,
        folders=(Path(path).absolute(),) if Path(path).is_dir() else (),
    )
    found = articles_of([Path(path)], given)
    files = found.files
    if len(files) > 1:
        raise UsageError(f"“{path}” holds {len(files)} articles", "export them one by one")
    file = files[0]
    options = Options(
        formats=tuple(formats),
        out=Path(out),
        style=None if style is None else Path(style),
        paper=paper,
        strict=strict,
        discreet=discreet,
        embed_source=embed_source,
        forbidden=forbidden_list(forbidden),
        show_forbidden=show_forbidden,
        sign=sign,
        use_cache=use_cache,
        given=given,
        names=found.names,
    )
    with open_context(options, on_step) as context:

        def on_verb(verb: Verb) -> None:
            on_step(Step(verb=verb, article=file.stem, total=1))

        return publish_cached(file, context, on_verb) or export_article(file, context, on_verb)


def publish_cached(file: Path, context: RunContext, on_verb: OnVerb) -> Report | None:
    """Publish cached editions of an article if nothing has changed; None if there are none.

    Raises:
        FileError: they cannot be written.
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


def export_article(file: Path, context: RunContext, on_verb: OnVerb) -> Report:
    """Read, compose, write, check and publish one article.

    Raises:
        ArticleError, StyleError, MissingError, FileError: it cannot be exported.
    """
    key = context.key(file)
    return publish(prepare(file, context, on_verb), key, file, context, on_verb)


def prepare(file: Path, context: Context, on_verb: OnVerb) -> Prepared:
    """Read, compose, write and check one article, and stage what may be published.

    Args:
        file: the article.
        context: of the run, or of a worker.
        on_verb: called at each stage.

    Raises:
        ArticleError, StyleError, MissingError, FileError: it cannot be exported.
    """
    on_verb(Verb.READ)
    reading = read_article(file, context.options)
    return stage(make_editions(reading, file, context, on_verb), reading, file, context)


def prepare_in_worker(file: Path, context: Context) -> Prepared:
    """The same in a worker process, where an error becomes the article's report.

    Raises:
        MemoryError: the worker's share of memory is used up.
    """
    try:
        return prepare(file, context, lambda _: None)
    except Exception as error:  # noqa: BLE001 - one article must not stop the others
        return Prepared(report=error_report(file, error, in_worker=True))


def read_article(file: Path, options: Options, *, contents: bool = False) -> Reading:
    """Read an article and apply the options that change its text.

    Args:
        file: the article.
        options: of the run.
        contents: whether the contents of the other files that it reads are kept, too.

    Raises:
        ArticleError, FileError: as `read`.
    """
    from separatum import source

    settings = settings_for(file, options)
    with recorded(contents=contents, digests=options.use_cache or options.resume) as lookups:
        article, remarks = source.read(file, settings)
    named = settings.weighed(name_findings(file, name_for(file, options), settings))
    return Reading(article=with_options(article, options), remarks=(*remarks, *named), lookups=lookups)


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
    return reading.article.name if options.discreet else name_for(file, options)


def make_editions(reading: Reading, file: Path, context: Context, on_verb: OnVerb) -> Editions:
    """Compose, write and check the editions of an article.

    Raises:
        ArticleError, StyleError, MissingError, FileError: it cannot be done.
    """
    from separatum.style.glyph_coverage import proven

    name = name_of(reading, file, context.options)
    on_verb(Verb.COMPOSE)
    proof = proven(reading.article, context.style, file)
    reading = replace(reading, article=proof.article)
    on_verb(Verb.WRITE)
    validations = _written(reading.article, name, context)
    on_verb(Verb.CHECK)
    return check_editions(reading, name, validations, file, context, proof=proof)


def check_editions(  # noqa: PLR0913 - what was made, and how
    reading: Reading,
    name: str,
    validations: Sequence["Validation"],
    file: Path,
    context: Context,
    *,
    proof: "Proof",
) -> Editions:
    """Check finished editions of an article against it, inspect them, and wait for the validators.

    Args:
        reading: the article that they were made from.
        name: of the editions.
        validations: of the editions, under way.
        file: the article's file.
        context: of the run, or of a worker.
        proof: the faces that it was set in, and what was found about them.

    Raises:
        MissingError: a validator cannot start, or does not answer.
    """
    from separatum.checks.run import result_of, subject_of
    from separatum.exports.privacy_gate import findings_in
    from separatum.style.glyph_coverage import font_versions

    files = tuple(validation.file for validation in validations)
    subject = subject_of(reading.article, files)
    opened = [document for document in (subject.epub, subject.pdf) if document is not None]
    inspected = findings_in(opened, reading.article, context.style, file, context.options)  # while the validators work
    report = result_of(subject, validations)
    settings = settings_for(file, context.options)
    told = (*proof.findings, *_set_otherwise(reading.article, file, context), *report.findings)
    findings = sorted_findings([*reading.remarks, *settings.weighed(told)])
    if context.options.strict:
        findings = tuple(strictly(finding) for finding in findings)
    return Editions(
        name=name,
        files=files,
        findings=sorted_findings([*findings, *inspected]),
        skipped=report.skipped,
        versions=versions(context.options.formats, context.validators.versions()) + font_versions(proof.faces),
    )


def _set_otherwise(article: Article, file: Path, context: Context) -> tuple[Finding, ...]:
    """What of the article an edition has to set in another form than it was written in."""
    if "pdf" not in context.options.formats:
        return ()
    from separatum.editions.pdf.told_tables import tell_stacked

    return tell_stacked(article, context.style, file)


def stage(editions: Editions, reading: Reading, file: Path, context: Context) -> Prepared:
    """Look for forbidden words, and stage the report beside the editions if nothing stops them.

    Raises:
        FileError: the report cannot be written.
    """
    findings = with_forbidden(editions, reading.article, file, context.options)
    report = Report(
        name=editions.name,
        sources=(str(file),),
        editions=()
        if has_errors(findings)
        else tuple(edition_file(one, context.staging.path / one.name) for one in editions.files),
        findings=findings,
        skipped=editions.skipped,
        versions=editions.versions,
    )
    if not report.editions:
        return Prepared(report=report)
    name = f"{report.name}{REPORT_SUFFIX}"
    files = {one.name: one.content for one in editions.files}
    files[name] = to_json(published(report, discreet=context.options.discreet))
    context.staging.stage(name, files[name])
    return Prepared(report=report, files=files, lookups=reading.lookups)


def publish(prepared: Prepared, key: str | None, file: Path, context: RunContext, on_verb: OnVerb) -> Report:
    """Publish what was prepared, and only then store it in the caches.

    Args:
        prepared: staged in the context's folder.
        key: the article's key, taken before it was read.
        file: the article.
        context: of the run.
        on_verb: called at each stage.

    Raises:
        FileError: it cannot be published; the folder is as it was.
    """
    if not prepared.files:
        return prepared.report
    on_verb(Verb.PUBLISH)
    checked = {Path(one.path).name: one.sha256 for one in prepared.report.editions}
    context.folder.publish(list(prepared.files), checked)
    for cache in context.caches:
        cache.store(key, file, prepared.lookups, prepared.report, prepared.files)
    return prepared.report


def with_forbidden(editions: Editions, article: Article, file: Path, options: Options) -> tuple[Finding, ...]:
    """The findings, with those on forbidden words: in the editions, in drawings, and in the other findings."""
    if options.forbidden is None:
        return editions.findings
    from separatum.checks.privacy.forbidden_search import unknown_language
    from separatum.checks.run import forbidden_in

    more = [(f"{finding.message}\n{finding.hint or ''}", Location(file="the report")) for finding in editions.findings]
    more += [(image.words, Location(file=f"the drawing {image.href}")) for image in article.images if image.words]
    more += [(article.metadata.short_title, Location(file="the running head"))]
    found = forbidden_in(editions.files, options.forbidden, more, show=options.show_forbidden)
    found += unknown_language(article.metadata.language, str(file))
    if options.strict:
        found = tuple(strictly(finding) for finding in found)
    return sorted_findings([*editions.findings, *found])


def _written(article: Article, name: str, context: Context) -> list["Validation"]:
    """Write each edition where nobody looks yet, and send it to its validator while the next one is written."""
    from separatum.checks.run import validate
    from separatum.editions import write_together

    context.begun(article)
    validations: dict[str, Validation] = {}
    for maker, content in write_together(context.options.formats, article, context.style):
        file_name = f"{name}{maker.suffix}"
        place = context.staging.stage(file_name, content)
        file = FinishedFile(format=maker.format, path=place, name=file_name, content=content)
        validations[maker.format] = validate(context.validators, file)
    return [validations[kind] for kind in context.options.formats]


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
