"""Check finished files, ours or anyone's: by the validators and by our own checks."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from separatum.checks.formats.finished_file import FinishedFile, edition_file, files_meant, finished_file, format_of
from separatum.checks.profiles import EVERYTHING, Demand, demanded
from separatum.model.article import Article
from separatum.model.errors import SeparatumError, UsageError
from separatum.model.findings import Finding, Location
from separatum.model.report import Report, Reports, Skipped, failed, sorted_findings
from separatum.system.tempdirs import scratch_folder
from separatum.system.versions import versions

if TYPE_CHECKING:
    from separatum.checks.privacy.forbidden_words import ForbiddenWords
    from separatum.checks.validators import Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What was found in files, and what could not be looked at."""

    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """A file that a validator is looking at while we go on."""

    file: FinishedFile
    path: Path
    """The path that the validator was given."""
    findings: Future[tuple[Finding, ...]]


def validate(validators: "Validators", file: FinishedFile, demand: Demand = EVERYTHING) -> Validation:
    """Send a file to its validator; returns at once."""

    def submit(path: Path) -> Future[tuple[Finding, ...]]:
        return validators.submit_epub(path) if file.format == "epub" else validators.submit_pdf(path, demand.pdf)

    path = file.path.absolute()
    if str(path).isascii():
        return Validation(file=file, path=path, findings=submit(path))
    # Java opens only such names as the locale can write, and under LC_ALL=C these are ASCII: give it another name.
    scratch = Path(mkdtemp(dir=scratch_folder()))
    alias = scratch / f"edition.{file.format}"
    alias.symlink_to(path)
    findings = submit(alias)
    findings.add_done_callback(lambda _: rmtree(scratch, ignore_errors=True))
    return Validation(file=file, path=alias, findings=findings)


def result_of(article: Article | None, validations: Sequence[Validation], demand: Demand = EVERYTHING) -> CheckResult:
    """Run our own checks while the validators are at work, then wait for these.

    Args:
        article: what the files were made from; None for files that were made elsewhere.
        validations: an EPUB, a PDF, or both.
        demand: what they are held against.

    Raises:
        MissingError: a validator cannot start, or does not answer.
    """
    from separatum.checks.catalogue import run_checks
    from separatum.checks.claims import ACCESS_CONFORMANCE, unbacked_claim
    from separatum.checks.formats.documents import EpubDocument, PdfDocument
    from separatum.checks.registry import Subject

    files = {validation.file.format: validation.file for validation in validations}
    epub, pdf = files.get("epub"), files.get("pdf")
    subject = Subject(
        article=article,
        epub=EpubDocument(epub.content, epub.name) if epub else None,
        pdf=PdfDocument(pdf.content, pdf.name) if pdf else None,
    )
    outcome = run_checks(subject, only=demand.codes, strict=demand.strict)
    findings = [*outcome.findings]
    findings += [_named(finding, validation) for validation in validations for finding in validation.findings.result()]
    if epub is not None and demand.ace:
        from separatum.checks.validators.ace import validate_with_ace

        findings += [moved_to(finding, str(epub.path), epub.name) for finding in validate_with_ace(epub.path)]
    if subject.epub is not None and (demand.codes is None or ACCESS_CONFORMANCE.code in demand.codes):
        skipped = [one.code for one in outcome.skipped]
        findings += unbacked_claim(subject.epub, findings, skipped, is_ours=article is not None)
    return CheckResult(
        findings=sorted_findings(findings),
        skipped=outcome.skipped,
    )


def forbidden_in(
    files: Sequence[FinishedFile], words: "ForbiddenWords", more: "Sequence[tuple[str, Location]]", *, show: bool
) -> tuple[Finding, ...]:
    """Where words of a private list are in finished files.

    Args:
        files: an EPUB, a PDF, or both.
        words: the list.
        more: other texts that are published with them, and where each is.
        show: whether findings may quote the words.
    """
    from separatum.checks.formats.documents import EpubDocument, PdfDocument
    from separatum.checks.privacy.forbidden_search import find_forbidden

    kinds = {file.format: file for file in files}
    epub, pdf = kinds.get("epub"), kinds.get("pdf")
    names = ((file.name, Location(file="the file’s name")) for file in files)
    return find_forbidden(
        words,
        epub=EpubDocument(epub.content, epub.name) if epub else None,
        pdf=PdfDocument(pdf.content, pdf.name) if pdf else None,
        more=(*names, *more),
        show=show,
    )


def moved_to(finding: Finding, path: str, name: str) -> Finding:
    """The same finding, about the name that the user knows the file by."""
    where = finding.where
    if where is not None and where.file.startswith(path):
        where = replace(where, file=name + where.file[len(path) :])
    return replace(finding, where=where, message=finding.message.replace(path, name))


def _named(finding: Finding, validation: Validation) -> Finding:
    return moved_to(finding, str(validation.path), validation.file.name)


def check(path: Path | str, *more: Path | str, profiles: Sequence[str] = (), ace: bool = False) -> Report:
    """Check an EPUB, a PDF, or both editions of one article, made by any program.

    Args:
        path: the file.
        more: the other edition.
        profiles: the standards to check against, such as “pdf/ua-1”; none for what `export` requires of its own
            editions.
        ace: also check the EPUB with Ace by DAISY.

    Returns:
        The report with all findings.

    Raises:
        FileError: a file cannot be read.
        UsageError: a file is neither an EPUB nor a PDF, there are two of one format, or no profile is for it.
        MissingError: a validator cannot start, or does not answer.
    """
    from separatum.checks.validators import JavaValidators

    files = [finished_file(Path(one)) for one in (path, *more)]
    if len({file.format for file in files}) < len(files):
        raise UsageError("two files of one format cannot be editions of one article", "check them one by one")
    asked = demanded(profiles, ace=ace)
    for file in files:
        asked.require(file.format, file.name)
    with JavaValidators.start() as validators:
        return _checked(validators, files, asked)


def check_all(
    paths: Sequence[Path],
    *,
    profiles: Sequence[str] = (),
    ace: bool = False,
    on_file: Callable[[str], None] = lambda _: None,
) -> Reports:
    """Check many files; those that differ only in their suffix are looked at together, as editions of one article.

    What stops the work on one file is in its report, and does not stop the others.

    Args:
        paths: files, and folders of them.
        profiles: what they are to conform to (`conformance.profile_names`); none: what our own editions are.
        ace: whether Ace by DAISY is to be asked about EPUBs, too.
        on_file: told the name of what is about to be looked at.

    Raises:
        FileError: a path is not there.
        UsageError: a file is neither an EPUB nor a PDF, or no profile is for it.
    """
    from separatum.checks.validators import JavaValidators

    asked = demanded(profiles, ace=ace)
    groups = _editions_together(paths)
    for path in (path for group in groups for path in group):
        asked.require(format_of(path), str(path))
    with JavaValidators.start() as validators:
        for group in groups:
            on_file(group[0].stem)
            try:
                yield _checked(validators, [finished_file(path) for path in group], asked)
            except SeparatumError as error:
                yield failed(group[0].stem, group, error)


def _checked(validators: "Validators", files: Sequence[FinishedFile], asked: Demand) -> Report:
    validations = [validate(validators, file, asked) for file in files]
    said = result_of(None, validations, asked)
    return Report(
        name=files[0].path.stem,
        sources=tuple(file.name for file in files),
        editions=tuple(edition_file(file, Path(file.name)) for file in files),
        findings=said.findings,
        skipped=said.skipped,
        versions=versions((), validators.versions()),
    )


def _editions_together(paths: Sequence[Path]) -> list[list[Path]]:
    groups: dict[tuple[Path, str, int], list[Path]] = {}
    for path in dict.fromkeys(files_meant(paths)):
        count = 0
        while any(format_of(other) == format_of(path) for other in groups.get((path.parent, path.stem, count), ())):
            count += 1
        groups.setdefault((path.parent, path.stem, count), []).append(path)
    return [sorted(group, key=format_of) for group in groups.values()]
