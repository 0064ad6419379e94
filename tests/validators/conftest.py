"""The books of `files/epub`, each a folder, packed as EPUB files."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

FILES = Path(__file__).parent / "files"


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Pack a folder of `files/epub` as an EPUB file."""

    def pack(name: str) -> Path:
        folder = FILES / "epub" / name
        target = tmp_path_factory.mktemp("books") / f"{name}.epub"
        with zipfile.ZipFile(target, "w") as packed:
            packed.writestr("mimetype", "application/epub+zip")  # first and stored: OCF 3.3, 4.3
            for part in sorted(folder.rglob("*.*")):
                packed.write(part, part.relative_to(folder))
        return target

    return pack


@pytest.fixture
def pdf() -> Callable[[str], Path]:
    """Find a file of `files/pdf`."""
    return lambda name: FILES / "pdf" / f"{name}.pdf"
