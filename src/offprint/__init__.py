"""One Markdown article becomes an EPUB and a PDF, checked before they leave.

The public interface, small and typed; everything else may change:

    offprint.read(path) -> Article
    offprint.export(path, formats=("epub", "pdf"), out="dist", style=None) -> Report
    offprint.check(path, *more) -> Report
    offprint.inspect(path) -> Report

These raise the errors of `offprint.errors`; what is wrong with a document is a `Finding` in the report.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from offprint.article import Article
    from offprint.errors import OffprintError
    from offprint.findings import Finding, Severity
    from offprint.inspection import inspect_file as inspect
    from offprint.pipeline import export, read
    from offprint.report import Report
    from offprint.verdict import check

__all__ = ["Article", "Finding", "OffprintError", "Report", "Severity", "check", "export", "inspect", "read"]

# Loaded when first asked for: `import offprint` and `offprint --help` must cost nothing.
_HOMES = {
    "Article": "offprint.article",
    "Finding": "offprint.findings",
    "OffprintError": "offprint.errors",
    "Report": "offprint.report",
    "Severity": "offprint.findings",
    "check": "offprint.verdict",
    "export": "offprint.pipeline",
    "inspect": "offprint.inspection.inspect",
    "read": "offprint.pipeline",
}
_NAMES = {"inspect": "inspect_file"}
"""Where the name in its module is another."""


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from offprint.versions import offprint_version

        return offprint_version()
    if name not in _HOMES:
        raise AttributeError(f"module “offprint” has no attribute “{name}”")
    return getattr(import_module(_HOMES[name]), _NAMES.get(name, name))


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
