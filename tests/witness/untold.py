"""Markup of web sites that stands in a published text, though no finding names it."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.witness.reading import Published, texts_of

_KINDS = {
    "a template": r"\{\{.+?\}\}|\{%.+?%\}|\{#[ \w].*?#\}|<%.+?%>|\$\{[\w.]+\}|\{\{[<%]?|[%>]\}\}|\{%|%\}",
    "a shortcode": r"\[/?[a-z][\w-]*+\s+[\w-]+=[^\[\]\n]{1,300}\]|\[/[a-z][\w-]*\]",
    "a card": r"@\[[\w-]+\]\([^)]*\)|(?:^|(?<=\s))\{(?:youtube|vimeo|twitter|embed|gist|figure)\b[^}]*\}",
    "a component": r"</?[A-Z]\w+(?:\s+[\w:@-]+=(?:\"[^\"]*\"|'[^']*'|\{[^}]*\}))*\s*/?>|</>",
    "HTML": r"</?(?:p|div|span|a|img|br|hr|table|tr|td|th|ul|ol|li|b|i|em|strong|font|center|figure|figcaption|iframe"
    r"|script|style|sup|sub|u|blockquote|details|summary|section|h[1-6])(?:\s+[\w:-]+=[^<>]*)?\s*/?>|<!--|-->",
    "an entity": r"&(?:nbsp|amp|lt|gt|quot|#\d{2,6}|#x[0-9a-fA-F]{2,5}|[mn]dash|hellip|[lr][sd]quo|laquo|raquo);",
    "a fence of colons": r"^\s*:{3,}.*$",
    "an admonition": r"^\s*(?:!!!|\?\?\?\+?|={3}\+?)\s+[\w\"].*$|\[!\w+\][+-]?",
    "a link to a note": r"!?\[\[[^\[\]\n]+\]\]",
    "a comment": r"%%[^%\n]+%%|\{>>.*?<<\}|\{/\*.*?\*/\}",
    "an attribute list": r"\{:?\s*(?:[.#][A-Za-z][\w-]*|[a-z-]+=[\"'“]?[^{}\s]*)(?:\s[^{}\n]*)?\}|\{::?[a-z/][^{}\n]*\}"
    r"|\{:(?:toc|\s*\.)[^}]*\}|\{:\s*[a-z]+\}",
    "a mark of contents": r"^\s*(?:\[\[?_?toc_?\]?\]|\$\{toc\}|\\tableofcontents|\\newpage|\\pagebreak)\s*$",
    "a formula": r"\\\(.+?\\\)|\\\[.+?\\\]|\$\$.+?\$\$|\\begin\{\w+\*?\}",
    "marked text": r"(?<![=\w<>!])==(?![=\s>])[^=\n]{1,200}(?<!\s)==(?![=\w])|\{\+\+.*?\+\+\}|\{--.*?--\}|\{==.*?==\}",
    "an emoji's code": r"(?<![\w:/.])(?::[a-z][a-z0-9_+-]*[a-z0-9]:)(?![\w:/])|(?<![\w:])::[a-z-]+::",
    "emphasis": r"\*\*[^\s*][^*\n]*\*\*|(?<![\w_])__[^\s_]+\s[^_\n]*__(?![\w_])|~~[^\s~][^~\n]*~~",
    "a link": r"!?\[[^\[\]\n]*\]\((?:https?:|mailto:|/|\.|#|[\w-]+\.(?:md|html|png|jpe?g))[^)\n]*\)"
    r"|\[[^\[\]\n\x02]+\]\[(?!\d+\])[^\[\]\n]*\]|^\s*\[(?!\d+\])[^\]\n]+\]:\s+\S+",
    "a heading": r"^#{1,6}\s+\S.*$",
    "a note": r"\[\^[^\]\s]+\](?!\s*\()",
    "a citation": r"\[[^\[\]@\n]{0,60}-?@[A-Za-z_][\w:.#$%&+?<>~/-]*[^\[\]\n]*\]"
    r"|(?<![\w@./])@(?:fig|tbl|sec|eq)-[\w-]+",
    "a table": r"^\s*\|[^\n]*\|\s*$|\|\s*:?-{3,}:?\s*\||\+(?:[-=]{3,}\+)+|^ *-{3,}(?: +-{3,})+ *$",
    "code": r"(?<!`)(`{1,3})[^`\s][^`\n]{0,200}\1(?!`)",
    "a fence": r"^\s*(?:`{3,}[^`\n]*|~{3,}.*)$",
    "a task's box": r"^\s*\[[ xX]\]\s",
    "a block's name": r"\s\^[a-zA-Z0-9-]{4,}\s*$",
    "lines of a program": r"^\s*(?:import\s+[\w{*].*from\s+[\"']|export\s+(?:const|default|function)\b).*$",
    "a piece of another file": r"-{2,}8<-{2,}|\{!.+?!\}|^<<<\s*@?/|<\?php|<\?=",
    "front matter": r"^\s*(?:\+\+\+|---)\s*$|^(?:layout|permalink|categories|draft):\s+\S+$",
}
_SHOWN = {"a table": 20, "a heading": 20}
"""Letters of a piece that a message must hold: what begins a line goes on in the next, which no message shows."""
_PATTERNS = {kind: re.compile(pattern, re.MULTILINE) for kind, pattern in _KINDS.items()}
_CODE = frozenset({"code", "pre", "math"})
_BLOCKS = frozenset({"p", "li", "dd", "dt", "td", "th", "h2", "h3", "h4", "figcaption", "caption", "pre", "img"})


def untold(read: Published) -> Iterator[tuple[str, str]]:
    """Each piece of a text, outside of code, that looks like markup and that no message holds; with its kind."""
    said = _plain(read.said)
    for text in _prose(read.root):
        for kind, pattern in _PATTERNS.items():
            for found in pattern.finditer(text):
                piece = _plain(found[0])
                if piece and piece not in said and piece[: _SHOWN.get(kind, 60)] not in said:
                    yield kind, found[0].strip()


def _prose(root: Element) -> Iterator[str]:
    """The text of each block, without its code."""
    blocks = {id(block) for block in root.iter() if block.tag in _BLOCKS}
    code = {id(one) for part in root.iter() if part.tag in _CODE for one in part.iter()}
    parents = {child: parent for parent in root.iter() for child in parent}
    held: dict[int, list[str]] = {}
    for element, text in texts_of(root):
        holder = element
        while id(holder) not in blocks and holder in parents:
            holder = parents[holder]
        held.setdefault(id(holder), []).append(_set(element, text, code=id(element) in code))
    for parts in held.values():
        yield "".join(parts)


def _set(element: Element, text: str, *, code: bool) -> str:
    """A text as part of its block: a sign stands for code, and others for the ends of a link."""
    if element.tag == "img":  # words about a picture of code are no code
        return text.replace("`", "")
    return "\x01" if code else f"\x02{text}\x02" if element.tag == "a" else text


def _plain(text: str) -> str:
    """Text as messages may hold it: spaces and quotation marks are set in a text, not in a message."""
    text = text.replace("\x01", "…").replace("\x02", "")
    return re.sub(r"[\s\u00a0\u202f\u2060\u00ad]+", "", re.sub("[“”„«»‹›″]", '"', re.sub("[‘’‚′]", "'", text)))
