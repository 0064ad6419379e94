"""What a text means, apart from how it is written down: our reading's elements beside another parser's HTML."""

import html
import re
from urllib.parse import unquote
from xml.etree.ElementTree import Element, tostring

from separatum.source.body.structure import settle
from separatum.source.body.whitespace import finish
from separatum.source.file import Manuscript
from separatum.source.html.elements import content, fill, parse
from separatum.source.html.sanitize import Sanitizer
from separatum.source.html.sourced_html import Html
from separatum.source.locations import Places
from separatum.source.markdown import tree_stage
from separatum.source.markdown.convert import convert

_BOXES = {
    r'<input\b(?=[^>]*type="?checkbox)(?=[^>]*checked)[^>]*>': "☑",
    r'<input\b(?=[^>]*type="?checkbox)[^>]*>': "☐",
}


def meaning_of_markdown(text: str) -> str:
    """The elements of our reading of some Markdown, in one canonical writing."""
    converted = convert(text)
    return _canonical([converted.text, *converted.new_notes()], dict(converted.abbreviations))


def meaning_of_html(text: str) -> str:
    """The elements of some HTML, in the same writing."""
    for box, sign in _BOXES.items():
        text = re.sub(box, sign, text)
    return _canonical([Html(text=text, starts=(0,), lines=(0,), ends=())], {})


def _canonical(parts: list[Html], abbreviations: dict[str, str]) -> str:
    sanitizer = Sanitizer(Places(Manuscript(file="x.md", front_matter=None, body="")))
    written = []
    for part in parts:
        root = settle(tree_stage.settle(parse(sanitizer.clean(part)), abbreviations))
        for element in root.iter():
            number = element.attrib.pop("data-n", None)
            if number is not None:
                name = "href" if element.tag == "a" else "src"
                element.set(name, unquote(html.unescape(sanitizer.addresses[int(number)])))
        finish(root)
        for element in root.iter():
            element.attrib = {
                name: value
                for name, value in sorted(element.attrib.items())
                if name in {"href", "src", "start"} or (name == "alt" and value)
            }
            if element.tag == "span":
                element.attrib.clear()
        _open_spans(root)
        written += [tostring(child, encoding="unicode") for child in root]
    return re.sub(r"\s+", " ", "\n".join(written))


def _open_spans(root: Element) -> None:
    for parent in list(root.iter()):
        while any(child.tag == "span" for child in parent):
            parts: list[str | Element] = []
            for part in content(parent):
                parts += content(part) if isinstance(part, Element) and part.tag == "span" else [part]
            fill(parent, parts)
