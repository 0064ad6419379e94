"""Read a site's configuration as data: nothing of it is ever run, and what is no plain data is passed over."""

import ast
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

SIZE_LIMIT = 2**20
"""Bytes: a configuration that is larger is not read."""


def text_of(path: Path) -> str:
    """The text of a file; empty if it cannot be read, or is too large."""
    with suppress(OSError):
        if path.is_file() and path.stat().st_size <= SIZE_LIMIT:
            return path.read_text(encoding="utf-8-sig", errors="replace")
    return ""


def read_data(path: Path) -> Any:
    """The content of a TOML, YAML or JSON file as plain data; None if there is none."""
    import tomllib

    text = text_of(path)
    if not text.strip():
        return None
    with suppress(ValueError, RecursionError, TypeError):
        if path.suffix == ".toml":
            return tomllib.loads(text)
        if path.suffix in {".json", ".json5"}:
            return json.loads(text)
        return _yaml(text)
    return None


def table_of(path: Path) -> Mapping[str, Any]:
    """The table that a file holds; empty if it holds none."""
    found = read_data(path)
    return found if isinstance(found, dict) else {}


def front_matter_of(path: Path) -> Mapping[str, Any]:
    """The front matter of a Markdown file as a table; empty if it has none."""
    import tomllib

    text = text_of(path)
    for fence, load in (("---", _yaml), ("+++", tomllib.loads)):
        if text.startswith(fence):
            inner = text[len(fence) :].partition(f"\n{fence}")[0]
            with suppress(ValueError, RecursionError, TypeError):
                found = load(inner)
                return found if isinstance(found, dict) else {}
    return {}


def assignments(path: Path) -> Mapping[str, Any]:
    """The plain values that a Python file gives to names, such as `DEFAULT_LANG = "pt"`; the file is not run."""
    found: dict[str, Any] = {}
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        for node in ast.parse(text_of(path)).body:
            if isinstance(node, ast.Assign):
                with suppress(ValueError):
                    value = ast.literal_eval(node.value)
                    found.update({target.id: value for target in node.targets if isinstance(target, ast.Name)})
    return found


def written(text: str, *names: str) -> str | None:
    """The first plain text that a program in JavaScript gives to one of some names: “lang: 'fr-FR'”."""
    for name in names:
        if found := re.search(rf"""\b{name}["']?\s*[:=]\s*["'`]([^"'`\n${{}}]+)["'`]""", text):
            return found[1].strip()
    return None


def listed(text: str, name: str) -> tuple[str, ...]:
    """The plain texts of a list in JavaScript: “locales: ['en', 'fr']”."""
    found = re.search(rf"""\b{name}["']?\s*[:=]\s*\[([^\]]*)\]""", text)
    return tuple(re.findall(r"""["'`]([^"'`\n]+)["'`]""", found[1])) if found else ()


def string(value: object) -> str | None:
    """A value that is a text and not empty."""
    return value.strip() or None if isinstance(value, str) else None


def _yaml(text: str) -> Any:
    import yaml

    try:
        return yaml.load(text.replace("\t", " "), Loader=_loader())  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


@cache
def _loader() -> Any:
    """The loader in C, where PyYAML has it: a site may have a file for each of hundreds of authors."""
    import yaml

    safe: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Plain(safe):  # type: ignore[valid-type, misc]
        """Takes every tag of its own for nothing: MkDocs names Python functions by them."""

    def default(loader: Any, node: yaml.Node) -> Any:
        """MkDocs: “!ENV [NAME, default]” is the default where the environment says nothing, and it is not asked."""
        parts = loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else []
        return parts[-1] if len(parts) > 1 else None

    Plain.add_multi_constructor("", lambda *_: None)
    Plain.add_constructor("!ENV", default)
    Plain.yaml_implicit_resolvers = {
        sign: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return Plain
