"""Names of many languages are found in the forms that sentences give them, and not in other words."""

from pathlib import Path

import pytest

from separatum.checks.privacy.forbidden_words import ForbiddenWords

FOLDER = Path(__file__).parent / "names"


def rows(name: str) -> list[tuple[str, str, str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]  # type: ignore[misc]


@pytest.mark.parametrize(("language", "line", "text"), rows("found.tsv"))
def test_the_name_is_found(language: str, line: str, text: str) -> None:
    assert list(ForbiddenWords(lines=((1, line),)).found_in(f"— {text}.")), language


@pytest.mark.parametrize(("language", "line", "text"), rows("other.tsv"))
def test_another_word_is_not(language: str, line: str, text: str) -> None:
    assert not list(ForbiddenWords(lines=((1, line),)).found_in(f"— {text}.")), language


def test_the_lists_are_as_long_as_the_docs_say() -> None:
    found = rows("found.tsv")
    assert len(found) > 400
    assert len({language for language, _, _ in found}) > 80


@pytest.mark.parametrize("line", ["x/…n", "ə🇦", f"лаши{'<Photo/>' * 40}>"])
def test_a_line_of_odd_signs_or_many_words_is_found_in_itself(line: str) -> None:
    assert [hit.word for hit in ForbiddenWords(lines=((1, line),)).found_in(f"So: {line}.")] == [line]
