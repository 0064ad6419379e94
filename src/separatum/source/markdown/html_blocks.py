"""HTML around Markdown: which lines are HTML as it stands, and where Markdown goes on inside an element.

After an empty line Markdown goes on, whatever is open (CommonMark 0.31.2, 4.6). In an element marked `markdown="1"` it
goes on at once, as kramdown and PHP Markdown Extra have it.
"""

import re
from dataclasses import dataclass, field

from separatum.source.markdown.limits import TAGS_LIMIT, TooOpenError

_BLOCKS = (
    "article|aside|blockquote|center|details|div|dl|fieldset|figure|footer|form|header|hgroup|main|menu|nav|ol|search"
    "|section|table|tbody|tfoot|thead|tr|ul"
)
_LINES = "address|caption|dd|dt|figcaption|h[1-6]|legend|li|p|summary|td|th"
_START = re.compile(rf" {{0,3}}</?(?:{_BLOCKS}|{_LINES})(?=[\s/>]|$)", re.IGNORECASE)
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>(?P<block>{_BLOCKS})|{_LINES})(?=[\s/>])(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.IGNORECASE,
)
# In these an empty line is nothing special, for one (4.6, condition 1), or all is left out with them.
_WHOLE = re.compile(
    r"<(?:(?P<name>pre|script|style|textarea|svg|math|iframe|noscript|object|video|audio|canvas|select|template)"
    r"(?=[\s/>]|$)|!--)",
    re.IGNORECASE,
)
_MARKED = re.compile(r"\smarkdown(?:\s*=\s*[\"']?(?:1|block|span|true|markdown)[\"']?)?(?=[\s/]|$)", re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(?:`{3}|~{3})")
_BREAK = re.compile(r"(?: {2,}|\\)\n\s*")


def begins(line: str) -> bool:
    """Whether HTML begins with this line that holds blocks."""
    return _START.match(line) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of some HTML."""

    text: str
    is_markdown: bool
    """Whether it is to be read as the words of a Markdown paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Html:
    """HTML at the beginning of some lines."""

    pieces: tuple[Piece, ...]
    ends: int
    """The line behind it."""
    rest: str | None
    """What Markdown begins with in the line before `ends`; None where nothing is left of that line."""


@dataclass(slots=True)
class Elements:
    """Which elements are open, as far as their ends are to come."""

    lines: list[str]
    opened: list[tuple[str, bool]] = field(default_factory=list)
    """Names, and whether the element is marked."""
    lasts: dict[str, int] = field(default_factory=dict)
    """The last line that holds some text; -1 where none does."""

    until: int = 0
    """Where the last run of HTML without an empty line ends."""
    again: int = 0
    """How many times such a run was begun anew behind a marked tag."""

    def html(self, at: int) -> Html:
        """The HTML that begins with a line.

        Raises:
            TooOpenError: more than `TAGS_LIMIT` marked elements stand in it that do not end on their line.
        """
        self.again = self.again + 1 if at < self.until else 0
        ends = self.until if self.again else self._ends(at)
        self.until = ends
        if self.again > TAGS_LIMIT:
            raise TooOpenError("<… markdown>", TAGS_LIMIT, at)
        text = "\n".join(self.lines[at:ends])
        pieces: list[Piece] = []
        done = 0
        for tag in _TAG.finditer(text):
            if tag.start() < done:
                continue
            marked = not tag["end"] and _MARKED.search(tag["rest"]) is not None
            if tag["block"]:
                self._take(tag["name"].lower(), end=bool(tag["end"]), marked=marked)
            if not marked:
                continue
            pieces.append(Piece(text=text[done : tag.end()], is_markdown=False))
            done = tag.end()
            name = f"</{tag['name'].lower()}"
            closing = re.compile(rf"{name}\s*>", re.IGNORECASE).search(text, done) if self._last(name) >= at else None
            inside = text[done : closing.start()] if closing else ""
            if closing is None or (tag["block"] and "\n" in inside):
                line = at + text.count("\n", 0, done)
                return Html(pieces=tuple(pieces), ends=line + 1, rest=text[done:].partition("\n")[0].lstrip())
            pieces.append(Piece(text=_line(inside), is_markdown=True))
            done = closing.start()
        pieces.append(Piece(text=text[done:], is_markdown=False))
        return Html(pieces=tuple(piece for piece in pieces if piece.text), ends=ends, rest=None)

    def indents(self, at: int) -> bool:
        """Whether the spaces before a line are those of HTML, and do not make code of it."""
        return bool(self.opened) and not self.opened[-1][1] and self._last(f"</{self.opened[-1][0]}") >= at

    def _take(self, name: str, *, end: bool, marked: bool) -> None:
        if not end:
            self.opened.append((name, marked))
            return
        for place in range(len(self.opened) - 1, -1, -1):
            if self.opened[place][0] == name:
                del self.opened[place:]
                return

    def _ends(self, at: int) -> int:
        """The line behind HTML that begins with a line: an empty one, or a fence."""
        closing = ""
        for number in range(at, len(self.lines)):
            line = self.lines[number].lower()
            if not closing and (not line.strip() or (number > at and _FENCE.match(line))):
                return number
            column = 0
            while column >= 0:
                if closing:
                    found = line.find(closing, column)
                    column, closing = (found, closing) if found < 0 else (found + len(closing), "")
                elif (whole := _WHOLE.search(line, column)) is not None:
                    column = whole.end()
                    wanted = f"</{whole['name']}" if whole["name"] else "-->"
                    closing = wanted if self._last(wanted) > number or wanted in line[column:] else ""
                else:
                    break
        return len(self.lines)

    def _last(self, text: str) -> int:
        if text not in self.lasts:
            held = (number for number in range(len(self.lines) - 1, -1, -1) if text in self.lines[number].lower())
            self.lasts[text] = next(held, -1)
        return self.lasts[text]


def _line(text: str) -> str:
    """Words as one line, so that nothing in them begins a block; hard breaks stay."""
    return " ".join(_BREAK.sub("<br/>", text.strip()).split("\n"))


def dedented(lines: list[str], at: int) -> None:
    """Take the indentation of a line from it and from all that follow with as much; in the list itself."""
    indent = len(lines[at]) - len(lines[at].lstrip(" "))
    for number in range(at, len(lines)):
        if lines[number].strip() and not lines[number].startswith(" " * indent):
            break
        lines[number] = lines[number][indent:]
