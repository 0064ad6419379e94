"""Every family of letters that a drawing names becomes one of the package, of the same kind.

The library that draws knows the package's faces alone. It takes the letters of a family that it does not know, such as
“Consolas” or “ui-monospace”, from a serif face, and generic names only where they are written small.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_FACES = Path(__file__).parents[2] / "fonts" / "fonts.json"
SANS, SERIF, MONO = "Noto Sans", "Noto Serif", "Separatum Mono"
_GENERIC = {
    "serif": SERIF,
    "ui-serif": SERIF,
    "math": SERIF,
    "monospace": MONO,
    "ui-monospace": MONO,
    **dict.fromkeys(("sans-serif", "ui-sans-serif", "ui-rounded", "system-ui", "cursive", "fantasy"), SANS),
}
"""CSS Fonts 4, 2.1.3. The package has no script or display face; a plain one is the least striking."""
_KINDS = (
    (
        MONO,
        r"""mono(?!type)|courier|consol|menlo|monaco|typewriter|teletype|terminal|fixed|inconsolata|iosevka|cascadia
        |andale|hasklig|\bhack\b|\bcode\b|\bcmtt""",
    ),
    (
        SANS,
        r"""sans|arial|helvetica|verdana|tahoma|trebuchet|segoe|calibri|roboto|gothic|grotes[kq]|futura|avenir|lucida
        |frutiger|franklin|ubuntu|cantarell|comic|impact|apple-system|macsystemfont|\bunivers\b|\binter\b|\blato\b""",
    ),
    (
        SERIF,
        r"""serif|times|georgia|garamond|palatino|palladio|cambria|baskerville|bodoni|didot|caslon|century|schoolbook
        |antiqua|charter|libertin|merriweather|minion|bookman|stix|rockwell|roman\b|\blora\b|\btinos\b|\bcmr\d""",
    ),
)
"""Words in the names of well-known families, by the package's family of that kind."""
_KNOWN = tuple((family, re.compile(words, re.VERBOSE)) for family, words in _KINDS)
_AS_ELSEWHERE = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
_DECLARED = re.compile(
    r"""
    (?<![\w-])(font(?:-family)?)(\s*:)
    ((?:"[^"\n]*"|'[^'\n]*'|[^;{}"']+|["'])*)  # nothing comes behind it, so no part of it is tried again
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SIZE = re.compile(r"[\d.]+(?:[a-z]+|%)|(?:x{1,3}-)?(?:small|large)|medium|smaller|larger", re.IGNORECASE)
_LONGEST = 300
"""Letters of a list of families that are read."""


def name_families(root: "etree._Element", namespace: str) -> None:
    """Let each declaration of a drawing name a family of the package.

    Args:
        root: the drawing; it is changed.
        namespace: of SVG.
    """
    for element in root.iter(f"{{{namespace}}}*"):
        if (names := element.get("font-family")) is not None:
            element.set("font-family", _put(names))
        if "font" in (style := element.get("style", "")).lower():
            element.set("style", _renamed(style))
        if element.tag == f"{{{namespace}}}style" and element.text and "font" in element.text.lower():
            element.text = _renamed(_without_comments(element.text))


def family_of(names: str) -> str:
    """The package's family for a list of families: for the first one whose kind is known.

    Args:
        names: as CSS has them.
    """
    for name in (" ".join(one.strip(" \t\r\n\"'").lower().split()) for one in names.split(",")):
        found = _own().get(name) or _GENERIC.get(name)
        found = found or next((family for family, words in _KNOWN if words.search(name)), None)
        if found:
            return found
    return SANS


def _without_comments(sheet: str) -> str:
    # What stands behind the end of each comment, and all that stands before the first one.
    return "".join(part.partition("*/")[2] for part in f"*/{sheet}".split("/*"))


def _renamed(sheet: str) -> str:
    return _DECLARED.sub(_declaration, sheet)


def _declaration(found: re.Match[str]) -> str:
    name, colon, value = found.groups()
    before, mark, after = value.rpartition("!")
    value, important = (before, " !important") if mark and after.strip().lower() == "important" else (value, "")
    if name.lower() == "font-family":
        return f"{name}{colon} {_put(value)}{important}"
    parts = "/".join(part.strip() for part in value.split("/")).split()
    for place, part in enumerate(parts[:-1]):
        size = part.partition("/")[0]
        if _SIZE.fullmatch(size):
            # The library leaves the whole shorthand out if it has the height of lines, which a drawing has not.
            before = " ".join([*parts[:place], size])
            return f"{name}{colon} {before} {_put(' '.join(parts[place + 1 :]))}{important}"
    return found[0]


def _put(names: str) -> str:
    return names if names.strip().lower() in _AS_ELSEWHERE else f"'{family_of(names[:_LONGEST])}'"


@cache
def _own() -> dict[str, str]:
    """The package's families, by their names in small letters."""
    faces = json.loads(_FACES.read_bytes())["faces"]
    return {face["family"].lower(): face["family"] for face in faces}
