"""Passages in other languages: tags in their usual form, and the direction where it changes."""

from xml.etree.ElementTree import Element

from separatum.model.findings import Finding
from separatum.model.languages import Direction, language
from separatum.model.text_direction import first_direction, only_direction
from separatum.source import rules
from separatum.source.front_matter.language_tags import tag as language_tag
from separatum.source.html.element_names import CODE
from separatum.source.locations import Places

_Letters = dict[Element, tuple[Direction | None, Direction | None]]
"""For each element the direction of its first letter, and that of all its letters (`model/text_direction.py`)."""
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def settle(tree: Element, direction: str, places: Places) -> list[Finding]:
    """Settle `lang` and `dir` of every element, in the tree itself.

    Args:
        tree: the element whose descendants are settled.
        direction: “ltr” or “rtl”, of the text around it.
        places: for the lines of what is wrong.
    """
    findings: list[Finding] = []
    letters: _Letters = {}
    stack = [(tree, direction, False)]
    while stack:
        element, around, is_in_code = stack.pop()
        written = element.attrib.pop("lang", None)
        wanted = stated = element.attrib.pop("dir", "").lower()
        if stated and element not in letters:
            letters |= _letters(element)
        if stated == "auto":
            wanted = stated = letters[element][0] or ""
        tag = language_tag(written) if written else None
        if written and tag is None:
            where = places.of(element, written)
            message = f"“lang” is not a language tag: “{written[:80]}”"
            findings.append(rules.VALUE.found(message, where=where, hint="write it as a BCP 47 tag, for example ru"))
        if tag is not None:
            element.set("lang", tag)
            wanted = wanted or ("" if element.tag in CODE else _direction(tag))
        if element.tag in CODE and not is_in_code:
            around, is_in_code = "ltr", True
        # Where all the letters run against what the author stated, they would decide if it were left out.
        is_odd = bool(stated) and letters[element][1] not in {None, stated}
        if wanted in {"ltr", "rtl"} and (wanted != around or is_odd):
            element.set("dir", wanted)
            around = wanted
        stack += [(child, around, is_in_code) for child in element]
    return findings


def _letters(root: Element) -> _Letters:
    """The directions of an element and of those inside it, from the innermost out: each text is looked at once."""
    found: _Letters = {}
    for element in reversed(list(root.iter())):
        parts = [_of_text(element.text)]
        for child in element:
            parts += [found[child], _of_text(child.tail)]
        lettered = [part for part in parts if part[0]]
        first = lettered[0][0] if lettered else None
        found[element] = first, first if all(only == first for _, only in lettered) else None
    return found


def _of_text(text: str | None) -> tuple[Direction | None, Direction | None]:
    return first_direction(text or ""), only_direction([text or ""])


def _direction(tag: str) -> str:
    known = language(tag)
    if known is not None:
        return known.direction
    return "rtl" if tag.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"
