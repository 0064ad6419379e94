"""EPUBCheck inside the validators' process: a file becomes EPUBCheck's own JSON report.

Only the process of `separatum.checks.validators.java_host` imports this; Java is running there.
"""

import json
from collections.abc import Iterable
from typing import Any

import jpype  # type: ignore[import-untyped]


class EpubCheck:
    """EPUBCheck, its schemas compiled once and kept."""

    WARM = (
        (
            "XHTML_30_SCH",
            "OPF_30_SCH",
            "NAV_30_SCH",
            *(f"OPF_30_COLLECTION_{kind}_SCH" for kind in ("DICT", "DO", "IDX", "MANIFEST", "PREVIEW")),
        ),
        (
            "CONTAINER_30_RNC",
            "OPF_30_RNC",
            "XHTML_30_NVDL",
            "NAV_30_RNC",
            "SVG_30_INFORMATIVE_NVDL",
            "CONTAINER_30_RENDITIONS_SCH",
            "NCX_RNG",
            "NCX_SCH",
        ),
    )
    """What every EPUB 3.3 is validated against, in two parts of much the same work: one per core."""

    def __init__(self) -> None:
        self._report = jpype.JClass("com.adobe.epubcheck.reporting.CheckingReport")
        self._check = jpype.JClass("com.adobe.epubcheck.api.EpubCheck")
        self._file = jpype.JClass("java.io.File")
        self._text = jpype.JClass("java.io.StringWriter")
        self._printer = jpype.JClass("java.io.PrintWriter")
        self._english = jpype.JClass("java.util.Locale").ENGLISH

    @property
    def version(self) -> str:
        """For example “5.3.0”."""
        return str(self._check.version())

    def warm(self, names: Iterable[str]) -> None:
        """Compile schemas, most of the work of a first validation: those named, or all (see `schemas`)."""
        schemas = jpype.JClass("com.adobe.epubcheck.xml.XMLValidators")
        for name in names:
            getattr(schemas, name).get()

    def validate(self, path: str) -> list[dict[str, Any]]:
        """The messages of EPUBCheck's report, as its JSON has them."""
        text = self._text()
        report = self._report(self._printer(text), path)
        report.initialize()  # starts the report's clock; without it the report cannot be written
        report.setLocale(self._english)
        check = self._check(self._file(path), report)
        check.setLocale(self._english)
        check.doValidate()
        report.generate()
        messages = json.loads(str(text.toString()))["messages"]
        return [message for message in messages if message["severity"] not in {"USAGE", "SUPPRESSED"}]
