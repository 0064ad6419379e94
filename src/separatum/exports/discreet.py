"""Make an article that does not show at a glance what it is: its title and names are only in its text.

The headline, the standfirst and the names go to the head of the text, and are in no contents and no bookmark; the file,
the title page, the cover and the metadata have a neutral title. The words of the text are untouched.
"""

import uuid
import xml.etree.ElementTree as ET
from dataclasses import replace

from separatum.model.article import Article, Metadata, Role
from separatum.style.compose import language_of

# The name space of the identifiers of discreet editions. Never to be changed.
_DISCREET = uuid.UUID("0b0e2b84-6f0f-5c53-8f0e-3a51c6d0a8d4")


def discreet(article: Article) -> Article:
    """The same article with a neutral name, title and metadata, and without links that lead out of it.

    Its identifier is made from its words, because one that is made from its address can be tried with the addresses
    of a known site. Corrections and dates stay: readers need them, and they name nobody.
    """
    root = ET.fromstring(f"<body>{article.body}</body>")  # noqa: S314 - made by source/
    _loosen_links(root)
    root.insert(0, _headline(article.metadata, {element.get("id") for element in root.iter()}))
    body = (root.text or "") + "".join(ET.tostring(child, encoding="unicode") for child in root)
    identifier = uuid.uuid5(_DISCREET, body)
    name = identifier.hex[:8]
    title = f"{language_of(article.metadata).words['edition']} {name}"
    return replace(
        article,
        name=name,
        metadata=_neutral(article.metadata, title, identifier.urn),
        body=body,
        lead=None,
    )


def _neutral(metadata: Metadata, title: str, identifier: str) -> Metadata:
    return Metadata(
        title=title,
        short_title=title,
        language=metadata.language,
        identifier=identifier,
        published=metadata.published,
        modified=metadata.modified,
        amendments=metadata.amendments,
    )


def _headline(metadata: Metadata, taken: set[str | None]) -> ET.Element:
    """The headline block, as a part of the text."""
    anchor = next(name for number in range(1, len(taken) + 2) if (name := f"headline-{number}") not in taken)
    head = ET.Element("header", {"class": "headline"})
    names = ", ".join(person.name for person in metadata.contributors if person.role is Role.AUTHOR)
    others = ", ".join(person.name for person in metadata.contributors if person.role is not Role.AUTHOR)
    parts = (
        ("p", {"class": "kicker"}, metadata.kicker),
        ("h2", {"id": anchor}, metadata.title),
        ("p", {"class": "standfirst"}, metadata.standfirst),
        ("p", {"class": "byline"}, " · ".join(part for part in (names, others, metadata.place) if part)),
    )
    for tag, attributes, words in parts:
        if words:
            ET.SubElement(head, tag, attributes).text = words
    head.tail = "\n"
    return head


def _loosen_links(root: ET.Element) -> None:
    """Leave the words of each link that leads out of the text, and take the link away."""
    for parent in list(root.iter()):
        for place in reversed(range(len(parent))):
            link = parent[place]
            if link.tag == "a" and not link.get("href", "").startswith("#"):
                _unwrap(parent, place)


def _unwrap(parent: ET.Element, place: int) -> None:
    """Put what an element holds into its place."""
    element = parent[place]
    inner = list(element)
    text, tail = element.text or "", element.tail or ""
    if element.get("lang"):
        element.tag = "span"
        element.attrib = {key: value for key, value in element.attrib.items() if key in {"lang", "dir"}}
        return
    if inner:
        inner[-1].tail = (inner[-1].tail or "") + tail
    else:
        text += tail
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent[place : place + 1] = inner
