"""Phrases beyond CommonMark: ==marked==, H~2~O, x^2^, ++added++, [words]{.class}, ruby, and CriticMarkup."""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from separatum.source import rules
from separatum.source.markdown.parser import say_inline

_MARK = re.compile(r"==(?=[^\s=])(?P<text>[^\n]{0,1000}?[^\s=])==(?![=\w])")
_ADDED = re.compile(r"\+\+(?=[^\s+])(?P<text>[^\n]{0,1000}?[^\s+])\+\+(?![+\w])")
_SUB = re.compile(r"~(?=[^\s~])(?P<text>(?:\\.|[^\s~\\])+)~(?!~)")
_SUP = re.compile(r"\^(?=[^\s^\[])(?P<text>(?:\\.|[^\s^\\])+)\^")
_CRITIC = re.compile(
    r"\{(?:\+\+(?P<added>.{1,2000}?)\+\+|--(?P<deleted>.{1,2000}?)--|~~(?P<old>.{1,2000}?)~>(?P<new>.{1,2000}?)~~|==(?P<marked>.{1,2000}?)==|>>(?P<comment>.{1,2000}?)<<)\}",
    re.DOTALL,
)
_RUBY = re.compile("\\{(?P<base>[\u2e80-\u9fff\uf900-\ufaff々〆ヶ]+)\\|(?P<reading>[^{}\n]+)\\}")


def add_rules(parser: MarkdownIt) -> None:
    """Add the rules that read phrases."""
    for name, sign, pattern, tag in (
        ("mark", "==", _MARK, "mark"),
        ("added", "++", _ADDED, ""),
        ("superscript", "^", _SUP, "sup"),
    ):
        parser.inline.ruler.before("emphasis", name, _rule(sign, pattern, tag))
    parser.inline.ruler.before("strikethrough", "subscript", _rule("~", _SUB, "sub"))
    parser.inline.ruler.before("link", "critic", _critic)
    parser.inline.ruler.before("link", "attributes", _attributes)
    parser.inline.ruler.after("link", "bracketed_span", _span)


def _rule(sign: str, pattern: re.Pattern[str], tag: str) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:
        if not state.src.startswith(sign, state.pos):
            return False
        before = state.src[state.pos - 1] if state.pos else " "
        if tag in {"sub", "sup"} and not (before.isalnum() or before in ")]}*_`$"):
            return False
        if before == sign[0] or (len(sign) > 1 and before.isalnum()):
            return False
        found = pattern.match(state.src, state.pos, state.posMax)
        if found is None:
            return False
        if not silent:
            _push(state, tag, found.start("text"), found.end("text"))
        state.pos = found.end()
        return True

    return rule


def _push(state: StateInline, tag: str, start: int, end: int) -> None:
    """Push a phrase whose inside is read on."""
    most = state.posMax
    if tag:
        state.push(f"{tag}_open", tag, 1)
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.posMax = most
    if tag:
        state.push(f"{tag}_close", tag, -1)


def _critic(state: StateInline, silent: bool) -> bool:
    """Marks of editing: what was added stays, what was deleted goes, a comment is left out."""
    if state.src[state.pos] != "{":
        return False
    if ruby := _RUBY.match(state.src, state.pos, state.posMax):
        if not silent:
            state.push("text", "", 0).content = f"{ruby['base']}（{ruby['reading'].replace('|', '')}）"
        state.pos = ruby.end()
        return True
    found = _CRITIC.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        if found["deleted"] is not None or found["old"] is not None or found["comment"] is not None:
            gone = found["deleted"] or found["old"] or found["comment"]
            message = f"“{' '.join(gone.split())[:80]}” was left out: it is marked as deleted, or as a comment"
            say_inline(state, rules.SITE_TAG, message, "accept or reject the changes in the source")
        kept = next((name for name in ("added", "new", "marked") if found[name] is not None), None)
        if kept is not None:
            _push(state, "mark" if kept == "marked" else "", found.start(kept), found.end(kept))
    state.pos = found.end()
    return True


_ATTRIBUTES = re.compile(r"\{:?[ ]*(?:[.#][\w-]|[\w-]+=)[^{}\n]*\}")
_QUOTED = re.compile(r"=\"((?:\\.|[^\"\\]|(?!))*+)\"", re.DOTALL)
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_LIST = re.compile(
    r"\{:?\s*+(?=[.#]|[\w:.-]+=)(?:(?:[.#][\w:./-]++|[A-Za-z_][\w:.-]*+(?:=(?:\"(?:\\.|[^\"\\]|(?!))*+\"|'[^']*+'"
    r"|[^\s{}\"'=]++)|(?!))?+)(?:\s++|(?=\}))|(?!))++\}",
    re.DOTALL,
)


def _attributes(state: StateInline, silent: bool) -> bool:
    """An attribute list: no Markdown is read in its values, and it may go over several lines, as Pandoc has it."""
    found = _LIST.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "{" else None
    if found is None:
        return False
    if not silent:
        for template in _TEMPLATE.findall(found[0]):
            message = f"“{template[:80]}” was left out: it is for the program of a web site"
            say_inline(state, rules.SITE_TAG, message, "write what it stands for, or delete it")
        written = " ".join(_TEMPLATE.sub("", found[0]).split())
        state.push("text", "", 0).content = _QUOTED.sub(_quoted, written)
    state.pos = found.end()
    return True


def _quoted(found: re.Match[str]) -> str:
    """A value between quotation marks of which it holds none: those that a backslash escapes are set as others."""
    value = re.sub(r"\\(.)", r"\1", found[1])
    if '"' not in value:
        return f'="{value}"'
    return f"='{value}'" if "'" not in value else '="{}"'.format(value.replace('"', "”"))


def _span(state: StateInline, silent: bool) -> bool:
    """Pandoc's `[words]{lang=en}`: a span; its attributes are read behind it."""
    if state.src[state.pos] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos, False)
    if end < 0 or not _ATTRIBUTES.match(state.src, end + 1, state.posMax):
        return False
    if not silent:
        _push(state, "span", state.pos + 1, end)
    state.pos = end + 1
    return True
