"""Headings without a space behind their signs, `##Heading`: old blogs have them by the thousand."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from separatum.source import rules
from separatum.source.markdown.parser import add_inline, line_text, reading

_HEADING = re.compile(r"(?P<signs>#{2,6})(?P<text>[^#\s].*?)[ \t]*#*[ \t]*$")


def add_rules(parser: MarkdownIt) -> None:
    """Add the rule that reads such headings."""
    parser.block.ruler.after("heading", "tight_heading", _heading, {"alt": ["paragraph", "reference", "blockquote"]})


def _heading(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    if state.is_code_block(first):
        return False
    found = _HEADING.match(line_text(state, first))
    if found is None:
        return False
    if silent:
        return True
    tag = f"h{len(found['signs'])}"
    opening = state.push("heading_open", tag, 1)
    opening.map = [first, first + 1]
    add_inline(state, found["text"], first, first + 1)
    state.push("heading_close", tag, -1)
    message = f"“{found[0][:80]}” was read as a heading"
    reading(state).say(rules.HEADING_SPACE, message, f"put a space behind “{found['signs']}”", first)
    state.line = first + 1
    return True
