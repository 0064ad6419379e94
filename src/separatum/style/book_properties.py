"""What a style's sheets may say in a book, where readers' programs carry it out, unseen by our checks.

It goes property by property. A list of what is allowed, for what is not known to us may hide words: it holds what sets
type in CSS 2.1, and the few later properties that old reading systems pass over.
"""

import re
from collections.abc import Iterable
from typing import Any

_SIDES = ("top", "right", "bottom", "left")
_STYLES = frozenset("none hidden solid dotted dashed double groove ridge inset outset thin medium thick".split())  # noqa: SIM905
_WORDS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for names, words in {
        "display": "inline block list-item inline-block table inline-table table-row-group table-header-group"
        " table-footer-group table-row table-cell table-caption",
        "position": "static relative",
        "float": "left right none",
        "clear": "left right both none",
        "font-style": "normal italic oblique",
        "font-variant font-variant-caps": "normal small-caps all-small-caps",
        "font-variant-numeric": "normal lining-nums oldstyle-nums proportional-nums tabular-nums diagonal-fractions",
        "font-variant-ligatures": "normal none common-ligatures no-common-ligatures contextual no-contextual",
        "font-kerning": "auto normal none",
        "font-weight": "normal bold bolder lighter",
        "text-align text-align-last": "left right center justify start end auto",
        "text-decoration text-decoration-line": "none underline",
        "text-transform": "none uppercase lowercase capitalize",
        "text-wrap": "wrap balance pretty",
        "text-rendering": "auto optimizelegibility optimizespeed geometricprecision",
        "white-space": "normal pre-wrap pre-line nowrap",
        "visibility": "visible",
        "overflow overflow-x overflow-y": "visible auto",
        "overflow-wrap word-wrap": "normal break-word anywhere",
        "word-break": "normal keep-all break-word",
        "line-break": "auto loose normal strict",
        "hyphens -webkit-hyphens -moz-hyphens -ms-hyphens -epub-hyphens adobe-hyphenate": "none manual auto",
        "list-style-position": "inside outside",
        "border-collapse": "collapse separate",
        "caption-side": "top bottom",
        "empty-cells": "show hide",
        "table-layout": "auto fixed",
        "box-sizing": "border-box content-box",
        "page-break-before page-break-after break-before break-after": "auto avoid always page left right",
        "page-break-inside break-inside": "auto avoid",
        "image-rendering": "auto",
        "background-repeat": "no-repeat repeat repeat-x repeat-y",
        "object-fit": "contain scale-down",
        "-webkit-text-size-adjust": "none auto",
    }.items()
    for name in names.split()
}
"""Properties whose values are words."""
_MEASURES: dict[str, tuple[frozenset[str], float, float]] = {
    **{f"margin{side}": (frozenset({"auto"}), 0, 12) for side in ("", *(f"-{side}" for side in _SIDES))},
    **{f"padding{side}": (frozenset(), 0, 8) for side in ("", *(f"-{side}" for side in _SIDES))},
    **{f"border{side}-width": (_STYLES, 0, 1) for side in ("", *(f"-{side}" for side in _SIDES))},
    "border-radius": (frozenset(), 0, 4),
    "border-spacing": (frozenset(), 0, 2),
    "text-indent": (frozenset(), -3, 8),
    "letter-spacing": (frozenset({"normal"}), -0.06, 0.5),
    "word-spacing": (frozenset({"normal"}), -0.1, 1),
    "line-height": (frozenset({"normal"}), 0, 4),
    "vertical-align": (
        frozenset("baseline sub super top text-top middle bottom text-bottom".split()),  # noqa: SIM905
        -0.6,
        0.6,
    ),
    "width": (frozenset({"auto"}), 1, 60),
    "max-width": (frozenset({"none"}), 4, 999),
    "min-width": (frozenset({"auto"}), 0, 10),
    "min-height": (frozenset({"auto"}), 0, 20),
    "background-size": (frozenset({"auto", "contain"}), 1, 60),
    "background-position": (frozenset({"left", "right", "center", "top", "bottom"}), 0, 60),
    "orphans": (frozenset(), 1, 9),
    "widows": (frozenset(), 1, 9),
}
"""Properties whose values are lengths: words besides, and the least and the most in sizes of letters."""
_COLOURS = frozenset(
    {"color", "background-color", *(f"border{side}-color" for side in ("", *(f"-{s}" for s in _SIDES)))}
)
_BORDERS = frozenset({"border", *(f"border-{side}" for side in _SIDES)})
_BORDER_STYLES = frozenset({"border-style", *(f"border-{side}-style" for side in _SIDES)})
_BACKGROUND = frozenset(
    """
    none transparent repeat no-repeat repeat-x repeat-y left right top bottom center contain cover scroll auto
    """.split()  # noqa: SIM905
)
_LISTS = frozenset(
    """
    none disc circle square decimal decimal-leading-zero lower-roman upper-roman lower-alpha upper-alpha lower-latin
    upper-latin lower-greek armenian georgian hebrew inside outside
    """.split()  # noqa: SIM905
)
_FEATURES = frozenset(
    "kern liga clig calt onum lnum tnum pnum smcp c2sc sups subs frac zero case locl ccmp palt pkna".split()  # noqa: SIM905
)
_PICTORIAL = re.compile(
    r"dings|symbol|marlett|mt extra|blank|last ?resort|redact|bar ?code|\bflow\b|emoji|braille", re.IGNORECASE
)
"""Fonts, by their names, whose letters are pictures or nothing."""
_SIGNS = re.compile("[\\s–—•◦▪▫■□●○·⁂*❧❦☙†‡§¶~|/→←↑↓▶◀◆◇★☆…]*")
"""The signs that a sheet may add: ornaments that say nothing."""
_CONTENT = frozenset({"none", "normal"})
_PSEUDO_CLASSES = frozenset(
    """
    first-child last-child only-child nth-child nth-last-child first-of-type last-of-type only-of-type nth-of-type
    nth-last-of-type not lang root empty link any-link
    """.split()  # noqa: SIM905
)
_PSEUDO_ELEMENTS = frozenset({"before", "after", "first-letter", "first-line", "marker"})
_PSEUDO = re.compile(r":{1,2}(-?[\w-]+)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]")
_POINTS = {"pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0}
_BASE = 10.5
"""Points: the size of a book's text, about."""
_PICTURE = re.compile(r"img\b[^\s>+~,]*$")
_LEAST_PICTURE = 1.0


def em(number: float, unit: str) -> float:
    """A length in sizes of letters, about; a page is taken for twenty of them."""
    if unit in _POINTS:
        return number * _POINTS[unit] / _BASE
    if unit in {"ex", "ch"}:
        return number / 2
    return number / 20 if unit == "%" else number


def why_selector_is_refused(prelude: list[Any], selector: str) -> str | None:
    """What is wrong with a rule's selector; None if it says what elements of a page it is about.

    Args:
        prelude: its tokens.
        selector: its text.
    """
    import cssselect2

    try:
        cssselect2.compile_selector_list(prelude)
    except cssselect2.SelectorError:
        return f"the selector “{selector[:40]}” is not a plain one"
    named = _PSEUDO.findall(_QUOTED.sub("", selector))
    strange = next((name for name in named if name.lower() not in _PSEUDO_CLASSES | _PSEUDO_ELEMENTS), None)
    return f"“:{strange}” is not for a book" if strange else None


def why_refused(name: str, value: list[Any], selector: str) -> str | None:
    """Why a declaration is not for a book; None if it is.

    Args:
        name: the property, in small letters.
        value: its tokens.
        selector: of its rule.
    """
    tokens = [token for token in _flat(value) if token.type not in {"whitespace", "comment"}]
    if [token.type for token in tokens] == ["ident"] and tokens[0].lower_value == "inherit":
        return None if name in _known() else f"the property “{name}” is not for a book"
    is_of_part = bool(set(_PSEUDO.findall(_QUOTED.sub("", selector))) & _PSEUDO_ELEMENTS)
    if name in _COLOURS or name in {"background", "background-image"}:
        return _colour(name, tokens, is_of_part=is_of_part and not name.startswith("border"))
    if name in {"height", "max-height"}:
        return _height(name, tokens, selector)
    if name in _LOOKED_AT_ELSEWHERE:
        return None
    kinds = (
        (_WORDS.keys(), _words),
        (_MEASURES.keys(), _measures),
        (_BORDERS | _BORDER_STYLES, _border),
        ({"list-style", "list-style-type", "content", "quotes"}, _signs),
        ({"font", "font-family"}, _family),
        ({"font-feature-settings"}, _features),
    )
    look_at = next((one for names, one in kinds if name in names), None)
    return look_at(name, tokens) if look_at else f"the property “{name}” is not for a book"


_LOOKED_AT_ELSEWHERE = frozenset({"font-size", "counter-reset", "counter-increment"})


def _known() -> frozenset[str]:
    return (
        frozenset(
            {"background", "list-style", "list-style-type", "font", "font-family", "font-size", "quotes", "height"}
        )
        | _COLOURS
        | _BORDERS
        | _BORDER_STYLES
        | _WORDS.keys()
        | _MEASURES.keys()
    )


def _flat(tokens: Iterable[Any]) -> list[Any]:
    return [token for token in tokens if not (token.type == "literal" and token.value in {",", "/"})]


def _words(name: str, tokens: list[Any]) -> str | None:
    words = _WORDS[name]
    for token in tokens:
        if token.type == "number" and name == "font-weight" and 100 <= token.value <= 900:
            continue
        if token.type == "percentage" and name == "-webkit-text-size-adjust" and token.value == 100:
            continue
        if token.type != "ident" or token.lower_value not in words:
            return f"“{name}: {token.serialize()[:40]}” is not for a book"
    return None


def _measures(name: str, tokens: list[Any]) -> str | None:
    words, least, most = _MEASURES[name]
    for token in tokens:
        if token.type == "ident" and token.lower_value in words:
            continue
        if (found := _measure(token)) is None or not least <= found <= most:
            limits = f"a length from {least:g} to {most:g} em"
            return f"“{name}: {token.serialize()[:40]}” is not for a book: it may be " + " or ".join(
                [*sorted(words), limits]
            )
    return None


def _measure(token: Any) -> float | None:
    if token.type == "number":
        return float(token.value)
    if token.type == "percentage":
        return em(token.value, "%")
    known = {"em", "rem", "ex", "ch", *_POINTS}
    return em(token.value, token.lower_unit) if token.type == "dimension" and token.lower_unit in known else None


def _colour(name: str, tokens: list[Any], *, is_of_part: bool) -> str | None:
    import tinycss2.color4

    for token in tokens:
        if token.type == "ident" and token.lower_value in _BACKGROUND and name.startswith("background"):
            continue
        if name == "background" and token.type != "function" and _measure(token) is not None:
            continue  # where a picture of the style stands
        found = tinycss2.color4.parse_color(token)
        # Others are not computed by `cascade`: the system's, those of other spaces, mixtures.
        if found is None or found == "currentcolor" or found.space not in {"srgb", "hsl", "hwb"}:
            return f"“{name}: {token.serialize()[:40]}” is not a plain colour"
        if is_of_part:
            return f"“{name}” colours a part of an element; colours belong into print.css"
    return None


def _border(name: str, tokens: list[Any]) -> str | None:
    import tinycss2.color4

    for token in tokens:
        if token.type == "ident" and token.lower_value in _STYLES:
            continue
        width = _measure(token)
        if width is None and tinycss2.color4.parse_color(token) is not None:
            continue
        if width is None or not 0 <= width <= 1:
            return f"“{name}: {token.serialize()[:40]}” is wider than a letter, or no plain border"
    return None


def _signs(name: str, tokens: list[Any]) -> str | None:
    words = _CONTENT if name == "content" else _LISTS
    for token in tokens:
        if token.type == "string" and _SIGNS.fullmatch(token.value):
            continue
        if token.type == "function" and name == "content" and token.lower_name in {"counter", "counters"}:
            if any(one.type == "string" or _is_letters(one) for one in token.arguments):
                return f"“{name}” prints a counter as letters"
            continue
        if token.type != "ident" or token.lower_value not in words:
            return f"“{name}: {token.serialize()[:40]}” adds signs that may say something"
    return None


def _is_letters(token: Any) -> bool:
    """Whether it says that a counter is printed as something else than a number."""
    return bool(token.type == "ident" and token.lower_value in _LISTS - {"decimal"})


def _family(_: str, tokens: list[Any]) -> str | None:
    named = " ".join(str(token.value) for token in tokens if token.type in {"ident", "string"})
    found = _PICTORIAL.search(named)
    return f"the letters of “{named[:40]}” are pictures, or are not seen" if found else None


def _features(_: str, tokens: list[Any]) -> str | None:
    for token in tokens:
        if token.type == "string" and token.value not in _FEATURES:
            return f"“font-feature-settings: {token.value}” may change letters into others"
    return None


def _height(name: str, tokens: list[Any], selector: str) -> str | None:
    are_pictures = all(_PICTURE.search(one.strip()) for one in selector.split(","))
    for token in tokens:
        if token.type == "ident" and token.lower_value in {"auto", "none"}:
            continue
        found = _measure(token)
        if not are_pictures or found is None or found < _LEAST_PICTURE:
            return f"“{name}: {token.serialize()[:40]}” cuts words off"
    return None
