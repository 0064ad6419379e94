"""Open a finished file for looking at: an EPUB or a PDF, told apart by what is in it."""

from pathlib import Path

from offprint.checks.epub_file import EpubFile
from offprint.checks.pdf_file import PdfFile
from offprint.errors import FileError, UsageError


def open_file(path: Path, name: str | None = None) -> EpubFile | PdfFile:
    """A view of the file at this path.

    Args:
        path: the file.
        name: what findings call it; the path where it is not given.

    Raises:
        FileError: it cannot be read.
        UsageError: it is neither an EPUB nor a PDF, by content or by suffix.
    """
    name = name or str(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        remedy = "check the path, and that you may read it"
        raise FileError(f"cannot read “{name}”: {error.strerror or error}", remedy) from error
    suffix = path.suffix.lower()
    # ISO 32000-1, Annex H.3.4.1: readers look for the header in the first 1024 bytes.
    if b"%PDF-" in content[:1024] or suffix == ".pdf":
        return PdfFile(content, name)
    # A ZIP is taken for an EPUB whatever its suffix: the checks say what it lacks.
    if content.startswith(b"PK\x03\x04") or suffix == ".epub":
        return EpubFile(content, name)
    raise UsageError(f"“{name}” is neither an EPUB nor a PDF", "give a file that ends in .epub or .pdf")
