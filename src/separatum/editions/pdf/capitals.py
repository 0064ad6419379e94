"""Mark what the face has signs of its own for: acronyms, which get small capitals, and fractions.

Only looks are changed; whoever copies the text gets the letters that were written. A sheet that says nothing of the
classes shows them as they were.
"""

import re
import xml.etree.ElementTree as ET
from itertools import chain

_CAPITAL = r"[A-Z\u00c0-\u00d6\u00d8-\u00de]"
_ACRONYM = rf"(?<![\w.,/@#&+:%-])(?P<caps>{_CAPITAL}{{3,}}\d{{0,2}})(?!\.?[\w/@#&+:%]|-\d|[’'-]{_CAPITAL})"
_FRACTION = r"(?<![\w.,:/-])(?P<fraction>1/2|[12]/3|[13]/4|[1357]/8)(?![\w/:-]|[.,]\d)"
_FOUND = re.compile(f"{_ACRONYM}|{_FRACTION}")
_SHOUTED = re.compile(rf"(?:^|[^\w]){_CAPITAL}{{2,}}(?:[^\w.]+{_CAPITAL}{{2,}}){{2,}}")
"""Three words of capitals in a row: no acronyms, but a cry, or a headline."""
_LEFT_ALONE = frozenset(
    {"h1", "h2", "h3", "h4", "pre", "code", "kbd", "samp", "table", "figcaption", "strong", "b", "math"}
)
_LEFT_ALONE_CLASSES = frozenset(
    {"addresses", "amendments", "colophon", "related", "pullquote", "identifier", "initial"}
)


def mark_capitals(root: ET.Element) -> None:
    """Put acronyms and fractions of the story into spans of the classes “caps” and “fraction”.

    Args:
        root: the page; it is changed.
    """
    text = root.find(".//div[@class='text']")
    if text is not None:
        _mark(text)


def _mark(parent: ET.Element) -> None:
    children = list(parent)
    for before in chain((None,), children):
        _set(parent, before)
    for child in children:
        classes = set(child.get("class", "").split())
        if child.tag not in _LEFT_ALONE and not classes & _LEFT_ALONE_CLASSES:
            _mark(child)


def _set(parent: ET.Element, before: ET.Element | None) -> None:
    """Mark what is found in the text behind an element, or in the first text."""
    text = (parent.text if before is None else before.tail) or ""
    found = [] if _SHOUTED.search(text) else list(_FOUND.finditer(text))
    if before is not None and before.get("class") == "initial":  # its letter is the first of the word
        found = [one for one in found if one.start() > 0]
    place = 0 if before is None else list(parent).index(before) + 1
    for number, one in enumerate(found):
        marked = ET.Element("span", {"class": one.lastgroup or ""})
        marked.text = one[0]
        marked.tail = text[one.end() : found[number + 1].start() if number + 1 < len(found) else None]
        parent.insert(place + number, marked)
    if found and before is None:
        parent.text = text[: found[0].start()]
    elif found and before is not None:
        before.tail = text[: found[0].start()]
