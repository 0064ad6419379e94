"""Print the addresses that links lead to, so that a reader of paper can type them in."""

import re
import unicodedata
import xml.etree.ElementTree as ET
from itertools import accumulate

from separatum.model.languages import Language
from separatum.style.style import Style, coverage

_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_WORD = re.compile(r"[^\W\d_]+")
_SCHEMES = ("http://", "https://")


def list_addresses(root: ET.Element, text: ET.Element, speech: Language, style: Style) -> None:
    """Put a list of the addresses that the links of a text lead to behind it, each behind its link's words."""
    letters = _letters(root, style)
    listed = ET.Element("div", {"class": "addresses"})
    for link in text.iter("a"):
        address, words = link.get("href", ""), _words(link)
        if address.startswith(_SCHEMES) and words not in (address, _bare(address)):
            line = ET.SubElement(listed, "p")
            line.text = words + speech.colon
            ET.SubElement(line, "span", {"dir": "ltr"}).text = _breakable(readable(address, letters))
    if len(listed):
        text.append(listed)


def readable(address: str, letters: frozenset[str]) -> str:
    """An address with letters in place of percent signs, as browsers show it; typed in, it leads to the same place.

    Args:
        address: an absolute address (RFC 3986). Its host is left as it is.
        letters: those that readers of the article can be expected to type, and that have a glyph.

    Only letters are decoded that a browser encodes again as they were (WHATWG URL, 1.3): in UTF-8, composed, and in no
    word that mixes scripts, since letters of another script may look the same. What is decoded in part would be hard to
    read, so a word is, or is not.
    """
    scheme, mark, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return scheme + mark + host + slash + re.sub(r"[^/?#&=]+", lambda part: _decoded(part[0], letters), path)


def _decoded(part: str, letters: frozenset[str]) -> str:
    """A step of a path with its letters decoded; as it was, where one of them should not be."""
    try:
        shown = _ENCODED.sub(lambda run: _letters_of(run[0]), part)
    except UnicodeDecodeError:
        return part
    unsure = {sign for sign in shown if not sign.isascii()} - letters
    return part if unsure or any(map(_is_mixed, _WORD.findall(shown))) else shown


def _letters_of(run: str) -> str:
    """A run of encoded octets with its letters beyond ASCII decoded, and no others.

    Raises:
        UnicodeDecodeError: it is no UTF-8.
    """
    signs = bytes.fromhex(run.replace("%", "")).decode("utf-8")
    if not unicodedata.is_normalized("NFC", signs):
        return run
    ends = accumulate(3 * len(sign.encode()) for sign in signs)
    return "".join(
        sign if _is_letter(sign) else run[end - 3 * len(sign.encode()) : end]
        for sign, end in zip(signs, ends, strict=True)
    )


def _is_letter(sign: str) -> bool:
    return not sign.isascii() and unicodedata.category(sign) in ("Lu", "Ll", "Lo", "Mn", "Mc")


def _is_mixed(word: str) -> bool:
    """Whether the letters of a word are of several scripts."""
    from fontTools.unicodedata import script

    return len({script(sign) for sign in word} - {"Zyyy", "Zinh"}) > 1


def _letters(root: ET.Element, style: Style) -> frozenset[str]:
    """The letters that a page is written with; of those that the style's labels have, capitals and small ones."""
    written = set("".join(root.itertext()))
    house = {sign for face in style.faces if face.family in style.roles.get("label", ()) for sign in coverage(face)}
    other = {case for sign in written for case in (sign.upper(), sign.lower()) if len(case) == 1 and ord(case) in house}
    return frozenset(written | other)


def _bare(address: str) -> str:
    """An address as people say it: “example.org”."""
    return address.partition("://")[2].removesuffix("/")


def _breakable(address: str) -> str:
    """An address that may break after its slashes, without a hyphen; its parts keep their order from left to right."""
    return re.sub(r"(?<=[/?&=])(?<!://)(?=[^/])", "\N{ZERO WIDTH SPACE}\N{LEFT-TO-RIGHT MARK}", address)


def _words(link: ET.Element) -> str:
    """The words of a link; where it holds nothing but a picture, what describes it."""
    words = "".join(link.itertext()).strip()
    return words or " ".join(image.get("alt", "") for image in link.iter("img")).strip()
