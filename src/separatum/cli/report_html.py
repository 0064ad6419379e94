"""A report as one HTML page to send back: self-contained, printable, and accessible itself (WCAG 2.2 AA)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from separatum.cli.report_text import severity_counts, skipped_words
from separatum.cli.terminal import visible
from separatum.model.errors import Exit, SeparatumError
from separatum.model.findings import Finding, Rule, Severity
from separatum.model.redaction import file_name
from separatum.model.report import Report, failure_of

if TYPE_CHECKING:
    from separatum.checks.book_pictures import BookPicture
    from separatum.checks.pictures import PagePicture

_TITLES = {
    Severity.ERROR: "To fix",
    Severity.WARNING: "To improve",
    Severity.REVIEW: "To look at",
    Severity.INFO: "Also noticed",
}
_SUFFIXES = frozenset({".html", ".htm"})


def is_html(place: PurePath) -> bool:
    """Whether a report of this name is an HTML page."""
    return place.suffix.lower() in _SUFFIXES


def to_html(reports: Sequence[Report], rules: Mapping[str, Rule], ended_by: SeparatumError | None = None) -> bytes:
    """The reports of a run as one page in UTF-8.

    It says the same as the text, JSON and SARIF, and shows the pages and lines that findings are about. It names no
    folder.

    Args:
        reports: one for each article or file.
        rules: all rules of Separatum by code, for the reasons.
        ended_by: the error that ended the run early.
    """
    import jinja2

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files("separatum.cli").joinpath("report.html.jinja").read_text(encoding="utf-8"))
    shown = [_file(number, report, rules) for number, report in enumerate(reports, start=1)]
    good = sum(report.exit_code is Exit.OK for report in reports)
    verdict = f"{len(reports)} checked: {good} passed, {len(reports) - good} did not."
    if ended_by is not None:
        verdict += f" The run ended early: {failure_of(ended_by).message}."
    only = f": {_title_of(reports[0])}" if len(reports) == 1 else ""
    if len(reports) == 1 and ended_by is None:
        verdict = f"{shown[0]['result'].capitalize()}: {_summary(shown[0]['groups'])}."
    programs = dict(version for report in reports for version in report.versions)
    page = template.render(
        title=f"{'Accessibility report' if any(report.about for report in reports) else 'Report'}{only}",
        verdict=verdict,
        files=shown,
        programs=", ".join(f"{name} {version}" for name, version in programs.items()) or "Separatum",
    )
    return page.encode("utf-8", "backslashreplace")


def _file(number: int, report: Report, rules: Mapping[str, Rule]) -> dict[str, Any]:
    own = [finding for finding in report.findings if finding.follows_from is None]
    ordered = [finding for severity in Severity for finding in own if finding.severity is severity]
    numbered = dict(enumerate(ordered, start=1))
    pictures, lines = _pictures(report, numbered)
    shown = [
        _finding(f"{number}-{place}", place, finding, report, rules) | {"excerpt": lines.get(place)}
        for place, finding in numbered.items()
    ]
    return {
        "name": visible(report.name),
        "result": "passed" if report.exit_code is Exit.OK else "did not pass",
        "counted": severity_counts(Counter(finding.severity for finding in own)) or "nothing",
        "facts": [
            {
                "file": visible(file_name(facts.file)),
                "version": facts.version,
                "title": visible(facts.title or ""),
                "made_with": facts.made_with and visible(facts.made_with),
                "claims": [visible(claim) for claim in facts.claims],
                "checked_against": facts.checked_against,
            }
            for facts in report.about
        ],
        "failure": report.failure,
        "groups": [
            {"title": title, "findings": found}
            for severity, title in _TITLES.items()
            if (found := [one for one in shown if one["severity"] == severity.value])
        ],
        "pictures": pictures,
        "skipped": [(visible(reason), what) for reason, what in skipped_words(report)],
    }


def _finding(
    identifier: str, number: int, finding: Finding, report: Report, rules: Mapping[str, Rule]
) -> dict[str, Any]:
    from separatum.checks.fixes import fixes_for

    rule = rules.get(finding.code)
    fixes = fixes_for(finding.code, finding.message)
    # The list of programs comes once: at the first finding of its code, and not if the file's own program has a fix.
    is_first = next(one for one in report.findings if one.code == finding.code) == finding
    is_known = any(facts.made_with in fixes for facts in report.about)
    hint = finding.hint or ""
    return {
        "id": identifier,
        "number": number,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": visible(finding.message[:1].upper() + finding.message[1:]),
        "place": _place(finding),
        "hint": visible(hint[:1].upper() + hint[1:]),
        "why": _why(finding, rule) if is_first else "",
        "fixes": [*fixes.items()] if is_first and not is_known else [],
        "followers": [
            {"message": visible(one.message), "code": one.code}
            for one in report.findings
            if one.follows_from == finding.code and _container(one) == _container(finding)
        ],
        "also": finding.also,
        "source": finding.source,
    }


def _why(finding: Finding, rule: Rule | None) -> str:
    """Why it matters: by our rule, or in the words of the validator's standard."""
    if rule is not None:
        return " ".join(rule.explanation.split("\n\n")[0].split())
    from separatum.checks.validators import explain_validator_code

    try:
        return visible(explain_validator_code(finding.code) or "")
    except SeparatumError:  # the page is made where the validators are not installed, too
        return ""


def _title_of(report: Report) -> str:
    """What the one checked file calls itself, and the name of the file."""
    title = next((facts.title for facts in report.about if facts.title), None)
    return visible(f"{title} ({report.name})" if title else report.name)


def _summary(groups: Sequence[Mapping[str, Any]]) -> str:
    """How many findings there are of each kind: “3 to fix, 1 to improve”."""
    counts = (f"{len(group['findings'])} {group['title'].lower()}" for group in groups)
    return ", ".join(counts) or "nothing was found"


def _place(finding: Finding) -> str:
    where = finding.where
    if where is None:
        return ""
    parts = [file_name(where.file)]
    parts += [f"line {where.line}"] if where.line is not None else []
    parts += [f"page {where.page}"] if where.page is not None else []
    parts += [f"object {where.object}"] if where.object is not None and where.page is None else []
    return visible(", ".join(parts))


def _container(finding: Finding) -> str:
    return finding.where.file.partition("!")[0] if finding.where else ""


def _pictures(report: Report, numbered: Mapping[int, Finding]) -> tuple[list[dict[str, Any]], Mapping[int, Any]]:
    """The pages and lines of the checked files that findings are about; nothing for what cannot be read."""
    from separatum.checks.book_pictures import book_pictures
    from separatum.checks.pictures import content_of_file, excerpts, page_pictures

    pictures: list[dict[str, Any]] = []
    lines: dict[int, Any] = {}
    for edition in report.editions:
        here = {number: one for number, one in numbered.items() if _container(one) == edition.path}
        content = content_of_file(edition.path) if here else b""
        name = file_name(edition.path)
        if content and edition.format == "pdf":
            pictures += [_picture(one, f"Page {one.page} of {name}", here) for one in page_pictures(content, here)]
        elif content:
            lines |= excerpts(content, here)
            shown = "as a reading program may show it"
            pictures += [_picture(one, f"{one.part} of {name}, {shown}", here) for one in book_pictures(content, here)]
    return pictures, lines


def _picture(picture: "PagePicture | BookPicture", what: str, numbered: Mapping[int, Finding]) -> dict[str, Any]:
    words = "; ".join(f"frame {mark}: {numbered[mark].message}" for mark in picture.marks)
    return {
        "png": picture.png,
        "size": picture.size,
        "marks": picture.marks,
        "caption": visible(what),
        "alt": visible(what + (f". {words}" if words else "")),
    }
