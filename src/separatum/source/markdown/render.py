"""Tokens become HTML, not yet cleaned, in which every place knows its line in the source."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from markdown_it.token import Token

from separatum.source import rules
from separatum.source.html.sourced_html import Html
from separatum.source.markdown.html_blocks import inner_markdown
from separatum.source.markdown.parser import Reading
from separatum.source.markdown.site_html import without_tags

ESCAPED_BRACE = "\ufdd1"
"""Stands for a “{” that the author escaped, until attribute lists are read: a character that no source can hold."""


@dataclass(slots=True)
class _Writer:
    known: Reading
    inline: Callable[[str], list[Token]]
    parts: list[str] = field(default_factory=list)
    length: int = 0
    starts: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    box: str = ""
    """The box of a task whose words are still to come."""

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def at(self, line: int) -> None:
        if not self.lines or self.lines[-1] != line:
            self.starts.append(self.length)
            self.lines.append(line)

    def raw(self, text: str, line: int) -> None:
        """Write HTML of the author's, line by line."""
        for number, part in enumerate(text.split("\n")):
            self.at(line + number)
            self.put(("\n" if number else "") + part)


def render(tokens: list[Token], known: Reading, inline: Callable[[str], list[Token]]) -> Html:
    """Write tokens as HTML.

    Args:
        tokens: of the whole text, or of one note.
        known: what was learned while the text was parsed.
        inline: parses inline text, for Markdown inside of marked HTML.
    """
    writer = _Writer(known, inline)
    for token in tokens:
        if token.map:
            writer.at(token.map[0])
        _WRITERS.get(token.type, _plain)(token, writer)
    return Html(
        text="".join(writer.parts), starts=tuple(writer.starts), lines=tuple(writer.lines), ends=tuple(writer.ends)
    )


def _plain(token: Token, writer: _Writer) -> None:
    """A tag of its own name."""
    if token.hidden or not token.tag:
        return
    if token.nesting < 0:
        writer.ends.append(writer.length)
        writer.put(f"</{token.tag}>" + ("\n" if token.block else ""))
    elif token.nesting > 0:
        writer.put(f"<{token.tag}{_attributes(token)}>")
    else:
        writer.put(f"<{token.tag}{_attributes(token)}/>\n")


def _attributes(token: Token) -> str:
    written = []
    for name, value in token.attrs.items():
        if name == "style":
            written.append(f' align="{str(value).rpartition(":")[2]}"')
        else:
            written.append(f' {name}="{html.escape(str(value))}"')
    return "".join(written)


def _paragraph(token: Token, writer: _Writer) -> None:
    if not token.hidden:
        _plain(token, writer)
    elif token.nesting < 0:
        writer.ends.append(writer.length)
        writer.put("\n")
    if writer.box and token.nesting > 0:
        writer.put(writer.box)
        writer.box = ""


def _item(token: Token, writer: _Writer) -> None:
    if "checked" in token.meta:
        token.attrs.pop("class", None)
        sign = "☑" if token.meta["checked"] else "☐"
        writer.put(f'<li class="task"{_attributes(token)}>')
        writer.box = f'<span class="box">{sign}</span> '
    else:
        _plain(token, writer)


def _list(token: Token, writer: _Writer) -> None:
    token.attrs.pop("class", None)
    _plain(token, writer)


def _inline(token: Token, writer: _Writer) -> None:
    first = token.map[0] if token.map else 0
    seen = 0
    line = first
    for child in token.children or ():
        at = child.meta.get("at")
        if at is not None and at > seen:
            line += token.content.count("\n", seen, at)
            seen = at
            writer.at(line)
        _PHRASES.get(child.type, _phrase)(child, writer)


def _phrase(token: Token, writer: _Writer) -> None:
    if token.nesting < 0:
        writer.put(f"</{token.tag}>")
    else:
        writer.put(f"<{token.tag}{_attributes(token)}{'' if token.nesting else '/'}>")


def _text(token: Token, writer: _Writer) -> None:
    writer.put(html.escape(token.content, quote=False))


def _special(token: Token, writer: _Writer) -> None:
    writer.put(html.escape(token.content.replace("{", ESCAPED_BRACE), quote=False))


def _code(token: Token, writer: _Writer) -> None:
    writer.put(f"<code>{html.escape(token.content, quote=False)}</code>")


def _image(token: Token, writer: _Writer) -> None:
    alt = " ".join(words_of(token.children or []).split())
    token.attrs.pop("alt", None)
    # Without text between the brackets nothing is said; alt="" would make it an ornament (HTML, 4.8.4.4.5).
    attribute = f' alt="{html.escape(alt)}"' if alt else ""
    writer.put(f"<img{_attributes(token)}{attribute}/>")


def words_of(tokens: list[Token]) -> str:
    """The words of inline tokens, without marks."""
    parts = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif token.type == "image":
            parts.append(words_of(token.children or []))
        elif token.type not in {"html_inline", "note_call"}:
            parts.append(token.content)
    return "".join(parts)


def _break(token: Token, writer: _Writer) -> None:
    writer.put("<br/>\n" if token.type == "hardbreak" else "\n")


def _html_inline(token: Token, writer: _Writer) -> None:
    writer.put(token.content)


def _formula(token: Token, writer: _Writer) -> None:
    sign = "$$" if token.info == "display" else "$"
    tex = html.escape(f"{sign}{token.content}{sign}", quote=False).replace("{", ESCAPED_BRACE)
    writer.put(f'<span data-formula="{token.info}">{tex}</span>')


def _call(token: Token, writer: _Writer) -> None:
    writer.put(f'<a class="noteref" data-note="{token.info}">*</a>')


def _html_block(token: Token, writer: _Writer) -> None:
    line = token.map[0] if token.map else 0
    content, left_out = without_tags(token.content)
    for tag, number in left_out:
        if tag.dialect == "comment":
            message, hint = f"a comment was left out: “{tag.shown}”", "delete it if it is not needed"
            writer.known.say_at(rules.HTML_COMMENT, message, hint, line + number)
            continue
        message = f"“{tag.shown}” was left out: it is for the program of a web site"
        writer.known.say_at(rules.SITE_TAG, message, "write what it stands for, or delete it", line + number)
    for text, is_markdown in inner_markdown(content):
        if is_markdown:
            words = " ".join(re.sub(r"(?: {2,}|\\)\n\s*", "<br/>", text.strip()).split("\n"))
            made = Token("inline", "", 0, content=words, map=[line, line + 1], children=writer.inline(words))
            _inline(made, writer)
        else:
            writer.raw(text, line)
        line += text.count("\n")
    writer.ends.append(writer.length)


def _fence(token: Token, writer: _Writer) -> None:
    language = language_of(token.info)
    attribute = f' data-language="{html.escape(language)}"' if language else ""
    writer.put(f"<pre{attribute}><code>{html.escape(token.content, quote=False)}</code></pre>\n")
    writer.ends.append(writer.length)


_LANGUAGE = re.compile(r"\{?\.?(?:lang=)?(?P<name>[A-Za-z][\w+#.-]*)")


def language_of(info: str) -> str:
    """The language that a fence names (CommonMark 0.31.2, 4.5: the first word), in small letters."""
    found = _LANGUAGE.match(info.strip())
    return found["name"].lower().rstrip(".") if found else ""


def _math_fence(token: Token, writer: _Writer) -> None:
    tex = html.escape(" ".join(token.content.split()), quote=False).replace("{", ESCAPED_BRACE)
    writer.put(f'<p><span data-formula="display">$${tex}$$</span></p>\n')


def _any_fence(token: Token, writer: _Writer) -> None:
    name = language_of(token.info)
    info = token.info.strip()
    if name == "math":
        _math_fence(token, writer)
    elif info in {"{=html}", "{=html5}"}:
        writer.raw(token.content, (token.map or [0])[0] + 1)
        writer.ends.append(writer.length)
    elif not info.startswith("{="):
        _fence(token, writer)


def _table(_: Token, writer: _Writer) -> None:
    writer.put('<table data-bars="1">')


def _callout(token: Token, writer: _Writer) -> None:
    if token.nesting < 0:
        writer.put("</aside>\n")
    elif token.info == "details":
        writer.put('<aside class="details">')
    else:
        writer.put(f'<aside class="callout" data-kind="{token.info}">')


_WRITERS: dict[str, Callable[[Token, _Writer], None]] = {
    "paragraph_open": _paragraph,
    "paragraph_close": _paragraph,
    "inline": _inline,
    "list_item_open": _item,
    "bullet_list_open": _list,
    "ordered_list_open": _list,
    "table_open": _table,
    "fence": _any_fence,
    "code_block": _fence,
    "html_block": _html_block,
    "callout_open": _callout,
    "callout_close": _callout,
}
_PHRASES: dict[str, Callable[[Token, _Writer], None]] = {
    "text": _text,
    "text_special": _special,
    "code_inline": _code,
    "image": _image,
    "softbreak": _break,
    "hardbreak": _break,
    "html_inline": _html_inline,
    "formula": _formula,
    "note_call": _call,
}
