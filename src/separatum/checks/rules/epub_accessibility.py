"""Check that everyone can read an EPUB: that its images and links speak, and that its claims are true.

What only a person can decide (whether a description says what matters) is not looked at.
"""

from collections.abc import Iterator

from lxml import etree

from separatum.checks.claims import Claims, claims_of
from separatum.checks.formats.documents import EpubDocument
from separatum.checks.formats.epub_file import SVG, XHTML, line_of
from separatum.checks.registry import Seen, Subject, check
from separatum.model.alternative_text import describes_nothing
from separatum.model.findings import Location, Severity

_HINT_IMAGE = "describe it in an “alt” attribute"
_HINT_SVG = 'give the <svg> a <title> as its first child, or role="img" and an “aria-label”'
_PLAIN = ("span", "div", "p", "b", "i", "u", "em", "strong", "small", "code", "sub", "sup", "del", "ins", "caption")
_NAMELESS = tuple(f"{{{XHTML}}}{name}" for name in _PLAIN)
"""Elements whose own role must not be named (WAI-ARIA 1.2, 5.2.8.6; ARIA in HTML, section 4)."""
_SILENT_ROLES = frozenset({"presentation", "none"})


@check("ALT-EPUB", Severity.ERROR, needs=("epub",))
def images_are_described(subject: Subject) -> Iterator[Seen]:
    """An image in the EPUB has no alternative text.

    A screen reader then reads the name of its file, or nothing, and nobody knows whether something is missing (WCAG
    2.2, success criterion 1.1.1; EPUB Accessibility 1.1, section 3). A file name or a word such as “image” in its place
    helps nobody either (WCAG failure F30). EPUBCheck does not report it. Describe what matters in the image; if it only
    decorates, write an empty “alt”, so that it is passed over.
    """
    assert subject.epub is not None
    for path, root in subject.epub.documents.items():
        for image, fault in undescribed(root):
            name = image.get("src") or image.get("data") or image.get("href") or ""
            what = f"the image “{name[:80]}”" if name else f"the image (<{etree.QName(image).localname}>)"
            is_drawing = etree.QName(image).localname in {"svg", "image"}
            yield Seen(f"{what} {fault}", _place(subject.epub, path, image), _HINT_SVG if is_drawing else _HINT_IMAGE)


@check("ALT-EPUB-EMPTY", Severity.REVIEW, needs=("epub",))
def silent_images_only_decorate(subject: Subject) -> Iterator[Seen]:
    """An image in the EPUB is marked as one that only decorates.

    Its alternative text is empty, so a screen reader passes it over (WCAG 2.2, success criterion 1.1.1, technique H67).
    That is right for an ornament, and wrong for a screenshot or a chart. No program can tell: look at each.
    """
    assert subject.epub is not None
    meant = 0 if subject.article is None else subject.article.body.count('alt=""')
    for path, root in subject.epub.documents.items():
        for image in root.iter(f"{{{XHTML}}}img"):
            if image.get("alt") == "" and image.get("role") not in _SILENT_ROLES and not _is_hidden(image):
                if meant > 0:
                    meant -= 1
                    continue
                where = _place(subject.epub, path, image)
                message = "an image is marked as decoration: its alternative text is empty"
                yield Seen(message, where, "look whether it only decorates; else describe it")


@check("LINK-EPUB-WORDS", Severity.ERROR, needs=("epub",))
def links_have_words(subject: Subject) -> Iterator[Seen]:
    """A link in the EPUB has no words.

    A screen-reader user hears “link” and not where it leads; others see nothing to click (WCAG 2.2, success criteria
    2.4.4 and 4.1.2). Give it words, or an image with an alternative text.
    """
    assert subject.epub is not None
    for path, root in subject.epub.documents.items():
        for link in root.iter(f"{{{XHTML}}}a"):
            if link.get("href") is not None and not _speaks(link):
                where = _place(subject.epub, path, link)
                yield Seen(f"the link to “{link.get('href', '')[:80]}” has no words", where, "give it words")


@check("TITLE-EPUB", Severity.ERROR, needs=("epub",))
def documents_have_titles(subject: Subject) -> Iterator[Seen]:
    """A document of the EPUB has no title.

    A reading system that shows or reads out the title of a part says nothing (WCAG 2.2, success criterion 2.4.2, level
    A; EPUB Accessibility 1.1, section 3; HTML, 4.2.2). EPUBCheck takes an empty one as it is. Write in each document's
    <title> what the part is called.
    """
    assert subject.epub is not None
    book = subject.epub
    places = list[Location]()
    for path, root in book.documents.items():
        title = root.find(f"{{{XHTML}}}head/{{{XHTML}}}title")
        if etree.QName(root).localname == "html" and (title is None or not "".join(map(str, title.itertext())).strip()):
            places.append(Location(file=f"{book.name}!{path}"))
    if places:
        hint = "write in its <title> what the part is called"
        yield Seen("the document has no title", places[0], hint, tuple(places[1:]))


@check("ARIA-EPUB-NAME", Severity.WARNING, needs=("epub",))
def names_stand_where_they_are_read(subject: Subject) -> Iterator[Seen]:
    """An element of the EPUB has a name that need not be read out.

    “aria-label” and “aria-labelledby” name parts that have a role; on a plain <span>, <div> or <p> they are not
    allowed, and screen readers pass them over, or read them in place of the words (WAI-ARIA 1.2, section 5.2.8.6;
    WCAG 2.2, success criterion 4.1.2). Give the element the role that it has, or write the name as text.
    """
    assert subject.epub is not None
    for path, root in subject.epub.documents.items():
        named = [
            element
            for element in root.iter(*_NAMELESS)
            if (element.get("aria-label") or element.get("aria-labelledby")) and not (element.get("role") or "").strip()
        ]
        if named:
            name = etree.QName(named[0]).localname
            message = f"a <{name}> without a role has a name: “{(named[0].get('aria-label') or '')[:60]}”"
            places = [_place(subject.epub, path, element) for element in named]
            yield Seen(message, places[0], "give it a role, or write the name as text", tuple(places[1:]))


@check("TABLE-EPUB", Severity.WARNING, needs=("epub",), elsewhere=Severity.ERROR)
def tables_have_heads(subject: Subject) -> Iterator[Seen]:
    """A table in the EPUB has no header cells.

    A screen reader names the head of a column or row with each cell; without one, a number is only a number (WCAG 2.2,
    success criterion 1.3.1, technique H51). Write the first row, or the first column, as heads. The book is published,
    but claims no conformance.
    """
    assert subject.epub is not None
    for path, root in subject.epub.documents.items():
        for table in root.iter(f"{{{XHTML}}}table"):
            if table.get("role") not in _SILENT_ROLES and not _has_heads(table):
                yield Seen("the table has no heads", _place(subject.epub, path, table), "say what its columns hold")


def _has_heads(table: etree._Element) -> bool:
    """Whether a table has header cells; one row or one column is taken for layout and needs none."""
    rows = [row for row in table.iter(f"{{{XHTML}}}tr") if next(row.iterancestors(f"{{{XHTML}}}table")) is table]
    cells = [[cell for cell in row if cell.tag in {f"{{{XHTML}}}td", f"{{{XHTML}}}th"}] for row in rows]
    if len(rows) < 2 or max(map(len, cells), default=0) < 2:
        return True
    return any(
        cell.tag == f"{{{XHTML}}}th" or cell.get("role") in {"columnheader", "rowheader"}
        for row in cells
        for cell in row
    )


@check("ACCESS-MISSING", Severity.ERROR, needs=("epub",), elsewhere=Severity.WARNING)
def says_how_it_can_be_read(subject: Subject) -> Iterator[Seen]:
    """The EPUB does not say how it can be read.

    Shops and libraries show who a book is fit for from its package: how its content is perceived, what helps to read
    it, and what may harm (EPUB Accessibility 1.1, section 2; the European Accessibility Act asks for the same). Without
    these properties it is taken for inaccessible. Add the ones that are named.
    """
    assert subject.epub is not None
    claims = claims_of(subject.epub)
    where = Location(file=f"{subject.epub.name}!{subject.epub.package_path}")
    package = subject.epub.package
    if package is not None and not package.get("{http://www.w3.org/XML/1998/namespace}lang", "").strip():
        yield Seen("the package does not say the language of its own words", where, "set “xml:lang” on its root")
    for name in ("accessMode", "accessibilityFeature", "accessibilityHazard"):
        if not claims.values(name):
            yield Seen(f"the package has no “schema:{name}”", where, "add it, with what is true of the EPUB")


@check("ACCESS-CLAIM", Severity.ERROR, needs=("epub",), elsewhere=Severity.WARNING)
def what_it_says_of_itself_is_true(subject: Subject) -> Iterator[Seen]:
    """The EPUB says something of its accessibility that is not so.

    Somebody who cannot read without alternative texts, a page list or headings chooses a book by these statements (EPUB
    Accessibility 1.1, section 2), and is left with one that cannot be read. Each that a program can look up is held
    against the book: remove it, or make it true.
    """
    assert subject.epub is not None
    claims = claims_of(subject.epub)
    where = Location(file=f"{subject.epub.name}!{subject.epub.package_path}")
    for name, value, fact in _untrue(claims, subject.epub):
        yield Seen(f"the package says “{name}: {value}”, but {fact}", where, "remove it, or make it true")


def _untrue(claims: Claims, book: EpubDocument) -> Iterator[tuple[str, str, str]]:
    """The statements that are not true of the book: the property, the value, and the fact."""
    roots = list(book.documents.values())
    lacking = sum(len(list(undescribed(root))) for root in roots)
    formulas = [formula for root in roots for formula in root.iter("{*}math")]
    absent = {
        "alternativeText": lacking and f"{lacking} images have none",
        "tableOfContents": book.nav is None and "there is no navigation document",
        "structuralNavigation": not _has(roots, *(f"h{level}" for level in range(1, 7))) and "there are no headings",
        "pageBreakMarkers": not book.words.marks and "no page is marked",
        "MathML": not formulas and "there is no formula",
        "describedMath": not _tells_formulas(formulas, roots) and "no formula has a text in its place",
    }
    for value in claims.values("accessibilityFeature"):
        if fact := absent.get(value):
            yield "accessibilityFeature", value, fact
    pages = {"pageNavigation", "printPageNumbers"} & set(claims.values("accessibilityFeature"))
    if pages and "page-list" not in claims.navigations:
        yield "accessibilityFeature", min(pages), "there is no page list"
    if "textual" in claims.values("accessModeSufficient") and lacking:
        yield "accessModeSufficient", "textual", f"{lacking} images have no alternative text"
    if "auditory" in claims.values("accessMode") and not _has(roots, "audio", "video"):
        yield "accessMode", "auditory", "nothing in it can be heard"
    calm = {"none", "noFlashingHazard", "noSoundHazard"} & set(claims.values("accessibilityHazard"))
    if calm and _has(roots, "video", "audio"):
        yield "accessibilityHazard", min(calm), "it has sound or film in it"
    if "none" in calm and len(claims.values("accessibilityHazard")) > 1:
        yield "accessibilityHazard", "none", "it names a hazard besides"


def _tells_formulas(formulas: list[etree._Element], roots: list[etree._Element]) -> bool:
    """Whether formulas have words in their place: those in MathML, or those that images are, which may be any image."""
    if formulas:
        return all(formula.get("alttext", formula.get("aria-label", "")).strip() for formula in formulas)
    return any(image.get("alt", "").strip() for root in roots for image in root.iter(f"{{{XHTML}}}img"))


def undescribed(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The images of a document that have no alternative text, not even an empty one, and what is wrong with each."""
    for image in root.iter("{*}*"):
        name = etree.QName(image).localname
        is_image = (
            name == "img"
            or image.get("role") == "img"
            or (name == "input" and image.get("type", "").lower() == "image")
            or (name == "area" and image.get("href") is not None)
            or (name == "object" and image.get("type", "").startswith("image/"))
            or (name == "svg" and next(image.iter(f"{{{SVG}}}image"), None) is not None)
        )
        if not is_image or image.get("role") in _SILENT_ROLES or _is_hidden(image):
            continue
        alt = image.get("alt")
        if _named(image, root) or (name == "object" and "".join(map(str, image.itertext())).strip()):
            continue
        if alt is None:
            yield image, "has no alternative text"
        elif alt and not alt.strip():
            yield image, "has only spaces as alternative text"
        elif describes_nothing(alt, image.get("src", "")):
            yield image, f"has “{alt[:60]}” as alternative text, which describes nothing"
        elif not alt and name in {"area", "input"}:
            yield image, "is a control and has an empty alternative text"


def _named(image: etree._Element, root: etree._Element) -> bool:
    """Whether an image has a name other than by “alt” (Accessible Name and Description Computation 1.2, 4.3.2)."""
    names = [image.get(name, "").strip() for name in ("aria-label", "title")]
    if any(name and not describes_nothing(name) for name in names):
        return True
    wanted = set(image.get("aria-labelledby", "").split())
    labels = (element for element in root.iter("{*}*") if element.get("id") in wanted) if wanted else ()
    titles = (child for child in image if child.tag == f"{{{SVG}}}title")
    return any("".join(map(str, one.itertext())).strip() for one in (*labels, *titles))


def _is_hidden(element: etree._Element) -> bool:
    around = (element, *element.iterancestors())
    return any(one.get("aria-hidden") == "true" or one.get("hidden") is not None for one in around)


def _speaks(link: etree._Element) -> bool:
    """Whether a link has a name (Accessible Name and Description Computation 1.2, 4.3.2)."""
    images = " ".join(image.get("alt", "") for image in link.iter(f"{{{XHTML}}}img"))
    named = "".join(link.get(name, "") for name in ("aria-label", "aria-labelledby", "title"))
    return bool("".join((*map(str, link.itertext()), images, named)).strip())


def _has(roots: list[etree._Element], *names: str) -> bool:
    return any(next(root.iter(*(f"{{{XHTML}}}{name}" for name in names)), None) is not None for root in roots)


def _place(book: EpubDocument, path: str, element: etree._Element) -> Location:
    return Location(file=f"{book.name}!{path}", line=line_of(element))
