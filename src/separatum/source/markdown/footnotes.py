"""Footnotes: `[^name]` calls the note that a line `[^name]: …` begins; `^[…]` is a note in its place.

Pandoc, PHP Markdown Extra, GitHub and many others read notes so. A note goes on over lines that are indented by two
spaces or more, also behind empty lines, and may hold any blocks.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from separatum.source.markdown.parser import EVERYWHERE, Note, beginning, inline_line, line_text, nested, reading

_DEFINITION = re.compile(r"\[\^(?P<name>[^\]\n]+)\]:[ \t]*(?P<text>.*)")
_CALL = re.compile(r"\[\^(?P<name>[^\]\n]+)\](?!\()")
_LEAST, _MOST = 2, 4
"""By how many spaces the lines of a note are indented, at least, and how many are taken away."""


def add_rules(parser: MarkdownIt) -> None:
    """Add the rules that read notes."""
    parser.block.ruler.before("reference", "note", beginning("[", _definition), {"alt": EVERYWHERE})
    parser.inline.ruler.before("link", "call", _call)
    parser.inline.ruler.after("escape", "inline_note", _inline_note)


def _definition(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    if state.is_code_block(first):
        return False
    found = _DEFINITION.match(line_text(state, first))
    if found is None:
        return False
    if silent:
        return True
    lines, last = [found["text"]], first + 1
    at = last
    while at < end:
        indent = state.sCount[at] - state.blkIndent
        if state.isEmpty(at):
            at += 1
            continue
        is_lazy = at == last and lines[-1].strip() and not _begins_a_block(state, at, end)
        if _begins_a_note(state, at, indent) or (indent < _LEAST and not is_lazy):
            break
        lines += [""] * (at - last)
        lines.append(state.getLines(at, at + 1, state.blkIndent + (min(indent, _MOST) if indent > 0 else 0), False))
        at = last = at + 1
    state.line = last
    known = reading(state)
    note = Note(name=found["name"], line=known.base + first, tokens=nested(state, lines, first))
    for token in note.tokens:
        if token.map:
            token.map = [token.map[0] + known.base, token.map[1] + known.base]
    if note.name in known.numbers:
        known.doubled.append(note)
    else:
        known.numbers[note.name] = len(known.notes)
        known.notes.append(note)
    return True


def _begins_a_note(state: StateBlock, line: int, indent: int) -> bool:
    """Whether a line defines the next note: up to three spaces may stand before it (Markdown Extra, Footnotes)."""
    return indent < _MOST and _DEFINITION.match(line_text(state, line)) is not None


def _begins_a_block(state: StateBlock, line: int, end: int) -> bool:
    """Whether a line cannot go on the paragraph before it (CommonMark 0.31.2, 5.1: laziness)."""
    return any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("paragraph"))


def _call(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[^", state.pos):
        return False
    found = _CALL.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    known = reading(state)
    if found["name"] not in known.numbers:
        if not silent:
            known.missing.setdefault(found["name"], inline_line(state))
        return False
    if not silent:
        _push(state, known.numbers[found["name"]])
    state.pos = found.end()
    return True


def _inline_note(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("^[", state.pos):
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    if end < 0:
        return False
    text = state.src[state.pos + 2 : end]
    if not text.strip():
        return False
    if not silent:
        known = reading(state)
        line = inline_line(state)
        _push(state, len(known.notes))
        opening, inline, closing = (
            Token("paragraph_open", "p", 1),
            Token("inline", "", 0),
            Token("paragraph_close", "p", -1),
        )
        opening.map = inline.map = [line, line + 1 + text.count("\n")]
        inline.content, inline.children = text, []
        known.notes.append(Note(name="", line=line, tokens=[opening, inline, closing]))
    state.pos = end + 1
    return True


def _push(state: StateInline, number: int) -> None:
    token = state.push("note_call", "a", 0)
    token.info = str(number)
