"""Bring the structure tree of a PDF and the places on its pages together: which lines are which paragraph's.

An element of the tree is a block, unless it only says something of words within one (ISO 32000-1, 14.8.4.4). A block
that goes on in another column or on another page has a part on each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from separatum.checks.formats.pdf_file import MOST_OBJECTS, PdfFile
from separatum.checks.formats.pdf_objects import entries, entry, identity, number, text
from separatum.checks.formats.pdf_pages import Drawn, Piece

_PHRASES = frozenset(
    {
        *("/Span", "/Link", "/Reference", "/Quote", "/Code", "/BibEntry", "/Annot", "/Ruby", "/RB", "/RT", "/RP"),
        *("/Warichu", "/WT", "/WP", "/Em", "/Strong", "/Sub", "/NonStruct", "/Private", "/Formula", "/Form"),
    }
)
"""Structure types of what stands within a line; /Formula and /Form stand there more often than not."""

_NOTES = frozenset({"/Note", "/FENote"})
_DEEPEST = 40
"""How many of the elements around a block are remembered."""
_MOST_WORDS = 50
"""How many letters of a line a finding quotes."""


@dataclass(slots=True, kw_only=True)
class Part:
    """What of a block stands in one column of one page."""

    page: int
    pieces: list[Piece] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How many lines of text it has. A drop cap is none: it stands beside some."""
        usual = sorted(piece.size for piece in self.pieces)[len(self.pieces) // 2]
        return line_count([piece for piece in self.pieces if piece.size < 2 * usual])


@dataclass(slots=True, kw_only=True)
class Block:
    """A block of text, or a figure."""

    role: str
    """Its standard structure type, such as “/P”."""
    ancestors: tuple[tuple[int, str], ...]
    """The elements that it stands in, outermost first, and itself: a number that no other element has, and its type."""
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
        """Whether it is such an element, or stands in one."""
        return any(role in roles for _, role in self.ancestors)

    @property
    def is_running_text(self) -> bool:
        """Whether it is a part of the text that is read from line to line, and not a heading, note, table or figure."""
        aside = self.is_in("/Note", "/FENote", "/Caption", "/Table", "/Figure", "/TOC", "/Index", "/Lbl", "/Title")
        return not self.is_heading and not aside


def line_count(pieces: list[Piece]) -> int:
    """How many lines pieces of text make: those that stand at about one height are one line."""
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


def said_by(file: PdfFile, page: int, mark: int | None) -> Sequence[str]:
    """The lines of text of a marked-content sequence that stands on the page itself."""
    return () if mark is None else file.contents[page - 1].marked.get(((0, 0), mark), ())


def words_of(file: PdfFile, *pieces: Piece) -> str:
    """The words of pieces that follow each other, as a finding quotes them; “a line of text” where none are told."""
    said, last = "", None
    for piece in pieces:
        if last is None or (piece.page, piece.mark) != (last.page, last.mark):
            is_beside = last is not None and piece.box[0] >= last.box[2] - 1
            said += ("" if is_beside else " ") + " ".join(said_by(file, piece.page, piece.mark))
        last = piece
    words = " ".join(said.split())
    if not words:
        return "a line of text"
    return f"“{words}”" if len(words) <= _MOST_WORDS else f"“{words[:_MOST_WORDS].rsplit(' ', 1)[0]} …”"


def read_blocks(file: PdfFile) -> tuple[Block, ...] | None:
    """The blocks in reading order; None in an untagged file."""
    tree = entry(file.root, "/StructTreeRoot")
    return None if tree is None else tuple(_Walk(file).read(entry(tree, "/K")))


@dataclass(frozen=True, slots=True)
class _Step:
    """A kid of the structure tree, with what it inherits."""

    kid: Any
    page: int
    ancestors: tuple[tuple[int, str], ...]


class _Walk:
    """Walks through the structure tree in its order, without recursion and without going in circles."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._roles = {kind: text(role) for kind, role in entries(entry(file.root, "/StructTreeRoot", "/RoleMap"))}
        self._pieces: dict[tuple[int, int], list[Piece]] = {}
        self._images: dict[tuple[int, int], list[Drawn]] = {}
        for sheet in file.sheets:
            for piece in sheet.pieces:
                if piece.mark is not None:
                    self._pieces.setdefault((sheet.number, piece.mark), []).append(piece)
            for image in sheet.images:
                if image.mark is not None:
                    self._images.setdefault((sheet.number, image.mark), []).append(image)
        self._blocks: dict[int, Block] = {}
        self._count = count()
        self._calls: dict[int, int] = {}
        """The notes that have shown nothing so far, and the page of their call."""
        self._last: tuple[int, int] | None = None
        """What was shown last: the page, and the block."""

    def read(self, start: Any) -> Iterator[Block]:
        """The blocks below `start` that show something."""
        waiting, seen = [_Step(start, 1, ())], set[tuple[int, int]]()
        for _ in range(MOST_OBJECTS):
            if not waiting:
                break
            waiting.extend(reversed(list(self._kids(waiting.pop(), seen))))
        return (block for block in self._blocks.values() if block.parts or block.images)

    def _kids(self, step: _Step, seen: set[tuple[int, int]]) -> Iterator[_Step]:
        """Give what one kid shows to its block, and answer its own kids."""
        import pikepdf

        kid = step.kid
        if isinstance(kid, int):
            self._show(step, step.page, kid)
        elif isinstance(kid, pikepdf.Array):
            yield from (_Step(one, step.page, step.ancestors) for one in kid)
        elif isinstance(kid, pikepdf.Dictionary) and identity(kid) not in seen:
            if kid.is_indirect:
                seen.add(kid.objgen)
            page = identity(kid.get("/Pg"))
            on = step.page if page is None else self._file.page_numbers.get(page, step.page)
            if "/MCID" in kid:
                self._show(step, on, number(kid["/MCID"]))
            elif "/K" in kid:
                yield _Step(kid["/K"], on, self._within(kid, step))

    def _within(self, element: Any, step: _Step) -> tuple[tuple[int, str], ...]:
        kind = text(element.get("/S"))
        role = self._roles.get(kind, kind)
        # A note is no phrase wherever it stands, and none of the text around it.
        if role in _PHRASES:
            return step.ancestors
        known = next(self._count)
        # A note that stands elsewhere in the tree is not by its call, and nobody can tell which that is.
        if role in _NOTES and self._last and step.ancestors and step.ancestors[-1][0] == self._last[1]:
            self._calls[known] = self._last[0]
        return (*step.ancestors[-_DEEPEST:], (known, role))

    def _show(self, step: _Step, page: int, mark: int) -> None:
        pieces, images = self._pieces.get((page, mark)), self._images.get((page, mark))
        if not step.ancestors or not (pieces or images):
            return
        known, role = step.ancestors[-1]
        block = self._blocks.get(known)
        if block is None:
            called = next((self._calls.pop(one) for one, _ in step.ancestors if one in self._calls), None)
            block = self._blocks[known] = Block(role=role, ancestors=step.ancestors, called_on=called)
        self._last = page, known
        block.images.extend(images or ())
        for piece in pieces or ():
            if not block.parts or _is_elsewhere(piece, block.parts[-1]):
                block.parts.append(Part(page=page))
            block.parts[-1].pieces.append(piece)


def _is_elsewhere(piece: Piece, part: Part) -> bool:
    """Whether a piece stands on another page than what comes before it, or at the top of the column beside it."""
    last = part.pieces[-1]
    if piece.page != part.page:
        return True
    left, right = min(one.box[0] for one in part.pieces), max(one.box[2] for one in part.pieces)
    beside = piece.box[0] >= right or piece.box[2] <= left
    return beside and last.baseline - piece.baseline > 2 * max(piece.size, last.size)  # more than a drop cap is high
