"""Tags of web sites' programs in a text: read as what they mean, or left out and reported; never printed.

A tag alone on its line opens or closes what is between the lines; what a pair holds is read as Markdown. Inside of code
nothing is touched.
"""

import html
import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from separatum.source import rules
from separatum.source.markdown.html_blocks import last_place
from separatum.source.markdown.parser import (
    EVERYWHERE,
    add_paragraph,
    beginning,
    line_text,
    lines_of,
    nested,
    reading,
)
from separatum.source.markdown.render import ESCAPED_BRACE
from separatum.source.markdown.site_meanings import (
    UNKNOWN_HINT,
    is_component,
    is_shortcode,
    push_meaning,
    say_unknown,
    value_of,
)
from separatum.source.markdown.site_tags import (
    HIDING,
    MOST_SHOWN,
    WORDPRESS,
    Meaning,
    Tag,
    closing_of,
    hidden_end,
    meaning,
    tag_at,
)

_MOST_LINES = 80
_BEGINNING = re.compile(r"\{[{%#/]|\{::|<%|</?(?:[A-Z]|[a-z]\w*+[-:])|</?>|\[/?[a-z][\w-]*+(?:[\s\]=/]|$)")
"""How a tag begins: most lines that begin with such a sign are links or HTML."""
_VERBATIM = {
    **dict.fromkeys(("highlight", "codeblock", "code", "sourcecode", "mermaid", "prism", "pre"), "code"),
    **dict.fromkeys(("katex", "math", "latex"), "formula"),
    **dict.fromkeys(("nomarkdown", "rawhtml"), "html"),
    **dict.fromkeys(("raw", "verbatim"), "raw"),
}
"""Pairs that hold no Markdown, and what they hold."""
_CARD = re.compile(r"@\[(?P<name>[\w-]+)\]\((?P<value>[^()\s]*)\)")
_TOC = re.compile(
    r"(?:\[\[?_?toc_?\]?\]|@\[toc\](?:\([^)]*\))?|\{:\s*toc\s*\}|\{\{\s*toc\s*\}\}|\$\{toc\}|\\tableofcontents"
    r"|\\(?:newpage|pagebreak|clearpage))\s*$",
    re.IGNORECASE,
)
_IMPORT = re.compile(r"import\s+(?:[\w*{}\s,$]+\s+from\s+)?[\"'][^\"'\n]+[\"'];?[ \t]*$")
_EXPORT = re.compile(r"export\s+(?:default|const|let|var|function|async|class|\{)")
_COMMENT = re.compile(
    r"(?:\[[^\[\]\n]+\]:[ \t]*#[ \t]*\((?P<words>[^\n]*[()][^\n]*)\)|\[#\]:[ \t]*(?P<named>\S[^\n]*?))[ \t]*$"
)
"""`[Title]: # (words (more))`: a reference that leads nowhere is used as a comment; brackets in it make it none.

So is `[#]: key: "words"`, a reference that no one calls."""
_SNIPPET = re.compile(r"-{2,}8<-{2,}(?:[ \t].*)?$|\{!.*!\}[ \t]*$|!!!include\(.*\)!!![ \t]*$|<<<[ \t]*@?/\S+[ \t]*$")


def add_rules(parser: MarkdownIt) -> None:
    """Add the rules that read tags."""
    parser.block.ruler.before("fence", "template_comment", _hidden, {"alt": EVERYWHERE})
    parser.block.ruler.before("fence", "site_tag", beginning("{<[@", _block), {"alt": EVERYWHERE})
    parser.block.ruler.before("paragraph", "modules", beginning("ie", _modules))
    parser.block.ruler.before("fence", "contents", beginning("[@{$\\-!<", _contents), {"alt": ["paragraph"]})


# --- Blocks ---


def _contents(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    """A mark where a web site puts a table of contents, or breaks a page: editions have their own."""
    if state.is_code_block(first):
        return False
    text = line_text(state, first)
    if comment := _COMMENT.match(text):
        if not silent:
            message = f"a comment was left out: “{(comment['words'] or comment['named'])[:MOST_SHOWN]}”"
            reading(state).say(rules.HTML_COMMENT, message, "delete it if it is not needed", first)
            state.line = first + 1
        return True
    is_snippet = _SNIPPET.match(text) is not None
    if not (is_snippet or _TOC.match(text)):
        return False
    if not silent:
        message = f"“{text.strip()[:80]}” was left out"
        if is_snippet:
            reading(state).say(
                rules.SITE_TAG, f"{message}: what it would put here is not in this file", UNKNOWN_HINT, first
            )
        else:
            reading(state).say(rules.SITE_READ, message, "editions make contents and pages of their own", first)
            _drop_list(state, first)
        state.line = first + 1
    return True


def _drop_list(state: StateBlock, first: int) -> None:
    """Kramdown's mark of a table of contents stands in place of the list right before it."""
    if not (state.tokens and state.tokens[-1].type in {"bullet_list_close", "ordered_list_close"}):
        return
    opening = state.tokens[-1].type.replace("_close", "_open")
    level = state.tokens[-1].level
    at = next(
        n
        for n in range(len(state.tokens) - 1, -1, -1)
        if (state.tokens[n].type, state.tokens[n].level) == (opening, level)
    )
    place = state.tokens[at].map
    if place and place[1] == first:
        del state.tokens[at:]


def _modules(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Lines of MDX that import or export: they are a program's."""
    if silent or state.is_code_block(first):
        return False
    at = first
    while at < end and not state.isEmpty(at):
        text = line_text(state, at)
        if _EXPORT.match(text):
            at += _balanced([line_text(state, n) for n in range(at, end)])
        elif _IMPORT.match(text):
            at += 1
        elif re.match(r"import\s+\{[^}]*$", text):
            ahead = next(
                (
                    n
                    for n in range(at, min(end, at + 40))
                    if _IMPORT.match(line_text(state, n)) or re.match(r".*\}\s*from\s+[\"']", line_text(state, n))
                ),
                None,
            )
            if ahead is None:
                return False
            at = ahead + 1
        else:
            break
    if at == first:
        return False
    text = " ".join(" ".join(line_text(state, line) for line in range(first, at)).split())[:MOST_SHOWN]
    reading(state).say(rules.SITE_TAG, f"lines of a program were left out: “{text}”", "delete them", first)
    state.line = at
    return True


def _balanced(lines: list[str]) -> int:
    """How many lines a statement goes over: until its brackets are closed."""
    depth = 0
    for count, line in enumerate(lines, start=1):
        depth += sum(line.count(sign) for sign in "{([") - sum(line.count(sign) for sign in "})]")
        if depth <= 0:
            return count
    return 1


def _block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    if state.is_code_block(first):
        return False
    text = line_text(state, first)
    if not _BEGINNING.match(text):
        return text[:1] == "@" and _card(state, first, silent=silent)
    if _captured(state, first, end, silent=silent):
        return True
    found = _tags_alone(state, first, end)
    if found is None:
        return _in_one_line(state, first, silent=silent)
    tags, last = found
    if silent:
        return True
    is_done = tags[0].name in _VERBATIM and not tags[0].is_closing and _verbatim(state, tags[0], (first, last), end)
    if not is_done:
        for tag in tags:
            _push_tag(state, tag, first, last)
        state.line = last
    return True


def _hidden(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A comment of a template, over any number of lines: `{% comment %}` to `{% endcomment %}`."""
    start = line_text(state, first)
    opening = HIDING.match(start) or (HIDING.search(start) if "comment" in start and "`" not in start else None)
    if opening is None or state.is_code_block(first) or last_place(state, closing_of(opening)) < state.bMarks[first]:
        return False
    found, at, is_parted = None, first, False
    for at in range(first, end):
        text = line_text(state, at)
        is_parted = is_parted or not text.strip()
        if closing_of(opening) in text and (found := hidden_end(text, opening, 0 if at > first else opening.end())):
            break
    if found is None or (opening.start() and not is_parted):
        return False  # within a paragraph it is a tag among others
    if not silent:
        words_before, rest = start[: opening.start()].strip(), line_text(state, at)[found:].strip()
        lines = [line_text(state, line) for line in range(first, at)] + [line_text(state, at)[:found]]
        words = " ".join("\n".join(lines)[opening.start() :].split())[:MOST_SHOWN]
        message, hint = f"a comment was left out: “{words}”", "delete it if it is not needed"
        reading(state).say(rules.HTML_COMMENT, message, hint, first)
        for text, line in ((words_before, first), (rest, at)):
            if text:
                add_paragraph(state, text, line, line + 1)
        state.line = at + 1
    return True


_CAPTURE = re.compile(
    r"\{%-?\s*(?P<tag>set|capture)\s+(?P<name>\w+)\s*-?%\}\s*(?:\{%-?\s*(?:raw|verbatim)\s*-?%\}\s*)?$"
)
_RAW_END = re.compile(r"^\{%-?\s*end(?:raw|verbatim)\s*-?%\}\s*(?=\{%)")
_CAPTURED = re.compile(r"(?:\{%-?\s*end(?:raw|verbatim)\s*-?%\}\s*)?\{%-?\s*end(?P<tag>set|capture)\s*-?%\}\s*$")
_HIGHLIGHTED = re.compile(r"\{\{-?\s*(?P<name>\w+)\s*\|\s*highlight(?:\(\s*[\"'](?P<language>[\w+#-]+))?")
_NEAR = 400
"""Letters behind a captured text in which it is shown."""


def _captured(state: StateBlock, first: int, end: int, *, silent: bool) -> bool:
    """Code that a template keeps under a name, and shows highlighted right behind it."""
    opening = _CAPTURE.match(line_text(state, first))
    if opening is None or last_place(state, f"end{opening['tag']}") < state.eMarks[first]:
        return False
    for at in range(first + 1, end):
        found = _CAPTURED.search(line_text(state, at))
        if found and found["tag"] == opening["tag"]:
            break
    else:
        return False
    shown = _HIGHLIGHTED.search(state.src, state.eMarks[at], state.eMarks[at] + _NEAR)
    is_shown = shown is not None and shown["name"] == opening["name"]
    if not (is_shown or opening["name"].lower().startswith("code")):
        return False
    if not silent:
        token = state.push("fence", "code", 0)
        rest = line_text(state, at)[: found.start()]
        token.content = "\n".join([*lines_of(state, first + 1, at), *([rest] if rest.strip() else [])]) + "\n"
        token.info, token.map = (shown["language"] or "") if is_shown and shown else "", [first, at + 1]
        state.line = at + 1
    return True


def _tags_alone(state: StateBlock, first: int, end: int) -> tuple[list[Tag], int] | None:
    """The tags of a line that holds nothing else, and the line behind them; None if it holds anything else."""
    text = "\n".join(line_text(state, line) for line in range(first, min(end, first + _MOST_LINES)))
    tags: list[Tag] = []
    at = 0
    while at < len(text) and text[at] != "\n":
        if text[at] in " \t":
            at += 1
            continue
        found = tag_at(text, at)
        if found is None or found[0].dialect == "literal":
            return None
        if found[0].dialect == "bracket" and not is_shortcode(found[0], state):
            return None
        tags.append(found[0])
        at = found[1]
    if not tags or (tags[0].dialect == "variable" and len(tags) == 1 and value_of(tags[0], reading(state).variables)):
        return None
    if tags[0].dialect == "component" and not is_component(tags[0], text, at, state):
        return None
    return tags, first + text.count("\n", 0, at) + 1


def _in_one_line(state: StateBlock, first: int, *, silent: bool) -> bool:
    """`{{% notice %}}Text{{% /notice %}}` on one line."""
    text = line_text(state, first).rstrip()
    found = tag_at(text, 0)
    if (
        found is None
        or found[0].is_closing
        or found[0].is_void
        or found[0].dialect in {"variable", "comment", "literal"}
    ):
        return False
    tag, start = found
    for at in range(len(text) - 1, start, -1):
        if text[at] in "{<[" and (other := tag_at(text, at)) and other[1] == len(text) and other[0].is_closing:
            break
    else:
        return False
    if other[0].name != tag.name or other[0].dialect != tag.dialect:
        return False
    known = meaning(tag)
    is_caption = tag.name in {"caption", "wp_caption"}
    if (
        known is None
        and not is_caption
        and tag.dialect == "bracket"
        and not tag.named
        and tag.name not in {*_VERBATIM, *WORDPRESS}
    ):
        return False
    inside = text[start:at]
    if silent:
        return True
    if is_caption and tag.dialect == "bracket":
        _caption(state, inside, tag, first)
    elif known is None and re.fullmatch(r"https?://\S+", inside.strip()):
        push_meaning(state, tag, Meaning(kind="address", source=inside.strip()), first, first + 1)
    elif tag.name == "embed" or (known and known.kind == "address"):
        address = inside.strip() if re.fullmatch(r"https?://\S+", inside.strip()) else (known.source if known else "")
        words = "" if address == inside.strip() else inside.strip()
        push_meaning(state, tag, Meaning(kind="address", source=address, title=words), first, first + 1)
    else:
        _push_tag(state, tag, first, first + 1)
        add_paragraph(state, inside, first, first + 1)
        _push_tag(state, other[0], first, first + 1)
    state.line = first + 1
    return True


_IMAGE_TAG = re.compile(r"<img\b[^>]*>|!\[[^\]]*\]\([^)]*\)", re.IGNORECASE)


def _caption(state: StateBlock, inside: str, tag: Tag, first: int) -> None:
    """WordPress' `[caption]`: an image, and behind it the words of its caption."""
    found = next(iter([*_IMAGE_TAG.finditer(inside)][-1:]), None)
    behind = re.sub(r"</?a\b[^>]*>|^\]\([^()\s]*\)", "", inside[found.end() :] if found else inside)
    words = behind.strip() or tag.named.get("caption", "")
    known = reading(state)
    if found is None:
        known.say(rules.SITE_TAG, f"“{tag.shown}” holds no image; its words are kept", UNKNOWN_HINT, first)
        add_paragraph(state, words, first, first + 1)
        return
    if found[0].startswith("!"):
        source = re.search(r"\]\(([^\s)]*)", found[0])
        alt = re.match(r"!\[([^\]]*)\]", found[0])
    else:
        source = re.search(r"\bsrc=[\"']?([^\"'\s>]*)", found[0])
        alt = re.search(r"\balt=[\"']([^\"']*)[\"']", found[0])
    figure = Meaning(
        kind="figure",
        source=html.unescape(source[1]) if source else "",
        title=words,
        alt=(html.unescape(alt[1]) if alt else "") or re.sub(r"<[^<>]*>|[*_`]", "", words),
    )
    push_meaning(state, tag, figure, first, first + 1)


def _card(state: StateBlock, first: int, *, silent: bool) -> bool:
    """Zenn's `@[youtube](id)` and `@[card](address)`."""
    found = _CARD.fullmatch(line_text(state, first).strip())
    if found is None:
        return False
    if silent:
        return True
    tag = Tag(dialect="hugo", name=found["name"].lower(), raw=found[0], words=(found["value"],))
    known = meaning(tag)
    if known is None and found["value"].startswith(("https://", "http://")):
        known = Meaning(kind="address", source=found["value"])
    if known is None:
        say_unknown(state, tag, first)
    else:
        push_meaning(state, tag, known, first, first + 1)
    state.line = first + 1
    return True


def _verbatim(state: StateBlock, tag: Tag, place: tuple[int, int], end: int) -> bool:
    """A pair that holds no Markdown: code, a formula, HTML, or words about tags."""
    kind, (first, last) = _VERBATIM[tag.name], place
    if max(last_place(state, f"end{tag.name}"), last_place(state, f"/{tag.name}")) < state.eMarks[last - 1]:
        return False
    for at in range(last, end):
        text = _RAW_END.sub("", line_text(state, at).strip())
        found = tag_at(text, 0)
        if found and found[0].is_closing and found[0].name == tag.name and found[1] == len(text):
            break
    else:
        return False
    lines = lines_of(state, last, at)
    if kind == "code":
        language = (
            tag.named.get("lang")
            or tag.named.get("language")
            or next((word for word in tag.words if ":" not in word), "")
        )
        token = state.push("fence", "code", 0)
        token.info = "mermaid" if tag.name == "mermaid" else language.removeprefix("lang:")
        token.content, token.map = "\n".join(lines) + "\n", [first, at + 1]
    elif kind == "formula":
        add_paragraph(state, f"$${' '.join(' '.join(lines).split())}$$", first, at + 1)
    elif kind == "html":
        token = state.push("html_block", "", 0)
        token.content, token.map = "\n".join(lines) + "\n", [last, at]
    else:  # words about tags: nothing in them is one
        state.tokens += nested(state, [line.replace("{", ESCAPED_BRACE) for line in lines], last)
    state.line = at + 1
    return True


def _push_tag(state: StateBlock, tag: Tag, first: int, last: int) -> None:
    """Push a tag that is to find its other half, if it has one."""
    if tag.dialect == "comment":
        message = f"a comment was left out: “{tag.shown}”"
        reading(state).say(rules.HTML_COMMENT, message, "delete it if it is not needed", first)
        return
    if tag.dialect == "variable":
        say_unknown(state, tag, first)
        return
    token = state.push("site_tag", "", 0)
    token.meta, token.map = {"tag": tag, "line": reading(state).base + first}, [first, last]
    opened = reading(state).elements
    if tag.dialect == "component" and not tag.is_void:
        written = re.match(r"</?([\w.]+)", tag.raw)
        name = f"</{written[1].lower()}" if written else ""
        if tag.is_closing and tag.name in opened:
            del opened[len(opened) - 1 - opened[::-1].index(tag.name) :]
        elif not tag.is_closing and name and last_place(state, name) > state.eMarks[last - 1]:
            opened.append(tag.name)
