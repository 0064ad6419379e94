"""What veraPDF's scripts find is shared from file to file; what they declare is not."""

import json
from pathlib import Path

from separatum.checks.validators.aot_cache import Cache
from tests.validators.programs import said

_DECLARES = """
import json, sys
from pathlib import Path
from separatum.checks.validators.java import find_java, start_java

start_java(find_java(), map(Path, json.loads(sys.stdin.read())), Path.cwd())
import jpype
from concurrent.futures import ThreadPoolExecutor

scripts = jpype.JClass("org.verapdf.pdfa.validation.validators.JavaScriptEvaluator")

def say(scope, script):
    return str(scripts.evaluateString(script, scope))

def in_turn():
    one = scripts.initialise()
    declared = say(one, "var width = 3; function test(){return Math.max(width, 2);} gLater = 4; test() + gLater")
    one.put("obj", one, jpype.JClass("java.lang.Object")())
    other = scripts.initialise()
    names = [say(other, f"typeof {name}") for name in ("width", "test", "gLater", "obj")]
    kept = one.getPrototype().equals(other.getPrototype())
    return [declared, names, bool(kept), say(other, "new Array(1, 2) instanceof Array"), other.getPrototype()]

with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
    first, second = one.submit(in_turn).result(), other.submit(in_turn).result()
print(json.dumps([first[:-1], second[:-1], bool(first[-1].equals(second[-1]))]))
"""

_OTHER_FORM = """
import zipfile
from pathlib import Path
from separatum.checks.validators.java import find_jars, find_java, start_java

start_java(find_java(), find_jars().epubcheck, Path.cwd())
from separatum.checks.validators.java_internals import BASE_CLASS, SCRIPTS_CLASS, ChangedError
from separatum.checks.validators.kept_scopes import sharing

with zipfile.ZipFile(find_jars().verapdf) as jar:
    scripts, other = jar.read(SCRIPTS_CLASS), jar.read(BASE_CLASS)
changed = sharing(scripts)
for wrong in (other, changed):
    try:
        sharing(wrong)
    except ChangedError as error:
        print(error)
"""


def test_what_the_scripts_of_one_file_declare_is_not_there_for_the_next(made_cache: Cache, tmp_path: Path) -> None:
    first, second, is_one = json.loads(said(_DECLARES, [*map(str, made_cache.classpath)], tmp_path).splitlines()[-1])
    assert first == second == ["7.0", ["undefined"] * 4, True, "True"]
    assert not is_one, "each thread has standard objects of its own"


def test_a_class_of_another_form_is_an_error(tmp_path: Path) -> None:
    told = said(_OTHER_FORM, None, tmp_path).splitlines()
    assert told == ["veraPDF’s JavaScriptEvaluator has another form than in 1.31"] * 2
