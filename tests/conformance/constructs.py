"""The constructs of Markdown that an article may be written in, alone and inside one another.

A new construct is a new entry.
"""

import textwrap
from collections.abc import Callable, Iterator

BLOCKS = {
    "paragraphs": "First of two.\n\nSecond of two.",
    "bullets": "- one\n- two\n\n    and more of two",
    "numbers": "3. three\n4. four",
    "terms": "Term\n:   What it means.\n\nOther term\n:   What that means.\n\n    And more.",
    "quotation": "> They said so.\n>\n> Twice.",
    "code": "```\nif lost:\n    ask()\n```",
    "table": "| Year | Loss |\n|------|-----:|\n| 2016 | 1.5 |\n| 2017 |  |",
    "table with spans": (
        "| Year | Loss {colspan=2} | |\n|---|---|---|\n| **2016** {rowspan=2} | 1 | 2 |\n| | 3 {colspan=2} | |"
    ),
    "figure": '![A grey square](p.png "What it shows"){credit="A. Hand" licence="CC BY 4.0"}',
    "heading": "## A heading\n\nText below it.",
    "pull quote": "> Set large.\n{.pullquote}",
    "related": "[Another story](https://example.org/b){.related}",
    "displayed formula": "$$\n\\sum_{i=1}^n x_i = \\frac{a + b}{2}\n$$",
    "break": "Before.\n\n---\n\nAfter.",
    "foreign": "Слово за словом.\n{lang=ru}",
}
INLINES = {
    "emphasis": "*stressed*",
    "strong": "**heavy**",
    "both": "***heavy and stressed***",
    "literal": "`x == 1`",
    "link": "[elsewhere](https://example.org/c)",
    "address": "<https://example.org/a/long/address>",
    "note": "told[^n]",
    "abbreviation": "the UN",
    "subscript": "H~2~O",
    "superscript": "x^2^",
    "struck": "~~gone~~",
    "passage": "*слово*{lang=ru}",
    "formula": "$a_1 < \\sqrt{b^2 - 4ac}$",
    "image": "![a grey square](p.png) inline",
    "line break": "line  \nbreak",
    "quotes": 'a "quoted" word',
    "quotation": "a <q>quoted</q> word",
    "marked": "<mark>marked</mark>",
    "cited": "<cite>A Title</cite>",
}
TAILS = {
    "note": "\n\n[^n]: A note with `code`, and\n\n    two paragraphs.\n",
    "abbreviation": "\n\n*[UN]: United Nations\n",
}
"""What some inline constructs refer to."""


def _item(marker: str, inner: str) -> str:
    return f"{marker}Opens.\n\n{textwrap.indent(inner, '    ')}"


HOLDERS: dict[str, Callable[[str], str]] = {
    "in a bullet": lambda inner: _item("-   ", inner) + "\n\n- after it",
    "in a number": lambda inner: _item("1.  ", inner) + "\n\n2. after it",
    "in a bullet in a bullet": lambda inner: _item("-   ", _item("-   ", inner)),
    "in a definition": lambda inner: f"Term\n\n{_item(':   ', inner)}",
    "in a quotation": lambda inner: textwrap.indent(f"Opens.\n\n{inner}", "> ", lambda _: True),
    "in a note": lambda inner: f"Called[^h].\n\n[^h]: Opens.\n\n{textwrap.indent(inner, '    ')}",
}
"""Blocks that hold blocks."""

LINES = {
    "in a paragraph": "Before {} after.",
    "in a heading": "## Before {} after\n\nText.",
    "in a bullet": "- before {} after\n- more",
    "in a term": "Before {} after\n:   What it means.",
    "in a definition": "Term\n:   Before {} after.",
    "in a quotation": "> Before {} after.",
    "in a pull quote": "> Before {} after.\n{{.pullquote}}",
    "in a cell": "| A | B |\n|---|---|\n| before {} after | 2 |",
    "in a head": "| before {} after | B |\n|---|---|\n| 1 | 2 |",
    "in a head over columns": "| Before {} after {{colspan=2}} | |\n|---|---|\n| 1 | 2 |",
    "in a note": "Called[^h].\n\n[^h]: Before {} after.",
    "in emphasis": "Some *before {} after* some.",
    "in strong": "Some **before {} after** some.",
    "in struck words": "Some ~~before {} after~~ some.",
    "in a caption": "![A grey square](p.png 'Before {} after')",
    "in a link": "Some [before {} after](https://example.org/d) some.",
    "in a foreign passage": "До {} после.\n{{lang=ru}}",
}
"""Places that hold phrases."""

NEVER = {
    *((name, holder) for name in ("heading",) for holder in HOLDERS),
    *((name, "in a note") for name in ("related", "pull quote", "figure")),
    *((name, "in a link") for name in ("link", "address", "note")),
    *((name, "in emphasis") for name in ("emphasis", "both", "passage")),
    *(("line break", place) for place in ("in a heading", "in a cell", "in a head", "in a term", "in a caption")),
    ("line break", "in a head over columns"),
    ("image", "in a caption"),
    ("strong", "in strong"),
    ("both", "in strong"),
    ("struck", "in struck words"),
    *((name, "in a note") for name in ("note",)),
    *((name, "in a heading") for name in ("image",)),
}
"""Pairs that Markdown, or an article, has no meaning for."""


def alone() -> Iterator[tuple[str, str]]:
    """Each construct alone: what it is called, and an article's text."""
    yield from BLOCKS.items()
    for name, phrase in INLINES.items():
        yield name, f"Before {phrase} after.{TAILS.get(name, '')}"


def pairs() -> Iterator[tuple[str, str, str]]:
    """Each construct in each that can hold it: what it is called, where it stands, and an article's text."""
    for holder, put in HOLDERS.items():
        for name, block in BLOCKS.items():
            if (name, holder) not in NEVER:
                yield name, holder, put(block)
    for place, line in LINES.items():
        for name, phrase in INLINES.items():
            if (name, place) not in NEVER:
                yield name, place, line.format(phrase) + TAILS.get(name, "")
