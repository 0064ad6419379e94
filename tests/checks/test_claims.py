"""A claim to conform stands only on checks that have run and found nothing."""

import pytest

import tests.checks.access_breakers
import tests.checks.anyones_breakers  # noqa: F401 - registers its own
from separatum.checks.catalogue import all_checks, run_checks
from separatum.checks.claims import BACKING, claims_of, unbacked_claim
from separatum.model.findings import Finding, Location, Severity
from tests.checks.article import epub_bytes, pdf_bytes, small_article, subject
from tests.checks.breakers import BREAKERS, Editions, good, with_text


def said(
    editions: Editions, *found: tuple[str, Severity], skipped: tuple[str, ...] = (), is_ours: bool = True
) -> list[Finding]:
    book = subject(epub=editions.epub).epub
    assert book is not None
    findings = [Finding(code=code, severity=severity, message="it is so") for code, severity in found]
    where = Location(file=book.name)
    return list(unbacked_claim(claims_of(book).conformance, where, findings, skipped, is_ours=is_ours))


def test_all_that_backs_a_claim_is_a_check() -> None:
    assert {check.rule.code for check in all_checks()} >= BACKING


def test_our_book_claims_what_it_is() -> None:
    book = subject(epub=good().epub).epub
    assert book is not None
    assert claims_of(book).conformance == "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    assert claims_of(book).properties["a11y:certifiedBy"] == ("Separatum",)
    assert said(good()) == []


@pytest.mark.parametrize("code", sorted(BACKING))
def test_a_check_that_did_not_run_backs_nothing(code: str) -> None:
    (finding,) = said(good(), skipped=(code,))
    assert (finding.code, finding.severity) == ("ACCESS-CONFORMANCE", Severity.ERROR)
    assert code in finding.message


@pytest.mark.parametrize("code", ["TABLE-EPUB", "EPUBCHECK-HTM-060"])
def test_a_warning_is_against_the_claim_too(code: str) -> None:
    assert [finding.severity for finding in said(good(), (code, Severity.WARNING))] == [Severity.ERROR]


def test_what_says_nothing_of_accessibility_is_not_against_it() -> None:
    assert said(good(), ("LAYOUT-WIDOW", Severity.WARNING), ("EPUBCHECK-OPF-001", Severity.INFO)) == []


def test_a_book_made_elsewhere_is_told_what_contradicts_it() -> None:
    assert said(good(), skipped=("ALT-EPUB",), is_ours=False) == []
    (finding,) = said(good(), ("ALT-EPUB", Severity.WARNING), is_ours=False)
    assert finding.severity is Severity.WARNING


def test_who_claims_nothing_has_nothing_to_back() -> None:
    silent = with_text(good(), "dcterms:conformsTo", "dcterms:relation", part="content.opf")
    assert said(silent, ("ALT-EPUB", Severity.WARNING)) == []


def test_every_backing_check_of_ours_has_a_breaker() -> None:
    assert BREAKERS.keys() >= BACKING


def untrue(body: str, claim: str) -> list[str]:
    """What is said against a book of this body whose package claims one feature more."""
    plain = small_article(body)
    book = with_text(Editions(epub_bytes(plain), pdf_bytes(plain)), ">ARIA<", f">{claim}<", part="content.opf")
    return [one.message for one in run_checks(subject(epub=book.epub)).findings if one.code == "ACCESS-CLAIM"]


@pytest.mark.parametrize(
    ("claim", "fact"),
    [("MathML", "there is no formula"), ("describedMath", "no formula has a text in its place")],
)
def test_a_formula_that_is_not_there_is_no_reason_to_claim_it(claim: str, fact: str) -> None:
    assert untrue("<p>No formula stands here.</p>", claim) == [
        f"the package says “accessibilityFeature: {claim}”, but {fact}"
    ]


def test_formulas_are_described_when_each_has_words_in_its_place() -> None:
    described, bare = '<math alttext="x"><mi>x</mi></math>', "<math><mi>x</mi></math>"
    assert untrue(f"<p>Here is {described}.</p>", "describedMath") == []
    assert untrue(f"<p>Here is {described}, there {bare}.</p>", "describedMath") != []
