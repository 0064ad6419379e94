"""Tags of web sites' programs within a line."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from separatum.source import rules
from separatum.source.markdown.parser import reading, say_inline
from separatum.source.markdown.site_html import plain_html
from separatum.source.markdown.site_meanings import (
    UNKNOWN_HINT,
    is_component,
    is_shortcode,
    notice_of,
    phrases_of,
    understood,
    value_of,
)
from separatum.source.markdown.site_tags import Tag, tag_at

_EXPRESSION = re.compile(r"\{(?:props|frontmatter|frontMatter|page|site|data|process|this|useBaseUrl)\b[^{}\n]*\}")
_KRAMDOWN = re.compile(r"\{::?(?P<body>/?[a-z][^{}\n]*|/)\}")


def add_rules(parser: MarkdownIt) -> None:
    """Add the rule that reads tags within a line."""
    parser.inline.ruler.before("link", "site_tag", _inline)
    parser.inline.ruler.before("html_inline", "made_html", _made_html)


def _inline(state: StateInline, silent: bool) -> bool:
    sign = state.src[state.pos]
    if sign not in "{<[":
        return False
    found_tag = tag_at(state.src, state.pos)
    if (
        found_tag is None
        and sign == "{"
        and (found := _KRAMDOWN.match(state.src, state.pos) or _EXPRESSION.match(state.src, state.pos))
    ):
        return _left_out(state, found, silent=silent)
    if found_tag is None or found_tag[1] > state.posMax or not _is_tag(state, *found_tag):
        return False
    tag, end = found_tag
    if not silent:
        _say_or_push(state, tag)
    state.pos = end
    return True


def _is_tag(state: StateInline, tag: Tag, end: int) -> bool:
    """Whether this is a tag, and not words about one."""
    if tag.dialect == "bracket":
        return is_shortcode(tag, state)
    if tag.dialect != "component":
        return True
    before = state.src[state.pos - 1] if state.pos else " "
    is_word = before.isalnum() and not tag.is_closing  # “List<String>”
    return tag.name != "<>" and not is_word and is_component(tag, state.src, end, state)


def _left_out(state: StateInline, found: re.Match[str], *, silent: bool) -> bool:
    if found.re is _KRAMDOWN and not re.match(
        r"/?(?:options|comment|nomarkdown|nomarkdown)\b|/$|/?(?:toc)", found["body"]
    ):
        return False
    if not silent:
        say_inline(
            state, rules.SITE_TAG, f"“{found[0][:80]}” was left out: it is for the program of a web site", UNKNOWN_HINT
        )
    state.pos = found.end()
    return True


def _say_or_push(state: StateInline, tag: Tag) -> None:
    if tag.dialect == "literal":
        token = state.push("text_special", "", 0)
        token.content = tag.raw
        return
    if tag.dialect == "comment":
        say_inline(state, rules.HTML_COMMENT, f"a comment was left out: “{tag.shown}”", "delete it if it is not needed")
        return
    if tag.dialect == "variable" and (value := value_of(tag, reading(state).variables)):
        token = state.push("text_special", "", 0)
        token.content = value
        return
    known = None if tag.is_closing else understood(tag, state)
    if known is not None and known.kind in {"figure", "address", "text", "label"}:
        if state.pending:
            state.pushPending()
        for token in phrases_of(known):
            token.meta["at"] = state.pos
            state.tokens.append(token)
            state.tokens_meta.append(None)
        if notice := notice_of(tag, known):
            say_inline(state, *notice)
        return
    if tag.is_closing and tag.dialect == "component" and f"<{tag.name}" in state.src.lower():
        return  # said with its other half
    message = f"“{tag.shown}” was left out: it is for the program of a web site"
    say_inline(state, rules.SITE_TAG, message, UNKNOWN_HINT)


_MADE_TAG = re.compile(
    r"<(?P<name>/?[a-z][a-z0-9]*)(?P<rest>(?:\s(?:\{\{(?:[^{}]|\}(?!\})|(?!))*+\}\}|\{%(?:[^%]|%(?!\})|(?!))*+%\}"
    r"|\{(?:[^{}]|\{[^{}]*+\}|(?!))*+\}|\"[^\"]*+\"|'[^']*+'|[^<>{}\"']|(?!))*+|(?!))?+)>",
    re.DOTALL,
)


def _made_html(state: StateInline, silent: bool) -> bool:
    """A tag of HTML whose attributes a template or a program makes: these are filled in, or left out."""
    if state.src[state.pos] != "<":
        return False
    found = _MADE_TAG.match(state.src, state.pos, state.posMax)
    if found is None or "{" not in found["rest"]:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = plain_html(found[0])
    state.pos = found.end()
    return True
