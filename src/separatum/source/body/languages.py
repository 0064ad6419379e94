"""Passages in other languages: tags in their usual form, and the direction where it changes."""

from xml.etree.ElementTree import Element

from separatum.model.findings import Finding
from separatum.model.languages import language
from separatum.model.text_direction import first_direction, only_direction
from separatum.source import rules
from separatum.source.front_matter.language_tags import tag as language_tag
from separatum.source.locations import Places

_CODE = frozenset({"pre", "code", "kbd", "samp"})
"""What runs from left to right in every text, if its author does not say otherwise."""
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def settle(tree: Element, direction: str, places: Places) -> list[Finding]:
    """Settle `lang` and `dir` of every element, in the tree itself.

    Args:
        tree: the element whose descendants are settled.
        direction: “ltr” or “rtl”, of the text around it.
        places: for the lines of what is wrong.
    """
    findings: list[Finding] = []
    stack = [(tree, direction)]
    while stack:
        element, around = stack.pop()
        written = element.attrib.pop("lang", None)
        wanted = stated = element.attrib.pop("dir", "").lower()
        if stated == "auto":
            wanted = stated = first_direction("".join(element.itertext())) or ""
        tag = language_tag(written) if written else None
        if written and tag is None:
            where = places.of(element, written)
            message = f"“lang” is not a language tag: “{written[:80]}”"
            findings.append(rules.VALUE.found(message, where=where, hint="write it as a BCP 47 tag, for example ru"))
        if tag is not None:
            element.set("lang", tag)
            wanted = wanted or ("" if element.tag in _CODE else _direction(tag))
        if element.tag in _CODE:
            around = "ltr"
        if wanted in {"ltr", "rtl"} and (wanted != around or _is_odd(element, stated)):
            element.set("dir", wanted)
            around = wanted
        stack += [(child, around) for child in element]
    return findings


def _is_odd(element: Element, stated: str) -> bool:
    """Whether an author gave an element the direction that its letters do not have: else they would decide."""
    return bool(stated) and only_direction(element.itertext()) not in (None, stated)


def _direction(tag: str) -> str:
    known = language(tag)
    if known is not None:
        return known.direction
    return "rtl" if tag.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"
