"""HTML between Markdown: where it begins and ends, and where Markdown goes on inside of it.

HTML goes on to the next empty line (CommonMark 0.31.2, 4.6). People expect a little more, and that is read as they
mean it: Markdown in an element marked `markdown="1"` (PHP Markdown Extra, kramdown) or in a bare `<aside>` (Notion),
fences of code or of colons inside of HTML, indented HTML around Markdown, and an `<svg>` or `<iframe>` with empty
lines in it.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block

from separatum.source.markdown.limits import TAGS_LIMIT, TooOpenError
from separatum.source.markdown.parser import EVERYWHERE, add_inline, beginning, line_text, reading

_BLOCKS = (
    "article|aside|blockquote|center|details|div|dl|fieldset|figure|footer|form|header|hgroup|main|menu|nav|ol|search"
    "|section|table|tbody|tfoot|thead|tr|ul"
)
_LINES = "address|caption|dd|dt|figcaption|h[1-6]|legend|li|p|summary|td|th"
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>(?P<block>{_BLOCKS})|{_LINES})(?=[\s/>])(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.IGNORECASE,
)
_MARKED = re.compile(r"\smarkdown(?:\s*=\s*[\"']?(?:1|block|span|true|markdown)[\"']?)?(?=[\s/]|$)", re.IGNORECASE)
_WHOLE = re.compile(
    r"<(?P<name>svg|math|iframe|noscript|object|video|audio|canvas|select|template)(?=[\s/>]|$)", re.IGNORECASE
)
_FENCE = re.compile(
    r"[ \t]*(?:`{3}|~{3}|:{3,}[ \t]*(?:\{|[\w-]|$)|\{%-?\s*(?:set|capture)\s+\w+\s*-?%\}|\{%-?\s*highlight\b)"
)
"""What opens code or a container, also inside of HTML, where people indent it."""


def add_rules(parser: MarkdownIt) -> None:
    """Add the rules that read HTML."""
    parser.block.ruler.before("table", "html_indent", _indented)
    parser.block.ruler.before("html_block", "marked_html", beginning("<", _marked), {"alt": EVERYWHERE})
    parser.block.ruler.at("html_block", _html, {"alt": ["paragraph", "reference", "blockquote"]})


def _indented(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Inside of HTML, four spaces make no code: people indent it. This takes the spaces away and matches nothing."""
    indent = state.sCount[first] - state.blkIndent
    if silent or indent < 4 or not reading(state).elements:
        return False
    for line in range(first, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] - state.blkIndent < indent:
            break
        taken = min(state.tShift[line], indent)
        if not state.src.startswith(" " * taken, state.bMarks[line]):
            break  # a tab, whose width depends on its place
        state.bMarks[line] += taken
        state.tShift[line] -= taken
        state.sCount[line] -= taken
        state.bsCount[line] += taken
    return False


def _marked(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    """The tag of a marked element that begins a line; Markdown goes on behind it."""
    if state.is_code_block(first):
        return False
    text = line_text(state, first)
    found = _TAG.match(text)
    if found is None or found["end"] or not found["block"]:
        return False
    is_marked = bool(_MARKED.search(found["rest"]))
    is_bare = found["name"].lower() == "aside" and not found["rest"].strip()
    closing = re.compile(rf"</{found['name']}\s*>", re.IGNORECASE)
    if not (is_marked or is_bare) or closing.search(text):
        return False
    if silent:
        return True
    known = reading(state)
    if known.marked > TAGS_LIMIT:
        raise TooOpenError("<… markdown>", TAGS_LIMIT, known.base + first)
    known.marked += 1
    _push_html(state, found[0] + "\n", first, first + 1)
    rest = text[found.end() :].strip()
    if rest:
        opening = state.push("paragraph_open", "p", 1)
        opening.map = [first, first + 1]
        add_inline(state, rest, first, first + 1)
        state.push("paragraph_close", "p", -1)
    state.line = first + 1
    return True


def _html(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    start = line_text(state, first)
    if not start.startswith("<"):
        return False
    fence = _fence_ahead(state, first, end) if not silent and _ends_on_empty_lines(start) else None
    if not html_block(state, first, end if fence is None else fence, silent):
        return False
    if silent:
        return True
    token = state.tokens[-1]
    lines = token.content.rstrip("\n").split("\n")
    if fence is None or state.line < fence:
        lines = _whole(state, first, end, lines)
        if first + len(lines) > state.line:
            state.line = first + len([*lines][: state.lineMax - first])
            token.content, token.map = "\n".join(lines).rstrip("\n") + "\n", [first, state.line]
    if _ends_on_empty_lines(lines[0]):
        _take(state, token.content)
    return True


def _fence_ahead(state: StateBlock, first: int, end: int) -> int | None:
    """The line of the fence that ends some HTML before an empty line does; None if there is none."""
    is_in_code = _is_in_code(line_text(state, first))
    for at in range(first + 1, end):
        if state.isEmpty(at):
            return None
        text = line_text(state, at)
        if not is_in_code and _FENCE.match(text):
            return at
        if "<" in text and "pre" in text.lower():
            is_in_code = _is_in_code(f"<pre{text}" if is_in_code else text)
    return None


def _is_in_code(text: str) -> bool:
    """Whether an element that holds code as it is written is open behind some HTML."""
    return text.lower().rfind("<pre") > text.lower().rfind("</pre")


def _ends_on_empty_lines(line: str) -> bool:
    """Whether the HTML that begins with a line is not of the kinds that go on to an end of their own (4.6, 1–5)."""
    return not re.match(r"\s*<(?:(?:script|pre|style|textarea)(?=[\s>]|$)|!|\?)", line, re.IGNORECASE)


def _whole(state: StateBlock, first: int, end: int, lines: list[str]) -> list[str]:
    """The lines of HTML, and those behind an empty line that still belong to an element such as `<svg>`."""
    text = "\n".join(lines)
    while True:
        last = next(iter([*_WHOLE.finditer(text)][-1:]), None)
        if last is None:
            return lines
        closing = f"</{last['name'].lower()}"
        if closing in text[last.end() :].lower() or text[: text.find(">", last.end()) + 1].endswith("/>"):
            return lines
        if last_place(state, closing) < state.eMarks[min(first + len(lines), end) - 1]:
            return lines
        behind = range(first + len(lines), end)
        at = next((n for n in behind if closing in line_text(state, n).lower()), None)
        if at is None:
            return lines
        lines = state.getLines(first, at + 1, state.blkIndent, False).split("\n")
        text = "\n".join(lines)


def _push_html(state: StateBlock, text: str, first: int, end: int) -> None:
    token = state.push("html_block", "", 0)
    token.content, token.map = text, [first, end]


def _take(state: StateBlock, text: str) -> None:
    """Note which elements are open behind some HTML, as far as their ends are to come."""
    opened = reading(state).elements
    for tag in _TAG.finditer(text):
        if not tag["block"]:
            continue
        name = tag["name"].lower()
        if not tag["end"]:
            opened.append(name)
        elif name in opened:
            del opened[len(opened) - 1 - opened[::-1].index(name) :]
    while opened and last_place(state, f"</{opened[-1]}") < state.eMarks[state.line - 1]:
        opened.pop()


def last_place(state: StateBlock, text: str) -> int:
    """The last place of some text in lower case; -1 if there is none."""
    lasts = reading(state).lasts
    key = (state.src, text)
    if key not in lasts:
        lasts[key] = state.src.lower().rfind(text)
    return lasts[key]


def inner_markdown(text: str) -> list[tuple[str, bool]]:
    """HTML in pieces: those that are to be read as Markdown inside of a marked element are marked True."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for tag in _TAG.finditer(text):
        if tag.start() < done or tag["end"] or not _MARKED.search(tag["rest"]):
            continue
        closing = re.compile(rf"</{tag['name']}\s*>", re.IGNORECASE).search(text, tag.end())
        if closing is None:
            continue
        pieces += [(text[done : tag.end()], False), (text[tag.end() : closing.start()], True)]
        done = closing.start()
    return [*pieces, (text[done:], False)]
