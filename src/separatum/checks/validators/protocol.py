"""What a caller may ask of validators, wherever they run: in this process's own Java, or in another process."""

from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from separatum.model.findings import Finding

PRINT_PROFILES = ("ua1", "3a")
"""The standards that our own PDF claims: PDF/UA-1 and PDF/A-3a."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The versions of the validators and of the Java that runs them."""

    epubcheck: str
    verapdf: str
    java: str


class Validators(Protocol):
    """EPUBCheck and veraPDF: a file in, findings out; from any thread."""

    def submit_epub(self, path: Path | str) -> Future[tuple[Finding, ...]]:
        """Validate an EPUB with EPUBCheck; return at once. No finding means: valid.

        The future raises FileError if there is no such file, and MissingError if EPUBCheck cannot start, does not
        answer in time, or dies twice on this file.
        """

    def submit_pdf(self, path: Path | str, profiles: Iterable[str] = PRINT_PROFILES) -> Future[tuple[Finding, ...]]:
        """Validate a PDF with veraPDF against each profile; return at once. No finding means: valid.

        Args:
            path: the file.
            profiles: short or full names, as `pdf_profiles.profiles_named` knows them: “ua1”, “PDF/A-3a”.

        The future raises what that of `submit_epub` raises, and UsageError if a profile is unknown.
        """

    def versions(self) -> Versions:
        """The versions of the validators; waits until they are ready.

        Raises:
            MissingError: one of them cannot start.
        """
