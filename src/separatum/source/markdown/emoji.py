"""Codes of emoji, such as `:tada:`, become their sign; a code that nobody knows stays, and is reported."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from separatum.source import rules
from separatum.source.markdown.parser import say_inline

_CODE = re.compile(r":(?P<name>[+-]1|[a-z0-9][a-z0-9_+-]*[a-z0-9]):(?![\w:])")


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
    found = _CODE.match(state.src, state.pos, state.posMax)
    before = state.src[state.pos - 1] if state.pos else " "
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
