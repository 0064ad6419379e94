"""The books of `files/epub`, each a folder, packed as EPUB files; and a validators’ cache."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from separatum.checks.validators.aot_cache import Cache, make_cache

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


@pytest.fixture(scope="session")
def made_cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """A validators' cache, newly made; nothing else uses it unless SEPARATUM_CACHE names the folder that it is in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEPARATUM_CACHE", str(tmp_path_factory.mktemp("cache") / "separatum"))
        return make_cache()
