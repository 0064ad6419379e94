"""The forms in which texts are compared with forbidden words: how they are folded, joined and decoded."""

import base64
import contextlib
import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache, partial
from urllib.parse import unquote

from separatum.model.lookalikes import CAPITALS, SMALL

# Letters whose mark is a part of them, so that no decomposition parts it.
_BARRED = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ə": "e",
    "ә": "e",
} | dict(zip("ɖɗƀƶɨʉɍɉȼɇƚⱥⱦɏ", "ddbziurjcelaty", strict=True))
# One letter in several shapes: final letters (Hebrew), yeh, kaf and heh of several languages (Arabic script).
_SHAPES = dict(zip("ךםןףץ", "כמנפצ", strict=True)) | dict(zip("یىېےکڪةہھەۀ", "ييييككههههه", strict=True))
_ONE_LETTER = str.maketrans(_BARRED | _SHAPES | {"\u0640": None})
"""With nothing for the tatweel, which only makes an Arabic word longer."""
_APOSTROPHES = dict.fromkeys(map(chr, (*range(0x2B9, 0x2C0), 0x2C8, 0x2EE, 0xA78B, 0xA78C)), "'")
"""Letters that are typed as apostrophes as well: “Oʻtkir”, “O'tkir”."""
_BOXED = {chr(first + number): chr(0x61 + number) for first in (0x1F150, 0x1F170, 0x1F1E6) for number in range(26)}
"""Letters in circles, squares and flags, which Unicode decomposes to nothing."""
_ALONE = _APOSTROPHES | _BOXED
_UNSEEN = frozenset({"Me", "Cf"})
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Hangul letters and a sign of Braille that are not drawn."""
_KEPT_CLASSES = frozenset({8, 9, *range(84, 133)})
"""Combining classes of marks that tell letters apart: of kana, of the scripts of India and South-East Asia."""
_HYPHENS = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\u2011]\s?(?=[^\W\d_])")
_SPACES = re.compile(r"\s+")
_SPACED = re.compile(
    r"(?<![^\W_])[^\W\d_](?:(?P<by>[^\S\n]|[._·*|~/])[^\W\d_](?![^\W_]))(?:(?P=by)[^\W\d_](?![^\W_]))+"
)
"""Letters set apart, “J a n e”, “J.a.n.e”."""
_SET_APART = re.compile(r"[\W_]+")
_ABD = re.compile(r"(?<!\w)([وف]?[بكل]?عبد) (?=ال)")
"""The first part of many Arabic names, which is written alone or not."""
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_BASE64 = tuple(
    re.compile(rf"(?<![{signs}])[{signs}]{{8,2000}}={{0,2}}(?![{signs}]|=)", re.ASCII) for signs in (r"\w+/-", r"\w-")
)
_MOST_TIMES = 5
"""That an address may be encoded within another."""
_FOREIGN_HOST = re.compile(r"xn--([a-z0-9-]+)", re.IGNORECASE)
_PALOCHKA = re.compile("(?<=[\u0400-\u04bf\u04d0-\u04ff])[1Il|!](?![a-z])|[1Il|](?=[\u0400-\u04bf\u04d0-\u04ff])")
"""What is typed in place of “Ӏ” in Chechen, Avar and their neighbours."""
_DIGITS = str.maketrans("013457@$", "oieastas")
_MIXED = re.compile(r"[^\W\d_@$]*(?:[^\W\d_][013457@$]+[^\W\d_])+[^\W\d_@$]*")
"""Words in which digits stand for letters: “j4ne”."""
_LONGEST_MIXED = 40


def _marks() -> str:
    """Ranges of marks that are letters' own, for a class of a pattern: Python's patterns count them as no letters."""
    ranges: list[list[int]] = []
    for code in (*range(0x0900, 0x1D00), *range(0xA800, 0xAC00)):
        if is_kept_mark(chr(code)):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def is_kept_mark(sign: str) -> bool:
    """Whether a sign is a mark without which a word would be another."""
    category = unicodedata.category(sign)
    if category == "Mc":
        return True
    if category != "Mn":
        return False
    combining = unicodedata.combining(sign)
    return combining in _KEPT_CLASSES or (combining == 0 and 0x0900 <= ord(sign) < 0x1D00)


MARKS = _marks()
LETTER = rf"(?:[^\W\d_]|[{MARKS}])"
"""A pattern for one letter of a folded text."""
NO_LETTER = rf"(?:(?![{MARKS}])[\W_])"
"""A pattern for one sign that is neither a letter nor a digit."""


def folded(text: str, *, capitals: bool = False, alike: bool = True, cased: bool = False) -> str:
    """A text in the form in which it is compared.

    Args:
        text: the text.
        capitals: whether letters count as alike that are so as capitals (“В” and “B”), not as small letters.
        alike: whether letters of other scripts become the Latin ones that look like them.
        cased: whether capitals stay capitals.
    """
    # Each letter by itself, and each kind of letter once: marks are taken out, so their order says nothing.
    table = {ord(sign): _folded(sign, capitals, alike, cased) for sign in set(text)}
    return unicodedata.normalize("NFC", text.translate(table))


@lru_cache(maxsize=40_000)
def _folded(sign: str, capitals: bool, alike: bool, cased: bool) -> str:
    if alone := _ALONE.get(sign):
        return alone.upper() if cased else alone
    parted = unicodedata.normalize("NFKD", "i" if sign in "ıİ" else sign)
    kept = "".join(one for one in parted if not _is_unseen(one))
    if alike:
        kept = "".join(_latin(one, capitals=capitals) for one in kept)
    small = kept.casefold().translate(_ONE_LETTER)
    return small.upper() if cased and sign.isupper() else small


def _latin(sign: str, *, capitals: bool) -> str:
    if capitals:
        return CAPITALS.get(ord(sign[0])) or CAPITALS.get(ord(sign.upper()[0])) or SMALL.get(ord(sign), sign)
    # Cherokee's small letters are newer than its capitals, and are folded to these.
    return SMALL.get(ord(sign)) or SMALL.get(ord(sign.casefold()[0]), sign)


def _is_unseen(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category in _UNSEEN or sign in _FILLERS or (category == "Mn" and not is_kept_mark(sign))


def without_unseen(text: str) -> str:
    """A text without marks and signs that make no other word of it."""
    kept = (_APOSTROPHES.get(sign) or _BOXED.get(sign, sign) for sign in unicodedata.normalize("NFC", text))
    return "".join(sign for sign in kept if not _is_unseen(sign))


def readings(text: str) -> Iterator[str]:
    """The text in each way in which it can be read, each once.

    Without hyphens within words, with addresses decoded (RFC 3986, 2.1; RFC 3492; RFC 4648, 4 and 5) and references to
    characters (HTML, 13.5), with letters that were set apart joined, and with the letters that digits stand for.
    """
    # A line's end and the next one's indent are one sign.
    ways = [_SPACES.sub(" ", text), _HYPHENS.sub("", text), _decoded(text)]
    ways.append(_SPACED.sub(lambda found: _SET_APART.sub("", found[0]), text))
    ways.append(with_palochka(text))
    ways.append(_ABD.sub(r"\1", ways[0]))
    ways.append("\n".join(_from_base64(text)))
    if _ENTITY.search(text):
        ways.append(html.unescape(text))
    if _MIXED.search(text):
        ways += [_MIXED.sub(partial(_respelt, one=one), text) for one in "il"]
    yield from dict.fromkeys(ways)


def with_palochka(text: str) -> str:
    """A text with the letter “ӏ” for what is typed in its place beside Cyrillic letters."""
    return _PALOCHKA.sub("ӏ", text)


def _from_base64(text: str) -> Iterator[str]:
    """The texts that stand in a text in Base64, as in addresses that tell whom they were sent to."""
    for found in (one for pattern in _BASE64 for one in pattern.finditer(text)):
        word = found[0].rstrip("=").translate({0x2D: "+", 0x5F: "/"})
        with contextlib.suppress(ValueError):
            decoded = base64.b64decode(word + "=" * (-len(word) % 4)).decode()
            if decoded.isprintable():
                yield _decoded(decoded)


def _respelt(found: re.Match[str], one: str) -> str:
    return _spelt(found[0], one)


def _spelt(word: str, one: str) -> str:
    """A word with letters for its digits; “1” may be two of them."""
    return word if len(word) > _LONGEST_MIXED else word.replace("1", one).translate(_DIGITS)


def _decoded(text: str) -> str:
    """A text with its addresses as they are read."""

    def host(found: re.Match[str]) -> str:
        try:
            return found[1].encode("ascii").decode("punycode")
        except (UnicodeError, OverflowError):
            return found[0]

    for _ in range(_MOST_TIMES):
        if "%" not in text or (decoded := unquote(text)) == text:
            break
        text = decoded
    return _FOREIGN_HOST.sub(host, text) if "xn--" in text.lower() else text
