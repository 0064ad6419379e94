"""Articles of one name in several languages are editions of one article."""

from pathlib import Path

import pytest

from separatum.source import read
from separatum.source.discovery import find_articles
from separatum.source.language_versions import named_language

FRONT = "---\ntitle: A title\nlanguage: {language}\npublished: 2024-05-17\n{more}---\n\nText.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an article in three languages, and others that are not of it."""
    for name, language, more in [
        ("boat.md", "en-GB", ""),
        ("boat.ru.md", "ru", "source_url: https://example.org/ru\n"),
        ("boat.ka.md", "ka", ""),
        ("boat.final.md", "en", ""),
        ("boats.ru.md", "ru", ""),
    ]:
        (tmp_path / name).write_text(FRONT.format(language=language, more=more), encoding="utf-8")
    return tmp_path


def test_an_article_stands_for_its_other_languages(folder: Path) -> None:
    found = find_articles([folder / "boat.md"]).files
    assert [file.name for file in found] == ["boat.md", "boat.ka.md", "boat.ru.md"]


def test_an_edition_in_one_language_stands_for_itself(folder: Path) -> None:
    assert [file.name for file in find_articles([folder / "boat.ru.md"]).files] == ["boat.ru.md"]


def test_a_folder_has_each_article_once(folder: Path) -> None:
    found = find_articles([folder, folder / "boat.md"]).files
    assert len(found) == len({file.name for file in found}) == 5


def test_each_edition_knows_the_others_by_language_and_address(folder: Path) -> None:
    told = read(folder / "boat.ka.md")[0].metadata.translations
    assert [(other.language, other.language_name, other.name) for other in told] == [
        ("en-GB", "British English", "boat"),
        ("ru", "Русский", "boat.ru"),
    ]
    assert told[0].identifier is None
    assert told[1].identifier == read(folder / "boat.ru.md")[0].metadata.identifier


@pytest.mark.parametrize("harm", [b"", b"\xff\xfe", b"---\ntitle: [\n---\n", b"No front matter."])
def test_an_edition_that_cannot_be_read_does_not_stop_the_others(harm: bytes, folder: Path) -> None:
    (folder / "boat.ru.md").write_bytes(harm)
    assert [other.language for other in read(folder / "boat.md")[0].metadata.translations] == ["ka"]


@pytest.mark.parametrize(
    ("name", "language"),
    [("a.ru.md", "ru"), ("a.en-GB.md", "en-GB"), ("a.md", None), (".ru.md", None), ("a.b.md", None)],
)
def test_a_name_ends_with_its_language(name: str, language: str | None) -> None:
    assert named_language(Path(name)) == language
