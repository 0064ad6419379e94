"""The schema of the front matter, for editors (JSON Schema) and for readers (a Markdown table)."""

from typing import Any

from separatum.source.schema import KEYS, PARTS, ROLES, Key, Kind

_STRING: dict[str, Any] = {"type": "string", "minLength": 1}
_SIMPLE: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: _STRING,
    Kind.PATH: _STRING,
    Kind.DATE: {"type": "string", "minLength": 6},
    Kind.LANGUAGE: {"type": "string", "minLength": 2},
    Kind.URL: {"type": "string", "format": "uri", "pattern": "^https?://"},
    Kind.ROLE: {"enum": list(ROLES)},
    Kind.TEXTS: {"anyOf": [_STRING, {"type": "array", "items": _STRING}]},
}


def json_schema() -> dict[str, Any]:
    """The schema of the front matter as JSON Schema (draft 2020-12), for editors that complete and check YAML."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a Separatum article",
        "type": "object",
        "properties": _properties(KEYS),
        "additionalProperties": True,
    }


def reference_table() -> str:
    """The keys of the front matter as a Markdown table, with a table for each value that has parts."""
    tables = [_table(KEYS)]
    for kind, keys in PARTS.items():
        users = ", ".join(f"`{key.name}`" for key in KEYS if key.kind is kind)
        tables.append(f"Inside {users}:\n\n{_table(keys)}")
    return "\n".join(tables)


def _properties(keys: tuple[Key, ...]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for key in keys:
        described = {"description": key.sentence.replace("`", ""), **_form(key.kind)}
        properties[key.name] = {**described, "examples": [key.example]} if key.kind in _SIMPLE else described
        for alias in key.aliases:
            properties[alias] = {**_form(key.kind), "description": f"Another name for “{key.name}”."}
    return properties


def _form(kind: Kind) -> dict[str, Any]:
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    parts = PARTS[kind]
    required = [key.name for key in parts if key.required and not key.aliases]
    table = {"type": "object", "properties": _properties(parts), "required": required}
    if kind is Kind.AMENDMENTS:
        return {"type": "array", "items": table}
    if kind is Kind.NAMES:
        return {"anyOf": [_STRING, table, {"type": "array", "items": {"anyOf": [_STRING, table]}}]}
    return {"anyOf": [_STRING, table]}


def _table(keys: tuple[Key, ...]) -> str:
    lines = ["| Key | What it says | Example | Also understood |", "|---|---|---|---|"]
    for key in keys:
        name = f"`{key.name}`" + (" (required)" if key.required else "")
        also = ", ".join(f"`{alias}`" for alias in key.aliases)
        lines.append(f"| {name} | {key.sentence} | `{key.example}` | {also} |")
    return "\n".join(lines) + "\n"
