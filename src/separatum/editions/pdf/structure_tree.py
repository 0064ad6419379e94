"""Structure elements, and how they are put into a PDF: ISO 32000-1, 14.7.2 to 14.7.4."""

import weakref
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

import pydyf

_Part = TypeVar("_Part")
Mark = tuple[int, Any]
"""A page, counted from 0, and what stands there: a marked-content identifier or the dictionary of an annotation."""
_KIDS = 16
"""How many entries or kids a node of a number tree has at most."""


class Element:
    """A structure element in the making."""

    __slots__ = ("__weakref__", "_parent", "attributes", "kids", "role")

    def __init__(self, role: str, parent: "Element | None", after: "Element | None" = None) -> None:
        self.role = role
        self._parent = None if parent is None else weakref.ref(parent)
        self.attributes: dict[str, Any] = {}
        self.kids: list[Element | Mark] = []
        if parent is not None and after is not None:
            parent.kids.insert(parent.kids.index(after) + 1, self)
        elif parent is not None:
            parent.kids.append(self)

    @property
    def parent(self) -> "Element | None":
        """The element that it is in, which holds it."""
        return None if self._parent is None else self._parent()

    def marks(self, *, without: str) -> "Iterator[Mark]":
        """What stands on pages, in this element and below, but not below the elements of a role."""
        for kid in self.kids:
            if not isinstance(kid, Element):
                yield kid
            elif kid.role != without:
                yield from kid.marks(without=without)


def forget_tags(pdf: pydyf.PDF) -> None:
    """Empty what WeasyPrint makes of pages without boxes: objects keep their numbers, so they cannot be taken out."""
    for thing in pdf.objects:
        if isinstance(thing, dict) and (thing.get("Type") in ("/StructElem", "/StructTreeRoot") or "Nums" in thing):
            thing.clear()


def write_tree(tree: Element, pages: int, pdf: pydyf.PDF) -> None:
    """Put a structure tree into a file, and number its pages.

    Args:
        tree: its root element.
        pages: how many there are.
        pdf: the file.
    """
    writer = _Writer(pdf, pages)
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    root["K"] = pydyf.Array([writer.write(tree, root).reference])
    root["ParentTree"] = _number_tree(writer.parents(), pdf).reference
    root["ParentTreeNextKey"] = len(writer.owners) + len(writer.annotations)
    if writer.names:
        names = pydyf.Array()
        for name in sorted(writer.names):
            names.extend((pydyf.String(name), writer.names[name]))
        root["IDTree"] = pydyf.Dictionary({"Names": names})
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})


class _Writer:
    """Puts structure elements into a file: ISO 32000-1, 14.7.2 to 14.7.4."""

    def __init__(self, pdf: pydyf.PDF, pages: int) -> None:
        self.pdf = pdf
        self.pages = pdf.page_references  # looked up in all objects at each time
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
        own = next((kid[0] for kid in element.kids if not isinstance(kid, Element)), None)
        if own is not None:
            written["Pg"] = self.pages[own]
        kids = pydyf.Array()
        for kid in element.kids:
            kids.append(self._kid(kid, written, own))
        written["K"] = kids
        return written

    def _kid(self, kid: "Element | Mark", owner: pydyf.Dictionary, own: int | None) -> int | bytes | pydyf.Dictionary:
        """A kid for an element: its page is only named where it is not the element's own."""
        if isinstance(kid, Element):
            return self.write(kid, owner).reference
        page, content = kid
        where = {} if page == own else {"Pg": self.pages[page]}
        if isinstance(content, int):
            self.owners[page][content] = owner.reference
            return pydyf.Dictionary({"Type": "/MCR", **where, "MCID": content}) if where else content
        self.annotations.append((content, owner.reference))
        return pydyf.Dictionary({"Type": "/OBJR", **where, "Obj": content.reference})

    def parents(self) -> list[tuple[int, bytes]]:
        """What leads from each page's marks, and from annotations, back to their elements; by number."""
        numbers: list[tuple[int, bytes]] = []
        for page, owners in enumerate(self.owners):
            line = pydyf.Array([owners.get(mcid, b"null") for mcid in range(max(owners, default=-1) + 1)])
            self.pdf.add_object(line)
            numbers.append((page, line.reference))
        for number, (annotation, owner) in enumerate(self.annotations, start=len(self.owners)):
            annotation["StructParent"] = number
            numbers.append((number, owner))
        return numbers


def _number_tree(entries: Sequence[tuple[int, bytes]], pdf: pydyf.PDF) -> pydyf.Dictionary:
    """The root of a number tree (ISO 32000-1, 7.9.7), of such depth that who looks for a number need not read all.

    Args:
        entries: numbers in their order, and a reference to what each leads to.
        pdf: the file that it is put into.
    """
    leaves = _parts(entries)
    nodes = [(leaf[0][0], leaf[-1][0], pydyf.Dictionary({"Nums": pydyf.Array(chain(*leaf))})) for leaf in leaves]
    while True:
        for _, _, node in nodes:
            pdf.add_object(node)
        if len(nodes) == 1:
            return nodes[0][2]
        for first, last, node in nodes:
            node["Limits"] = pydyf.Array((first, last))
        nodes = [
            (part[0][0], part[-1][1], pydyf.Dictionary({"Kids": pydyf.Array(node.reference for _, _, node in part)}))
            for part in _parts(nodes)
        ]


def _parts(whole: Sequence[_Part]) -> list[Sequence[_Part]]:
    return [whole[start : start + _KIDS] for start in range(0, len(whole), _KIDS)]
