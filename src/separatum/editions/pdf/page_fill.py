"""Fill pages: find pictures that leave a hole, and say which to set smaller and which to let the text pass.

A picture that does not fit on what is left of a page begins the next one, and leaves a hole. The first layout says how
high everything is; with these heights the pages are filled once more, in numbers only. A picture that nearly fits is
set smaller; another waits while the text behind it fills the page, and stands where the next page begins. It never
waits longer than a page, nor passes a heading, a table or another picture. The tags of the PDF keep the order of the
source: each moved figure says where it stood.

Where a few lines would begin a last page of their own, the article is set a little tighter, if that takes them back.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from separatum.editions.pdf.footnotes import note_areas
from separatum.editions.pdf.picture_sizes import set_smaller
from separatum.editions.pdf.print_markup import tell_what_follows
from separatum.style.picture_rows import ROW

if TYPE_CHECKING:
    from weasyprint import Document

STOOD_BEFORE = "data-stood-before"
"""The attribute of a moved figure: the number of the part of the story that it stood before in the source."""
NATURAL = "data-natural-height"
"""The attribute of a figure that is set smaller: how high its picture was, in pixels."""
PLACE = "data-place"
"""The attribute of a part of the story: its number in the source, where figures were moved."""

_HOLE = 0.12
"""Of a page: a picture that leaves less empty is left where it is."""
_SMALLEST = 0.7
"""Of its size: a picture is not set smaller than so."""
_PASSING = frozenset({"p", "ul", "ol", "blockquote"})
"""What may pass a picture."""
_PASSING_CLASSES = (None, "", "question", "verse")
_KEPT_WHOLE = frozenset({"figure", "h2", "h3", "h4", "header", "pre"})
_HEADING = ("question", "summary", "callout-title")
"""Classes of what stays with the text below it, as headings do."""
_FEWEST_LINES = 2
_MOST_LAYOUTS = 2
_FEW_ON_LAST_PAGE, _COMPACT = 0.25, 0.1
"""How much of a last page is little, and how much of a page a compact colophon saves at most."""
_TIGHTEST, _WIDEST, _SMALLER = 0.96, 1.05, 0.9
"""How close and how far apart lines may be for it, and how small pictures, by what they were."""
_ROUNDING = 0.5
"""Pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the story, as high as it was laid out; lengths are in pixels."""

    element: ET.Element
    lines: tuple[float, ...]
    """The heights of what a page may break between; one where it may not."""
    before: float
    after: float
    """Its margins."""
    picture: float = 0
    """The height of the picture in a figure."""
    natural: float = 0
    """How high it was before it was set smaller."""
    is_heading: bool = False

    @property
    def height(self) -> float:
        """Without its margins."""
        return sum(self.lines)

    @property
    def is_figure(self) -> bool:
        """Whether it is a picture with its caption, or a row of them."""
        return self.element.tag == "figure" or self.element.get("class") == ROW


@dataclass(slots=True, kw_only=True)
class Changes:
    """What is to be changed in the tree."""

    heights: dict[ET.Element, tuple[float, float, float]] = field(default_factory=dict)
    """For each figure that is set smaller, the new height of its picture, that before, and that at first, in pixels."""
    behind: dict[ET.Element, ET.Element] = field(default_factory=dict)
    """For each figure that is moved, the part that it then stands behind."""

    def __bool__(self) -> bool:
        return bool(self.heights or self.behind)


def with_full_pages(
    lay_out: Callable[[], "Document"], root: ET.Element, document: "Document", *, is_in_one_column: bool
) -> "Document":
    """Lay out again with the changes that fill holes, while that makes the pages better; twice at most.

    Args:
        lay_out: makes pages of the tree as it is.
        root: the `html` element, which is changed.
        document: its pages, as they were laid out.
        is_in_one_column: whether the story is; over several columns no picture is moved.
    """
    text = root.find(".//div[@class='text']")
    for _ in range(_MOST_LAYOUTS if text is not None and is_in_one_column else 0):
        assert text is not None
        changes = changes_for(document, text) if max(_holes(document), default=0) > _HOLE else Changes()
        if not changes:
            break
        order = list(text)
        styles = {one: one.get("style") for one in text.iter() if one.tag in ("img", "figure")}
        apply(changes, text)
        changed = lay_out()
        if _score(changed) >= _score(document):
            _restore(text, order, styles)
            break
        document = changed
    return _with_full_last_page(lay_out, root, document)


def _with_full_last_page(lay_out: Callable[[], "Document"], root: ET.Element, document: "Document") -> "Document":
    """Where the last page holds a few lines, lay out again with a compact colophon, lines a little nearer and smaller
    pictures, if that takes it away; else with lines a little farther apart, if that fills a quarter of it.
    """
    colophon = next((part for part in root.iter("section") if part.get("class") == "colophon"), None)
    empty = list(_empty(document))
    pages = len(empty)
    if colophon is None or pages == 1 or not 1 - _FEW_ON_LAST_PAGE < empty[-1] < 1:
        return document
    depth = float(document.pages[0]._page_box.height)  # noqa: SLF001
    style = next(_boxes_of(document, root)).style
    leading, line = style["line_height"], style["line_height"] * style["font_size"]
    pictures = {box.element: float(box.height) for box in _pictures(document)}
    holders = {picture: figure for figure in root.iter("figure") for picture in figure.iter("img")}
    before = {element: element.get("style") for element in (root, *pictures, *holders.values())}

    def lead(share: float) -> None:
        root.set("style", f"{before[root] or ''}; line-height: {leading * share:.4f}".lstrip("; "))

    needed = (1 - empty[-1] - empty[-2] - _COMPACT) * depth
    smaller = (1 - _SMALLER) * sum(pictures.values())
    steps = [(more, share) for more, share in leadings(depth, line) if share < 1] or [(0, 1.0)]
    steps = [(more, share) for more, share in steps if (pages - 1) * more * line + smaller >= needed][:1]
    # What stands empty on pages before could be filled, too: where even that is not enough, it need not be tried.
    missing = (needed - sum(empty[:-2]) * depth) / (pages - 1) / line
    colophon.set("class", "colophon compact")
    for more, share in steps:
        lead(share)
        changed = lay_out() if more >= missing else document
        if len(changed.pages) < pages:
            return changed
    if steps and pictures:
        for picture, height in pictures.items():
            set_smaller(holders.get(picture, picture), _SMALLER * height, height)
        changed = lay_out()
        if len(changed.pages) < pages:
            return changed
    colophon.set("class", "colophon")
    _restore_styles(before)
    wanted = (empty[-1] - (1 - _FEW_ON_LAST_PAGE)) * depth
    wider = [share for more, share in leadings(depth, line) if share > 1 and -more * (pages - 1) * line >= wanted]
    if wider:
        lead(wider[0])
        changed = lay_out()
        if len(changed.pages) == pages and list(_empty(changed))[-1] < empty[-1]:
            return changed
        _restore_styles(before)
    return document


def leadings(depth: float, line: float) -> list[tuple[int, float]]:
    """How many lines more a page can hold, or less, and by what its leading is then multiplied: the least change first.

    Args:
        depth: of a page.
        line: how far its lines stand apart now, in the same unit.
    """
    count = int(depth // line)
    found = [(more, depth / (count + more) / line) for more in (1, 2, 3, -1, -2)]
    return [(more, share) for more, share in found if _TIGHTEST <= share <= _WIDEST]


def _pictures(document: "Document") -> Iterator[Any]:
    """The boxes of the pictures of figures."""
    for page in document.pages:
        yield from (box for box in _shown(page._page_box) if box.element_tag == "img")  # noqa: SLF001


def _boxes_of(document: "Document", element: ET.Element) -> Iterator[Any]:
    return (box for page in document.pages for box in page._page_box.children if box.element is element)  # noqa: SLF001


def _restore(text: ET.Element, order: Sequence[ET.Element], styles: Mapping[ET.Element, str | None]) -> None:
    text[:] = order
    tell_what_follows(text)
    _restore_styles(styles)


def _restore_styles(styles: Mapping[ET.Element, str | None]) -> None:
    for element, style in styles.items():
        if style is None:
            element.attrib.pop("style", None)
        else:
            element.set("style", style)


def _holes(document: "Document") -> list[float]:
    """How much of each page but the last is empty at its foot, from 0 to 1."""
    return list(_empty(document))[:-1]


def _score(document: "Document") -> float:
    """How bad the pages are: holes count by their square, and so does each page."""
    return sum(hole**2 for hole in _holes(document) if hole > _HOLE / 2) + 0.05 * len(document.pages)


def changes_for(document: "Document", text: ET.Element) -> Changes:
    """What would fill the holes in front of pictures.

    Args:
        document: the pages as they were laid out.
        text: the element of the story, whose children are its parts.
    """
    depth = float(document.pages[0]._page_box.height)  # noqa: SLF001 - nothing public tells it
    parts = _parts(document, text)
    return _Filling(parts, depth).changes() if any(part.is_figure for part in parts) else Changes()


def apply(changes: Changes, text: ET.Element) -> None:
    """Change the tree: heights of pictures, and places of figures."""
    for number, part in enumerate(text):
        if part.get(PLACE) is None:
            part.set(PLACE, str(number))
    for figure, (height, before, natural) in changes.heights.items():
        figure.set(NATURAL, f"{natural:.2f}")
        set_smaller(figure, height, before)
    for figure, target in changes.behind.items():
        place = list(text).index(figure)
        following = text[place + 1] if place + 1 < len(text) else None
        if following is not None:
            figure.set(STOOD_BEFORE, following.get(PLACE, ""))
        text.remove(figure)
        text.insert(list(text).index(target) + 1, figure)
    tell_what_follows(text)


class _Filling:
    """Fills pages with parts, in numbers."""

    def __init__(self, parts: Sequence[Part], depth: float) -> None:
        self._waiting = list(parts)
        self._laid = {part.element: part.picture for part in parts}
        self._depth = depth
        self._room = depth
        self._margin = 0.0
        self._here = list[Part]()
        """The figures on the page, as high as they are set."""
        self._changes = Changes()

    def changes(self) -> Changes:
        """Fill all pages, and say what was changed for it."""
        while self._waiting:
            part = self._waiting.pop(0)
            if part.is_figure and not self._fits(part):
                self._place_figure(part)
            else:
                self._place(part)
        return self._changes

    def _gap(self, part: Part) -> float:
        return 0.0 if self._room == self._depth else max(self._margin, part.before)

    def _fits(self, part: Part) -> bool:
        return self._gap(part) + part.height <= self._room + _ROUNDING

    def _new_page(self) -> None:
        self._room, self._margin = self._depth, 0.0
        self._here.clear()

    def _place(self, part: Part) -> None:
        """Place a part, over several pages where it may be broken."""
        over = self._gap(part) + self._least(part) - self._room
        if over > _ROUNDING and not (self._room > _HOLE * self._depth and self._make_room(over)):
            self._new_page()
        self._room -= self._gap(part)
        left = list(part.lines)
        while left:
            if left[0] > self._room + _ROUNDING and self._room < self._depth:
                self._new_page()
            self._room -= left.pop(0)
        self._margin = part.after
        if part.is_figure:
            self._here.append(part)

    def _make_room(self, over: float) -> bool:
        """Set the figures on the page smaller, so that something more fits; whether that is enough."""
        give = {one.element: one.picture - _SMALLEST * one.natural for one in self._here}
        total = sum(give.values())
        if total < over + 1:
            return False
        for place, one in enumerate(self._here):
            less = (over + 1) * give[one.element] / total
            self._changes.heights[one.element] = (one.picture - less, self._laid[one.element], one.natural)
            self._here[place] = replace(one, lines=(one.height - less,), picture=one.picture - less)
        self._room += over + 1
        return True

    def _least(self, part: Part) -> float:
        """How much of a part must stand on a page, and with a heading what follows."""
        if not part.is_heading:
            return sum(part.lines[:_FEWEST_LINES]) if len(part.lines) > _FEWEST_LINES + 1 else part.height
        needed = part.height
        for following in self._waiting:
            needed += max(part.after, following.before)
            if not following.is_heading:
                return needed + sum(following.lines[:_FEWEST_LINES])
            needed, part = needed + following.height, following
        return needed

    def _place_figure(self, figure: Part) -> None:
        """Place a figure that does not fit on what is left of the page."""
        if self._room <= _HOLE * self._depth:
            self._place(figure)
            return
        over = self._gap(figure) + figure.height - self._room
        share = (figure.picture - over) / figure.natural if figure.natural else 0
        if share >= _SMALLEST:
            self._place(self._smaller(figure, over + 1))
            return
        passing = [] if figure.element.get(STOOD_BEFORE) else self._passing()
        if sum(part.height for part in passing) < self._room * 0.6:
            self._place(figure)
            return
        room_before = self._room
        for part in passing:
            pages_before = self._room
            self._place(part)
            self._waiting.remove(part)
            self._changes.behind[figure.element] = part.element
            if not part.is_heading and (self._room > pages_before or self._room < 0.04 * room_before):
                break
        self._place_figure_again(figure)

    def _place_figure_again(self, figure: Part) -> None:
        if not self._fits(figure) and self._room > _HOLE * self._depth:
            over = self._gap(figure) + figure.height - self._room
            share = (figure.picture - over) / figure.natural if figure.natural else 0
            if share >= _SMALLEST:
                figure = self._smaller(figure, over + 1)
        self._place(figure)

    def _smaller(self, figure: Part, less: float) -> Part:
        self._changes.heights[figure.element] = (figure.picture - less, self._laid[figure.element], figure.natural)
        return replace(figure, lines=(figure.height - less,), picture=figure.picture - less)

    def _passing(self) -> list[Part]:
        """What may pass a figure: the text behind it, at most a page of it."""
        found, height = list[Part](), 0.0
        for part in self._waiting:
            is_text = part.element.tag in _PASSING and part.element.get("class") in _PASSING_CLASSES
            if not is_text or height > self._depth:
                break
            found.append(part)
            height += part.height
        while found and found[-1].is_heading:
            found.pop()
        return found


def _parts(document: "Document", text: ET.Element) -> list[Part]:
    """The parts of the story, and what stands before and behind it, with the heights that they were laid out with."""
    found: dict[ET.Element, list[Any]] = {}
    for page in document.pages:
        for box in _blocks(page._page_box, text):  # noqa: SLF001
            found.setdefault(box.element, []).append(box)
    notes = dict(_note_heights(document))
    return [_part(element, fragments, notes) for element, fragments in found.items()]


def _note_heights(document: "Document") -> Iterator[tuple[ET.Element, float]]:
    for page in document.pages:
        for box in page._page_box.children:  # noqa: SLF001
            for area in note_areas(box):
                for note in area.children:
                    yield note.element, float(note.margin_height())


def _blocks(box: Any, text: ET.Element) -> Iterator[Any]:
    """The boxes of the parts of the story on a page, and of what stands above and below the story."""
    from weasyprint.formatting_structure.boxes import BlockLevelBox, FootnoteAreaBox, MarginBox

    around = {"html", "body", "article"}
    for child in getattr(box, "children", ()):
        if isinstance(child, FootnoteAreaBox | MarginBox) or not isinstance(child, BlockLevelBox):
            continue
        if child.element is None:
            continue
        if child.element is text or child.element.tag in around:
            yield from _blocks(child, text)
        elif child.is_in_normal_flow():
            yield child


def _part(element: ET.Element, fragments: Sequence[Any], notes: Mapping[ET.Element, float]) -> Part:
    lines = [height for box in fragments for height in _lines(box, notes)]
    kinds = element.get("class", "").split()
    whole = (element.tag in _KEPT_WHOLE and "long" not in kinds) or "short" in kinds or ROW in kinds
    height = sum(box.border_height() for box in fragments)
    if whole or not lines:
        shares: tuple[float, ...] = (height,)
    else:
        plain = sum(height for box in fragments for height in _lines(box, {}))
        more = (height - plain) / len(lines)
        shares = tuple(line + more for line in lines)
    pictures = [box for fragment in fragments for box in fragment.descendants() if box.element_tag == "img"]
    picture = max((float(box.height) for box in pictures), default=0.0)
    return Part(
        element=element,
        lines=shares,
        before=float(fragments[0].margin_top or 0),
        after=float(fragments[-1].margin_bottom or 0),
        picture=picture,
        natural=float(element.get(NATURAL, picture)),
        is_heading=element.tag in ("h2", "h3", "h4") or element.get("class") in _HEADING,
    )


def _lines(box: Any, notes: Mapping[ET.Element, float]) -> Iterator[float]:
    """The heights of the lines in a box, each with the room of the notes that it calls."""
    from weasyprint.formatting_structure.boxes import LineBox

    for one in box.descendants():
        if isinstance(one, LineBox):
            called = [inner.footnote.element for inner in one.descendants() if inner.footnote is not None]
            yield float(one.height) + sum(notes.get(note, 0.0) for note in called)


def _empty(document: "Document") -> Iterator[float]:
    """How much of each page is empty, from 0 to 1, above its notes."""
    for page in document.pages:
        box = page._page_box  # noqa: SLF001
        top, height = box.content_box_y(), float(box.height)
        notes = [area for child in box.children for area in note_areas(child) if area.children]
        foot = sum(note.margin_height() for note in notes)
        ends = [one.position_y + one.height for one in _shown(box)]
        yield max(0.0, (height - foot - (max(ends, default=top) - top)) / height)


def _shown(box: Any) -> Iterator[Any]:
    """The lines and pictures of a page's text."""
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox, LineBox, MarginBox, ReplacedBox

    for child in getattr(box, "children", ()):
        if isinstance(child, FootnoteAreaBox | MarginBox):
            continue
        if isinstance(child, LineBox | ReplacedBox):
            yield child
        else:
            yield from _shown(child)
