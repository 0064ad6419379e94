"""Choose the faces that one article is set in, and prove that they have every one of its characters.

The style's own faces come first. Where the article has letters of a script that they lack, the style's fonts for that
script join them, and no others: an edition's bytes do not depend on what else a machine has.
"""

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from separatum.model.article import Article
from separatum.model.emoji import emoji_of
from separatum.model.languages import Language
from separatum.style.font_files import font_file
from separatum.style.style import Face, ScriptFonts, Style, coverage

_NEEDS_NO_GLYPH = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""The general categories that no font need draw: controls, formats, spaces."""
_ANY, _SYMBOLS, EMOJI = "*", "Zsym", "Zsye"
_GROUPS = {
    "Hans": "Hani", "Hira": "Jpan", "Kana": "Jpan", "Hrkt": "Jpan", "Hang": "Kore", "Bopo": "Hant", "Brai": _SYMBOLS,
}  # fmt: skip
"""The scripts that are set in the fonts of another: one language writes them together."""
_IDEOGRAPHIC = re.compile("[\u3000-\u303f\u3200-\u33ff\uff00-\uffef]")
"""Signs that Chinese, Japanese and Korean share: they stand in the fonts of these."""
_BOX, _BLOCK = "\u2500", "\u259f"
"""Box Drawing and Block Elements: nearly always they are in code."""
_CODE = frozenset({"code", "pre", "kbd", "samp", "math"})
"""Elements that are set in the face of code, and formulas, which have a face of their own."""
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
    emoji: tuple[str, ...] = ()
    """The families that emoji are set in; empty if there are no emoji."""
    lacks: tuple[Lack, ...] = ()


def faces_for(article: Article, root: ET.Element, speech: Language, style: Style) -> Typefaces:
    """What an article needs: its page, its running heads, its cover and its contents.

    Args:
        article: the article.
        root: its page, as `compose` makes it.
        speech: the article's language.
        style: the style.
    """
    return typefaces(all_drawn(article, root, speech), speech, style, _boxes_in_prose(root))


def all_drawn(article: Article, root: ET.Element, speech: Language) -> str:
    """All that an article's editions show: its page, its running heads, its cover and its contents."""
    metadata = article.metadata
    publisher = metadata.publisher.name if metadata.publisher else ""
    own = (speech.colon, speech.comma, speech.digits, *speech.words.values(), *speech.accessibility.values())
    return "".join((drawn(root), metadata.title, metadata.short_title, publisher, *own, _ALWAYS))


def drawn(root: ET.Element) -> str:
    """What a page shows: its text, and the addresses of its links, which paper prints."""
    return "".join((words_of(root), *(element.get("href", "") for element in root.iter("a"))))


def _boxes_in_prose(root: ET.Element) -> frozenset[str]:
    """The signs of boxes and blocks that are not in code, whose face has them."""
    found: set[str] = set()
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag not in _CODE:
            for text in (element.text, *(child.tail for child in element)):
                found.update(sign for sign in text or "" if _BOX <= sign <= _BLOCK)
            waiting.extend(element)
    return frozenset(found)


def words_of(element: ET.Element) -> str:
    """The text of an element without its formulas: those are set in a face of their own."""
    if element.tag == "math":
        return ""
    if element.find(".//math") is None:
        return "".join(element.itertext())
    return "".join((element.text or "", *(words_of(child) + (child.tail or "") for child in element)))


def typefaces(text: str, speech: Language, style: Style, boxes: frozenset[str] = frozenset()) -> Typefaces:
    """The faces that the characters of a text need.

    Args:
        text: all that is drawn.
        speech: the article's language: the fonts of its script come first, for figures and signs too.
        style: the style.
        boxes: the signs of boxes and blocks that are not in code.
    """
    words, pictures = _apart(text)
    letters = frozenset(sign for sign in set(words) if unicodedata.category(sign) not in _NEEDS_NO_GLYPH)
    emoji = frozenset(sign for sign in set(pictures) if unicodedata.category(sign) not in _NEEDS_NO_GLYPH | {"Mn"})
    return _typefaces(letters, emoji, _GROUPS.get(speech.script, speech.script), style, boxes)


def _apart(text: str) -> tuple[str, str]:
    """A text without its emoji, and these."""
    words, pictures, last = [], [], 0
    for start, end, full in emoji_of(text):
        words.append(text[last:start])
        pictures.append(full)
        last = end
    return "".join([*words, text[last:]]), "".join(pictures)


@lru_cache(maxsize=256)
def _typefaces(
    letters: frozenset[str], emoji: frozenset[str], script: str, style: Style, boxes: frozenset[str]
) -> Typefaces:
    left = {sign for sign in letters if not _BOX <= sign <= _BLOCK or sign in boxes}
    left = {sign for sign in left if ord(sign) not in _house_coverage(style)}
    left |= {sign for sign in letters if _BOX <= sign <= _BLOCK and ord(sign) not in _house_coverage(style, code=True)}
    scripts = _scripts_of(left, style)
    main = _fonts_for(script, style) if script in scripts or script in _named(style) else None
    chosen: dict[ScriptFonts, _Chosen] = {}
    for fonts in ((main,) if main else ()) + tuple(filter(None, (_fonts_for(code, style) for code in scripts))):
        if fonts not in chosen and (fonts is main or _covered(left, {fonts: _faces(fonts)})):
            chosen[fonts] = _needed(_faces(fonts), left)
            left -= _covered(left, {fonts: chosen[fonts]})
    pictures = _fonts_for(EMOJI, style)
    missing = set(emoji)
    if emoji and pictures:
        chosen[pictures] = _needed(_faces(pictures), emoji)
        missing -= _covered(emoji, {pictures: chosen[pictures]})
    left -= {sign for sign in left if ord(sign) in _house_coverage(style, code=True)}
    ordered = {fonts: chosen[fonts] for fonts in sorted(chosen, key=_order(style))}
    return Typefaces(
        main=main.code if main else "",
        faces=_once(face for faces in ordered.values() for _, some in faces for face in some),
        stacks=MappingProxyType(_stacks(style, main, ordered)),
        indent=main.indent if main else None,
        figures=main is not None and any(ord("1") in coverage(face) for face in dict(chosen[main])["text"]),
        emoji=tuple(dict.fromkeys(face.family for _, some in chosen.get(pictures, ()) for face in some))
        if pictures
        else (),
        lacks=_lacks(left | missing, style),
    )


def _once(faces: Iterable[Face]) -> tuple[Face, ...]:
    """Faces without those of a file that two scripts share."""
    kept: dict[tuple[Path, int], Face] = {}
    for face in faces:
        kept.setdefault((face.ttf, face.index), face)
    return tuple(kept.values())


def _order(style: Style) -> Callable[[ScriptFonts], tuple[int, str]]:
    """Fonts in the order of the style."""
    codes = [fonts.code for fonts in style.scripts]
    return lambda fonts: (codes.index(fonts.code) if fonts.code in codes else len(codes), fonts.code)


@cache
def _named(style: Style) -> frozenset[str]:
    return frozenset(fonts.code for fonts in style.scripts)


@cache
def _fonts_for(code: str, style: Style) -> ScriptFonts | None:
    """The fonts that a style names for a script; where it names none, those that it has for any script."""
    from fontTools.unicodedata import script_name

    found = next((fonts for fonts in style.scripts if fonts.code == code), None)
    general = next((fonts for fonts in style.scripts if fonts.code == _ANY), None)
    if found or general is None or code in (_SYMBOLS, EMOJI, "Zzzz"):
        return found
    name = script_name(code, default="")
    return general.of(code, name.replace("_", " ")) if name else None


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


def _needed(faces: _Chosen, letters: Iterable[str]) -> _Chosen:
    """The faces of a script without the families that add no letter to those before them: so a font of the machine
    decides nothing where one of the package is enough. The first family of each role stays.
    """
    codes = frozenset(map(ord, letters))
    return tuple((role, _first_with(some, codes)) for role, some in faces)


def _first_with(faces: tuple[Face, ...], codes: frozenset[int]) -> tuple[Face, ...]:
    kept: list[str] = []
    for family in dict.fromkeys(face.family for face in faces):
        found = codes & frozenset().union(*(coverage(face) for face in faces if face.family == family))
        if found:
            kept.append(family)
            codes -= found
    return tuple(face for face in faces if face.family in (kept or [faces[0].family]))


def _covered(letters: Iterable[str], chosen: Mapping[ScriptFonts, _Chosen]) -> set[str]:
    """The letters that some role has a face for."""
    roles = [some for faces in chosen.values() for _, some in faces]
    return {sign for sign in letters if any(ord(sign) in coverage(face) for some in roles for face in some)}


def _scripts_of(letters: Iterable[str], style: Style) -> list[str]:
    """The scripts that some letters belong to: first those that the style names, most letters first; symbols last."""
    from fontTools.unicodedata import script_extension

    counts: dict[str, int] = {}
    for sign in sorted(letters):
        for code in sorted(script_extension(sign)):
            shared = "Hani" if _IDEOGRAPHIC.match(sign) else _SYMBOLS
            group = shared if code in ("Zyyy", "Zinh") else _GROUPS.get(code, code)
            counts[group] = counts.get(group, 0) + 1
    return sorted(counts, key=lambda code: (code == _SYMBOLS, code not in _named(style), -counts[code], code))


def _stacks(
    style: Style, main: ScriptFonts | None, chosen: Mapping[ScriptFonts, _Chosen]
) -> dict[str, tuple[str, ...]]:
    """The families to set for each family of the sheets."""
    stacks = {}
    for role, families in style.roles.items():
        own = {fonts: _families(faces, role) for fonts, faces in chosen.items()}
        first = own.pop(main, ()) if main else ()
        others = tuple(family for some in own.values() for family in some)
        beside = (main.companion if main else None) or style.companions.get(role)
        companion = (beside,) if role in style.companions and first and beside else ()
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


def _lacks(left: set[str], style: Style) -> tuple[Lack, ...]:
    """What is missing, by the fonts that would have it."""
    by_fonts: dict[ScriptFonts | None, list[str]] = {}
    for sign in sorted(left):
        known = filter(None, (_fonts_for(code, style) for code in _scripts_of(sign, style)))
        fonts = next((one for one in known if not _is_there(one)), None)
        by_fonts.setdefault(fonts, []).append(sign)
    return tuple(Lack(characters=tuple(signs), fonts=fonts) for fonts, signs in by_fonts.items())


def _is_there(fonts: ScriptFonts) -> bool:
    found = [font_file(name.partition("#")[0]) for name in (*fonts.text, *fonts.label)]
    return any(found) if fonts.is_general else all(found)
