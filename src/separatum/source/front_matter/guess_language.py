"""Guess the language of a text that nobody names, with py3langid's model; a person must look at the guess."""

import re

from separatum.source.front_matter.language_model import language_model

_KIN = {
    "wuu": "zh",
    "yue": "zh",
    "nb": "no",
    "nn": "no",
    "ary": "ar",
    "arz": "ar",
    "pcm": "en",
    "sdh": "ku",
    "uzs": "uz",
}
"""Codes that the model tells apart more finely than a guess can."""
_NO_LANGUAGE = "zxx"
LEAST_LETTERS = 40
"""A text with fewer letters is too short for a guess."""
LEAST_SURE = 0.6
"""The probability that the best guess needs at least, from 0 to 1."""
_MOST_LETTERS = 6000
_CODE = re.compile(
    r"^(```|~~~).*?^\1|`[^`\n]*`|<[^<>\n]*>|\{[{%].*?[%}]\}|https?://\S+|\]\([^)\n]*\)", re.DOTALL | re.MULTILINE
)
_LETTERS = re.compile(r"[^\W\d_]+")
_OF_SCRIPT = (
    ("ka", re.compile("[\u10a0-\u10ff\u1c90-\u1cbf]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("bo", re.compile("[\u0f00-\u0fff]")),
)
"""Languages that their letters alone tell, some of which the model does not know."""


def guess_language(text: str, expected: tuple[str, ...] = (), *, least_sure: float = LEAST_SURE) -> str | None:
    """The language of a Markdown text.

    Args:
        text: code, addresses and tags in it are passed over.
        expected: tags that the place of the file suggests; one of them is believed where it is among the likely.
        least_sure: the probability that any other needs at least, from 0 to 1.

    Returns:
        A BCP 47 tag; None if the text is too short, or no language is likely enough.
    """
    plain = _CODE.sub(" ", text)[:_MOST_LETTERS]
    letters = sum(map(len, _LETTERS.findall(plain)))
    if letters < LEAST_LETTERS and not (letters and any(sign > "\u0500" for sign in plain)):
        return None
    for tag, pattern in _OF_SCRIPT:
        if len(pattern.findall(plain)) * 2 > letters:
            return tag
    likely: dict[str, float] = {}
    for name, share in language_model().shares(plain).items():
        likely[_KIN.get(name, name)] = likely.get(_KIN.get(name, name), 0.0) + share
    for tag in expected:
        if likely.get(tag.partition("-")[0], 0.0) > 0.05:
            return tag
    best = max(likely, key=lambda name: likely[name])
    return best if likely[best] >= least_sure and best != _NO_LANGUAGE else None


def is_kin(one: str, other: str) -> bool:
    """Whether two tags are of one language, or of two that a guess cannot tell apart."""
    first, second = (tag.partition("-")[0] for tag in (one, other))
    return first == second or any({first, second} <= family for family in _FAMILIES)


_FAMILIES = tuple(
    frozenset(names.split())
    for names in (
        "no nb nn da",
        "sr hr bs sh cnr",
        "id ms jv su",
        "pt gl",
        "tl fil",
        "fa prs tg",
        "hi ur",
        "cs sk",
        "la it",
    )
)
