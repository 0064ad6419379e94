"""The jar that makes the validators faster: eight classes and all schemas of EPUBCheck, in front of their own jars.

- `epubcheck_schemas`: a schema is compiled when an EPUB first needs it.
- `known_schemas`: a schema is not asked whether it is a correct one.
- `kept_derivatives`: what was worked out of a schema in RELAX NG serves the next documents.
- `schema_translations`: a schema in Schematron is translated into its stylesheet already.
- `zip_entries`: no hash is worked out of each file, for a report that we do not read.
- `remembered_rules`: veraPDF is asked once about numbers, strings, names and glyphs that are alike.
- `kept_scopes`: what every script of veraPDF finds is made once for a thread.
- `line_glyphs`: veraPDF looks up each glyph of a line once.

No rule differs. Only a process in which Java 24 or later is running with EPUBCheck's own jars can write it.
"""

import zipfile
from pathlib import Path

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.epubcheck_schemas import on_demand
from separatum.checks.validators.java_internals import (
    BASE_CLASS,
    PATTERNS_CLASS,
    SCHEMA_CLASS,
    SCRIPTS_CLASS,
    STOPPING_VALIDATOR,
    TEXT_SHOWING_CLASS,
    VALIDATORS_CLASS,
    ZIP_CLASS,
    compile_all_schemas,
)
from separatum.checks.validators.kept_derivatives import keeping
from separatum.checks.validators.kept_scopes import sharing
from separatum.checks.validators.known_schemas import unasked
from separatum.checks.validators.line_glyphs import looking_once
from separatum.checks.validators.remembered_rules import REMEMBERING_VALIDATOR, asking_validator, remembering_validator
from separatum.checks.validators.schema_translations import translated_schemas
from separatum.checks.validators.zip_entries import unhashed


def write_schemas_jar(epubcheck: Path, verapdf: Path, target: Path) -> None:
    """Write the jar, which must come before EPUBCheck's own on the class path.

    Args:
        epubcheck: its jar as it was installed.
        verapdf: its jar as it was installed.
        target: is written.

    Raises:
        ChangedError: EPUBCheck, Jing or veraPDF has another form than the one we know.
    """
    compile_all_schemas()  # all are correct: Jing asks each as it was installed
    with zipfile.ZipFile(verapdf) as jar:
        stopping = jar.read(f"{STOPPING_VALIDATOR.replace('.', '/')}.class")
        base, scripts, shown = (jar.read(name) for name in (BASE_CLASS, SCRIPTS_CLASS, TEXT_SHOWING_CLASS))
    with zipfile.ZipFile(epubcheck) as jar, zipfile.ZipFile(target, "w") as written:
        written.writestr(zipfile.ZipInfo(REMEMBERING_VALIDATOR), remembering_validator(stopping))
        written.writestr(zipfile.ZipInfo(BASE_CLASS), asking_validator(base))
        written.writestr(zipfile.ZipInfo(SCRIPTS_CLASS), sharing(scripts))
        written.writestr(zipfile.ZipInfo(TEXT_SHOWING_CLASS), looking_once(shown))
        written.writestr(zipfile.ZipInfo(VALIDATORS_CLASS), on_demand(_resource(VALIDATORS_CLASS)))
        written.writestr(zipfile.ZipInfo(PATTERNS_CLASS), unasked(_resource(PATTERNS_CLASS)))
        written.writestr(zipfile.ZipInfo(SCHEMA_CLASS), keeping(_resource(SCHEMA_CLASS)))
        written.writestr(zipfile.ZipInfo(ZIP_CLASS), unhashed(_resource(ZIP_CLASS)))
        for name, content in translated_schemas(jar):
            written.writestr(zipfile.ZipInfo(name), content)


def _resource(name: str) -> bytes:
    loader = jpype.JClass("java.lang.ClassLoader").getSystemClassLoader()
    return bytes(loader.getResourceAsStream(name).readAllBytes())
