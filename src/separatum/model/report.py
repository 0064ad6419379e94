"""The result for one article or file."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import PurePath

from separatum.model.errors import ArticleError, Exit, LimitError, SeparatumError
from separatum.model.findings import Finding, Severity, has_errors
from separatum.model.redaction import file_name


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFile:
    """One finished file."""

    format: str
    """“epub” or “pdf”."""
    path: str
    """Where it is, from the folder that the command was given in."""
    size: int
    """Bytes."""
    sha256: str
    """Hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a checked file says of itself, and what it was checked against."""

    file: str
    """As the user wrote it."""
    version: str
    """“EPUB 3.0”, “PDF 1.7”."""
    made_with: str | None = None
    """The program that made it, as far as the file tells."""
    claims: tuple[str, ...] = ()
    """The standards that it claims to conform to: “PDF/UA-1”."""
    checked_against: tuple[str, ...] = ()
    title: str | None = None
    """What the document calls itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A check that could not run."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why the work on an article could not go on."""

    exit_code: Exit
    message: str
    remedy: str | None = None
    is_of_one_file: bool = False
    """Whether this file is too much for a program that reads it: others need not be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of one article, or of files that were checked together."""

    name: str
    """The article's name, or the stem of the checked files."""
    sources: tuple[str, ...]
    """The files that it is about, as the user wrote them."""
    editions: tuple[EditionFile, ...] = ()
    """The files that were published; or, after `check`, that were looked at."""
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    """The programs that decide the bytes and the result, by name."""
    failure: Failure | None = None
    about: tuple[FileFacts, ...] = ()
    """After `check`: what each file is, and what it was checked against."""
    cached: bool = False
    """Whether nothing had changed since it was last made and validated, so that neither was done again."""

    @property
    def exit_code(self) -> Exit:
        """What the command would end with for this article alone."""
        if self.failure is not None:
            return self.failure.exit_code
        return Exit.CHECK if has_errors(self.findings) else Exit.OK


Reports = Generator[Report, None, None]
"""Reports as they come; closing it ends the run."""

GRAVITY = (Exit.INTERRUPTED, Exit.BUG, Exit.MISSING, Exit.FILE, Exit.USAGE, Exit.CHECK, Exit.ARTICLE, Exit.OK)
"""The exit codes, gravest first: the more of the run it puts in doubt, the graver."""


def gravest(codes: Iterable[Exit]) -> Exit:
    """The exit code of a run, from those of its articles."""
    return min((Exit.OK, *codes), key=GRAVITY.index)


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by file, line and page, then by gravity; each once."""
    return tuple(sorted(dict.fromkeys(findings), key=_place))


def _place(finding: Finding) -> tuple[str, int, int, int, str, str]:
    where = finding.where
    gravity = list(Severity).index(finding.severity)
    if where is None:
        return ("", 0, 0, gravity, finding.code, finding.message)
    # Without its folder: the order is the same wherever the article lies.
    return (file_name(where.file), where.line or 0, where.page or 0, gravity, finding.code, finding.message)


def failed(name: str, sources: Iterable[PurePath], error: SeparatumError) -> Report:
    """The report about work that an error ended."""
    files = tuple(str(source) for source in sources)
    return Report(name=name, sources=files, findings=findings_of(error), failure=failure_of(error))


def failure_of(error: SeparatumError) -> Failure:
    """An error, as a report has it."""
    return Failure(
        exit_code=error.exit_code,
        message=error.message,
        remedy=error.remedy,
        is_of_one_file=isinstance(error, LimitError),
    )


def findings_of(error: SeparatumError) -> tuple[Finding, ...]:
    """The findings that an error is made of: none but for an article at fault."""
    return sorted_findings(error.findings) if isinstance(error, ArticleError) else ()
