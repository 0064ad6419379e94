"""Give what runs against the direction of its article a direction of its own.

HTML's “auto” (3.2.6.4) takes the first letter's direction; but a sentence in Arabic may begin with a Latin name. So a
line keeps the article's direction if it has a single letter of it, and has the other one only if all its letters do.
It is set apart by a `span`, so its indent, its edge and its bullet stay where those of its neighbours are.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from separatum.model.languages import Direction
from separatum.model.text_direction import direction_of, has_right_to_left, only_direction
from separatum.source.html.element_names import CODE, PHRASES

_APART = frozenset({*CODE, "math"})
"""What the letters around it say nothing about."""
_WITHIN_LINES = frozenset({*PHRASES, "img", "math"})
_LINES = frozenset({"caption", "credit", "licence", "line"})
"""The classes of phrases that stand on a line of their own."""
_BEFORE = frozenset({"backlink", "box"})
"""The classes of what opens a line as a bullet does: the number of a note, the box of a task."""


def set_directions(root: ET.Element, direction: Direction) -> None:
    """Set the direction of code, of addresses, and of each line whose letters all run the other way.

    Args:
        root: the page of an article, an `html` element; it is changed.
        direction: the article's.
    """
    if direction == "rtl" or any(element.get("dir") == "rtl" for element in root.iter()):
        _set_code_from_left(root)
    if direction == "rtl" or has_right_to_left("".join(root.itertext())):
        for body in root.iterfind("body"):
            _set_lines(body, direction)


def other_direction(text: str, around: Direction) -> Direction | None:
    """The direction of a line without phrases, where it needs another than the text around it."""
    only = only_direction([text])
    return only if only != around and only and _looks_otherwise([text]) else None


def _set_code_from_left(root: ET.Element) -> None:
    """Programs and addresses run from left to right in every text: their signs would change places.

    Code inside of code whose author gave it a direction has that one.
    """
    stack = [(root, False)]
    while stack:
        element, is_settled = stack.pop()
        is_code = element.tag in CODE
        is_address = element.tag == "a" and element.text == element.get("href")
        if element.get("dir") is not None:
            is_settled |= is_code
        elif is_address or (is_code and not is_settled):
            element.set("dir", "ltr")
        stack += [(child, is_settled) for child in element]


def _set_lines(block: ET.Element, around: Direction) -> None:
    """Set apart the lines that run the other way in a block and in those inside it, but for what has a direction."""
    end = len(block)
    for place in range(len(block) - 1, -1, -1):
        child = block[place]
        if child.tag in _WITHIN_LINES and not _classes(child) & (_LINES | _BEFORE):
            continue
        _set_line(block, place + 1, end, around)
        end = place
        if child.tag not in _APART and not _is_settled(child):
            _set_lines(child, around)
    _set_line(block, 0, end, around)


def _is_settled(block: ET.Element) -> bool:
    """Whether its author said what it is, or it opens a line as a bullet does."""
    return "dir" in block.attrib or "lang" in block.attrib or bool(_classes(block) & _BEFORE)


def _set_line(block: ET.Element, start: int, end: int, around: Direction) -> None:
    """Put the text before a child and the phrases from there into a `span`, if all of it runs the other way."""
    phrases = block[start:end]
    before = block[start - 1] if start else None
    text = (block.text if before is None else before.tail) or ""
    letters = [text, *(part for phrase in phrases for part in (*_letters(phrase), phrase.tail or ""))]
    only = only_direction(letters)
    if only is None or only == around or any(_is_picture(phrase) for phrase in phrases):
        return
    if not _looks_otherwise([text, *(part for phrase in phrases for part in (*phrase.itertext(), phrase.tail or ""))]):
        return
    line = ET.Element("span", {"dir": only})
    line.text = text.lstrip()
    space = text[: len(text) - len(line.text)]
    if before is None:
        block.text = space
    else:
        before.tail = space
    line.extend(phrases)
    block[start:end] = [line]
    last = (line[-1].tail if phrases else line.text) or ""
    line.tail = last[len(last.rstrip()) :]
    if phrases:
        line[-1].tail = last.rstrip()
    else:
        line.text = last.rstrip()


def _letters(phrase: ET.Element) -> Iterator[str]:
    """The texts of a phrase, but for those that have a direction of their own."""
    if phrase.tag in _APART or phrase.get("dir") is not None:
        return
    yield phrase.text or ""
    for child in phrase:
        yield from _letters(child)
        yield child.tail or ""


def _looks_otherwise(texts: list[str]) -> bool:
    """Whether a line looks another in the other direction: not if it is one text of letters and spaces alone.

    A sign between two letters goes with them; but at the end of a line the layout knows the next letter no more.
    """
    shown = [text.strip() for text in texts if text.strip()]
    return len(shown) != 1 or any(direction_of(sign) is None and not sign.isspace() for sign in shown[0])


def _is_picture(phrase: ET.Element) -> bool:
    """Whether the sheets size it as a picture that stands in its block itself."""
    return phrase.tag == "img" or (phrase.tag == "a" and phrase.find("img") is not None)


def _classes(phrase: ET.Element) -> set[str]:
    return set(phrase.get("class", "").split())
