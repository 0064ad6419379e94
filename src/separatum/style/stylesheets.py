"""Fit a style's sheets to one article: the families of its scripts, the leading and the emphasis of its languages.

The sheets are written for Latin letters. What another script asks of them is said in the files of the languages and in
the style's fonts for scripts; so a style looks after no language itself.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from separatum.model.languages import Language, language
from separatum.style.fonts import Typefaces

_FONT = re.compile(r"(?<![\w-])font(?:-family)?\s*:[^;{}]*")
_FAMILY = re.compile(r'"([^"]*)"')
_LEADING = re.compile(r"(?<![\w-])(line-height\s*:\s*)([1-9]\d*(?:\.\d+)?)(?=\s*[;}])")
_SPACING = re.compile(r"(?<![\w-])letter-spacing\s*:[^;{}]*")
# Old reading systems know no logical properties (CSS Logical 1), so the physical ones are turned round.
_RULE = re.compile(r"([^{}]*)\{[^{}]*\}")
_CHOSEN = re.compile(r"\.(?:left|right)\b")
# A rule may be for code or for what is in it; but in “pre + p” it is for what comes after.
_MAY_BE_OF_CODE = re.compile(r"(?<![\w.:#-])pre(?![\w-])", re.IGNORECASE)
_OF_CODE = re.compile(_MAY_BE_OF_CODE.pattern + r"[^\s>+~]*+(?!\s*[+~])", re.IGNORECASE)
_NAMES = frozenset({"ident", "hash", "literal", "whitespace"})
_SIDE = re.compile(r"(?<=[-\s:])(?:left|right)(?=[-\s:;}{])")
_SIDES = re.compile(r"((?:margin|padding)\s*:\s*[^\s;{}]+)\s+([^\s;{}]+)\s+([^\s;{}]+)\s+([^\s;{}]+)(?=\s*[;}])")
_FOLIO = re.compile(r"(counter\(\w+)\)")
_SUPERIOR = re.compile(r"font-variant-position\s*:\s*super\b")
_NOTE = re.compile(r"(\.note\s*\{[^{}]*font-size\s*:\s*[\d.]+)em")
_RAISED = "font-variant-position: normal; font-size: 0.66em; vertical-align: 0.45em; line-height: 0"
_PLAIN = "font-style: normal; font-weight: 400; letter-spacing: 0; font-variant: normal"
_STRESSED = ("em", "i", "cite", "dfn", "var", "h4")
_SHOWN = {"spaced": "letter-spacing: 0.09em", "bold": "font-weight: 700"}


def fitted(sheet: str, faces: Typefaces, speech: Language) -> str:
    """A sheet for an article in a language: the families of its scripts stand in every list of families."""
    sheet = _FONT.sub(lambda found: _FAMILY.sub(lambda name: _stack(name[1], faces), found[0]), sheet)
    if speech.leading != 1 or speech.least_leading > 1:
        sheet = _LEADING.sub(lambda found: f"{found[1]}{led(float(found[2]), speech):.4g}", sheet)
    if speech.joined:
        sheet = _SPACING.sub("letter-spacing: normal", sheet)
    if faces.figures and _SUPERIOR.search(sheet):
        # A note lies in its call, which becomes small: its own size is then measured from the page's.
        sheet = _NOTE.sub(r"\1rem", _SUPERIOR.sub(_RAISED, sheet))
    if speech.counter_style != "decimal":
        sheet = _FOLIO.sub(rf"\1, {speech.counter_style})", sheet)
    return _mirrored(sheet) if speech.direction == "rtl" else sheet


def led(leading: float, speech: Language) -> float:
    """The leading that lines have in a language where the sheets say this one."""
    return max(leading * speech.leading, speech.least_leading)


def _mirrored(sheet: str) -> str:
    """A sheet for a page that is read from right to left; what an author put left or right in a table stays there.

    Code runs from left to right there, too (`style/directions.py`): its rules are for the side where it begins.
    """
    return _RULE.sub(lambda rule: rule[0] if _CHOSEN.search(rule[1]) else _turned_but_code(rule[0], rule[1]), sheet)


def _turned_but_code(rule: str, selectors: str) -> str:
    """A rule that is turned round for all that it is for but code."""
    turned = _turned(rule)
    if turned == rule or not _MAY_BE_OF_CODE.search(selectors):
        return turned
    before, listed = _listed_selectors(selectors)
    of_code = [one for one, is_of_code in listed if is_of_code]
    others = [one for one, is_of_code in listed if not is_of_code]
    if not of_code or not others:
        return turned if others else rule
    body = rule[len(selectors) :]
    return f"{before}{', '.join(others)} {_turned(body)}\n{', '.join(of_code)} {body}"


def _listed_selectors(prelude: str) -> tuple[str, list[tuple[str, bool]]]:
    """What stands before the selectors of a rule, and each of them with whether it is for code or for what is in it.

    What is in brackets is not looked into: `:is(p, pre)` is turned round as a whole, and so is `:not(pre)`.
    """
    import tinycss2

    nodes = tinycss2.parse_component_value_list(prelude, skip_comments=True)
    start = max((place for place, node in enumerate(nodes, 1) if node == ";"), default=0)
    while start < len(nodes) and nodes[start].type == "whitespace":
        start += 1
    listed = list[tuple[str, bool]]()
    for is_comma, group in groupby(nodes[start:], lambda node: bool(node == ",")):
        if not is_comma:
            selector = list(group)
            names = tinycss2.serialize([node for node in selector if node.type in _NAMES])
            listed.append((tinycss2.serialize(selector).strip(), bool(_OF_CODE.search(names))))
    return tinycss2.serialize(nodes[:start]), listed


def _turned(rule: str) -> str:
    rule = _SIDES.sub(lambda found: f"{found[1]} {found[4]} {found[3]} {found[2]}", rule)
    return _SIDE.sub(lambda found: "right" if found[0] == "left" else "left", rule)


def language_rules(root: ET.Element, faces: Typefaces) -> str:
    """The rules that come after the sheets: how each language on the page shows its stressed words.

    Args:
        root: the page, with `lang` on its root and on foreign passages.
        faces: those of the article.
    """
    rules = [] if faces.indent is None else [f"p + p {{ text-indent: {faces.indent} }}"]
    if faces.emoji:
        rules.append(f".emoji {{ font-family: {_listed(faces.emoji)}; {_PLAIN} }}")
    main = language(root.get("lang", ""))
    if main is not None and main.counter_style != "decimal":
        rules.append(f"ol {{ list-style-type: {main.counter_style} }}")
    for tag in sorted({element.get("lang", "") for element in root.iter()}):
        known = language(tag) if tag else None
        if known is not None:
            rules.append(_emphasis(tag, known))
    return "".join(f"{rule}\n" for rule in rules if rule)


def _emphasis(tag: str, known: Language) -> str:
    if known.italic:
        return ""
    selectors = ", ".join(f"{element}:lang({tag})" for element in _STRESSED)
    return f"{selectors} {{ font-style: normal; {_SHOWN[known.emphasis]} }}"


def _listed(families: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in families)


def _stack(family: str, faces: Typefaces) -> str:
    return _listed(faces.stacks.get(family, (family,)))


@lru_cache(maxsize=8)
def without_comments(sheet: str) -> str:
    """A style sheet without its comments: they are for those who work on a style, not for readers."""
    import tinycss2

    plain = tinycss2.serialize(tinycss2.parse_component_value_list(sheet, skip_comments=True))
    return re.sub(r"\n[ \t]*(?=\n)", "", plain).lstrip("\n")
