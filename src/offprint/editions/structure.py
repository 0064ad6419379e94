"""Tag a laid-out page: the PDF's structure tree, made from the tree that the pages were laid out from.

WeasyPrint makes a structure tree from its boxes. A box is half a paragraph where a page breaks, a note is a box at the
foot of a page, and no box knows its language: so a screen reader would hear a sentence interrupted by a note, in the
wrong voice. Ours is made from the article's own tree: boxes tell only which marks on which page belong to which
element.

Sources: ISO 32000-1, 14.7 and 14.8 (structure and tagged PDF); ISO 14289-1 (PDF/UA-1), 7.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from typing import Any

import pydyf
from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

ROLES = {
    "article": "Art",
    "aside": "Div",
    "blockquote": "BlockQuote",
    "caption": "Caption",
    "code": "Code",
    "dl": "L",
    "figcaption": "Caption",
    "figure": "Div",
    "footer": "Sect",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "header": "Sect",
    "img": "Figure",
    "ol": "L",
    "p": "P",
    "pre": "P",
    "q": "Quote",
    "section": "Sect",
    "table": "Table",
    "tbody": "TBody",
    "td": "TD",
    "tfoot": "TFoot",
    "th": "TH",
    "thead": "THead",
    "tr": "TR",
    "ul": "L",
}
"""Elements and their standard structure types. Others leave no trace: their text belongs to their parent's."""

POINTS_PER_PIXEL = 0.75

_SPELT = re.compile("[\u0590-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters that run from right to left, or that change their order or join into one glyph: Hebrew, Arabic, Indic."""

Mark = tuple[int, Any]
"""A page, counted from 0, and what stands there: a marked-content identifier or the dictionary of an annotation."""


class Element:
    """A structure element in the making."""

    __slots__ = ("attributes", "kids", "parent", "role")

    def __init__(self, role: str, parent: "Element | None", after: "Element | None" = None) -> None:
        self.role = role
        self.parent = parent
        self.attributes: dict[str, Any] = {}
        self.kids: list[Element | Mark] = []
        if parent is not None and after is not None:
            parent.kids.insert(parent.kids.index(after) + 1, self)
        elif parent is not None:
            parent.kids.append(self)


class MarkedPage(Page):  # type: ignore[misc]
    """A page that remembers which marked-content sequence shows which box."""

    def __init__(self, page: Page) -> None:
        self.__dict__.update(page.__dict__)
        self.marks: dict[Any, int] = {}
        self.sequences: dict[int, tuple[list[Any], int]] = {}

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the page, then note its marks before WeasyPrint's own tags use them up."""
        super().paint(stream, scale)
        self.marks = {box: mark["mcid"] for box, mark in stream._tags.items()}  # noqa: SLF001 - nothing public tells it
        operators = stream.stream
        for place, item in enumerate(operators):
            if isinstance(item, pydyf.Dictionary) and "MCID" in item:
                self.sequences[item["MCID"]] = (operators, place)

    def make_artifact(self, mcid: int) -> None:
        """Take a sequence out of what is read: ISO 32000-1, 14.8.2.2."""
        operators, place = self.sequences[mcid]
        operators[place - 1] = "/Artifact"
        operators[place].clear()
        operators[place]["Type"] = "/Pagination"

    def spell(self, mcid: int, text: str) -> None:
        """Say in letters what a sequence shows, where glyphs are not letters in their order: ISO 32000-1, 14.9.4."""
        if _SPELT.search(text):
            operators, place = self.sequences[mcid]
            operators[place]["ActualText"] = pydyf.String(text)

    def leaves(self) -> Iterator[tuple[Any, bool]]:
        """Each box that shows something or links somewhere, in reading order, and whether it is in the margin."""
        yield from _leaves(self._page_box, in_margin=False)


def structured(document: Document, root: ET.Element) -> tuple[Document, Callable[[Document, pydyf.PDF], None]]:
    """A document to write, and the finisher to write it with, so that its tags are those of the tree.

    Args:
        document: laid out from `root`.
        root: the `html` element, with each note inside its call.
    """
    marked = document.copy([MarkedPage(page) for page in document.pages])

    def tag(document: Document, pdf: pydyf.PDF) -> None:
        tree = StructureTree(root)
        for number, page in enumerate(document.pages):
            tree.add_page(number, page)
        _forget_tags(pdf)
        _write(tree, document, pdf)

    return marked, tag


class StructureTree:
    """The structure elements of a document, made as its pages are read from the first to the last."""

    def __init__(self, root: ET.Element) -> None:
        self.root = Element("Document", None)
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._elements: dict[ET.Element, Element] = {}
        self._repeating: dict[ET.Element, int] = {}
        self._language = root.get("lang")

    def add_page(self, number: int, page: MarkedPage) -> None:
        """Give each mark of a page to its element."""
        for box, in_margin in page.leaves():
            mcid = page.marks.get(box)
            if in_margin or box.element is None:
                if mcid is not None:
                    page.make_artifact(mcid)
                continue
            if box.link_annotation:
                # The place that a note was called from stands in the call, though its box is the note's.
                linked = self._parents[box.element] if box.element_tag.endswith("::footnote-call") else box.element
                self.element(linked).kids.append((number, box.link_annotation))
            if mcid is None:
                continue
            if _is_decoration(box) or self._is_repetition(box.element, number) or self._is_for_paper(box.element):
                page.make_artifact(mcid)
                continue
            target = self._label(box.element) if box.element_tag.endswith("::marker") else self.element(box.element)
            target.kids.append((number, mcid))
            page.spell(mcid, getattr(box, "text", ""))
            if target.role == "Figure":
                target.attributes["A"] = _box_of_figure(box, page)

    def element(self, node: ET.Element) -> Element:
        """The structure element that a node's own text belongs to."""
        known = self._elements.get(node)
        if known is None:
            known = self._elements[node] = self._made(node)
        return known

    def _made(self, node: ET.Element) -> Element:
        parent_node = self._parents.get(node)
        if parent_node is None:
            return self.root
        if node.get("class") == "note":
            return self._note(node, parent_node)
        parent = self.element(parent_node)
        if node.tag == "a" and node.get("href"):
            holder = Element("Reference", parent) if node.get("class") == "noteref" else parent
            made = Element("Link", holder)
        elif node.tag == "li":
            made = Element("LBody", Element("LI", parent))
        elif node.tag in ("dt", "dd"):
            made = self._definition(node, parent)
        elif node.tag in ROLES:
            made = Element(ROLES[node.tag], parent)
        elif node.get("lang") or node.get("title"):
            made = Element("Span", parent)
        else:
            return parent
        self._attribute(node, made)
        return made

    def _note(self, node: ET.Element, call: ET.Element) -> Element:
        """A note stands right after the reference that calls it: ISO 32000-1, 14.8.4.4.1."""
        reference = self.element(call).parent
        assert reference is not None
        note = Element("Note", reference.parent, after=reference)
        note.attributes["ID"] = pydyf.String(node.get("id", ""))  # ISO 14289-1, 7.9
        return note

    def _label(self, node: ET.Element) -> Element:
        """The label of a list item: its bullet or number."""
        item = self.element(node).parent
        assert item is not None
        for kid in item.kids:
            if isinstance(kid, Element) and kid.role == "Lbl":
                return kid
        label = Element("Lbl", item)
        item.kids.insert(0, item.kids.pop())
        return label

    def _definition(self, node: ET.Element, parent: Element) -> Element:
        """A term opens a list item as its label; what defines it is the item's body."""
        last = parent.kids[-1] if parent.kids else None
        if node.tag == "dt" or not isinstance(last, Element):
            last = Element("LI", parent)
        return Element("Lbl" if node.tag == "dt" else "LBody", last)

    def _attribute(self, node: ET.Element, made: Element) -> None:
        language = node.get("lang")
        if language and language != self._language:
            made.attributes["Lang"] = pydyf.String(language)
        if node.tag == "abbr" and node.get("title"):
            made.attributes["E"] = pydyf.String(node.get("title"))
        if node.tag == "img":
            made.attributes["Alt"] = pydyf.String(node.get("alt", ""))
        if node.tag in ("td", "th"):
            made.attributes["A"] = _attributes_of_cell(node)
        if node.tag in ("ul", "ol"):
            numbering = "/Decimal" if node.tag == "ol" else "/Disc"
            made.attributes["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})

    def _is_for_paper(self, node: ET.Element | None) -> bool:
        """Whether this is for the eye alone: addresses that a listener hears from the links themselves."""
        while node is not None and node.get("class") != "addresses":
            node = self._parents.get(node)
        return node is not None

    def _is_repetition(self, node: ET.Element, page: int) -> bool:
        """Whether this is a table's head again, on a later page of the table."""
        while node.tag not in ("thead", "tfoot"):
            above = self._parents.get(node)
            if above is None:
                return False
            node = above
        return self._repeating.setdefault(node, page) != page


def _leaves(box: Any, *, in_margin: bool) -> Iterator[tuple[Any, bool]]:
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001
    in_margin = in_margin or isinstance(box, boxes.MarginBox)
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox) or box.link_annotation:
        yield box, in_margin
    for child in getattr(box, "children", ()):
        yield from _leaves(child, in_margin=in_margin)


def _is_decoration(box: Any) -> bool:
    """Whether a style sheet, and not the article, put this text here."""
    return bool(box.element_tag.endswith(("::before", "::after", "::footnote-call", "::footnote-marker")))


def _box_of_figure(box: Any, page: MarkedPage) -> pydyf.Dictionary:
    left, top = box.content_box_x(), box.content_box_y()
    corners = (left, page.height - top - box.height, left + box.width, page.height - top)
    return pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array([POINTS_PER_PIXEL * value for value in corners])})


def _attributes_of_cell(node: ET.Element) -> pydyf.Dictionary:
    """Scope and spans: ISO 32000-1, 14.8.5.7."""
    attributes = pydyf.Dictionary({"O": "/Table"})
    if node.tag == "th":
        attributes["Scope"] = "/Row" if node.get("scope") == "row" else "/Column"
    for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        if (span := node.get(name, "1")) != "1":
            attributes[key] = int(span)
    return attributes


def _forget_tags(pdf: pydyf.PDF) -> None:
    """Empty WeasyPrint's own structure elements: objects keep their numbers, so they cannot be taken out."""
    for thing in pdf.objects:
        if isinstance(thing, dict) and (
            thing.get("Type") in ("/StructElem", "/StructTreeRoot", "/OBJR") or "Nums" in thing
        ):
            thing.clear()


class _Writer:
    """Puts structure elements into a file: ISO 32000-1, 14.7.2 to 14.7.4."""

    def __init__(self, pdf: pydyf.PDF, pages: int) -> None:
        self.pdf = pdf
        self.owners: list[dict[int, bytes]] = [{} for _ in range(pages)]
        """For each page, the element that each mark belongs to."""
        self.annotations: list[tuple[pydyf.Dictionary, bytes]] = []
        self.names: dict[str, bytes] = {}

    def write(self, element: Element, parent: pydyf.Dictionary) -> pydyf.Dictionary:
        """Write an element and all below it."""
        written = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{element.role}", "P": parent.reference})
        self.pdf.add_object(written)
        written.update(element.attributes)
        if "ID" in element.attributes:
            self.names[element.attributes["ID"].string] = written.reference
        kids = pydyf.Array()
        for kid in element.kids:
            kids.append(self._kid(kid, written))
        written["K"] = kids
        return written

    def _kid(self, kid: "Element | Mark", owner: pydyf.Dictionary) -> bytes | pydyf.Dictionary:
        if isinstance(kid, Element):
            return self.write(kid, owner).reference
        page, content = kid
        where = self.pdf.page_references[page]
        if isinstance(content, int):
            self.owners[page][content] = owner.reference
            return pydyf.Dictionary({"Type": "/MCR", "Pg": where, "MCID": content})
        self.annotations.append((content, owner.reference))
        return pydyf.Dictionary({"Type": "/OBJR", "Pg": where, "Obj": content.reference})

    def parent_tree(self) -> pydyf.Array:
        """The number tree that leads from marks and annotations back to their elements."""
        numbers = pydyf.Array()
        for page, owners in enumerate(self.owners):
            line = pydyf.Array([owners.get(mcid, b"null") for mcid in range(max(owners, default=-1) + 1)])
            self.pdf.add_object(line)
            numbers.extend((page, line.reference))
        for number, (annotation, owner) in enumerate(self.annotations, start=len(self.owners)):
            annotation["StructParent"] = number
            numbers.extend((number, owner))
        return numbers


def _write(tree: StructureTree, document: Document, pdf: pydyf.PDF) -> None:
    writer = _Writer(pdf, len(document.pages))
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    root["K"] = pydyf.Array([writer.write(tree.root, root).reference])
    parents = pydyf.Dictionary({"Nums": writer.parent_tree()})
    pdf.add_object(parents)
    root["ParentTree"] = parents.reference
    root["ParentTreeNextKey"] = len(writer.owners) + len(writer.annotations)
    if writer.names:
        names = pydyf.Array()
        for name in sorted(writer.names):
            names.extend((pydyf.String(name), writer.names[name]))
        root["IDTree"] = pydyf.Dictionary({"Names": names})
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})
