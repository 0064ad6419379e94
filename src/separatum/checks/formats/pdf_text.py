"""Read the text of a PDF: what its pages show, and the order in which its structure tree has it.

The order is that of the structure tree (ISO 32000-1, 14.7), because that is what a screen reader reads. Content that
is not in the tree, such as running heads and folios, is an artifact (14.8.2.2) and is not read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from separatum.checks.formats.bidi import logical
from separatum.checks.formats.pdf_file import PdfFile
from separatum.checks.formats.pdf_fonts import PdfFont, read_font
from separatum.checks.formats.pdf_objects import content_of, elements, entry, identity, number, text
from separatum.checks.formats.plain_content import steps_of, strings_in
from separatum.checks.formats.structure_tree import Element, Mark, Node

if TYPE_CHECKING:
    import pikepdf

_OPERATORS = "BT Td TD Tm T* Tf Tr Tj TJ ' \" BMC BDC EMC Do q Q"
_ONLY_MARK = re.compile(rb"<<\s*/MCID\s+(\d{1,9})\s*>>")
_DEEPEST = 16
"""How deep forms may lie in one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A glyph that is shown but is not in its font."""

    font: str
    text: str
    """The characters that it stands for, as far as the font tells."""


@dataclass(slots=True, kw_only=True)
class PageContent:
    """What one page shows."""

    number: int
    """Counted from 1."""
    marked: dict[Mark, list[str]] = field(default_factory=dict)
    """The lines of text of each marked-content sequence."""
    fonts: dict[str, PdfFont] = field(default_factory=dict)
    """The fonts that text is shown in, by their names."""
    missing: list[Missing] = field(default_factory=list)
    images: list["pikepdf.Object"] = field(default_factory=list)
    """The images drawn, in painting order, each as often as it is drawn."""
    is_unbalanced: bool = False
    """Whether a graphics state is saved and not restored, or the other way round (8.4.2)."""
    properties: list[Any] | None = None
    """What marked content of the page itself says of itself (14.6.2); None if its stream is not written plainly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Lines of text that belong together in the structure tree."""

    page: int
    lines: tuple[str, ...]
    is_label: bool = False
    """Whether it is the bullet or number of a list’s item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuredText:
    """The text of a tagged PDF in its logical order."""

    main: tuple[Passage, ...]
    notes: tuple[tuple[Passage, ...], ...]
    """The text of each Note element (14.8.4.4.1), which is not in `main`."""
    alternatives: tuple[str, ...]
    """The alternative descriptions of the figures and formulas: those of the notes come last, as in a book."""


def read_pages(file: PdfFile) -> tuple[PageContent, ...]:
    """What each page shows."""
    fonts: dict[tuple[int, int], PdfFont] = {}
    contents = []
    for count, page in enumerate(file.pages, start=1):
        content = PageContent(number=count)
        _Reader(content, fonts).read(page.obj, _Where(entry(page.obj, "/Resources"), (0, 0), 0))
        contents.append(content)
    return tuple(contents)


class _Reader:
    """Reads one page's content stream, and the forms in it."""

    def __init__(self, content: PageContent, fonts: dict[tuple[int, int], PdfFont]) -> None:
        self._content = content
        self._known = fonts
        self._lines: list[list[str]] | None = None
        """The glyphs of the open marked-content sequence, line by line; None outside of one."""
        self._open: list[_Mark] = []
        self._font: PdfFont | None = None
        self._invisible = False
        self._stacked: list[tuple[PdfFont | None, bool]] = []

    def read(self, stream: Any, where: "_Where") -> None:
        """Read a page or a form; what is damaged in it is left out, because PDF-SYNTAX reports it."""
        import pikepdf

        if not self._read_plain(stream, where):
            with suppress(pikepdf.PdfError, TypeError):
                for instruction in pikepdf.parse_content_stream(stream, _OPERATORS):
                    with suppress(AttributeError, IndexError, KeyError, TypeError, ValueError):
                        self._obey(str(instruction.operator), instruction.operands, where)
        self._content.is_unbalanced |= bool(self._stacked)

    def _read_plain(self, stream: Any, where: "_Where") -> bool:
        """Read a stream that is written plainly; nothing is read of any other."""
        content = content_of(stream if where.depth else entry(stream, "/Contents"))
        steps = steps_of(content) if content else None
        if steps is None:
            return False
        if where.depth == 0:
            self._content.properties = []
        for operator, written in steps:
            try:
                self._follow(operator, written, where)
            except (AttributeError, IndexError, KeyError, TypeError, ValueError):  # as of any other stream
                continue
        return True

    def _follow(self, operator: str, written: bytes, where: "_Where") -> None:
        """The same as `_obey` for a step of a stream that is written plainly."""
        match operator:
            case "TJ" | "Tj":
                self._show([strings_in(written)])
            case "BT":
                self._begin_line()
            case "Tf":
                self._font = self._find_font(where, written.decode("ascii"))
            case "BMC" | "BDC":
                self._begin_mark(self._said_of(written, where), where)
            case "EMC":
                self._end_mark(self._open.pop())
            case "Do" if where.depth < _DEEPEST:
                self._draw(where, written.decode("ascii"))
            case _:
                self._keep_state(operator, [written])

    def _said_of(self, written: bytes, where: "_Where") -> Any:
        """The properties of marked content: by their name, by the only one that most have, or as they are."""
        import pikepdf

        if found := _ONLY_MARK.fullmatch(written):
            return {"/MCID": int(found[1])}
        properties = pikepdf.Object.parse(written)
        if where.depth == 0 and self._content.properties is not None:
            self._content.properties.append(properties)
        return properties

    def _obey(self, operator: str, operands: Any, where: "_Where") -> None:
        match operator:
            case "TJ":
                self._show(_strings_of(operands[0]))
            case "Tj" | "'" | '"':
                self._show(_strings_of(operands[-1:]))
            case "BT" | "Tm" | "Td" | "TD" | "T*":
                self._begin_line()
            case "Tf":
                self._font = self._find_font(where, text(operands[0]))
            case "BMC" | "BDC":
                self._begin_mark(operands[-1], where)
            case "EMC":
                self._end_mark(self._open.pop())
            case "Do" if where.depth < _DEEPEST:
                self._draw(where, text(operands[0]))
            case _:
                self._keep_state(operator, operands)

    def _keep_state(self, operator: str, operands: Any) -> None:
        """Follow the part of the graphics state that matters here (8.4.2)."""
        match operator:
            case "q":
                self._stacked.append((self._font, self._invisible))
            case "Q" if not self._stacked:
                self._content.is_unbalanced = True
            case "Q":
                self._font, self._invisible = self._stacked.pop()
            case "Tr":
                self._invisible = int(operands[0]) == 3

    def _show(self, strings: Iterable[bytes]) -> None:
        font = self._font
        if font is None:
            return
        line = self._lines[-1] if self._lines else None
        for string in strings:
            glyphs, missing = font.show(string)
            if line is not None:
                line.extend(glyphs)
            if missing and not self._invisible:
                self._content.missing.extend(Missing(font=font.name, text=text) for text in missing)

    def _begin_line(self) -> None:
        if self._lines is not None and self._lines[-1]:
            self._lines.append([])

    def _find_font(self, where: "_Where", name: str) -> PdfFont | None:
        if name not in where.fonts:
            where.fonts[name] = self._font_called(where.resources, name)
        return where.fonts[name]

    def _font_called(self, resources: Any, name: str) -> PdfFont | None:
        found = entry(resources, "/Font", name)
        if found is None:
            return None
        number_of_font = identity(found)
        font = self._known.get(number_of_font) if number_of_font else None
        if font is None:
            font = read_font(found)
            if number_of_font:
                self._known[number_of_font] = font
        self._content.fonts[name + font.name] = font
        return font

    def _begin_mark(self, properties: Any, where: "_Where") -> None:
        """Open a sequence (14.6): one with an identifier, or one whose ActualText (14.9.4) stands for what it shows."""
        import pikepdf

        if isinstance(properties, pikepdf.Name):
            properties = entry(where.resources, "/Properties", text(properties))
        mark: Mark | None = None
        actual = None
        if isinstance(properties, pikepdf.Dictionary | dict):
            mark = (where.form, number(properties["/MCID"])) if "/MCID" in properties else None
            actual = text(properties["/ActualText"]) if "/ActualText" in properties else None
        self._open.append(_Mark(mark, actual, self._lines))
        if mark is not None or (actual is not None and self._lines is not None):
            self._lines = [[]]

    def _end_mark(self, mark: "_Mark") -> None:
        if mark.identifier is not None:
            lines = [logical(line) for line in self._lines or () if line]
            words = [mark.actual] if mark.actual is not None else lines
            self._content.marked.setdefault(mark.identifier, []).extend(words)
            self._lines = mark.outer
        elif mark.actual is not None and mark.outer is not None:
            self._lines = mark.outer
            self._lines[-1].append(mark.actual)

    def _draw(self, where: "_Where", name: str) -> None:
        found = entry(where.resources, "/XObject", name)
        kind = text(entry(found, "/Subtype"))
        if kind == "/Image":
            self._content.images.append(found)
        elif kind == "/Form":
            outer = self._font, self._invisible, self._stacked
            self._stacked = []
            self.read(found, _Where(entry(found, "/Resources") or where.resources, found.objgen, where.depth + 1))
            self._font, self._invisible, self._stacked = outer


def _strings_of(operands: Any) -> Iterator[bytes]:
    import pikepdf

    return (bytes(one) for one in operands if isinstance(one, pikepdf.String))


@dataclass(frozen=True, slots=True)
class _Where:
    """The stream that is read."""

    resources: Any
    form: tuple[int, int]
    depth: int
    fonts: dict[str, PdfFont | None] = field(default_factory=dict)
    """Those that were found in the resources, by their names there."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A marked-content sequence that is open."""

    identifier: Mark | None
    actual: str | None
    outer: list[list[str]] | None
    """The lines of the sequence around it."""


@dataclass(frozen=True, slots=True)
class _Inside:
    """What the text inside an element is."""

    note: int | None = None
    in_numbered_list: bool = False
    is_label: bool = False
    is_replaced: bool = False
    """Whether an ActualText is read in its place (14.9.4)."""


def read_text(file: PdfFile, tree: Iterable[Node], contents: Sequence[PageContent]) -> StructuredText:
    """The text of a tagged PDF in the order of its structure tree.

    Args:
        file: the PDF.
        tree: its structure tree, as `structure_tree.read_tree` gives it.
        contents: what its pages show, as `read_pages` gives it.
    """
    reading = _Reading(file, contents)
    for node in tree:
        reading.visit(node)
    return reading.text()


class _Reading:
    """Collects text while the structure tree is walked."""

    def __init__(self, file: PdfFile, contents: Sequence[PageContent]) -> None:
        self._file = file
        self._contents = contents
        self._inside: dict[int, _Inside] = {}
        self._main: list[Passage] = []
        self._notes: list[list[Passage]] = []
        self._alternatives: tuple[list[str], list[str]] = ([], [])

    def text(self) -> StructuredText:
        """All that was read so far."""
        return StructuredText(
            main=tuple(self._main),
            notes=tuple(map(tuple, self._notes)),
            alternatives=(*self._alternatives[0], *self._alternatives[1]),
        )

    def visit(self, node: Node) -> None:
        """Read one node of the tree; its parent was visited before."""
        if isinstance(node, Element):
            outer = self._inside[node.parent.number] if node.parent is not None else _Inside()
            self._inside[node.number] = self._enter(node, outer)
        elif not (inside := self._inside[node.element.number]).is_replaced:
            page = node.page or 1
            lines = self._contents[page - 1].marked.get(node.mark, ()) if page <= len(self._contents) else ()
            self._add(inside, page, tuple(lines))

    def _enter(self, element: Element, outer: _Inside) -> _Inside:
        if outer.is_replaced:
            return outer
        note = outer.note
        if element.role == "/Note":
            note = len(self._notes)
            self._notes.append([])
        if element.role in {"/Figure", "/Formula"} and "/Alt" in element.raw:
            self._alternatives[note is not None].append(text(element.raw["/Alt"]))
        numbered = _is_numbered(element.raw) if element.role == "/L" else outer.in_numbered_list
        # The label of an item without numbering is the term of a definition list (14.8.4.3.3): it is text.
        is_label = outer.is_label or (element.role == "/Lbl" and numbered)
        is_replaced = "/ActualText" in element.raw
        inside = _Inside(note, in_numbered_list=numbered, is_label=is_label, is_replaced=is_replaced)
        if is_replaced:
            self._add(inside, self._page_of_first(element), (text(element.raw["/ActualText"]),))
        return inside

    def _page_of_first(self, element: Element) -> int:
        """The page of the first thing that an element shows: one with an ActualText may name none itself."""
        import pikepdf

        kid, page = element.raw, element.page
        for _ in range(_DEEPEST):
            if isinstance(kid, pikepdf.Array):
                kid = kid[0] if len(kid) else None
            elif isinstance(kid, pikepdf.Dictionary):
                own = identity(kid.get("/Pg"))
                page = page if own is None else self._file.page_numbers.get(own, page)
                kid = kid.get("/K")
            else:
                break
        return page or 1

    def _add(self, inside: _Inside, page: int, lines: tuple[str, ...]) -> None:
        if any(lines):
            passages = self._main if inside.note is None else self._notes[inside.note]
            passages.append(Passage(page=page, lines=lines, is_label=inside.is_label))


def _is_numbered(element: Any) -> bool:
    """Whether a list draws bullets or numbers: its ListNumbering attribute (14.8.5.5)."""
    attributes = entry(element, "/A")
    owners = elements(attributes) or [attributes]
    return any(text(entry(owner, "/ListNumbering")) not in {"", "/None"} for owner in owners)
