"""With a WeasyPrint whose inside is not known, what makes it quicker is left out, and the pages are the same."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import hashlib, sys
from pathlib import Path
from separatum.editions import edition
from separatum.editions.pdf import kept_styles, writer
from separatum.source import read
from separatum.style.style import load_style

if sys.argv[2] == "other":
    writer._KNOWN_INSIDE = "1.0"
article, style = read(Path(sys.argv[1]))[0], load_style()
print(*(hashlib.sha256(edition("pdf").write(article, style)).hexdigest() for _ in range(2)))
print(writer._weasyprint().css.Style.__dict__.get(kept_styles.TWIN, "no twins"))
"""


@pytest.mark.parametrize("file", ["content/article.md", "tests/specimens/he.md"])
def test_the_pages_are_the_same(file: str) -> None:
    known, other = (_said(file, which) for which in ("known", "other"))
    assert known[:2] == other[:2]
    assert known[0] == known[1]
    assert (known[2:], other[2:]) == (["None"], ["no", "twins"])


def _said(file: str, which: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, file, which], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return run.stdout.split()
