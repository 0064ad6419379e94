"""Set formulas: as MathML in a book, as drawings on paper.

WeasyPrint lays out no MathML. `ziamath` does, by the measures that the mathematical font STIX Two Math has for it (the
MATH table of OpenType), and answers outlines. What they say stands in the PDF besides, for who listens or copies.
"""

import unicodedata
import warnings
import xml.etree.ElementTree as ET
from copy import deepcopy
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from separatum.model.mathml_text import linear
from separatum.style.style import Face

MATHML = "http://www.w3.org/1998/Math/MathML"
FAMILY = "STIX Two Math"
SAID = "data-said"
"""The attribute of a drawn formula that holds what it says."""
_SIZE = 24.0
"""Units to the em of a drawing."""
_SCALE = 1.04
"""How much larger than the text around: its letters are smaller on their body than those of Literata."""
_DRAWN_AS = {"\u00af": "\u203e"}
"""The line over a term, and the sign that the layout draws as long as the term."""
_DRAWN_FOR = {"msqrt": "√", "mroot": "√"}
"""The signs that a reading system draws for an element, though no text holds them (MathML Core, 3.3.3)."""


def has_formulas(root: ET.Element) -> bool:
    """Whether a page holds any formula."""
    return root.find(".//math") is not None


def as_mathml(root: ET.Element) -> None:
    """Give the formulas of a page what a book needs of them: their namespace, and nothing that MathML does not know."""
    for formula in root.iter("math"):
        formula.attrib.pop("tex", None)
        formula.attrib.setdefault("xmlns", MATHML)


@cache
def face() -> Face:
    """The face that formulas are set in: it has the measures that mathematics needs."""
    with as_file(files(_layout()) / "fonts" / "STIXTwoMath-Regular.ttf") as path:
        return Face(family=FAMILY, weight=400, posture="normal", ttf=path, elements=frozenset({"math"}), fallback=False)


def characters(root: ET.Element) -> set[int]:
    """The code points that the formulas of a page are drawn in: a single letter is drawn as its slanted cousin."""
    formulas = list(root.iter("math"))
    signs = {sign for formula in formulas for sign in "".join(formula.itertext())}
    signs |= {_DRAWN_FOR[part.tag] for formula in formulas for part in formula.iter() if part.tag in _DRAWN_FOR}
    return {ord(sign) for sign in signs} | {_slanted()[sign] for sign in signs if sign in _slanted()}


@cache
def _slanted() -> dict[str, int]:
    """Letters, and the mathematical italic ones that stand for them (MathML Core, 4.2)."""
    codes = (*range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C))
    return {unicodedata.normalize("NFKC", chr(code)): code for code in codes} | {"h": 0x210E}


def draw_formulas(root: ET.Element) -> dict[str, bytes]:
    """Put a drawing in the place of each formula of a page, in the tree itself.

    Returns:
        The drawings, as SVG, by their addresses.
    """
    drawings: dict[str, bytes] = {}
    known: dict[bytes, tuple[str, str]] = {}
    for parent in list(root.iter()):
        for place, formula in enumerate(list(parent)):
            if formula.tag == "math":
                _name_heading(parent)
                bare = _bare(formula)
                key = ET.tostring(bare)
                if key not in known:
                    name = f"formula-{len(drawings) + 1}.svg"
                    drawings[name], style = _drawn(bare)
                    known[key] = (name, style)
                name, style = known[key]
                image = ET.Element("img", {"class": "formula", "src": name, "alt": formula.get("alttext", "")})
                image.set("style", style)
                image.set(SAID, linear(formula))
                image.tail = formula.tail
                parent[place] = image
    return drawings


def _name_heading(element: ET.Element) -> None:
    """Let a heading stand in the outline with its formulas: the layout would leave them out."""
    if element.tag in {"h2", "h3", "h4"} and not element.get("style"):
        words = "".join(_words(element)).replace("\\", "\\\\").replace('"', '\\"')
        element.set("style", f'bookmark-label: "{" ".join(words.split())}"')


def _words(element: ET.Element) -> list[str]:
    if element.tag == "math":
        return [element.get("alttext", "")]
    if element.get("class") == "noteref":
        return []
    parts = [element.text or ""]
    for child in element:
        parts += [*_words(child), child.tail or ""]
    return parts


@cache
def _layout() -> Any:
    """The library that lays formulas out, each outline drawn where it stands: not every reader follows references."""
    import logging

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for its font in a way that is deprecated in Python 3.11 and 3.12
        import ziamath
        from ziafont import gpos, gsub
    for module in (gpos, gsub):  # a note on the root logger would make the whole process print its warnings
        vars(module)["logging"] = logging.getLogger("ziafont")
    ziamath.config.svg2 = False  # type: ignore[attr-defined]
    return ziamath


def _bare(formula: ET.Element) -> ET.Element:
    """What of a formula is drawn."""
    copy = deepcopy(formula)
    copy.tail = None
    copy.attrib = {name: value for name, value in copy.attrib.items() if name == "display"}
    for element in copy.iter():
        element.text = _DRAWN_AS.get(element.text or "", element.text)
    return copy


def _drawn(bare: ET.Element) -> tuple[bytes, str]:
    """A formula as SVG, and the style that sets it on its line."""
    svg = _layout().Math(bare, size=_SIZE).svgxml()
    _, top, width, height = (float(part) for part in svg.get("viewBox").split())
    em = _SCALE / _SIZE
    sits = f"vertical-align: {-(top + height) * em:.4f}em; margin: 0; display: inline"
    return ET.tostring(svg), f"width: {width * em:.4f}em; height: auto; {sits}"
