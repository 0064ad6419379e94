"""Codes of emoji, such as `:tada:`, become their sign; a code that nobody knows stays, and is reported.

Material for MkDocs has codes of some thousand icons besides (“Icons, Emojis”), which are drawings of its own.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from separatum.source import rules
from separatum.source.markdown.parser import say_inline

_CODE = re.compile(r":(?P<name>[+-]1|[a-z0-9][a-z0-9_+-]*[a-z0-9]):(?![\w:])")

_ICON = re.compile(
    r":(?P<set>material|octicons|fontawesome(?:-[a-z]+)?|simple)-(?P<name>[a-z0-9-]+?)(?:-\d\d)?:(?:\{[^{}\n]*\})?"
)
_OF_TRADE = frozenset({"simple", "fontawesome-brands"})
"""Sets of trade marks: “x” is a firm there."""
_SHAPES = r"(?:-(?:all|bold|box|circle|decagon|drop|fill|long|octagon|outline|rhombus|thick|thin))*"
_MEANT = re.compile(
    rf"(?P<check>(?:circle-|square-)?check{_SHAPES})|(?P<cross>close{_SHAPES}|cancel|x(?:-circle)?(?:-fill)?"
    rf"|(?:circle-|square-)?xmark)|(?P<alert>alert{_SHAPES}|(?:triangle|circle)-exclamation)"
    rf"|(?P<next>arrow-right{_SHAPES})"
)
_SIGNS = {"check": "✓", "cross": "✗", "alert": "⚠", "next": "→"}
_OPENING, _CLOSING = frozenset({"", *"[(*_~"}), frozenset({"", *"])*_~"})
_TITLED = re.compile(r"\]\([^()\n]*(?:\s[\"'][^\n]*|\)\{[^{}\n]*\btitle=)")


def add_rules(parser: MarkdownIt) -> None:
    """Add the rule that reads codes of emoji."""
    parser.inline.ruler.after("text", "emoji", _emoji)


@cache
def _signs() -> dict[str, str]:
    import emoji

    signs: dict[str, str] = {}
    for sign, names in emoji.EMOJI_DATA.items():
        for name in (names["en"], *names.get("alias", ())):
            if sign != signs.get(name, sign) and names.get("status", 0) > emoji.STATUS["fully_qualified"]:
                continue
            signs[name] = sign
    return signs


def is_emoji(code: str) -> bool:
    """Whether “:code:” stands for an emoji."""
    return code in _signs()


def _emoji(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != ":":
        return False
    before = state.src[state.pos - 1] if state.pos else " "
    if not (before.isalnum() or before in ":/") and (icon := _ICON.match(state.src, state.pos, state.posMax)):
        return _icon(state, icon, silent)
    found = _CODE.match(state.src, state.pos, state.posMax)
    if found is None or before.isalnum() or before in ":/" or not re.search(r"[a-z]|[+-]1", found["name"]):
        return False
    sign = _signs().get(found[0])
    if sign is None:
        if not silent and re.fullmatch(r"[a-z][a-z0-9_+-]+", found["name"]):
            message = f"“{found[0]}” is no code of an emoji that is known, and is printed as it is written"
            say_inline(state, rules.EMOJI_UNKNOWN, message, "put the sign itself, or a word, in its place")
        return False
    if not silent:
        state.push("text_special", "", 0).content = sign
    state.pos = found.end()
    return True


def _icon(state: StateInline, icon: re.Match[str], silent: bool) -> bool:
    """An icon that means a sign becomes the sign; one that stands alone is named; others stand beside their words."""
    before, after = state.src[: icon.start()].rstrip(), state.src[icon.end() :].lstrip()
    is_alone = before[-1:] in _OPENING and after[:1] in _CLOSING and not _TITLED.match(after)
    meant = None if icon["set"] in _OF_TRADE else _MEANT.fullmatch(icon["name"])
    words = _SIGNS[meant.lastgroup or ""] if meant else icon["name"].replace("-", " ") if is_alone else ""
    if not silent:
        done = f"“{words}” stands for it" if words else "it was left out"
        message = f"“{icon[0].partition('{')[0]}” is an icon that only its site has; {done}"
        say_inline(state, rules.EMOJI_UNKNOWN, message, "put a sign or a word in its place")
        if words:
            state.push("text_special", "", 0).content = words
    state.pos = icon.end()
    if not words and state.src[: icon.start()][-1:] in {"", " ", "\n", "["}:  # so that no space is left alone
        state.pos += len(state.src[state.pos : state.posMax]) - len(state.src[state.pos : state.posMax].lstrip(" "))
    return True
