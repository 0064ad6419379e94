"""Tokens for what a tag of a web site's program means, and what is said about it."""

import re
from collections.abc import Iterator

from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from separatum.model.findings import Rule
from separatum.source import pasted_rules as pasted
from separatum.source import rules
from separatum.source.markdown.parser import reading
from separatum.source.markdown.site_tags import Meaning, Tag, figure_of, meaning

UNKNOWN_HINT = "write what it stands for, or delete it"


def push_meaning(state: StateBlock, tag: Tag, known: Meaning, first: int, last: int) -> None:
    """Push what a tag stands for."""
    tokens = list(meant(known, [first, last], state.level))
    state.tokens += tokens
    notice = notice_of(tag, known)
    if notice is not None:
        reading(state).say(*notice, first)


def notice_of(tag: Tag, known: Meaning) -> tuple[Rule, str, str] | None:
    """What is said about a tag that was read: a rule, a message and a hint; None if nothing needs to be said."""
    if known.kind == "address":
        message = f"“{tag.shown}” became its address"
        return pasted.EMBED, message, "see whether a reader who cannot go there learns enough"
    if known.kind == "figure":
        return rules.SITE_READ, f"“{tag.shown}” was read as a figure", "see whether it is the right one"
    if known.kind == "nothing" and (tag.words or tag.named):
        return rules.SITE_READ, f"“{tag.shown}” was left out: it only arranges a page", "nothing to do"
    return None


def meant(known: Meaning, place: list[int], level: int) -> Iterator[Token]:
    """The tokens of a figure, an address or a text."""
    opening, inline, closing = (
        Token("paragraph_open", "p", 1),
        Token("inline", "", 0),
        Token("paragraph_close", "p", -1),
    )
    opening.map = inline.map = place
    opening.level = closing.level = level
    inline.level = level + 1
    inline.children = list(phrases_of(known))
    yield from (opening, inline, closing)


def phrases_of(known: Meaning) -> Iterator[Token]:
    """The same as tokens of a line."""
    text = Token("text", "", 0)
    if known.kind == "figure":
        image = Token("image", "img", 0)
        text.content = known.alt
        image.attrs = {
            "src": known.source,
            **({"title": known.title} if known.title else {}),
            **({"credit": known.credit} if known.credit else {}),
        }
        image.children = [text] if known.alt else []
        yield image
    elif known.kind == "address":
        if known.title and not known.title.startswith("http"):
            text.content = f"{known.title}: "
            yield text
        opening, words, closing = Token("link_open", "a", 1), Token("text", "", 0), Token("link_close", "a", -1)
        opening.attrs, words.content = {"href": known.source}, known.source
        yield from (opening, words, closing)
    elif known.kind == "label":
        text.content = known.source
        yield from (Token("strong_open", "strong", 1), text, Token("strong_close", "strong", -1))
    else:
        text.content = known.source
        yield text


def say_unknown(state: StateBlock, tag: Tag, line: int) -> None:
    """Report a tag that is left out."""
    message = f"“{tag.shown}” was left out: it is for the program of a web site"
    reading(state).say(rules.SITE_TAG, message, UNKNOWN_HINT, line)


_PLAIN_FILTERS = frozenset({"relative_url", "absolute_url", "url", "prepend", "safe", "escape", "markdownify"})


def value_of(tag: Tag, variables: dict[str, str]) -> str:
    """What a variable stands for; empty if that is not known."""
    name, _, filters = (part.strip() for part in tag.name.partition("|"))
    is_plain = not filters or filters.split(":")[0].strip() in _PLAIN_FILTERS
    if is_plain and name.startswith(("'", '"')) and name.endswith(name[0]) and len(name) > 1:
        return name[1:-1]
    return variables.get(name, "")


_PROGRAM = frozenset({"set", "assign", "capture", "if", "elsif", "elif", "unless", "for", "import", "macro", "with"})
_PROSE = re.compile(r"(?:\S+\s+){5,}\S+|[\u3040-\u9fff\uac00-\ud7ff\s，。、！？：；「」]{15,}")


def prose_of(tag: Tag) -> list[str]:
    """The sentences among the arguments of a tag whose meaning is not known; not those that describe a picture."""
    if tag.is_closing or tag.name in _PROGRAM or tag.dialect in {"variable", "comment"} or figure_of(tag):
        return []
    values = (" ".join(value.split()) for name, value in tag.named.items() if name not in {"alt", "class", "style"})
    return [value for value in values if _PROSE.search(value) and not re.search(r"[{}]|=>|;\s", value)]


def is_component(tag: Tag, text: str, at: int, state: StateBlock | StateInline) -> bool:
    """Whether a tag in capitals is a component's, and not words about one: it has an end, or arguments."""
    if tag.name == "<>":
        return ("<>" if tag.is_closing else "</>") in state.src
    if tag.is_void or tag.is_closing or tag.named:
        return True
    written = re.match(r"<([\w.]+)", tag.raw)
    return written is not None and f"</{written[1]}" in (text[at:] + state.src)


def understood(tag: Tag, state: StateInline | StateCore) -> Meaning | None:
    """What a tag means; a picture that is there is shown, whatever the tag's name is."""
    found = meaning(tag)
    has_picture = reading(state).has_picture
    if found is None:
        figure = figure_of(tag)
        return figure if figure is not None and has_picture(figure.source) else None
    is_unsure = found.kind == "figure" and tag.dialect == "component"
    return None if is_unsure and not has_picture(found.source) else found


def is_shortcode(tag: Tag, state: StateBlock | StateInline) -> bool:
    """Whether a word in square brackets is no reference to an address that the text gives."""
    return tag.name not in {key.lower() for key in state.env.get("references", {})}
