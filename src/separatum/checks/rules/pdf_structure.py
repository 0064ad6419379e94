"""Check that a PDF's structure tree is correct where veraPDF lets faults pass.

ISO 32000-1, 14.8.4, says which element may be in which; PDF/UA-1 says it of tables and lists only in part.
"""

from collections.abc import Iterator
from functools import reduce

from separatum.checks.formats.element_places import around
from separatum.checks.formats.pdf_blocks import lines_of
from separatum.checks.formats.pdf_objects import entry, identity, text
from separatum.checks.formats.pdf_pages import Piece
from separatum.checks.formats.pdf_painting import Box
from separatum.checks.formats.structure_tree import Element
from separatum.checks.registry import CannotRunError, Seen, Subject, check
from separatum.model.alternative_text import describes_nothing
from separatum.model.findings import Location, Severity

_ROWS = ("Table", "THead", "TBody", "TFoot")
_PARENTS = {
    "LI": ("L",),
    "LBody": ("LI",),
    "TR": _ROWS,
    "TH": ("TR",),
    "TD": ("TR",),
    "THead": ("Table",),
    "TBody": ("Table",),
    "TFoot": ("Table",),
}
"""What an element may be in (14.8.4.3.3 and 14.8.4.3.4)."""
_KIDS = {"L": ("LI", "Caption"), "LI": ("Lbl", "LBody"), "TR": ("TH", "TD")}
"""The only elements that may be in an element."""
_FULL = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "LBody", "L", "Link", "Figure", "Caption"})
"""Elements that say nothing when there is nothing in them."""
_LONG = 3
"""Pages of a text that has headings."""
_HEADINGS = {f"H{level}": level for level in range(1, 7)}


@check("STRUCTURE-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def elements_stand_where_they_belong(subject: Subject) -> Iterator[Seen]:
    """An element of the PDF's structure is where it does not belong.

    A list inside a list must be in the item that it belongs to; a row in a table; and an element that stands for
    something must have something in it (ISO 32000-1, sections 14.8.4.3 and 14.8.4.4; ISO 14289-1, sections 7.5 and
    7.6). Else a screen reader counts items that are none, loses the level of a list, or says “link” of nothing. Most of
    it veraPDF lets pass. It is a fault of the program that wrote the file.
    """
    for element in _elements(subject):
        kind, parent = _name(element), _name(element.parent)
        where = _where(subject, element)
        allowed, only = _PARENTS.get(kind), _KIDS.get(parent)
        if (allowed and parent not in allowed) or (only and kind not in only):
            yield Seen(f"an element “{kind}” is in “{parent or 'nothing'}”", where, _hint(subject))
        if _is_empty(element) and kind in _FULL:
            yield Seen(f"an element “{kind}” is empty", where, _hint(subject))
        elif kind == "Link" and not _has_object(element):
            yield Seen("an element “Link” has no link", where, _hint(subject))


@check("HEADING-PDF", Severity.ERROR, needs=("pdf",))
def pdf_headings_skip_no_level(subject: Subject) -> Iterator[Seen]:
    """A heading in the PDF skips a level, or the first is not of the first level.

    Readers who move by headings, as with a screen reader, look for a part that is not there (ISO
    14289-1, section 7.4.2; WCAG 2.2, success criterion 1.3.1). Use the next level down.
    """
    before = 0
    for element in _elements(subject):
        level = _HEADINGS.get(_name(element), 0)
        if level > before + 1:
            after = f"follows one of level {before}" if before else "is the first"
            yield Seen(
                f"a heading of level {level} {after}",
                _where(subject, element),
                f"make it a heading of level {before + 1}",
            )
        before = level or before


@check("HEADING-PDF-NONE", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def long_pdfs_have_headings(subject: Subject) -> Iterator[Seen]:
    """The PDF is tagged, but has no heading.

    Readers who move by headings, as with a screen reader, can only read it from its beginning to its end (WCAG 2.2,
    success criteria 1.3.1 and 2.4.6; ISO 14289-1, section 7.4). A text of three pages or more that has none is
    reported: it rarely lacks titles; they are only set in larger letters. Give them the styles of headings.
    """
    assert subject.pdf is not None
    pages = len(subject.pdf.pages)
    roles = {element.role for element in _elements(subject)}
    if pages >= _LONG and not roles & {"/H", "/Title", *(f"/{name}" for name in _HEADINGS)}:
        message = f"the PDF is tagged, but has no heading in {pages} pages"
        yield Seen(message, Location(file=subject.pdf.name), "tag its titles as headings")


@check("CONTENT-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def all_text_is_tagged_or_an_artifact(subject: Subject) -> Iterator[Seen]:
    """Text of a tagged PDF is neither tagged nor marked as an artifact.

    A screen reader does not know whether to read it (ISO 14289-1, section 7.1; ISO 32000-1, section 14.8.2.2). Often it
    is only a running head, a page number or a line: then it is to be marked as an artifact, which is passed over. It is
    a fault of the program that wrote the file, or of something that was added to it afterwards.
    """
    assert subject.pdf is not None
    if subject.pdf.structure is None:
        raise CannotRunError("the PDF is not tagged")
    for sheet in subject.pdf.sheets:
        lines = lines_of(piece for piece in sheet.pieces if piece.is_loose)
        places = [Location(file=subject.pdf.name, page=sheet.number, box=_box_of(line)) for line in lines]
        if places:
            message = "text is neither tagged nor marked as decoration (an artifact)"
            yield Seen(message, places[0], "tag it, or mark it as an artifact", tuple(places[1:]))


def _box_of(line: list[Piece]) -> Box:
    return reduce(around, (piece.box for piece in line))


@check("ALT-PDF-WORDS", Severity.ERROR, needs=("pdf",))
def descriptions_describe(subject: Subject) -> Iterator[Seen]:
    """The alternative text of a figure in the PDF describes nothing.

    It is the name or the path of a file, or a word such as “image”: a screen reader says that in place of the picture
    (WCAG 2.2, success criterion 1.1.1, failure F30). A path may also name a person. Describe what matters in it; if it
    only decorates, mark it as an artifact.
    """
    for element in _elements(subject):
        alternative = text(entry(element.raw, "/Alt")).replace("\0", "")
        if element.role == "/Figure" and describes_nothing(alternative):
            message = f"a figure has “{alternative[:80]}” as alternative text, which describes nothing"
            yield Seen(message, _where(subject, element), "describe it")


@check("ALT-PDF", Severity.ERROR, needs=("pdf",))
def figures_are_described(subject: Subject) -> Iterator[Seen]:
    """A figure or formula in the PDF has no alternative text.

    A screen reader then says “graphic”, and nobody knows whether something is missing (WCAG 2.2, success criterion
    1.1.1; ISO 14289-1, sections 7.3 and 7.7). Describe what matters in it; if it only decorates, mark it as an artifact
    in the program that made the file.
    """
    for element in _elements(subject):
        if element.role in {"/Figure", "/Formula"} and not _is_described(element):
            kind = "figure" if element.role == "/Figure" else "formula"
            yield Seen(f"a {kind} has no alternative text", _where(subject, element), "describe it")


def _is_described(element: Element) -> bool:
    return any(text(entry(element.raw, key)).strip() for key in ("/Alt", "/ActualText"))


@check("NOTE-PDF", Severity.ERROR, needs=("pdf",), elsewhere=Severity.INFO)
def notes_stand_by_their_calls(subject: Subject) -> Iterator[Seen]:
    """A note of the PDF is not beside the reference that calls it.

    In the structure tree a note comes right after its reference, wherever it is on paper, so that a screen reader
    can offer it there and does not read it in the middle of another sentence (ISO 32000-1, section 14.8.4.4.1). It is a
    fault of the program that wrote the file.
    """
    for element in _elements(subject):
        if element.role == "/Note" and element.before not in {"/Reference", "/Note"}:
            place = f"after “{element.before.removeprefix('/')}”" if element.before else "first"
            message = f"a note is {place} in “{_name(element.parent)}”, not after its reference"
            yield Seen(message, _where(subject, element), _hint(subject))


def _hint(subject: Subject) -> str:
    ours = "report this, with the article if you may share it"
    return "ask the maker of the program that wrote the file" if subject.article is None else ours


def _elements(subject: Subject) -> Iterator[Element]:
    """The elements of the structure tree in their order."""
    assert subject.pdf is not None
    if subject.pdf.structure is None:
        raise CannotRunError("the PDF is not tagged")
    return (node for node in subject.pdf.structure if isinstance(node, Element) and node.role)


def _where(subject: Subject, element: Element) -> Location:
    """The page of what an element shows first, or of what is around it."""
    assert subject.pdf is not None
    numbers = subject.pdf.page_numbers
    named = (identity(entry(holder, "/Pg")) for holder in (element.raw, *element.kids))
    page = next((numbers[one] for one in named if one is not None and one in numbers), element.page)
    place = subject.pdf.places.get(element.number)
    return Location(file=subject.pdf.name, page=place[0] if place else page, box=place[1] if place else None)


def _name(element: Element | None) -> str:
    """The structure type as people write it: “Table”; empty for the root of the tree."""
    return "" if element is None else element.role.removeprefix("/")


def _is_empty(element: Element) -> bool:
    return not element.kids and entry(element.raw, "/ActualText") is None and entry(element.raw, "/Alt") is None


def _has_object(element: Element) -> bool:
    """Whether an annotation belongs to it."""
    return any(text(entry(kid, "/Type")) == "/OBJR" for kid in element.kids)
