"""Lead through a book: its contents, its landmarks and its pages, for new reading systems and for old ones."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence

from separatum.editions.epub.content_document import OPS, content_document
from separatum.model.article import Article
from separatum.model.languages import Direction
from separatum.style.compose import language_of
from separatum.style.directions import other_direction

Entry = tuple[int, str, str]
"""A level, counted from 1; the words; and the address that they lead to."""


def navigation_document(
    article: Article, contents: Iterable[Entry], places: Iterable[tuple[str, str, str]], pages: Sequence[str]
) -> bytes:
    """The navigation document: contents, landmarks and, where there are pages, their list (EPUB 3.3, 7.4).

    Args:
        article: what the book is made of.
        contents: the entries of its contents, in reading order.
        places: the landmarks: a kind of EPUB Structural Semantics, the words, and the address.
        pages: the address of each page.
    """
    metadata, speech = article.metadata, language_of(article.metadata)
    root = ET.Element("html", {"lang": metadata.language, "dir": speech.direction})
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = metadata.title
    body = ET.SubElement(root, "body")
    toc = ET.SubElement(body, "nav", {f"{{{OPS}}}type": "toc", "role": "doc-toc", "id": "toc"})
    ET.SubElement(toc, "h2").text = speech.words["contents"]
    _add_contents(toc, contents, speech.direction)
    marks = _hidden_list(body, "landmarks")
    for kind, words, address in places:
        _add_link(marks, words, address).set(f"{{{OPS}}}type", kind)
    if pages:
        listed = _hidden_list(body, "page-list")
        for number, address in enumerate(pages, start=1):
            _add_link(listed, str(number), address)
    return content_document(root)


def _hidden_list(body: ET.Element, kind: str) -> ET.Element:
    """A list that reading systems use and do not show."""
    role = {"role": "doc-pagelist"} if kind == "page-list" else {}
    nav = ET.SubElement(body, "nav", {f"{{{OPS}}}type": kind, **role, "hidden": "hidden", "id": kind})
    return ET.SubElement(nav, "ol")


def _add_link(listed: ET.Element, words: str, address: str) -> ET.Element:
    link = ET.SubElement(ET.SubElement(listed, "li"), "a", {"href": address})
    link.text = words
    return link


def _add_contents(nav: ET.Element, contents: Iterable[Entry], direction: Direction) -> None:
    """A list of the headings, each level inside the one above."""
    lists = [ET.SubElement(nav, "ol")]
    for level, words, address in contents:
        while len(lists) < level:
            lists.append(ET.SubElement(lists[-1][-1], "ol"))
        del lists[level:]
        link = _add_link(lists[-1], words, address)
        if (other := other_direction(words, direction)) is not None:
            link.set("dir", other)


def ncx_with_pages(ncx: bytes, pages: Sequence[str]) -> bytes:
    """The NCX with a list of pages (DAISY 2005, 8.4.3), which EbookLib does not write."""
    targets = "".join(
        f'<pageTarget type="normal" id="ncx-page-{number}" value="{number}"><navLabel><text>{number}</text></navLabel>'
        f'<content src="{address}"/></pageTarget>'
        for number, address in enumerate(pages, start=1)
    )
    text = ncx.decode()
    for name in ("totalPageCount", "maxPageNumber"):
        text = text.replace(
            f'<meta content="0" name="dtb:{name}"/>', f'<meta content="{len(pages)}" name="dtb:{name}"/>'
        )
    return text.replace("</navMap>", f"</navMap><pageList>{targets}</pageList>", 1).encode()
