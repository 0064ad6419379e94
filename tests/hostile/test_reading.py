"""Each hostile source is read, or refused with a clear word, within ten seconds and one gibibyte.

`expected.txt` says what becomes of each; with SEPARATUM_WRITE_GOLDEN=1 it is written, to be read and judged.
"""

import os
import re
import tempfile
import unicodedata
from pathlib import Path

import pytest

from separatum.model.errors import ArticleError, SeparatumError
from separatum.model.findings import has_errors
from separatum.model.languages import known_languages, language
from separatum.model.settings import NOTHING_SAID
from separatum.source import read
from separatum.source.discovery import find_articles, name_findings
from separatum.source.markdown import convert
from tests.hostile.confined import MEMORY, SECONDS, confined
from tests.hostile.corpus import CANARY, CASES, build

EXPECTED = Path(__file__).parent / "expected.txt"


def outcome(article: Path) -> str:
    """What becomes of an article, in a line: whether and under which name it can be published, and the codes."""
    try:
        name = find_articles([article]).names[str(article)]
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
    require_safe(name)
    is_renamed = name != unicodedata.normalize("NFC", article.stem)
    named = list(name_findings(article, name, NOTHING_SAID))
    assert bool(named) is is_renamed, "a new name that is not reported"
    assert all(name in finding.message and finding.hint for finding in named)
    codes = sorted({finding.code for finding in (*findings, *named)})
    return " ".join(["published", *([f"as “{name}”"] if is_renamed else []), *codes])


def require_safe(name: str) -> None:
    """Fail if some system cannot hold the editions of this name, or would show another name (Windows is the strictest).

    It is written without a look at how names are made.
    """
    assert name
    assert unicodedata.is_normalized("NFC", name)
    # No control characters, surrogates or separators of lines; of the invisible signs, only the two joiners.
    assert {unicodedata.category(sign) for sign in name if sign not in "\u200c\u200d"}.isdisjoint(
        {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
    )
    assert not re.search(r'[<>:"|?*\\/]', name)
    assert not re.search(r"^[. ]|[. ]$", name)
    assert not re.match(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)", name, re.IGNORECASE)
    assert all(len(f"{name}{suffix}".encode()) <= 255 for suffix in (".epub", ".pdf", ".report.json"))


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
