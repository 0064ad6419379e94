"""veraPDF's rules, joined, are kept by a good file, and read a plain value as they read the object that holds it."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

from separatum.checks.validators import PROFILES
from separatum.checks.validators.java import find_jars

_KEEPS = """
import json, sys
from pathlib import Path
from separatum.checks.validators.java import find_jars, find_java, start_java

start_java(find_java(), find_jars().epubcheck, Path.cwd())
from separatum.checks.validators.pdf_profiles import PROFILES
from separatum.checks.validators.verapdf import VeraPdf

validator = VeraPdf(find_jars().verapdf)
profiles = [PROFILES[name] for name in ("ua1", "3a")]
print(json.dumps([validator._keeps_all(path, profiles) for path in sys.argv[1:]]))
"""


def test_only_the_good_file_keeps_them_also_after_one_that_cannot_be_read(
    pdf: Callable[[str], Path], tmp_path: Path
) -> None:
    good, bad = str(pdf("good")), str(pdf("an-image-without-alt"))
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(pdf("good").read_bytes()[:3000])
    files = [good, bad, str(torn), good, bad]
    command = [sys.executable, "-c", _KEEPS, *files]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout.splitlines()[-1]) == [True, False, False, True, False]


_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"|(?<=[(\s!])/(?:[^/\\\s]|\\.)+/(?=[.)])|^/(?:[^/\\\s]|\\.)+/(?=\.)")
_METHODS = {"length", "split", "filter", "slice", "findIndex", "indexOf", "search", "contains", "test", "abs"}
"""Of strings: “length”, which becomes a property; “split”, which in JavaScript keeps empty parts at the end, and no
rule lets a file pass for those; “indexOf” and “search”, the same in both. Of what “split” gives: “filter”, “slice”,
“findIndex”. Of a list, which is no plain value: “contains”. Of JavaScript's own: “test”, “abs”."""


def _tests() -> set[str]:
    with zipfile.ZipFile(find_jars().verapdf) as jar:
        trees = [ET.fromstring(jar.read(profile.path)) for profile in PROFILES.values()]
    return {test.text or "" for tree in trees for test in tree.iter("{http://www.verapdf.org/ValidationProfile}test")}


def test_rules_call_only_methods_that_are_the_same_for_a_plain_value() -> None:
    tests = [_LITERAL.sub("x", test) for test in _tests()]
    assert len(tests) > 400
    assert {method for test in tests for method in re.findall(r"\.([A-Za-z]\w*)", test)} == _METHODS


def test_no_rule_takes_a_value_for_a_truth_without_comparing_it() -> None:
    """To a script an object that holds 0 is true; veraPDF compares the value of a whole test with “true”."""
    for test in _tests():
        plain = re.sub(r"\w+ =>", "x == x &&", _LITERAL.sub("x", test))
        assert not re.search(r"!(?!=)|(?<![=!<>])=(?!=)|===", plain), test
        parts = re.split(r"&&|\|\||\?|:", plain)
        assert len(parts) == 1 or all(re.search(r"[=!]=|<|>|\.test\(", part) for part in parts), test
