"""Check finished files, ours or anyone's: by the validators and by our own checks."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from separatum.checks.formats.finished_file import FinishedFile, edition_file, files_meant, finished_file, format_of
from separatum.checks.profiles import EVERYTHING, Demand, demanded, with_claims
from separatum.checks.validators.pdf_profiles import PROFILES
from separatum.model.article import Article
from separatum.model.errors import LimitError, SeparatumError, UsageError
from separatum.model.findings import Finding, Location, Severity
from separatum.model.report import FileFacts, Report, Reports, Skipped, failed, sorted_findings
from separatum.system.tempdirs import scratch_folder
from separatum.system.versions import versions

if TYPE_CHECKING:
    from separatum.checks.confined import FileClaims
    from separatum.checks.privacy.forbidden_words import ForbiddenWords
    from separatum.checks.registry import Subject
    from separatum.checks.validators import JavaValidators, Validators


VALIDATION_LIMIT = 18.0
"""Seconds that a validator may take for a small file of others, what our own checks took included."""
_LEAST_VALIDATION = 6.0
"""Seconds that it may take in any case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What was found in files, and which checks could not run."""

    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """A file that a validator is checking while we go on."""

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


def subject_of(article: Article | None, files: Iterable[FinishedFile]) -> "Subject":
    """What is checked, opened once for all who look at it.

    Args:
        article: what the files were made from; None for files that were made elsewhere.
        files: an EPUB, a PDF, or both.
    """
    from separatum.checks.formats.documents import EpubDocument, PdfDocument
    from separatum.checks.registry import Subject

    kinds = {file.format: file for file in files}
    pictures = None if article is None else tuple(image.data for image in article.images)
    epub, pdf = kinds.get("epub"), kinds.get("pdf")
    return Subject(
        article=article,
        epub=EpubDocument(epub.content, epub.name) if epub else None,
        pdf=PdfDocument(pdf.content, pdf.name, pictures) if pdf else None,
    )


def result_of(subject: "Subject", validations: Sequence[Validation], demand: Demand = EVERYTHING) -> CheckResult:
    """Run our own checks in this process while the validators work, then wait for these.

    For editions that were just written from an article; files of others are checked by `check`, in a confined process.

    Args:
        subject: the files, as `subject_of` opens them.
        validations: of these files.
        demand: what they are checked against.

    Raises:
        MissingError: a validator cannot start, or does not answer.
    """
    from separatum.checks.catalogue import run_checks
    from separatum.checks.claims import ACCESS_CONFORMANCE, claim_place, claims_of, unbacked_claim

    outcome = run_checks(subject, only=demand.codes, strict=demand.strict)
    findings = [*outcome.findings]
    findings += [_named(finding, validation) for validation in validations for finding in validation.findings.result()]
    if subject.epub is not None and (demand.codes is None or ACCESS_CONFORMANCE.code in demand.codes):
        skipped = [one.code for one in outcome.skipped]
        claim = claims_of(subject.epub).conformance
        findings += unbacked_claim(
            claim, claim_place(subject.epub), findings, skipped, is_ours=subject.article is not None
        )
    return CheckResult(findings=sorted_findings(findings), skipped=outcome.skipped)


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
    from separatum.checks.privacy.forbidden_search import find_forbidden

    subject = subject_of(None, files)
    names = ((file.name, Location(file="the file’s name")) for file in files)
    return find_forbidden(
        words,
        epub=subject.epub,
        pdf=subject.pdf,
        more=(*names, *more),
        show=show,
    )


def moved_to(finding: Finding, path: str, name: str) -> Finding:
    """The same finding, about the name that the user knows the file by."""

    def moved(where: Location) -> Location:
        return replace(where, file=name + where.file[len(path) :]) if where.file.startswith(path) else where

    return replace(
        finding,
        where=None if finding.where is None else moved(finding.where),
        message=finding.message.replace(path, name),
        others=tuple(map(moved, finding.others)),
    )


def _named(finding: Finding, validation: Validation) -> Finding:
    return moved_to(finding, str(validation.path), validation.file.name)


def check(path: Path | str, *more: Path | str, profiles: Sequence[str] = (), ace: bool = False) -> Report:
    """Check an EPUB, a PDF, or both editions of one article: any, not only ours.

    Args:
        path: the file.
        more: the other edition.
        profiles: what they are to conform to, such as “pdf/ua-1”; none: accessibility, and what each file claims.
        ace: whether to ask Ace by DAISY about an EPUB, too.

    Raises:
        FileError: a file cannot be read.
        UsageError: a file is neither an EPUB nor a PDF, there are two of one format, or no profile is for it.
        MissingError: a validator cannot start, or does not answer.
    """
    from separatum.checks.validators import JavaValidators

    files = [finished_file(Path(one)) for one in (path, *more)]
    if len({file.format for file in files}) < len(files):
        raise UsageError("two files of one format cannot be editions of one article", "check them one by one")
    wanted = demanded(profiles, ace=ace)
    for file in files:
        wanted.require(file.format, file.name)
    with JavaValidators.start(time_limit=VALIDATION_LIMIT) as validators:
        return _checked(validators, files, wanted)


def check_all(
    paths: Sequence[Path],
    *,
    profiles: Sequence[str] = (),
    ace: bool = False,
    on_file: Callable[[str], None] = lambda _: None,
) -> Reports:
    """Check many files; those that differ only in their suffix are checked together, as editions of one article.

    What stops the work on one file is in its report, and does not stop the others.

    Args:
        paths: files, and folders of them.
        profiles: standards (`profiles.profile_names`); none: accessibility, and what each file claims.
        ace: whether to ask Ace by DAISY about EPUBs, too.
        on_file: called with the name of what is checked next.

    Raises:
        FileError: a path does not exist.
        UsageError: a file is neither an EPUB nor a PDF, or no profile is for it.
    """
    from separatum.checks.validators import JavaValidators

    wanted = demanded(profiles, ace=ace)
    groups = _editions_together(paths)
    for path in (path for group in groups for path in group):
        wanted.require(format_of(path), str(path))
    with JavaValidators.start(time_limit=VALIDATION_LIMIT) as validators:
        for group in groups:
            on_file(group[0].stem)
            try:
                yield _checked(validators, [finished_file(path) for path in group], wanted)
            except SeparatumError as error:
                yield failed(group[0].stem, group, error)


def _checked(validators: "JavaValidators", files: Sequence[FinishedFile], wanted: Demand) -> Report:
    from separatum.checks.catalogue import CHECK_LIMIT
    from separatum.checks.causes import arranged
    from separatum.checks.claims import ACCESS_CONFORMANCE, unbacked_claim
    from separatum.checks.confined import FileClaims, own_checks
    from separatum.checks.validators.client import patience

    begun = time.monotonic()
    own = own_checks(files, wanted)
    taken = (time.monotonic() - begun) / patience()
    is_too_much = any(finding.code == CHECK_LIMIT.code for finding in own.findings)
    # When the versions are known, the validators are ready, and the time of a file is its own.
    installed = () if is_too_much else versions((), validators.versions())
    about = {file.format: own.about.get(file.format, FileClaims()) for file in files}
    demand = wanted if wanted.is_chosen or "pdf" not in about else with_claims(wanted, about["pdf"].claims)
    validators.time_limit = max(VALIDATION_LIMIT - taken, _LEAST_VALIDATION)
    validations = [] if is_too_much else [validate(validators, file, demand) for file in files]
    findings = [*own.findings, *(finding for one in validations for finding in _validated(one))]
    epub = next((file for file in files if file.format == "epub"), None)
    if epub is not None and demand.ace:
        from separatum.checks.validators.ace import validate_with_ace

        findings += [moved_to(finding, str(epub.path), epub.name) for finding in validate_with_ace(epub.path)]
    if own.claim_place is not None and (demand.codes is None or ACCESS_CONFORMANCE.code in demand.codes):
        skipped = [one.code for one in own.skipped]
        findings += unbacked_claim(own.claim, own.claim_place, findings, skipped, is_ours=False)
    words = (_in_plain_words(finding, demand, about) for finding in findings)
    return Report(
        name=files[0].path.stem,
        sources=tuple(file.name for file in files),
        editions=tuple(edition_file(file, Path(file.name)) for file in files),
        findings=arranged(sorted_findings(words)),
        skipped=own.skipped,
        versions=installed,
        about=tuple(_about(file, about[file.format], demand) for file in files),
    )


def _validated(validation: Validation) -> tuple[Finding, ...]:
    """What a validator found; a file that is too much for it is a finding about that file."""
    from separatum.checks.catalogue import CHECK_LIMIT

    try:
        return tuple(_named(finding, validation) for finding in validation.findings.result())
    except LimitError as error:
        name = "EPUBCheck" if validation.file.format == "epub" else "veraPDF"
        message = (
            f"the file is too much for {name}: {error.message.replace(str(validation.path), validation.file.name)}"
        )
        hint = "check it in parts, or make it again with another program"
        return (CHECK_LIMIT.found(message, where=Location(file=validation.file.name), hint=hint),)


def _in_plain_words(finding: Finding, demand: Demand, about: "Mapping[str, FileClaims]") -> Finding:
    """The finding in plain words, with the fix in the program that made the file; what was not asked is only info."""
    from separatum.checks.fixes import advice
    from separatum.checks.plain_words import in_plain_words

    finding = in_plain_words(finding)
    if finding.code == "VERAPDF-UA1-5-1" and not demand.is_chosen and "ua1" not in about["pdf"].claims:
        finding = replace(finding, severity=Severity.INFO)
    container = finding.where.file.partition("!")[0] if finding.where else ""
    # A file is what its report says of it, whatever its name; two editions of one article have their endings.
    format_ = next(iter(about)) if len(about) == 1 else "pdf" if container.lower().endswith(".pdf") else "epub"
    made_with = about[format_].made_with if format_ in about else None
    hint = advice(finding.code, finding.message, finding.hint, made_with=made_with, is_pdf=format_ == "pdf")
    return replace(finding, hint=hint)


def _about(file: FinishedFile, claims: "FileClaims", demand: Demand) -> FileFacts:
    from separatum.checks.claims import spoken_claim

    titles = tuple(PROFILES[name].title if name in PROFILES else spoken_claim(name) for name in claims.claims)
    against = tuple(PROFILES[name].title for name in demand.pdf) if file.format == "pdf" else demand.epub_titles
    if claims.version.startswith("EPUB 2"):  # EPUBCheck goes by the version that the package names
        against = tuple("EPUB 2.0.1" if title == "EPUB 3.3" else title for title in against)
    return FileFacts(
        file=file.name,
        version=claims.version or file.format.upper(),
        made_with=claims.made_with,
        claims=titles,
        checked_against=against,
        title=claims.title,
    )


def _editions_together(paths: Sequence[Path]) -> list[list[Path]]:
    groups: dict[tuple[Path, str, int], list[Path]] = {}
    for path in dict.fromkeys(files_meant(paths)):
        count = 0
        while any(format_of(other) == format_of(path) for other in groups.get((path.parent, path.stem, count), ())):
            count += 1
        groups.setdefault((path.parent, path.stem, count), []).append(path)
    return [sorted(group, key=format_of) for group in groups.values()]
