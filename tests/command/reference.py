"""The pages of docs/reference/ that are made from the program itself: `python -m tests.command.reference` writes them.

A page that says something else than the program does is worse than none; so nothing here is written twice, and a test
fails when a page is stale.
"""

import argparse
import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import separatum
from separatum import config
from separatum.cli.arguments import parser
from separatum.cli.explain import all_rules
from separatum.cli.man_page import man_page
from separatum.model.errors import Exit
from separatum.model.findings import Rule, Severity
from separatum.model.report import GRAVITY
from separatum.source import reference_table
from tests.checks import test_breakers  # noqa: F401 - registers all breakers
from tests.checks.breakers import BREAKERS
from tests.commonmark import differences
from tests.commonmark.examples import SPECIFICATION, examples
from tests.trust.spoilt import EPUBS, PDFS

FOLDER = Path(__file__).parents[2] / "docs" / "reference"

SOURCES = Path(__file__).parents[1] / "source"
_SAID = re.compile(r"^\S+:(\d+) \w+ ([A-Z-]+)\n {4}(.*)$", re.MULTILINE)

MADE = "<!-- Made from the program by “make docs”: change it there. -->\n\n"

SEVERITIES = {
    Severity.ERROR: "nothing of the article is published",
    Severity.WARNING: "published, but some readers are served worse",
    Severity.REVIEW: "a person must look: a machine cannot tell",
    Severity.INFO: "good to know",
}

FAMILIES = {
    "Files and folders": ("FOLDER-", "NAME-"),
    "The source": ("SOURCE-",),
    "What a file tells": ("PRIVACY-",),
    "Finished files": ("",),
}
"""Headings, and how the codes below them begin; the first that fits."""


def pages() -> Mapping[str, str]:
    """Each page's file name and text."""
    return {
        "checks.md": MADE + checks_page(),
        **({"commonmark.md": MADE + differences.page(examples())} if SPECIFICATION.exists() else {}),
        "command.md": MADE + command_page(),
        "separatum.1": man_page(parser(), _commands(parser())),
        "exit-codes.md": MADE + exit_codes_page(),
        "front-matter.md": MADE + front_matter_page(),
        "python.md": MADE + python_page(),
        "settings.md": MADE + settings_page(),
        "settings.schema.json": json.dumps(config.json_schema(), indent=2, ensure_ascii=False) + "\n",
    }


def command_page() -> str:
    """Every command and option, from the parser."""
    top = parser()
    lines = ["# The command", "", top.description or "", ""]
    for name, command in _commands(top).items():
        lines += [f"## separatum {name}", "", command.description or "", "", "```", *_usage(command), "```", ""]
        if rows := list(_rows(command)):
            lines += ["| | |", "|---|---|", *rows, ""]
    lines += [
        "## Streams",
        "",
        "The paths of published editions go to standard output, one a line, and nothing else does; so do the answers",
        "of `inspect`, `explain` and `doctor`. Progress and findings go to standard error. Colour and the line of",
        "progress are for terminals only; `NO_COLOR` turns colour off, `FORCE_COLOR` turns it on.",
        "",
        "What each exit code means: [exit codes](exit-codes.md). What the JSON holds: [the report](report.md).",
        "",
    ]
    return "\n".join(lines)


def _commands(top: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    found = next(action for action in top._actions if isinstance(action, argparse._SubParsersAction))
    return dict(found.choices)


def _usage(command: argparse.ArgumentParser) -> list[str]:
    words = " ".join(command.format_usage().split()).removeprefix("usage: ").replace(" [-h]", "")
    return [words]


def _rows(command: argparse.ArgumentParser) -> Iterator[str]:
    for action in command._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        name = " ".join((*action.option_strings, str(action.metavar or "")))
        words = (action.help or "") % {"default": action.default}
        yield f"| `{name.strip()}` | {words} |"


def exit_codes_page() -> str:
    """What each exit code means, and which one wins."""
    rows = [f"| {code.value} | {code.meaning} |" for code in Exit]
    order = ", ".join(str(code.value) for code in GRAVITY)
    return "\n".join(
        (
            "# Exit codes",
            "",
            "| exit | means |",
            "|---|---|",
            *rows,
            "",
            "One article that cannot be exported does not stop the others. The run then ends with the gravest of the",
            f"articles’ codes: the more of the run it puts in doubt, the graver. Gravest first: {order}.",
            "",
            "The run ends early only when every other article would fail as well: when the output folder cannot be",
            "written at all, the style is at fault, or a needed program is missing for two articles in a row.",
            "",
        )
    )


def checks_page() -> str:
    """Every rule, in families."""
    lines = [
        "# The checks",
        "",
        "What can be found in an article and in its editions. Every check runs at every export; `separatum check` runs",
        "those on finished files on any EPUB and PDF. `separatum explain CODE` prints the same text as this page.",
        "",
        "| severity | means |",
        "|---|---|",
        *(f"| {severity.value} | {meaning} |" for severity, meaning in SEVERITIES.items()),
        "",
        "The outside validators report too: EPUBCheck (`EPUBCHECK-…`) and veraPDF (`VERAPDF-…`), with codes of their",
        "own, which `separatum explain` knows too.",
        "",
    ]
    for family, rules in groupby(sorted(all_rules(), key=_family_and_code), key=lambda rule: _family_and_code(rule)[0]):
        lines += [f"## {list(FAMILIES)[family]}", ""]
        for rule in rules:
            lines += [f"### {rule.code}", "", f"*{rule.severity.value}.* {rule.summary}.", "", _escaped(rule), ""]
            lines += _examples(rule)
    return "\n".join(lines)


OTHERS = {
    "ACCESS-CONFORMANCE": "a book that claims to conform, in which EPUBCheck warned",
    "CHECK-LIMIT": "a PDF of a few kilobytes whose page unfolds to 256 MiB",
    "FORBIDDEN-LANGUAGE": "a list of words, and an article in Ainu",
    "CHECK-FAILED": "a check that divides by zero on one file",
    "FOLDER-NO-ARTICLES": "a folder with a README.md and nothing else",
    "FORBIDDEN-WORD": "“Amina” in the list, and “AMINA’S” in a caption",
    "GLYPH-MISSING": "a letter of Glagolitic, for which no font is there",
    "GLYPH-NAMED": "an emoji of Unicode 17, for which no font is there",
    "NAME-TWICE": "“may/port.md” and “june/Port.md” in one run",
    "FOLDER-LINK-OUTSIDE": "a folder with a link to an article in another folder",
    "NAME-UNSAFE": "an article in a file “con.md”, which Windows takes for a device",
    "RUN-CRASHED": "a library that ends its process on one picture",
    "RUN-OUT-OF-MEMORY": "a picture whose decoding takes more memory than is allowed",
    "RUN-TOO-LONG": "an article whose layout does not end",
    "SOURCE-IMAGE-LEFT-OUT": "a picture on the web, with “--remote-images link”",
    "SOURCE-LANGUAGE-DOUBTFUL": "a French text in a site whose configuration says “lang: en”",
    "SOURCE-IMAGE-TOO-LARGE": "a PNG of 40,000 by 40,000 pixels",
    "SOURCE-NOT-UTF8": "a file that was saved as Windows-1251",
    "SOURCE-TOO-LARGE": "a file of 17 megabytes",
    "PRIVACY-DATE": "an article’s date of publication in its metadata",
    "PRIVACY-ID": "a book’s identifier",
    "PRIVACY-LINKS": "a link to a web site",
    "TABLE-STACKED": "a table of 14 columns of long words, on A4",
    "VERIFY-DIFFERENT": "a PDF whose last byte was changed",
}
"""Examples of rules that neither a harmed file nor an article of the tests gives."""


def _examples(rule: Rule) -> list[str]:
    """What has this finding: the breakers of the tests, the spoilt files of `inspect`, an article, or a case told."""
    names = [breaker.__name__.replace("_", " ") for breaker in BREAKERS.get(rule.code, ())]
    names += sorted({name for name, (code, _) in (EPUBS | PDFS).items() if code == rule.code})
    if found := _in_articles().get(rule.code):
        names.append(found)
    if not names and rule.code in OTHERS:
        names.append(OTHERS[rule.code])
    return [f"Found, for example: {'; '.join(names)}.", ""] if names else []


@cache
def _in_articles() -> dict[str, str]:
    """For each rule, a line of an article of the tests that breaks it, and what is said of it."""
    found: dict[str, str] = {}
    for told in sorted([*SOURCES.glob("bad/*.txt"), *SOURCES.glob("good/*.xhtml")]):
        lines = told.with_suffix(".md").read_bytes().decode("utf-8", "replace").splitlines()
        for match in _SAID.finditer(told.read_text(encoding="utf-8")):
            line = lines[int(match[1]) - 1].strip() if int(match[1]) <= len(lines) else ""
            code = f"{_as_code(_cut(line))}: " if line and line.isprintable() else ""
            found.setdefault(match[2], f"{code}{_plain(_cut(match[3]))}")
    return found


def _cut(text: str) -> str:
    return text if len(text) < 120 else f"{text[:110]}…"


def _as_code(text: str) -> str:
    """A span of code that may hold backticks (CommonMark, 6.1)."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"


def _plain(text: str) -> str:
    return re.sub(r"([\\`<>*_|\[\]$])", r"\\\1", text)


def _family_and_code(rule: Rule) -> tuple[int, str]:
    beginnings = list(FAMILIES.values())
    family = next(n for n, starts in enumerate(beginnings) if rule.code.startswith(starts))
    return family, rule.code


def _escaped(rule: Rule) -> str:
    """The explanation, with what Markdown would take for markup outside of code made harmless."""
    pieces = re.split(r"(`[^`]*`)", rule.explanation)
    return "".join(piece if n % 2 else re.sub(r"([<>*_|\[\]])", r"\\\1", piece) for n, piece in enumerate(pieces))


def settings_page() -> str:
    """The settings of a project, and a file to begin with."""
    return f"""\
# separatum.toml

What holds for all articles of a project is written once, in a file `separatum.toml` in its folder. It is looked for
from the article upwards, not beyond the root of a repository, a home folder or a file system; the nearest one
counts. An option of the command line beats it, and an article’s own front matter beats both. The report names each
value that was taken from somewhere else (SOURCE-SETTING).

What the file leaves open is taken from the site’s own configuration, where that says it as plain data: language,
folders of images, authors, from Hugo, Jekyll, MkDocs, Docusaurus, Eleventy, Pelican, Hexo, Zola, Quarto, Gatsby,
Astro, Next.js, Nuxt, VuePress, VitePress, Quartz, mdBook, Sphinx, Middleman or Obsidian. No configuration is ever
run.

Editors complete and check the file with [settings.schema.json](settings.schema.json).

{config.reference_table()}
A file to begin with, in which every setting is explained and none is made:

```toml
{config.template().rstrip()}
```
"""


def front_matter_page() -> str:
    """The keys of the front matter, from its schema."""
    return "\n".join(
        (
            "# The front matter",
            "",
            "It opens the file: YAML between two lines of `---`, TOML between two lines of `+++`, or JSON in braces.",
            "",
            reference_table().rstrip(),
            "",
        )
    )


def python_page() -> str:
    """The public functions and data of the package, from their signatures and docstrings."""
    lines = [
        "# The Python interface",
        "",
        "```python",
        "import separatum",
        "",
        'report = separatum.export("article.md", out="dist")',
        "```",
        "",
        "These names are public; everything else may change. A fault of a document is a `Finding` in the report; an",
        "error is raised only if the work cannot go on.",
        "",
    ]
    for name in sorted(separatum.__all__, key=lambda name: (name[0].isupper(), name)):
        thing = getattr(separatum, name)
        lines += [f"## `{name}`", ""]
        if inspect.isfunction(thing):
            lines += ["```python", *_signature(name, thing), "```", ""]
        lines += [*_paragraphs(inspect.getdoc(thing) or ""), ""]
        if is_dataclass(thing) and isinstance(thing, type):
            lines += ["| Field | Type |", "|---|---|"]
            lines += [f"| `{one.name}` | `{_type(one.type).replace('|', chr(92) + '|')}` |" for one in fields(thing)]
            lines += [""]
    return "\n".join(lines)


def _signature(name: str, function: Callable[..., object]) -> Iterator[str]:
    parameters = inspect.signature(function).parameters.values()
    yield f"separatum.{name}("
    starred = False
    for one in parameters:
        if one.kind is one.KEYWORD_ONLY and not starred:
            yield "    *,"
        starred = starred or one.kind in (one.KEYWORD_ONLY, one.VAR_POSITIONAL)
        yield f"    {_parameter(one)},"
    yield ")"


def _parameter(one: inspect.Parameter) -> str:
    mark = "*" if one.kind is one.VAR_POSITIONAL else ""
    kind = "" if one.annotation is one.empty else f": {_type(one.annotation)}"
    default = "" if one.default is one.empty else f" = {_plain_default(one.default)}"
    return f"{mark}{one.name}{kind}{default}"


def _plain_default(value: object) -> str:
    return "..." if callable(value) else repr(str(value)) if isinstance(value, Path) else repr(value)


def _type(kind: object) -> str:
    text = kind if isinstance(kind, str) else inspect.formatannotation(kind)
    return re.sub(r"[\w.]+\.", "", text)


def _paragraphs(text: str) -> Iterator[str]:
    """A docstring in Google's style as Markdown: each section a list."""
    for line in text.splitlines():
        if re.fullmatch(r"(Args|Returns|Raises):", line):
            yield f"**{line[:-1]}**"
            yield ""
        elif found := re.match(r" {4}([\w, ]+): (.*)", line):
            yield f"- `{found[1]}`: {found[2]}"
        else:
            yield re.sub(r"^ {4,}", "  ", line) if line.startswith(" " * 8) else line.removeprefix("    ")


def write() -> None:
    """Write all pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
