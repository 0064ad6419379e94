"""Set the words of a drawing in faces of the package that have their letters.

resvg looks for another font where one lacks a letter, but only for one script in a text: words in two scripts become
empty boxes. So each run of letters gets the name of its family here.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml import etree

FONTS = Path(__file__).parents[2] / "fonts"
FIRST = "Noto Sans"
"""The family that words are set in where the drawing names no other."""
_LAST = ("Separatum Symbols", "Separatum Signs", "Separatum Emoji", "Separatum Mono")
_JOINING = frozenset({"Mn", "Mc", "Me", "Cf", "Zs", "Cc"})
"""Categories of characters that are set with those before them."""


def set_in_families(root: "etree._Element", namespace: str) -> None:
    """Put each run of letters that the first family lacks into a `tspan` with a family that has them.

    Args:
        root: the drawing; it is changed.
        namespace: of SVG.
    """
    from lxml import etree

    tag = f"{{{namespace}}}tspan"
    for text in list(root.iter(f"{{{namespace}}}text")):
        for element in list(text.iter()):
            if element.text and _lacks(element.text):
                before, spans = _spans(element.text, tag, etree.Element)
                element.text = before
                for place, span in enumerate(spans):
                    element.insert(place, span)
            parent = element.getparent()
            if element is not text and parent is not None and element.tail and _lacks(element.tail):
                before, spans = _spans(element.tail, tag, etree.Element)
                element.tail = before
                place = parent.index(element) + 1
                for number, span in enumerate(spans):
                    parent.insert(place + number, span)


@cache
def characters() -> frozenset[int]:
    """The characters that the faces of the package have."""
    return frozenset().union(*(codes for _, codes in _families()))


def _lacks(text: str) -> bool:
    codes = _families()[0][1]
    return any(ord(sign) not in codes and unicodedata.category(sign) not in _JOINING for sign in text)


def _spans(text: str, tag: str, make: Callable[[str], Any]) -> tuple[str, list[Any]]:
    """The words before the first run in another family, and these runs with the words behind each."""
    before, spans = "", list[Any]()
    for family, run in _runs(text):
        if family != FIRST:
            span = make(tag)
            span.set("style", f"font-family: '{family}'")
            span.text = run
            spans.append(span)
        elif spans:
            spans[-1].tail = run
        else:
            before = run
    return before, spans


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """Each run of a text that one family has, with the family."""
    family, start = FIRST, 0
    for place, sign in enumerate(text):
        if unicodedata.category(sign) in _JOINING:
            continue
        wanted = next((name for name, codes in _families() if ord(sign) in codes), FIRST)
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
