"""The faces that the build makes are static, named alike everywhere, and cover what a newsroom writes."""

import importlib.util
import json
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "src/separatum/fonts"
FACES: list[dict[str, Any]] = json.loads((FONTS / "fonts.json").read_bytes())["faces"]

TEXT = ("Literata", "Literata Display", "Noto Serif", "Noto Sans")

each_face = pytest.mark.parametrize("face", FACES, ids=lambda face: Path(face["ttf"]).stem)


@pytest.fixture(scope="module")
def hatch_build() -> ModuleType:
    """The build's own module, which is not part of the package."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@each_face
def test_a_face_is_static_and_small(face: dict[str, Any]) -> None:
    font = TTFont(FONTS / face["ttf"])
    assert not {"fvar", "gvar", "avar", "HVAR", "MVAR", "STAT", "fpgm", "prep", "DSIG"} & set(font.keys())


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@pytest.mark.parametrize(
    "face", [one for one in FACES if one["family"] in TEXT], ids=lambda face: Path(face["ttf"]).stem
)
def test_only_glyphs_whose_parts_overlap_are_flagged_as_such(face: dict[str, Any]) -> None:
    """FreeType draws these sixteen times as finely; fontTools flags every glyph that it cuts out of a variable font."""
    font = TTFont(FONTS / face["ttf"])
    names, glyphs = font.getBestCmap(), font["glyf"]
    flagged = {sign for sign in map(chr, names) if _is_flagged(glyphs[names[ord(sign)]])}
    assert len(flagged & set(LETTERS)) < len(LETTERS) / 6
    assert "€" in flagged or "Я" in flagged
    assert len(flagged) < len(names) / 3


def _is_flagged(glyph: Any) -> bool:
    if glyph.isComposite():
        return bool(glyph.components[0].flags & 0x0400)
    return glyph.numberOfContours > 0 and bool(glyph.flags[0] & 0x40)


@each_face
def test_a_face_bears_the_same_name_in_every_table(face: dict[str, Any]) -> None:
    font = TTFont(FONTS / face["ttf"])
    names, italic, bold = font["name"], face["style"] == "italic", face["weight"] == 700
    assert names.getBestFamilyName() == face["family"]
    assert names.getDebugName(6) == Path(face["ttf"]).stem
    assert names.getBestFullName().startswith(face["family"])
    assert font["OS/2"].usWeightClass == face["weight"]
    assert font["head"].macStyle == bold | italic << 1
    assert font["OS/2"].fsSelection & 0b110_0001 == italic | bold << 5 | (not italic and not bold) << 6


@each_face
def test_a_face_may_be_embedded_and_keeps_its_licence(face: dict[str, Any]) -> None:
    font = TTFont(FONTS / face["ttf"])
    assert font["OS/2"].fsType == 0
    notice, text = font["name"].getDebugName(13), (FONTS / face["licence"]).read_text(encoding="utf-8")
    if face["family"] == "Separatum Signs":
        assert "Bitstream Vera Fonts Copyright" in notice
        assert "Permission is hereby granted" in text
    else:
        assert "SIL Open Font License" in notice
        assert "SIL OPEN FONT LICENSE" in text


@each_face
def test_a_changed_font_bears_no_reserved_name(face: dict[str, Any]) -> None:
    names = TTFont(FONTS / face["ttf"])["name"]
    assert not [
        number for number in (1, 3, 4, 6, 16) if re.search("Source|Vera|Bitstream", names.getDebugName(number) or "")
    ]


@each_face
def test_the_listing_counts_the_characters_of_a_face(face: dict[str, Any]) -> None:
    assert len(TTFont(FONTS / face["ttf"]).getBestCmap()) == face["characters"]


@pytest.mark.parametrize(
    "face", [face for face in FACES if face["family"] in TEXT], ids=lambda face: Path(face["ttf"]).stem
)
def test_a_text_face_kerns_and_has_the_figures_of_text_and_table(face: dict[str, Any]) -> None:
    font = TTFont(FONTS / face["ttf"])
    features = {
        record.FeatureTag for table in ("GSUB", "GPOS") for record in font[table].table.FeatureList.FeatureRecord
    }
    assert {"kern", "mark", "liga", "locl", "lnum", "onum", "tnum", "sups"} <= features


def test_the_serifs_together_cover_latin_cyrillic_and_greek() -> None:
    covered = {
        character
        for face in FACES
        if face["family"] in ("Literata", "Noto Serif") and (face["weight"], face["style"]) == (400, "normal")
        for character in TTFont(FONTS / face["ttf"]).getBestCmap()
    }
    wanted = {
        *range(0x20, 0x7F),
        *range(0xA0, 0x180),
        *range(0x400, 0x530),
        *range(0x3B1, 0x3CA),
        *map(ord, "₾₼₽Ӏ…−×“”„«»"),
    }
    assert not {chr(character) for character in wanted - covered}


def test_fonts_that_are_there_ask_for_no_package(hatch_build: ModuleType) -> None:
    assert hatch_build.is_fresh(FONTS)


@pytest.mark.parametrize("harm", ["changed", "missing", "other recipe", "no listing", "broken listing"])
def test_harmed_fonts_are_made_anew(harm: str, hatch_build: ModuleType, tmp_path: Path) -> None:
    folder = shutil.copytree(FONTS, tmp_path / "fonts")
    listing = folder / "fonts.json"
    match harm:
        case "changed":
            (folder / FACES[0]["ttf"]).write_bytes(b"")
        case "missing":
            (folder / FACES[0]["ttf"]).unlink()
        case "other recipe":
            listing.write_text(json.dumps({"stamp": "another", "faces": FACES}), encoding="utf-8")
        case "no listing":
            listing.unlink()
        case "broken listing":
            listing.write_text("{", encoding="utf-8")
    assert not hatch_build.is_fresh(folder)


def test_the_same_face_is_the_same_bytes_each_time(hatch_build: ModuleType, tmp_path: Path) -> None:
    pytest.importorskip("fontpkg_source_code_pro", reason="the font packages are only there while the package is built")
    face = next(face for face in hatch_build.faces() if face.family == "Separatum Mono")
    hatch_build.cut(face, tmp_path)
    assert (tmp_path / f"{face.postscript_name}.ttf").read_bytes() == (
        FONTS / f"{face.postscript_name}.ttf"
    ).read_bytes()
