"""The jar that makes EPUBCheck faster: four classes and all its schemas, in front of its own jars.

- `epubcheck_schemas`: a schema is compiled when an EPUB first needs it.
- `known_schemas`: a schema is not asked whether it is a correct one.
- `kept_derivatives`: what was worked out of a schema in RELAX NG serves the next documents.
- `schema_translations`: a schema in Schematron is translated into its stylesheet already.
- `zip_entries`: no hash is worked out of each file, for a report that we do not read.

No rule differs. Only a process in which Java 24 or later is running with EPUBCheck's own jars can write it.
"""

import zipfile
from pathlib import Path

import jpype  # type: ignore[import-untyped]

from separatum.checks.validators.epubcheck_schemas import on_demand
from separatum.checks.validators.java_internals import (
    PATTERNS_CLASS,
    SCHEMA_CLASS,
    VALIDATORS_CLASS,
    ZIP_CLASS,
    compile_all_schemas,
)
from separatum.checks.validators.kept_derivatives import keeping
from separatum.checks.validators.known_schemas import unasked
from separatum.checks.validators.schema_translations import translated_schemas
from separatum.checks.validators.zip_entries import unhashed


def write_schemas_jar(epubcheck: Path, target: Path) -> None:
    """Write the jar, which must come before EPUBCheck's own on the class path.

    Raises:
        ChangedError: EPUBCheck or Jing has another form than the one we know.
    """
    compile_all_schemas()  # all are correct: Jing asks each as it was installed
    with zipfile.ZipFile(epubcheck) as jar, zipfile.ZipFile(target, "w") as written:
        written.writestr(zipfile.ZipInfo(VALIDATORS_CLASS), on_demand(_resource(VALIDATORS_CLASS)))
        written.writestr(zipfile.ZipInfo(PATTERNS_CLASS), unasked(_resource(PATTERNS_CLASS)))
        written.writestr(zipfile.ZipInfo(SCHEMA_CLASS), keeping(_resource(SCHEMA_CLASS)))
        written.writestr(zipfile.ZipInfo(ZIP_CLASS), unhashed(_resource(ZIP_CLASS)))
        for name, content in translated_schemas(jar):
            written.writestr(zipfile.ZipInfo(name), content)


def _resource(name: str) -> bytes:
    loader = jpype.JClass("java.lang.ClassLoader").getSystemClassLoader()
    return bytes(loader.getResourceAsStream(name).readAllBytes())
