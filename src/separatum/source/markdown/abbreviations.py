"""Abbreviations: a line `*[HTML]: HyperText Markup Language` says what “HTML” stands for (PHP Markdown Extra)."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from separatum.source.markdown.parser import beginning, line_text, reading

_LINE = re.compile(r"\*\[(?P<short>[^\]\\\n]+)\][ ]?:[ \t]*(?P<long>.*)")


def add_rules(parser: MarkdownIt) -> None:
    """Add the rule that reads what abbreviations stand for."""
    parser.block.ruler.before(
        "reference", "abbreviation", beginning("*", _abbreviation), {"alt": ["paragraph", "reference"]}
    )


def _abbreviation(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    if state.is_code_block(first):
        return False
    found = _LINE.match(line_text(state, first))
    if found is None:
        return False
    if not silent:
        short, long = found["short"].strip(), found["long"].strip()
        if short and long:
            reading(state).abbreviations[short] = long
        state.line = first + 1
    return True
