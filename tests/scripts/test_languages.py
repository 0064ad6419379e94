"""Every language has its marks, dates and words; a style adds languages and changes none."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from separatum.model import languages
from separatum.model.errors import StyleError
from separatum.model.languages import known_languages, language, untranslated, use_languages_of
from separatum.model.languages.language_file import LanguageFileError, read_language
from separatum.source import read
from separatum.style.compose import compose
from separatum.style.style import load_style

DAY = date(2024, 5, 7)


@pytest.fixture
def added(tmp_path: Path) -> Iterator[Path]:
    """The folder of a style's languages."""
    (tmp_path / "languages").mkdir()
    use_languages_of(tmp_path)
    yield tmp_path / "languages"
    use_languages_of(None)


def text_of(tag: str) -> str:
    return (files(languages) / f"{tag}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("tag", known_languages())
def test_every_language_of_the_package_is_whole_and_well_formed(tag: str) -> None:
    read_language(text_of(tag), read_language(text_of("en")))
    assert not untranslated(tag)
    known = language(tag)
    assert known is not None
    assert len(set(known.months)) == 12
    assert all(known.date(DAY.replace(month=month)) for month in range(1, 13))


@pytest.mark.parametrize(
    ("tag", "quotes", "day", "script", "direction"),
    [
        ("pt", "“”‘’", "7 de maio de 2024", "Latn", "ltr"),
        ("pt-PT", "«»“”", "7 de maio de 2024", "Latn", "ltr"),
        ("hr", "„”‚’", "7. svibnja 2024.", "Latn", "ltr"),
        ("hu", "„”»«", "2024. május 7.", "Latn", "ltr"),
        ("ja", "「」『』", "2024年5月7日", "Jpan", "ltr"),
        ("zh-TW", "「」『』", "2024年5月7日", "Hant", "ltr"),
        ("bn", "“”‘’", "৭ মে, ২০২৪", "Beng", "ltr"),
        ("ur", "“”‘’", "7 مئی، 2024", "Arab", "rtl"),
        ("az-Arab", "“”‘’", "2024-05-07", "Arab", "rtl"),
        ("tlh", "“”‘’", "2024-05-07", "Latn", "ltr"),
        ("pnb", "“”‘’", "2024-05-07", "Arab", "rtl"),
    ],
)
def test_a_language_has_its_marks_and_dates(tag: str, quotes: str, day: str, script: str, direction: str) -> None:
    known = language(tag)
    assert known is not None
    assert ("".join(known.quotes), known.date(DAY), known.script, known.direction) == (quotes, day, script, direction)


@pytest.mark.parametrize(("tag", "words"), [("no", "Noter"), ("nn", "Noter"), ("sh", "Napomene"), ("eng", "Notes")])
def test_a_language_without_a_file_takes_the_words_of_its_kin(tag: str, words: str) -> None:
    known = language(tag)
    assert known is not None
    assert known.words["notes"] == words


def test_words_that_nobody_translated_are_english() -> None:
    known = language("ta")
    assert known is not None
    assert known.words["notes"] == "Notes"
    assert "notes" in untranslated("ta")


def test_a_style_adds_a_language_with_one_file(added: Path, tmp_path: Path) -> None:
    (added / "ta.toml").write_text('[words]\nnotes = "குறிப்புகள்"\nphoto = "படம்"\n', encoding="utf-8")
    file = tmp_path / "a.md"
    file.write_text("---\ntitle: பாலம்\nlanguage: ta\npublished: 2024-05-17\n---\n\nஒன்று.[^1]\n\n[^1]: இரண்டு.\n", "utf-8")
    article, findings = read(file)
    page = "".join(compose(article, load_style()).itertext())
    assert "குறிப்புகள்" in page
    (fallback,) = [found for found in findings if found.code == "SOURCE-LANGUAGE-FALLBACK"]
    assert fallback.message == f"{len(untranslated('ta'))} of the fixed words of “ta” are in English"


def test_a_style_cannot_change_the_words_of_the_package(added: Path) -> None:
    (added / "de.toml").write_text('[words]\nnotes = "Lügen"\n', encoding="utf-8")
    (added / "de-AT.toml").write_text('[words]\nnotes = "Lügen"\n', encoding="utf-8")
    for tag in ("de", "de-AT"):
        known = language(tag)
        assert known is not None
        assert known.words["notes"] == "Anmerkungen"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[words]\nnote = "x"', "words.note"),
        ('[words]\nnotes = "<b>x</b>"', "words.notes"),
        ('[words]\nnotes = "see https://example.org"', "words.notes"),
        ("[words]\nnotes = 3", "words.notes"),
        ('[accessibility]\npage = "Page"', "accessibility.page"),
        ('[accessibility]\nnotes = "{0.__class__}"', "accessibility.notes"),
        ('[date]\nformat = "{day.__class__}"', "date.format"),
        ('[date]\nmonths = ["a"]', "date.months"),
        ('[quotes]\nouter = ["“"]', "quotes.outer"),
        ("leading = 40", "leading"),
        ("least_leading = 0.2", "least_leading"),
        ('colour = "red"', "colour"),
        ('script = "Tamil"', "script"),
        ('[spaces]\nunits = "km"', "spaces.units"),
        ("words = 3", "words"),
        ("[words", "Expected"),
    ],
)
def test_a_wrong_value_is_named(text: str, place: str, added: Path) -> None:
    with pytest.raises(LanguageFileError, match=place):
        read_language(text, read_language(text_of("en")))
    (added / "ta.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StyleError, match=r"ta\.toml"):
        language("ta")
