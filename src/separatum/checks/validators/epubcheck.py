"""EPUBCheck inside the validators' process: a file in, the messages of its JSON report out.

Only the process of `separatum.checks.validators.java_host` imports this; Java is running there.
"""

import json
from typing import Any

import jpype  # type: ignore[import-untyped]


class EpubCheck:
    """EPUBCheck, its schemas compiled once and kept."""

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

    def validate(self, path: str) -> list[dict[str, Any]]:
        """The messages of EPUBCheck's report, as its JSON has them."""
        text = self._text()
        report = self._report(self._printer(text), path)
        report.initialize()  # starts the report's clock; without it the report cannot be written
        report.setLocale(self._english)
        check = self._check(self._file(path), report)
        check.setLocale(self._english)
        check.doValidate()
        counts = report.getFatalErrorCount(), report.getErrorCount(), report.getWarningCount(), report.getInfoCount()
        if not any(counts):  # a good file: the library that writes the report need not be loaded
            return []
        report.generate()
        messages = json.loads(str(text.toString()))["messages"]
        return [message for message in messages if message["severity"] not in {"USAGE", "SUPPRESSED"}]
