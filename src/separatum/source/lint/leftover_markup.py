"""Markup that had no effect, and that the reader would see or the author miss."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from separatum.model.findings import Finding, Location
from separatum.source import rules
from separatum.source.body.asides import marks_of
from separatum.source.html.elements import text_of
from separatum.source.lint import rules as lint_rules
from separatum.source.locations import Places

_ATTRIBUTES = re.compile(r"\{:?\s*[.#][A-Za-z][^{}\n]*\}|\{:?\s*[a-z]+=[\"'“][^{}\n]*\}")
_MARKDOWN = re.compile(
    r"\*\*(?![\s*])[^*\n]+\*\*|^[ \t]*#{1,6} [^\n]+|!?\[[^\[\]\n]*\]\((?:https?:|mailto:|[\w./#])[^()\s]*\)",
    re.MULTILINE,
)
_REFERENCE = re.compile(r"\[[^\[\]\n]+\]\[(?!\d+\])[^\[\]\n]+\]")
_UNESCAPED = re.compile(r"(?<!\\)$")


def markup(tree: Element, places: Places) -> list[Finding]:
    """A finding for each piece of markup that the parser did not understand, and that would be printed."""
    findings = []
    for text in _prose(tree):
        for found in _ATTRIBUTES.finditer(text):
            message = f"“{found[0][:80]}” stands in the text"
            hint = "put it right behind the image or link, or alone on the line under the paragraph"
            findings.append(rules.ATTRIBUTES_LEFT.found(message, where=_where(found[0], places), hint=hint))
        if "<!--" in text:
            where = places.of("<!--") or places.first
            hint = "write “-->” where it ends, or delete it"
            findings.append(lint_rules.COMMENT_OPEN.found("an HTML comment does not end", where=where, hint=hint))
        for found in _REFERENCE.finditer(text):
            message = f"“{found[0][:80]}” refers to an address that is given nowhere"
            hint = "write a line with the name in brackets, a colon and the address"
            findings.append(rules.REFERENCE_MISSING.found(message, where=_where(found[0], places), hint=hint))
        findings += _left(text, places)
    return findings


def _left(text: str, places: Places) -> Iterator[Finding]:
    """What is written in the source as it is printed: an escape is meant so, and has its backslash there."""
    for found in _MARKDOWN.finditer(text):
        piece = found[0].strip()
        where = places.of(piece, before=_UNESCAPED)
        if where is not None:
            hint = "put an empty line before it and behind it, or write it in HTML"
            yield rules.MARKDOWN_LEFT.found(f"“{piece[:80]}” is printed as it stands", where=where, hint=hint)


def marks(tree: Element, places: Places) -> list[Finding]:
    """A finding for each mark that stands where it has no effect."""
    findings = []
    for element in tree.iter():
        for mark in sorted(marks_of(element)) if element.tag != "aside" else ():
            message = f"“.{mark}” has no effect on “{text_of(element)[:60]}”"
            hint = {"pullquote": "put it under a quotation", "related": "put it on a link alone in its paragraph"}[mark]
            findings.append(rules.MARK_UNUSED.found(message, where=places.of_words(text_of(element)), hint=hint))
    for image in tree.iter("img"):
        if set(image.attrib) & {"title", "credit", "licence", "license"}:
            message = f"the caption or credit of the image “{image.get('alt', '')[:60]}” is not printed"
            where = places.of_words(image.get("alt") or text_of(tree))
            hint = "put the image alone into a paragraph, with a blank line before and after"
            findings.append(rules.CAPTION_LOST.found(message, where=where, hint=hint))
    return findings


def _where(piece: str, places: Places) -> Location:
    return places.of(piece) or places.of_words(piece)


def _prose(element: Element) -> Iterator[str]:
    """The texts of a tree that are not code."""
    if element.tag in {"code", "pre", "math"}:
        return
    yield element.text or ""
    for child in element:
        yield from _prose(child)
        yield child.tail or ""
