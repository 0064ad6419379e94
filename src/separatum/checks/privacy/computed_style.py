"""Which elements of a document its styles hide from readers: the cascade, as far as hiding goes."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from lxml import etree

from separatum.checks.formats.epub_styles import namespace_of

_PROPERTIES = frozenset(
    {
        *("display", "visibility", "opacity", "font-size", "color", "background", "background-color", "fill"),
        *("background-image", "position", "left", "right", "top", "bottom", "text-indent"),
        *("margin-left", "margin-top"),
        *("clip", "clip-path", "transform", "width", "height", "max-height", "max-width", "overflow", "font", "scale"),
        *("fill-opacity", "content-visibility", "text-overflow", "letter-spacing", "line-height", "filter", "mask"),
        *("mask-image", "-webkit-mask", "-webkit-mask-image", "stroke"),
        *(
            "-webkit-text-fill-color",
            "zoom",
            "translate",
            "margin",
            "inset",
            "margin-right",
            "overflow-x",
            "overflow-y",
        ),
    }
)
_PRESENTATION = ("display", "visibility", "opacity", "fill", "fill-opacity", "stroke", "font-size", "clip-path")
"""Attributes of SVG that are styles (SVG 2, 6.6)."""
_SKIPPED_MEDIA = frozenset({"print", "speech", "braille", "embossed", "tty", "amzn-mobi", "amzn-mobi7", "amzn-kf8"})
_FAR = 900.0
"""Pixels: text that is moved so far is outside of every screen."""
_LEAST_CONTRAST = 1.15
_LEAST_SIZE = 2.0
"""Pixels."""
_FOLDED = "in a section that is folded"
_FALLBACK = "in place of a file that cannot be shown"
_PAGE_NUMBER = re.compile(r"\W*(?:p(?:age|\.)?\s*)?(?:\d{1,5}|[ivxlcdm]{1,8})\W*", re.IGNORECASE)
"""What a break between the pages of a printed edition is called."""
_NEVER = {
    "template": "in a template, which is never shown",
    "noscript": "shown only without scripts",
    "datalist": "in a list of suggestions",
    "dialog": "in a dialogue that is closed",
}
_NOTES = frozenset(
    {
        *("footnote", "endnote", "rearnote", "footnotes", "endnotes", "landmarks", "page-list", "toc", "lot", "loi"),
        *("loa", "lov", "index-term-categories", "index-group-list", "index-legend"),
    }
)
"""Notes, which pop up, and lists that reading systems show in their own way (EPUB 3.3, 7.4; EPUB Indexes 1.0)."""
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_NOT_TEXT = frozenset({"head", "title", "style", "script", "metadata", "desc", "html"})
_MOST_RULES = 20_000

Colour = tuple[float, float, float]
Declarations = dict[str, str]


@dataclass(frozen=True, slots=True)
class Hidden:
    """An element whose text is not seen."""

    element: etree._Element
    reason: str

    @property
    def is_folded(self) -> bool:
        """Whether a click shows it."""
        return self.reason == _FOLDED

    @property
    def is_fallback(self) -> bool:
        """Whether readers see it whose program cannot show a file."""
        return self.reason == _FALLBACK

    @property
    def is_page_number(self) -> bool:
        """Whether it is where a page of a printed edition begins, which reading systems list (EPUB 3.3, 7.4.2.2)."""
        marks = f"{self.element.get(_EPUB_TYPE, '')} {self.element.get('role', '')}".split()
        return bool({"pagebreak", "doc-pagebreak"} & set(marks)) and _PAGE_NUMBER.fullmatch(self.text) is not None

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(" ".join(_texts(self.element)).split())


@dataclass(frozen=True, slots=True)
class _Painted:
    """How text is painted."""

    colour: Colour | None = (0.0, 0.0, 0.0)
    ground: Colour | None = (1.0, 1.0, 1.0)
    size: float = 16.0
    visible: bool = True
    filled: bool = True
    """Whether letters of a drawing are filled."""
    stroked: bool = False
    """Whether they have an outline."""


@dataclass(frozen=True, slots=True)
class _Inherited:
    painted: _Painted = _Painted()
    variables: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The custom properties (CSS Custom Properties for Cascading Variables 1)."""
    box: tuple[float, float, float, float] | None = None
    """The view box of an SVG."""


def hidden_elements(root: etree._Element, sheets: Iterator[str] | list[str]) -> list[Hidden]:
    """The elements with text that readers do not see, outermost only; notes that pop up are not among them.

    Args:
        root: the document.
        sheets: the texts of its style sheets, in their order, with what they import.
    """
    styles = _cascade(root, list(sheets))
    found: list[Hidden] = []
    waiting: list[tuple[etree._Element, _Inherited]] = [(root, _Inherited())]
    while waiting:
        element, inherited = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        style = styles(element)
        reason, passed = _look(element, style, inherited)
        if reason is not None and _has_text(element) and not _is_note(element):
            found.append(Hidden(element, reason))
        else:
            waiting += [(kid, passed) for kid in reversed(element)]
    return found


def _has_text(element: etree._Element) -> bool:
    if etree.QName(element).localname in _NOT_TEXT:
        return False
    return any(text.strip() for text in _texts(element))


def _texts(element: etree._Element) -> Iterator[str]:
    """The text below an element, without that of sheets and scripts."""
    for one in element.iter("{*}*"):
        if etree.QName(one).localname not in {"style", "script"}:
            yield one.text or ""
        if one is not element:
            yield one.tail or ""


def _is_note(element: etree._Element) -> bool:
    """Whether it pops up, or is a list for the reading system (EPUB 3.3, 7.4)."""
    for one in (element, *element.iterancestors()):
        if set(f"{one.get(_EPUB_TYPE, '')} {one.get('role', '').removeprefix('doc-')}".split()) & _NOTES:
            return True
    return False


# The cascade (CSS Cascade 4, 6): what each element is given


@lru_cache(maxsize=8)
def _matcher(sheets: tuple[str, ...]) -> tuple[Any, int]:
    """What finds the rules of some sheets for an element, and how many they are; the documents of a book share it."""
    import cssselect2
    import tinycss2

    matcher = cssselect2.Matcher()
    count = 0
    for sheet in sheets:
        nodes = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
        spaces = _prefixes(nodes)
        for prelude, declarations in _rules(nodes):
            try:
                selectors = cssselect2.compile_selector_list(prelude, spaces)
            except cssselect2.SelectorError:
                continue
            count += 1
            for selector in selectors if count < _MOST_RULES else ():
                matcher.add_selector(selector, declarations)
    return matcher, count


def _cascade(root: etree._Element, sheets: list[str]) -> Callable[[etree._Element], Declarations]:
    import cssselect2

    matcher, count = _matcher(tuple(sheets))
    wrappers = {id(one.etree_element): one for one in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree()}

    def style_of(element: etree._Element) -> Declarations:
        style: Declarations = {key: value for key in _PRESENTATION if (value := element.get(key)) is not None}
        if count and (wrapper := wrappers.get(id(element))) is not None:
            important: Declarations = {}
            for _, _, pseudo, declarations in sorted(matcher.match(wrapper), key=lambda match: match[:2]):
                if pseudo is None:
                    style.update(declarations[0])
                    important.update(declarations[1])
            style.update(_declared(element.get("style", ""))[0])
            style.update(important)
            return style
        style.update(_declared(element.get("style", ""))[0])
        return style

    return style_of


def _prefixes(nodes: list[Any]) -> dict[str | None, str]:
    """The prefixes that a sheet declares for its selectors (CSS Namespaces 3)."""
    spaces: dict[str | None, str] = {}
    for node in nodes:
        if node.type == "at-rule" and node.lower_at_keyword == "namespace":
            spaces |= namespace_of(node)
    return spaces


def _rules(nodes: list[Any], depth: int = 0) -> Iterator[tuple[list[Any], tuple[Declarations, Declarations]]]:
    """The rules of a sheet that may hide something, also those inside of @media and the like."""
    import tinycss2

    for node in nodes:
        if node.type == "qualified-rule":
            declarations = _declared(node.content)
            if declarations[0] or declarations[1]:
                yield node.prelude, declarations
        elif node.type == "at-rule" and node.content is not None and depth < 6:
            if node.lower_at_keyword not in {"media", "supports", "layer", "container", "scope"}:
                continue
            media = {token.lower_value for token in node.prelude if token.type == "ident"}
            if node.lower_at_keyword == "media" and media and media <= _SKIPPED_MEDIA | {"only"}:
                continue
            inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            yield from _rules(inner, depth + 1)


def _declared(content: Any) -> tuple[Declarations, Declarations]:
    """The declarations of a block, the important ones apart."""
    import tinycss2

    if not content:
        return {}, {}
    usual: Declarations = {}
    important: Declarations = {}
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration" and (node.lower_name in _PROPERTIES or node.name.startswith("--")):
            value = tinycss2.serialize([token for token in node.value if token.type != "comment"]).strip().lower()
            name = node.name if node.name.startswith("--") else node.lower_name
            (important if node.important else usual)[name] = value
    return usual, important


# What the style of one element means


def _look(element: etree._Element, style: Declarations, above: _Inherited) -> tuple[str | None, _Inherited]:
    """Why an element is not seen, None if it is; and what it hands down."""
    own = {key: value for key, value in style.items() if key.startswith("--")}
    variables = {**above.variables, **own} if own else above.variables
    style = _substituted(style, variables)
    name = etree.QName(element)
    painted = _painted(tuple(style.items()), above.painted, is_svg="svg" in (name.namespace or ""))
    passed = _Inherited(painted=painted, variables=variables, box=_view_box(element) or above.box)
    return next(_reasons(element, name.localname, style, passed), None), passed


@lru_cache(maxsize=1024)
def _painted(declared: tuple[tuple[str, str], ...], above: _Painted, *, is_svg: bool) -> _Painted:
    """How an element paints its text, by its style and by what is around it: most of a book have one of few."""
    style = dict(declared)
    size = _length(style.get("font-size", ""), above.size, above.size)
    if (zoom := _number(style.get("zoom", "1"), 1)) != 1:
        size = (above.size if size is None else size) * zoom
    colour = _colour(style.get("-webkit-text-fill-color") or style.get("fill" if is_svg else "color", ""), above.colour)
    visible = {"visible": True, "hidden": False, "collapse": False}.get(style.get("visibility", ""), above.visible)
    return _Painted(
        colour=colour,
        ground=_ground(style, above.ground),
        size=above.size if size is None else size,
        visible=visible,
        filled=style["fill"] != "none" if "fill" in style else above.filled,
        stroked=style["stroke"] != "none" if "stroke" in style else above.stroked,
    )


_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")


def _substituted(style: Declarations, variables: Mapping[str, str]) -> Declarations:
    """The style with the values of custom properties in place of their names."""
    if not any("var(" in value for value in style.values()):
        return style

    def value_of(found: re.Match[str]) -> str:
        return variables.get(found[1], found[2] or "")

    return {key: _VARIABLE.sub(value_of, _VARIABLE.sub(value_of, value)) for key, value in style.items()}


def _reasons(element: etree._Element, name: str, style: Declarations, inherited: _Inherited) -> Iterator[str]:
    now = inherited.painted
    by_style = tuple(style.items())
    for reason in (_by_element(element, name), _by_property(by_style)):
        if reason is not None:
            yield reason
    if not now.visible:
        yield "invisible"
    if now.size < _LEAST_SIZE:
        yield "in letters too small to read"
    if name in _LETTERS:
        yield from _of_drawing(element, name, inherited)
    if _has_own_text(element):
        if _is_changed(by_style):
            yield "masked, or changed by a filter"
        if _is_in_the_colour_of_its_ground(now):
            yield "in the colour of what is behind it"


_LETTERS = frozenset({"text", "tspan", "textPath"})
"""Elements of a drawing that are text."""


def _of_drawing(element: etree._Element, name: str, inherited: _Inherited) -> Iterator[str]:
    """Why a text of a drawing is not seen."""
    if name != "textPath" and _is_outside_view(element, inherited.box):
        yield "outside the picture"
    if not inherited.painted.filled and not inherited.painted.stroked and _has_own_text(element):
        yield "neither filled nor outlined"
    if name == "text" and _is_covered(element):
        yield "under something that is drawn later"


def _has_own_text(element: etree._Element) -> bool:
    return bool((element.text or "").strip()) or any((kid.tail or "").strip() for kid in element)


@lru_cache(maxsize=1024)
def _is_changed(declared: tuple[tuple[str, str], ...]) -> bool:
    """Whether what a rendering shows of it can only be known from a rendering."""
    style = dict(declared)
    masks = (style.get(key, "none") for key in ("mask", "mask-image", "-webkit-mask", "-webkit-mask-image"))
    return any(mask not in {"none", "", "initial"} for mask in masks) or bool(
        re.search(r"\b(?:brightness|contrast|invert)\(", style.get("filter", ""))
    )


def _is_covered(element: etree._Element) -> bool:
    """Whether a rectangle or a picture lies on a text of a drawing, where nothing moves either."""
    if element.get("transform"):
        return False
    x, y = _number(element.get("x", "0").split(" ")[0], 0), _number(element.get("y", "0").split(" ")[0], 0)
    for later in element.itersiblings("{*}rect", "{*}image"):
        if later.get("fill", "") in {"none", "transparent"} or later.get("transform") or later.get("style"):
            continue
        if any(_number(later.get(key, "1"), 1) < 0.9 for key in ("opacity", "fill-opacity")):
            continue
        left, top = _number(later.get("x", "0"), 0), _number(later.get("y", "0"), 0)
        width, height = (_side(later.get(key, "0")) for key in ("width", "height"))
        if left <= x < left + width and top < y <= top + height * 1.2:
            return True
    return False


def _side(value: str) -> float:
    return _FAR * 10 if value == "100%" else _number(value, 0)


@lru_cache(maxsize=1024)
def _is_in_the_colour_of_its_ground(now: _Painted) -> bool:
    if now.colour is None or now.ground is None:
        return False
    lighter, darker = sorted((_luminance(now.colour), _luminance(now.ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05) < _LEAST_CONTRAST


def _by_element(element: etree._Element, name: str) -> str | None:
    if element.get("hidden") is not None:
        return "hidden by an attribute"
    if name in _NEVER and not (name == "dialog" and element.get("open") is not None):
        return _NEVER[name]
    if name == "details" and element.get("open") is None and _has_own_text(element):
        return _FOLDED
    if name == "rp" and "".join(map(str, element.itertext())).strip(" ()（）[]「」《》"):
        return "shown only where annotations of signs are not known"
    parent = element.getparent()
    around = "" if parent is None or not isinstance(parent.tag, str) else etree.QName(parent).localname
    return None if parent is None else _by_parent(element, name, parent, around)


def _by_parent(element: etree._Element, name: str, parent: etree._Element, around: str) -> str | None:
    if around == "details" and parent.get("open") is None and name != "summary":
        return _FOLDED
    if name == "option" and not _is_chosen(element):
        return _FOLDED
    if around in _FALLBACKS and name not in {"title", "desc", "source", "track", "param"}:
        return _FALLBACK
    if around == "defs" and name != "style" and not _is_used(element):
        return "in a definition that nothing uses"
    return None


_FALLBACKS = frozenset({"audio", "video", "object", "iframe", "canvas"})


def _is_chosen(option: etree._Element) -> bool:
    """Whether an option is seen before its list is opened."""
    chooser = next(option.iterancestors("{*}select"), None)
    if chooser is None or chooser.get("multiple") is not None or chooser.get("size", "1") != "1":
        return True
    every = list(chooser.iter("{*}option"))
    return option is next((one for one in every if one.get("selected") is not None), every[0])


def _is_used(element: etree._Element) -> bool:
    names = {str(one.get("id")) for one in element.iter("{*}*") if one.get("id")}
    text = " ".join(str(value) for one in element.getroottree().iter("{*}*") for value in one.attrib.values())
    return any(f"#{name}" in text for name in names)


@lru_cache(maxsize=1024)
def _by_property(declared: tuple[tuple[str, str], ...]) -> str | None:
    style = dict(declared)
    get = style.get
    if get("display") == "none" or get("content-visibility") == "hidden":
        return "not displayed"
    opacity = min(_number(get("opacity", "1"), 1), _number(get("fill-opacity", "1"), 1))
    if opacity < 0.1 or "opacity(0" in get("filter", ""):
        return "transparent"
    if re.search(r"scale[xy]?\(\s*0(?:\.0\d*)?\s*[,)]|rotate[xy]\(90", get("transform", "")) or get("scale") == "0":
        return "scaled to nothing"
    if re.match(r"rect\((?:[01]?p?x?[,\s]*){4}\)|inset\((?:50|100)%|circle\(0|polygon\(0 0", _clip(style)):
        return "clipped away"
    places = (
        (_is_moved_away(style), "outside the page"),
        (_is_in_no_box(style), "in a box without a size"),
        ((_length(get("letter-spacing", ""), 16, 16) or 0) < -6, "in letters that lie on each other"),
    )
    return next((reason for is_hidden, reason in places if is_hidden), None)


def _is_in_no_box(style: Declarations) -> bool:
    is_cut = {style.get(key) for key in ("overflow", "overflow-x", "overflow-y")} & {"hidden", "clip", "scroll"}
    sides = ("height", "max-height", "width", "max-width")
    lengths = [_length(style[key], 16, 100) for key in sides if key in style]
    if re.search(r"[a-z%]", line := style.get("line-height", "")):
        lengths.append(_length(line, 16, 16))
    if "height" not in style and _number(style.get("line-height", "1"), 1) < 0.1:
        lengths.append(0)
    return bool(is_cut) and any(length is not None and length < 2 for length in lengths)


def _clip(style: Declarations) -> str:
    return style.get("clip-path") or style.get("clip") or ""


def _is_moved_away(style: Declarations) -> bool:
    moves = ["text-indent", "margin-left", "margin-top", "margin-right"]
    if style.get("position") in {"absolute", "fixed", "relative"}:
        moves += ["left", "right", "top", "bottom", "inset"]
    for key in moves:
        length = _length(style.get(key, "").split(" ")[0], 16, 800)
        if length is not None and (length < -_FAR or (key in {"left", "top"} and length > 9 * _FAR)):
            return True
    shifts = re.findall(r"-?[\d.]+(?:px|em|rem|%|vw|vh)", f"{style.get('transform', '')} {style.get('translate', '')}")
    return any(abs(_length(shift, 16, 800) or 0) > _FAR for shift in shifts)


def _is_outside_view(element: etree._Element, box: tuple[float, float, float, float] | None) -> bool:
    """Whether a text of an SVG begins outside of its view box, where nothing moves it."""
    if box is None or element.get("transform"):
        return False
    if any(one.get("transform") for one in element.iterancestors()):
        return False
    x, y = _number(element.get("x", "0").split(" ")[0], 0), _number(element.get("y", "0").split(" ")[0], 0)
    left, top, width, height = box
    return not (left - width / 2 <= x <= left + width and top <= y <= top + height * 1.2 + 20)


def _view_box(element: etree._Element) -> tuple[float, float, float, float] | None:
    numbers = re.findall(r"-?[\d.]+", element.get("viewBox", ""))
    if etree.QName(element).localname != "svg":
        return None
    if not numbers:
        sides = [element.get(key, "").removesuffix("px") for key in ("width", "height")]
        numbers = ["0", "0", *sides] if all(re.fullmatch(r"[\d.]+", side) for side in sides) else []
    if len(numbers) != 4:
        return None
    left, top, width, height = (_number(one, 0) for one in numbers)
    return left, top, width, height


def _number(value: str, otherwise: float) -> float:
    try:
        return float(value.removesuffix("%").removesuffix("px")) / (100 if value.endswith("%") else 1)
    except ValueError:
        return otherwise


_UNITS: Mapping[str, float] = {"px": 1, "pt": 4 / 3, "cm": 37.8, "mm": 3.78, "in": 96, "pc": 16, "vw": 8, "vh": 6}


def _length(value: str, size: float, whole: float) -> float | None:
    """A length in pixels; None if it is none."""
    match = re.fullmatch(r"(-?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|ex|%|cm|mm|in|pc|vw|vh|)", value.strip())
    if match is None:
        return None
    amount, unit = float(match[1]), match[2]
    if unit in {"em", "rem", "ex"}:
        return amount * (16 if unit == "rem" else size)
    return amount * whole / 100 if unit == "%" else amount * _UNITS.get(unit, 1)


def _colour(value: str, otherwise: Colour | None) -> Colour | None:
    """A colour; the inherited one if there is none; none if it cannot be known."""
    if not value or value in {"inherit", "currentcolor", "unset", "initial", "revert", "context-fill"}:
        return otherwise
    if value == "none":
        return otherwise
    found = _parsed_colour(value)
    if found is None:
        return None
    colour, alpha = found
    if otherwise is not None and alpha < 0.1:
        return (1.0, 1.0, 1.0)  # transparent letters on a white page
    return colour


def _parsed_colour(value: str) -> tuple[Colour, float] | None:
    """A colour and how opaque it is (CSS Color 4); of spaces that are not sRGB’s, a grey that is as light."""
    import tinycss2.color5

    found = tinycss2.color5.parse_color(value)
    if found is None or isinstance(found, str):
        return None
    space, first = found.space, float(found.coordinates[0] or 0)
    if space in {"oklab", "oklch"}:
        return _grey(first**3), float(found.alpha)
    if space in {"lab", "lch"}:
        return _grey(((first + 16) / 116) ** 3), float(found.alpha)
    try:
        red, green, blue = (float(one or 0) for one in found.to("srgb").coordinates)
    except NotImplementedError:
        return None
    return (red, green, blue), float(found.alpha)


def _grey(luminance: float) -> Colour:
    part = 12.92 * luminance if luminance <= 0.0031308 else 1.055 * min(luminance, 1.0) ** (1 / 2.4) - 0.055
    return part, part, part


def _ground(style: Declarations, otherwise: Colour | None) -> Colour | None:
    for key in ("background-image", "background"):
        if "(" in style.get(key, "") and not style.get(key, "").startswith(_COLOURS):
            return None
    value = style.get("background-color") or style.get("background", "")
    if not value or value in {"none", "transparent", "inherit"}:
        return otherwise
    found = _parsed_colour(value if "(" in value else value.split(" ")[0])
    if found is None:
        return None
    colour, alpha = found
    return otherwise if alpha < 0.1 else colour


_COLOURS = ("rgb", "hsl", "hwb", "lab", "lch", "oklab", "oklch", "color(")


def _luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
