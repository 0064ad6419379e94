"""A report as text for a person."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from separatum.cli.terminal import Paint, Tone, visible
from separatum.model.errors import Exit, SeparatumError
from separatum.model.findings import Finding, Severity
from separatum.model.report import Failure, FileFacts, Report, failure_of, findings_of

TONES: Mapping[Severity, Tone] = {
    Severity.ERROR: "bad",
    Severity.WARNING: "caution",
    Severity.REVIEW: "notice",
    Severity.INFO: "faint",
}
"""How each severity looks."""

_SHOWN_CODES = 3
"""How many codes of one kind are shown; the JSON report has all of them."""
_THINGS: Mapping[str, str] = {
    "HEADING-": "headings",
    "ALT-": "descriptions of pictures",
    "NOTE-": "notes",
    "TABLE-": "tables",
    "STRUCTURE-": "the order of tags",
    "CONTENT-": "the order of tags",
    "LAYOUT-": "the layout",
    "GLYPH-": "characters without a glyph",
    "PARITY-": "the words of both editions",
}
"""What checks look at, by the beginnings of their codes."""


def findings_text(findings: Iterable[Finding], paint: Paint) -> Iterator[str]:
    """Findings as text; what to do is said once, below the first of those that all need it."""
    hints: set[tuple[str, str]] = set()
    for finding in findings:
        hint = finding.code, finding.hint or ""
        yield finding_text(replace(finding, hint=None) if hint in hints else finding, paint)
        hints.add(hint)


def finding_text(finding: Finding, paint: Paint) -> str:
    """One finding: place, severity, message and code on one line; below it what to do.

    The first line has the form of a compiler's message (`FILE:LINE: SEVERITY: MESSAGE`), which editors can follow.
    """
    place = f"{paint(visible(str(finding.where)), 'strong')}: " if finding.where else ""
    severity = paint(f"{finding.severity.value}:", TONES[finding.severity])
    code = paint(f"[{visible(finding.code)}]", "faint")
    hint = f"\n    {visible(finding.hint)}" if finding.hint else ""
    return f"{place}{severity} {visible(finding.message)} {code}{hint}"


def failure_text(failure: Failure, paint: Paint) -> str:
    """Why the work could not go on, and below it what to do."""
    lines = (failure.remedy or "").splitlines()
    remedy = "".join(f"\n    {visible(line)}" for line in lines)
    return f"{paint('separatum:', 'bad')} {visible(failure.message)}{remedy}"


def error_text(error: SeparatumError, paint: Paint) -> str:
    """An error that ended the run: its findings if it has any, otherwise its message."""
    if findings := findings_of(error):
        return "\n".join(findings_text(findings, paint))
    return failure_text(failure_of(error), paint)


def report_text(report: Report, paint: Paint, *, only_errors: bool = False) -> str:
    """All lines about one article except its summary; empty if there are none.

    Args:
        report: of one article, or of files that were checked together.
        paint: how tones look.
        only_errors: leave out everything that does not stop publishing.
    """
    lines = [] if only_errors else [facts_text(facts, paint) for facts in report.about]
    shown = [
        finding
        for finding in report.findings
        if finding.follows_from is None and (not only_errors or finding.severity is Severity.ERROR)
    ]
    for finding, text in zip(shown, findings_text(shown, paint), strict=True):
        lines += [text, *_followers_text(finding, report, paint)]
    if not only_errors:
        lines += _skipped_text(report, paint)
    if report.failure is not None and not report.findings:
        lines.append(failure_text(report.failure, paint))
    return "\n".join(lines)


def facts_text(facts: FileFacts, paint: Paint) -> str:
    """What a checked file is, what it claims, and what it was checked against, in one line."""
    made_with = f", made with {visible(facts.made_with)}" if facts.made_with else ""
    claims = f"claims {visible(', '.join(facts.claims))}" if facts.claims else "claims no standard"
    against = f"; checked against {', '.join(facts.checked_against)}" if facts.checked_against else ""
    return f"{paint(visible(facts.file), 'strong')}: {visible(facts.version)}{made_with}; {claims}{against}"


def _followers_text(cause: Finding, report: Report, paint: Paint) -> Iterator[str]:
    """One line for all findings that follow from one: they are likely to go when it is fixed."""
    file = cause.where.file.partition("!")[0] if cause.where else None
    codes = [
        finding.code
        for finding in report.findings
        if finding.follows_from == cause.code and finding.where and finding.where.file.partition("!")[0] == file
    ]
    first = next((one for one in report.findings if one.code == cause.code and one.follows_from is None), None)
    if codes and first is cause:
        more = f" and {len(codes) - _SHOWN_CODES} more" if len(codes) > _SHOWN_CODES else ""
        shown = ", ".join(codes[:_SHOWN_CODES]) + more
        number = "1 finding follows" if len(codes) == 1 else f"{len(codes)} findings follow"
        yield f"    {number} from this: {paint(shown, 'faint')}"


def _skipped_text(report: Report, paint: Paint) -> Iterator[str]:
    """One line for each reason why checks did not run."""
    for reason, what in skipped_words(report):
        yield f"{visible(report.name)}: not checked: {visible(reason)} {paint(f'[{what}]', 'faint')}"


def skipped_words(report: Report) -> list[tuple[str, str]]:
    """For each reason why checks did not run, what they look at, in words; codes where there are no words."""
    reasons: dict[str, list[str]] = {}
    for skipped in report.skipped:
        reasons.setdefault(skipped.reason, []).append(skipped.code)
    return [(reason, _looked_at(codes)) for reason, codes in reasons.items()]


def _looked_at(codes: list[str]) -> str:
    words = [next((thing for code, thing in _THINGS.items() if one.startswith(code)), one) for one in codes]
    known = list(dict.fromkeys(words))
    more = f" and {len(known) - _SHOWN_CODES} more" if len(known) > _SHOWN_CODES else ""
    return ", ".join(known[:_SHOWN_CODES]) + more


def summary_text(report: Report, paint: Paint, *, is_export: bool) -> str:
    """The last line about one article: the result, and how many findings of each severity."""
    good = report.exit_code is Exit.OK
    if is_export:
        formats = " and ".join(edition.format.upper() for edition in report.editions)
        result = f"published as {formats}" if good else "nothing was published"
        result += ", unchanged (cached)" if report.cached else ""
    else:
        result = "passed" if good else "did not pass"
    mark = paint("✓", "good") if good else paint("✗", "bad")
    own = [finding for finding in report.findings if finding.follows_from is None]
    counted = severity_counts(Counter(finding.severity for finding in own))
    if followers := len(report.findings) - len(own):
        counted += f", {followers} more follow{'s' if followers == 1 else ''} from these"
    return f"{mark} {paint(visible(report.name), 'strong')}: {result}" + (f" ({counted})" if counted else "")


def severity_counts(counts: Counter[Severity]) -> str:
    """How many findings of each severity there are, worst first: “1 error, 2 to review”."""
    return ", ".join(_counted(counts[severity], severity) for severity in Severity if counts[severity])


def _counted(number: int, severity: Severity) -> str:
    nouns = {
        Severity.ERROR: ("error", "errors"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.REVIEW: ("to review", "to review"),
        Severity.INFO: ("info", "info"),
    }
    return f"{number} {nouns[severity][number != 1]}"
