"""One Markdown article becomes an EPUB and a PDF, checked before they leave.

The public interface, small and typed; everything else may change:

    separatum.read(path) -> Article
    separatum.export(path, formats=("epub", "pdf"), out="dist", style=None, …) -> Report
    separatum.check(path, *more, profiles=()) -> Report
    separatum.inspect(path) -> Report
    separatum.verify(path, source, …) -> Report

They raise the errors of `separatum.model.errors`; a fault of a document is a `Finding` in the report. All options are
in docs/reference/python.md.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from separatum.checks.privacy import inspect_file as inspect
    from separatum.checks.run import check
    from separatum.exports.pipeline import export, read
    from separatum.exports.verify import verify
    from separatum.model.article import Article
    from separatum.model.errors import SeparatumError
    from separatum.model.findings import Finding, Severity
    from separatum.model.report import Report

__all__ = ["Article", "Finding", "Report", "SeparatumError", "Severity", "check", "export", "inspect", "read", "verify"]

# Loaded when first asked for: `import separatum` and `separatum --help` must cost nothing.
_HOMES = {
    "Article": "separatum.model.article",
    "Finding": "separatum.model.findings",
    "SeparatumError": "separatum.model.errors",
    "Report": "separatum.model.report",
    "Severity": "separatum.model.findings",
    "check": "separatum.checks.run",
    "export": "separatum.exports.pipeline",
    "inspect": "separatum.checks.privacy.inspect",
    "read": "separatum.exports.pipeline",
    "verify": "separatum.exports.verify",
}
_NAMES = {"inspect": "inspect_file"}
"""Where the name in its module is another."""


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from separatum.system.versions import separatum_version

        return separatum_version()
    if name not in _HOMES:
        raise AttributeError(f"module “separatum” has no attribute “{name}”")
    return getattr(import_module(_HOMES[name]), _NAMES.get(name, name))


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
