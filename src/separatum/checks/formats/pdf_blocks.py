"""Bring the structure tree of a PDF and the places on its pages together: which lines are which paragraph's.

An element of the tree is a block, unless it only says something of words within one (ISO 32000-1, 14.8.4.4). A block
that goes on in another column or on another page has a part on each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from separatum.checks.formats.pdf_pages import Drawn, Piece, Sheet
from separatum.checks.formats.pdf_text import PageContent
from separatum.checks.formats.structure_tree import Element, Node

_PHRASES = frozenset(
    {
        *("/Span", "/Link", "/Reference", "/Quote", "/Code", "/BibEntry", "/Annot", "/Ruby", "/RB", "/RT", "/RP"),
        *("/Warichu", "/WT", "/WP", "/Em", "/Strong", "/Sub", "/NonStruct", "/Private", "/Formula", "/Form"),
    }
)
"""Structure types of what is within a line; /Formula and /Form usually are."""

_NOTES = frozenset({"/Note", "/FENote"})
_DEEPEST = 40
"""How many of the elements around a block are remembered."""
_MOST_WORDS = 50
"""How many letters of a line a finding quotes."""


@dataclass(slots=True, kw_only=True)
class Part:
    """The part of a block that is in one column of one page."""

    page: int
    pieces: list[Piece] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How many lines of text it has. A drop cap is not a line: it is beside some."""
        usual = sorted(piece.size for piece in self.pieces)[len(self.pieces) // 2]
        return line_count([piece for piece in self.pieces if piece.size < 2 * usual])


@dataclass(slots=True, kw_only=True)
class Block:
    """A block of text, or a figure."""

    role: str
    """Its standard structure type, such as “/P”."""
    ancestors: tuple[tuple[int, str], ...]
    """The elements around it, outermost first, and itself: a number that no other element has, and its type."""
    parts: list[Part] = field(default_factory=list)
    images: list[Drawn] = field(default_factory=list)
    called_on: int | None = None
    """For the first block of a note, the page of what comes before it in the tree: its call (14.8.4.4.1)."""

    @property
    def pages(self) -> list[int]:
        """The pages on which it shows something, in reading order."""
        return list(dict.fromkeys([*(part.page for part in self.parts), *(image.page for image in self.images)]))

    @property
    def lines(self) -> int:
        """How many lines of text it has."""
        return sum(part.lines for part in self.parts)

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading of any level (14.8.4.3.2)."""
        return self.role == "/H" or (self.role[:2] == "/H" and self.role[2:].isdecimal())

    def is_in(self, *roles: str) -> bool:
        """Whether it is such an element, or is in one."""
        return any(role in roles for _, role in self.ancestors)

    @property
    def is_running_text(self) -> bool:
        """Whether it is a part of the text that is read from line to line, and not a heading, note, table or figure."""
        aside = self.is_in("/Note", "/FENote", "/Caption", "/Table", "/Figure", "/TOC", "/Index", "/Lbl", "/Title")
        return not self.is_heading and not aside


def line_count(pieces: list[Piece]) -> int:
    """How many lines pieces of text make: those at about the same height are one line."""
    return len(lines_of(pieces))


def lines_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces line by line, from the top."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.baseline):
        last = lines[-1][-1] if lines else None
        # The tolerance keeps raised figures in their line; it is that of the smaller of two neighbours.
        if last is not None and piece.baseline - last.baseline <= 0.45 * min(piece.size, last.size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def marked_lines(contents: Sequence[PageContent], page: int, mark: int | None) -> Sequence[str]:
    """The lines of text of a marked-content sequence on the page itself."""
    return () if mark is None else contents[page - 1].marked.get(((0, 0), mark), ())


def words_of(contents: Sequence[PageContent], *pieces: Piece) -> str:
    """The words of pieces that follow each other, by their tags, as a finding quotes them; empty if there are none."""
    text, last = "", None
    for piece in pieces:
        if last is None or (piece.page, piece.mark) != (last.page, last.mark):
            is_beside = last is not None and piece.box[0] >= last.box[2] - 1
            text += ("" if is_beside else " ") + _joined(marked_lines(contents, piece.page, piece.mark))
        last = piece
    return shortened(text)


def shortened(text: str) -> str:
    """A text as a finding quotes it; empty if there is none."""
    words = " ".join(text.split())
    if not words:
        return ""
    return f"“{words}”" if len(words) <= _MOST_WORDS else f"“{words[:_MOST_WORDS].rsplit(' ', 1)[0]} …”"


def _joined(lines: Sequence[str]) -> str:
    """Lines as one text; some programs place each letter by itself, as if it were a line."""
    return ("" if sum(map(len, lines)) < 3 * len(lines) else " ").join(lines)


def read_blocks(tree: Iterable[Node], sheets: Iterable[Sheet]) -> tuple[Block, ...]:
    """The blocks of a tagged PDF in reading order.

    Args:
        tree: its structure tree, as `structure_tree.read_tree` gives it.
        sheets: its pages, as `pdf_pages.read_sheets` gives them.
    """
    reading = _Reading(sheets)
    for node in tree:
        reading.visit(node)
    return reading.blocks()


class _Reading:
    """Collects blocks while the structure tree is walked."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._pieces: dict[tuple[int, int], list[Piece]] = {}
        self._images: dict[tuple[int, int], list[Drawn]] = {}
        for sheet in sheets:
            for piece in sheet.pieces:
                if piece.mark is not None:
                    self._pieces.setdefault((sheet.number, piece.mark), []).append(piece)
            for image in sheet.images:
                if image.mark is not None:
                    self._images.setdefault((sheet.number, image.mark), []).append(image)
        self._blocks: dict[int, Block] = {}
        self._around: dict[int, tuple[tuple[int, str], ...]] = {}
        """The blocks around what an element holds, itself included, by the element's number."""
        self._calls: dict[int, int] = {}
        """The notes that have shown nothing so far, and the page of their call."""
        self._last: tuple[int, int] | None = None
        """What was shown last: the page, and the block."""

    def blocks(self) -> tuple[Block, ...]:
        """The blocks so far that show something."""
        return tuple(block for block in self._blocks.values() if block.parts or block.images)

    def visit(self, node: Node) -> None:
        """Read one node of the tree; its parent was visited before."""
        if isinstance(node, Element):
            outer = self._around[node.parent.number] if node.parent is not None else ()
            self._around[node.number] = self._enter(node, outer)
        elif node.mark[0] == (0, 0):
            self._show(self._around[node.element.number], node.page or 1, node.mark[1])

    def _enter(self, element: Element, outer: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...]:
        # A note is a block wherever it is, and not a part of the text around it.
        if element.role in _PHRASES:
            return outer
        # A note elsewhere in the tree is not beside its call, and nobody can tell which that is.
        if element.role in _NOTES and self._last and outer and outer[-1][0] == self._last[1]:
            self._calls[element.number] = self._last[0]
        return (*outer[-_DEEPEST:], (element.number, element.role))

    def _show(self, around: tuple[tuple[int, str], ...], page: int, mark: int) -> None:
        pieces, images = self._pieces.get((page, mark)), self._images.get((page, mark))
        if not around or not (pieces or images):
            return
        number, role = around[-1]
        block = self._blocks.get(number)
        if block is None:
            called = next((self._calls.pop(one) for one, _ in around if one in self._calls), None)
            block = self._blocks[number] = Block(role=role, ancestors=around, called_on=called)
        self._last = page, number
        block.images.extend(images or ())
        for piece in pieces or ():
            if not block.parts or _is_elsewhere(piece, block.parts[-1]):
                block.parts.append(Part(page=page))
            block.parts[-1].pieces.append(piece)


def _is_elsewhere(piece: Piece, part: Part) -> bool:
    """Whether a piece is on another page than what comes before it, or at the top of the next column."""
    last = part.pieces[-1]
    if piece.page != part.page:
        return True
    left, right = min(one.box[0] for one in part.pieces), max(one.box[2] for one in part.pieces)
    beside = piece.box[0] >= right or piece.box[2] <= left
    return beside and last.baseline - piece.baseline > 2 * max(piece.size, last.size)  # more than a drop cap is high
