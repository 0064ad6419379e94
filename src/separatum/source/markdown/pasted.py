"""Text that was pasted from a word processor: bullets as signs, tables as tabs, and lines that begin with a dash."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore

from separatum.source import pasted_rules as pasted
from separatum.source.markdown.parser import EVERYWHERE, add_inline, beginning, line_text, reading

_SHAPES, _LETTERS = "•◦‣⁃▪▫■□●○·∙✓✔➢➤►❖\uf0b7\uf0a7\uf0d8\uf0fc", "o§ü"
_BULLET = re.compile(f"(?P<sign>[{_SHAPES}])[ \t\u00a0]+(?P<text>\\S.*)")
_LETTER_BULLET = re.compile(f"(?P<sign>[{_LETTERS}])(?:\t|[ \u00a0]{{3,}})[ \t\u00a0]*(?P<text>\\S.*)")
_DASH = re.compile("(?P<sign>[–—−])[ \t\u00a0]+(?P<text>\\S.*)")
_NUMBER = re.compile("(?P<sign>\\d{1,3}[.)])(?:\t|\u00a0{1,})[ \t\u00a0]*(?P<text>\\S.*)")


def add_rules(parser: MarkdownIt) -> None:
    """Add the rules that read pasted text."""
    parser.block.ruler.before("paragraph", "pasted_table", _table)
    parser.block.ruler.before("fence", "pasted_list", beginning(_SHAPES + _LETTERS, _list), {"alt": EVERYWHERE})
    parser.core.ruler.before("inline", "dash_lines", _dash_lines)


def _table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Lines that hold the same number of tabs, two at least, are rows."""
    if silent or state.is_code_block(first):
        return False
    rows: list[list[str]] = []
    at = first
    while at < end and not state.isEmpty(at) and state.sCount[at] - state.blkIndent < 4:
        cells = [cell.strip() for cell in line_text(state, at).rstrip("\n").split("\t")]
        if len(cells) < 2 or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
        at += 1
    is_whole = at >= end or state.isEmpty(at)
    if len(rows) < 2 or not is_whole or not all(any(cells) for cells in rows):
        return False
    opening = state.push("table_open", "table", 1)
    opening.map = [first, at]
    for number, cells in enumerate(rows):
        part, tag = ("thead", "th") if number == 0 else ("tbody", "td")
        if number < 2:
            state.push(f"{part}_open", part, 1)
        state.push("tr_open", "tr", 1).map = [first + number, first + number + 1]
        for cell in cells:
            state.push(f"{tag}_open", tag, 1)
            add_inline(state, cell, first + number, first + number + 1)
            state.push(f"{tag}_close", tag, -1)
        state.push("tr_close", "tr", -1)
        if number == 0:
            state.push("thead_close", "thead", -1)
    state.push("tbody_close", "tbody", -1)
    state.push("table_close", "table", -1)
    message = f"{len(rows)} lines with tabs were read as a table, the first of them as its head"
    reading(state).say(pasted.TABLE, message, "see whether it is one; write it with bars, as “| a | b |”", first)
    state.line = at
    return True


def _bullet(text: str) -> re.Match[str] | None:
    return _BULLET.match(text) or _LETTER_BULLET.match(text)


def _list(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Lines that begin with a bullet are items."""
    if state.is_code_block(first) or _bullet(line_text(state, first)) is None:
        return False
    if silent:
        return True
    opening = state.push("bullet_list_open", "ul", 1)
    at = first
    while at < end and not state.isEmpty(at) and state.sCount[at] >= state.blkIndent:
        found = _bullet(line_text(state, at)) or _DASH.match(line_text(state, at))
        if found is None:
            break
        begun, words = at, [found["text"].rstrip()]
        at += 1
        while at < end and not state.isEmpty(at) and not _begins(state, at, end):
            words.append(line_text(state, at).rstrip())
            at += 1
        state.push("list_item_open", "li", 1).map = [begun, at]
        paragraph = state.push("paragraph_open", "p", 1)
        paragraph.map, paragraph.hidden = [begun, at], True
        add_inline(state, "\n".join(words), begun, at)
        state.push("paragraph_close", "p", -1).hidden = True
        state.push("list_item_close", "li", -1)
        following = at + 1
        if at < end and state.isEmpty(at) and following < end and _bullet(line_text(state, following)):
            at = following
    opening.map = [first, at]
    state.push("bullet_list_close", "ul", -1)
    message = f"lines that begin with “{line_text(state, first)[0]}” were read as a list"
    reading(state).say(pasted.LIST, message, "write each with “- ” in front", first)
    state.line = at
    return True


def _begins(state: StateBlock, line: int, end: int) -> bool:
    text = line_text(state, line)
    if _bullet(text) or _DASH.match(text):
        return True
    return any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("paragraph"))


def _dash_lines(state: StateCore) -> None:
    """Lines of a paragraph that begin with a dash stay lines: what someone says, or points of a list."""
    known = reading(state)
    for token in state.tokens:
        if token.type != "inline" or "\n" not in token.content:
            continue
        lines = token.content.split("\n")
        marked = [at for at in range(1, len(lines)) if _DASH.match(lines[at]) or _NUMBER.match(lines[at])]
        is_kept = [at for at in marked if not lines[at - 1].endswith(("  ", "\\"))]
        if not is_kept or not (_DASH.match(lines[0]) or len(marked) > 1):
            continue
        for at in is_kept:
            lines[at - 1] += "\\"
        token.content = "\n".join(lines)
        line = token.map[0] if token.map else 0
        message = f"{len(is_kept) + 1} lines that begin with a dash or a number are kept as lines of one paragraph"
        known.say_at(pasted.LINES, message, "put an empty line between them, or “- ” before each", line)
