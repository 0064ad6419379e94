"""What a screen reader is given of the article in `content/` is what was read through and found right.

Three tell it: PDFium (Chrome, and reading systems made of it) and pdf.js (Firefox) of the PDF, Chromium of the EPUB.
With SEPARATUM_WRITE_GOLDEN=1 the files are written anew, to be read and validated before they are committed.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from separatum.editions import write_together
from separatum.source import read
from separatum.style.style import load_style
from tests.conformance.browsing import browsed, find_chromium
from tests.conformance.hearing import heard

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PACKAGES = ROOT / "build" / "readers" / "node_modules"


@pytest.fixture(scope="module")
def editions() -> dict[str, bytes]:
    article, _ = read(ROOT / "content" / "article.md")
    return {maker.format: content for maker, content in write_together(("epub", "pdf"), article, load_style())}


def assert_as_approved(found: str, name: str) -> None:
    golden = HERE / name
    if os.environ.get("SEPARATUM_WRITE_GOLDEN"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_pdfium_gives_what_was_validated_to_be_right(editions: dict[str, bytes]) -> None:
    assert_as_approved(heard(editions["pdf"]), "content.pdf.txt")


@pytest.mark.skipif(
    shutil.which("node") is None or not (PACKAGES / "pdfjs-dist").is_dir(), reason="pdf.js: “make readers” installs it"
)
def test_pdfjs_gives_what_was_validated_to_be_right(editions: dict[str, bytes], tmp_path: Path) -> None:
    file = tmp_path / "article.pdf"
    file.write_bytes(editions["pdf"])
    command = ["node", str(HERE / "pdfjs_tree.mjs"), str(PACKAGES), str(file)]
    told = subprocess.run(command, capture_output=True, check=True, timeout=300)
    assert_as_approved(told.stdout.decode(), "content.pdfjs.txt")


@pytest.mark.skipif(find_chromium() is None, reason="no Chromium is installed")
def test_chromium_gives_what_was_validated_to_be_right(editions: dict[str, bytes]) -> None:
    assert_as_approved(browsed(editions["epub"]), "content.epub.txt")
