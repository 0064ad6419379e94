"""What a book's sheets make of each element of a page: size of letters, colours, lines (CSS Cascade 4)."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

_BASE = 10.5
"""Points: what a reader's base size is taken for, where a sheet has absolute sizes."""
_UNITS = {"pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0}
_KEYWORDS = {
    "xx-small": 0.6,
    "x-small": 0.75,
    "small": 0.89,
    "medium": 1.0,
    "large": 1.2,
    "x-large": 1.5,
    "xx-large": 2.0,
    "xxx-large": 3.0,
}
_RELATIVE = {"smaller": 0.83, "larger": 1.2}
_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "sub": 0.83, "sup": 0.83, "small": 0.83}
"""Of elements, before any sheet (HTML, 15.3)."""
_BLOCKS = frozenset("p li h1 h2 h3 h4 td th dd dt figcaption div blockquote pre caption section aside".split())  # noqa: SIM905
_FRAMES = frozenset("html body main article section header footer div".split())  # noqa: SIM905
"""Elements that a page is made of: how far they move their words adds up. Lists in lists are the article's own."""
_INDENTED = frozenset("ul ol blockquote dd figure".split())  # noqa: SIM905
_MOST_KNOWN = 2_000
"""Looks that are kept for a sheet; an article has some fifty."""
_PAGE = 20.0
"""The width of a page, in sizes of letters, about."""
_WHITE, _BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)

Colour = tuple[float, float, float]
"""Red, green and blue, from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the words of an element look."""

    size: float = 1.0
    """Of its letters, in sizes of the page's text."""
    colour: Colour = _BLACK
    ground: Colour = _WHITE
    leading: float = 1.5
    """The height of its lines, in sizes of its letters."""
    is_block: bool = False
    """Whether it has lines of its own."""
    left: float = 0.0
    """How far its words stand from the left edge of the page, in sizes of the page's letters."""
    framed: float = 0.0
    """How much of the page's width the frames around its words leave free, on both sides."""
    beside: float = 0.0
    """How much it leaves free itself."""
    indent: float = 0.0
    """How far its first line stands from the others."""
    is_unbroken: bool = False
    """Whether its lines run on where the page ends."""

    @property
    def contrast(self) -> float:
        """Between the letters and their ground, from 1 to 21 (WCAG 2.2)."""
        darker, lighter = sorted((_luminance(self.colour), _luminance(self.ground)))
        return (lighter + 0.05) / (darker + 0.05)


@dataclass(slots=True)
class _Declared:
    """What is declared for an element, by property: the value and how much it weighs."""

    values: dict[str, tuple[tuple[int, tuple[int, int, int], int], list[Any]]] = field(default_factory=dict)

    def take(self, name: str, weight: tuple[int, tuple[int, int, int], int], value: list[Any]) -> None:
        before = self.values.get(name)
        if before is None or before[0] <= weight:
            self.values[name] = (weight, value)

    def of(self, *names: str) -> list[Any] | None:
        found = [self.values[name] for name in names if name in self.values]
        return max(found, key=lambda one: one[0])[1] if found else None


def computed(root: ET.Element, sheet: str) -> Iterator[tuple[ET.Element, Look]]:
    """Each element of a page with its look; rules for certain devices count as if they were for all."""
    import cssselect2

    matcher, known = _matcher(sheet)
    if len(known) > _MOST_KNOWN:
        known.clear()
    yield from _walk(cssselect2.ElementWrapper.from_html_root(root), matcher, Look(), known)


@lru_cache(maxsize=4)
def _matcher(sheet: str) -> tuple[Any, "_Looks"]:
    """What finds the rules of a sheet for an element, and looks that are known; the books of a style have one sheet."""
    import cssselect2

    matcher = cssselect2.Matcher()
    order = 0
    for selector, declarations in _rules(sheet):
        for one in selector:
            if one.pseudo_element is None:
                matcher.add_selector(one, (order, declarations))
                order += 1
    return matcher, {}


def _rules(sheet: str) -> Iterator[tuple[list[Any], list[Any]]]:
    import cssselect2
    import tinycss2

    waiting = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    while waiting:
        rule = waiting.pop(0)
        if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports"} and rule.content is not None:
            waiting = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True) + waiting
        elif rule.type == "qualified-rule":
            try:
                selectors = cssselect2.compile_selector_list(rule.prelude)
            except cssselect2.SelectorError:
                continue  # readers' programs do not know it, either
            contents = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield selectors, [thing for thing in contents if thing.type == "declaration"]


_Looks = dict[tuple[str, tuple[int, ...], Look], Look]
"""The looks of elements, by their names, the rules that match them, and the look of what they are in."""


def _walk(wrapper: Any, matcher: Any, outer: Look, known: _Looks) -> Iterator[tuple[ET.Element, Look]]:
    matched = matcher.match(wrapper)
    element = wrapper.etree_element
    key = str(element.tag), tuple(order for _, _, _, (order, _) in matched), outer
    if key not in known:
        declared = _Declared()
        for specificity, _, _, (order, declarations) in matched:
            for one in declarations:
                declared.take(one.lower_name, (one.important, specificity, order), one.value)
        known[key] = _looked(str(element.tag), declared, outer)
    look = known[key]
    yield element, look
    for child in wrapper.iter_children():
        yield from _walk(child, matcher, look, known)


def _looked(tag: str, declared: _Declared, outer: Look) -> Look:
    size = _size(declared.of("font-size", "font"), outer.size)
    look = replace(
        outer,
        size=outer.size * _SIZES.get(tag, 1.0) if size is None else size,
        is_block=tag in _BLOCKS,
    )
    look = _moved(look, tag, declared, outer)
    leading = _leading(declared.of("line-height"), outer.leading)
    colour, ground = _colour(declared.of("color")), _colour(declared.of("background-color", "background"))
    under = _over(ground, outer.ground, outer.ground)
    return replace(look, leading=leading, colour=_over(colour, outer.colour, under), ground=under)


def _moved(look: Look, tag: str, declared: _Declared, outer: Look) -> Look:
    """The look, with where the words stand."""
    left, right = (sum(_side(declared, kind, side, look.size) for kind in ("margin", "padding")) for side in (3, 1))
    indent, space = declared.of("text-indent"), declared.of("white-space")
    return replace(
        look,
        left=outer.left + max(left, 2.5 if tag in _INDENTED else 0.0),
        framed=outer.framed + (left + right if tag in _FRAMES else 0.0),
        beside=left + right if tag not in _FRAMES and look.is_block else 0.0,
        indent=outer.indent if indent is None else _lengths(indent, look.size)[0] if _lengths(indent, 1.0) else 0.0,
        is_unbroken=outer.is_unbroken if space is None else any(_is_word(token, "nowrap") for token in space),
    )


def _side(declared: _Declared, kind: str, side: int, size: float) -> float:
    """A margin or padding of one side: 0 for the top, 3 for the left."""
    name = ("top", "right", "bottom", "left")[side]
    found = _lengths(declared.of(f"{kind}-{name}", kind) or [], size)
    if not found:
        return 0.0
    return found[{1: 0, 2: side % 2, 3: (0, 1, 2, 1)[side], 4: side}.get(len(found), 0)]


def _lengths(value: list[Any], size: float) -> list[float]:
    """The lengths of a value, in sizes of the page's letters; “auto” is none."""
    found = []
    for token in value:
        if token.type == "percentage":
            found.append(float(token.value) / 100 * _PAGE)
        elif token.type == "dimension":
            found.append(_length(float(token.value), token.lower_unit, size))
        elif token.type in {"number", "ident"}:
            found.append(0.0)
    return found


def _is_word(token: Any, word: str) -> bool:
    return bool(token.type == "ident" and token.lower_value == word)


def _over(colour: tuple[Colour, float] | None, before: Colour, ground: Colour) -> Colour:
    """A colour, mixed with its ground as far as it lets that through."""
    if colour is None:
        return before
    (red, green, blue), alpha = colour
    return (
        red * alpha + ground[0] * (1 - alpha),
        green * alpha + ground[1] * (1 - alpha),
        blue * alpha + ground[2] * (1 - alpha),
    )


def _size(value: list[Any] | None, outer: float) -> float | None:
    """A size of letters, in sizes of the page's text; None if none is declared."""
    sizes = (_size_of(token, outer) for token in value or ())
    return next((size for size in sizes if size is not None), None)


def _size_of(token: Any, outer: float) -> float | None:
    if token.type == "ident":
        word = token.lower_value
        named = {**_KEYWORDS, **{name: outer * factor for name, factor in _RELATIVE.items()}, "inherit": outer}
        return named.get(word, 1.0 if word == "initial" else None)
    if token.type == "percentage":
        return outer * float(token.value) / 100
    if token.type == "dimension":
        return _length(float(token.value), token.lower_unit, outer)
    return 0.0 if token.type == "number" and token.value == 0 else None


def _length(number: float, unit: str, outer: float) -> float:
    if unit == "rem":
        return number
    if unit in _UNITS:
        return number * _UNITS[unit] / _BASE
    return outer * number * (0.5 if unit in {"ex", "ch"} else 1.0)


def _leading(value: list[Any] | None, outer: float) -> float:
    for token in value or ():
        if token.type == "number":
            return float(token.value)
        if token.type == "percentage":
            return float(token.value) / 100
        if token.type == "dimension":
            return _length(float(token.value), token.lower_unit, 1.0)
        if token.type == "ident" and token.lower_value == "normal":
            return 1.2
    return outer


def _colour(value: list[Any] | None) -> tuple[Colour, float] | None:
    """The first colour of a value, and how much of it is seen; None if there is none, or it is inherited."""
    import tinycss2.color4

    for token in value or ():
        found = tinycss2.color4.parse_color(token)
        if found is None or found == "currentcolor":
            continue
        red, green, blue, alpha = found.to("srgb")
        return (float(red), float(green), float(blue)), float(alpha)
    return None


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
