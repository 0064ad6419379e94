"""Check that the pages of an EPUB are listed, and that they are the pages of the PDF."""

from collections.abc import Iterator

from lxml import etree

from separatum.checks.formats.compare_text import SPACE, Text
from separatum.checks.formats.epub_file import XHTML, EpubFile, resolved
from separatum.checks.formats.extract_text import DocumentText
from separatum.checks.registry import CannotRunError, Seen, Subject, check
from separatum.model.findings import Location, Severity

_TYPE = "{http://www.idpf.org/2007/ops}type"
_META = "{http://www.idpf.org/2007/opf}meta"


@check("PAGELIST-EPUB", Severity.ERROR, needs=("epub",), elsewhere=Severity.WARNING)
def pages_are_listed(subject: Subject) -> Iterator[Seen]:
    """The marks of pages in the EPUB and its list of pages do not agree.

    A reader who looks for “page 12” uses the page list; a reader who cites the open page needs the last mark before it.
    So there is one entry for each mark, in the same order, and the package names what has these pages (EPUB 3.3,
    section 7.4.3; EPUB Accessibility 1.1, section 4.1). A list without marks, and marks without a list, help one of the
    two only.
    """
    assert subject.epub is not None
    book = subject.epub
    marks = [(mark.part, mark.anchor) for mark in book.words.marks]
    nav = _page_list(book)
    if nav is None and not marks:
        return
    where = Location(file=f"{book.name}!{book.nav.path}" if book.nav else book.name)
    if nav is None:
        yield Seen(f"{len(marks)} pages are marked, and there is no list of them", where, "add a page list")
        return
    assert book.nav is not None
    listed = [resolved(book.nav.path, link.get("href", "")) for link in nav.iter(f"{{{XHTML}}}a")]
    if listed != marks:
        number = next((n for n, (a, b) in enumerate(zip(listed, marks, strict=False), start=1) if a != b), None)
        what = f"entry {number} of the page list leads elsewhere than to page mark {number}" if number else (
            f"{len(listed)} pages are listed, and {len(marks)} are marked"
        )  # fmt: skip
        yield Seen(what, where, "list each mark once, in the order of reading")
    if not _source(book):
        place = Location(file=f"{book.name}!{book.package_path}")
        yield Seen("the package does not say whose pages are marked", place, "name it in “pageBreakSource”")


@check("PAGELIST-PARITY", Severity.ERROR, needs=("epub", "pdf"), elsewhere=Severity.INFO)
def pages_are_those_of_the_pdf(subject: Subject) -> Iterator[Seen]:
    """The pages that the EPUB marks are not those of the PDF.

    A reader of either edition cites a page to a reader of the other, so each mark must be before the word with which
    that page of the PDF begins (EPUB Accessibility 1.1, section 4.1). Where a page begins within a word, the mark
    is before it. Editions that were made at different times, or on different papers, do not fit together: export
    both at once. In files that were made elsewhere, the pages may be those of a printed book.
    """
    assert subject.epub is not None
    assert subject.pdf is not None
    book, words = subject.epub, subject.epub.words
    if subject.pdf.words is None:
        raise CannotRunError("the PDF is not tagged")
    pages, count = subject.pdf.words.main, len(subject.pdf.pages)
    if not words.marks and subject.article is None:
        return
    where = Location(file=book.name)
    if len(words.marks) != count:
        yield Seen(f"the EPUB marks {len(words.marks)} pages, the PDF has {count}", where, _HINT)
        return
    if words.main.letters == pages.letters:  # otherwise parity is broken, which its own checks report
        yield from _misplaced(words, pages, where)


_HINT = "export both editions at once, on one paper"


def _misplaced(words: DocumentText, pages: Text, where: Location) -> Iterator[Seen]:
    begins: dict[int, int] = {}
    for start, place in zip(pages.starts, pages.places, strict=True):
        if place.page is not None:
            begins.setdefault(place.page, start)
    later = len(pages.letters)
    for number in sorted(begins, reverse=True):
        # A picture that the text passes is read before it: no page begins behind the next one, or marks would go back.
        later = begins[number] = min(begins[number], later)
    for number, mark in enumerate(words.marks, start=1):
        if number in begins and not _is_same_word(words.main, mark.letter, begins[number]):
            first, marked = (" ".join(words.main.words(at, at + 40)[:4]) for at in (begins[number], mark.letter))
            message = f"page {number} of the PDF begins with “{first}”, and is marked before “{marked}”"
            yield Seen(message, Location(file=f"{where.file}!{mark.part}", line=mark.line), _HINT)


def _is_same_word(text: Text, one: int, other: int) -> bool:
    """Whether two places in a text are in one word, or have only signs between them that are no letters."""
    first, last = sorted((one, other))
    in_word = not any(gap & SPACE for gap in text.gaps[first + 1 : last + 1])
    return in_word or not any(map(str.isalnum, text.letters[first:last]))


def _page_list(book: EpubFile) -> etree._Element | None:
    root = book.documents.get(book.nav.path) if book.nav else None
    navs = () if root is None else root.iter(f"{{{XHTML}}}nav")
    return next((nav for nav in navs if "page-list" in nav.get(_TYPE, "").split()), None)


def _source(book: EpubFile) -> bool:
    """Whether the package names what the pages are of: today's property, or the one before it."""
    metas = () if book.package is None else book.package.iter(_META)
    return any(meta.get("property") in {"pageBreakSource", "source-of"} and (meta.text or "").strip() for meta in metas)
