"""Each hostile source is read, or refused with a clear word, within ten seconds and one gibibyte.

`expected.txt` says what becomes of each; with SEPARATUM_WRITE_GOLDEN=1 it is written, to be read and judged.
"""

import os
import tempfile
from pathlib import Path

import pytest

from separatum.model.errors import ArticleError, SeparatumError
from separatum.model.findings import has_errors
from separatum.model.languages import known_languages, language
from separatum.source import read
from separatum.source.discovery import find_articles
from separatum.source.markdown import convert
from tests.hostile.confined import MEMORY, SECONDS, confined
from tests.hostile.corpus import CANARY, CASES, build

EXPECTED = Path(__file__).parent / "expected.txt"


def outcome(article: Path) -> str:
    """What becomes of an article, in a line: whether it can be published, and the codes of what is told."""
    try:
        find_articles([article])
        made, findings = read(article)
    except ArticleError as error:
        if not has_errors(error.findings) or not all(one.message and one.hint for one in error.findings):
            return f"refused without a word: {error.findings}"
        return "refused " + " ".join(sorted({finding.code for finding in error.findings}))
    except SeparatumError as error:
        return f"refused {type(error).__name__}" if error.message else "refused without a word"
    said = f"{made.body} {made.metadata}"
    assert CANARY not in said
    assert "root:x:0" not in said
    assert not any(CANARY.encode() in image.data for image in made.images)
    return " ".join(["published", *sorted({finding.code for finding in findings})])


def read_confined(case: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        article = build(case, Path(folder))
        ended = confined(lambda: outcome(article))
    assert not ended.signal, f"stopped after {ended.seconds:.1f} s"
    assert ended.seconds < SECONDS
    assert ended.memory < MEMORY
    return str(ended.answer)


@pytest.fixture(scope="module")
def expected() -> dict[str, str]:
    # Loaded once here, so that the processes that read need not.
    assert convert.convert("text").text.text
    assert all(language(tag) for tag in known_languages())
    if os.environ.get("SEPARATUM_WRITE_GOLDEN"):
        lines = [f"{case.name}: {read_confined(case)}\n" for case in CASES]
        EXPECTED.write_text("".join(lines), encoding="utf-8")
    pairs = (line.partition(": ") for line in EXPECTED.read_text(encoding="utf-8").splitlines())
    return {name: said for name, _, said in pairs}


def test_there_are_cases_enough_and_no_line_is_left_over(expected: dict[str, str]) -> None:
    assert len(CASES) >= 150
    assert set(expected) == {case.name for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_source_becomes_an_article_or_a_clear_error(case: Path, expected: dict[str, str]) -> None:
    assert read_confined(case) == expected[case.name]
