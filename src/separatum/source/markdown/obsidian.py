"""Obsidian's links `[[Page|words]]`, embeds `![[file]]`, comments `%%…%%` and names of blocks `^name`.

Wikis, Foam, Logseq and Gollum write links in the same way.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from separatum.source import rules
from separatum.source.markdown.parser import EVERYWHERE, beginning, line_text, reading, say_inline
from separatum.source.markdown.site_tags import MOST_SHOWN

_LINK = re.compile(
    r"(?P<embed>!?)\[\[(?P<page>[^\[\]|#\n]*)(?:#(?P<place>[^\[\]|\n]*))?(?:\|(?P<words>[^\[\]\n]*))?\]\]"
)
_ARROW = re.compile(r"\[\[(?P<words>[^\[\]\n]+?)\s*[=-]>\s*(?P<address>https?://[^\s\[\]]+)\s*\]\]")
"""Crabgrass: `[[words => address]]`."""
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)$", re.IGNORECASE)
_SIZE = re.compile(r"\d+(?:x\d+)?|left|right|center|thumb")
_COMMENT = re.compile(r"%%(?!%)(?P<text>[^%\n]+(?:%(?!%)[^%\n]*)*)%%")
_COMMENT_LINE = re.compile(r"%%(?!.*%%)")
_BLOCK_NAME = re.compile(r"(?:^|[ \t\n])\^(?P<name>[A-Za-z0-9-]+)[ \t]*$")


def add_rules(parser: MarkdownIt) -> None:
    """Add the rules that read links between notes."""
    parser.inline.ruler.before("link", "wikilink", _wikilink)
    parser.inline.ruler.before("link", "note_comment", _comment)
    parser.block.ruler.before("fence", "note_comment", beginning("%", _comment_block), {"alt": EVERYWHERE})
    parser.core.ruler.before("inline", "block_names", _block_names)


def _wikilink(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(("[[", "![["), state.pos):
        return False
    found = _LINK.match(state.src, state.pos, state.posMax)
    if found is None or not (found["page"].strip() or found["place"]):
        return False
    before, behind = state.src[max(state.pos - 1, 0) : state.pos], state.src[found.end() : found.end() + 1]
    is_given = normalizeReference(found[0].strip("![]")) in state.env.get("references", {})
    is_definition = state.pos == 0 and re.match(r":\s*(?:<|\S+[/.#])", state.src[found.end() :]) is not None
    if is_given or before == "[" or (behind and behind in "([]") or is_definition:
        return False
    if not silent:
        _push_embed(state, found) if found["embed"] else _push_link(state, found)
    state.pos = found.end()
    return True


def _push_embed(state: StateInline, found: re.Match[str]) -> None:
    page, words = found["page"].strip(), (found["words"] or "").strip()
    if not _PICTURE.search(page):
        message = f"“{found[0]}” was left out: what it would put here is not in this file"
        say_inline(state, rules.SITE_TAG, message, "copy into the text what it stands for, or delete it")
        return
    token = state.push("image", "img", 0)
    token.attrs = {"src": f"[[{page}]]"}  # the file is found by its name
    if words := "|".join(part for part in words.split("|") if not _SIZE.fullmatch(part.strip())):
        text = Token("text", "", 0)
        text.content = words
        token.children = [text]


def _push_link(state: StateInline, found: re.Match[str]) -> None:
    page, place = found["page"].strip(), (found["place"] or "").strip()
    if arrow := _ARROW.match(found[0]):
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": arrow["address"]}
        state.push("text", "", 0).content = arrow["words"]
        state.push("link_close", "a", -1)
        return
    words = (found["words"] or "").strip() or (page.rpartition("/")[2] if page else place.removeprefix("^"))
    if not page:
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": f"#{place.removeprefix('^')}"}
        state.push("text", "", 0).content = words
        state.push("link_close", "a", -1)
        return
    if place and not found["words"]:
        words = f"{words} ({place.removeprefix('^')})" if not place.startswith("^") else words
    state.push("text", "", 0).content = words
    message = f"the link “{found[0]}” leads to another note; its words are kept"
    say_inline(state, rules.LINK_RELATIVE, message, "write the full address of the page, or take the brackets away")


def _comment(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("%%", state.pos):
        return False
    found = _COMMENT.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        say_inline(
            state,
            rules.HTML_COMMENT,
            f"a comment was left out: “{found[0][:MOST_SHOWN]}”",
            "delete it if it is not needed",
        )
    state.pos = found.end()
    return True


def _comment_block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    if state.is_code_block(first) or not _COMMENT_LINE.match(line_text(state, first)):
        return False
    last = next((at for at in range(first + 1, end) if "%%" in line_text(state, at)), None)
    if last is None:
        return False
    if not silent:
        text = " ".join(" ".join(line_text(state, at) for at in range(first, last + 1)).split())
        reading(state).say(
            rules.HTML_COMMENT, f"a comment was left out: “{text[:MOST_SHOWN]}”", "delete it if it is not needed", first
        )
        state.line = last + 1
    return True


def _block_names(state: StateCore) -> None:
    """`^name` at the end of a paragraph or an item names it: a link can lead there."""
    tokens = state.tokens
    for at, token in enumerate(tokens):
        if token.type != "inline" or "^" not in token.content or at == 0:
            continue
        found = _BLOCK_NAME.search(token.content)
        if found is None:
            continue
        token.content = token.content[: found.start()].rstrip()
        owner = tokens[at - 1]
        if owner.hidden and at > 1:
            owner = tokens[at - 2]
        if owner.type in {"paragraph_open", "heading_open", "list_item_open"}:
            owner.attrSet("id", found["name"])
