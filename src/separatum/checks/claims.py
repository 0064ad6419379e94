"""What an EPUB claims of its accessibility, and whether the claim to conform is backed.

A claim is written with the book, before anything has looked at it; so it is let pass only when all that can back it has
run and found nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from separatum.checks.formats.epub_file import EpubFile
from separatum.model.findings import Finding, Location, Severity, has_errors, rule_from_docstring

_OPF = "http://www.idpf.org/2007/opf"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_OLD_CLAIM = re.compile(r"https?://www\.idpf\.org/epub/a11y/accessibility-\d+\.html#wcag-(a{1,3})$")
_SCHEMES = ("http://www.idpf.org/epub/a11y/", "https://www.w3.org/TR/epub-a11y", "EPUB Accessibility 1")

BACKING = frozenset({
    *("EPUB-BROKEN", "ACCESS-MISSING", "ACCESS-CLAIM", "ALT-EPUB", "HEADING-EPUB", "LANGUAGE-EPUB", "LINK-EPUB"),
    *("LINK-EPUB-WORDS", "PAGELIST-EPUB", "TABLE-EPUB", "CONTRAST-EPUB", "LINK-EPUB-COLOUR", "TITLE-EPUB"),
})  # fmt: skip
"""The checks that support a claim to conform, besides EPUBCheck: EPUB Accessibility 1.1, 3 and 4."""

ACCESS_CONFORMANCE = rule_from_docstring(
    "ACCESS-CONFORMANCE",
    Severity.ERROR,
    """The EPUB claims that it conforms, and the claim is not backed.

    “EPUB Accessibility 1.1 - WCAG 2.2 Level AA” is a promise to readers who depend on it, and in many countries a legal
    statement (EPUB Accessibility 1.1, section 4.2). It may be in an EPUB of ours only when every check that backs it
    has run and found nothing: EPUBCheck, and those of images, links, tables, headings, languages, pages and statements.
    In a book that was made elsewhere, it means that what was found contradicts the claim. Fix that, or remove the
    claim. What these checks cannot see, a person must decide before a claim is made to a court or an authority.
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a package says of accessibility."""

    properties: Mapping[str, tuple[str, ...]]
    """The values of each property, as it is written: “schema:accessMode”, “dcterms:conformsTo”."""
    navigations: frozenset[str]
    """The kinds of navigation that the navigation document has: “toc”, “page-list”."""

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a property of schema.org."""
        return self.properties.get(f"schema:{name}", ())

    @property
    def conformance(self) -> str | None:
        """The standard of accessibility that the book claims to conform to."""
        return next((text for text in self.properties.get("dcterms:conformsTo", ()) if text.startswith(_SCHEMES)), None)


def spoken_claim(claim: str) -> str:
    """A claim to conform as people say it: “EPUB Accessibility 1.0, WCAG 2.0 Level AA”; as it is, if it is said so.

    The address is that of EPUB Accessibility 1.0, section 4.3.1.
    """
    found = _OLD_CLAIM.match(claim)
    return f"EPUB Accessibility 1.0, WCAG 2.0 Level {found[1].upper()}" if found else claim


def claim_place(book: EpubFile) -> Location:
    """Where an EPUB makes its claims: the package."""
    return Location(file=f"{book.name}!{book.package_path}")


def claims_of(book: EpubFile) -> Claims:
    """What a book says of its accessibility."""
    found: dict[str, list[str]] = {}
    root = book.package
    if root is not None:
        for meta in root.iter(f"{{{_OPF}}}meta"):
            found.setdefault(meta.get("property", ""), []).append(" ".join((meta.text or "").split()))
        for link in root.iter(f"{{{_OPF}}}link"):
            found.setdefault(link.get("rel", ""), []).append(link.get("href", ""))
    nav = book.documents.get(book.nav.path) if book.nav else None
    kinds = () if nav is None else (kind for part in nav.iter("{*}nav") for kind in part.get(_TYPE, "").split())
    return Claims(
        properties={name: tuple(filter(None, values)) for name, values in found.items() if name},
        navigations=frozenset(kinds),
    )


def unbacked_claim(
    claim: str | None, where: Location, findings: Iterable[Finding], skipped: Iterable[str], *, is_ours: bool
) -> Iterator[Finding]:
    """The claim to conform, where it is not backed.

    Args:
        claim: the standard that the EPUB claims to conform to; None if it claims none.
        where: the package, which holds the claim.
        findings: of all checks and validators.
        skipped: the codes of the checks that could not run.
        is_ours: whether it was made here, from an article.
    """
    findings = tuple(findings)
    if claim is None or (is_ours and has_errors(findings)):
        return
    against = {f.code for f in findings if f.severity in {Severity.ERROR, Severity.WARNING} and _backs(f.code)}
    missing = BACKING.intersection(skipped) if is_ours else frozenset[str]()
    if against or missing:
        reasons = " and ".join(
            f"{', '.join(sorted(codes))} {verb}"
            for codes, verb in ((against, "found faults"), (missing, "did not run"))
            if codes
        )
        severity = Severity.ERROR if is_ours else Severity.WARNING
        yield Finding(
            code=ACCESS_CONFORMANCE.code,
            severity=severity,
            message=f"the EPUB claims to conform to “{spoken_claim(claim)}”, but {reasons}",
            hint="fix what was found, or remove the claim",
            where=where,
        )


def _backs(code: str) -> bool:
    return code in BACKING or code.startswith(("ACE-", "EPUBCHECK-"))
