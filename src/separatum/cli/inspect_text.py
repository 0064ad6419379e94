"""What an inspection found, in words: grouped by kind, what identifies somebody first."""

from collections.abc import Iterator
from itertools import groupby

from separatum.checks.privacy.rules import RULES
from separatum.cli.terminal import Paint, visible
from separatum.model.errors import Exit
from separatum.model.findings import Finding, Severity
from separatum.model.report import TONES, Report

_SUMMARIES = {rule.code: rule.summary for rule in RULES}


def inspection_words(report: Report, paint: Paint, *, only_errors: bool = False) -> str:
    """Everything that a file tells, one group for each kind; empty when there is nothing to say."""
    file = report.sources[0]
    kept = [one for one in report.findings if not only_errors or one.severity is Severity.ERROR]
    lines = [paint(visible(file), "strong")] if kept else []
    for code, group in groupby(kept, key=lambda finding: finding.code):
        lines += _group(file, code, list(group), paint)
    return "\n".join(lines)


def _group(file: str, code: str, findings: list[Finding], paint: Paint) -> Iterator[str]:
    severity = findings[0].severity
    mark = "✗" if severity is Severity.ERROR else "!" if severity is Severity.WARNING else "·"
    yield f"  {paint(mark, TONES[severity])} {paint(_SUMMARIES[code], 'strong')}  {paint(code, 'faint')}"
    for finding in findings:
        yield f"      {visible(finding.message)}{_place(finding, file)}"


def _place(finding: Finding, file: str) -> str:
    """Where inside the file; nothing for the file as a whole."""
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
        return f"{paint('✓', 'good')} {name}: nothing that leads to a person or a machine"
    codes = {finding.code for finding in report.findings if finding.severity is Severity.ERROR}
    if codes == {"PRIVACY-UNKNOWN"}:
        return f"{paint('✗', 'bad')} {name}: could not be looked at whole, so nobody can say"
    return f"{paint('✗', 'bad')} {name}: leads to a person or a machine"
