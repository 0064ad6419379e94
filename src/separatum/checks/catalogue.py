"""All checks, in the order in which they run, and running them on a subject.

A check that itself fails is a finding and hides no other; a check that cannot run is named with the reason.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from separatum.checks.claims import ACCESS_CONFORMANCE
from separatum.checks.formats.documents import EpubDocument, PdfDocument
from separatum.checks.registry import CannotRunError, Check, Subject, registered
from separatum.model.findings import Finding, Location, Rule, Severity, rule_from_docstring
from separatum.model.report import Skipped

CHECK_FAILED = rule_from_docstring(
    "CHECK-FAILED",
    Severity.ERROR,
    """A check stopped with an error of its own.

    The fault is in Separatum, not in the article: the file holds something that the check does not expect. As the check
    is not complete, nothing is published. Please report it, with the file if you may share it.
    """,
)


CHECK_LIMIT = rule_from_docstring(
    "CHECK-LIMIT",
    Severity.ERROR,
    """A file is too large or too complicated to be checked.

    Reading it takes more time, memory or output than a file of an article needs, or ends the program that reads it.
    Small files can be made to do that on purpose. What was found before is reported; the rest is not known, so the file
    does not pass. Check it in parts, or make it again with another program.
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the checks found, and which of them could not run."""

    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check, in the order in which they run.

    The order is that of the modules here, not that in which a process happened to import them: a published report lists
    the checks that could not run, and is the same for everyone.
    """
    from separatum.checks.rules import (
        active_content,
        dates,
        epub_accessibility,
        epub_appearance,
        epub_container,
        epub_contrast,
        epub_devices,
        epub_page_list,
        epub_roles,
        glyphs,
        headings,
        images,
        links,
        parity,
        pdf_accessibility,
        pdf_breaks,
        pdf_contrast,
        pdf_hidden,
        pdf_layout,
        pdf_structure,
        pdf_tables,
        pdf_title,
        readable,
    )

    order = (
        *(readable, parity, images, links, glyphs, headings),
        *(dates, epub_container, epub_accessibility, epub_contrast),
        *(epub_page_list, epub_roles, pdf_accessibility, pdf_title, pdf_structure, pdf_tables, active_content),
        *(pdf_layout, pdf_breaks, pdf_contrast, pdf_hidden, epub_devices, epub_appearance),
    )
    places = {module.__name__: place for place, module in enumerate(order)}
    # A test may register a check of its own, which comes last.
    return tuple(sorted(registered(), key=lambda one: places.get(one.look.__module__, len(places))))


def all_rules() -> tuple[Rule, ...]:
    """The rules of all checks, sorted by code."""
    from separatum.checks.privacy.forbidden_search import FORBIDDEN_WORD, UNKNOWN_LANGUAGE

    rules = [one.rule for one in all_checks()]
    return tuple(
        sorted(
            (*rules, CHECK_FAILED, CHECK_LIMIT, ACCESS_CONFORMANCE, FORBIDDEN_WORD, UNKNOWN_LANGUAGE),
            key=lambda rule: rule.code,
        )
    )


def run_checks(
    subject: Subject, *, only: frozenset[str] | None = None, strict: frozenset[str] = frozenset()
) -> Outcome:
    """Run the checks on the subject and collect what they find. Never raises for what is in the files.

    Args:
        subject: what is checked.
        only: the codes of the checks to run; None for all.
        strict: the codes of the checks whose findings are errors, though the subject was made elsewhere.
    """
    outcomes = list(each_outcome(subject, only=only, strict=strict))
    return Outcome(
        findings=tuple(finding for outcome in outcomes for finding in outcome.findings),
        skipped=tuple(skipped for outcome in outcomes for skipped in outcome.skipped),
    )


def each_outcome(
    subject: Subject, *, only: frozenset[str] | None = None, strict: frozenset[str] = frozenset()
) -> Iterator[Outcome]:
    """As `run_checks`, one outcome for each check as soon as it is known."""
    for one in all_checks():
        if only is not None and one.rule.code not in only:
            continue
        findings: list[Finding] = []
        reason = _hindrance(one, subject)
        if reason is None:
            held = one if one.rule.code not in strict else replace(one, elsewhere=Severity.ERROR)
            with warnings.catch_warnings():
                # A library's warning about a damaged file becomes a finding and does not go to the user's screen.
                warnings.simplefilter("ignore")
                reason = _run(held, subject, findings)
        skipped = () if reason is None else (Skipped(code=one.rule.code, reason=reason),)
        yield Outcome(findings=tuple(findings), skipped=skipped)


def _hindrance(one: Check, subject: Subject) -> str | None:
    """Why the check cannot run on this subject, or None."""
    absent = [need for need in one.needs if getattr(subject, need) is None]
    if absent:
        return "needs " + " and ".join(f"the {_SPOKEN[need]}" for need in absent)
    for need in one.needs:
        file = getattr(subject, need)
        if isinstance(file, EpubDocument | PdfDocument) and file.faults and not one.even_broken:
            return f"the {_SPOKEN[need]} cannot be read"
    return None


_SPOKEN = {"article": "article", "epub": "EPUB", "pdf": "PDF"}


def _run(one: Check, subject: Subject, findings: list[Finding]) -> str | None:
    """Add what the check finds; return the reason if the check cannot run after all."""
    try:
        for seen in one.look(subject):
            finding = replace(one.rule.found(seen.message, where=seen.where, hint=seen.hint), others=seen.others)
            ours = subject.article is not None
            findings.append(finding if ours else replace(finding, severity=one.elsewhere))
    except CannotRunError as reason:
        return str(reason)
    except Exception as error:  # noqa: BLE001 - the other checks still run, and this error is a finding
        findings.append(_failed(one, subject, error))
    return None


def _failed(one: Check, subject: Subject, error: Exception) -> Finding:
    file = next((f for f in (subject.epub, subject.pdf) if f is not None), None)
    return CHECK_FAILED.found(
        f"the check {one.rule.code} stopped: {type(error).__name__}: {error}",
        hint="report this, with the file if you may share it",
        where=None if file is None else Location(file=file.name),
    )
