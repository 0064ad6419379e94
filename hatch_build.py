"""Make the static font faces of the house style, once, when the package is built.

The fonts come from PyPI, most of them variable, which no PDF can hold: bold drawn from a variable TrueType has wrong
widths (PDF/UA-1, 7.21.5). So each face is cut out of its axes into `src/separatum/fonts/`, as TrueType, with the texts
of the licences and a listing, `fonts.json`:

    {"stamp": "…",
     "faces": [{"family": "Literata", "weight": 400, "style": "normal", "ttf": "Literata-Regular.ttf",
                "licence": "OFL-Literata.txt", "source": "fontpkg-literata 3.103", "axes": {"opsz": 11, "wght": 400},
                "characters": 1163, "sha256": "…"}, …]}

Symbols and emoji have faces of our own: they take glyphs from several fonts, and a few that we drew (`glyphs/`).

Where the listing, its stamp and the files agree, nothing is made and no font package is needed: so it is in a build
from the sdist. By hand: `python hatch_build.py`.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

ROOT = Path(__file__).parent
FONTS = Path("src/separatum/fonts")
LISTING = "fonts.json"
DRAWINGS = ROOT / "glyphs"
"""Glyphs that we drew: an SVG of 1000 by 1000 units each, named by its code points."""

# Pinned exactly, as the bytes of every edition depend on them.
TOOLS = ["fonttools==4.68.0", "skia-pathops==0.9.2"]
VERSIONS = {
    "fontpkg-amiri": "1.2",
    "fontpkg-frank-ruhl-libre": "6.4",
    "fontpkg-literata": "3.103",
    "fontpkg-noto-sans": "2.15",
    "fontpkg-noto-sans-arabic": "2.12",
    "fontpkg-noto-serif": "2.15",
    "fontpkg-source-code-pro": "1.26",
    "manimgx-fonts": "2026.9.26.post1",
    "ziafont": "0.11",
    "ziamath": "0.13",
}

DEVANAGARI = frozenset((*range(0x0900, 0x0980), *range(0x1CD0, 0x1D00), *range(0xA830, 0xA840), *range(0xA8E0, 0xA900)))
# From “Superscripts and Subscripts” to “Miscellaneous Symbols and Arrows”, and the symbols of the first plane; no
# letters, but for those of mathematics, and no halves of flags, which belong to the emoji. Spaces are set in the face
# of the sign before them.
SIGNS = frozenset((0x20, 0xA0, *range(0x2010, 0x2C00), *range(0x2E00, 0x2E80), *range(0x1D000, 0x1FC00))) - frozenset(
    range(0x1F1E6, 0x1F200)
)
EVERYTHING = frozenset(range(0x110000))

STYLE_NAMES = {400: "Regular", 600: "SemiBold", 700: "Bold"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A font in a package on PyPI."""

    package: str
    file: str
    """Its place in the package."""
    axes: tuple[tuple[str, float], ...] = ()
    """Every axis of a variable font, and the place to cut; none for a font that is static already."""
    characters: frozenset[int] = EVERYTHING
    """The code points that are taken from it."""

    @property
    def path(self) -> Path:
        """Where it is installed.

        Raises:
            ModuleNotFoundError: its package is not installed.
        """
        return package_folder(self.package) / self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One static face, and the fonts that it is made from."""

    family: str
    """Its own name; also the one that the style sheets use."""
    weight: int
    """400, 600 or 700, as in CSS."""
    italic: bool = False
    origins: tuple[Origin, ...]
    """The first gives the measures and the features; each further one gives the characters that are still missing."""
    licence: str
    """The file that holds the licence's text."""
    scale: float = 1.0
    """How much larger it is drawn, so that it looks as large as the house's faces beside it."""
    features: bool = True
    """Whether its features are kept: kerning, ligatures, figures."""
    drawn: bool = False
    """Whether our own drawings join it."""

    @property
    def style_name(self) -> str:
        """“Regular”, “Italic”, “SemiBold Italic”: the second half of the full name."""
        upright = STYLE_NAMES[self.weight]
        return (f"{upright} Italic" if upright != "Regular" else "Italic") if self.italic else upright

    @property
    def postscript_name(self) -> str:
        """The full name without spaces, and the stem of its files."""
        return f"{self.family.replace(' ', '')}-{self.style_name.replace(' ', '')}"

    @property
    def sources(self) -> str:
        """The packages that it comes from, with their versions."""
        return ", ".join(f"{origin.package} {VERSIONS[origin.package]}" for origin in self.origins)


def package_folder(package: str) -> Path:
    """Where a package is installed."""
    return Path(str(resources.files(package.replace("-", "_"))))


def fontpkg(family: str, original: str, weight: int, *, italic: bool = False, **axes: float) -> Face:
    """A face of one of the packages “fontpkg-…”, which hold a family each."""
    package = f"fontpkg-{re.sub('(?<=[a-z])(?=[A-Z])', '-', original).lower()}"
    tags = ",".join(sorted(axes))
    name = f"{original}{'-Italic' if italic else ''}[{tags}]" if axes else f"{original}-{STYLE_NAMES[weight]}"
    # The labels in Noto Sans are Latin, Greek or Cyrillic: its Devanagari would be a third of every file.
    kept = EVERYTHING - DEVANAGARI
    origin = Origin(package=package, file=f"files/{name}.ttf", axes=tuple(axes.items()), characters=kept)
    return Face(family=family, weight=weight, italic=italic, origins=(origin,), licence=f"OFL-{original}.txt")


def manimgx(name: str, weight: int, characters: frozenset[int] = EVERYTHING) -> Origin:
    """A font of the package that has many of Noto's."""
    axes = (("wght", float(weight)),)
    return Origin(package="manimgx-fonts", file=f"Noto{name}[wght].ttf", axes=axes, characters=characters)


SCRIPTS = (
    *("Ethiopic", "Devanagari", "Telugu", "Myanmar", "Oriya", "Gujarati", "Kannada", "Bengali", "Sinhala", "Malayalam"),
    *("Khmer", "Tamil", "Georgian", "Gurmukhi", "Lao", "Armenian", "Thai", "Hebrew"),
)


def faces() -> Iterator[Face]:
    """Every face that is made: the costliest first, so that the last worker does not wait for it."""
    four = [(400, False), (400, True), (700, False), (700, True)]
    emoji = (manimgx("Emoji", 400),)
    yield Face(family="Separatum Emoji", weight=400, origins=emoji, licence="OFL-Noto.txt", drawn=True)
    for weight, italic in four:
        yield fontpkg("Noto Serif", "NotoSerif", weight, italic=italic, wdth=100, wght=weight)
    for weight, italic in [(400, False), (400, True), (600, False)]:
        yield fontpkg("Noto Sans", "NotoSans", weight, italic=italic, wdth=100, wght=weight)
    # Source Code Pro reserves “Source”, and a changed font may not bear a reserved name (OFL 1.1, condition 3).
    for weight, italic in [(400, False), (400, True), (700, False)]:
        yield fontpkg("Separatum Mono", "SourceCodePro", weight, italic=italic, wght=weight)
    # Text is set at 10 to 11.5 points, headlines at 24 to 36: each gets the drawing that was made for it.
    yield fontpkg("Literata Display", "Literata", 600, opsz=36, wght=600)
    for weight, italic in four:
        yield fontpkg("Literata", "Literata", weight, italic=italic, opsz=11, wght=weight)
    yield from symbols()
    for weight in (400, 600):
        yield fontpkg("Noto Sans Arabic", "NotoSansArabic", weight, wdth=100, wght=weight)
    for weight in (400, 700):
        # Amiri's letters are small on their body: beside Latin ones of the same size they would look like a footnote.
        yield replace(fontpkg("Amiri", "Amiri", weight), scale=1.15)
        yield fontpkg("Frank Ruhl Libre", "FrankRuhlLibre", weight, wght=weight)
        for script in SCRIPTS:
            origin = manimgx(f"Sans{script}", weight)
            yield Face(family=f"Noto Sans {script}", weight=weight, origins=(origin,), licence="OFL-Noto.txt")


def symbols() -> Iterator[Face]:
    """The faces of arrows, ticks, mathematics and other signs, in the order in which they are asked."""
    stix = Origin(package="ziamath", file="fonts/STIXTwoMath-Regular.ttf", characters=SIGNS)
    both = (stix, manimgx("SansSymbols", 400, SIGNS))
    yield Face(family="Separatum Symbols", weight=400, origins=both, licence="OFL-Symbols.txt", features=False)
    dejavu = (Origin(package="ziafont", file="fonts/DejaVuSans.ttf", characters=SIGNS),)
    yield Face(family="Separatum Signs", weight=400, origins=dejavu, licence="DejaVu.txt", features=False)


def stamp() -> str:
    """What decides the fonts' bytes: this file, its pins and its recipe included, and our drawings."""
    digest = hashlib.sha256()
    for file in (Path(__file__), *sorted(DRAWINGS.glob("*.svg"))):
        digest.update(file.read_text(encoding="utf-8").encode())
    return digest.hexdigest()


def is_fresh(folder: Path) -> bool:
    """Whether the folder holds every font that its listing names, unharmed, made by this very file."""
    try:
        listing = json.loads((folder / LISTING).read_bytes())
        return listing["stamp"] == stamp() and all(
            sha256(folder / face["ttf"]) == face["sha256"] for face in listing["faces"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def cut(face: Face, folder: Path) -> None:
    """Make one face, with its licence and its entry for the listing, in the folder."""
    font = static_instance(face)
    for origin in face.origins[1:]:
        add_glyphs_of(font, origin)
    if face.drawn:
        join_first(font, add_drawings(font))
    flag_overlaps(font)
    (folder / face.licence).write_text(licence_text(face, font), encoding="utf-8")
    name_face(font, face)
    name = f"{face.postscript_name}.ttf"
    font.save(folder / name)
    entry: dict[str, Any] = {
        "family": face.family,
        "weight": face.weight,
        "style": "italic" if face.italic else "normal",
        "ttf": name,
        "licence": face.licence,
        "source": face.sources,
        "axes": dict(face.origins[0].axes),
        "characters": len(font.getBestCmap()),
        "sha256": sha256(folder / name),
    }
    (folder / f"{face.postscript_name}.json").write_text(json.dumps(entry), encoding="utf-8")


def static_instance(face: Face) -> "TTFont":
    """Cut the face out of its first font, without hinting, glyph names and tables that only variable fonts need."""
    from fontTools.subset import Options, Subsetter

    origin = face.origins[0]
    font = opened(origin)
    font["head"].unitsPerEm = round(font["head"].unitsPerEm / face.scale)
    layout = ["*"] if face.features else []
    options = Options(
        harfbuzz_repacker=False,
        hinting=False,
        glyph_names=False,
        layout_features=layout,
        layout_scripts=["*"],
        name_IDs=["*"],
        notdef_outline=True,
        recalc_timestamp=False,
    )
    options.drop_tables += [] if face.features else ["MATH", "GDEF", "GPOS", "GSUB", "kern", "FFTM"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=origin.characters & set(font.getBestCmap()))
    subsetter.subset(font)
    return font


def opened(origin: Origin) -> "TTFont":
    """The font of a package, cut at its place on the axes."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(origin.path, recalcTimestamp=False)
    # Where uharfbuzz happens to be installed, fontTools would pack the tables with it, and the bytes would be others.
    font.cfg["fontTools.ttLib.tables.otBase:USE_HARFBUZZ_REPACKER"] = False
    # Not read by any reader of ours: vertical metrics, the rasteriser's hints, and a signature that no longer holds.
    for tag in {"DSIG", "VVAR", "vhea", "vmtx", "prep", "gasp", "STAT"} & set(font.keys()):
        del font[tag]
    return instancer.instantiateVariableFont(font, dict(origin.axes), inplace=True) if origin.axes else font


def flag_overlaps(font: "TTFont") -> None:
    """Flag the glyphs whose contours overlap, and no others (OpenType 1.9.1, “glyf”: OVERLAP_SIMPLE, OVERLAP_COMPOUND).

    FreeType draws such a glyph four times as large each way and scales it down, which takes five times as long: on
    readers' devices, too. fontTools flags every glyph of an instance.
    """
    from fontTools.ttLib.tables._g_l_y_f import OVERLAP_COMPOUND, flagOverlapSimple

    glyphs = font.getGlyphSet()
    for name in font.getGlyphOrder():
        glyph = font["glyf"][name]
        if glyph.isComposite():
            first = glyph.components[0]
            if first.flags & OVERLAP_COMPOUND and not has_overlaps(glyphs, name):
                first.flags &= ~OVERLAP_COMPOUND
        elif glyph.numberOfContours > 0 and glyph.flags[0] & flagOverlapSimple and not has_overlaps(glyphs, name):
            glyph.flags[0] &= ~flagOverlapSimple


def has_overlaps(glyphs: Any, name: str) -> bool:
    """Whether contours of a glyph overlap: whether their union has others."""
    import pathops

    path = pathops.Path()
    glyphs[name].draw(path.getPen(glyphSet=glyphs))
    try:
        union = pathops.simplify(path, clockwise=path.clockwise)
    except pathops.PathOpsError:
        return True
    return {tuple(contour.segments) for contour in path.contours} != {tuple(one.segments) for one in union.contours}


def add_glyphs_of(font: "TTFont", origin: Origin) -> None:
    """Add the glyphs of another font for characters that the font lacks."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    other = opened(origin)
    glyphs, scale = other.getGlyphSet(), font["head"].unitsPerEm / other["head"].unitsPerEm
    outlines: dict[tuple[int, ...], Any] = {}
    for code, name in other.getBestCmap().items():
        if code in origin.characters and code not in font.getBestCmap():
            pen = DecomposingRecordingPen(glyphs)
            glyphs[name].draw(pen)
            outlines[code,] = pen, round(other["hmtx"][name][0] * scale)
    add_outlines(font, outlines, (scale, 0, 0, scale, 0, 0))


def add_drawings(font: "TTFont") -> dict[tuple[str, ...], str]:
    """Add our drawings, as wide as the font's own glyphs; the names of those that stand for several characters."""
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.svgLib import SVGPath

    width, outlines = max(advance for advance, _ in font["hmtx"].metrics.values()), {}
    for file in sorted(DRAWINGS.glob("*.svg")):
        pen = RecordingPen()
        SVGPath(file).draw(pen)
        outlines[tuple(int(code, 16) for code in file.stem.split("-"))] = pen, width
    scale = 0.9 * width / 1000  # as large as the font's own pictures; SVG counts down from the top
    added = add_outlines(font, outlines, (scale, 0, 0, -scale, 0.05 * width, font["hhea"].ascent + 0.01 * width))
    names = font.getBestCmap()
    return {tuple(names[code] for code in codes): name for codes, name in added.items() if len(codes) > 1}


def join_first(font: "TTFont", joined: dict[tuple[str, ...], str]) -> None:
    """Join glyphs before all other substitutions: those of our drawings, and each emoji with the selector behind it.

    Left alone, a selector would be a glyph of its own, and programs that copy text would find half of an emoji.
    """
    from fontTools.otlLib.builder import buildLigatureSubstSubtable, buildLookup

    table, names = font["GSUB"].table, font.getBestCmap()
    selector = names[0xFE0F]
    joined |= {(name, selector): name for code, name in names.items() if code > 0x20 and name != selector}
    for feature in table.FeatureList.FeatureRecord:
        feature.Feature.LookupListIndex = [0, *(index + 1 for index in feature.Feature.LookupListIndex)]
        feature.Feature.LookupCount += 1
    for lookup in table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            move_up(subtable)
    table.LookupList.Lookup.insert(0, buildLookup([buildLigatureSubstSubtable(joined)]))
    table.LookupList.LookupCount += 1


def move_up(table: object) -> None:
    """Count up the lookups that a table of a contextual substitution names, wherever they stand in it."""
    for name, value in list(vars(table).items()):
        if name == "LookupListIndex":
            table.LookupListIndex = value + 1  # type: ignore[attr-defined]
        for part in value if isinstance(value, list) else [value]:
            if hasattr(part, "__dict__"):
                move_up(part)


def add_outlines(
    font: "TTFont", outlines: dict[tuple[int, ...], Any], transform: tuple[float, ...]
) -> dict[tuple[int, ...], str]:
    """Add glyphs, each from a recorded outline and its advance width, by code points; the names of the glyphs."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    order, names = list(font.getGlyphOrder()), {}
    for codes, (outline, advance) in outlines.items():
        names[codes] = name = "_".join(f"u{code:04X}" for code in codes)
        pen = TTGlyphPen(None)
        outline.replay(TransformPen(Cu2QuPen(pen, 1.0), transform))
        glyph = pen.glyph()
        order.append(name)
        font.setGlyphOrder(order)
        font["glyf"][name] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))
    single = {codes[0]: name for codes, name in names.items() if len(codes) == 1}
    FontBuilder(font=font).setupCharacterMap(font.getBestCmap() | single)
    return names


def licence_text(face: Face, font: "TTFont") -> str:
    """The text of a face's licence: the package's, or the font's own notice with the text that it names."""
    package = face.origins[0].package
    if package.startswith("fontpkg-"):
        return (package_folder(package) / "LICENSE").read_text(encoding="utf-8")
    noto = metadata.distribution("manimgx-fonts").read_text("licenses/LICENSE") or ""
    if package == "manimgx-fonts":
        return noto
    notice = "\n".join(font["name"].getDebugName(number) or "" for number in (0, 7))
    if package == "ziamath":
        return f"{notice}\n\n{noto}"
    return f"{notice}\n\n{font['name'].getDebugName(13)}\n"


def name_face(font: "TTFont", face: Face) -> None:
    """Give the face its own names and flags, the same in every table (OpenType 1.9: name, OS/2, head).

    The copyright, the trademark and the licence stay as they were, as OFL 1.1 asks in its condition 2.
    """
    names = font["name"]
    version = VERSIONS[face.origins[0].package]
    linked = face.weight in (400, 700)  # one of the four styles that old programs can tell apart
    family = face.family if linked else f"{face.family} {STYLE_NAMES[face.weight]}"
    style = face.style_name if linked else ("Italic" if face.italic else "Regular")
    own = {
        1: family,
        2: style,
        3: f"{version};Separatum;{face.postscript_name}",
        4: f"{face.family} {face.style_name}",
        6: face.postscript_name,
        **({} if linked else {16: face.family, 17: face.style_name}),
    }
    kept = {record.nameID: record.toUnicode() for record in names.names if record.nameID in (0, 5, 7, 13, 14)}
    names.names = []
    for number, text in sorted({**kept, **own}.items()):
        names.setName(text, number, 3, 1, 0x409)
    bold = face.weight == 700
    # fsSelection: bit 0 italic, 5 bold, 6 regular; bit 7 (typographic metrics) stays as the designer chose.
    flags = font["OS/2"].fsSelection & ~0b110_0001
    font["OS/2"].fsSelection = flags | face.italic | bold << 5 | (not face.italic and not bold) << 6
    font["OS/2"].usWeightClass = face.weight
    font["head"].macStyle = bold | face.italic << 1


def cut_apart(number: int, folder: Path) -> None:
    """Make one face in a process of its own: a build's module cannot be pickled for a pool of processes."""
    subprocess.run([sys.executable, __file__, str(number), str(folder)], check=True)


def make(root: Path) -> None:
    """Make all faces anew; the folder of fonts is replaced only when the last one is there."""
    target = root / FONTS
    (root / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root / "build", prefix="fonts-") as made:
        folder = Path(made) / "fonts"
        folder.mkdir()
        wanted = list(faces())
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(partial(cut_apart, folder=folder), range(len(wanted))))
        write_listing(folder, wanted)
        shutil.rmtree(target, ignore_errors=True)
        folder.replace(target)


def write_listing(folder: Path, wanted: list[Face]) -> None:
    """Gather the entries of all faces, by family, weight and style."""
    parts = [folder / f"{face.postscript_name}.json" for face in wanted]
    entries = [json.loads(part.read_bytes()) for part in parts]
    entries.sort(key=lambda entry: (entry["family"], entry["weight"], entry["style"] != "normal"))
    text = json.dumps({"stamp": stamp(), "faces": entries}, indent=1, ensure_ascii=False)
    (folder / LISTING).write_text(text + "\n", encoding="utf-8")
    for part in parts:
        part.unlink()


class FontsHook(BuildHookInterface[Any]):
    """Hatchling's way in: before a wheel, an editable install or an sdist is made, see that the fonts are there."""

    def dependencies(self) -> list[str]:
        """The packages that this build needs beside Hatchling: none where the fonts are there."""
        if is_fresh(Path(self.root) / FONTS):
            return []
        return [*TOOLS, *(f"{package}=={version}" for package, version in VERSIONS.items())]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the fonts where they are missing, harmed or made by another recipe."""
        root = Path(self.root)
        if not is_fresh(root / FONTS):
            self.app.display_info("Making the static font faces; this takes about a minute.")
            make(root)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        cut(list(faces())[int(sys.argv[1])], Path(sys.argv[2]))
    elif not is_fresh(ROOT / FONTS):
        make(ROOT)
