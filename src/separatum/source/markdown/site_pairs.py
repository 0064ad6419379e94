"""Tags of web sites' programs that belong together: each finds its other half, and both become what they mean."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from separatum.source import rules
from separatum.source.markdown.parser import reading
from separatum.source.markdown.site_meanings import UNKNOWN_HINT, meant, notice_of, prose_of, understood
from separatum.source.markdown.site_tags import Meaning, Tag


def add_rules(parser: MarkdownIt) -> None:
    """Add the rule that puts what they mean in the place of tags."""
    parser.core.ruler.before("inline", "site_pairs", _pairs)


def _pairs(state: StateCore) -> None:
    """Give each tag its other half, and put in its place what it means."""
    known = reading(state)
    state.tokens[:] = _paired(state.tokens, state)
    for note in known.notes:
        note.tokens[:] = _paired(note.tokens, state)


def _paired(tokens: list[Token], state: StateCore) -> list[Token]:
    if not any(token.type == "site_tag" for token in tokens):
        return tokens
    halves: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.type != "site_tag":
            continue
        tag = token.meta["tag"]
        if not tag.is_closing:
            opened.append(at)
            continue
        for place in range(len(opened) - 1, -1, -1):
            other = tokens[opened[place]]
            if other.meta["tag"].name == tag.name and other.level == token.level:
                halves[opened[place]], halves[at] = at, opened[place]
                del opened[place:]
                break
    made: list[Token] = []
    for at, token in enumerate(tokens):
        made += _in_place(token, tokens, halves, at, state) if token.type == "site_tag" else [token]
    return made


def _in_place(token: Token, tokens: list[Token], halves: dict[int, int], at: int, state: StateCore) -> list[Token]:
    """The tokens that stand for a tag."""
    tag: Tag = token.meta["tag"]
    known = reading(state)
    other: Tag | None = tokens[halves[at]].meta["tag"] if at in halves else None
    opening = other if tag.is_closing and other else tag
    found = None if tag.is_closing and other is None else understood(opening, state)
    line = token.meta["line"]
    if found is None:
        if not (tag.is_closing and other):
            kept = prose_of(tag)
            message = f"“{tag.shown}” was left out: it is for the program of a web site"
            hint = "what it holds is kept" if other or kept else UNKNOWN_HINT
            known.say_at(rules.SITE_TAG, message, hint, line)
            return [one for text in kept for one in _paragraph(text, token.map or [line, line + 1], token.level)]
        return []
    place = token.map or [line, line + 1]
    if found.kind in {"figure", "address", "text", "label"}:
        return [] if tag.is_closing else _meant_once(tag, found, token, state)
    if found.kind == "nothing" or other is None:
        if found.kind == "nothing" and not tag.is_closing and (notice := notice_of(tag, found)):
            known.say_at(*notice, line)
        if found.kind != "nothing" and not tag.is_closing:
            message = f"“{tag.shown}” was left out: nothing closes it"
            known.say_at(rules.SITE_TAG, message, UNKNOWN_HINT, line)
        return []
    return _container(found, place, token.level, is_closing=tag.is_closing)


def _meant_once(tag: Tag, found: Meaning, token: Token, state: StateCore) -> list[Token]:
    notice = notice_of(tag, found)
    known = reading(state)
    if notice is not None:
        known.say_at(*notice, token.meta["line"])
    return list(meant(found, token.map or [0, 1], token.level))


def _paragraph(text: str, place: list[int], level: int) -> list[Token]:
    head, words, tail = Token("paragraph_open", "p", 1), Token("inline", "", 0), Token("paragraph_close", "p", -1)
    head.map = words.map = place
    head.level = tail.level = level
    words.content, words.children, words.level = text, [], level + 1
    return [head, words, tail]


def _container(found: Meaning, place: list[int], level: int, *, is_closing: bool) -> list[Token]:
    if found.kind == "quote":
        if not is_closing:
            opening = Token("blockquote_open", "blockquote", 1, level=level)
            opening.map = place
            return [opening]
        author = list(meant(Meaning(kind="text", source=f"— {found.title}"), place, level + 1)) if found.title else []
        return [*author, Token("blockquote_close", "blockquote", -1, level=level)]
    if is_closing:
        return [Token("callout_close", "aside", -1, level=level)]
    opening = Token("callout_open", "aside", 1, level=level)
    opening.info, opening.map = found.source, place
    if not found.title:
        return [opening]
    head, words, tail = Token("paragraph_open", "p", 1), Token("inline", "", 0), Token("paragraph_close", "p", -1)
    head.attrSet("class", "summary" if found.source == "details" else "callout-title")
    head.map = words.map = place
    words.content, words.children = found.title, []
    return [opening, head, words, tail]
