"""Web and mail addresses in the text become links (GFM 0.29, 6.9), also among ideographs and full-width signs."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from separatum.source.markdown.parser import reading

_URL = re.compile('://[^\\s<>"«»“”„‘’\u3000-\u303f\uff00-\uff65\\[\\]|]+')
_SCHEME = re.compile(r"(?:^|[^\w.+/=-]|(?<=[^\x00-\x7f]))(https?|ftp)$", re.IGNORECASE)
_WORDS = re.compile(
    '(?<![\\w@./:+-])(?:(?P<www>www\\.[\\w-]+(?:\\.[\\w-]+)+(?::\\d+)?(?:[/?#][^\\s<>"«»“”„‘’\u3000-\u303f\uff00-\uff65\\[\\]|]*)?)'
    "|(?P<mail>[A-Za-z0-9._+-]+@[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.[A-Za-z][A-Za-z0-9_-]*))(?![\\w@-])",
    re.ASCII | re.IGNORECASE,
)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_ENTITY = re.compile(r"&[A-Za-z0-9]+;$")


def add_rules(parser: MarkdownIt) -> None:
    """Add the rules that find addresses."""
    parser.inline.ruler.after("text", "web_address", _web_address)
    parser.core.ruler.after("inline", "words_with_address", _in_words)


def _web_address(state: StateInline, silent: bool) -> bool:
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending[-8:])
    found = _URL.match(state.src, state.pos, state.posMax)
    if scheme is None or found is None:
        return False
    url = scheme[1] + trimmed(found[0])
    if "." not in url and "localhost" not in url:
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        opening = state.push("link_open", "a", 1)
        opening.attrs, opening.info = {"href": url}, "auto"
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1).info = "auto"
    state.pos += len(url) - len(scheme[1])
    return True


def trimmed(url: str) -> str:
    """An address without the signs behind it that belong to the sentence; a bracket that it opened itself stays."""
    while url:
        if entity := _ENTITY.search(url):
            url = url[: entity.start()]
        elif (url[-1] == "'" and url.count("'") % 2 == 0) or (
            url[-1] in _PAIRS and url.count(_PAIRS[url[-1]]) >= url.count(url[-1])
        ):
            break
        elif url[-1] in ".,;:!?*_~')}]":
            url = url[:-1]
        else:
            break
    return url


def _in_words(state: StateCore) -> None:
    """Addresses without a scheme: they are found when emphasis is, so that their own signs stay theirs."""
    for tokens in (state.tokens, *(note.tokens for note in reading(state).notes)):
        for token in tokens:
            if token.type == "inline" and token.children and ("@" in token.content or "www." in token.content.lower()):
                token.children = _linked(token.children)


def _linked(children: list[Token]) -> list[Token]:
    made: list[Token] = []
    inside = 0
    for token in children:
        if token.type in {"link_open", "link_close"}:
            inside += token.nesting
        elif token.type == "html_inline" and re.match(r"</?a[\s>]", token.content, re.IGNORECASE):
            inside += -1 if token.content.startswith("</") else 1
        if token.type != "text" or inside > 0:
            made.append(token)
            continue
        done = 0
        for found in _WORDS.finditer(token.content):
            words = trimmed(found[0]) if found["www"] else found[0]
            if found["mail"] and words[-1] in "-_":
                continue
            made += [_text(token.content[done : found.start()]), *_link(words, is_mail=bool(found["mail"]), like=token)]
            done = found.start() + len(words)
        made.append(token if not done else _text(token.content[done:]))
    return [token for token in made if token.type != "text" or token.content]


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def _link(words: str, *, is_mail: bool, like: Token) -> list[Token]:
    opening, closing = Token("link_open", "a", 1), Token("link_close", "a", -1)
    opening.attrs = {"href": f"mailto:{words}" if is_mail else f"http://{words}"}
    opening.meta = dict(like.meta)
    return [opening, _text(words), closing]
