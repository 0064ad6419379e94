"""Texts are compared by letters and by the gaps between them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from separatum.checks.formats.bidi import logical
from separatum.checks.formats.compare_text import Scribe, Text, first_difference

PROSE = st.lists(
    st.sampled_from(["the", "a", "not", "−5.3", "“all”", "well-known", "naïve", "Straße", "ΑΘΗΝΑ", "№"]),
    min_size=1,
    max_size=60,
)


def _text(*lines: str) -> Text:
    """A text whose lines end like those of a page."""
    scribe = Scribe()
    for line in lines:
        scribe.line_end()
        scribe.say(line)
    return scribe.text()


SAME = [
    ("one word", "one  word"),
    ("caf\u00e9", "cafe\u0301"),
    ("soft\u00adhyphen", "softhyphen"),
    ("o\ufb03ce", "office"),
    ("well\u2010known", "well-known"),
    ("“quoted”", '"quoted"'),
    ("it’s", "it's"),
    ("5\u00a0kg", "5 kg"),
    ("5 µm", "5 μm"),
    ("a\u200bb\ufeff", "ab"),
    ("Straße", "STRASSE"),
    ("news", "NEWS"),
    ("ﺑﻴﺖ", "بيت"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_words_in_another_spelling_are_the_same(one: str, other: str) -> None:
    assert first_difference(_text(one), _text(other), whole=True) is None


OTHER = [
    ("one word", "oneword"),
    ("re-sign", "resign"),
    ("−5", "-5"),
    ("10–12", "10-12"),
    ("1.5", "15"),
    ("US", "us"),
    ("Reuters", "reuters"),
    ("“a”", "a"),
    ("50 %", "50"),
    ("é", "e"),
    ("word", "word word"),
    ("word.", "word"),
]


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_words_are_a_difference(one: str, other: str) -> None:
    assert first_difference(_text(one), _text(other), whole=True) is not None


def test_a_hyphen_at_the_end_of_a_line_may_be_hyphenation() -> None:
    for lines in (("inter‐", "national"), ("inter-", "national"), ("international",)):
        assert first_difference(_text("international"), _text(*lines), whole=True) is None
    assert first_difference(_text("well-known"), _text("well-", "known"), whole=True) is None
    assert first_difference(_text("well-known"), _text("well", "known"), whole=True) is not None


@given(PROSE, st.data())
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_a_text_is_itself_however_its_lines_end(words: list[str], data: st.DataObject) -> None:
    lines, line = [], ""
    for word in words:
        line += f"{word} "
        if data.draw(st.booleans()):
            lines.append(line.strip())
            line = ""
    assert first_difference(_text(" ".join(words)), _text(*lines, line.strip()), whole=True) is None


@given(PROSE, st.data())
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_a_word_that_is_lost_or_added_is_found(words: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(words)))
    longer = [*words[:place], "word", *words[place:]]
    one, other = _text(" ".join(words)), _text(" ".join(longer))
    assert first_difference(one, other, whole=True) is not None
    assert first_difference(other, one, whole=True) is not None


LINES = [
    # as it is painted, from left to right; as it is read
    (["c", "b", "a"], "cba"),
    (list("םולש"), "שלום"),
    (list("Reuters הרמא 2016 תנשב"), "בשנת 2016 אמרה Reuters"),
    (list("he said םולש twice"), "he said שלום twice"),
    ([".", "לא", "1,000", " ", "ב"], "ב 1,000לא."),
    (["\u0644\u0627", "س"], "س\u0644\u0627"),
]


@pytest.mark.parametrize(("painted", "read"), LINES)
def test_a_line_painted_from_right_to_left_is_read_in_its_order(painted: list[str], read: str) -> None:
    assert logical(painted) == read


def test_a_long_text_is_compared_in_linear_time() -> None:
    words = ["the", "minister", "did", "not", "say", "how", "much", "was", "lost", "of", "it", "all"]
    long = " ".join(words[number * 7 % len(words)] for number in range(60_000))
    difference = first_difference(_text(long), _text(long + " more"), whole=True)
    assert difference is not None
    assert difference.found == "more"
