"""Marks that could tell one reader's copy from another's are taken out of the text, or reported."""

import pytest

from separatum.source.invisible import without_invisible
from separatum.source.traces import has_path


def cleaned(line: str) -> tuple[str, list[str]]:
    text, findings = without_invisible(line, "a.md")
    return text, [finding.code.removeprefix("SOURCE-") for finding in findings]


@pytest.mark.parametrize(
    "mark", [*"\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u200b\u2060\ufeff\u00ad\u034f"]
)
def test_a_mark_that_no_script_needs_goes(mark: str) -> None:
    assert cleaned(f"The {mark}bridge is{mark} closed.") == ("The bridge is closed.", ["INVISIBLE"])


@pytest.mark.parametrize("blank", [*"\u2800\u3164\u115f\u1160\uffa0\U0001d173"])
def test_a_blank_that_looks_like_nothing_goes(blank: str) -> None:
    assert cleaned(f"The{blank} bridge.") == ("The bridge.", ["INVISIBLE"])


@pytest.mark.parametrize("space", [*"\u1680\u2000\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u205f\u3000"])
def test_an_odd_space_becomes_a_plain_one(space: str) -> None:
    assert cleaned(f"The{space}bridge.") == ("The bridge.", ["ODD-SPACE"])


def test_thousands_stay_together() -> None:
    assert cleaned("10\u2009000 people") == ("10\u202f000 people", ["ODD-SPACE"])


@pytest.mark.parametrize(
    "line",
    [
        "قال \u2066(the bridge)\u2069 إن الجسر \u200fمغلق",
        "‎שלום \u200e(a) \u200fעולם",
        "می\u200cخواهم",
        "⠓\u2800⠊ in Braille",
        "桥\u3000已关闭",
        "un prix de 12\u00a0€\u202f!",
        "👩\u200d🚒 ❤️",
        "SMSка, IT-шник, iPhone’ом, Δt, consoleում",
    ],
)
def test_what_a_script_needs_stays(line: str) -> None:
    assert cleaned(line) == (line, [])


def test_a_row_of_the_same_marks_says_no_more_than_one() -> None:
    assert cleaned("\u05d0\u200f\u200f\u200f!") == ("\u05d0\u200f!", ["INVISIBLE"])


@pytest.mark.parametrize("word", ["mаyor", "Москвa", "Τwitter", "спиcку", "Ꭲhe", "раypal"])
def test_a_word_of_two_scripts_that_look_alike_is_reported(word: str) -> None:
    assert cleaned(f"The {word} came.") == (f"The {word} came.", ["MIXED-SCRIPT"])


@pytest.mark.parametrize(
    ("alternative", "has"),
    [
        (r"The quay, from C:\Users\name\p.png", True),
        ("A map, see file:///tmp/p.png", True),
        (r"The quay (\\server\share)", True),
        ("The bridge in 2024, from /the west", False),
        ("A map of the river and the two dams", False),
        ("Ratio 1:2", False),
    ],
)
def test_an_alternative_text_has_a_path(alternative: str, has: bool) -> None:
    assert has_path(alternative) == has
