"""A line is as long as the letters that are seen in it."""

import pytest

from separatum.checks.rules.pdf_measure import _letters


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Words, and.", 11),
        ("école", 5),
        ("e\u0301cole", 5),
        ("می\u200cروم", 5),
        ("كتـــاب", 4),
        ("كِتَابٌ", 4),
        ("हिन्दी", 2),
        ("क्षत्रिय", 3),
        ("\u2066ab\u2069", 2),
    ],
)
def test_marks_joined_consonants_and_what_is_not_seen_are_no_letters(text: str, letters: int) -> None:
    assert _letters(text) == letters
