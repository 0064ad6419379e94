"""Our `check` beside Ace and veraPDF on files of others: `python -m tests.conformance.beside FOLDER`.

For each file: how many lines each prints, and whether each failure that the other finds is found by `check` too, under
its own code, joined with one of ours, or as a consequence of one. Ace runs by itself, not through `check`. The table
is Markdown, for docs/development/conformance.md.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from separatum.checks.causes import GROUPS
from separatum.checks.run import check_all
from separatum.checks.validators import JavaValidators
from separatum.checks.validators.ace import find_ace, validate_with_ace
from separatum.model.errors import MissingError
from separatum.model.findings import Finding, Severity
from separatum.model.report import Report

_SERIOUS = {Severity.ERROR, Severity.WARNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The comparison on one file."""

    maker: str
    name: str
    other: str
    theirs: int
    """Lines of the other: rules broken, or violations."""
    ours: int
    """Lines of ours: errors and warnings that do not follow from another."""
    missed: tuple[str, ...]
    """Codes of the other that we do not report in any way."""
    more: int
    """Errors of ours for which the other has nothing."""


def main(folder: Path) -> None:
    """Compare on every EPUB and PDF of a folder, and print the table."""
    lines = list(_compared(folder))
    by_maker: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        by_maker[line.maker, line.other].append(line)
    say = sys.stdout.write
    say("| made with | files | beside | its lines | ours | of its failures found | errors that only we find |\n")
    say("|---|---|---|---|---|---|---|\n")
    for (maker, other), found in sorted(by_maker.items()):
        theirs, ours = sum(line.theirs for line in found), sum(line.ours for line in found)
        missed = sum(len(line.missed) for line in found)
        more = sum(line.more for line in found)
        say(f"| {maker} | {len(found)} | {other} | {theirs} | {ours} | {theirs - missed} of {theirs} | {more} |\n")
    for line in lines:
        for code in line.missed:
            say(f"missed in {line.name}: {code}\n")


def _compared(folder: Path) -> Iterator[Line]:
    reports = {Path(report.sources[0]): report for report in check_all([folder])}
    with JavaValidators.start(time_limit=180) as validators:
        for path, report in reports.items():
            if path.suffix == ".pdf":
                yield _line(path, report, "veraPDF", validators.validate_pdf(path, ["ua1"]))
            elif find_ace() is not None:
                try:
                    yield _line(path, report, "Ace", validate_with_ace(path))
                except MissingError as error:
                    sys.stderr.write(f"{path.name}: {error.message}\n")


def _line(path: Path, report: Report, other: str, findings: tuple[Finding, ...]) -> Line:
    found = {code for finding in report.findings for code in (finding.code, *finding.also)}
    covered = {pattern for group in GROUPS if group.code in found for pattern in (*group.same, *group.symptoms)}
    missed = [
        finding.code
        for finding in findings
        if finding.code not in found and not any(fnmatchcase(finding.code, pattern) for pattern in covered)
    ]
    own = [one for one in report.findings if one.follows_from is None and one.severity in _SERIOUS]
    more = [one for one in own if one.severity is Severity.ERROR and one.source == "separatum" and not one.also]
    if other == "Ace":
        same = {group.code for group in GROUPS if any(_fits(finding.code, group.same) for finding in findings)}
        more = [one for one in more if one.code not in same]
    return Line(
        maker=path.name.partition("-")[0],
        name=path.name,
        other=other,
        theirs=len(findings),
        ours=len(own),
        missed=tuple(missed),
        more=len(more),
    )


def _fits(code: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(code, pattern) for pattern in patterns)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
