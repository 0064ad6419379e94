"""Mark what code is made of, where its language is named: keywords, comments, what a change adds and takes away.

Pygments tells them apart. What they look like is for a style's sheets to say; the letters, spaces and lines of the code
stay as they are.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_LONGEST = 20_000
"""Letters of code that is marked, some 400 lines: what takes a lexer the square of the length takes no time yet."""
_KINDS = {
    "code-keyword": (
        "Keyword",
        "Operator.Word",
        "Name.Tag",
        "Comment.Preproc",
        "Generic.Heading",
        "Generic.Subheading",
    ),
    "code-comment": ("Comment", "Literal.String.Doc"),
    "code-inserted": ("Generic.Inserted",),
    "code-deleted": ("Generic.Deleted",),
}
"""The class of each kind of token that is marked, and of the kinds below it."""
_PLAIN = ("Keyword.Constant", "Comment.PreprocFile")
"""Kinds below those that are not marked: where values are keywords too, as in CSS, nearly all would be bold."""

_SLOW = frozenset({"AutoIt", "autohotkey", "Easytrieve", "MCSchema"})
"""Lexers that take minutes for some signs that repeat."""


def highlight_code(root: ET.Element) -> None:
    """Put the keywords and comments of code into spans that have a class each.

    Code without a language, of one that Pygments does not know, or of more than 20,000 letters stays as it is.

    Args:
        root: the page; it is changed.
    """
    for pre in root.iter("pre"):
        language = pre.get("data-language")
        if not language or len(pre) != 1 or len(pre[0]) or not pre[0].text:
            continue
        lexer = _lexer(language)
        if lexer is not None and len(pre[0].text) <= _LONGEST:
            _mark(pre[0], lexer)


def _mark(code: ET.Element, lexer: "Lexer") -> None:
    text = code.text or ""
    tokens = [(_class(kind), part) for _, kind, part in lexer.get_tokens_unprocessed(f"{text}\n")]
    if "".join(part for _, part in tokens) != f"{text}\n":
        return
    code.text = None
    for name, part in _shortened(_joined(tokens)):
        if name:
            span = ET.SubElement(code, "span", {"class": name})
            span.text = part
        elif len(code):
            code[-1].tail = part
        else:
            code.text = part


def _joined(tokens: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """One part for tokens of one class in a row, and white space around them apart."""
    for name, run in groupby(_bare(tokens), key=lambda token: token[0]):
        yield name, "".join(part for _, part in run)


def _bare(tokens: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, part in tokens:
        inner = part.strip()
        before, _, after = part.partition(inner) if inner and name else (part, "", "")
        yield from (("", before), (name, inner), ("", after)) if inner and name else (("", part),)


def _shortened(parts: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The parts without the line end that lexers ask for at the end."""
    known = [(name, part) for name, part in parts if part]
    name, last = known[-1]
    yield from known[:-1]
    if last != "\n":
        yield name, last[:-1]


@cache
def _class(kind: object) -> str:
    """The class of a kind of token, or of the nearest kind above it that has one; empty if there is none."""
    name = str(kind).removeprefix("Token.")
    while name:
        if name in _PLAIN:
            return ""
        for known, kinds in _KINDS.items():
            if name in kinds:
                return known
        name = name.rpartition(".")[0]
    return ""


@cache
def _lexer(language: str) -> "Lexer | None":
    """The lexer of Pygments for a language, by its name or by the ending of its files; None if it has none.

    Plug-ins are not asked: the same article would be other bytes on another machine.
    """
    from pygments.lexers import find_lexer_class, get_all_lexers

    wanted = language.replace("_", "-")
    listed = list(get_all_lexers(plugins=False))
    named = [name for name, aliases, _, _ in listed if wanted in aliases]
    ending = [name for name, _, files, _ in listed if f"*.{wanted}" in files]
    found = named or (ending if len(ending) == 1 else [])
    if not found or found[0] in _SLOW:
        return None
    made = find_lexer_class(found[0])
    return made() if made is not None else None
