"""The structure tree of a long PDF can be looked up without reading all of it."""

import io
from itertools import pairwise

import pikepdf
import pydyf
import pytest

from separatum.editions.pdf.structure_tree import Element, write_tree


def written(pages: int) -> pikepdf.Pdf:
    """A file of so many pages, with a paragraph and a link on each."""
    pdf = pydyf.PDF()
    document = Element("Document", None)
    for page in range(pages):
        pdf.add_page(pydyf.Dictionary({"Type": "/Page", "StructParents": page, "MediaBox": pydyf.Array([0, 0, 9, 9])}))
        paragraph, link = Element("P", document), Element("Link", document)
        annotation = pydyf.Dictionary({"Type": "/Annot", "Contents": pydyf.String(f"link on {page}")})
        pdf.add_object(annotation)
        paragraph.attributes["Alt"] = pydyf.String(f"page {page}")
        paragraph.kids.append((page, 0))
        link.kids.append((page, annotation))
    write_tree(document, pages, pdf)
    file = io.BytesIO()
    pdf.write(file)
    return pikepdf.open(io.BytesIO(file.getvalue()))


def nodes(node: pikepdf.Object) -> list[pikepdf.Object]:
    """A node of a number tree and all below it."""
    return [node, *[found for kid in node.get("/Kids", ()) for found in nodes(kid)]]


@pytest.mark.parametrize("pages", [1, 8, 9, 40, 300])
def test_each_mark_and_each_link_leads_back_to_its_element(pages: int) -> None:
    with written(pages) as pdf:
        numbers = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        assert len(numbers) == pdf.Root.StructTreeRoot.ParentTreeNextKey == 2 * pages
        for page in range(pages):
            [element] = numbers[page]
            assert str(element.Alt) == f"page {page}"
            link = numbers[pages + page]
            assert link.S == "/Link"
            assert link.K[0].Obj.StructParent == pages + page
            assert str(link.K[0].Obj.Contents) == f"link on {page}"


@pytest.mark.parametrize("pages", [1, 8, 9, 40, 300])
def test_no_node_of_the_tree_has_more_than_sixteen_entries(pages: int) -> None:
    with written(pages) as pdf:
        root, *others = nodes(pdf.Root.StructTreeRoot.ParentTree)
        assert "/Limits" not in root
        assert all(len(node.get("/Nums", ())) <= 32 and len(node.get("/Kids", ())) <= 16 for node in (root, *others))
        assert all(("/Nums" in node) != ("/Kids" in node) for node in (root, *others))


@pytest.mark.parametrize("pages", [9, 300])
def test_each_node_below_the_root_says_which_numbers_it_holds(pages: int) -> None:
    with written(pages) as pdf:
        _, *others = nodes(pdf.Root.StructTreeRoot.ParentTree)
        leaves = [node for node in others if "/Nums" in node]
        for node in leaves:
            assert list(node.Limits) == [node.Nums[0], node.Nums[-2]]
        for node in others:
            if "/Kids" in node:
                assert list(node.Limits) == [node.Kids[0].Limits[0], node.Kids[-1].Limits[1]]
        assert all(before.Limits[1] < after.Limits[0] for before, after in pairwise(leaves))
