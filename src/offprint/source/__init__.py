"""Turn a Markdown file into an Article."""

from offprint.source.reading import read
from offprint.source.rules import RULES
from offprint.source.schema_docs import json_schema, reference_table

__all__ = ["RULES", "json_schema", "read", "reference_table"]
