"""Tables of bars (GFM 0.29, 4.10); cells beyond those of the head are kept, under an empty head.

A bar inside of code parts cells, as GFM has it, unless the row has too many of them so. Lines of bars without a line
that parts a head from them are a table without a head, as kramdown has it.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from separatum.source import rules
from separatum.source.markdown.parser import beginning, line_text, reading


def add_rules(parser: MarkdownIt) -> None:
    """Add the rule for tables."""
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.after("table", "headless_table", beginning("|", _headless))


def _table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    start = len(state.tokens)
    if not table(state, first, end, silent):
        return False
    if silent:
        return True
    rows = [at for at in range(start, len(state.tokens)) if state.tokens[at].type == "tr_close"]
    width = sum(1 for token in state.tokens[start : rows[0]] if token.type == "th_open")
    overfull = {}
    for number, line in enumerate([first, *range(first + 2, state.line)]):
        if number and _TEMPLATE.search(line_text(state, line)):
            held = _cells(_TEMPLATE.sub(_escape, line_text(state, line)))
            _refill(state.tokens, rows[number], [*held, *[""] * width][: max(width, len(held))])
            continue
        cells = _cells(line_text(state, line))
        if len(cells) <= width or not any(cells[width:]):
            continue
        whole = _cells(_CODE.sub(_escape, line_text(state, line)))
        if len(whole) == width:
            _refill(state.tokens, rows[number], whole)
        else:
            overfull[number] = (line, cells)
    if not overfull:
        return True
    widest = max(len(cells) for _, cells in overfull.values())
    for number in range(len(rows) - 1, -1, -1):
        line, cells = overfull.get(number, (first, []))
        tag = "th" if number == 0 else "td"
        more = [cells[at] if at < len(cells) else "" for at in range(width, widest)]
        state.tokens[rows[number] : rows[number]] = [
            token for cell in more for token in _cell(tag, cell, line, state.level + 3)
        ]
    for line, _ in overfull.values():
        row = line_text(state, line).strip()[:80]
        message = f"a row of a table has more cells than its head, which got empty cells: “{row}”"
        reading(state).say(rules.TABLE_CELLS, message, "add a column to the head", line)
    return True


_PARTING = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")


def _is_barred(line: str) -> bool:
    """Whether a line goes from bar to bar, with something in between."""
    row = line.rstrip(" \t")
    return len(row) > 2 and row[0] == row[-1] == "|" and not row[1:-1].isspace()


def _headless(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Two lines or more of as many cells each, from bar to bar, which no line of dashes parts."""
    if silent or state.is_code_block(first) or not _is_barred(line_text(state, first)):
        return False
    last = next((at for at in range(first, end) if not _is_barred(line_text(state, at))), end)
    lines = [line_text(state, at) for at in range(first, last)]
    if len(lines) < 2 or any(_PARTING.match(line) for line in lines):
        return False
    if last < end and not (state.isEmpty(last) or line_text(state, last).startswith("{:")):
        return False
    rows = [_cells(_CODE.sub(_escape, line)) for line in lines]
    if len(rows[0]) < 2 or any(len(row) != len(rows[0]) or not any(row) for row in rows):
        return False
    table_tag, body = Token("table_open", "table", 1), Token("tbody_open", "tbody", 1)
    table_tag.map = body.map = [first, last]
    state.tokens += [table_tag, body]
    for number, row in enumerate(rows):
        row_tag = Token("tr_open", "tr", 1)
        row_tag.map = [first + number, first + number + 1]
        cells = [token for cell in row for token in _cell("td", cell, first + number, state.level + 3)]
        state.tokens += [row_tag, *cells, Token("tr_close", "tr", -1)]
    state.tokens += [Token("tbody_close", "tbody", -1), Token("table_close", "table", -1)]
    state.line = last
    return True


_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


def _escape(found: re.Match[str]) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", found[0])


def _refill(tokens: list[Token], closing: int, cells: list[str]) -> None:
    """Put other texts into the cells of a row, by the place of its end."""
    at = closing
    for cell in reversed(cells):
        at = next(n for n in range(at - 1, -1, -1) if tokens[n].type == "inline")
        tokens[at].content = cell


def _cells(text: str) -> list[str]:
    cells = escapedSplit(text.strip())
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return [cell.strip() for cell in cells]


def _cell(tag: str, text: str, line: int, level: int) -> list[Token]:
    opening, inline, closing = Token(f"{tag}_open", tag, 1), Token("inline", "", 0), Token(f"{tag}_close", tag, -1)
    opening.level = closing.level = level
    inline.level = level + 1
    inline.content, inline.children, inline.map = text, [], [line, line + 1]
    return [opening, inline, closing]
