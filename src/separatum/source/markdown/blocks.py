"""The Markdown that people write becomes the Markdown that the parser expects.

Python-Markdown wants a blank line before a list or a table, four spaces for each level of nesting, and fenced code only
at the margin. CommonMark (0.31.2, 4.5, 5.1–5.3) and most writers do not. So the containers (quotations, list items,
notes) are opened as CommonMark opens them, and written down again in the strict form; not one word is touched.
"""

import re
from dataclasses import dataclass, field
from typing import Protocol

from separatum.source.markdown.formulas import gather
from separatum.source.markdown.html_blocks import Elements, begins, dedented
from separatum.source.markdown.limits import DEPTH_LIMIT, Open, TooDeepError

_FENCE = re.compile(r"( {0,3})(`{3,}(?=[^`]*$)|~{3,})")
_QUOTE = re.compile(r" {0,3}> ?(.*)")
_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])(?: +(.*)|$)")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
_HEADING = re.compile(r" {0,3}#{1,6}(?!\S)|#{2,6}[^#\s]")
_HASHTAG = re.compile(r"^( {0,3})#(?=[^#\s])")
_NOTE = re.compile(r"( {0,3}\[\^[^\]]+\]:) *(.*)")
_VERBATIM = re.compile(r" {0,3}<(pre|script|style|textarea|!--)(?![\w-])", re.IGNORECASE)
_DELIMITERS = re.compile(r"[ |:-]*-[ |:-]*$")


class Stash(Protocol):
    """Keeps what the parser is not to see; gives back the text that stands for it."""

    def code(self, text: str) -> str:
        """Keep the text of a fenced code block."""

    def html(self, text: str) -> str:
        """Keep HTML as it is written."""


@dataclass(slots=True)
class _Container:
    """The lines inside one container, while they are written down anew."""

    lines: list[str]
    first: int
    depth: int
    item: bool
    stash: Stash
    out: list[str] = field(default_factory=list)
    at: int = 0
    last: str = ""
    """What kind of block ended just before: “text”, “bullets”, “numbers”, “quote” …"""
    paragraph: Open = field(default_factory=Open)
    sign: str = ""
    """The sign of the list that ended just before."""
    elements: Elements = field(init=False)

    def __post_init__(self) -> None:
        self.elements = Elements(self.lines)

    def line(self, ahead: int = 0) -> str | None:
        at = self.at + ahead
        return self.lines[at] if at < len(self.lines) else None

    def after_text(self) -> bool:
        return bool(self.out) and bool(self.out[-1]) and self.last == "text"

    def part(self) -> None:
        """A blank line, unless there is one; in a list item still without one, it would loosen the list."""
        if self.out and self.out[-1] and not (self.item and "" not in self.out):
            self.out.append("")

    def inside(self, lines: list[str], first: int, *, item: bool) -> list[str]:
        return strict(lines, self.stash, first=first, depth=self.depth + 1, item=item)


def strict(lines: list[str], stash: Stash, *, first: int = 0, depth: int = 0, item: bool = False) -> list[str]:
    """Write the blocks of lines in the parser's strict form.

    Args:
        lines: without tabs and line ends.
        stash: takes code and HTML.
        first: the place of the first line in the whole text, from 0.
        depth: how many containers stand around the lines.
        item: whether the lines are those of a list item.

    Raises:
        TooDeepError: more than `DEPTH_LIMIT` containers inside one another.
    """
    if depth > DEPTH_LIMIT:
        raise TooDeepError(first)
    box = _Container(list(lines), first, depth, item, stash)
    while box.at < len(box.lines):
        next(step for step in _STEPS if step(box))
    return box.out


def _blank(box: _Container) -> bool:
    if box.lines[box.at].strip():
        return False
    box.out.append("")
    box.at += 1
    return True


def _fence(box: _Container) -> bool:
    found = _FENCE.match(box.lines[box.at])
    if found is None:
        return False
    indent, fence = len(found[1]), found[2]
    closing = re.compile(rf" {{0,3}}{fence[0]}{{{len(fence)},}} *$")
    code = []
    box.at += 1
    while (line := box.line()) is not None:
        box.at += 1
        if closing.match(line):
            break
        code.append(line[min(indent, len(line) - len(line.lstrip(" "))) :])
    box.part()
    box.out.append(box.stash.code("\n".join(code)))
    if not box.item or "" in box.out:
        box.out.append("")
    box.last = "code"
    return True


def _formula(box: _Container) -> bool:
    gather(box.lines, box.at)  # into one line of text
    return False


def _verbatim(box: _Container) -> bool:
    found = _VERBATIM.match(box.lines[box.at])
    if found is None:
        return False
    closing = "-->" if found[1] == "!--" else f"</{found[1].lower()}"
    end = next((n for n in range(box.at, len(box.lines)) if closing in box.lines[n].lower()), None)
    if end is None:
        return False
    box.out += box.lines[box.at : end + 1]
    box.at = end + 1
    box.last = "text"
    return True


def _html(box: _Container) -> bool:
    if not begins(box.lines[box.at]):
        return False
    box.part()
    html = box.elements.html(box.at)
    written = "".join(piece.text if piece.is_markdown else box.stash.html(piece.text) for piece in html.pieces)
    box.out.append(written)
    if not box.item or "" in box.out:
        box.out.append("")
    box.at, box.last = html.ends, "html"
    if html.rest is not None:
        box.at -= 1
        box.lines[box.at] = html.rest
    return True


def _indented(box: _Container) -> bool:
    """Inside of HTML, four spaces make no code: people indent it."""
    if not box.lines[box.at].startswith("    ") or box.after_text() or not box.elements.indents(box.at):
        return False
    dedented(box.lines, box.at)
    return True


def _quote(box: _Container) -> bool:
    if not _QUOTE.match(box.lines[box.at]):
        return False
    first, inner = box.at, []
    while (line := box.line()) is not None and (found := _QUOTE.match(line)):
        inner.append(found[1])
        box.at += 1
    # A paragraph of the quotation goes on without its mark (CommonMark, 5.1: laziness).
    while (line := box.line()) is not None and line.strip() and inner[-1].strip() and _lazy(line) and _lazy(inner[-1]):
        inner.append(line)
        box.at += 1
    if box.last == "quote" and box.out and not box.out[-1]:
        # Python-Markdown would join this quotation to the one before.
        box.out += [box.stash.code(""), ""]
    elif box.last != "text":
        box.part()
    written = box.inside(inner, box.first + first, item=False)
    box.out += [f"> {line}".rstrip() for line in written]
    following = box.line()
    if written and not written[-1] and following and following.strip():
        box.out.append("")
    box.last = "quote"
    return True


def _rule(box: _Container) -> bool:
    if not _RULE.match(box.lines[box.at]):
        return False
    # Under a line of text, hyphens make it a heading: the parser decides.
    if not (box.last == "text" and "-" in box.lines[box.at]):
        box.part()
    box.out.append(box.lines[box.at].strip())
    box.at += 1
    box.last = "rule"
    return True


def _item(box: _Container) -> bool:
    found = _ITEM.fullmatch(box.lines[box.at])
    if found is None or len(found[1]) > 3 or (box.after_text() and not _interrupts(found)):
        return False
    column, marker = len(found[1]), found[2]
    kind = "bullets" if marker in "-*+" else "numbers"
    if box.after_text() or (box.last not in (kind, "") and box.out and box.out[-1]):
        box.part()
    if box.last == kind and box.sign != marker[-1]:
        # Another sign begins another list (CommonMark, 5.3).
        box.out += ["", box.stash.code(""), ""]
    first, (lines, separated) = box.at, _item_lines(box, column, found)
    written = box.inside(lines, box.first + first, item=True)
    while written and not written[0]:
        written.pop(0)
    while written and not written[-1]:
        written.pop()
    number = marker[:-1] + "." if kind == "numbers" else marker
    box.out.append(f"{number} {written[0] if written else ''}")
    box.out += [f"    {line}" if line else "" for line in written[1:]]
    following = box.line()
    if following is not None and (separated or "" in written or not _ITEM.match(following)):
        box.out.append("")
    box.last, box.sign = kind, marker[-1]
    return True


def _interrupts(found: re.Match[str]) -> bool:
    """Whether a marker may end a paragraph: a number only if it is 1 (CommonMark, 5.3): years are not items."""
    return bool(found[3]) and found[2] in {"-", "*", "+", "1.", "1)"}


def _item_lines(box: _Container, column: int, found: re.Match[str]) -> tuple[list[str], bool]:
    """The lines of an item, moved to the margin; and whether a blank line follows them."""
    content = found.start(3) if found[3] else column + len(found[2]) + 1
    if found[3] and content - column - len(found[2]) > 4:
        content = column + len(found[2]) + 1
    # Writers who nest by two spaces do so under a number as well, where CommonMark would want three.
    need = min(content, column + 2)
    lines = [box.lines[box.at][content:] if found[3] else ""]
    box.at += 1
    blanks = 0
    while (line := box.line()) is not None:
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip():
            blanks += 1
        elif indent >= need or (not blanks and lines[-1].strip() and _lazy(line)):
            lines += [""] * blanks
            lines.append(line[min(indent, content) :] if indent >= need else line.lstrip())
            blanks = 0
        else:
            break
        box.at += 1
    return lines, blanks > 0


def _lazy(line: str) -> bool:
    """Whether a line can go on a paragraph without the indentation of its container (CommonMark, 5.2)."""
    starts = (_ITEM, _FENCE, _QUOTE, _RULE, _HEADING, _NOTE, _VERBATIM)
    return not (begins(line) or any(start.match(line) for start in starts))


def _code(box: _Container) -> bool:
    if not box.lines[box.at].startswith("    ") or box.after_text():
        return False
    while (line := box.line()) is not None and line.startswith("    "):
        box.out.append(line)
        box.at += 1
    box.last = "code"
    return True


def _note(box: _Container) -> bool:
    found = _NOTE.fullmatch(box.lines[box.at])
    if found is None:
        return False
    box.part()
    first, lines, blanks = box.at, [found[2]], 0
    box.at += 1
    while (line := box.line()) is not None:
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip():
            blanks += 1
        elif indent >= 2 or (not blanks and _lazy(line)):
            lines += [""] * blanks + [line[min(indent, 4) :]]
            blanks = 0
        else:
            break
        box.at += 1
    written = box.inside(lines, box.first + first, item=False)
    while written and not written[-1]:
        written.pop()
    # A note that begins with a list or with code starts on the line after its name.
    plain = not written or not (_ITEM.match(written[0]) or not written[0])
    box.out.append(f"{found[1]} {written[0] if written and plain else ''}".rstrip())
    box.out += [f"    {line}" if line else "" for line in written[1 if plain else 0 :]]
    box.out.append("")
    box.last = "note"
    return True


def _table(box: _Container) -> bool:
    line, under = box.lines[box.at], box.line(1)
    if "|" not in line or under is None or "|" not in under or not _DELIMITERS.match(under):
        return False
    if box.out and box.out[-1]:
        box.out.append("")
    while (row := box.line()) is not None and row.strip() and not _FENCE.match(row):
        box.out.append(row.strip())
        box.at += 1
    box.out.append("")
    box.last = "table"
    return True


def _text(box: _Container) -> bool:
    line = box.lines[box.at]
    if not (box.out and box.out[-1]):
        box.paragraph = Open()
    box.paragraph.take(line, box.first + box.at)
    heading = _HEADING.match(line) is not None
    if not heading:
        line = _HASHTAG.sub(r"\1\\#", line, count=1)
        if box.last not in {"text", "quote", ""} and box.last != "heading":
            box.part()
    box.out.append(line)
    box.at += 1
    box.last = "heading" if heading else "text"
    return True


_STEPS = (_blank, _indented, _fence, _formula, _verbatim, _html, _quote, _rule, _item, _code, _note, _table, _text)
