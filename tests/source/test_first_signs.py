"""A rule of Markdown is asked about those lines alone that begin with a sign of its own."""

import pytest
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from separatum.source.markdown.parser import beginning


@pytest.mark.parametrize(
    ("line", "is_asked"), [("!!! note", True), (":::", True), ("   : words", True), ("words: !", False), ("", False)]
)
def test_a_rule_is_asked_about_lines_that_begin_with_one_of_its_signs(line: str, is_asked: bool) -> None:
    rule = beginning("!:", lambda *_: True)
    assert rule(StateBlock(f"{line}\nmore", MarkdownIt(), {}, []), 0, 2, True) is is_asked


def test_what_the_rule_answers_is_the_answer() -> None:
    rule = beginning("!:", lambda *_: False)
    assert rule(StateBlock("!!! note", MarkdownIt(), {}, []), 0, 1, True) is False
