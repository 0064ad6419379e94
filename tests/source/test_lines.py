"""Each finding about a text names the line that it comes from, also where the same words are on many lines."""

import random
from pathlib import Path

import pytest

from separatum.model.errors import ArticleError
from separatum.source import read

FRONT = "---\ntitle: Lines\nlanguage: en-GB\npublished: 2024-05-17\n---\n\n"
WORDS = "The ferry leaves the quay at seven and the same words are on every line of this text"
FAULTS = {
    "SOURCE-LINK-RELATIVE": "See [the ferry](ferry.md) at the quay.",
    "SOURCE-ANCHOR-MISSING": "See [the ferry](#nowhere) at the quay.",
    "SOURCE-LINK-SCHEME": "Open [the ferry](tg://ferry) at the quay.",
    "SOURCE-SITE-TAG": "The ferry {{ site.ferry }} at the quay.",
    "SOURCE-EMOJI-UNKNOWN": "The ferry :no_such_ferry: at the quay.",
    "SOURCE-HTML-UNKNOWN": "The ferry <Ferry> at the quay.",
    "SOURCE-HTML-CLOSED": "The <b>ferry at the quay.",
    "SOURCE-CITATION": "The ferry [@ferry2020] at the quay.",
    "SOURCE-NOTE-MISSING": "The ferry[^none] at the quay.",
    "SOURCE-MARKDOWN-LEFT": "<div>The **ferry** at the quay.</div>",
    "SOURCE-HTML-COMMENT": "The ferry <!-- a remark --> at the quay.",
    "SOURCE-HTML-DROPPED": "The ferry <object>x</object> at the quay.",
    "SOURCE-ATTRIBUTES-LEFT": "The {.pullquote} ferry at the quay.",
    "SOURCE-IMAGE-NO-ALT": "![](map.png)",
    "SOURCE-QUOTATION-OPEN": "He said “the ferry at the quay.",
    "SOURCE-PASTED-MAIL": "Write to [email protected] at the quay.",
    "SOURCE-CODE-DRAWN": "```mermaid\ngraph TD\n```",
    "SOURCE-HEADING-SPACE": "##The ferry",
    "SOURCE-TABLE-CELLS": "| a |\n|---|\n| 1 | 2 |",
    "SOURCE-LINK-TRACKING": "See [it](https://example.org/?utm_source=x) at the quay.",
}
"""A text for each, whose finding is on its first line; that of the table is on its last."""


def forms(chance: random.Random, text: str) -> str:
    """The same in a quotation, an item, or as it is, between lines with the same words."""
    kind = chance.choice(["plain", "quotation", "item", "later"])
    lines = text.split("\n")
    if len(lines) > 1 or text.startswith(("##", "<div", "![")) or kind == "plain":
        return text
    if kind == "later":
        return f"{WORDS}\n{WORDS}\n{text}"
    return f"> {WORDS}\n> {text}" if kind == "quotation" else f"- {WORDS}\n- {text}"


@pytest.mark.parametrize("number", range(5))
def test_twenty_findings_in_two_hundred_lines_of_repeated_words_are_on_their_lines(number: int, tmp_path: Path) -> None:
    chance = random.Random(number)
    (tmp_path / "map.png").write_bytes((Path(__file__).parent / "good" / "map.png").read_bytes())
    text, expected = FRONT, {}
    for code, fault in chance.sample(list(FAULTS.items()), len(FAULTS)):
        for _ in range(chance.randint(1, 3)):
            text += f"{WORDS}\n{WORDS}.\n\n"
        written = forms(chance, fault)
        line = text.count("\n") + 1 + written.count("\n")
        expected[code] = line - (2 if code == "SOURCE-CODE-DRAWN" else 0)
        text += f"{written}\n\n"
    text += f"{WORDS}.\n\n" * ((200 - text.count("\n")) // 2)
    path = tmp_path / "article.md"
    path.write_text(text, encoding="utf-8")
    try:
        findings = read(path)[1]
    except ArticleError as error:
        findings = error.findings
    found = {finding.code: finding.where.line for finding in findings if finding.where}
    assert text.count("\n") >= 195
    assert {code: found.get(code) for code in expected} == expected


def test_each_block_of_the_body_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_text(f"{FRONT}One.\n\n## Two\n\n- Three\n\n> Four\n\n| a |\n|---|\n| 5 |\n\n```\nsix\n```\n")
    article = read(path)[0]
    assert article.lines == (7, 9, 11, 13, 15, 19)
