"""Say how a book can be read, as far as its content bears it out: EPUB Accessibility 1.1, 2 and 3.

Nothing here is a blanket claim: each statement is computed from the article. The check ACCESS-CLAIM holds them against
the finished book, and ACCESS-CONFORMANCE refuses a claim of conformance that not every check has backed.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from separatum.model.article import Article
from separatum.model.languages import Language

STANDARD = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""What a book claims to conform to, in the words that EPUB Accessibility 1.1, 4.2.2, prescribes."""
CERTIFIER = "Separatum"
_STILL = frozenset({"image/png", "image/jpeg"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What decides how a book can be read."""

    has_images: bool
    is_described: bool
    """Whether every image has a description."""
    is_still: bool
    """Whether nothing flashes, moves or sounds: every image is of a kind that cannot."""
    has_headings: bool
    has_notes: bool
    has_formulas: bool
    has_pages: bool
    has_heads: bool
    """Whether every table has a head."""

    @property
    def conforms(self) -> bool:
        """Whether conformance may be claimed, provided that the checks bear it out."""
        return self.is_described and self.is_still and self.has_heads


def facts_of(article: Article, *, has_pages: bool) -> Facts:
    """The facts of an article.

    Args:
        article: as it was read.
        has_pages: whether the pages of another edition are marked.
    """
    return Facts(
        has_images=bool(article.images),
        is_described=all(image.is_described for image in article.images),
        is_still=all(image.media_type in _STILL for image in article.images),
        has_headings=bool(article.outline),
        has_notes='class="noteref"' in article.body,
        has_formulas="<math" in article.body,
        has_pages=has_pages,
        has_heads=all("<th" in re.sub("<thead|</", "", table) for table in article.body.split("<table")[1:]),
    )


def accessibility_metadata(facts: Facts, speech: Language) -> tuple[tuple[str, str], ...]:
    """The properties of schema.org, each with a value, in a fixed order.

    The values are those of the Schema.org Accessibility Properties for Discoverability Vocabulary.
    """
    modes = ["textual", *(["visual"] if facts.has_images else [])]
    sufficient = [*(["textual"] if facts.is_described else []), *(["textual,visual"] if facts.has_images else [])]
    features = ["ARIA", "displayTransformability", "readingOrder", "tableOfContents", "unlocked"]
    features += ["structuralNavigation"] if facts.has_headings else []
    features += ["alternativeText"] if facts.has_images and facts.is_described else []
    features += ["MathML", "describedMath"] if facts.has_formulas else []
    features += ["pageBreakMarkers", "pageNavigation"] if facts.has_pages else []
    return (
        *(("accessMode", mode) for mode in modes),
        *(("accessModeSufficient", mode) for mode in sufficient),
        *(("accessibilityFeature", feature) for feature in sorted(features)),
        ("accessibilityHazard", "none" if facts.is_still else "unknown"),
        ("accessibilitySummary", " ".join(_sentences(facts, speech))),
    )


def accessibility_page(facts: Facts, speech: Language) -> ET.Element:
    """A page that tells a reader what the metadata tells a catalogue: an `html` element without namespaces."""
    root = ET.Element("html", {"lang": speech.tag, "dir": speech.direction})
    head = ET.SubElement(root, "head")
    title = ET.SubElement(head, "title")
    section = ET.SubElement(ET.SubElement(root, "body"), "section", {"class": "accessibility"})
    heading = ET.SubElement(section, "h1", {"id": "accessibility"})
    title.text = heading.text = speech.accessibility["title"]
    listed = ET.SubElement(section, "ul")
    for sentence in _sentences(facts, speech):
        ET.SubElement(listed, "li").text = sentence
    return root


def _sentences(facts: Facts, speech: Language) -> Iterator[str]:
    words = speech.accessibility
    yield words["display"]
    if facts.has_headings:
        yield words["headings"]
    if facts.has_images:
        yield words["images" if facts.is_described else "images_lacking"]
    if facts.has_formulas:
        yield words["formulas"]
    if facts.has_formulas and facts.has_pages:
        yield words["formulas_pdf"]
    if facts.has_notes:
        yield words["notes"]
    if facts.has_pages:
        yield words["pages"]
    if facts.is_still:
        yield words["still"]
    if facts.conforms:
        yield words["conforms"].format(standard=STANDARD)
    if facts.conforms and facts.has_images:
        yield words["judge"]
