"""Every element stands where XHTML lets it stand: what the body does not know is changed or opened."""

from collections.abc import Callable, Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from separatum.source.html.elements import content, fill, is_empty, make, rows_of

# The body has one element for each meaning (docs/development/body.md).
_RENAMED = {
    "b": "strong",
    "i": "em",
    "dfn": "em",
    "var": "em",
    "del": "s",
    "strike": "s",
    "tt": "code",
    "kbd": "code",
    "samp": "code",
    "legend": "p",
    "address": "p",
    "caption": "p",
}
KINDS = frozenset({"note", "tip", "important", "warning", "caution", "box"})
"""The kinds of callouts."""
PHRASES = frozenset(
    {"a", "abbr", "br", "cite", "code", "em", "img", "mark", "math", "s", "span", "strong", "sub", "sup"}
)
_LINES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "dt"})
_BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote", "aside", "figure", "table", "ul", "ol", "dl"}
)
Part = str | Element


def settle(root: Element) -> Element:
    """Put every element in its place, in the tree itself; words and their order stay as they are."""
    _hoist_anchors(root)
    return fill(root, _paragraphs(_flow(content(root))))


def _hoist_anchors(root: Element) -> None:
    """An empty anchor names the block that it begins or stands before; inside of a line it stays."""
    for parent in list(root.iter()):
        kids = list(parent)
        for at, child in enumerate(kids):
            anchors = _only_anchors(child) if child.tag in {"p", "div"} else [_anchor(child)]
            if not anchors or None in anchors:
                continue
            is_within = parent.tag in _NAMED and anchors == [child]
            if is_within:  # first in a block, it names the block
                owner = parent if at == 0 and not (parent.text or "").strip() else None
            else:  # between blocks, it names the next
                is_next = at + 1 < len(kids) and not (child.tail or "").strip() and kids[at + 1].tag in _NAMED
                owner = kids[at + 1] if is_next else None
            if owner is not None and _name(
                owner, [anchor.attrib["id"] for anchor in anchors if anchor is not None], parent
            ):
                _remove(parent, child)


def _name(owner: Element, names: list[str], parent: Element) -> bool:
    """Give a block the names of anchors; False if it cannot take them all."""
    if "id" in owner.attrib and (owner is parent or owner.tag not in _LINES):
        return False
    if len(names) > 1 and owner.tag not in _LINES:
        return False
    for name in names:
        if "id" not in owner.attrib:
            owner.set("id", name)
            continue
        span = Element("span", {"id": name})
        span.tail, owner.text = owner.text, None
        owner.insert(0, span)
    return True


_NAMED = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "ul", "ol", "table", "blockquote", "figure"}
)


def _anchor(element: Element) -> Element | None:
    """An empty element that only gives a place a name."""
    is_empty_anchor = element.tag in {"a", "span"} and not len(element) and not (element.text or "").strip()
    return element if is_empty_anchor and element.get("id") and "href" not in element.attrib else None


def _only_anchors(element: Element) -> list[Element | None]:
    """The anchors of a paragraph that holds nothing else; an empty list if it does."""
    has_words = (element.text or "").strip() or any((child.tail or "").strip() for child in element)
    return [] if has_words else [_anchor(child) for child in element]


def _remove(parent: Element, child: Element) -> None:
    """Take an element out of another; the words behind it stay."""
    at, tail = list(parent).index(child), child.tail or ""
    parent.remove(child)
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def _flow(parts: Iterator[Part]) -> Iterator[Part]:
    """Blocks and phrases as they come, containers of no meaning opened."""
    for part in parts:
        if isinstance(part, str):
            yield part
            continue
        tag = part.tag = _RENAMED.get(part.tag, part.tag)
        if tag in _SETTLERS:
            yield from _SETTLERS[tag](part)
        elif tag == "blockquote":
            yield fill(part, _paragraphs(_flow(content(part))))
        elif tag in _LINES:
            yield from _line(part)
        elif tag == "hr":
            yield part
        elif tag in PHRASES:
            yield from _phrase(part)
        else:
            # A div or the like: what it holds is parted from its neighbours, as it was on the web page.
            yield from _apart(part, _flow(content(part)))


def _apart(element: Element, parts: Iterator[Part]) -> Iterator[Part]:
    """The content of an opened container, between marks that keep it from running into its neighbours."""
    language = {name: value for name, value in element.attrib.items() if name in {"lang", "dir"}}
    yield _MARK()
    for part in parts:
        if isinstance(part, Element) and part.tag != _APART:
            # Code runs from left to right in a box of either direction.
            passed = {name: value for name, value in language.items() if name != "dir" or part.tag != "pre"}
            part.attrib.update({name: value for name, value in passed.items() if name not in part.attrib})
            yield part
        elif language and isinstance(part, str) and part.strip():
            yield make("span", language, part)
        else:
            yield part
    yield _MARK()


def _box(element: Element) -> Iterator[Part]:
    """A callout, what a web page folds away, or any box beside the text; a pull quote is a quotation."""
    classes = element.get("class", "").split()
    element.attrib = {
        name: value for name, value in element.attrib.items() if name != "data-kind" or "callout" in classes
    }
    if "pullquote" in classes:
        element.tag = "blockquote"
    elif element.tag == "details" or "details" in classes:
        element.tag = "aside"
        element.set("class", "details")
    else:
        kind = element.get("data-kind", "box")
        element.attrib.update({"class": "callout", "data-kind": kind if kind in KINDS else "box"})
    parts = list(_paragraphs(_flow(content(element))))
    fill(element, parts)
    if not is_empty(element):
        yield element


def _summary(element: Element) -> Iterator[Part]:
    element.tag = "p"
    element.set("class", "summary")
    yield from _line(element)


_APART = "apart"


def _MARK() -> Element:  # noqa: N802
    return Element(_APART)


def _paragraphs(parts: Iterator[Part]) -> Iterator[Part]:
    """Phrases between blocks become paragraphs of their own."""

    def block(part: Part) -> bool:
        return isinstance(part, Element) and (part.tag in _BLOCKS or part.tag == _APART)

    for is_block, run in groupby(parts, key=block):
        if is_block:
            yield from (part for part in run if isinstance(part, Element) and part.tag != _APART and not _hollow(part))
            continue
        phrases = list(run)
        line = next((line for part in phrases if isinstance(part, Element) and (line := part.get("data-line"))), None)
        paragraph = make("p", {"data-line": line} if line else None, *phrases)
        if not is_empty(paragraph):
            yield paragraph


def _hollow(element: Element) -> bool:
    return element.tag not in {"table", "section"} and is_empty(element)


def _line(element: Element) -> Iterator[Part]:
    """A paragraph or a heading, with the blocks that strayed into it set beside it."""
    run: list[Part] = []
    parts = [*_flow(content(element)), None]
    attributes = dict(element.attrib)
    for part in parts:
        if part is None or (isinstance(part, Element) and (part.tag in _BLOCKS or part.tag == _APART)):
            line = make(element.tag, attributes, *run)
            if not is_empty(line):
                yield line
                attributes = {name: value for name, value in attributes.items() if name != "id"}
            run = []
            if part is not None:
                yield part
        else:
            run.append(part)


def _phrase(element: Element) -> Iterator[Part]:
    """A phrase holds phrases only: blocks inside it are opened, with spaces where they end."""
    if element.tag not in {"br", "img"}:
        fill(element, _phrases(_flow(content(element))))
    yield element


def _phrases(parts: Iterator[Part]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, str) or part.tag in PHRASES:
            yield part
        elif part.tag in _BLOCKS:
            yield " "
            yield from _phrases(content(part))
            yield " "
        else:
            yield from ([" "] if part.tag == _APART else _phrases(content(part)))


def _item(element: Element) -> Element:
    """A list item or a cell: one line of phrases stays bare; with blocks, all of it is paragraphs."""
    parts = list(_flow(content(element)))
    if any(isinstance(part, Element) and part.tag in {"p", "figure", "aside", _APART} for part in parts):
        parts = list(_paragraphs(iter(parts)))
        if len(parts) == 1 and isinstance(parts[0], Element) and parts[0].tag == "p" and element.tag in {"td", "th"}:
            parts = list(content(parts[0]))
    return fill(
        element, [part for part in parts if isinstance(part, str) or not _hollow(part) or part.tag in {"br", "img"}]
    )


def _list(element: Element) -> Iterator[Part]:
    items: list[Part] = []
    for part in content(element):
        if isinstance(part, Element) and part.tag == "li":
            items.append(_item(part))
        elif not isinstance(part, str) or part.strip():
            items.append(_item(make("li", None, part)))
    if items:
        yield fill(element, items)


def _stray(element: Element) -> Iterator[Part]:
    """An item without its list, a cell without its table: its content stands for itself."""
    yield from _apart(element, _flow(content(element)))


def _definitions(element: Element) -> Iterator[Part]:
    """A list of terms and descriptions, each term with a description (HTML, 4.4.9); else plain paragraphs."""
    parts: list[Element] = []
    for part in _opened_groups(element):
        if part.tag == "dt":
            parts += [line for line in _line(part) if isinstance(line, Element)]
        elif part.tag == "dd":
            parts.append(_item(part))
    tags = [part.tag for part in parts]
    if tags and tags[0] == "dt" and tags[-1] == "dd" and set(tags) == {"dt", "dd"}:
        yield fill(element, parts)
        return
    for part in parts:
        if part.tag == "dd":
            yield from _apart(part, content(part))
        else:
            part.tag = "p" if part.tag == "dt" else part.tag
            yield part


def _opened_groups(element: Element) -> Iterator[Element]:
    for part in content(element):
        if isinstance(part, str):
            if part.strip():
                yield make("dd", None, part)
        elif part.tag == "div":
            yield from _opened_groups(part)
        elif part.tag in {"dt", "dd"}:
            yield part
        else:
            yield make("dd", None, part)


def _table(element: Element) -> Iterator[Part]:
    """A table of rows of cells; its caption stands before it as a paragraph."""
    for caption in element.findall("caption"):
        element.remove(caption)
        caption.tag = "p"
        yield from _line(caption)
    rows = [row for row in rows_of(element) if len(row)]
    for row in rows:
        for cell in row:
            _item(cell)
    if rows:
        yield element


def _preformatted(element: Element) -> Iterator[Part]:
    """Code keeps its lines and holds nothing but text."""
    text = "".join(element.itertext())
    if text.strip():
        yield make("pre", _kept(element, "data-language"), make("code", None, text))


def _kept(element: Element, *more: str) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if name in {"id", "lang", "dir", "data-line", *more}}


def _quoted(element: Element) -> Iterator[Part]:
    """An inline quotation gets its marks as signs, which the punctuation then sets by language."""
    yield make("span", _kept(element), '"', *_phrases(_flow(content(element))), '"')


def _figure(element: Element) -> Iterator[Part]:
    """A figure holds one image and its caption; anything else is opened."""
    images, captions = list(element.iter("img")), element.findall("figcaption")
    if len(images) == 1 and len(captions) <= 1:
        for caption in captions:
            fill(caption, _phrases(_flow(content(caption))))
        others = [child for child in element if child.tag != "figcaption" and not _only_image(child)]
        if not others:
            yield fill(element, [*images, *captions])
            return
    yield from _apart(element, _flow(content(element)))


def _only_image(element: Element) -> bool:
    return element.tag == "img" or (element.find(".//img") is not None and not "".join(element.itertext()).strip())


_SETTLERS: dict[str, Callable[[Element], Iterator[Part]]] = {
    "ul": _list,
    "ol": _list,
    "dl": _definitions,
    "table": _table,
    "pre": _preformatted,
    "q": _quoted,
    "figure": _figure,
    "figcaption": _stray,
    "li": _stray,
    "dd": _stray,
    "aside": _box,
    "details": _box,
    "summary": _summary,
}
