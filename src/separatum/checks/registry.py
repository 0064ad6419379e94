"""Register each check under its code, and run those that a subject allows.

A check is a generator function from a `Subject` to what it has seen there; its docstring is its rule, which
`separatum explain` prints, and which turns each thing seen into a finding with the rule's code and severity.
A check that itself fails is a finding and hides no other; a check that cannot run is named with the reason.
"""

import importlib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from separatum.checks.claims import ACCESS_CONFORMANCE
from separatum.checks.formats.epub_file import EpubFile
from separatum.checks.formats.pdf_file import PdfFile
from separatum.model.article import Article
from separatum.model.findings import Finding, Location, Rule, Severity, rule_from_docstring

Need = Literal["article", "epub", "pdf"]

_MODULES = (
    "readable",
    "parity",
    "images",
    "links",
    "glyphs",
    "headings",
    "epub_accessibility",
    "epub_page_list",
    "pdf_structure",
    "active_content",
    "pdf_layout",
    "pdf_breaks",
    "pdf_contrast",
    "epub_devices",
    "epub_appearance",
)
"""The modules of checks, in the order in which their findings are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is looked at: an article and its finished editions, or any of them alone."""

    article: Article | None = None
    """None for a file that was made elsewhere."""
    epub: EpubFile | None = None
    pdf: PdfFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A check that could not run."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the checks found, and which of them could not look."""

    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()


class CannotRunError(Exception):
    """Raised by a check that has nothing to look at: its words are the reason why it was skipped."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One place where a check's rule is broken."""

    message: str
    """What is wrong, in one sentence without a full stop."""
    where: Location
    hint: str
    """What to do about it, in one sentence without a full stop."""


Look = Callable[[Subject], Iterator[Seen]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One way of looking at a subject."""

    rule: Rule
    needs: tuple[Need, ...]
    elsewhere: Severity
    """The severity in a file that was made elsewhere: what is a rule of our house only is no fault of another's."""
    even_broken: bool
    """Whether it looks at files that cannot be read, too."""
    look: Look


CHECK_FAILED = rule_from_docstring(
    "CHECK-FAILED",
    Severity.ERROR,
    """A check stopped in the middle.

    The fault is in Separatum, not in the article: the check met something that its author had not thought of. As
    nobody has looked at what that check looks at, nothing is published. Please report it, with the file if you may
    share it.
    """,
)

_registered: dict[str, Check] = {}


def check(
    code: str,
    severity: Severity,
    *,
    needs: tuple[Need, ...],
    elsewhere: Severity | None = None,
    even_broken: bool = False,
) -> Callable[[Look], Look]:
    """Register a generator function as the check for one code; its docstring becomes the rule.

    Args:
        code: the rule's stable code, never used before.
        severity: how much it matters in our own editions.
        needs: the parts of the subject without which it cannot run.
        elsewhere: how much it matters in a file that was made elsewhere; the same where it is not given.
        even_broken: whether it also runs on a file that cannot be read.

    Raises:
        ValueError: the code is taken, or the docstring is no rule.
    """

    def register(look: Look) -> Look:
        if code in _registered:
            raise ValueError(f"{code} is registered twice")
        _registered[code] = Check(
            rule=rule_from_docstring(code, severity, look.__doc__),
            needs=needs,
            elsewhere=elsewhere or severity,
            even_broken=even_broken,
            look=look,
        )
        return look

    return register


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check that there is, in the order in which they run."""
    for module in _MODULES:
        importlib.import_module(f"separatum.checks.rules.{module}")
    return tuple(_registered.values())


def all_rules() -> tuple[Rule, ...]:
    """The rules of all checks, sorted by code."""
    from separatum.checks.privacy.forbidden_search import FORBIDDEN_WORD

    rules = [one.rule for one in all_checks()]
    return tuple(sorted((*rules, CHECK_FAILED, ACCESS_CONFORMANCE, FORBIDDEN_WORD), key=lambda rule: rule.code))


def run_checks(
    subject: Subject, *, only: frozenset[str] | None = None, strict: frozenset[str] = frozenset()
) -> Outcome:
    """Run the checks on the subject and collect all that they find. Never raises for what is in the files.

    Args:
        subject: what is looked at.
        only: the codes of the checks to run; None for all.
        strict: the codes of those that count as in our own editions, though the subject was made elsewhere.
    """
    findings: list[Finding] = []
    skipped: list[Skipped] = []
    with warnings.catch_warnings():
        # What libraries warn of in a damaged file is told by findings, not on the user’s screen.
        warnings.simplefilter("ignore")
        for one in all_checks():
            if only is not None and one.rule.code not in only:
                continue
            reason = _hindrance(one, subject)
            if reason is None:
                held = one if one.rule.code not in strict else replace(one, elsewhere=one.rule.severity)
                reason = _run(held, subject, findings)
            if reason is not None:
                skipped.append(Skipped(code=one.rule.code, reason=reason))
    return Outcome(findings=tuple(findings), skipped=tuple(skipped))


def _hindrance(one: Check, subject: Subject) -> str | None:
    """Why the check cannot run on this subject, or None."""
    absent = [need for need in one.needs if getattr(subject, need) is None]
    if absent:
        return "needs " + " and ".join(f"the {_SPOKEN[need]}" for need in absent)
    for need in one.needs:
        file = getattr(subject, need)
        if isinstance(file, EpubFile | PdfFile) and file.faults and not one.even_broken:
            return f"the {_SPOKEN[need]} cannot be read"
    return None


_SPOKEN = {"article": "article", "epub": "EPUB", "pdf": "PDF"}


def _run(one: Check, subject: Subject, findings: list[Finding]) -> str | None:
    """Add what the check finds; answer the reason if it turns out that it cannot look."""
    try:
        for seen in one.look(subject):
            finding = one.rule.found(seen.message, where=seen.where, hint=seen.hint)
            ours = subject.article is not None
            findings.append(finding if ours else replace(finding, severity=one.elsewhere))
    except CannotRunError as reason:
        return str(reason)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other checks still run, and the user is told
        findings.append(_failed(one, subject, error))
    return None


def _failed(one: Check, subject: Subject, error: Exception) -> Finding:
    file = next((f for f in (subject.epub, subject.pdf) if f is not None), None)
    return CHECK_FAILED.found(
        f"the check {one.rule.code} stopped: {type(error).__name__}: {error}",
        hint="report this, with the file if you may share it",
        where=None if file is None else Location(file=file.name),
    )
