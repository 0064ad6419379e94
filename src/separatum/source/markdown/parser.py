"""The Markdown parser: markdown-it-py, with the rules of this folder, and a line of the source for every token."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from separatum.model.findings import Rule
from separatum.source.markdown.limits import DEPTH_LIMIT, TooDeepError

Block = Callable[[StateBlock, int, int, bool], bool]
EVERYWHERE = ["paragraph", "reference", "blockquote", "list"]
"""What a rule may interrupt, when it needs no empty line before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that a rule has to say about the source."""

    rule: Rule
    message: str
    hint: str
    line: int
    """A line of the text, from 0."""


@dataclass(slots=True, kw_only=True)
class Note:
    """A footnote, as it was written."""

    name: str
    line: int
    """A line of the text, from 0."""
    tokens: list[Token]


@dataclass(slots=True, kw_only=True)
class Reading:
    """What is known while one text is parsed; it travels in markdown-it's `env`."""

    has_picture: Callable[[str], bool] = lambda _: False
    variables: dict[str, str] = field(default_factory=dict)
    """What a template's variables stand for: “page.title”."""
    base: int = 0
    """The line of the whole text on which the part that is being parsed begins."""
    depth: int = 0
    """How many containers are open around the part that is being parsed."""
    first: int = 0
    """The line on which the inline text that is being parsed begins."""
    notices: list[Notice] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    """The place of each note in `notes`, by its name."""
    missing: dict[str, int] = field(default_factory=dict)
    """The lines of calls without a note, by name."""
    doubled: list[Note] = field(default_factory=list)
    """Further notes with a name that is taken."""
    abbreviations: dict[str, str] = field(default_factory=dict)
    elements: list[str] = field(default_factory=list)
    """HTML elements that are open around the part that is being parsed."""
    lasts: dict[tuple[str, str], int] = field(default_factory=dict)
    """The last place of some text in another."""
    marked: int = 0
    """How many elements were marked to hold Markdown."""

    def say(self, rule: Rule, message: str, hint: str, line: int) -> None:
        """Keep something to say about a line of the part that is being parsed."""
        self.say_at(rule, message, hint, self.base + line)

    def say_at(self, rule: Rule, message: str, hint: str, line: int) -> None:
        """Keep something to say about a line of the whole text."""
        self.notices.append(Notice(rule=rule, message=message, hint=hint, line=line))


def reading(state: StateBlock | StateInline | StateCore) -> Reading:
    """What is known while the text of a state is parsed."""
    found = state.env["reading"]
    if not isinstance(found, Reading):
        raise TypeError("the parser was started without a reading")
    return found


def inline_line(state: StateInline, at: int | None = None) -> int:
    """The line of the whole text, from 0, at a position of inline text."""
    known = reading(state)
    return known.first + state.src.count("\n", 0, state.pos if at is None else at)


def say_inline(state: StateInline, rule: Rule, message: str, hint: str) -> None:
    """Keep something to say about the line that inline text has come to."""
    reading(state).say_at(rule, message, hint, inline_line(state))


def line_text(state: StateBlock, line: int) -> str:
    """A line without its indentation."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def lines_of(state: StateBlock, first: int, end: int) -> list[str]:
    """Lines without the indentation that the containers around them need."""
    return state.getLines(first, end, state.blkIndent, False).split("\n") if end > first else []


def nested(state: StateBlock, lines: list[str], first: int) -> list[Token]:
    """The blocks of some lines, which begin on a line of the state."""
    known = reading(state)
    if known.depth >= DEPTH_LIMIT:
        raise TooDeepError(known.base + first)
    elements, known.elements = known.elements, []
    known.base, known.depth = known.base + first, known.depth + 1
    tokens: list[Token] = []
    state.md.block.parse("\n".join(lines), state.md, state.env, tokens)
    known.base, known.depth = known.base - first, known.depth - 1
    known.elements = elements
    for token in tokens:
        token.level += state.level
        if token.map:
            token.map = [token.map[0] + first, token.map[1] + first]
    return tokens


def add_inline(state: StateBlock, text: str, first: int, end: int) -> None:
    """Push inline text that stands on some lines."""
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = text, [first, end], []


def add_paragraph(state: StateBlock, text: str, first: int, end: int, kind: str = "") -> None:
    """Push a paragraph of inline text."""
    opening = state.push("paragraph_open", "p", 1)
    opening.map = [first, end]
    if kind:
        opening.attrSet("class", kind)
    add_inline(state, text, first, end)
    state.push("paragraph_close", "p", -1)


_CLOSED_BEFORE = frozenset(".,:;!?…)»”%：，。！？；、）」』》】")
"""Signs behind which “**” closes a phrase though a letter follows: “**Note:**text” is never meant otherwise."""
_CJK = re.compile("[\u1100-\u11ff\u2e80-\u303f\u3040-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]")


class _State(StateInline):
    """Inline text whose tokens know where they begin."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """Whether signs of emphasis open or close: as CommonMark has it, and beside ideographs also inside a word.

        Chinese, Japanese and Korean put no space between words, so that “**重要。**次” would never be closed by the
        rule that looks at spaces and punctuation (CommonMark 0.31.2, 6.2).
        """
        scanned = super().scanDelims(start, canSplitWord)
        before = self.src[start - 1] if start else " "
        at = start + scanned.length
        after = self.src[at] if at < self.posMax else " "
        if scanned.length > 1 and canSplitWord and before in _CLOSED_BEFORE and after.isalpha():
            return Scanned(scanned.can_open, True, scanned.length)
        if scanned.length > 1 and canSplitWord and before.isalpha() and after == "[":
            return Scanned(True, scanned.can_close, scanned.length)  # “a word**[of a link](…)**”
        if not (canSplitWord and (_CJK.match(before) or _CJK.match(after))):
            return scanned
        opens = not isWhiteSpace(ord(after)) and (not _is_sign(after) or _is_beside(before))
        closes = not isWhiteSpace(ord(before)) and (not _is_sign(before) or _is_beside(after))
        return Scanned(scanned.can_open or opens, scanned.can_close or closes, scanned.length)


def _is_sign(letter: str) -> bool:
    return isMdAsciiPunct(ord(letter)) or isPunctChar(letter)


def _is_beside(letter: str) -> bool:
    return isWhiteSpace(ord(letter)) or _is_sign(letter) or bool(_CJK.match(letter))


class LineInline(ParserInline):
    """The parser of inline text, whose tokens know where they begin."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """The tokens of a text; see markdown-it's own."""
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def read_inline(state: StateCore) -> None:
    """Parse the inline text of all blocks, those of notes among it; a note can hold another."""
    known = reading(state)
    _read_all(state, state.tokens)
    done = 0
    while done < len(known.notes):
        _read_all(state, known.notes[done].tokens)
        done += 1


def _read_all(state: StateCore, tokens: list[Token]) -> None:
    known = reading(state)
    for token in tokens:
        if token.type == "inline" and not token.children:
            known.first = token.map[0] if token.map else 0
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def beginning(signs: str, rule: Block) -> Block:
    """A rule for lines that begin with one of some signs: it is not asked about any other.

    Each line of a paragraph is shown to every rule that may interrupt it, and most lines begin with a letter.

    Args:
        signs: the first of any line, behind its indentation, that the rule may take.
        rule: the rule.
    """

    def asked(state: StateBlock, first: int, end: int, silent: bool) -> bool:
        at = state.bMarks[first] + state.tShift[first]
        return state.src[at : at + 1] in signs and rule(state, first, end, silent)

    return asked


def limited_depth(rule: Block) -> Block:
    """A rule for containers that counts how many stand inside one another."""

    def limited(state: StateBlock, first: int, end: int, silent: bool) -> bool:
        if silent:
            return rule(state, first, end, silent)
        known = reading(state)
        if known.depth >= DEPTH_LIMIT and rule(state, first, end, True):
            raise TooDeepError(known.base + first)
        known.depth += 1
        try:
            return rule(state, first, end, silent)
        finally:
            known.depth -= 1

    return limited


def walk(tokens: list[Token]) -> Iterator[Token]:
    """Tokens and those inside of them."""
    for token in tokens:
        yield token
        if token.children:
            yield from walk(token.children)
