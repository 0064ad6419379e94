"""Markup that had no effect, and that the reader would see or the author miss."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from separatum.model.findings import Finding
from separatum.source import pasted_rules as pasted
from separatum.source import rules
from separatum.source.html.elements import marks_of, text_of
from separatum.source.locations import Places

_ATTRIBUTES = re.compile(r"\{:?\s*[.#][A-Za-z][^{}\n]*\}|\{:?\s*[a-z]+=[\"'“][^{}\n]*\}")
_MARKDOWN = re.compile(
    r"\*\*(?![\s*])[^*\n]+\*\*|^[ \t]*#{1,6} [^\n]+|^[ \t]*\+(?:[-=]{3,}\+)+"
    r"|!?\[[^\[\]\n]*\]\(+(?:https?:|mailto:|[\w./#])[^()\s]*\)|\*\*\w{1,60}|(?<!\w)\w{1,60}\*\*(?!\*)",
    re.MULTILINE,
)
_REFERENCE = re.compile(r"\[[^\[\]\n]+\]\[(?!\d+\])[^\[\]\n]+\]")
_CITATION = re.compile(
    r"\[[^\[\]@\n]{0,60}-?@[A-Za-z_][\w:.#$%&+?<>~/-]*[^\[\]\n]*\]|(?<![\w@.])@(?:fig|tbl|sec|eq|lst|thm|exm)[-:][\w:-]+"
    r"|(?<![\w@./])@[a-z][\w-]*(?:19|20)\d\d[a-z]?\b"
)


def markup(tree: Element, places: Places) -> list[Finding]:
    """A finding for each piece of markup that the parser did not understand, and that would be printed."""
    findings = []
    for element, text in _prose(tree, tree):
        for found in _ATTRIBUTES.finditer(text):
            message = f"“{found[0][:80]}” is printed as it is written"
            hint = "put it right behind the image or link, or alone on the line under the paragraph"
            findings.append(rules.ATTRIBUTES_LEFT.found(message, where=places.of(element, found[0]), hint=hint))
        if "<!--" in text:
            hint = "write “-->” where it ends, or delete it"
            where = places.of(element, "<!--")
            findings.append(pasted.COMMENT_OPEN.found("an HTML comment does not end", where=where, hint=hint))
        for found in _REFERENCE.finditer(text):
            message = f"“{found[0][:80]}” refers to an address that is given nowhere"
            hint = "write a line with the name in brackets, a colon and the address"
            findings.append(rules.REFERENCE_MISSING.found(message, where=places.of(element, found[0]), hint=hint))
        for found in _CITATION.finditer(text):
            message = f"the citation “{found[0][:80]}” is printed as it is written: no list of books is read"
            hint = "write the source as a note, “[^1]”, or the figure's number in words"
            findings.append(rules.CITATION.found(message, where=places.of(element, found[0]), hint=hint))
        findings += _left(element, text, places)
    return findings


def _left(element: Element, text: str, places: Places) -> Iterator[Finding]:
    """What is written in the source as it is printed: an escape is meant so, and has its backslash there."""
    for found in _MARKDOWN.finditer(text):
        piece = found[0].strip()
        where = places.of(element, piece)
        if places.holds(where, piece):
            hint = "put an empty line before it and behind it, or write it in HTML"
            yield rules.MARKDOWN_LEFT.found(f"“{piece[:80]}” is printed as it is written", where=where, hint=hint)


def marks(tree: Element, places: Places) -> list[Finding]:
    """A finding for each mark that is where it has no effect."""
    findings = []
    for element in tree.iter():
        for mark in sorted(marks_of(element)) if element.tag != "aside" else ():
            message = f"“.{mark}” has no effect on “{text_of(element)[:60]}”"
            hint = {"pullquote": "put it under a quotation", "related": "put it on a link alone in its paragraph"}[mark]
            findings.append(rules.MARK_UNUSED.found(message, where=places.of(element), hint=hint))
    for image in tree.iter("img"):
        if set(image.attrib) & {"title", "credit", "licence", "license"}:
            message = f"the caption or credit of the image “{image.get('alt', '')[:60]}” is not printed"
            hint = "put the image alone into a paragraph, with a blank line before and after"
            findings.append(rules.CAPTION_LOST.found(message, where=places.of(image), hint=hint))
    return findings


def _prose(element: Element, holder: Element) -> Iterator[tuple[Element, str]]:
    """The texts of a tree that are not code, each with the nearest element around it whose line is known."""
    if element.tag in {"code", "pre", "math"}:
        return
    holder = element if "data-line" in element.attrib else holder
    if element.text:
        yield holder, element.text
    for child in element:
        yield from _prose(child, holder)
        if child.tail:
            yield holder, child.tail
