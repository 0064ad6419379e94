"""Lists as people nest them: points that are indented by two spaces under a number belong to it.

CommonMark wants as many spaces as number and dot take, three at least (0.31.2, 5.2), and would end the list there.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from separatum.source.markdown.parser import reading


def add_rules(parser: MarkdownIt) -> None:
    """Add the rule that puts such points into their item."""
    parser.core.ruler.before("inline", "nested_points", _nest)


def _nest(state: StateCore) -> None:
    lines = state.src.split("\n")
    known = reading(state)
    for tokens in (state.tokens, *(note.tokens for note in known.notes)):
        at = 0
        while at < len(tokens):
            if tokens[at].type == "ordered_list_close":
                _nest_behind(tokens, at, lines)
            at += 1


def _nest_behind(tokens: list[Token], at: int, lines: list[str]) -> None:
    """Move the list behind a numbered one into its last item, if it is indented more than that item; and go on."""
    while at + 1 < len(tokens) and tokens[at + 1].type == "bullet_list_open":
        opening, inner = _opening(tokens, at), tokens[at + 1]
        above, below = opening.map, inner.map
        if not above or not below or above[1] != below[0] or inner.level != opening.level:
            return
        if _indent(lines, below[0]) - _indent(lines, above[0]) < _LEAST:
            return
        end = _closing(tokens, at + 1)
        moved = tokens[at + 1 : end + 1]
        for token in moved:
            token.level += 2
        tokens[at - 1 : end + 1] = [*moved, *tokens[at - 1 : at + 1]]
        opening.map = [above[0], below[1]]
        following = tokens[end + 1] if end + 1 < len(tokens) else None
        if following is None or not _goes_on(following, inner, opening, lines):
            return
        last = _closing(tokens, end + 1)
        opening.map = [above[0], following.map[1] if following.map else below[1]]
        del tokens[end : end + 2]  # the end of one list, and the beginning of the next
        at = last - 2


_LEAST = 2
"""By how many spaces a point is indented that belongs to the item above it."""


def _goes_on(following: Token, inner: Token, opening: Token, lines: list[str]) -> bool:
    """Whether a list goes on with the numbers of another, behind the points that were put into it."""
    if following.type != "ordered_list_open" or following.markup != opening.markup:
        return False
    if not following.map or not inner.map or not opening.map:
        return False
    return following.map[0] == inner.map[1] and _indent(lines, following.map[0]) == _indent(lines, opening.map[0])


def _indent(lines: list[str], line: int) -> int:
    text = lines[line] if line < len(lines) else ""
    return len(text) - len(text.lstrip(" "))


def _opening(tokens: list[Token], at: int) -> Token:
    return next(
        tokens[n]
        for n in range(at, -1, -1)
        if tokens[n].type == "ordered_list_open" and tokens[n].level == tokens[at].level
    )


def _closing(tokens: list[Token], at: int) -> int:
    kind = tokens[at].type.replace("_open", "_close")
    return next(n for n in range(at, len(tokens)) if tokens[n].type == kind and tokens[n].level == tokens[at].level)
