"""Find the emoji of a text, and spell each one as Unicode recommends (UTS 51)."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

# The few below the first plane that are shown as pictures by themselves, and the signs that make an emoji of others.
_MAYBE = re.compile(
    "[\U0001f000-\U0001faff\ufe0f\u20e3⌚⌛⏩-⏬⏰⏳◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓-❕❗➕-➗➰➿⬛⬜⭐⭕]"
)
_SELECTORS = {0xFE0E: None, 0xFE0F: None}
"""Variation selectors that ask for a plain or a coloured picture (UTS 51, 1.4.3)."""


def emoji_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each emoji begins and ends in a text, and its full spelling; one that stands for people of a family is one.

    A sign that is shown as text unless a selector follows, such as ©, is no emoji without it.
    """
    if not _MAYBE.search(text):
        return
    import emoji

    spellings = _spellings()
    for token in emoji.analyze(text, non_emoji=False, join_emoji=True):
        match = token.value
        if isinstance(match, str):
            continue
        bare = token.chars.translate(_SELECTORS)
        if token.chars == bare and len(bare) == 1 and spellings.get(bare, bare) != bare:
            continue
        end = match.end
        while text[end : end + 1] in ("\ufe0e", "\ufe0f"):
            end += 1
        yield match.start, end, spellings.get(bare, token.chars)


def spelled(text: str) -> str:
    """A text with each emoji in its full spelling, and without selectors that make no emoji."""
    if text.isascii() or (text.translate(_SELECTORS) == text and not _MAYBE.search(text)):
        return text
    parts, last = [], 0
    for start, end, full in emoji_of(text):
        parts += [text[last:start].translate(_SELECTORS), full]
        last = end
    return "".join([*parts, text[last:].translate(_SELECTORS)])


def name_of(sequence: str, language: str = "en") -> str | None:
    """What an emoji is called: “party popper”; in English where its name in a language is not known, None if it is new.

    Args:
        sequence: all characters of the emoji.
        language: a BCP 47 tag.
    """
    import emoji

    if not emoji.is_emoji(sequence):
        return None
    primary = language.partition("-")[0]
    known = primary if primary in emoji.LANGUAGES else "en"
    named = emoji.demojize(sequence, delimiters=("", ""), language=known)
    if named == sequence:
        named = emoji.demojize(sequence, delimiters=("", ""))
    return named.replace("_", " ")


@cache
def _spellings() -> Mapping[str, str]:
    """The full spelling of each emoji, by the one without selectors."""
    from emoji import EMOJI_DATA, STATUS

    wanted = (STATUS["fully_qualified"], STATUS["component"])
    return {one.translate(_SELECTORS): one for one, found in EMOJI_DATA.items() if found["status"] in wanted}
