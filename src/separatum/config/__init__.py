"""What is said once for a whole project: in separatum.toml, and in the site's own configuration."""

from separatum.config.project import Project, project_of
from separatum.config.schema_docs import json_schema, reference_table, template
from separatum.config.settings import forget, project_for, settings_of

__all__ = [
    "Project",
    "forget",
    "json_schema",
    "project_for",
    "project_of",
    "reference_table",
    "settings_of",
    "template",
]
