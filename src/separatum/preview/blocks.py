"""The blocks of an article: their line in the source, their element in the EPUB, their place on the pages of the PDF.

A block is recognised by its letters, in all three: whatever marks, spaces, hyphens and quotation marks are between
them differ from one to the other.
"""

import hashlib
import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from separatum.preview.drawing import PageText

_XHTML = "{http://www.w3.org/1999/xhtml}"
_BLOCKS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "pre", "figcaption", "td", "th", "dt", "dd"})
_NOT_IN_SOURCE = frozenset({"noteref", "backlink", "label", "divider"})
"""Classes of what the template adds to a text."""
_FROM_FRONT_MATTER = frozenset({"headline", "amendments", "colophon"})
_OUT_OF_ORDER = frozenset({"notes", *_FROM_FRONT_MATTER})
"""Classes of parts that are elsewhere in the source, or elsewhere on the pages."""
_WORD = re.compile(r"[^\W_]+")
_PREFIXES = (32, 16, 8)
"""How many of a block's first letters are looked for, in turn."""
_SHORT = 8
_NEAR = 600
"""How far a block of few letters may be from the block before it, in letters."""


class Box(NamedTuple):
    """A place on a page; all but the page as shares of it, from its top left corner."""

    page: int
    """From 0."""
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, a heading, an item, a cell."""

    key: str
    """The same for two blocks with the same text."""
    line: int | None
    """Its first line in the source, from 1; None if it is not from the source."""
    boxes: tuple[Box, ...]
    """Where it is on the pages, one for each page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockText:
    """The text of a block, as it is compared."""

    letters: str
    kind: str
    """The class of the part that it is in: “text”, “headline”, “notes” …"""


def epub_parts(content: bytes) -> dict[str, bytes]:
    """The files in an EPUB, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def numbered(document: bytes) -> tuple[bytes, tuple[BlockText, ...]]:
    """Number the blocks of an XHTML document in `data-block` attributes.

    Returns:
        The document with numbers from 0, and the text of each block.
    """
    from lxml import etree

    root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    texts: list[BlockText] = []
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag.removeprefix(_XHTML) not in _BLOCKS:
            continue
        letters = "".join(_letters(part) for part in _own_text(element))
        if letters:
            element.set("data-block", str(len(texts)))
            texts.append(BlockText(letters=letters, kind=_kind(element)))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True), tuple(texts)


def _own_text(element: Any) -> Iterator[str]:
    """The text of a block, without that of blocks in it and without what the template adds."""
    yield element.text or ""
    for child in element:
        name = child.tag.removeprefix(_XHTML) if isinstance(child.tag, str) else ""
        is_added = bool(_NOT_IN_SOURCE & set((child.get("class") or "").split()))
        if name and name not in _BLOCKS and not is_added:
            yield from _own_text(child)
        yield child.tail or ""


def _kind(element: Any) -> str:
    for outer in (element, *element.iterancestors()):
        if found := _OUT_OF_ORDER & set((outer.get("class") or "").split()):
            return next(iter(found))
    return "text"


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))


def blocks(texts: Sequence[BlockText], source: str, pages: Sequence[PageText]) -> tuple[Block, ...]:
    """Find blocks in the source and on the pages.

    Args:
        texts: the blocks of the EPUB's document, as `numbered` returns them.
        source: the article's file as text.
        pages: of the PDF; none if there is no PDF.
    """
    lines = list(_lines(texts, source))
    places = list(_places(texts, pages)) if pages else [()] * len(texts)
    return tuple(
        Block(key=hashlib.blake2b(text.letters.encode(), digest_size=6).hexdigest(), line=line, boxes=boxes)
        for text, line, boxes in zip(texts, lines, places, strict=True)
    )


class _Stream:
    """A run of letters in which blocks are looked for, one after the other."""

    def __init__(self, letters: str, start: int = 0) -> None:
        self._letters, self._start, self._at = letters, start, start

    def find(self, wanted: str, *, in_order: bool, end: int | None = None) -> int | None:
        """Where a block begins; None if it is not there.

        Args:
            wanted: its letters.
            in_order: whether it should come after the block that was found last.
            end: where to stop looking.
        """
        prefixes = list(dict.fromkeys(wanted[:length] for length in _PREFIXES))
        for prefix in prefixes if in_order else ():
            # A few letters are found nearly everywhere: they count only where the block should be.
            limit = end if len(prefix) > _SHORT else self._at + _NEAR + len(prefix)
            if (found := self._letters.find(prefix, self._at, limit)) >= 0:
                self._at = found + len(prefix)
                return found
        for prefix in prefixes:
            if in_order and len(prefix) <= _SHORT:
                return None
            if (found := self._letters.find(prefix, self._start if in_order else 0, end)) >= 0:
                return found
        return None


def _lines(texts: Sequence[BlockText], source: str) -> Iterator[int | None]:
    starts, letters, front_end = [0], [], 0
    fences = 0
    length = 0
    for number, line in enumerate(source.splitlines()):
        if line.rstrip() in {"---", "+++"} and (fences == 1 or (number == 0 and not fences)):
            fences += 1
            front_end = length if fences == 2 else 0
        letters.append(_letters(line))
        length += len(letters[-1])
        starts.append(length)
    stream = _Stream("".join(letters), front_end)
    for text in texts:
        is_front = text.kind in _FROM_FRONT_MATTER
        found = stream.find(text.letters, in_order=text.kind == "text", end=front_end if is_front else None)
        if found is None:  # the lead image, for example, has its caption in the front matter
            found = stream.find(text.letters, in_order=False)
        yield None if found is None else bisect_right(starts, found)


def _places(texts: Sequence[BlockText], pages: Sequence[PageText]) -> Iterator[tuple[Box, ...]]:
    letters = "".join(page.letters for page in pages)
    starts = [0]
    for page in pages:
        starts.append(starts[-1] + len(page.letters))
    stream = _Stream(letters)
    for text in texts:
        begin = stream.find(text.letters, in_order=text.kind == "text")
        if begin is None:
            yield ()
            continue
        tail = text.letters[-12:]
        limit = begin + 2 * len(text.letters) + _NEAR
        last = letters.find(tail, begin + max(0, len(text.letters) - len(tail) - 40), limit)
        end = last + len(tail) if last >= 0 else begin + min(len(text.letters), _PREFIXES[0])
        yield tuple(_boxes(pages, starts, begin, max(end, begin + 1)))


def _boxes(pages: Sequence[PageText], starts: Sequence[int], begin: int, end: int) -> Iterator[Box]:
    """The bounds of some letters, on each page that has some of them."""
    for number in range(bisect_right(starts, begin) - 1, len(pages)):
        first, last = max(begin, starts[number]), min(end, starts[number + 1])
        if first >= last:
            if starts[number] >= end:
                return
            continue
        numbers = pages[number].boxes[4 * (first - starts[number]) : 4 * (last - starts[number])]
        yield Box(number, min(numbers[0::4]), min(numbers[1::4]), max(numbers[2::4]), max(numbers[3::4]))
