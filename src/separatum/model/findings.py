"""What there is to say about a document: rules, and findings that cite them.

A *rule* is a fault that can be found, described once; a *finding* is one place where it was found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    ERROR = "error"
    """Nothing of the article is published."""
    WARNING = "warning"
    """Published, but some readers are served worse."""
    REVIEW = "review"
    """A person must look: a machine cannot tell."""
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where in which file."""

    file: str
    """A path as the user wrote it, or the name of a part inside a container after “!”: “a.epub!OPS/article.xhtml”."""
    line: int | None = None
    """Counted from 1."""
    page: int | None = None
    """Counted from 1."""
    object: str | None = None
    """The number and generation of an object of a PDF: “12 0”."""
    box: tuple[float, float, float, float] | None = None
    """Left, top, right and bottom on the page, in points from its upper left corner."""

    def __str__(self) -> str:
        if self.line is not None:
            return f"{self.file}:{self.line}"
        if self.page is not None:
            return f"{self.file}, page {self.page}"
        if self.object is not None:
            return f"{self.file}, object {self.object}"
        return self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault in one place, said in full: what, where, what to do."""

    code: str
    """The stable code of the rule, for example “PARITY-PDF”."""
    severity: Severity
    message: str
    """What is wrong, in one sentence without a full stop."""
    hint: str | None = None
    """What to do about it, in one sentence without a full stop."""
    where: Location | None = None
    source: str = "separatum"
    """What reports it: “separatum”, “EPUBCheck 5.3.0”, “veraPDF 1.31”."""
    also: tuple[str, ...] = ()
    """The codes under which others report the same thing."""
    follows_from: str | None = None
    """The code of the finding that causes this one: if that is fixed, this one is likely to go."""
    others: tuple[Location, ...] = ()
    """The other places of the same fault, as far as they are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A fault that can be found: `separatum explain CODE` prints it."""

    code: str
    """Upper-case words joined by hyphens; never used again for another fault."""
    severity: Severity
    summary: str
    """One sentence: what is wrong."""
    explanation: str
    """Why it matters and how to mend it; cites the standard's section where one rules."""

    def found(self, message: str, *, where: Location | None = None, hint: str | None = None) -> Finding:
        """One place where this rule is broken."""
        return Finding(code=self.code, severity=self.severity, message=message, hint=hint, where=where)


def rule_from_docstring(code: str, severity: Severity, docstring: str | None) -> Rule:
    """Make a rule of a docstring: its first line is the summary, the rest the explanation.

    Raises:
        ValueError: the docstring is missing or has no explanation.
    """
    summary, _, explanation = (docstring or "").strip().partition("\n")
    lines = [line.strip() for line in explanation.strip().splitlines()]
    text = "\n".join(lines).strip()
    if not summary or not text:
        raise ValueError(f"{code}: the docstring needs a summary line and an explanation")
    return Rule(code=code, severity=severity, summary=summary.rstrip("."), explanation=text)


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in their order as a person writes them: “1–3, 7”."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding forbids publishing."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def strictly(finding: Finding) -> Finding:
    """The same finding; one that a person must look at forbids publishing."""
    return replace(finding, severity=Severity.ERROR) if finding.severity is Severity.REVIEW else finding


def moved(finding: Finding, file: str) -> Finding:
    """The same finding, about a file of another name."""
    where = finding.where
    return replace(
        finding,
        where=Location(file=file) if where is None else replace(where, file=file),
        others=tuple(replace(one, file=file) for one in finding.others),
    )
