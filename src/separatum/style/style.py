"""Find a style: its templates, its sheets, its fonts.

A style is a folder that decides the whole look of both editions:

    style.toml      its name, the papers that it knows, and the faces that it sets type in
    article.xhtml   the template (Jinja) of the page
    common.css      what both editions share; epub.css and print.css, what differs
"""

import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from separatum.model.choices import DEFAULT_PAPER
from separatum.model.errors import MissingError, StyleError
from separatum.style.allowed_sheets import printed_words
from separatum.style.cover_design import CoverDesign, cover_design
from separatum.style.families import unknown_family
from separatum.style.own_fonts import own_font
from separatum.style.papers import Paper, paper_of
from separatum.style.pictures import StylePicture, read_pictures, without_inline_drawings

TEMPLATE = "article.xhtml"

SHEETS = ("common.css", "epub.css", "print.css")
_PACKAGE = Path(__file__).parents[1]
_LARGEST = 1_000_000
"""Bytes that a file of a style may have, forty times those of the house style’s sheets."""
FONTS = _PACKAGE / "fonts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One static font: a family in one weight and one posture."""

    family: str
    weight: int
    """100 to 900, as in CSS."""
    posture: Literal["normal", "italic"]
    ttf: Path
    """The TrueType file."""
    elements: frozenset[str]
    """The elements that are set in it: a book without any of them does not carry it. Empty: always carried."""
    fallback: bool
    """Whether it only helps out where the other faces lack a character."""
    index: int = 0
    """Its place in a collection of fonts."""
    script: str = ""
    """The ISO 15924 code of the one script that it is there for; empty: it is set in every article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptFonts:
    """The fonts for one script that the faces of the style lack."""

    code: str
    """ISO 15924: “Geor”."""
    name: str
    """What the script is called: “Georgian”."""
    text: tuple[str, ...]
    """File names, regular and bold, of what stands beside the faces of the text; “#2” behind one: its place in a
    collection."""
    label: tuple[str, ...]
    """The same for labels."""
    debian: str
    """The Debian package that has them; empty: they come with Separatum."""
    homebrew: str
    fedora: str = ""
    indent: str | None = None
    """How far paragraphs are indented, where the script has a measure of its own."""
    companion: str | None = None
    """The family that stands beside its letters for figures and signs; None: that of the style."""
    is_general: bool = False
    """Whether it stands for any script that has no entry of its own: its files are several guesses."""

    def of(self, code: str, name: str) -> "ScriptFonts":
        """What a general entry means for one script: “{}” in it stands for the script's name in Unicode.

        Args:
            code: ISO 15924.
            name: “Old Italic”.
        """
        in_files, in_packages = name.replace(" ", ""), name.lower().replace(" ", "-")
        return replace(
            self,
            code=code,
            name=name,
            text=tuple(file.replace("{}", in_files) for file in self.text),
            label=tuple(file.replace("{}", in_files) for file in self.label),
            homebrew=self.homebrew.replace("{}", in_packages),
            fedora=self.fedora.replace("{}", in_packages),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Style:
    """A style, read whole; two are equal only if they are the same object."""

    name: str
    folder: Path
    template: str
    """The text of the template."""
    common: str
    """The text of common.css."""
    epub: str
    print: str
    """The text of print.css."""
    own_print: str = ""
    """The same without what a base says."""
    paper: Paper
    """What the PDF is laid out on."""
    faces: tuple[Face, ...]
    scripts: tuple[ScriptFonts, ...] = ()
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Families of the sheets by what they are for: “text”, “label”, “code”."""
    printed_words: tuple[tuple[str, int, str], ...] = ()
    """Words that print.css adds by `content`: file, line and words. They must be the article's own."""
    pictures: Mapping[str, StylePicture] = field(default_factory=dict)
    """Its pictures, by the names of their files."""
    cover: CoverDesign = field(default_factory=CoverDesign)
    companions: Mapping[str, str] = field(default_factory=dict)
    """By role, the family that stands beside the letters of another script for figures and signs."""


def house_style_folder() -> Path:
    """Where the house style is: in the installed package, else in the checkout."""
    installed = _PACKAGE / "styles"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "styles"


def style_names() -> tuple[str, ...]:
    """The names of the styles that come with Separatum: “house” first."""
    folders = sorted(file.parent.name for file in house_style_folder().glob("*/style.toml"))
    return ("house", *folders)


def comes_with_separatum(folder: Path) -> bool:
    """Whether a style's folder is one of ours."""
    return house_style_folder() in (folder, folder.parent)


def style_folder(style: Path | None) -> Path:
    """The folder of a style that an option names.

    Args:
        style: a folder, or the name of a style that comes with Separatum; None for the house style.
    """
    house = house_style_folder()
    if style is None or (str(style) == "house" and not style.is_dir()):
        return house
    return house / style if not style.is_dir() and str(style) in style_names() else style


def paper_names(folder: Path | None = None) -> tuple[str, ...]:
    """The papers that a style knows, in the order of its file; None: of the house style.

    Raises:
        StyleError: the style cannot be read.
    """
    import tomllib  # an unchanged export reads no style

    folder = style_folder(folder)
    try:
        table = _table(folder)
    except tomllib.TOMLDecodeError as error:
        raise StyleError(f"{folder / 'style.toml'}: {error}", "fix the file") from error
    return tuple(table.get("paper", {}))


@cache
def load_style(folder: Path | None = None, paper: str = DEFAULT_PAPER) -> Style:
    """Read a style, for one of its papers.

    Args:
        folder: its folder, or the name of a style that comes with Separatum; None for the house style.
        paper: the paper's name.

    Raises:
        UsageError: the style does not know the paper.
        StyleError: the folder, or one of the files that it must have, is missing or broken.
        MissingError: the fonts of the package were not made when it was built.
    """
    import tomllib

    folder = style_folder(folder)
    if not folder.is_dir():
        raise StyleError(
            f"no style “{folder}”",
            f"name a folder that has a style.toml, or one of {', '.join(style_names())}",
        )
    try:
        return _style(folder, _table(folder), paper)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise StyleError(f"{folder / 'style.toml'}: {error}", "correct the TOML") from error
    except (TypeError, AttributeError, ValueError) as error:  # a table where a text should be, and the like
        raise StyleError(
            f"{folder / 'style.toml'}: a value is not of the kind that it should be: {error}",
            "see how the house style writes it",
        ) from error


def _table(folder: Path) -> dict[str, Any]:
    """What `style.toml` says, on top of what its base says."""
    import tomllib

    own = tomllib.loads(_read(folder, "style.toml"))
    base = own.get("base")
    if base is None:
        return own
    if base != "house":
        raise StyleError(f"{folder / 'style.toml'}: the base “{base}” is unknown", 'write base = "house"')
    table = tomllib.loads(_read(house_style_folder(), "style.toml"))
    for key, value in own.items():
        before = table.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            table[key] = before | value
        elif isinstance(before, list) and isinstance(value, list):
            table[key] = before + value
        else:
            table[key] = value
    return table


def _require_harmless(folder: Path, sheets: Mapping[str, str], rules: str, pictures: frozenset[str]) -> None:
    """Refuse a style whose sheets do more than set type."""
    from separatum.style.allowed_sheets import NotAllowedError, require_harmless

    for name, sheet in (*sheets.items(), ("style.toml", rules)):
        try:
            require_harmless(sheet, is_for_books=name in ("common.css", "epub.css"), pictures=pictures)
        except NotAllowedError as error:
            hint = "take it out; docs/how-to/make-a-style.md says what a style may do"
            raise StyleError(f"{folder / name}: {error}", hint) from error


def _require_faces(folder: Path, sheets: Mapping[str, str], known: frozenset[str]) -> None:
    """Refuse a sheet that names a family without a face; that for books may name what a reader has."""
    for name, sheet in sheets.items():
        if name != "epub.css" and (found := unknown_family(sheet, known)):
            line = f":{found[0]}" if name != "style.toml" else ""
            raise StyleError(
                f"{folder / name}{line}: the family “{found[1]}” has no face",
                f"add a [[face]] with its “file” to style.toml, or name one of: {', '.join(sorted(known))}",
            )


def _style(folder: Path, table: dict[str, Any], paper: str) -> Style:
    base = house_style_folder() if "base" in table else None
    own = {name: _read_own(folder, name, base) for name in SHEETS}
    sheets = {name: (_read(base, name) + "\n" if base else "") + text for name, text in own.items()}
    template, pictures = without_inline_drawings(_read_own(folder, TEMPLATE, base), folder, read_pictures(folder))
    chosen = paper_of(table, paper, folder / "style.toml")
    _require_harmless(folder, own, chosen.rules, frozenset(pictures))
    style = Style(
        name=str(table.get("name", folder.name)),
        folder=folder,
        template=template or _read(base or folder, TEMPLATE),
        common=sheets["common.css"],
        epub=sheets["epub.css"],
        print=sheets["print.css"],
        own_print=own["print.css"],
        paper=chosen,
        faces=tuple(_face(entry, folder / "style.toml") for entry in table.get("face", [])),
        scripts=tuple(_script(entry, folder / "style.toml") for entry in table.get("script", [])),
        roles=MappingProxyType({role: tuple(names) for role, names in table.get("roles", {}).items()}),
        companions=MappingProxyType(dict(table.get("companions", {}))),
        pictures=pictures,
        printed_words=tuple(("print.css", *found) for found in printed_words(own["print.css"])),
        cover=cover_design(table.get("cover", {}), sheets["common.css"], sheets["print.css"], pictures),
    )
    _require_faces(folder, {**own, "style.toml": chosen.rules}, frozenset(face.family for face in style.faces))
    return style


def _read_own(folder: Path, name: str, base: Path | None) -> str:
    """One file of a style; empty if a style with a base does not have it."""
    return "" if base is not None and not os.path.lexists(folder / name) else _read(folder, name)


@cache
def coverage(face: Face) -> frozenset[int]:
    """The code points that a face has a glyph for."""
    import uharfbuzz

    return frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.ttf)), face.index).unicodes)


def font_face_rules(faces: tuple[Face, ...], suffix: Literal[".ttf", ".woff"]) -> str:
    """The `@font-face` rules for some faces, whose files lie in “fonts/”.

    A face of another script is declared as its own italic too: none of these scripts has one, and the layout would
    slant the letters.
    """
    return "".join(
        f'@font-face {{\n  font-family: "{face.family}";\n  font-weight: {face.weight};\n'
        f'  font-style: {posture};\n  src: url("fonts/{face.ttf.stem}{suffix}");\n}}\n'
        for face in faces
        for posture in (("normal", "italic") if face.script else (face.posture,))
    )


def _read(folder: Path, name: str) -> str:
    """One file of a style. Nothing outside of its folder is read, and nothing that would be waited for."""
    path, hint = folder / name, "copy the file anew from the house style"
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise StyleError(f"{path}: leads out of the style’s folder", "put the file itself there")
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise StyleError(f"{path}: is not a file", hint)
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise StyleError(f"{path}: is larger than {_LARGEST // 1000} kB", "leave out what no article needs")
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, RuntimeError, UnicodeDecodeError) as error:
        raise StyleError(f"{path}: cannot be read: {error}", hint) from error


def _face(entry: dict[str, Any], file: Path) -> Face:
    family, weight, posture = entry.get("family"), entry.get("weight", 400), entry.get("style", "normal")
    if "file" in entry:
        return _own_face(entry, file)
    for made in _made_faces():
        if (made["family"], made["weight"], made["style"]) == (family, weight, posture):
            return Face(
                family=made["family"],
                weight=made["weight"],
                posture=made["style"],
                ttf=FONTS / made["ttf"],
                elements=frozenset(entry.get("elements", ())),
                fallback=bool(entry.get("fallback", False)),
            )
    known = ", ".join(sorted({f"{made['family']} {made['weight']} {made['style']}" for made in _made_faces()}))
    raise StyleError(f"{file}: no face “{family} {weight} {posture}”", f"name one of: {known}")


def _own_face(entry: dict[str, Any], file: Path) -> Face:
    """A face whose font lies in the style's folder."""
    family, weight, posture = str(entry.get("family", "")), entry.get("weight", 400), entry.get("style", "normal")
    if not re.fullmatch(r"[^\"'\\;{}<>\n]+", family) or type(weight) is not int or posture not in ("normal", "italic"):
        raise StyleError(
            f"{file}: a [[face]] with a file of its own is not described: “{family} {weight} {posture}”",
            'write family = "Our Face", weight = 400 and style = "normal" or "italic"',
        )
    taken = frozenset(Path(made["ttf"]).stem for made in _made_faces())
    return Face(
        family=family,
        weight=weight,
        posture=posture,
        ttf=own_font(file.parent, str(entry["file"]), taken),
        elements=frozenset(entry.get("elements", ())),
        fallback=bool(entry.get("fallback", False)),
    )


def _script(entry: dict[str, Any], file: Path) -> ScriptFonts:
    for name in (*entry.get("text", ()), *entry.get("label", ())):
        if not re.fullmatch(r"[^/\0#]+\.(?:ttf|otf|ttc)(?:#\d{1,3})?", str(name)):
            raise StyleError(
                f"{file}: “{name}” is not the name of a font’s file", "write a name such as “Amiri-Regular.ttf”"
            )
    try:
        return ScriptFonts(
            code=entry["code"],
            name=entry.get("name", entry["code"]),
            text=tuple(entry["text"]),
            label=tuple(entry.get("label", entry["text"])),
            debian=entry.get("debian", ""),
            homebrew=entry.get("homebrew", ""),
            fedora=entry.get("fedora", ""),
            indent=entry.get("indent"),
            companion=entry.get("companion"),
            is_general=entry["code"] == "*",
        )
    except (KeyError, TypeError) as error:
        raise StyleError(
            f"{file}: a [[script]] lacks {error}", "give it a code and the file names of its fonts"
        ) from error


@cache
def _made_faces() -> tuple[dict[str, Any], ...]:
    try:
        listing = json.loads((FONTS / "fonts.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise MissingError(
            "the fonts of Separatum are missing", "run “make setup”, or install the package anew"
        ) from error
    return tuple(listing["faces"])
