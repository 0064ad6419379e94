"""Lists of common words are read as text, and hold what the library that brings them reads in them."""

import pytest
from spellchecker import SpellChecker

from separatum.checks.privacy.names import dictionary


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it", "lv", "nl", "pt", "ru"])
def test_a_list_holds_the_words_that_its_library_reads(language: str) -> None:
    wanted = frozenset(SpellChecker(language=language).word_frequency.words())
    assert dictionary(language).words == wanted


def test_a_word_is_found_whole_among_few_that_are_looked_up_and_among_many() -> None:
    russian = dictionary("ru")
    for _ in range(60):
        assert "человек" in russian
        assert "челове" not in russian
        assert "qwrtz" not in russian
