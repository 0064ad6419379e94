"""Say in plain words what the usual rules of veraPDF ask, instead of the names of dictionary keys.

The code of the rule, its clause and its standard stay; `separatum explain` shows veraPDF's own words.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from separatum.model.findings import Finding

_COUNT = re.compile(r" \((?:\d+ places|and in \d+ more places)\)$")
_PARSER = "Error while parsing file: "
_EPUBCHECK = tuple(
    (re.compile(pattern), message, hint)
    for pattern, message, hint in (
        (
            r'attribute "([^"]+)" not allowed here(?:; expected (?:attribute )?(.+))?',
            "the attribute “{0}” may not be here",
            "remove it; allowed here is {1}",
        ),
        (
            r'element "([^"]+)" not allowed (?:here|yet|anywhere)(?:; expected (.+))?',
            "the element <{0}> may not be here",
            "remove it, or use another element; allowed here is {1}",
        ),
        (
            r'value of attribute "([^"]+)" is invalid(?:; must be (.+))?',
            "the value of the attribute “{0}” is wrong",
            "write {1}",
        ),
        (
            r'element "([^"]+)" missing required attribute "([^"]+)"',
            "the element <{0}> lacks the attribute “{1}”",
            "add it",
        ),
        (
            r'Non-linear content must be reachable, but found no hyperlink to "([^"]+)"',
            "“{0}” is outside of the reading order, and no link leads to it",
            "link to it, or leave out linear=“no” in the package",
        ),
    )
)
"""Patterns of EPUBCheck’s usual messages, and the same in plain words."""
_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "UA1-5-1": ("the PDF does not say that it is PDF/UA-1", "claim it when all else is right"),
        "UA1-6.2-1": ("the PDF does not declare its tags", "make it again with tags switched on"),
        "UA1-7.1-1": ("content that is decoration is inside tagged content", "mark it as an artifact outside of it"),
        "UA1-7.1-2": ("tagged content is inside an artifact", "take it out of the artifact"),
        "UA1-7.1-3": (
            "content (a line, a picture or text) is neither tagged nor marked as decoration (an artifact)",
            "tag it, or mark it as an artifact",
        ),
        "UA1-7.1-5": ("a tag of the program’s own is not mapped to a standard one", "add it to the role map"),
        "UA1-7.1-6": ("the role map goes in a circle", "map each tag to a standard one"),
        "UA1-7.1-7": ("the role map gives a standard tag another meaning", "leave standard tags out of the role map"),
        "UA1-7.1-8": ("the PDF has no XMP metadata, where PDF/UA asks for the title", "write it"),
        "UA1-7.1-9": ("the XMP metadata has no title", "give the document a title"),
        "UA1-7.1-10": (
            "the window shows the file’s name instead of the title",
            "let readers display the document title",
        ),
        "UA1-7.1-11": ("the PDF is not tagged", "make it again with tags switched on"),
        "UA1-7.2-2": ("the language of bookmarks is not known", "set the language of the document"),
        "UA1-7.2-24": ("the language of a link’s description is not known", "set the language of the document"),
        "UA1-7.2-29": ("the language is not a language tag", "write it as “en” or “pt-BR”"),
        "UA1-7.2-33": ("the language of the title is not known", "set the language of the document"),
        "UA1-7.2-34": ("the language of text is not known", "set the language of the document"),
        "UA1-7.3-1": ("a figure has no alternative text", "describe the figure, or mark it as decoration"),
        "UA1-7.5-1": (
            "a table cell does not belong to any head",
            "mark the heads of columns and rows, with their scope (Scope)",
        ),
        "UA1-7.7-1": ("a formula has no alternative text", "write the formula in words"),
        "UA1-6.1-1": (
            "the first line of the file is not as the standard asks",
            "write the file again, for example with “qpdf in.pdf out.pdf”",
        ),
        "UA1-7.10-1": ("a set of layers has no name", "name it, or remove the layers"),
        "UA1-7.11-1": ("an attached file has no name", "name it, or remove it"),
        "UA1-7.15-1": (
            "the form is a dynamic one (XFA), which few programs can show",
            "make it a form of the PDF itself",
        ),
        "UA1-7.18.1-1": (
            "a comment, stamp or other mark on the page is not tagged",
            "tag it as an annotation",
        ),
        "UA1-7.18.1-3": ("a form field has no description", "give it one: programs call it tooltip"),
        "UA1-7.18.4-1": ("a form field is not tagged as one", "tag it as a form field"),
        "UA1-7.20-1": ("content comes from another file", "put it into this one"),
        "UA1-7.21.3.2-1": (
            "a font does not say which shape belongs to which character",
            "ask the maker of the program, or make the PDF with another one",
        ),
        "UA1-7.21.5-1": (
            "the widths that the file gives for a font are not the font’s",
            "ask the maker of the program, or make the PDF with another one",
        ),
        "UA1-7.21.7-1": (
            "letters have no Unicode: they cannot be read aloud, searched or copied",
            "use another font, or make the PDF again with another program",
        ),
        "UA1-7.18.1-2": ("an annotation has no description", "describe it"),
        "UA1-7.18.3-1": (
            "the Tab key does not follow the structure on a page with links",
            "set the tab order to structure",
        ),
        "UA1-7.18.5-1": ("a link is not tagged as a link", "tag it as a link, with its words"),
        "UA1-7.18.5-2": ("a link has no description", "give the link an alternative description"),
        "UA1-7.21.4.2-2": (
            "a font’s list of glyphs (CIDSet) is wrong",
            "ask the maker of the program for a version that leaves the list out: readers do not use it",
        ),
    }
)


def in_plain_words(finding: Finding) -> Finding:
    """The same finding, in plain words if we have any for its code."""
    if finding.code.startswith("EPUBCHECK-"):
        return _of_epubcheck(finding)
    words = _WORDS.get(finding.code.removeprefix("VERAPDF-"))
    if words is None or not finding.code.startswith("VERAPDF-"):
        return finding
    count = _COUNT.search(finding.message)
    return replace(finding, message=words[0] + (count[0] if count else ""), hint=words[1])


def _of_epubcheck(finding: Finding) -> Finding:
    count = _COUNT.search(finding.message)
    said = _COUNT.sub("", finding.message).removeprefix(_PARSER)
    for pattern, message, hint in _EPUBCHECK:
        if found := pattern.fullmatch(said):
            values = [value or "" for value in found.groups()] + [""]
            what = (
                hint.format(*values)
                if values[1] or "{1}" not in hint
                else hint.partition("; ")[0].replace(" {1}", " another")
            )
            return replace(finding, message=message.format(*values) + (count[0] if count else ""), hint=what)
    return replace(finding, message=said + (count[0] if count else ""))
