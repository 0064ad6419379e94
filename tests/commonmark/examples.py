"""The examples of CommonMark's specification, read from the package that carries it (npm: commonmark-spec)."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SPECIFICATION = ROOT / "build" / "readers" / "node_modules" / "commonmark-spec" / "spec.txt"
"""Where `make readers` puts it."""
_EXAMPLE = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n(.*?)^`{32}$|^(#{1,6} [^\n]*)$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example: some Markdown and the HTML that it means."""

    number: int
    section: str
    markdown: str
    html: str


def examples(specification: Path = SPECIFICATION) -> list[Example]:
    """All examples of a specification, in its order."""
    found: list[Example] = []
    section = ""
    for match in _EXAMPLE.finditer(specification.read_text(encoding="utf-8")):
        if match[3]:
            section = match[3].strip("# ")
        else:
            markdown, html = (part.replace("→", "\t") for part in (match[1], match[2]))
            found.append(Example(number=len(found) + 1, section=section, markdown=markdown, html=html))
    return found
