"""The output of a run over many articles: a line for each, errors where they are, all else once with its count."""

from collections import Counter
from collections.abc import Iterator, Sequence

from separatum.cli.report_text import TONES, findings_text
from separatum.cli.terminal import Paint, visible
from separatum.model.findings import Finding, Severity
from separatum.model.report import Report
from separatum.source.discovery import PassedOver

FEW = 3
"""Articles of which each finding is printed where it is."""
_ERRORS_SHOWN = 3
"""Errors of one article that are printed; the JSON report has all of them."""
_NAMES_SHOWN = 3


class Findings:
    """The findings of a run, counted by their codes."""

    def __init__(self) -> None:
        self._articles: dict[str, int] = {}
        self._counts: Counter[str] = Counter()
        self._first: dict[str, Finding] = {}

    def add(self, report: Report) -> None:
        """Count the findings of an article that do not stop it."""
        mild = [finding for finding in report.findings if finding.severity is not Severity.ERROR]
        for code in {finding.code for finding in mild}:
            self._articles[code] = self._articles.get(code, 0) + 1
        for finding in mild:
            self._counts[finding.code] += 1
            self._first.setdefault(finding.code, finding)

    def text(self, paint: Paint, *, with_infos: bool) -> str:
        """One line for each code, the gravest first, and below it what to do; infos in one line, if not wanted."""
        return "\n".join(self._lines(paint, with_infos=with_infos))

    def _lines(self, paint: Paint, *, with_infos: bool) -> Iterator[str]:
        gravity = list(Severity)
        codes = sorted(self._first, key=lambda code: (gravity.index(self._first[code].severity), -self._counts[code]))
        infos = [code for code in codes if self._first[code].severity is Severity.INFO]
        for code in codes:
            if code not in infos or with_infos:
                yield self._line(code, paint)
        if infos and not with_infos:
            number = sum(self._counts[code] for code in infos)
            yield f"{paint('info:', TONES[Severity.INFO])} {number} more that need nothing; --verbose lists them"

    def _line(self, code: str, paint: Paint) -> str:
        first, articles = self._first[code], self._articles[code]
        severity = paint(f"{first.severity.value}:", TONES[first.severity])
        place = f", the first at {visible(str(first.where))}" if first.where else ""
        number = f"{self._counts[code]} in {articles} article{'' if articles == 1 else 's'}{place}"
        shown = paint(f"[{visible(code)}]", "faint")
        hint = f"\n    {visible(first.hint)}" if first.hint else ""
        return f"{severity} {visible(first.message)} {shown}: {number}{hint}"


def errors_text(report: Report, paint: Paint) -> str:
    """The first errors of an article, and how many more there are."""
    errors = [finding for finding in report.findings if finding.severity is Severity.ERROR]
    lines = list(findings_text(errors[:_ERRORS_SHOWN], paint))
    if len(errors) > _ERRORS_SHOWN:
        lines.append(f"{visible(report.sources[0])}: {len(errors) - _ERRORS_SHOWN} more errors")
    return "\n".join(lines)


def settings_text(number: int, paint: Paint) -> str:
    """How many values were taken from settings and names of files, in one line."""
    values = "1 value was" if number == 1 else f"{number} values were"
    info = paint("info:", TONES[Severity.INFO])
    return f"{info} {values} taken from outside of the front matter; --format json lists what, and from where"


def passed_over_text(passed_over: Sequence[PassedOver]) -> str:
    """What was skipped in folders, in one line: how many files, why, and the first of them; empty if nothing was."""
    if not passed_over:
        return ""
    reasons = Counter(one.reason for one in passed_over)
    parts = []
    for reason, number in reasons.most_common():
        names = [visible(str(one.file)) for one in passed_over if one.reason == reason]
        more = f" and {number - _NAMES_SHOWN} more" if number > _NAMES_SHOWN else ""
        parts.append(
            f"{number} {'file' if number == 1 else 'files'}: {reason} ({', '.join(names[:_NAMES_SHOWN])}{more})"
        )
    return "skipped: " + "; ".join(parts)
