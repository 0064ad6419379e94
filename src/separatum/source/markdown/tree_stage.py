"""The last stage of Markdown works on the tree: attribute lists and abbreviations, by Python-Markdown's own extensions.

They stand behind the elements that they belong to, and so are read when the elements are made: `{#id .class key=value}`
as Python-Markdown has it, with kramdown's colon (`{: …}`) or without.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.util import AtomicString

from separatum.source.html.elements import MARKS
from separatum.source.markdown.callouts import KIND_OF, kind_of
from separatum.source.markdown.render import ESCAPED_BRACE

_ALLOWED = frozenset(
    """
    id class lang dir title alt credit licence license width colspan rowspan scope start
    """.split()  # noqa: SIM905  (a word list reads better so)
)
_WITHOUT_MARKUP = frozenset({"code", "pre", "math"})
_ALONE = re.compile(r"\s*\{:?\s*(?P<list>[.#][^{}\n]*|[\w-]+\s*=[^{}\n]*|\.[\w-]+[^{}\n]*)\}\s*$")
_KRAMDOWN = re.compile(r"\{:\s*(?:toc|[\w-]+:\s[^{}\n]*|[\w-]+)\s*\}\s*$")


_OPEN_VALUE = re.compile(
    r"""((?:="[^"]*"|='[^']*'|[^"'}]|(?!))*+(?<==)(?P<body>(?P<mark>["'])(?:(?<=")[^"}]*|(?<=')[^'}]*)))(?=\}|$)"""
)
"""An attribute list up to the end of a value whose quotation mark is not closed."""
_OURS_TO_WRITE = ("credit", "licence", "license", "title", *sorted(MARKS))
"""Attributes and classes whose loss takes words or a shape from the page."""

Say = Callable[[Element, str, str], None]
"""Takes a fault of an attribute list: its element, a message, and a hint."""


@lru_cache(maxsize=1024)
def misspelt(name: str) -> str | None:
    """The attribute or class that a name is a slip for; None if it is another program's.

    One slip is allowed (a letter too many, too few, another, or two that changed places), and two in names of more than
    seven letters; hyphens make no difference. Names of fewer than five letters are no slip.
    """
    plain = name.lower().replace("-", "").replace("_", "")
    if name in _OURS_TO_WRITE or len(plain) < 5:
        return None
    near = (one for one in _OURS_TO_WRITE if _slips(plain, one) <= (2 if len(one) > 7 else 1))
    return next(near, None)


def _slips(one: str, other: str) -> int:
    """How many letters are too many, too few, others, or changed places (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for down, letter in enumerate(one):
        above, row = rows[-1], [down + 1]
        for across, wanted in enumerate(other):
            least = min(above[across + 1] + 1, row[-1] + 1, above[across] + (letter != wanted))
            if down and across and (letter, one[down - 1]) == (other[across - 1], wanted):
                least = min(least, rows[-2][across - 1] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]


class _Attributes(AttrListTreeprocessor):
    """Python-Markdown's attribute lists, of which only those attributes are taken that a body may have."""

    def __init__(self, say: Say) -> None:
        super().__init__(_python_markdown())
        self._say = say

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        given = dict(elem.attrib)
        if found := _OPEN_VALUE.match(attrs_string):
            message = f"the quotation mark in “{{{found[1][:200]}}}” is not closed"
            self._say(elem, message, f"write {found['mark']} at the end of the value as well")
            attrs_string = found[1] + found["mark"] + attrs_string[found.end() :]
        rest = super().assign_attrs(elem, attrs_string, strict=strict)
        if not (strict and rest):
            self._look(elem, given)
        if elem.tag == "img":
            _describe(elem)
        for name in [name for name, value in elem.attrib.items() if name not in given or given[name] != value]:
            if name not in _ALLOWED or elem.attrib[name] is None:
                elem.attrib.pop(name)
                if name in given:
                    elem.set(name, given[name])
        return rest

    def _look(self, element: Element, given: Mapping[str, str]) -> None:
        """Report what is a slip for an attribute or a class of ours; what other programs have passes."""
        old = given.get("class", "").split()
        classes = [name for name in element.get("class", "").split() if name not in old]
        for sign, names in (("", [name for name in element.attrib if name not in given]), (".", classes)):
            for name in names:
                near = misspelt(name)
                if near is not None and (near in MARKS) == bool(sign):
                    message = f"“{sign}{name[:40]}” has no effect"
                    self._say(element, message, f"did you mean “{sign}{near}”?")


def _describe(image: Element) -> None:
    """Quarto's `fig-alt` is the alternative text: what stands in the brackets is then the caption, as `fig-cap` is."""
    described, caption = image.get("fig-alt"), image.get("fig-cap")
    if described is not None:
        caption = caption or image.get("alt")
        image.set("alt", described)
    if caption and "title" not in image.attrib:
        image.set("title", caption)


@cache
def _python_markdown() -> Markdown:
    return Markdown(output_format="xhtml")


def settle(tree: Element, abbreviations: Mapping[str, str], say: Say = lambda *_: None) -> Element:
    """Read attribute lists and set abbreviations, in the tree itself.

    Args:
        tree: parsed HTML, before its elements are put in their places.
        abbreviations: what each stands for.
        say: takes each fault of an attribute list.
    """
    _hide(tree)
    attributes = _Attributes(say)
    _alone(tree, attributes)
    attributes.run(tree)
    for table in tree.iter("table"):
        _cover(table)
    for element in list(tree.iter()):
        _box(element)
    if abbreviations:
        AbbrTreeprocessor(_python_markdown(), dict(abbreviations)).run(tree)
    for element in tree.iter():
        if element.text and ESCAPED_BRACE in element.text:
            element.text = element.text.replace(ESCAPED_BRACE, "{")
        if element.tail and ESCAPED_BRACE in element.tail:
            element.tail = element.tail.replace(ESCAPED_BRACE, "{")
        for name, value in element.attrib.items():
            if ESCAPED_BRACE in value:
                element.set(name, value.replace(ESCAPED_BRACE, "{"))
    return tree


_OURS = frozenset(
    {"formula", "lead", "caption", "credit", "licence", "label", "noteref", "notes", "note", "task", "box", "beside"}
)
"""Classes that the body uses: an author cannot give them."""
_BOXES = frozenset(
    """
    note tip important warning caution danger info hint attention notice alert admonition callout success primary error
    """.split()  # noqa: SIM905  (a word list reads better so)
)
_BOX_OF = re.compile(r"(?:notice-|alert|callout|admonition|message|bd-callout)-(?P<kind>\w+)")


def _box(element: Element) -> None:
    """A block with a class such as “note” or “alert-warning” is a callout; other classes of the body go."""
    classes = element.get("class", "").split()
    if not classes or element.get("data-note") is not None:
        return
    names = [found["kind"] if (found := _BOX_OF.fullmatch(name)) else name for name in classes]
    asked = [
        name.lower() for name in names if name.lower() in _BOXES or name.lower() in {"success", "primary", "error"}
    ]
    if asked and element.tag in {"div", "p", "blockquote", "section"}:
        kind = kind_of([*(name for name in asked if name in KIND_OF), "box"])
        inner = Element("p") if element.tag == "p" else None
        if inner is not None:
            inner.text, element.text = element.text, None
            inner.extend(list(element))
            element[:] = [inner]
        element.tag = "aside"
        element.attrib.update({"class": "callout", "data-kind": kind or "box"})
        return
    kept = [name for name in classes if name not in _OURS or element.tag in {"aside", "li", "span"}]
    if len(kept) < len(classes):
        element.set("class", " ".join(kept)) if kept else element.attrib.pop("class")


def _hide(tree: Element) -> None:
    """Mark the texts in which nothing is to be read."""
    for element in tree.iter():
        if element.tag in _WITHOUT_MARKUP or element.get("data-formula") is not None:
            for inner in element.iter():
                inner.text = AtomicString(inner.text.replace("{", ESCAPED_BRACE)) if inner.text else inner.text
                if inner is not element and inner.tail:
                    inner.tail = AtomicString(inner.tail.replace("{", ESCAPED_BRACE))


def _alone(tree: Element, attributes: _Attributes) -> None:
    """An attribute list alone in a paragraph belongs to the block before it, as kramdown has it, or else behind it."""
    for parent in list(tree.iter()):
        kids = list(parent)
        for at, child in enumerate(kids):
            if child.tag != "p" or len(child) or not child.text:
                continue
            found = _ALONE.fullmatch(child.text)
            if found is None and not _KRAMDOWN.fullmatch(child.text.strip()):
                continue
            owner = kids[at - 1] if at else (kids[at + 1] if at + 1 < len(kids) else None)
            if found is not None and owner is not None and owner.tag != "hr":
                attributes.assign_attrs(owner, found["list"])
            elif found is not None:
                continue
            parent.remove(child)
            child.text = None


_MOST_COVERED = 100


def _cover(table: Element) -> None:
    """Take away the empty cells that a cell with `{colspan=2}` or `{rowspan=2}` covers: a row of bars needs them."""
    rows = list(table.iter("tr"))
    if (
        not any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row)
        or table.get("data-bars") is None
    ):
        table.attrib.pop("data-bars", None)
        return
    del table.attrib["data-bars"]
    grid = [list(row) for row in rows]
    covered: set[int] = set()
    for down, cells in enumerate(grid):
        for right, cell in enumerate(cells):
            if id(cell) in covered:
                continue
            across, deep = (min(_count(cell.get(name)), _MOST_COVERED) for name in ("colspan", "rowspan"))
            under = [one for row in grid[down : down + deep] for one in row[right : right + across] if one is not cell]
            if across * deep > 1 and not any("".join(one.itertext()).strip() or len(one) for one in under):
                covered |= {id(one) for one in under}
    for row, cells in zip(rows, grid, strict=True):
        row[:] = [cell for cell in cells if id(cell) not in covered]


def _count(value: str | None) -> int:
    return max(1, int(value)) if value and value.isascii() and value.isdigit() and len(value) < 4 else 1
