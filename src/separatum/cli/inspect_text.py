"""What an inspection found, as text: grouped by kind, with the gravest first."""

from collections.abc import Iterator
from itertools import groupby

from separatum.checks.privacy.rules import NOT_LOOKED_AT, RULES
from separatum.cli.report_text import TONES
from separatum.cli.terminal import Paint, visible
from separatum.model.errors import Exit
from separatum.model.findings import Finding, Severity
from separatum.model.report import Report

_SUMMARIES = {rule.code: rule.summary for rule in RULES}


def inspection_text(report: Report, paint: Paint, *, only_errors: bool = False) -> str:
    """Everything that a file reveals, one group for each kind; empty if there is nothing."""
    file = report.sources[0]
    kept = [one for one in report.findings if not only_errors or one.severity is Severity.ERROR]
    lines = [paint(visible(file), "strong")] if kept else []
    for code, group in groupby(kept, key=lambda finding: finding.code):
        lines += _group(file, code, list(group), paint)
    return "\n".join(lines)


def _group(file: str, code: str, findings: list[Finding], paint: Paint) -> Iterator[str]:
    severity = findings[0].severity
    mark = "✗" if severity is Severity.ERROR else "!" if severity is Severity.WARNING else "·"
    yield f"  {paint(mark, TONES[severity])} {paint(_SUMMARIES[code], 'strong')} {paint(f'[{code}]', 'faint')}"
    for finding in findings:
        yield f"      {visible(finding.message)}{_place(finding, file)}"


def _place(finding: Finding, file: str) -> str:
    """Where in the file, in brackets; empty if the finding is about the whole file."""
    if finding.where is None:
        return ""
    part = str(finding.where).removeprefix(file).lstrip("!, ")
    return f"  ({visible(part)})" if part else ""


def inspection_summary(report: Report, paint: Paint) -> str:
    """The last line about a file."""
    name = paint(visible(report.sources[0]), "strong")
    if report.failure is not None:
        return f"{paint('✗', 'bad')} {name}: could not be inspected"
    if report.exit_code is Exit.OK:
        return f"{paint('✓', 'good')} {name}: identifies no person and no machine"
    codes = {finding.code for finding in report.findings if finding.severity is Severity.ERROR}
    if codes == {NOT_LOOKED_AT.code}:
        return f"{paint('✗', 'bad')} {name}: a part could not be read, so there is no answer"
    return f"{paint('✗', 'bad')} {name}: identifies a person or a machine"
