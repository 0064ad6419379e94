"""Tables as Pandoc writes them: grids of “+---+”, whose cells hold blocks, and captions that begin with a colon."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from separatum.source.markdown.parser import add_paragraph, beginning, line_text, nested

_RULER = re.compile(r"\+(?::?-{2,}:?\+|:?={2,}:?\+|-\+|=\+)+[ \t]*$")
_CAPTION = re.compile(r":[ \t]+(?P<words>\S.*)$")
_ATTRIBUTES = re.compile(r"[ \t]*\{[ \t]*(?:[.#][\w-]|[\w-]+=)[^{}]*\}[ \t]*$")
_MOST_LINES = 2_000


def add_rules(parser: MarkdownIt) -> None:
    """Add the rules that read grids and captions."""
    parser.block.ruler.before("table", "grid_table", beginning("+", _grid_table))
    parser.block.ruler.before("paragraph", "table_caption", _caption)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """The lines of a row, cell by cell, and the line of the state on which it begins."""

    cells: list[list[str]]
    first: int


def _grid_table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A table between rulers that all part the same columns (Pandoc's manual, “grid_tables”)."""
    if silent or state.is_code_block(first) or not _RULER.match(line_text(state, first)):
        return False
    columns = _columns(line_text(state, first))
    rows: list[_Row] = []
    heads, alignments, last = 0, _alignments(line_text(state, first)), first
    cells: list[list[str]] = [[] for _ in columns]
    for at in range(first + 1, min(end, first + _MOST_LINES)):
        text = line_text(state, at)
        if _RULER.match(text):
            if _columns(text) != columns or not any(cells):
                return False
            rows.append(_Row(cells=cells, first=last + 1))
            cells, last = [[] for _ in columns], at
            if "=" in text and not heads:
                heads, alignments = len(rows), _alignments(text)
        elif (parts := _parts(text, columns)) is not None:
            for cell, part in zip(cells, parts, strict=True):
                cell.append(part)
        else:
            break
    if not rows or any(cells):
        return False
    state.tokens += list(_table(state, rows, heads, alignments))
    state.line = last + 1
    return True


def _columns(ruler: str) -> list[tuple[int, int]]:
    """Where the columns between the crosses of a ruler begin and end."""
    crosses = [at for at, sign in enumerate(ruler) if sign == "+"]
    return list(pairwise(crosses))


def _alignments(ruler: str) -> list[str]:
    """What the colons of a ruler say, column by column."""
    sides = [(part.startswith(":"), part.endswith(":")) for part in ruler.strip().strip("+").split("+")]
    names = {(True, True): "center", (False, True): "right", (True, False): "left", (False, False): ""}
    return [names[side] for side in sides]


def _parts(text: str, columns: list[tuple[int, int]]) -> list[str] | None:
    """What a line holds, column by column; None if it is no line of the table.

    A wide letter takes two columns of the screen, and a mark that combines takes none (Unicode, UAX 11).
    """
    if not text.startswith("|"):
        return None
    places: dict[int, int] = {}
    at = 0
    for number, letter in enumerate(text.rstrip()):
        places[at] = number
        at += 0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
    bars = [places.get(start) for start, _ in columns]
    last = len(text.rstrip()) - 1  # a line may be a little longer or shorter than the ruler, as Pandoc has it
    if any(bar is None or text[bar] != "|" for bar in (*bars, last)) or bars[-1] == last:
        return None
    edges = [*(bar for bar in bars if bar is not None), last]
    return [text[start + 1 : stop].rstrip() for start, stop in pairwise(edges)]


def _table(state: StateBlock, rows: list[_Row], heads: int, alignments: list[str]) -> Iterator[Token]:
    yield _tag("table", 1, rows[0].first)
    for number, row in enumerate(rows):
        if number in {0, heads}:
            yield _tag("thead" if number < heads else "tbody", 1, row.first)
        yield _tag("tr", 1, row.first)
        for lines, alignment in zip(row.cells, alignments, strict=True):
            opening = _tag("th" if number < heads else "td", 1, row.first)
            if alignment:
                opening.attrSet("style", f"text-align:{alignment}")
            yield opening
            yield from _blocks(state, lines, row.first)
            yield _tag(opening.tag, -1, row.first)
        yield _tag("tr", -1, row.first)
        if number + 1 in {heads, len(rows)}:
            yield _tag("thead" if number < heads else "tbody", -1, row.first)
    yield _tag("table", -1, rows[0].first)


def _tag(name: str, nesting: int, line: int) -> Token:
    token = Token(f"{name}_{'open' if nesting > 0 else 'close'}", name, 1 if nesting > 0 else -1, block=True)
    if nesting > 0:
        token.map = [line, line + 1]
    return token


def _blocks(state: StateBlock, lines: list[str], first: int) -> list[Token]:
    """The blocks of a cell; a paragraph alone is no paragraph of its own."""
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    tokens = nested(state, [line[min(indents, default=0) :] for line in lines], first)
    if sum(token.type == "paragraph_open" for token in tokens) == 1 and len(tokens) == 3:
        tokens[0].hidden = tokens[2].hidden = True
    return tokens


def _caption(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A paragraph behind a table that begins with a colon is its caption (“table_captions”)."""
    if silent or state.is_code_block(first) or not (state.tokens and state.tokens[-1].type == "table_close"):
        return False
    found = _CAPTION.match(line_text(state, first))
    if found is None:
        return False
    last = next((at for at in range(first, end) if state.isEmpty(at)), end)
    words = "\n".join([found["words"], *(line_text(state, at) for at in range(first + 1, last))])
    if _ATTRIBUTES.fullmatch(words):
        state.line = last
        return True
    add_paragraph(state, _ATTRIBUTES.sub("", words), first, last)
    state.line = last
    return True
