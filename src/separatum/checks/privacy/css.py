"""Which text of an EPUB its style sheets hide, what is said in their comments, what they fetch."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from separatum.checks.formats.epub_file import EpubFile, PartError, resolved

_HIDING = re.compile(
    r"(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])"
    r"|opacity\s*:\s*0(?![.\d]*[1-9])|(?<![-\w])color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent\b"
    r"|rgb\(255,\s*255,\s*255\))|(?:left|text-indent|top|margin-left)\s*:\s*-\d{3,}|clip\s*:\s*rect\()",
    re.IGNORECASE,
)
_BACKED = re.compile(r"background(?:-color|-image)?\s*:", re.IGNORECASE)
_NOTES = {"footnote", "endnote", "rearnote", "footnotes", "endnotes", "landmarks", "page-list", "toc"}
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_MOST_RULES = 5_000


def hidden_elements(book: EpubFile, path: str, root: etree._Element) -> list[etree._Element]:
    """The elements with text that readers do not see, outermost only; notes that pop up are not among them."""
    found = [element for element in root.iter("{*}*") if _hides_itself(element)]
    for text in _sheets(book, path, root):
        found += _matched(text, root)
    order = {id(element): number for number, element in enumerate(root.iter())}
    wanted = {id(element): element for element in found if _counts(element)}
    outermost = [one for one in wanted.values() if not any(id(above) in wanted for above in one.iterancestors())]
    return sorted(outermost, key=lambda element: order[id(element)])


def _hides_itself(element: etree._Element) -> bool:
    return element.get("hidden") is not None or _is_hiding(element.get("style", ""))


def _is_hiding(declarations: str) -> bool:
    match = _HIDING.search(declarations)
    if match is None:
        return False
    return not ("color" in match[0].lower() and _BACKED.search(declarations))  # light text on a ground of its own


def _counts(element: etree._Element) -> bool:
    """Whether an element is text that is kept from readers: not a note that pops up, not a list for the machine."""
    if not "".join(str(text) for text in element.itertext()).strip():
        return False
    if etree.QName(element).localname in {"head", "title", "style", "script", "html", "body"}:
        return etree.QName(element).localname == "body"
    for one in (element, *element.iterancestors()):
        if set(f"{one.get(_EPUB_TYPE, '')} {one.get('role', '').removeprefix('doc-')}".split()) & _NOTES:
            return False
    return True


def _sheets(book: EpubFile, path: str, root: etree._Element) -> Iterator[str]:
    for element in root.iter("{*}style"):
        yield element.text or ""
    for link in root.iter("{*}link"):
        if "stylesheet" in link.get("rel", ""):
            try:
                yield book.read(resolved(path, link.get("href", ""))[0]).decode("utf-8", "replace")
            except PartError:
                continue


def _matched(sheet: str, root: etree._Element) -> list[etree._Element]:
    """The elements that a sheet's hiding rules are about."""
    if not _HIDING.search(sheet):
        return []
    import cssselect2
    import tinycss2

    found: list[etree._Element] = []
    wrapper: Any = None
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    for rule in rules[:_MOST_RULES]:
        if rule.type != "qualified-rule" or not _is_hiding(tinycss2.serialize(rule.content)):
            continue
        try:
            selectors = cssselect2.compile_selector_list(tinycss2.serialize(rule.prelude))
        except cssselect2.SelectorError:
            continue
        wrapper = wrapper or cssselect2.ElementWrapper.from_html_root(root)
        found += [one.etree_element for one in wrapper.query_all(*(s for s in selectors if s.pseudo_element is None))]
    return found


def comments_of(sheet: str) -> Iterator[str]:
    """The comments of a style sheet (CSS Syntax 3, 4.3.2)."""
    for match in re.finditer(r"/\*(.*?)\*/", sheet, re.DOTALL):
        yield match[1].strip()


def remote_addresses(sheet: str) -> Iterator[str]:
    """What a style sheet fetches from elsewhere."""
    for match in re.finditer(r"(?:url\(|@import)\s*[\"']?\s*((?:https?:)?//[^\"')\s;]+)", sheet, re.IGNORECASE):
        yield match[1]
