"""Each error that ends a run has an exit code, a message and a remedy.

Only “cannot go on” is an exception; what is wrong with a document is a finding.
The API raises these; the command line alone turns them into words and an exit code.
"""

from enum import IntEnum

from offprint.findings import Finding


class Exit(IntEnum):
    """The exit codes of the command line."""

    OK = 0
    BUG = 1
    USAGE = 2
    ARTICLE = 3
    CHECK = 4
    MISSING = 5
    FILE = 6
    INTERRUPTED = 130


class OffprintError(Exception):
    """The run cannot go on.

    Args:
        message: what is wrong and where, in one sentence without a full stop.
        remedy: what to do, in one sentence without a full stop.
    """

    exit_code: Exit = Exit.BUG

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class UsageError(OffprintError):
    """The command was called wrongly."""

    exit_code = Exit.USAGE


class ArticleError(OffprintError):
    """The article is at fault; `findings` names every fault."""

    exit_code = Exit.ARTICLE

    def __init__(self, message: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.findings = findings


class StyleError(OffprintError):
    """The style is at fault: a template, a sheet or a font is missing or broken."""

    exit_code = Exit.USAGE


class MissingError(OffprintError):
    """A program or library that the work needs is missing, or does not answer."""

    exit_code = Exit.MISSING


class FileError(OffprintError):
    """A file cannot be read or written."""

    exit_code = Exit.FILE
