"""The words that we read beside those that cmark-gfm reads: each word that only one side has, with its cause.

cmark-gfm is GitHub's own parser, written in C by others; it shares nothing with ours.
"""

import html.parser
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from separatum.source import file
from tests.witness.reading import Published, published
from tests.witness.untold import untold

_WORD = re.compile(
    "[\u2e80-\u2fff\u3040-\u9fff\uac00-\ud7ff\uf900-\ufaff]|[^\\W_\u2e80-\u2fff\u3040-\u9fff\uac00-\ud7ff\uf900-\ufaff]+"
)
_CAUSES = {
    "a fence's info": re.compile(r"^(?:[ >]|[-*+] |\d+[.)] )*(?:`{3,}|~{3,})[^\n`]*$", re.MULTILINE),
    "a comment": re.compile(r"\{%-? *comment.*?endcomment *-?%\}|%%.*?%%", re.DOTALL),
    "a template": re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>", re.DOTALL),
    "an attribute list": re.compile(r"\{:?(?:[^{}\n]|\n(?!\n)|\{\{[^{}\n]*\}\}|\{\w[^{}\n]*\})*\}"),
    "a component": re.compile(r"</?[A-Z][\w.]*(?:[^<>]|=>)*?>|<[a-z]+-(?:[^<>]|=>)*?>"),
    "a callout's kind": re.compile(r"\[![^\]\n]*\]|^[ >]*(?::{3,}|!!!|\?\?\?)[^\n]*$|=== \"[^\"\n]*\"", re.MULTILINE),
    "a note's name": re.compile(r"\[\^[^\]\n]*\]"),
    "an abbreviation": re.compile(r"^\*\[[^\n]*$", re.MULTILINE),
    "a formula": re.compile(
        r"\$\$[^$]+\$\$|(?<!\$)\$(?:[^$\n]|\n(?!\n))+\$(?!\$)|\\\(.+?\\\)|\\\[.+?\\\]|^\\begin.*?^\\end[^\n]*$",
        re.DOTALL | re.MULTILINE,
    ),
    "an emoji's code": re.compile(r":[\w+-]+:"),
    "an address": re.compile(
        r"(?:https?://|www\.|mailto:)\S+|\]\([^)\n]*\)|^ *\[[^\]\n]+\]:[^\n]*$|<[^<>\s]+@[^<>\s]+>", re.MULTILINE
    ),
    "a link to a note": re.compile(r"\w*!?\[\[[^\]\n]*\]\]\w*"),
    "a block's name": re.compile(r"(?:^|\s)\^[\w-]+\s*$", re.MULTILINE),
    "a shortcode": re.compile(
        r"\[/?(?:prism|cce|highlight|code|sourcecode|div|embed|caption|gallery|youtube)\b[^\]\n]*\]|\[/[a-z][\w-]*\]",
        re.IGNORECASE,
    ),
    "a list's number": re.compile(r"^ *\d+[.)] ", re.MULTILINE),
    "HTML": re.compile(r"<[A-Za-z/!?](?:[^<>]|\{\{<[^<>]*>\}\})*>"),
    "a program": re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE),
    "an entity": re.compile(r"&#?\w+;"),
    "a task's box": re.compile(r"\[[ xX]\]"),
    "a mark of contents": re.compile(r"\[_?TOC_?\]", re.IGNORECASE),
}
"""Where in a source a word has a reason to be on one side only."""


@dataclass(slots=True, kw_only=True)
class Difference:
    """What only one side has, for one source."""

    path: Path
    lost: dict[str, list[str]] = field(default_factory=dict)
    """By its cause, each word that only cmark-gfm reads; “none” if no cause is known."""
    added: dict[str, list[str]] = field(default_factory=dict)
    """The same for words that only we read."""
    untold: list[tuple[str, str]] = field(default_factory=list)
    """Markup in our text that no finding names: its kind, and how it stands there."""
    refused: str = ""
    """Why nothing was compared."""


def compared(path: Path) -> Difference:
    """Both readings of a source, compared word for word."""
    manuscript, _ = file.load(path)
    if manuscript is None:
        return Difference(path=path, refused="no text")
    read = published(manuscript, path)
    if isinstance(read, str):
        return Difference(path=path, refused=read)
    ours, named = our_words(read)
    theirs = their_words(manuscript.body)
    spans = {cause: [found.span() for found in pattern.finditer(manuscript.body)] for cause, pattern in _CAUSES.items()}
    difference = Difference(path=path, untold=list(untold(read)))
    glued = [word for word in ours - theirs if len(word) > 3]
    for word, count in (theirs - ours).items():
        cause = "named in a finding" if named[word] >= count else _cause(word, manuscript.body, spans)
        if cause == "none" and any(one.startswith(word) or one.endswith(word) for one in glued):
            cause = "no space between marks"
        difference.lost.setdefault(cause, []).extend([word] * count)
    for word, count in (ours - theirs).items():
        cause = _cause(word, manuscript.body, spans)
        difference.added.setdefault(cause, []).extend([word] * count)
    return difference


def _cause(word: str, body: str, spans: dict[str, list[tuple[int, int]]]) -> str:
    edges = ("", "") if "\u2e80" <= word < "\ufb00" else (r"(?<![^\W_])", r"(?![^\W_])")
    places = [found.start() for found in re.finditer(re.escape(word).join(edges), body, re.IGNORECASE)]
    for cause, held in spans.items():
        if any(start <= place < end for place in places for start, end in held):
            return cause
    return "none"


def our_words(read: Published) -> tuple[Counter[str], Counter[str]]:
    """The words of our reading, and those that its findings name as left out."""
    words = Counter(_words(" ".join((read.headline, "".join(_said(read.root))))))
    return words, Counter(_words(read.said))


def _said(element: Element) -> Iterator[str]:
    if element.get("class") == "noteref":
        return
    yield element.get("alt", "") if element.tag == "img" else element.text or ""
    for child in element:
        gap = "" if child.tag in _PHRASES else " "
        yield gap
        yield from _said(child)
        yield gap
        yield child.tail or ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("\xad", "").casefold())


_OF_NOTES = re.compile(
    r"<sup class=\"footnote-ref\">.*?</sup>|<a [^>]*(?:footnote-backref|data-footnote-backref)[^>]*>.*?</a>", re.DOTALL
)
"""Calls of notes, and the ways back: numbers and signs that no author wrote."""
_PHRASES = frozenset(
    """
    em strong del a code b i u span sub sup abbr mark kbd font small ins q cite s strike tt samp var dfn
    bdi bdo wbr label big
    """.split()  # noqa: SIM905  (a word list reads better so)
)
"""Elements whose edges part no words."""


_OF_TITLES = re.compile(r"[*`]|(?<![^\W_])_|_(?![^\W_])")
"""Marks of a title, which we read as Markdown."""


class _Listener(html.parser.HTMLParser):
    """Hears the words of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "template"}:
            self.silent += 1
        given = dict(attrs)
        if tag == "img":
            self.said.append(f" {given.get('alt') or ''} {_OF_TITLES.sub('', given.get('title') or '')} ")
        elif tag not in _PHRASES:
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "template"} and self.silent:
            self.silent -= 1
        if tag not in _PHRASES:
            self.said.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def their_words(markdown: str) -> Counter[str]:
    """The words of cmark-gfm's reading, with its extensions."""
    import cmarkgfm
    from cmarkgfm.cmark import Options

    made = cmarkgfm.markdown_to_html_with_extensions(
        markdown,
        Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES,
        ["table", "strikethrough", "autolink", "tasklist"],
    )
    made = _OF_NOTES.sub("", made)
    listener = _Listener()
    listener.feed(made)
    listener.close()
    return Counter(_words("".join(listener.said)))
