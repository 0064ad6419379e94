"""Find and read the files to check: EPUBs and PDFs, by name or by their first bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from separatum.checks.formats.faults import MOST_BYTES
from separatum.model.errors import FileError, UsageError, file_errors, require_all_there
from separatum.model.report import EditionFile

SUFFIXES = {".epub": "epub", ".pdf": "pdf"}
"""The formats that can be checked, by the end of the file's name."""

_SIGNATURES = {b"PK\x03\x04": "epub", b"%PDF-": "pdf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedFile:
    """A file to be looked at."""

    format: str
    """“epub” or “pdf”."""
    path: Path
    """Where the validators read it."""
    name: str
    """What findings call it."""
    content: bytes


def edition_file(file: FinishedFile, path: Path) -> EditionFile:
    """The facts about a finished file that is, or will be, at this path."""
    digest = sha256(file.content).hexdigest()
    return EditionFile(format=file.format, path=str(path), size=len(file.content), sha256=digest)


def files_meant(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that paths name: a folder names its EPUBs and PDFs."""
    require_all_there(paths)
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        with file_errors(path, "read"):
            inside = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())
        if not inside:
            raise UsageError(f"no EPUB and no PDF in “{path}”", "name the files that are to be checked")
        yield from inside


def format_of(path: Path) -> str:
    """“epub” or “pdf”: what a file claims to be by its name, else by its first bytes.

    Raises:
        FileError: it cannot be read.
        UsageError: it is neither.
    """
    if path.exists() and not path.is_file():
        raise FileError(f"“{path}” is not a file", "name an EPUB or a PDF")
    with file_errors(path, "read"), path.open("rb") as file:
        first = file.read(1024)
    if by_name := SUFFIXES.get(path.suffix.lower()):
        return by_name
    for signature, by_content in _SIGNATURES.items():
        if signature in first:
            return by_content
    raise UsageError(f"“{path}” is neither an EPUB nor a PDF", "name files that end in .epub or .pdf")


def finished_file(path: Path) -> FinishedFile:
    """Read a file that is to be checked.

    Raises:
        FileError: it cannot be read, or is larger than any that is opened.
        UsageError: it is neither an EPUB nor a PDF.
    """
    kind = format_of(path)
    with file_errors(path, "read"):
        if path.stat().st_size > MOST_BYTES:
            raise FileError(f"“{path}” is larger than {MOST_BYTES >> 20} MiB", "no edition of an article is that large")
        return FinishedFile(format=kind, path=path, name=str(path), content=path.read_bytes())
