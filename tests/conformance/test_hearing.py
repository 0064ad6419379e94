"""What a screen reader is given of the article in `content/` is what was read through and found right.

With OFFPRINT_WRITE_GOLDEN=1 it is written anew, to be read and judged before it is committed.
"""

import os
from pathlib import Path

from offprint.editions import edition
from offprint.source import read
from offprint.styles import load_style
from tests.conformance.hearing import heard

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "content.pdf.txt"


def test_the_article_is_heard_as_it_was_judged_to_be_right() -> None:
    article, _ = read(ROOT / "content" / "article.md")
    found = heard(edition("pdf").write(article, load_style()))
    if os.environ.get("OFFPRINT_WRITE_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")
