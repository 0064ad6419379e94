"""Patterns that are read when they are first asked for part words as Pyphen's own reading does."""

from pathlib import Path

import pyphen
import pytest

from separatum.editions.hyphen_patterns import Dictionary, dictionary

WORDS = {
    "de_DE": "Donaudampfschifffahrtsgesellschaft Bundesverfassungsgericht Straßenbahn Übergangsregelung Zürich",
    "en_US": "typography hyphenation newspaper extraordinary independence associate",
    "fr": "typographie extraordinairement aujourd’hui l’indépendance",
    "hu_HU": "asszonnyal galambbal hosszú könnyű meggyel",
    "ru_RU": "независимость правозащитник газета",
    "el_GR": "ανεξαρτησία εφημερίδα",
}


@pytest.mark.parametrize("language", WORDS)
def test_words_are_parted_where_pyphen_parts_them(language: str) -> None:
    theirs, ours = (read(pyphen.LANGUAGES[language]) for read in (pyphen.HyphDict, Dictionary))

    for word in WORDS[language].split():
        assert _places(ours, word) == _places(theirs, word), word
    assert any(_places(ours, word) for word in WORDS[language].split())


@pytest.mark.parametrize("path", sorted(set(pyphen.LANGUAGES.values())), ids=lambda path: path.stem)
def test_every_language_has_the_patterns_that_pyphen_reads(path: Path) -> None:
    theirs, ours = pyphen.HyphDict(path), Dictionary(path)

    found = {letters: ours.patterns.get(letters) for letters in list(ours.patterns)}
    assert {letters: _plain(pattern) for letters, pattern in found.items() if isinstance(pattern, tuple)} == {
        letters: _plain(pattern) for letters, pattern in theirs.patterns.items()
    }
    assert ours.maxlen >= theirs.maxlen


def test_letters_at_the_edges_of_a_word_stay_together() -> None:
    word = "independence"

    assert dictionary("en_US", 2, 3).positions(word) == pyphen.Pyphen(lang="en_US", left=2, right=3).positions(word)
    assert all(5 <= place <= len(word) - 5 for place in dictionary("en_US", 5, 5).positions(word))


def _places(read: pyphen.HyphDict, word: str) -> list[tuple[int, object]]:
    return [(int(place), place.data) for place in read.positions(word)]


def _plain(pattern: tuple[int, list[int]]) -> tuple[int, list[tuple[int, object]]]:
    start, values = pattern
    return start, [(int(value), getattr(value, "data", None)) for value in values]
