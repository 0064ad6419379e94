"""Turn a Markdown file into an Article."""

from separatum.source.front_matter.schema_docs import json_schema, reference_table
from separatum.source.read import find, read
from separatum.source.rules import RULES

__all__ = ["RULES", "find", "json_schema", "read", "reference_table"]
