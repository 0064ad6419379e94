"""The settings of a project for editors (JSON Schema), for readers (a Markdown table), and as a file to begin with."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from separatum.config.schema import FILE, SETTINGS, Kind, Setting

_STRING: dict[str, Any] = {"type": "string", "minLength": 1}
_STRINGS: dict[str, Any] = {"type": "array", "items": _STRING}
_FORMS: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: _STRING,
    Kind.FOLDER: _STRING,
    Kind.LANGUAGE: {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"},
    Kind.SWITCH: {"type": "boolean"},
    Kind.NAMES: {"anyOf": [_STRING, _STRINGS]},
    Kind.FOLDERS: _STRINGS,
    Kind.FORMATS: {"type": "array", "items": {"enum": ["epub", "pdf"]}},
    Kind.PUBLISHER: {
        "anyOf": [
            _STRING,
            {
                "type": "object",
                "properties": {"name": _STRING, "url": _STRING, "contact": _STRING},
                "required": ["name"],
            },
        ]
    },
    Kind.LICENCE: {
        "anyOf": [_STRING, {"type": "object", "properties": {"name": _STRING, "url": _STRING}, "required": ["name"]}]
    },
    Kind.TEXTS_BY_NAME: {"type": "object", "additionalProperties": _STRING},
}


def json_schema() -> dict[str, Any]:
    """The settings as JSON Schema (draft 2020-12), for editors that complete and check TOML."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FILE,
        "type": "object",
        "properties": {one.name: {"description": one.sentence.replace("`", ""), **_form(one)} for one in SETTINGS},
        "additionalProperties": False,
    }


def reference_table() -> str:
    """The settings as a Markdown table."""
    lines = ["| Key | What it does | Example |", "|---|---|---|"]
    for one in SETTINGS:
        choices = f" One of {', '.join(f'`{choice}`' for choice in one.choices)}." if one.choices else ""
        lines.append(f"| `{one.name}` | {one.sentence}{choices} | `{one.name} = {one.example}` |")
    return "\n".join(lines) + "\n"


def template(values: Mapping[str, str] = MappingProxyType({})) -> str:
    """A separatum.toml in which every setting is explained.

    Args:
        values: texts of the settings that are made; the others are commented out.
    """
    parts = ["# Settings for all articles in this folder and below it. An article’s own front matter beats them."]
    for one in SETTINGS:
        choices = f" One of: {', '.join(one.choices)}." if one.choices else ""
        value = json.dumps(values[one.name], ensure_ascii=False) if one.name in values else None
        line = f"# {one.name} = {one.example}" if value is None else f"{one.name} = {value}"
        parts.append(f"# {one.sentence.replace('`', '')}{choices}\n{line}")
    return "\n\n".join(parts) + "\n"


def _form(setting: Setting) -> dict[str, Any]:
    if setting.kind is Kind.CHOICE:
        return {"enum": list(setting.choices)}
    if setting.kind is Kind.SEVERITIES:
        return {"type": "object", "additionalProperties": {"enum": list(setting.choices)}}
    return _FORMS[setting.kind]
