"""Choose the faces that one article is set in, and prove that they have every one of its characters.

The style's own faces come first. Where the article has letters of a script that they lack, the style's fonts for that
script join them, and no others: an edition's bytes do not depend on what else a machine has.
"""

import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType

from separatum.model.article import Article
from separatum.model.languages import Language
from separatum.style.font_files import font_file
from separatum.style.style import Face, ScriptFonts, Style, coverage

_NEEDS_NO_GLYPH = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""The general categories that no font need draw: controls, formats, spaces."""
_GROUPS = {"Hans": "Hani", "Hant": "Hani", "Jpan": "Hani"}
_SYMBOLS, _EMOJI = "Zsym", "Zsye"
_BOX, _BLOCK = "\u2500", "\u259f"
"""Box Drawing and Block Elements: they are set as code."""
_ALWAYS = "0123456789 /•◦–"
"""What the sheets and the layout add: folios, the signs of lists, breaks of words."""
_WEIGHTS = {"Bold": 700, "SemiBold": 600}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """Characters that no face has."""

    characters: tuple[str, ...]
    fonts: ScriptFonts | None
    """What has them, if the style knows; it is not on this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typefaces:
    """The faces that an article asks for beside those of its style."""

    main: str = ""
    """The script of the article's own language, if the style's faces lack it; its fonts come before theirs."""
    faces: tuple[Face, ...] = ()
    stacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False, compare=False)
    """For a family of the sheets, the families to set instead, in this order."""
    indent: str | None = None
    figures: bool = False
    """Whether figures are set in the main script's own font, which has no superior ones."""
    lacks: tuple[Lack, ...] = ()


def faces_for(article: Article, root: ET.Element, speech: Language, style: Style) -> Typefaces:
    """What an article asks for: its page, its running heads, its cover and its contents.

    Args:
        article: the article.
        root: its page, as `compose` makes it.
        speech: the article's language.
        style: the style.
    """
    metadata = article.metadata
    publisher = metadata.publisher.name if metadata.publisher else ""
    outside = (metadata.title, metadata.short_title, publisher, *speech.words.values(), *speech.digits, *_ALWAYS)
    return typefaces("".join((drawn(root), *outside)), speech, style)


def drawn(root: ET.Element) -> str:
    """What a page shows: its text, and the addresses of its links, which paper prints."""
    return "".join((words_of(root), *(element.get("href", "") for element in root.iter("a"))))


def words_of(element: ET.Element) -> str:
    """The text of an element without its formulas: those are set in a face of their own."""
    if element.tag == "math":
        return ""
    if element.find(".//math") is None:
        return "".join(element.itertext())
    return "".join((element.text or "", *(words_of(child) + (child.tail or "") for child in element)))


def typefaces(text: str, speech: Language, style: Style) -> Typefaces:
    """What the characters of a text ask for.

    Args:
        text: all that is drawn.
        speech: the article's language: the fonts of its script come first, for figures and signs too.
        style: the style.
    """
    letters = frozenset(sign for sign in text if unicodedata.category(sign) not in _NEEDS_NO_GLYPH)
    return _typefaces(letters, _GROUPS.get(speech.script, speech.script), style)


@lru_cache(maxsize=256)
def _typefaces(letters: frozenset[str], script: str, style: Style) -> Typefaces:
    known = {fonts.code: fonts for fonts in style.scripts}
    main = known.get(script)
    chosen = {} if main is None else {main.code: _faces(main)}
    left = {sign for sign in letters if ord(sign) not in _house_coverage(style) and not _BOX <= sign <= _BLOCK}
    left |= {sign for sign in letters if _BOX <= sign <= _BLOCK and ord(sign) not in _house_coverage(style, code=True)}
    left -= _covered(left, chosen)
    for code in _scripts_of(left):
        if code in known and code not in chosen and (found := _covered(left, {code: _faces(known[code])})):
            chosen[code] = _faces(known[code])
            left -= found
    left -= {sign for sign in left if ord(sign) in _house_coverage(style, code=True)}
    ordered = {code: chosen[code] for code in known if code in chosen}
    return Typefaces(
        main=main.code if main else "",
        faces=tuple(face for faces in ordered.values() for _, some in faces for face in some),
        stacks=MappingProxyType(_stacks(style, main.code if main else "", ordered)),
        indent=main.indent if main else None,
        figures=main is not None and any(ord("1") in coverage(face) for face in dict(chosen[main.code])["text"]),
        lacks=_lacks(left, known),
    )


@cache
def _house_coverage(style: Style, *, code: bool = False) -> frozenset[int]:
    """What the style's faces have: those of words, or those of code, which no other element is set in."""
    families = style.roles.get("code", ())
    return frozenset().union(*(coverage(face) for face in style.faces if (face.family in families) == code))


_Chosen = tuple[tuple[str, tuple[Face, ...]], ...]
"""The faces of one script by their role."""


@cache
def _faces(fonts: ScriptFonts) -> _Chosen:
    """The faces of a script that are there; a file that serves two roles is one face."""
    roles = {"text": fonts.text} if fonts.label == fonts.text else {"text": fonts.text, "label": fonts.label}
    return tuple((role, _role(names, fonts.code)) for role, names in roles.items())


def _role(names: Iterable[str], script: str) -> tuple[Face, ...]:
    import uharfbuzz

    faces = []
    for name in names:
        file, _, index = name.partition("#")
        path = font_file(file)
        if path is None:
            continue
        place = int(index or 0)
        opened = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), place)
        faces.append(
            Face(
                family=opened.get_name(16) or opened.get_name(1) or path.stem,
                weight=_WEIGHTS.get(path.stem.rpartition("-")[2], 400),
                posture="normal",
                ttf=path,
                elements=frozenset(),
                fallback=False,
                index=place,
                script=script,
            )
        )
    return tuple(faces)


def _covered(letters: Iterable[str], chosen: Mapping[str, _Chosen]) -> set[str]:
    """The letters that every role has a face for."""
    roles = [some for faces in chosen.values() for _, some in faces]
    return {sign for sign in letters if any(ord(sign) in coverage(face) for some in roles for face in some)}


def _scripts_of(letters: Iterable[str]) -> list[str]:
    """The scripts that some letters belong to, most letters first; signs of many scripts come last."""
    from fontTools.unicodedata import script_extension

    counts: dict[str, int] = {}
    for sign in sorted(letters):
        for code in sorted(script_extension(sign)):
            group = _SYMBOLS if code in ("Zyyy", "Zinh") else _GROUPS.get(code, code)
            counts[group] = counts.get(group, 0) + 1
    ordered = sorted(counts, key=lambda code: (code == _SYMBOLS, -counts[code], code))
    return [*ordered, _EMOJI] if _SYMBOLS in counts else ordered


def _stacks(style: Style, main: str, chosen: Mapping[str, _Chosen]) -> dict[str, tuple[str, ...]]:
    """The families to set for each family of the sheets."""
    stacks = {}
    for role, families in style.roles.items():
        own = {code: _families(faces, role) for code, faces in chosen.items()}
        first = own.pop(main, ())
        others = tuple(family for some in own.values() for family in some)
        companion = (style.companions[role],) if role in style.companions and first else ()
        for family in families:
            # Code stays in its own face: the letters of a script are only lent to it.
            heads = (family, *first) if role == "code" else (*first, *(companion or (family,)))
            stacks[family] = tuple(dict.fromkeys((*heads, *others)))
    return {family: stack for family, stack in stacks.items() if stack != (family,)}


def _families(faces: _Chosen, role: str) -> tuple[str, ...]:
    """The families of a script for a role; for code, those of labels."""
    by_role = dict(faces)
    wanted = by_role.get("label" if role == "code" else role) or by_role["text"]
    return tuple(dict.fromkeys(face.family for face in wanted))


def _lacks(left: set[str], known: Mapping[str, ScriptFonts]) -> tuple[Lack, ...]:
    """What is missing, by the fonts that would have it."""
    by_fonts: dict[ScriptFonts | None, list[str]] = {}
    for sign in sorted(left):
        codes = [code for code in _scripts_of(sign) if code != _EMOJI or unicodedata.category(sign) == "So"]
        fonts = next((known[code] for code in codes if code in known and not _is_there(known[code])), None)
        by_fonts.setdefault(fonts, []).append(sign)
    return tuple(Lack(characters=tuple(signs), fonts=fonts) for fonts, signs in by_fonts.items())


def _is_there(fonts: ScriptFonts) -> bool:
    return all(font_file(name.partition("#")[0]) for name in (*fonts.text, *fonts.label))
