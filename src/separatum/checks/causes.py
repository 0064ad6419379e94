"""Put findings in order: one thing has one finding, and a cause comes before what follows from it.

Several programs report one fault under several codes, and one fault has many consequences: in a PDF without tags no
heading, link or figure can be tagged. Here the codes that mean the same are joined, and each consequence gets the code
of its cause.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from separatum.checks.validators.pdf_profiles import MOST_PLACES
from separatum.model.findings import Finding, Severity, ranges


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Codes that belong to one cause."""

    code: str
    """The code of the cause."""
    same: tuple[str, ...] = ()
    """Patterns of codes that report the same thing."""
    symptoms: tuple[str, ...] = ()
    """Patterns of codes of what follows from it."""
    place: str = "file"
    """Where both must be for that: in the same “file”, “part” of a container, or “line”."""
    words: str = ""
    """A pattern for words in the messages of what is the same; empty for any."""
    is_one_fact: bool = False
    """Whether all findings of its code are as grave as the gravest."""


_PDF_LANGUAGE = tuple(f"VERAPDF-UA1-7.2-{test}" for test in (2, *range(21, 26), *range(30, 35)))
_TITLES = ("VERAPDF-UA1-7.1-8", "VERAPDF-UA1-7.1-9", "VERAPDF-UA1-7.1-10")
_PDF_STRUCTURE = tuple(f"VERAPDF-UA1-7.2-{test}" for test in (*range(3, 11), *range(17, 21), *range(36, 39)))
_PDF_TAGS = (
    *(f"VERAPDF-UA1-7.1-{test}" for test in (1, 2, 3, 5, 6, 7)),
    *("VERAPDF-UA1-7.18.*", "VERAPDF-UA1-7.3-*", "VERAPDF-UA1-7.4*", "VERAPDF-UA1-7.5-*", "VERAPDF-UA1-7.7-*"),
    *(
        "VERAPDF-UA1-7.9-*",
        "VERAPDF-UA1-7.20-*",
        "VERAPDF-UA1-5-*",
        "VERAPDF-UA2-*",
        "VERAPDF-?A-6.7.*",
        "VERAPDF-1A-6.8.*",
    ),
)

GROUPS = (
    Group(code="PDF-LOCKED", same=("VERAPDF-UNREADABLE",), symptoms=("VERAPDF-*", "PDF-*", "FONT-*")),
    Group(code="PDF-BROKEN", same=("VERAPDF-UNREADABLE",), symptoms=("VERAPDF-*",)),
    Group(code="EPUB-LOCKED", symptoms=("EPUB-BROKEN", "IMAGE-*", "EPUBCHECK-*")),
    Group(code="EPUB-BROKEN", same=("EPUBCHECK-RSC-016", "EPUBCHECK-RSC-005"), place="line"),
    Group(
        code="EPUB-BROKEN", same=("EPUBCHECK-UNREADABLE", "EPUBCHECK-PKG-*"), symptoms=("EPUBCHECK-*",), place="part"
    ),
    Group(
        code="PDF-UNTAGGED",
        same=("VERAPDF-UA1-7.1-11", "VERAPDF-UA1-6.2-1", "VERAPDF-?A-6.7.2*", "VERAPDF-1A-6.8.2*"),
        symptoms=_PDF_TAGS,
    ),
    Group(code="LANGUAGE-PDF", same=("VERAPDF-UA1-7.2-29", "VERAPDF-UA1-7.2-33"), symptoms=_PDF_LANGUAGE),
    Group(code="ALT-PDF", same=("VERAPDF-UA1-7.3-1", "VERAPDF-UA1-7.7-1")),
    Group(code="STRUCTURE-PDF", same=_PDF_STRUCTURE),
    Group(code="GLYPH-PDF", same=("VERAPDF-UA1-7.21.8-1", "VERAPDF-UA1-7.21.4.1-2")),
    Group(code="HEADING-PDF", same=("VERAPDF-UA1-7.4.2-*",)),
    Group(
        code="FONT-PDF",
        same=("VERAPDF-UA1-7.21.4.1-1", "VERAPDF-??-6.2.11.4.1-*", "VERAPDF-1?-6.3.4-*", "VERAPDF-4*-6.2.10.4.1-*"),
        symptoms=("VERAPDF-UA1-7.21.*", "VERAPDF-??-6.2.11.*", "VERAPDF-1?-6.3.*", "GLYPH-PDF"),
        is_one_fact=True,
    ),
    Group(code="PDF-ACCESS-DENIED", same=("VERAPDF-UA1-7.16-1",)),
    Group(code="ACTIVE-PDF", same=("VERAPDF-??-6.5.1-*", "VERAPDF-1?-6.6.1-*", "VERAPDF-4*-6.6.1-*")),
    Group(code="TITLE-PDF", same=_TITLES, symptoms=("VERAPDF-UA1-5-*",)),
    Group(code="TITLE-PDF-PLACE", same=_TITLES[:2], symptoms=(*_TITLES[2:], "VERAPDF-UA1-5-*")),
    *(Group(code=code, same=("VERAPDF-UA1-7.5-1",), is_one_fact=True) for code in ("TABLE-PDF-SCOPE", "TABLE-PDF")),
    Group(code="CONTENT-PDF", same=("VERAPDF-UA1-7.1-3",), is_one_fact=True),
    Group(code="VERAPDF-UA1-7.18.5-2", same=("VERAPDF-UA1-7.18.1-2",)),
    Group(code="LINK-EPUB", same=("EPUBCHECK-RSC-007", "EPUBCHECK-RSC-012"), place="line"),
    Group(
        code="LANGUAGE-EPUB", same=("EPUBCHECK-RSC-005",), place="part", words=r"value of the attribute “(?:xml:)?lang”"
    ),
    Group(code="EPUB-EMPTY-ADDRESS", same=("EPUBCHECK-RSC-005", "EPUBCHECK-RSC-020"), place="line"),
    Group(code="ALT-EPUB", same=("ACE-IMAGE-ALT", "ACE-AREA-ALT", "ACE-SVG-IMG-ALT", "ACE-OBJECT-ALT"), place="part"),
    Group(code="ALT-EPUB", same=("EPUBCHECK-RSC-005",), place="line", words="lacks the attribute “alt”"),
    Group(code="HEADING-EPUB", same=("ACE-HEADING-ORDER",), place="part"),
    Group(
        code="LANGUAGE-EPUB",
        same=("ACE-HTML-HAS-LANG", "ACE-HTML-LANG-VALID", "ACE-HTML-XML-LANG-MISMATCH"),
        place="part",
    ),
    Group(code="HEADING-EPUB-FIRST", same=("ACE-HEADING-ORDER",), place="part"),
    Group(code="HEADING-EPUB-EMPTY", same=("ACE-EMPTY-HEADING",), place="part"),
    Group(code="TITLE-EPUB", same=("ACE-DOCUMENT-TITLE",), place="part"),
    Group(code="ARIA-EPUB-NAME", same=("ACE-ARIA-PROHIBITED-ATTR",), place="part"),
    Group(code="CONTRAST-EPUB", same=("ACE-COLOR-CONTRAST",), place="part"),
    Group(code="LINK-EPUB-COLOUR", same=("ACE-LINK-IN-TEXT-BLOCK",), place="part"),
    Group(code="LINK-EPUB-WORDS", same=("ACE-LINK-NAME",), place="part"),
    Group(code="LANDMARK-EPUB", same=("ACE-LANDMARK-UNIQUE",), place="part"),
    Group(code="ROLE-EPUB", same=("ACE-EPUB-TYPE-HAS-MATCHING-ROLE",), place="part"),
    Group(code="ACCESS-MISSING", same=("ACE-METADATA-ACCESS*", "ACE-EPUB-LANG"), place="part"),
    Group(code="PAGELIST-EPUB", same=("ACE-EPUB-PAGELIST*", "ACE-EPUB-PAGESOURCE", "ACE-PAGE*")),
    Group(code="EPUBCHECK-RSC-005", same=("ACE-EPUB-TITLE", "ACE-EMPTY-HEADING"), place="part"),
    Group(code="EPUB-MODIFIED", same=("EPUBCHECK-RSC-005",), place="line"),
    Group(code="EPUB-DATE", same=("EPUBCHECK-OPF-053", "EPUBCHECK-OPF-054"), place="part"),
    Group(code="EPUB-DATE-FORM", same=("EPUBCHECK-OPF-053", "EPUBCHECK-OPF-054"), place="part"),
    Group(code="EPUB-ENTRY", same=("EPUBCHECK-OPF-060",)),
    Group(code="EPUB-PATH", same=("EPUBCHECK-RSC-026", "EPUBCHECK-PKG-027"), place="part"),
    Group(code="IMAGE-EPUB-BROKEN", same=("EPUBCHECK-PKG-021", "EPUBCHECK-MED-004", "EPUBCHECK-OPF-029"), place="part"),
)
"""Every cause, in the order in which they are looked for: what is a symptom of an earlier one causes nothing."""
_COUNTED = re.compile(r" \((?:(\d+) places|and in (\d+) more places)\)$")
_FIRST = ("*-LOCKED", "*-BROKEN", "PDF-NO-TEXT", "PDF-UNTAGGED")
"""What stands first among findings that are equally grave: until it is fixed, little else can be."""


def arranged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with the same ones joined, and with the cause named in each that follows from another.

    The gravest come first.

    Args:
        findings: of all checks and validators, about one file or two editions.
    """
    found = _repeated(_with_cause(_joined([*findings])))
    return tuple(sorted(found, key=_rank))


def _rank(finding: Finding) -> tuple[str, int, int]:
    container = finding.where.file.partition("!")[0] if finding.where else ""
    first = next((place for place, code in enumerate(_FIRST) if fnmatchcase(finding.code, code)), len(_FIRST))
    return container, list(Severity).index(finding.severity), first


def _repeated(findings: list[Finding]) -> list[Finding]:
    """The same words about one file several times become one finding, at the first place, with the number of places."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        container = finding.where.file.partition("!")[0] if finding.where else ""
        key = finding.code, finding.message, container, finding.severity, finding.follows_from
        alike.setdefault(key, []).append(finding)
    return [_as_one(same) for same in alike.values()]


def _as_one(same: list[Finding]) -> Finding:
    """Findings of the same words as one that knows all places."""
    first = same[0]
    every = dict.fromkeys(place for one in same for place in (one.where, *one.others) if place is not None)
    said = _COUNTED.search(first.message)
    total, are_all = max(len(every), len(same)), True
    if said is not None:
        total = max(total, int(said[1])) if said[1] else total + int(said[2])
        are_all = bool(said[1]) and total <= MOST_PLACES
    parts = dict.fromkeys(place.file for place in every)
    pages = sorted({place.page for place in every if place.page is not None})
    words = _COUNTED.sub("", first.message)
    if "on this page" not in words:
        words += _count(total, len(parts), pages, are_all=are_all)
    elif len(pages) > 1:
        words += f" (pages {ranges(pages)})"
    also = tuple(dict.fromkeys(code for one in same for code in one.also))
    return replace(first, message=words, also=also, others=tuple(place for place in every if place != first.where))


def _count(total: int, parts: int, pages: list[int], *, are_all: bool) -> str:
    """How often and where something is, in brackets; nothing for one place."""
    if total == 1:
        return ""
    if parts > 1:
        documents = f"{parts} documents" if are_all else f"at least {parts} documents"
        return f" ({documents})" if total == parts else f" ({total} places in {documents})"
    if len(pages) > 1:
        spoken = f"pages {ranges(pages)}" + ("" if are_all else " and perhaps more")
        return f" ({spoken})" if total == len(pages) else f" ({total} places, {spoken})"
    return f" ({total} places)"


def _joined(findings: list[Finding]) -> list[Finding]:
    """A finding that reports the same thing as another gives it its code and goes."""
    taken: dict[int, int] = {}
    by_code: dict[str, list[int]] = {}
    for number, finding in enumerate(findings):
        by_code.setdefault(finding.code, []).append(number)
    for group in GROUPS:
        for number in by_code.get(group.code, ()):
            for other, finding in enumerate(findings):
                is_free = other not in taken and other != number and number not in taken
                is_same = is_free and _fits(finding, group.same) and re.search(group.words, finding.message)
                if is_same and _is_near(findings[number], finding, group.place):
                    taken[other] = number
    kept = []
    for number, finding in enumerate(findings):
        if number not in taken:
            joined = [findings[other] for other, into in taken.items() if into == number]
            kept.append(_with(finding, joined))
    return _evened(kept)


def _with(finding: Finding, joined: list[Finding]) -> Finding:
    """A finding that has taken in others: as grave as the gravest, with their codes and other pages."""
    if not joined:
        return finding
    severity = min((finding.severity, *(one.severity for one in joined)), key=list(Severity).index)
    known = {finding.where and finding.where.page, *(place.page for place in finding.others)}
    every = (place for one in joined for place in (one.where, *one.others) if place is not None)
    more = tuple(place for place in every if place.page is not None and place.page not in known)
    also = tuple(dict.fromkeys(one.code for one in joined))
    return replace(finding, severity=severity, also=also, others=(*finding.others, *more))


def _evened(findings: list[Finding]) -> list[Finding]:
    """One fact is not an error here and a warning there."""
    codes = {group.code for group in GROUPS if group.is_one_fact}

    def fact(one: Finding) -> tuple[str, str, str]:
        return one.code, "" if one.code in codes else one.message, one.where.file if one.where else ""

    gravest: dict[tuple[str, str, str], Severity] = {}
    for one in findings:
        gravest[fact(one)] = min(gravest.get(fact(one), one.severity), one.severity, key=list(Severity).index)
    return [replace(one, severity=gravest[fact(one)]) for one in findings]


def _with_cause(findings: Sequence[Finding]) -> list[Finding]:
    """Each symptom with the code of its cause; what is itself a symptom causes nothing."""
    causes: dict[int, str] = {}
    for group in GROUPS:
        for number, cause in enumerate(findings):
            if cause.code != group.code or number in causes:
                continue
            for other, finding in enumerate(findings):
                is_free = other != number and other not in causes and finding.code != group.code
                is_free = is_free and list(Severity).index(cause.severity) <= list(Severity).index(finding.severity)
                if is_free and _fits(finding, group.symptoms) and _is_near(cause, finding, group.place):
                    causes[other] = group.code
    return [replace(finding, follows_from=causes.get(number)) for number, finding in enumerate(findings)]


def _fits(finding: Finding, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(finding.code, pattern) for pattern in patterns)


def _is_near(one: Finding, other: Finding, place: str) -> bool:
    if one.where is None or other.where is None:
        return False
    container, _, part = one.where.file.partition("!")
    if place == "file" or not part:
        return other.where.file.partition("!")[0] == container
    if one.where.file != other.where.file:
        return False
    return place != "line" or one.where.line == other.where.line
