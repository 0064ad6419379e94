"""EPUBCheck's schemas as the cache has them ask exactly what they ask as they were installed."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from separatum.checks.validators.aot_cache import Cache
from separatum.checks.validators.java import find_jars
from separatum.checks.validators.java_internals import (
    ASKING_METHOD,
    PATTERNS_CLASS,
    QUESTION,
    SCHEMAS_FOLDER,
    TRANSLATORS_FOLDER,
    VALIDATORS_CLASS,
)

_CHANCE = re.compile(r'jar:file:[^!"]*!|(?<=[a-z])-?\d+(?=")')
"""In Saxon's account: which jar a schema is in, and the numbers that Saxon draws for the names of its own variables."""
_JAVA = """
import json, sys
from pathlib import Path
import jpype
from separatum.checks.validators.java import find_java, start_java

start_java(find_java(), map(Path, sys.argv[1:]), Path.cwd())
loader = jpype.JClass("java.lang.ClassLoader").getSystemClassLoader()

def schema_of(address):
    properties = jpype.JClass("com.thaiopensource.util.PropertyMapBuilder")()
    silent = jpype.JClass("com.thaiopensource.xml.sax.DraconianErrorHandler")()
    properties.put(jpype.JClass("com.thaiopensource.validate.ValidateProperty").ERROR_HANDLER, silent)
    reader = jpype.JClass("com.thaiopensource.validate.auto.AutoSchemaReader")()
    return reader.createSchema(jpype.JClass("org.xml.sax.InputSource")(address), properties.toPropertyMap())
"""
_COMPILED = (
    _JAVA
    + """
def compiled(name):
    schema = schema_of(loader.getResource(name).toString())
    field = schema.getClass().getDeclaredField("templates")
    field.setAccessible(True)
    text = jpype.JClass("java.io.StringWriter")()
    serializer = jpype.JClass("net.sf.saxon.s9api.Processor")(False).newSerializer(text)
    field.get(schema).getImplementation().explain(serializer)
    return str(text.toString())

names = json.loads(sys.stdin.read())
print(json.dumps({name: compiled(name) for name in names}))
"""
)
_REFUSED = (
    _JAVA
    + """
try:
    schema_of(Path("own.sch").absolute().as_uri())
except jpype.JException as error:
    print(json.dumps(str(error.getClass().getName())))
else:
    print(json.dumps(None))
"""
)
_INSTRUCTIONS = (
    _JAVA
    + """
stream = loader.getResourceAsStream(json.loads(sys.stdin.read()))
model = jpype.JClass("java.lang.classfile.ClassFile").of().parse(stream.readAllBytes())
methods = {}
for method in model.methods():
    parts = map(str, method.code().get().elementList())
    key = str(method.methodName().stringValue()) + str(method.methodType().stringValue())
    methods[key] = [part.replace("LDC_W", "LDC") for part in parts if not part.startswith(("Label", "Line"))]
print(json.dumps(methods))
"""
)
_OWN = """<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="/">
<assert test="false()">Nothing keeps this rule.</assert></rule></pattern></schema>"""


def _run(script: str, classpath: Iterable[Path], given: object, folder: Path) -> Any:
    run = subprocess.run(
        [sys.executable, "-c", script, *map(str, classpath)],
        input=json.dumps(given),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def _steady(account: str) -> str:
    account = account.replace("u[ND,NE]", "u[NE,ND]")  # a set of two kinds of nodes
    return _CHANCE.sub("", account)


@pytest.fixture(scope="module")
def schemas(made_cache: Cache) -> zipfile.ZipFile:
    return zipfile.ZipFile(made_cache.folder / "schemas.jar")


def test_a_translated_schema_compiles_to_what_the_schema_itself_compiles_to(
    made_cache: Cache, schemas: zipfile.ZipFile, tmp_path: Path
) -> None:
    """Saxon's account of each compiled stylesheet is the same, with the schema's line for each of its parts."""
    names = [name for name in schemas.namelist() if name.endswith(".sch") and b"<sch:translated" in schemas.read(name)]
    assert len(names) > 25
    ours, theirs = (
        {name: _steady(text) for name, text in _run(_COMPILED, jars, names, tmp_path).items()}
        for jars in (made_cache.classpath, find_jars().epubcheck)
    )
    assert [name for name in names if ours[name] != theirs[name]] == []
    assert len(ours[SCHEMAS_FOLDER + "30/package-30.sch"]) > 100_000


def test_all_other_schemas_are_epubchecks_own(schemas: zipfile.ZipFile) -> None:
    own = {PATTERNS_CLASS, VALIDATORS_CLASS}
    own |= {
        f"{TRANSLATORS_FOLDER}{name}.{kind}" for name in ("iso-schematron", "schematron") for kind in ("xsl", "rnc")
    }
    original = zipfile.ZipFile(find_jars().epubcheck[0])
    theirs = {name for name in original.namelist() if name.startswith(SCHEMAS_FOLDER) and not name.endswith("/")}
    assert set(schemas.namelist()) == own | theirs
    others = {name for name in theirs if schemas.read(name) != original.read(name)}
    assert {Path(name).suffix for name in others} == {".sch"}


def test_a_schema_that_was_not_translated_is_refused(made_cache: Cache, tmp_path: Path) -> None:
    (tmp_path / "own.sch").write_text(_OWN)
    assert _run(_REFUSED, find_jars().epubcheck, None, tmp_path) is None
    assert "Exception" in _run(_REFUSED, made_cache.classpath, None, tmp_path)


def test_jings_reader_of_relax_ng_lacks_one_call_and_nothing_else(made_cache: Cache, tmp_path: Path) -> None:
    ours = _run(_INSTRUCTIONS, made_cache.classpath, PATTERNS_CLASS, tmp_path)
    theirs = _run(_INSTRUCTIONS, find_jars().epubcheck, PATTERNS_CLASS, tmp_path)
    assert list(ours) == list(theirs)
    (other,) = (name for name in ours if ours[name] != theirs[name])
    assert other.startswith(ASKING_METHOD)
    (call,) = (part for part in theirs[other] if QUESTION[0] in part)
    at = theirs[other].index(call)
    assert len(theirs[other]) + 1 == len(ours[other])
    assert [part for part in ours[other][at : at + 2] if "POP2" in part] == ours[other][at : at + 2]
