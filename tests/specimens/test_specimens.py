"""An article with every kind of part, in each language: valid by every check, set in its own script."""

import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from separatum.checks.validators.ace import find_ace, validate_with_ace
from separatum.exports.batch import export_all
from separatum.model.errors import Exit
from separatum.model.findings import Severity
from separatum.model.options import Options
from separatum.model.report import Report
from tests.specimens.conftest import SPECIMENS

EditionOf = Callable[[str, str], bytes]
each_specimen = pytest.mark.parametrize("name", [path.stem for path in SPECIMENS])
SCRIPTS = {
    "ka": "Noto-Sans-Georgian",
    "hy": "Noto-Sans-Armenian",
    "he": "Frank-Ruhl-Libre",
    "ar": "Amiri",
    "fa": "Amiri",
    "hi": "Noto-Sans-Devanagari",
    "zh": "Noto-Serif-CJK-SC",
}


def sheet_of(book: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        return opened.read("EPUB/style.css").decode()


def test_there_is_one_for_each_of_sixteen_languages() -> None:
    languages = {path.stem for path in SPECIMENS}
    assert languages == {
        *("en", "ru", "uk", "ka", "hy", "az", "tr", "ar"),
        *("fa", "he", "fr", "de", "es", "el", "hi", "zh"),
    }


@each_specimen
def test_it_is_published_without_a_fault(name: str, exported: dict[str, Report]) -> None:
    report = exported[name]
    faults = [str(finding) for finding in report.findings if finding.severity in (Severity.ERROR, Severity.WARNING)]
    assert (report.exit_code, faults, report.skipped, report.failure) == (Exit.OK, [], (), None)
    assert {edition.format for edition in report.editions} == {"epub", "pdf"}


@pytest.mark.parametrize(("name", "family"), SCRIPTS.items())
def test_it_is_set_in_the_fonts_of_its_script(name: str, family: str, edition_of: EditionOf) -> None:
    with pikepdf.open(io.BytesIO(edition_of(name, "pdf"))) as opened:
        names = [str(thing.FontName) for thing in opened.objects if "/FontName" in _keys(thing)]
    assert any(family in font for font in names), names
    assert f'"{family.replace("-", " ")}"' in sheet_of(edition_of(name, "epub"))


def _keys(thing: pikepdf.Object) -> set[str]:
    return set(thing.keys()) if isinstance(thing, pikepdf.Dictionary) else set()


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_letter_of_its_script_is_slanted(name: str, edition_of: EditionOf) -> None:
    tag = "zh" if name == "zh" else name
    rule = re.search(rf"em:lang\({tag}\)[^{{]*\{{([^}}]*)\}}", sheet_of(edition_of(name, "epub")))
    assert rule
    assert "font-style: normal" in rule[1]


@pytest.mark.parametrize("name", ["ar", "fa", "he"])
def test_a_page_from_right_to_left_is_mirrored(name: str, edition_of: EditionOf) -> None:
    sheet = sheet_of(edition_of(name, "epub"))
    assert re.search(r"ul, ol \{ margin: 0\.7em 1\.5em 0\.7em 0", sheet)
    with zipfile.ZipFile(io.BytesIO(edition_of(name, "epub"))) as opened:
        assert 'page-progression-direction="rtl"' in opened.read("EPUB/content.opf").decode()
        assert 'dir="rtl"' in opened.read("EPUB/article.xhtml").decode()


@each_specimen
def test_the_report_names_the_fonts_of_the_machine_that_decide_the_bytes(
    name: str, exported: dict[str, Report]
) -> None:
    fonts = {font: version for font, version in exported[name].versions if font.endswith((".ttf", ".ttc"))}
    assert bool(fonts) == (name == "zh")
    assert all(re.fullmatch(r"\S+ \(SHA-256 [0-9a-f]{16}…\)", version) for version in fonts.values()), fonts


def test_a_latin_text_carries_no_font_of_another_script(edition_of: EditionOf) -> None:
    with zipfile.ZipFile(io.BytesIO(edition_of("de", "epub"))) as opened:
        fonts = {Path(name).name for name in opened.namelist() if name.endswith(".woff")}
    assert not [font for font in fonts if re.search("Georgian|Arabic|Amiri|CJK|Frank|Armenian|Devanagari", font)]


FEW = ("en", "ar")
"""Specimens that Ace looks at in every run of the tests; at all of them, in “make specimens”."""


@pytest.mark.skipif(find_ace() is None, reason="Ace by DAISY: “make readers” installs it")
@pytest.mark.parametrize("name", [path.stem for path in SPECIMENS if "SEPARATUM_ALL_PAPERS" in os.environ] or FEW)
def test_ace_finds_no_violation(name: str, exported: dict[str, Report]) -> None:
    (book,) = (edition.path for edition in exported[name].editions if edition.format == "epub")
    assert validate_with_ace(Path(book)) == ()


@pytest.mark.skipif("SEPARATUM_ALL_PAPERS" not in os.environ, reason="some minutes: “make specimens”")
@pytest.mark.parametrize("paper", ["letter", "a5", "phone", "large-print", "a4-columns", "letter-columns"])
def test_every_specimen_is_published_on_every_paper(paper: str, tmp_path: Path) -> None:
    for report in export_all(SPECIMENS, Options(out=tmp_path, paper=paper)):
        faults = [str(finding) for finding in report.findings if finding.severity is Severity.ERROR]
        assert (report.name, report.exit_code, faults, report.failure) == (report.name, Exit.OK, [], None)
