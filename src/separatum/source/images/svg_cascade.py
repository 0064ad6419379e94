"""Which family each element of a drawing is set in: by its style, the drawing's sheets, its attribute, or from above.

Read are the selectors that the library knows which draws: kinds, classes, names, and elements within others.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_QUOTED = re.compile(r"'([^']*)'")
_COMPOUND = re.compile(r"(\*|[\w-]+)?((?:[.#][\w-]+)*)")
_MOST_RULES = 64
"""Selectors of the sheets that are read; a program that draws writes a few with a family."""
_MOST_COMPOUNDS = 8
"""Of one selector."""


@dataclass(frozen=True, slots=True)
class _Compound:
    """What an element must be, or one above it."""

    tag: str
    id: str
    classes: frozenset[str]
    is_child: bool
    """Whether the element before it must be its parent."""

    def fits(self, tag: str, name: str, classes: frozenset[str]) -> bool:
        return (not self.tag or self.tag == tag) and (not self.id or self.id == name) and self.classes <= classes


@dataclass(frozen=True, slots=True)
class _Rule:
    compounds: tuple[_Compound, ...]
    family: str
    weight: tuple[bool, int, int, int]
    """Important ones win, then those with more names, then classes, then kinds (CSS Cascade 4, 6.1)."""


def families(root: "etree._Element", namespace: str, first: str) -> Mapping["etree._Element", str]:
    """The family of each element.

    Args:
        root: the drawing, with declarations as `name_families` leaves them.
        namespace: of SVG.
        first: the family where none is declared.
    """
    rules = _rules(root, namespace)
    found: dict[etree._Element, str] = {}
    ends: dict[etree._Element, list[int]] = {}
    """For each rule, a bit for each of its compounds: whether the selector up to there ends at the element."""
    within: dict[etree._Element, list[int]] = {}
    """The same: whether it does so at the element, or above it."""
    for element in root.iter(f"{{{namespace}}}*"):
        tag, name = str(element.tag).rpartition("}")[2], element.get("id", "")
        classes = frozenset(element.get("class", "").split())
        above = element.getparent()
        parent = above if above in found else None
        own, wide = [], []
        for number, rule in enumerate(rules):
            at, over = (ends[parent][number], within[parent][number]) if parent is not None else (0, 0)
            bits = 0
            for place, compound in enumerate(rule.compounds):
                before = at if compound.is_child else over
                if (place == 0 or before >> (place - 1) & 1) and compound.fits(tag, name, classes):
                    bits |= 1 << place
            own.append(bits)
            wide.append(over | bits)
        ends[element], within[element] = own, wide
        fitting = [rule for rule, bits in zip(rules, own, strict=True) if bits >> (len(rule.compounds) - 1) & 1]
        won = max(fitting, key=lambda rule: rule.weight, default=None)  # of equals, the last one: rules come last first
        inline = _declared(element.get("style", ""))
        attribute = _QUOTED.fullmatch(element.get("font-family", ""))
        if inline and not (won and won.weight[0]):
            found[element] = inline[0]
        elif won:
            found[element] = won.family
        elif attribute:
            found[element] = attribute[1]
        else:
            found[element] = found[parent] if parent is not None else first
    return found


def _rules(root: "etree._Element", namespace: str) -> list[_Rule]:
    """The rules of the drawing's sheets that name a family, the last one first."""
    sheets = "\n".join(sheet.text or "" for sheet in root.iter(f"{{{namespace}}}style"))
    rules: list[_Rule] = []
    for block in sheets.split("}"):
        selectors, _, body = block.rpartition("{")
        declared = _declared(body)
        if declared is None:
            continue
        family, is_important = declared
        for selector in selectors.split(",", _MOST_RULES)[:_MOST_RULES]:
            compounds = tuple(_compounds(selector))
            if compounds and len(rules) < _MOST_RULES:
                rules.append(_Rule(compounds, family, _weight(compounds, is_important=is_important)))
    return rules[::-1]


def _declared(body: str) -> tuple[str, bool] | None:
    """The family that the last declaration of one names, and whether it is important."""
    found = None
    for declaration in body.split(";"):
        name, _, value = declaration.partition(":")
        if name.strip().lower() in {"font", "font-family"} and (family := _QUOTED.search(value)):
            found = family[1], "!" in value
    return found


def _compounds(selector: str) -> Iterator[_Compound]:
    """The parts of a selector; none where it has anything else."""
    parts = selector.replace(">", " > ").split()
    read = [(part, _COMPOUND.fullmatch(part)) for part in parts if part != ">"]
    if len(read) > _MOST_COMPOUNDS or any(found is None for _, found in read):
        return
    is_child = False
    for part in parts:
        found = _COMPOUND.fullmatch(part)
        if found is None:
            is_child = True
            continue
        names = re.findall(r"[.#][\w-]+", found[2])
        ids = [name[1:] for name in names if name[0] == "#"]
        classes = frozenset(name[1:] for name in names if name[0] == ".")
        yield _Compound((found[1] or "").strip("*"), ids[0] if ids else "", classes, is_child)
        is_child = False


def _weight(compounds: tuple[_Compound, ...], *, is_important: bool) -> tuple[bool, int, int, int]:
    return (
        is_important,
        sum(bool(one.id) for one in compounds),
        sum(len(one.classes) for one in compounds),
        sum(bool(one.tag) for one in compounds),
    )
