"""Tag a laid-out page: the PDF's structure tree, made from the tree that the pages were laid out from.

WeasyPrint makes a structure tree from its boxes. A box is half a paragraph where a page breaks, a note is a box at the
foot of a page, and no box knows its language: so a screen reader would hear a sentence interrupted by a note, in the
wrong voice. Ours is made from the article's own tree: boxes tell only which marks on which page belong to which
element.

Sources: ISO 32000-1, 14.7 and 14.8 (structure and tagged PDF); ISO 14289-1 (PDF/UA-1), 7.
"""

import re
import xml.etree.ElementTree as ET
from typing import Any
from unicodedata import mirrored

import pydyf
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

from separatum.editions.math import SAID
from separatum.editions.page_map import signs
from separatum.editions.pdf.marked_content import MarkedPage
from separatum.editions.pdf.page_fill import PLACE
from separatum.editions.pdf.page_parts import STOOD_BEFORE
from separatum.editions.pdf.stacked_rows import FROM_ABOVE, NAME
from separatum.editions.pdf.structure_tree import Element, forget_tags, write_tree
from separatum.editions.pdf.to_unicode import SHARED, SPELT, Spelling
from separatum.style.picture_rows import ROW

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

_FOR_PAPER = frozenset({"addresses", NAME, FROM_ABOVE})
"""The classes of what is printed for the eye alone."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class Tagger:
    """The finisher to write a document with, so that its tags are those of the tree that it was laid out from.

    Args:
        root: the `html` element, with each note inside its call.
    """

    def __init__(self, root: ET.Element) -> None:
        self._root = root
        self._spelling = Spelling()
        self._is_spelt = SHARED.search("".join(root.itertext())) is not None
        self.page_starts: tuple[int, ...] = ()
        """Once the document is written: how many signs of the text stand before each page (`pagination.py`)."""

    def marked(self, document: Document) -> Document:
        """The document to write: its pages remember their marks."""
        return document.copy([MarkedPage(page, self._spelling, is_spelt=self._is_spelt) for page in document.pages])

    def __call__(self, document: Document, pdf: pydyf.PDF) -> None:
        """Give the document its tags."""
        tree = StructureTree(self._root)
        for number, page in enumerate(document.pages):
            tree.add_page(number, page)
        tree.put_back_moved()
        self.page_starts = tree.page_starts(len(document.pages))
        forget_tags(pdf)
        write_tree(tree.root, len(document.pages), pdf)
        self._spelling.write(pdf)


class StructureTree:
    """The structure elements of a document, made as its pages are read from the first to the last."""

    def __init__(self, root: ET.Element) -> None:
        self.root = Element("Document", None)
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._elements: dict[ET.Element, Element] = {}
        self._repeating: dict[ET.Element, tuple[tuple[ET.Element, str], int]] = {}
        self._signs: dict[tuple[int, int], int] = {}
        """How many signs each mark shows."""
        self._pictures = set[tuple[int, int]]()
        """The marks that show a picture."""
        self._passed = set[tuple[int, int]]()
        """Those of pictures that the text has passed: words behind them are on a page before theirs."""
        self._language = root.get("lang")
        self._is_mirrored = _RIGHT_TO_LEFT.search("".join(root.itertext())) is not None
        self._initial: tuple[int, str] | None = None
        """The mark of the story's large first letter, and the letter, while the rest of its word is awaited."""

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
                self.element(self._link(linked)).kids.append((number, box.link_annotation))
            if mcid is None:
                continue
            if _is_decoration(box) or self._is_repetition(box.element, box) or self._is_for_paper(box.element):
                page.make_artifact(mcid)
                continue
            target = self._label(box.element) if box.element_tag.endswith("::marker") else self.element(box.element)
            self._spelt(target, page, mcid, box).kids.append((number, mcid))
            if (last := box.element.get(SAID)) is not None:
                page.say(mcid, last)
            self._keep_first_word_whole(page, mcid, box)
            self._signs[number, mcid] = _signs(box)
            if box.element_tag == "img":
                self._pictures.add((number, mcid))
            if target.role in {"Figure", "Formula"}:
                target.attributes["A"] = _box_of_figure(box, page)

    def _spelt(self, target: Element, page: MarkedPage, mcid: int, box: Any) -> Element:
        """The element for a sequence, which is spelt where glyphs are not letters in their order: ISO 32000-1, 14.9.4.

        From right to left the tags spell, not the sequence: readers of glyphs would turn what is in its order already.
        From left to right brackets are spelt too, where some are drawn for their opposites.
        """
        text = getattr(box, "text", "")
        if text and (_RIGHT_TO_LEFT.search(text) or box.style["direction"] == "rtl"):
            target = Element("Span", target)
            target.attributes["ActualText"] = pydyf.String(text)
        elif SPELT.search(text) or (self._is_mirrored and any(map(mirrored, text))):
            page.say(mcid, text)
        return target

    def _keep_first_word_whole(self, page: MarkedPage, mcid: int, box: Any) -> None:
        """Let a large first letter stand for its whole word: readers take two sizes of type for two words."""
        if box.element.get("class") == "initial":
            self._initial = (mcid, box.text)
        elif self._initial is not None:
            (mark, letter), self._initial = self._initial, None
            word, space, rest = getattr(box, "text", "").partition(" ")
            if space and not SPELT.search(box.text):
                page.say(mark, letter + word)
                page.say(mcid, space + rest)

    def _link(self, node: ET.Element) -> ET.Element:
        """The link that a node is in: code in a link has a structure type of its own, which may not hold it."""
        above: ET.Element | None = node
        while above is not None and above.tag != "a":
            above = self._parents.get(above)
        return node if above is None else above

    def put_back_moved(self) -> None:
        """Put figures that the text passes on the page where they stand in the source."""
        places = {node.get(PLACE): node for node in self._parents if node.get(PLACE) is not None}
        for figure in [part for part in places.values() if part.get(STOOD_BEFORE)]:
            successor = places.get(figure.get(STOOD_BEFORE))
            moved, before = self._elements.get(figure), None if successor is None else self._elements.get(successor)
            if moved is not None and before is not None and moved.parent is before.parent and moved.parent is not None:
                kids = moved.parent.kids
                kids.remove(moved)
                kids.insert(kids.index(before), moved)
                self._passed |= self._pictures.intersection(moved.marks(without="Note"))

    def page_starts(self, pages: int) -> tuple[int, ...]:
        """How many signs of the text stand before each page, in the order of the tree, without notes.

        A page that begins with a picture which the text has passed begins with the first words behind it.
        """
        last, starts = 0, dict[int, int]()
        for page, mark in self.root.marks(without="Note"):
            count = self._signs.get((page, mark), 0) if isinstance(mark, int) else 0
            if count and (page, mark) not in self._passed:
                starts.setdefault(page, last)
            last += count
        for page in reversed(range(pages)):  # a page of nothing but notes begins where the next one does
            last = starts[page] = min(starts.get(page, last), last)
        return tuple(starts[page] for page in range(pages))

    def element(self, node: ET.Element) -> Element:
        """The structure element that a node's own text belongs to."""
        row = self._parents.get(node)
        if row is not None and row.tag == "tr" and row not in self._elements:
            self.element(row)
        known = self._elements.get(node)
        if known is None:
            known = self._elements[node] = self._made(node)
            if node.tag == "tr":  # an empty cell shows nothing, and is a cell: ISO 14289-1, 7.5
                for cell in node:
                    self.element(cell)
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
        elif node.get(SAID) is not None:
            made = Element("Formula", parent)  # ISO 14289-1, 7.7
        elif node.tag in ROLES or node.get("class") == ROW:
            made = Element(ROLES.get(node.tag, "Div"), parent)
        elif node.get("lang") or node.get("title"):
            made = Element("Span", parent)
        else:
            return parent
        self._attribute(node, made)
        return made

    def _note(self, node: ET.Element, call: ET.Element) -> Element:
        """A note stands right after the reference that calls it (ISO 32000-1, 14.8.4.4.1); then those that it calls."""
        reference = self.element(call).parent
        assert reference is not None
        earlier = [one for one in call if one is not node and one in self._elements and one.get("class") == "note"]
        note = Element("Note", reference.parent, after=self._elements[earlier[-1]] if earlier else reference)
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
            if node.tag == "th" and node.get("id"):
                made.attributes["ID"] = pydyf.String(node.get("id", ""))
        if node.tag in ("ul", "ol"):
            numbering = "/Decimal" if node.tag == "ol" else "/Disc"
            made.attributes["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})

    def _is_for_paper(self, node: ET.Element | None) -> bool:
        """Whether this is for the eye alone: an ornament, addresses that a listener hears from the links, or what a
        stacked row says again of its table.
        """
        if node is not None and node.tag == "img" and node.get("role") == "presentation":
            return True
        while node is not None and not _FOR_PAPER.intersection(node.get("class", "").split()):
            node = self._parents.get(node)
        return node is not None

    def _is_repetition(self, node: ET.Element, box: Any) -> bool:
        """Whether this is a table's head again, on a later page of the table or in its next column."""
        while node.tag not in ("thead", "tfoot"):
            above = self._parents.get(node)
            if above is None:
                return False
            node = above
        begins: tuple[ET.Element, str] = (box.element, getattr(box, "text", ""))
        first, times = self._repeating.get(node, (begins, 0))
        times += int(begins == first)
        self._repeating[node] = (first, times)
        return times > 1


def _signs(box: Any) -> int:
    if isinstance(box, boxes.TextBox):
        return 0 if box.element_tag.endswith("::marker") else signs(box.text)
    return int(box.element_tag == "img")


def _is_decoration(box: Any) -> bool:
    """Whether a style sheet, and not the article, put this text here."""
    return bool(box.element_tag.endswith(("::before", "::after", "::footnote-call", "::footnote-marker")))


def _box_of_figure(box: Any, page: MarkedPage) -> pydyf.Dictionary:
    left, top = box.content_box_x(), box.content_box_y()
    corners = (left, page.height - top - box.height, left + box.width, page.height - top)
    return pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array([POINTS_PER_PIXEL * value for value in corners])})


def _attributes_of_cell(node: ET.Element) -> pydyf.Dictionary:
    """Scope, spans and headers: ISO 32000-1, 14.8.5.7."""
    attributes = pydyf.Dictionary({"O": "/Table"})
    if node.tag == "th":
        attributes["Scope"] = "/Row" if node.get("scope") == "row" else "/Column"
    for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        if (span := node.get(name, "1")) != "1":
            attributes[key] = int(span)
    if node.get("headers"):
        attributes["Headers"] = pydyf.Array([pydyf.String(name) for name in node.get("headers", "").split()])
    return attributes
