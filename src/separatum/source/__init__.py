"""Turn a Markdown file into an Article."""

from typing import TYPE_CHECKING

from separatum.system.lazy_import import loaded_when_asked

if TYPE_CHECKING:
    from separatum.source.front_matter.schema_docs import json_schema, reference_table
    from separatum.source.reading import find, read
    from separatum.source.rules import RULES

__all__ = ["RULES", "find", "json_schema", "read", "reference_table"]

# Loaded when first asked for: who looks for articles and hands them to workers reads none.
_HOMES = {
    "RULES": "separatum.source.rules",
    "find": "separatum.source.reading",
    "json_schema": "separatum.source.front_matter.schema_docs",
    "read": "separatum.source.reading",
    "reference_table": "separatum.source.front_matter.schema_docs",
}

__getattr__ = loaded_when_asked(__name__, _HOMES)
