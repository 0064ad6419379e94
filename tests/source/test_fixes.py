"""Repairs in a source: what `separatum lint --fix` changes, and what it leaves alone."""

import pytest

from separatum.model.findings import Finding, Location, Severity
from separatum.source.lint.fixes import fixes

FRONT = "---\ntitle: Port\nlanguage: en-GB\npublished: 2017-04-05\n---\n\n"
BODY = FRONT.count("\n") + 1
"""The line on which the text begins."""


def found(code: str, line: int) -> Finding:
    """A finding on a line."""
    return Finding(code=code, severity=Severity.REVIEW, message="m", where=Location(file="a.md", line=line))


def repaired(body: str, code: str, line: int = 1, language: str | None = "en") -> str:
    """A text below the usual front matter, after the repair that answers one finding in it."""
    text, _ = fixes(FRONT + body, [found(code, BODY + line - 1)], language)
    assert text.startswith(FRONT)
    return text.removeprefix(FRONT)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[a](https://a.org/x?utm_source=n&id=3)", "[a](https://a.org/x?id=3)"),
        ("See https://a.org/?fbclid=abc.", "See https://a.org/."),
        ("[a](https://a.org/b_(c)?utm_source=n)", "[a](https://a.org/b_(c))"),
        ("[a]: <https://a.org/?gclid=1#part>", "[a]: <https://a.org/#part>"),
        ('<a href="https://a.org/?a=1&amp;utm_id=2">', '<a href="https://a.org/?a=1">'),
    ],
)
def test_tracking_parameters_are_taken_off_links(before: str, after: str) -> None:
    assert repaired(before, "SOURCE-LINK-TRACKING") == after


@pytest.mark.parametrize(
    "line",
    ["`https://a.org/?utm_source=n` is code", "https://a.org/?id=3", "https://me:secret@a.org/?utm_source=n"],
)
def test_code_other_parameters_and_passwords_are_left_to_the_author(line: str) -> None:
    assert repaired(line, "SOURCE-LINK-TRACKING") == line


def test_only_the_line_of_the_finding_is_changed() -> None:
    body = "https://a.org/?fbclid=1\n\nhttps://a.org/?fbclid=2\n"
    assert repaired(body, "SOURCE-LINK-TRACKING", 3) == "https://a.org/?fbclid=1\n\nhttps://a.org/\n"


def test_a_skipped_level_is_closed_up_for_all_headings_below_it() -> None:
    body = "## A\n\n#### B\n\n##### C\n\n#### D\n\n## E\n\n### F\n"
    assert repaired(body, "SOURCE-HEADING-SKIPPED", 3) == "## A\n\n### B\n\n#### C\n\n### D\n\n## E\n\n### F\n"


def test_only_the_heading_that_skips_is_repaired_where_those_below_fit() -> None:
    body = "#### A\n\n### B\n\n## C\n"
    assert repaired(body, "SOURCE-HEADING-SKIPPED", 1) == "## A\n\n### B\n\n## C\n"


def test_one_top_heading_among_second_ones_gets_their_level() -> None:
    body = "## A\n\n# B\n\n### C\n\n## D\n"
    assert repaired(body, "SOURCE-HEADING-SKIPPED", 3) == "## A\n\n## B\n\n### C\n\n## D\n"


def test_signs_in_code_are_no_headings_and_underlined_headings_are() -> None:
    body = "A\n-\n\n```sh\n# a comment\n```\n\n#### B\n"
    assert repaired(body, "SOURCE-HEADING-SKIPPED", 8) == "A\n-\n\n```sh\n# a comment\n```\n\n### B\n"


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "“Nobody came that night.\n\nShe left.\n", "“Nobody came that night.”\n\nShe left.\n"),
        ("en", "“Nobody came\nthat night.[^1]\n", "“Nobody came\nthat night.”[^1]\n"),
        ("de", "„Niemand kam in der Nacht.\n", "„Niemand kam in der Nacht.“\n"),
        ("pl", "„Nikt nie przyszedł tej nocy.\n", "„Nikt nie przyszedł tej nocy.”\n"),
        ("ru", "«Ночью никто не пришёл.\n", "«Ночью никто не пришёл.»\n"),
    ],
)
def test_a_quotation_that_is_one_whole_sentence_is_closed(language: str, before: str, after: str) -> None:
    assert repaired(before, "SOURCE-QUOTATION-OPEN", language=language) == after


@pytest.mark.parametrize(
    "body",
    [
        "“We saw nothing, said Amina.\n",
        "“We saw nothing. Amina left.\n",
        "She said: “We saw nothing.\n",
        "“We saw nothing that night.\n\n“And then they came.”\n",
    ],
)
def test_a_quotation_whose_end_is_not_certain_is_left_to_the_author(body: str) -> None:
    assert repaired(body, "SOURCE-QUOTATION-OPEN") == body


def test_a_value_of_the_front_matter_gets_its_closing_quotation_mark() -> None:
    text = '---\ntitle: "Port at night\nlanguage: en\n---\n\nWords.\n'
    after, (fix,) = fixes(text, [found("SOURCE-FRONT-MATTER-BROKEN", 2)], None)
    assert after == text.replace("night\n", 'night"\n')
    assert fix.line == 2


def test_front_matter_that_stays_broken_is_not_touched() -> None:
    text = '---\ntitle: "Port\nlanguage: [en\n---\n\nWords.\n'
    assert fixes(text, [found("SOURCE-FRONT-MATTER-BROKEN", 2)], None) == (text, ())


@pytest.mark.parametrize(("fence", "line"), [("---", "language: fr"), ("+++", 'language = "fr"')])
def test_a_guessed_language_is_written_at_the_end_of_the_front_matter(fence: str, line: str) -> None:
    text = f"{fence}\ntitle: x\n{fence}\n\nhttps://a.org/?fbclid=1\n"
    said = [found("SOURCE-LANGUAGE-GUESSED", 1), found("SOURCE-LINK-TRACKING", 5)]
    after, made = fixes(text, said, "fr")
    assert after == f"{fence}\ntitle: x\n{line}\n{fence}\n\nhttps://a.org/\n"
    assert [fix.line for fix in made] == [3, 6]


def test_line_ends_and_the_byte_order_mark_are_kept() -> None:
    text = "\ufeff---\r\ntitle: x\r\n---\r\n\r\nhttps://a.org/?fbclid=1\r\n"
    after, _ = fixes(text, [found("SOURCE-LINK-TRACKING", 5)], None)
    assert after == text.replace("?fbclid=1", "")


def test_a_second_repair_has_nothing_to_do() -> None:
    body = "## A\n\n#### B\n\n“Nobody came that night.\n\nhttps://a.org/?fbclid=1\n"
    said = [
        found(f"SOURCE-{code}", BODY + line)
        for code, line in (("HEADING-SKIPPED", 2), ("QUOTATION-OPEN", 4), ("LINK-TRACKING", 6))
    ]
    once, made = fixes(FRONT + body, said, "en")
    assert len(made) == 3
    assert fixes(once, said, "en") == (once, ())
