"""Make the static font faces of the house style, once, when the package is built.

The fonts come from PyPI as variable ones, which no PDF can hold: bold drawn from a variable TrueType has wrong widths
(PDF/UA-1, 7.21.5). So each face is cut out of its axes into `src/separatum/fonts/`, as TrueType for the PDF and as
WOFF 1.0 for the EPUB, with the texts of the licences and a listing, `fonts.json`:

    {"stamp": "…",
     "faces": [{"family": "Literata", "weight": 400, "style": "normal", "ttf": "Literata-Regular.ttf",
                "woff": "Literata-Regular.woff", "licence": "OFL-Literata.txt", "source": "fontpkg-literata 3.103",
                "axes": {"opsz": 11, "wght": 400}, "characters": 1163, "sha256": {"ttf": "…", "woff": "…"}}, …]}

Where the listing, its stamp and the files agree, nothing is made and no font package is asked for: so it is in a build
from the sdist. By hand: `python hatch_build.py`.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

ROOT = Path(__file__).parent
FONTS = Path("src/separatum/fonts")
LISTING = "fonts.json"

# Pinned exactly, as the bytes of every edition depend on them.
FONTTOOLS = "fonttools==4.68.0"
VERSIONS = {
    "fontpkg-amiri": "1.2",
    "fontpkg-literata": "3.103",
    "fontpkg-noto-sans": "2.15",
    "fontpkg-noto-sans-arabic": "2.12",
    "fontpkg-noto-serif": "2.15",
    "fontpkg-source-code-pro": "1.26",
}

# The labels in Noto Sans are Latin, Greek or Cyrillic: its Devanagari would be a third of every file.
DEVANAGARI = frozenset((*range(0x0900, 0x0980), *range(0x1CD0, 0x1D00), *range(0xA830, 0xA840), *range(0xA8E0, 0xA900)))

STYLE_NAMES = {400: "Regular", 600: "SemiBold", 700: "Bold"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One static face, and the variable font that it is cut from."""

    family: str
    """Its own name; also the one that the style sheets use."""
    weight: int
    """400, 600 or 700, as in CSS."""
    italic: bool = False
    package: str
    """The package on PyPI that has the variable font."""
    original: str
    """The family in that package's file names."""
    axes: tuple[tuple[str, float], ...] = ()
    """Every axis of the variable font, and the place to cut; none for a font that is static already."""
    scale: float = 1.0
    """How much larger it is drawn, so that it looks as large as the house's faces beside it."""

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
    def licence(self) -> str:
        """The file that holds the licence's text."""
        return f"OFL-{self.original}.txt"

    @property
    def source(self) -> Path:
        """The font that it is made from.

        Raises:
            ModuleNotFoundError: its package is not installed.
        """
        axes = ",".join(sorted(tag for tag, _ in self.axes))
        variable = f"{self.original}{'-Italic' if self.italic else ''}[{axes}].ttf"
        name = variable if self.axes else f"{self.original}-{self.style_name.replace(' ', '')}.ttf"
        return package_folder(self.package) / "files" / name


def package_folder(package: str) -> Path:
    """Where a font package is installed."""
    return Path(str(resources.files(package.replace("-", "_"))))


def faces() -> Iterator[Face]:
    """Every face that is made: the costliest first, so that the last worker does not wait for it."""
    four = [(400, False), (400, True), (700, False), (700, True)]
    for weight, italic in four:
        serif = (("wdth", 100.0), ("wght", float(weight)))
        yield Face(
            family="Noto Serif", weight=weight, italic=italic,
            package="fontpkg-noto-serif", original="NotoSerif", axes=serif,
        )  # fmt: skip
    for weight, italic in [(400, False), (400, True), (600, False)]:
        sans = (("wdth", 100.0), ("wght", float(weight)))
        yield Face(
            family="Noto Sans", weight=weight, italic=italic,
            package="fontpkg-noto-sans", original="NotoSans", axes=sans,
        )  # fmt: skip
    literata = partial(Face, package="fontpkg-literata", original="Literata")
    # Text is set at 10 to 11.5 points, headlines at 24 to 36: each gets the drawing that was made for it.
    yield literata(family="Literata Display", weight=600, axes=(("opsz", 36.0), ("wght", 600.0)))
    for weight, italic in four:
        yield literata(
            family="Literata", weight=weight, italic=italic, axes=(("opsz", 11.0), ("wght", float(weight)))
        )  # fmt: skip
    # Amiri's letters are small on their body: beside Latin ones of the same size they would look like a footnote.
    for weight in (400, 700):
        yield Face(family="Amiri", weight=weight, package="fontpkg-amiri", original="Amiri", scale=1.15)
    for weight in (400, 600):
        sans = (("wdth", 100.0), ("wght", float(weight)))
        yield Face(
            family="Noto Sans Arabic", weight=weight,
            package="fontpkg-noto-sans-arabic", original="NotoSansArabic", axes=sans,
        )  # fmt: skip
    # Source Code Pro reserves “Source”, and a changed font may not bear a reserved name (OFL 1.1, condition 3).
    mono = partial(Face, family="Separatum Mono", package="fontpkg-source-code-pro", original="SourceCodePro")
    for weight in (400, 700):
        yield mono(weight=weight, axes=(("wght", float(weight)),))


def stamp() -> str:
    """What decides the fonts' bytes: this file, its pins and its recipe included."""
    return hashlib.sha256(Path(__file__).read_text(encoding="utf-8").encode()).hexdigest()


def is_fresh(folder: Path) -> bool:
    """Whether the folder holds every font that its listing names, unharmed, made by this very file."""
    try:
        listing = json.loads((folder / LISTING).read_bytes())
        return listing["stamp"] == stamp() and all(
            sha256(folder / face[kind]) == face["sha256"][kind] for face in listing["faces"] for kind in ("ttf", "woff")
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def cut(face: Face, folder: Path) -> None:
    """Make one face as TrueType and as WOFF 1.0, and its entry for the listing, in the folder."""
    font = static_instance(face)
    name_face(font, face)
    entry: dict[str, Any] = {
        "family": face.family,
        "weight": face.weight,
        "style": "italic" if face.italic else "normal",
        "ttf": f"{face.postscript_name}.ttf",
        "woff": f"{face.postscript_name}.woff",
        "licence": face.licence,
        "source": f"{face.package} {VERSIONS[face.package]}",
        "axes": dict(face.axes),
        "characters": len(font.getBestCmap()),
    }
    font.save(folder / entry["ttf"])
    font.flavor = "woff"
    font.save(folder / entry["woff"])
    entry["sha256"] = {kind: sha256(folder / entry[kind]) for kind in ("ttf", "woff")}
    (folder / f"{face.postscript_name}.json").write_text(json.dumps(entry), encoding="utf-8")


def static_instance(face: Face) -> "TTFont":
    """Cut the face out of its variable font, without hinting, glyph names and tables that only variable fonts need."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(face.source, recalcTimestamp=False)
    # Where uharfbuzz happens to be installed, fontTools would pack the tables with it, and the bytes would be others.
    font.cfg["fontTools.ttLib.tables.otBase:USE_HARFBUZZ_REPACKER"] = False
    # Not read by any reader of ours: vertical metrics, the rasteriser's hints, and a signature that no longer holds.
    for tag in {"DSIG", "VVAR", "vhea", "vmtx", "prep", "gasp", "STAT"} & set(font.keys()):
        del font[tag]
    if face.axes:
        font = instancer.instantiateVariableFont(font, dict(face.axes), inplace=True)
    font["head"].unitsPerEm = round(font["head"].unitsPerEm / face.scale)
    options = Options(
        harfbuzz_repacker=False,
        hinting=False,
        glyph_names=False,
        layout_features=["*"],
        layout_scripts=["*"],
        name_IDs=["*"],
        notdef_outline=True,
        recalc_timestamp=False,
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=set(font.getBestCmap()) - DEVANAGARI)
    subsetter.subset(font)
    return font


def name_face(font: "TTFont", face: Face) -> None:
    """Give the face its own names and flags, the same in every table (OpenType 1.9: name, OS/2, head).

    The copyright, the trademark and the licence stay as they were, as OFL 1.1 asks in its condition 2.
    """
    names = font["name"]
    version = VERSIONS[face.package]
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
        for face in wanted:
            shutil.copyfile(package_folder(face.package) / "LICENSE", folder / face.licence)
        write_listing(folder, wanted)
        shutil.rmtree(target, ignore_errors=True)
        folder.replace(target)


def write_listing(folder: Path, wanted: list[Face]) -> None:
    """Gather the entries of all faces, by family, weight and style."""
    parts = [folder / f"{face.postscript_name}.json" for face in wanted]
    entries = [json.loads(part.read_bytes()) for part in parts]
    entries.sort(key=lambda entry: (entry["family"], entry["weight"], entry["style"] != "normal"))
    text = json.dumps({"stamp": stamp(), "faces": entries}, indent=1)
    (folder / LISTING).write_text(text + "\n", encoding="utf-8")
    for part in parts:
        part.unlink()


class FontsHook(BuildHookInterface[Any]):
    """Hatchling's way in: before a wheel, an editable install or an sdist is made, see that the fonts are there."""

    def dependencies(self) -> list[str]:
        """The packages that this build needs beside Hatchling: none where the fonts are there."""
        if is_fresh(Path(self.root) / FONTS):
            return []
        return [FONTTOOLS, *(f"{package}=={version}" for package, version in VERSIONS.items())]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the fonts where they are missing, harmed or made by another recipe."""
        root = Path(self.root)
        if not is_fresh(root / FONTS):
            self.app.display_info("Making the static font faces; this takes about half a minute.")
            make(root)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        cut(list(faces())[int(sys.argv[1])], Path(sys.argv[2]))
    elif not is_fresh(ROOT / FONTS):
        make(ROOT)
