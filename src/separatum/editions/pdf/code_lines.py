"""Fit lines of code: where one is longer than its measure, the code is set smaller, or the line goes on below itself.

A line that goes on is hung behind “↪”, which is a drawing and no text: who copies the code copies what was written.
"""

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from math import ceil

from separatum.model.languages import Language
from separatum.style.papers import Paper
from separatum.style.stylesheets import led

ARROW = "continued.svg"
"""The address of the drawing."""
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 14" width="10" height="14">'
    b'<path d="M3.6 4.6H3a2 2 0 0 0 0 4h5M6 6.4l2.2 2.2L6 10.8" fill="none" stroke="#666" stroke-width="0.9"/></svg>'
)
_USUAL, _SMALLER = 0.88, 0.8
"""The sizes of code, in em of the text."""
_LETTER = 0.602
"""The width of a letter, in em of its own size."""
_LEADING, _HUNG = 1.4, 2.0
"""Of a line of Latin letters, and how far it is hung, in em."""
_INDENTS: Mapping[str, float] = {"li": 1.5, "dd": 1.5, "blockquote": 3.0, "aside": 2.25, "pre": 1.0, "td": 1.0}
"""About how much narrower the sheets make what is in these elements, in em of the text."""
_KEPT = 2
"""Lines at the beginning and the end of long code that stay with the next one, or the one before."""
_MOST_SIGNS = 60
"""Lines of a page: what goes on for longer is data and not typed, and each sign would be drawn on each of its pages."""
_PIECE, _MAY_PART = re.compile(r"[^ \t\n]+"), re.compile(r"[^\w]")


def fit_code(root: ET.Element, paper: Paper, speech: Language) -> dict[ET.Element, int]:
    """Set code smaller whose lines are too long, and part what is still too long into lines that are hung.

    Args:
        root: the page; it is changed.
        paper: what it is laid out on.
        speech: the language that the page is in.

    Returns:
        For each code of the page, how many letters a line of it holds that goes on from the one above.
    """
    held = dict[ET.Element, int]()
    parents = {child: parent for parent in root.iter() for child in parent}
    leading = led(_LEADING, speech)
    measure = (paper.measure - paper.gap * (paper.columns - 1)) / paper.columns / paper.text
    for code in list(root.iter("pre")):
        around = [code]
        while around[-1] in parents:
            around.append(parents[around[-1]])
        room = measure - sum(_INDENTS.get(element.tag, 0.0) for element in around)
        held[code] = int(room / _LETTER / _USUAL - _HUNG / _LETTER)
        if any(element.get("class") == "note" for element in around):
            continue
        longest = max(map(_letters, "".join(code.itertext()).split("\n")))
        if longest * _LETTER * _USUAL <= room:
            continue
        code.set("style", f"font-size: {_SMALLER}em")
        most = room / _LETTER / _SMALLER
        held[code] = int(most - _HUNG / _LETTER)
        if longest > most and code.get("dir") != "rtl":
            _part(code, most, leading)
    return held


def hold_pieces(letters: Mapping[ET.Element, int]) -> None:
    """Let lines of code break at spaces alone, so that nobody types a path with a break in it.

    Args:
        letters: what `fit_code` gave; the page of the code is changed.
    """
    for code, most in letters.items():
        _hold(code, most)


def _hold(element: ET.Element, most: int) -> None:
    if not (element.text or any(child.tail or child.get("class") for child in element)):
        for child in element:
            _hold(child, most)
        return
    runs = list(_runs(element))
    text = "".join(part for _, part in runs)
    pieces = [piece for piece in _PIECE.finditer(text) if len(piece[0]) <= most and _MAY_PART.search(piece[0])]
    if not pieces:
        return
    element.text, element[:] = None, []
    done = 0
    for piece in pieces:
        _fill(element, runs, done, piece.start())
        _fill(ET.SubElement(element, "span", {"class": "held"}), runs, piece.start(), piece.end())
        done = piece.end()
    _fill(element, runs, done, len(text))


def _runs(element: ET.Element, phrases: tuple[ET.Element, ...] = ()) -> Iterator[tuple[tuple[ET.Element, ...], str]]:
    """The texts in an element, each with the phrases that it stands in."""
    if element.text:
        yield phrases, element.text
    for child in element:
        yield from _runs(child, (*phrases, child))
        if child.tail:
            yield phrases, child.tail


def _fill(place: ET.Element, runs: list[tuple[tuple[ET.Element, ...], str]], start: int, end: int) -> None:
    """Add the letters from one place of some texts to another, in phrases as they stood in."""
    at = 0
    for phrases, text in runs:
        part, is_first = text[max(0, start - at) : max(0, end - at)], at >= start
        at += len(text)
        if not part:
            continue
        here = place
        for phrase in phrases:
            here = ET.SubElement(here, phrase.tag, phrase.attrib)
            if not is_first:
                here.attrib.pop("id", None)
        if len(here):
            here[-1].tail = (here[-1].tail or "") + part
        else:
            here.text = (here.text or "") + part


def _letters(line: str) -> int:
    """How many letters wide a line is."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in line.rstrip())


def _part(code: ET.Element, most: float, leading: float) -> None:
    """Make each line a block."""
    holder = code[0] if len(code) == 1 and not (code.text or "").strip() and not (code[0].tail or "").strip() else code
    lines = _Lines()
    lines.read(holder)
    if len(lines.made) > 1 and not "".join(lines.made[-1].itertext()):
        lines.made.pop()
    for number, line in enumerate(lines.made):
        line.set("style", _style(line, most, leading) + _break(number, len(lines.made)))
    holder.text, holder[:] = None, lines.made
    if holder is not code:
        holder.set("style", "display: block")


def _style(line: ET.Element, most: float, leading: float) -> str:
    style = f"display: block; min-height: {leading:.4g}em; break-inside: avoid"
    further = ceil(_letters("".join(line.itertext())) / (most - _HUNG / _LETTER)) if most > 2 * _HUNG else 1
    if further <= 1:
        return style
    style += f"; padding-left: {_HUNG}em; text-indent: -{_HUNG}em"
    if further > _MOST_SIGNS:
        return style
    # A drawing for each line below the first; those that are not needed lie beyond the block, and are not painted.
    places = ", ".join(f"0.5em {leading * number:.4g}em" for number in range(1, further + 1))
    return (
        f"{style}; background-repeat: no-repeat; "
        f"background-size: 1em {leading:.4g}em; background-position: {places}; "
        f"background-image: {', '.join([f'url({ARROW})'] * further)}"
    )


def _break(number: int, count: int) -> str:
    """Where code is not parted. Said before its first line, or behind its last, it would stick to what stands there."""
    after = "; break-after: avoid" if number < min(_KEPT, count - 1) else ""
    return after + ("; break-before: avoid" if number >= max(1, count - _KEPT) else "")


class _Lines:
    """Parts what stands in an element at its line ends; phrases that go over one are parted with it."""

    def __init__(self) -> None:
        self.made = [ET.Element("span")]
        self._open: list[ET.Element] = []
        """The phrases around the place, as they were written."""
        self._here = [self.made[0]]
        """The line, and what was made of these."""

    def read(self, element: ET.Element) -> None:
        """Add what stands in an element."""
        self._add(element.text)
        for child in element:
            self._enter(child, dict(child.attrib))
            self._open.append(child)
            self.read(child)
            self._open.pop()
            self._here.pop()
            self._add(child.tail)

    def _enter(self, phrase: ET.Element, attributes: dict[str, str]) -> None:
        self._here.append(ET.SubElement(self._here[-1], phrase.tag, attributes))

    def _add(self, text: str | None) -> None:
        for number, piece in enumerate((text or "").split("\n")):
            if number:
                self.made.append(ET.Element("span"))
                self._here = [self.made[-1]]
                for phrase in self._open:
                    self._enter(phrase, {name: value for name, value in phrase.attrib.items() if name != "id"})
            here = self._here[-1]
            if len(here):
                here[-1].tail = (here[-1].tail or "") + piece
            else:
                here.text = (here.text or "") + piece
