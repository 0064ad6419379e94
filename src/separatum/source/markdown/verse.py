"""Verse as Pandoc writes it: lines that begin with a bar keep their ends."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from separatum.source.markdown.parser import add_paragraph, beginning, line_text

_LINE = re.compile(r"\|(?:[ \t](?P<text>[^|]*))?$")
_FEWEST = 2


def add_rules(parser: MarkdownIt) -> None:
    """Add the rule that reads such lines."""
    parser.block.ruler.before("fence", "verse", beginning("|", _verse), {"alt": ["paragraph", "reference"]})


def _verse(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    if state.is_code_block(first):
        return False
    lines: list[str] = []
    while first + len(lines) < end and not state.isEmpty(first + len(lines)):
        found = _LINE.match(line_text(state, first + len(lines)).rstrip())
        if found is None:
            break
        lines.append((found["text"] or "").strip() or "\u00a0")
    if len(lines) < _FEWEST:
        return False
    if not silent:
        add_paragraph(state, "\\\n".join(lines), first, first + len(lines), "verse")
        state.line = first + len(lines)
    return True
