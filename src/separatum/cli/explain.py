"""Explain the code of a finding: what it means, why it matters, how to fix it.

The text comes from the rules themselves, so it cannot differ from what is checked.
"""

import textwrap
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from separatum.cli.report_text import TONES
from separatum.cli.terminal import Paint
from separatum.model.errors import UsageError
from separatum.model.findings import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of Separatum, sorted by code; the validators' codes come on top and are not listed."""
    from separatum.checks import catalogue
    from separatum.checks.privacy.rules import RULES as PRIVACY
    from separatum.editions.pdf import told_tables
    from separatum.exports import verify
    from separatum.exports.workers import pool
    from separatum.source import discovery, rules
    from separatum.style import glyph_coverage

    every = (
        *discovery.RULES,
        *glyph_coverage.RULES,
        *rules.RULES,
        *told_tables.RULES,
        *catalogue.all_rules(),
        *PRIVACY,
        *verify.RULES,
        *pool.RULES,
    )
    return tuple(sorted(every, key=lambda rule: rule.code))


def explanation(code: str, paint: Paint, width: int = 80) -> str:
    """The explanation of one code, in upper or lower case.

    Args:
        code: as a finding shows it.
        paint: how tones look.
        width: of a line, in columns.

    Raises:
        UsageError: there is no such code; the message names the nearest one.
    """
    from separatum.checks.validators import explain_validator_code

    wanted = code.upper()
    for rule in all_rules():
        if rule.code == wanted:
            head = f"{paint(rule.code, 'strong')}  {paint(rule.severity.value, TONES[rule.severity])}"
            return "\n".join((head, rule.summary, "", *_filled(rule.explanation, width), *_fixes(wanted, width)))
    if text := explain_validator_code(wanted):
        return "\n".join((paint(wanted, "strong"), "", *_filled(text, width), *_fixes(wanted, width)))
    raise UsageError(f"there is no code “{code}”", _nearest(wanted))


def _fixes(code: str, width: int) -> Iterable[str]:
    """How the fault is fixed, one program in each item; nothing if there is no advice."""
    from separatum.checks.fixes import fixes_for

    if fixes := fixes_for(code):
        yield ""
        yield "How it is fixed:"
        yield from _filled("\n".join(f"- {program}: {fix}" for program, fix in fixes.items()), width)


def table(paint: Paint, width: int = 100) -> str:
    """All codes with severity and summary, in columns."""
    rules = all_rules()
    first = max(len(rule.code) for rule in rules) + 2
    second = max(len(rule.severity) for rule in rules) + 2
    lines: list[str] = []
    for rule in rules:
        summary = textwrap.wrap(rule.summary, max(20, width - first - second))
        severity = paint(rule.severity.value, TONES[rule.severity]) + " " * (second - len(rule.severity))
        lines.append(f"{rule.code:{first}}{severity}{summary[0]}")
        lines += [" " * (first + second) + line for line in summary[1:]]
    return "\n".join(lines)


def _nearest(code: str) -> str:
    near = get_close_matches(code, [rule.code for rule in all_rules()], n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else "run “separatum explain” to list all codes"


def _filled(text: str, width: int) -> Iterable[str]:
    """Paragraphs and list items, each filled to the width."""
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            yield ""
        lines = paragraph.split("\n")
        starts = [n for n, line in enumerate(lines) if n == 0 or line.startswith(("- ", "* "))]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            block = " ".join(lines[start:end])
            indent = "  " if block.startswith(("- ", "* ")) else ""
            yield from textwrap.wrap(block, width, subsequent_indent=indent, break_long_words=False)
