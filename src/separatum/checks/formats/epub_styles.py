"""Compute how the text of an EPUB's documents looks: its colour, what is behind it, its size and weight.

A small cascade (CSS Cascading 4) over the sheets of the book and the style attributes: colours, size and weight, no
layout. What cannot be computed is said to be unknown, not guessed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from lxml import etree

from separatum.checks.formats.epub_file import EpubFile, PartError, resolved

Colour = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""
_MOST_RULES = 20_000
_DEEPEST_IMPORT = 3
_LINES = frozenset({
    *("text-decoration", "text-decoration-line"),
    *("border", "border-bottom", "border-style", "border-bottom-style", "outline", "box-shadow"),
})  # fmt: skip
"""Properties that draw a line at a link."""
_WANTED = _LINES | frozenset({
    *("color", "background", "background-color", "background-image"),
    *("font-size", "font-weight", "font-style", "font-family", "font", "vertical-align", "font-variant-position"),
})  # fmt: skip
_HIDING = frozenset({"display", "visibility", "opacity"})
_SIZES = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
    "xxx-large": 48.0,
}
_PIXELS = {"px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}
_HEADINGS = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h4": 1.0, "h5": 0.83, "h6": 0.67}
"""The sizes that browsers give headings, in em (HTML, 15.3.6)."""
_BOLD = frozenset({"b", "strong", "th", *_HEADINGS})
_SLANTED = frozenset({"i", "em", "cite", "dfn", "var", "address"})
_RAISED = frozenset({"sup", "sub"})
_UP_OR_DOWN = frozenset({"super", "sub"})
_LINK_COLOUR = (0, 0, 238)
"""Of a link to which no sheet gives one (HTML, 15.3.4)."""
_SILENT = frozenset({"head", "script", "style", "template", "title", "svg", "math", "audio", "video", "object"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLook:
    """How the text directly inside an element looks."""

    element: etree._Element
    text: str
    colour: Colour | None
    """None if unknown."""
    ground: Colour | None
    """The colour behind it; None if unknown."""
    on_image: bool
    """Whether an image or gradient is behind it."""
    size: float
    """In CSS pixels, if the reader changes nothing."""
    is_bold: bool
    shape: tuple[object, ...]
    """What else tells it from other text, for whoever sees no colours: lines, slant, face, whether it is raised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    colour: Colour | None = (0, 0, 0)
    ground: Colour | None = (255, 255, 255)
    on_image: bool = False
    size: float = 16.0
    is_bold: bool = False
    lines: frozenset[str] = frozenset()
    is_slanted: bool = False
    is_raised: bool = False
    face: str = ""

    @property
    def shape(self) -> tuple[object, ...]:
        return self.lines, self.is_slanted, self.is_raised, self.face, self.on_image


@dataclass(frozen=True, slots=True, eq=False)
class _Declaration:
    name: str
    value: list[Any]
    important: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rule:
    """A style rule, or an @import."""

    selectors: tuple[Any, ...] = ()
    """Those that may match an element, if the rule declares anything that is looked at."""
    declarations: tuple[_Declaration, ...] = ()
    imported: str | None = None
    """The address of the sheet; None for a style rule."""


def looks_of(book: EpubFile, path: str, root: etree._Element) -> Iterator[TextLook]:
    """How each text of a document looks, in document order; text that is not shown is left out.

    Args:
        book: the EPUB, for its sheets.
        path: the document's path in it.
        root: the document.
    """
    import cssselect2

    matcher = _matcher(tuple(_rules(book, path, root)))
    waiting = [(cssselect2.ElementWrapper.from_html_root(root), _Look())]
    while waiting:
        wrapped, outer = waiting.pop()
        element = wrapped.etree_element
        if wrapped.local_name in _SILENT or element.get("hidden") is not None:
            continue
        look = _own_look(wrapped, outer, matcher)
        if look is None:
            continue
        text = " ".join([element.text or "", *(child.tail or "" for child in element)])
        if text.strip():
            yield TextLook(
                element=element,
                text=" ".join(text.split()),
                colour=look.colour,
                ground=look.ground,
                on_image=look.on_image,
                size=look.size,
                is_bold=look.is_bold,
                shape=look.shape,
            )
        waiting.extend((child, look) for child in reversed(list(wrapped.iter_children())))


@lru_cache(maxsize=8)
def _matcher(rules: tuple[_Rule, ...]) -> Any:
    """What finds the declarations for an element; the documents of a book share it, and books of one style."""
    import cssselect2

    matcher = cssselect2.Matcher()
    for rule in rules:
        for selector in rule.selectors:
            matcher.add_selector(selector, rule.declarations)
    return matcher


def _own_look(wrapped: Any, outer: _Look, matcher: Any) -> _Look | None:
    """The look of an element by its own declarations; None if it is not shown."""
    matched = [one for *_, payload in matcher.match(wrapped) for one in payload]
    matched += _inline(wrapped.etree_element.get("style", ""))
    return _look_by(wrapped.local_name, outer, tuple(matched), is_link=_is_link(wrapped.etree_element))


@lru_cache(maxsize=512)
def _look_by(name: str, outer: _Look, matched: tuple[_Declaration, ...], *, is_link: bool) -> _Look | None:
    values = {one.name: one.value for one in sorted(matched, key=lambda one: one.important)}
    if _words(values.get("display")) == "none" or _words(values.get("visibility")) == "hidden":
        return None
    size = outer.size * _HEADINGS.get(name, 1.0)
    size = _size(values.get("font-size") or values.get("font"), outer.size, size)
    look = replace(outer, size=size, is_bold=_is_bold(values, outer.is_bold or name in _BOLD))
    look = _in_shape(look, name, values, is_link=is_link)
    if is_link and "color" not in values:
        look = replace(look, colour=_LINK_COLOUR)
    # The order of the declarations decides between a shorthand and its parts.
    for key, value in values.items():
        if key == "color":
            look = replace(look, colour=_colour(value, outer.colour))
        elif key in {"background", "background-color", "background-image"}:
            look = _on_ground(look, value)
    opacity = _number(values.get("opacity"))
    if opacity == 0:
        return None
    return replace(look, colour=None) if opacity is not None and opacity < 1 else look


def _is_link(element: etree._Element) -> bool:
    return etree.QName(element).localname == "a" and element.get("href") is not None


def _in_shape(look: _Look, name: str, values: Mapping[str, list[Any]], *, is_link: bool) -> _Look:
    """With the lines, the slant and the face of an element."""
    lines = set(look.lines)
    is_underlined = is_link or name in {"u", "ins"}
    for key in [key for key in values if key in _LINES]:
        words = set(_words(values[key]).replace(",", " ").split())
        is_drawn = bool(words - {"none", "0", "0px", "inherit", "initial", "unset", "hidden", "medium"})
        if key.startswith("text-decoration"):
            is_underlined = is_drawn
        elif is_drawn:
            lines.add(key)
    if is_underlined:
        lines.add("text-decoration")
    places = (_words(values.get("vertical-align")), _words(values.get("font-variant-position")))
    slant = _words(values.get("font-style") or values.get("font"))
    is_slanted = (look.is_slanted or name in _SLANTED) and "normal" not in slant
    return replace(
        look,
        lines=frozenset(lines),
        is_slanted=is_slanted or "italic" in slant or "oblique" in slant,
        is_raised=look.is_raised or name in _RAISED or bool(_UP_OR_DOWN & set(places)),
        face=_words(values["font-family"]) if "font-family" in values else look.face,
    )


def _on_ground(look: _Look, value: list[Any]) -> _Look:
    from tinycss2 import color4

    for token in value:
        name = getattr(token, "lower_name", "")
        if token.type == "url" or name == "url" or name.endswith("gradient"):
            return replace(look, on_image=True)
        if token.type == "ident" and token.lower_value in {"transparent", "inherit", "initial", "unset", "none"}:
            continue
        if token.type == "function" and name == "var":
            return replace(look, ground=None)
        colour = color4.parse_color(token) if token.type in {"hash", "ident", "function"} else None
        if colour is not None and colour != "currentcolor":
            return replace(look, ground=_rgb(colour), on_image=False)
    return look


def _colour(value: list[Any], inherited: Colour | None) -> Colour | None:
    from tinycss2 import color4

    words = _words(value)
    if words in {"inherit", "unset", "currentcolor", "revert"}:
        return inherited
    if words == "initial":
        return (0, 0, 0)
    token = next((token for token in value if token.type not in {"whitespace", "comment"}), None)
    colour = None if token is None else color4.parse_color(token)
    return None if colour is None or colour == "currentcolor" else _rgb(colour)


def _rgb(colour: Any) -> Colour | None:
    """None if the colour is transparent in part, or in a space that is not converted."""
    try:
        red, green, blue = colour.to("srgb").coordinates if colour.space != "srgb" else colour.coordinates
    except (NotImplementedError, ValueError, TypeError):
        return None
    if colour.alpha < 1:
        return None
    first, second, third = (min(255, max(0, round(255 * (part or 0)))) for part in (red, green, blue))
    return first, second, third


def _size(value: list[Any] | None, outer: float, usual: float) -> float:
    """A font size in pixels (CSS Fonts 4, 2.5); of the shorthand, the first length is the size."""
    for token in value or ():
        if token.type == "dimension":
            unit = token.lower_unit
            if unit in _PIXELS:
                return float(token.value) * _PIXELS[unit]
            if unit in {"em", "rem"}:
                return float(token.value) * (outer if unit == "em" else 16.0)
        elif token.type == "percentage":
            return outer * float(token.value) / 100
        elif token.type == "ident" and token.lower_value in _SIZES:
            return _SIZES[token.lower_value]
        elif token.type == "ident" and token.lower_value in {"smaller", "larger"}:
            return outer * (1.2 if token.lower_value == "larger" else 1 / 1.2)
    return usual


def _is_bold(values: Mapping[str, list[Any]], usual: bool) -> bool:
    for token in values.get("font-weight") or ():
        if token.type == "number":
            return bool(token.value >= 700)
        if token.type == "ident" and token.lower_value in {"bold", "bolder"}:
            return True
        if token.type == "ident" and token.lower_value in {"normal", "lighter"}:
            return False
    return usual


def _number(value: list[Any] | None) -> float | None:
    for token in value or ():
        if token.type in {"number", "percentage"}:
            return float(token.value) / (100 if token.type == "percentage" else 1)
    return None


def _words(value: list[Any] | None) -> str:
    return "".join(token.serialize() for token in value or ()).strip().lower()


def _inline(style: str) -> Iterator[_Declaration]:
    import tinycss2

    if style:
        yield from _declarations(tinycss2.parse_component_value_list(style))


def _declarations(content: Iterable[Any]) -> Iterator[_Declaration]:
    import tinycss2

    for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if one.type == "declaration" and one.lower_name in _WANTED | _HIDING:
            yield _Declaration(one.lower_name, one.value, one.important)


def _rules(book: EpubFile, path: str, root: etree._Element) -> Iterator[_Rule]:
    """The style rules of a document in the order of its sheets."""
    left = _MOST_RULES
    for text, base in _sheets(book, path, root):
        for rule in _flat(book, text, base, _DEEPEST_IMPORT):
            if left == 0:
                return
            left -= 1
            yield rule


def _sheets(book: EpubFile, path: str, root: etree._Element) -> Iterator[tuple[str, str]]:
    for element in root.iter("{*}style", "{*}link"):
        if etree.QName(element).localname == "style":
            yield element.text or "", path
        elif _is_applied(element.get("rel", "")) and _is_for_screens(element.get("media", "")):
            yield from _read(book, resolved(path, element.get("href", ""))[0])


def _is_applied(relations: str) -> bool:
    """Whether a sheet is applied before a reader chooses another (HTML, 4.6.7.21)."""
    words = relations.lower().split()
    return "stylesheet" in words and "alternate" not in words


def _read(book: EpubFile, path: str) -> Iterator[tuple[str, str]]:
    try:
        yield book.read(path).decode("utf-8", "replace"), path
    except PartError:
        return


def _flat(book: EpubFile, text: str, base: str, depth: int) -> Iterator[_Rule]:
    """The style rules of a sheet, with those of the sheets that it imports and those inside @media."""
    for rule in _parsed(text):
        if rule.imported is None:
            yield rule
        elif depth:
            for more, place in _read(book, resolved(base, rule.imported)[0]):
                yield from _flat(book, more, place, depth - 1)


@lru_cache(maxsize=8)
def _parsed(text: str) -> tuple[_Rule, ...]:
    """The rules of a sheet, parsed once for all documents that have it; no more than are looked at."""
    import tinycss2

    waiting = list(reversed(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)))
    found: list[_Rule] = []
    spaces: dict[str | None, str] = {}
    while waiting and len(found) < _MOST_RULES:
        rule = waiting.pop()
        if rule.type == "qualified-rule":
            found.append(_compiled(rule, spaces))
        elif rule.type == "at-rule" and rule.lower_at_keyword == "namespace":
            spaces |= namespace_of(rule)
        elif rule.type == "at-rule" and rule.lower_at_keyword == "import":
            href = next((token.value for token in rule.prelude if token.type in {"url", "string"}), "")
            found.append(_Rule(imported=href))
        elif rule.type == "at-rule" and rule.content and _applies(rule):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            waiting.extend(reversed(inner))
    return tuple(found)


def _compiled(rule: Any, spaces: dict[str | None, str]) -> _Rule:
    import cssselect2

    try:
        selectors = cssselect2.compile_selector_list(rule.prelude, spaces)
    except cssselect2.SelectorError:
        return _Rule()
    declarations = tuple(_declarations(rule.content))
    usable = (one for one in selectors if one.pseudo_element is None and not one.never_matches)
    return _Rule(selectors=tuple(usable) if declarations else (), declarations=declarations)


def namespace_of(rule: Any) -> dict[str | None, str]:
    """What a rule “@namespace” declares: the prefix, None for the usual one, and the address."""
    prefix = next((token.value for token in rule.prelude if token.type == "ident"), None)
    address = next((token.value for token in rule.prelude if token.type in {"url", "string"}), None)
    if address is None:  # url("…") is a function
        inner = (one for token in rule.prelude if token.type == "function" for one in token.arguments)
        address = next((token.value for token in inner if token.type == "string"), None)
    return {} if address is None else {prefix: address}


def _applies(rule: Any) -> bool:
    import tinycss2

    name = rule.lower_at_keyword
    return name == "supports" or (name == "media" and _is_for_screens(tinycss2.serialize(rule.prelude)))


def _is_for_screens(query: str) -> bool:
    """Whether a media query holds for a reader who has set nothing: no print, no night mode, no special device."""
    query = query.strip().lower()
    return not query or not any(word in query for word in ("print", "not ", "prefers-", "amzn", "speech", "monochrome"))
