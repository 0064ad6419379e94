"""Check that screen readers are told what the parts of an EPUB are: roles, and names of lists of links."""

from collections.abc import Iterator

from lxml import etree

from separatum.checks.formats.epub_file import XHTML, line_of
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity

_TYPE = "{http://www.idpf.org/2007/ops}type"
_SAME_NAME = (
    *("abstract", "acknowledgments", "afterword", "appendix", "bibliography", "biblioref", "chapter", "colophon"),
    *("conclusion", "credit", "credits", "dedication", "endnotes", "epigraph", "epilogue", "errata", "footnote"),
    *("foreword", "glossary", "glossref", "index", "introduction", "noteref", "notice", "pagebreak", "part", "preface"),
    *("prologue", "pullquote", "qna", "subtitle", "tip", "toc"),
)
ROLES = {name: f"doc-{name}" for name in _SAME_NAME} | {
    "help": "doc-tip",
    "page-list": "doc-pagelist",
    "referrer": "doc-backlink",
    "glossdef": "definition",
    "glossterm": "term",
}
"""The role for each type that has one (EPUB Type to ARIA Role Authoring Guide 1.1); without those that Digital
Publishing WAI-ARIA 1.1 deprecates, and those that an element of HTML has by itself."""


@check("ROLE-EPUB", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def types_have_roles(subject: Subject) -> Iterator[Seen]:
    """A part of the EPUB has a type, but not the role that says the same to screen readers.

    “epub:type” speaks to reading systems only; a screen reader says “footnote” or “contents” by the role (Digital
    Publishing WAI-ARIA 1.1; EPUB Accessibility 1.1 Techniques, section 4.1). No standard demands it, and the text can
    be read without: it is good practice. Write the role beside the type.
    """
    assert subject.epub is not None
    for path, root in subject.epub.documents.items():
        lacking: dict[tuple[str, str], list[etree._Element]] = {}
        for element in root.iter("{*}*"):
            types = element.get(_TYPE, "").split()
            wanted = next(((one, ROLES[one]) for one in types if one in ROLES), None)
            if wanted and wanted[1] not in element.get("role", "").split() and not _is_landmark(element):
                lacking.setdefault(wanted, []).append(element)
        for (name, role), elements in lacking.items():
            where = Location(file=f"{subject.epub.name}!{path}", line=line_of(elements[0]))
            more = f" ({len(elements)} places)" if len(elements) > 1 else ""
            message = f"<{etree.QName(elements[0]).localname}> has the type “{name}” and not the role “{role}”{more}"
            yield Seen(message, where, f'write role="{role}" beside it')


def _is_landmark(element: etree._Element) -> bool:
    """Whether an element is in the list of landmarks, where types name targets."""
    lists = (one for one in element.iterancestors(f"{{{XHTML}}}nav"))
    return any("landmarks" in one.get(_TYPE, "").split() for one in lists)


@check("LANDMARK-EPUB", Severity.WARNING, needs=("epub",), elsewhere=Severity.INFO)
def lists_of_links_have_names(subject: Subject) -> Iterator[Seen]:
    """Several lists of links in a document of the EPUB have the same name, or none.

    A screen reader lists them, and says “navigation” for each: nobody knows which is the table of contents (WAI-ARIA
    1.2, section 5.3.4). No standard demands it: it is good practice. Give each “nav” its own “aria-label”.
    """
    assert subject.epub is not None
    for path, root in subject.epub.documents.items():
        seen: dict[tuple[str, str], list[etree._Element]] = {}
        for nav in root.iter(f"{{{XHTML}}}nav"):
            if nav.get("hidden") is None:
                name = nav.get("aria-label") or nav.get("aria-labelledby") or nav.get("title") or ""
                seen.setdefault((nav.get("role", "navigation"), " ".join(name.split())), []).append(nav)
        for (_, name), navs in seen.items():
            if len(navs) > 1:
                where = Location(file=f"{subject.epub.name}!{path}", line=line_of(navs[1]))
                what = f"{len(navs)} lists of links have " + (f"the name “{name[:60]}”" if name else "no name")
                yield Seen(what, where, "give each “nav” an “aria-label” of its own")
