"""Set the words of a drawing in faces of the package that have their letters.

resvg looks for another font where one lacks a letter, but only for one script in a text: words in two scripts become
empty boxes. So each run of letters gets the name of its family here. The family in which a text stands comes first: the
frames and blocks of a terminal are as wide as its letters.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from separatum.source.images.svg_cascade import families
from separatum.source.images.svg_families import SANS, name_families

if TYPE_CHECKING:
    from lxml import etree

FONTS = Path(__file__).parents[2] / "fonts"
FIRST = SANS
"""The family that words are set in where the drawing names no other."""
_LAST = ("Separatum Symbols", "Separatum Signs", "Separatum Emoji", "Separatum Mono")
_JOINING = frozenset({"Mn", "Mc", "Me", "Cf", "Zs", "Cc"})
"""Categories of characters that are set with those before them."""


def set_in_families(root: "etree._Element", namespace: str) -> None:
    """Name families of the package, and put each run of letters that they lack into a `tspan` with one that has them.

    Args:
        root: the drawing; it is changed.
        namespace: of SVG.
    """
    from lxml import etree

    texts = list(root.iter(f"{{{namespace}}}text"))
    if not texts:
        return
    name_families(root, namespace)
    if all("".join(map(str, text.itertext())).isascii() for text in texts):
        return  # the families of every kind have these letters
    tag = f"{{{namespace}}}tspan"
    named = {
        element: family for element, family in families(root, namespace, FIRST).items() if family in dict(_families())
    }
    for text in texts:
        for element in list(text.iter()):
            own = named.get(element, FIRST)
            if element.text and _lacks(element.text, own):
                before, spans = _spans(element.text, own, tag, etree.Element)
                element.text = before
                for place, span in enumerate(spans):
                    element.insert(place, span)
            parent = element.getparent()
            if element is text or parent is None:
                continue
            own = named.get(parent, FIRST)
            if element.tail and _lacks(element.tail, own):
                before, spans = _spans(element.tail, own, tag, etree.Element)
                element.tail = before
                place = parent.index(element) + 1
                for number, span in enumerate(spans):
                    parent.insert(place + number, span)


@cache
def characters() -> frozenset[int]:
    """The characters that the faces of the package have."""
    return frozenset().union(*(codes for _, codes in _families()))


def _lacks(text: str, own: str) -> bool:
    codes = dict(_families())[own]
    return any(ord(sign) not in codes and unicodedata.category(sign) not in _JOINING for sign in text)


def _spans(text: str, own: str, tag: str, make: Callable[[str], Any]) -> tuple[str, list[Any]]:
    """The words before the first run in another family than their own, and these runs with the words behind each."""
    before, spans = "", list[Any]()
    for family, run in _runs(text, own):
        if family != own:
            span = make(tag)
            span.set("style", f"font-family: '{family}'")
            span.text = run
            spans.append(span)
        elif spans:
            spans[-1].tail = run
        else:
            before = run
    return before, spans


def _runs(text: str, own: str) -> Iterator[tuple[str, str]]:
    """Each run of a text that one family has, with the family."""
    order = sorted(_families(), key=lambda entry: entry[0] != own)
    family, start = own, 0
    for place, sign in enumerate(text):
        if unicodedata.category(sign) in _JOINING:
            continue
        wanted = next((name for name, codes in order if ord(sign) in codes), own)
        if wanted != family and place > start:
            yield family, text[start:place]
            start = place
        family = wanted
    yield family, text[start:]


@cache
def _families() -> tuple[tuple[str, frozenset[int]], ...]:
    """The families of the package, the first one first, with the characters that they have."""
    import uharfbuzz

    files: dict[str, str] = {}
    for face in json.loads((FONTS / "fonts.json").read_bytes())["faces"]:
        if face["style"] == "normal":
            files.setdefault(face["family"], face["ttf"])
    order = sorted(files, key=lambda name: (name in _LAST, name != FIRST, not name.startswith("Noto"), name))
    names = [*(name for name in order if name not in _LAST), *(name for name in _LAST if name in files)]
    opened = {name: uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FONTS / files[name]))) for name in names}
    return tuple((name, frozenset(face.unicodes)) for name, face in opened.items())
