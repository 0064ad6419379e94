"""A CMap of joined ranges gives every code the number that the original gives it."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from separatum.checks.validators.aot_cache import Cache
from separatum.checks.validators.cmap_ranges import IDENTITY_CMAP, with_ranges_joined
from separatum.checks.validators.java import find_jars

_NUMBERS = """
import json, sys
from pathlib import Path
import jpype
from separatum.checks.validators.java import find_java, start_java

start_java(find_java(), map(Path, sys.argv[1:]), Path.cwd())
name = jpype.JClass("org.verapdf.cos.COSName").construct(jpype.JClass("org.verapdf.as.ASAtom").getASAtom("Identity-H"))
cmap = jpype.JClass("org.verapdf.pd.font.cmap.PDCMap")(name).getCMapFile()
codes = range(0x10000 + 100)
print(json.dumps([[int(cmap.toCID(code)), bool(cmap.containsCode(code))] for code in codes]))
"""


def _numbers(classpath: tuple[Path, ...], folder: Path) -> list[list[int]]:
    run = subprocess.run(
        [sys.executable, "-c", _NUMBERS, *map(str, classpath)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    numbers: list[list[int]] = json.loads(run.stdout.splitlines()[-1])
    return numbers


def test_verapdf_gives_every_code_the_same_number_with_the_cache_and_without(made_cache: Cache, tmp_path: Path) -> None:
    jars = find_jars()
    original = zipfile.ZipFile(jars.verapdf).read(IDENTITY_CMAP)
    assert original.count(b"\n<") == 256
    assert zipfile.ZipFile(made_cache.folder / jars.verapdf.name).read(IDENTITY_CMAP) == with_ranges_joined(original)
    assert _numbers(made_cache.classpath, tmp_path) == _numbers((jars.verapdf,), tmp_path)


def test_ranges_that_do_not_go_on_stay_apart() -> None:
    cmap = b"x\n3 begincidrange\n<0000> <00ff> 0\n<0100> <01ff> 256\n<0200> <02ff> 500\nendcidrange\nend"
    assert with_ranges_joined(cmap) == b"x\n2 begincidrange\n<0000> <01ff> 0\n<0200> <02ff> 500\nendcidrange\nend"


def test_a_cmap_without_ranges_or_with_other_sections_between_them_is_left_as_it_is() -> None:
    section = b"2 begincidrange\n<00> <01> 0\n<02> <03> 2\nendcidrange\n"
    for cmap in (b"", b"/Identity-H usecmap", section + b"1 begincidchar\n<04> 9\nendcidchar\n" + section):
        assert with_ranges_joined(cmap) == cmap
