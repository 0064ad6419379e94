"""EPUBCheck's schemas as the cache has them ask exactly what they ask as they were installed."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from separatum.checks.validators.aot_cache import Cache
from separatum.checks.validators.java import find_jars
from separatum.checks.validators.java_internals import (
    ASKING_METHOD,
    BASE_CLASS,
    DERIVATIVES_MAKER,
    HASHING_METHOD,
    PATTERNS_CLASS,
    QUESTION,
    SCHEMA_CLASS,
    SCHEMAS_FOLDER,
    SCRIPTS_CLASS,
    TEXT_SHOWING_CLASS,
    TRANSLATORS_FOLDER,
    VALIDATORS_CLASS,
    ZIP_CLASS,
)
from separatum.checks.validators.remembered_rules import REMEMBERING_VALIDATOR
from separatum.checks.validators.schema_translations import LOOKED_UP
from tests.validators.conftest import FILES

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
methods |= {str(field.fieldName().stringValue()): [str(field)] for field in model.fields()}
print(json.dumps(methods))
"""
)
_MESSAGES = (
    _JAVA
    + """
from separatum.checks.validators.epubcheck import EpubCheck
import re
import threading
from concurrent.futures import ThreadPoolExecutor

def messages(path):
    try:
        return EpubCheck().validate(path)
    except jpype.JException as error:
        return str(error.getClass().getName())

threading.stack_size(16 << 20)
with ThreadPoolExecutor(3) as threads:
    said = json.dumps(list(threads.map(messages, json.loads(sys.stdin.read()))))
    print(re.sub(r"[0-9a-f-]{36}(?=[.]epubcheck)", "", said))  # an address that EPUBCheck draws for each book
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
    """Saxon's account of each compiled stylesheet is the same, with the schema's line for each of its parts; of those
    that look something up in a table, when they search for it again.
    """
    names = [name for name in schemas.namelist() if name.endswith(".sch") and b"<sch:translated" in schemas.read(name)]
    assert len(names) > 25
    searching = tmp_path / "searching.jar"
    with zipfile.ZipFile(searching, "w") as jar:
        for name in names:
            jar.writestr(name, _searching_again(schemas.read(name).decode()))
    ours, theirs = (
        {name: _steady(text) for name, text in _run(_COMPILED, jars, names, tmp_path).items()}
        for jars in ((searching, *made_cache.classpath), find_jars().epubcheck)
    )
    assert [name for name in names if ours[name] != theirs[name]] == []
    assert len(ours[SCHEMAS_FOLDER + "30/package-30.sch"]) > 100_000


def _searching_again(stylesheet: str) -> str:
    for asked, answer, table in LOOKED_UP:
        stylesheet = stylesheet.replace(table, "").replace(answer, asked)
    assert "separatum" not in stylesheet
    return stylesheet


def test_rules_that_compare_each_with_all_others_look_it_up(schemas: zipfile.ZipFile) -> None:
    found = {
        name.removeprefix(SCHEMAS_FOLDER): [number for number, (_, answer, _) in enumerate(LOOKED_UP) if answer in text]
        for name in schemas.namelist()
        if name.endswith(".sch") and "key('" in (text := schemas.read(name).decode())
    }
    assert found == {"30/epub-xhtml-30.sch": [0], "20/sch/opf.sch": [1], "20/sch/ncx.sch": [1, 2]}


def test_what_is_there_twice_is_found_by_looking_up_as_by_searching(made_cache: Cache, tmp_path: Path) -> None:
    books = [
        _book(tmp_path / "three.epub", "package.opf", _PACKAGE),
        _book(tmp_path / "two.epub", "package.opf", _PACKAGE.replace('"3.0"', '"2.0"').replace(_NEWER, "")),
    ]
    ours, theirs = (_run(_MESSAGES, jars, books, tmp_path) for jars in (made_cache.classpath, find_jars().epubcheck))
    assert ours == theirs
    three, two = ({said["message"].split(": ")[-1]: len(said["locations"]) for said in book} for book in theirs)
    assert three['Duplicate ID "one"'] == 2
    assert 'Duplicate ID "two"' not in three
    assert three['The "id" attribute does not have a unique value'] == 2  # of the NCX
    assert three["pageTarget combination of value and type is not unique"] == 2
    assert two['The "id" attribute does not have a unique value'] == 4  # of the package, too


_NEWER = 'properties="nav"'
_PACKAGE = f"""<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:isbn:1</dc:identifier>
<dc:title id=" article">Twice</dc:title><dc:language>en</dc:language>
<meta property="dcterms:modified">2017-04-05T00:00:00Z</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" {_NEWER}/>
<item id="article" href="article.xhtml" media-type="application/xhtml+xml"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>
<spine toc="ncx"><itemref idref="article"/></spine></package>"""
_TWICE = """<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>Twice</title></head>
<body><h1 id="one">Twice</h1><p id="one">One.</p><p id="two">Two.</p><p id=" two">Two.</p>
<p id="One">1</p></body></html>"""
_NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="en"><head>
<meta name="dtb:uid" content="urn:isbn:1"/></head><docTitle><text>Twice</text></docTitle>
<navMap><navPoint id="one"><navLabel><text>One</text></navLabel><content src="article.xhtml#one"/></navPoint>
<navPoint id=" one "><navLabel><text>Two</text></navLabel><content src="article.xhtml#two"/></navPoint></navMap>
<pageList>{pages}</pageList></ncx>"""
_PAGES: Sequence[tuple[str, str]] = (
    ("normal", "1"),
    ("front", "1"),
    ("normal", "1"),
    ("normal", "01"),
    ("normal", "2"),
)


def _book(place: Path, package: str, content: str) -> str:
    pages = "".join(
        f'<pageTarget type="{kind}" id="p{number}" value="{value}"><navLabel><text>{value}</text></navLabel>'
        '<content src="article.xhtml"/></pageTarget>'
        for number, (kind, value) in enumerate(_PAGES)
    )
    with zipfile.ZipFile(place, "w") as packed:
        packed.writestr("mimetype", "application/epub+zip")
        for name in ("META-INF/container.xml", "OPS/nav.xhtml"):
            packed.write(FILES / "epub" / "good" / name, name)
        packed.writestr(f"OPS/{package}", content)
        packed.writestr("OPS/article.xhtml", _TWICE)
        packed.writestr("OPS/toc.ncx", _NCX.format(pages=pages))
    return str(place)


def test_all_other_schemas_are_epubchecks_own(schemas: zipfile.ZipFile) -> None:
    own = {BASE_CLASS, PATTERNS_CLASS, SCHEMA_CLASS, SCRIPTS_CLASS, TEXT_SHOWING_CLASS, VALIDATORS_CLASS, ZIP_CLASS}
    own.add(REMEMBERING_VALIDATOR)
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


def test_epubchecks_list_of_files_lacks_their_hashes_and_nothing_else(made_cache: Cache, tmp_path: Path) -> None:
    ours = _run(_INSTRUCTIONS, made_cache.classpath, ZIP_CLASS, tmp_path)
    theirs = _run(_INSTRUCTIONS, find_jars().epubcheck, ZIP_CLASS, tmp_path)
    hashing = "".join(HASHING_METHOD)
    assert [name for name in theirs if ours[name] != theirs[name]] == [hashing]
    assert ours.keys() == theirs.keys()
    assert len(ours[hashing]) == 2 < len(theirs[hashing])


def test_a_book_with_a_damaged_file_gets_the_same_messages_without_hashes(
    made_cache: Cache, book: Callable[[str], Path], tmp_path: Path
) -> None:
    books = []
    for name in ("META-INF/container.xml", "OPS/package.opf", "OPS/article.xhtml"):
        content = bytearray(book("good").read_bytes())
        with zipfile.ZipFile(book("good")) as packed:
            at = packed.getinfo(name).header_offset + 30 + len(name)
        content[at + 9] ^= 0xFF  # stored: the sum no longer fits
        place = tmp_path / f"{Path(name).name}.epub"
        place.write_bytes(content)
        books.append(str(place))
    ours, theirs = (_run(_MESSAGES, jars, books, tmp_path) for jars in (made_cache.classpath, find_jars().epubcheck))
    assert ours == theirs
    assert all(theirs)


def test_jings_schema_takes_its_memory_from_elsewhere_and_nothing_else(made_cache: Cache, tmp_path: Path) -> None:
    ours = _run(_INSTRUCTIONS, made_cache.classpath, SCHEMA_CLASS, tmp_path)
    theirs = _run(_INSTRUCTIONS, find_jars().epubcheck, SCHEMA_CLASS, tmp_path)
    (other,) = (name for name in theirs if ours[name] != theirs[name])
    assert other.startswith(DERIVATIVES_MAKER)
    start = next(at for at, part in enumerate(theirs[other]) if ours[other][at] != part)
    assert [len(theirs[other][start:]), len(ours[other][start:])] == [8, 5]
    assert ours[other][start + 2 :] == theirs[other][start + 5 :]
    assert len(ours.keys() - theirs.keys()) == 3  # what is remembered, for how many documents, and the way to it


def test_books_get_the_same_messages_in_any_order_and_in_several_threads(
    made_cache: Cache, book: Callable[[str], Path], tmp_path: Path
) -> None:
    """What Jing remembers of a schema is the same after other documents, bad ones too."""
    names = [folder.name for folder in sorted((FILES / "epub").iterdir())]
    books = [str(book(name)) for name in (*names, *reversed(names))] * 3
    ours, theirs = (_run(_MESSAGES, jars, books, tmp_path) for jars in (made_cache.classpath, find_jars().epubcheck))
    assert ours == theirs
    assert len([one for one in theirs if one]) > len(theirs) / 2
