"""Fill pages: where they have holes, find pictures to set smaller and pictures to let the text pass, and lay out again.

A picture that does not fit on what is left of a page begins the next one, and leaves a hole. The first layout says how
high everything is (`page_pieces.py`); with these numbers all pages are planned together (`page_plan.py`). A picture
that nearly fits is set smaller; another waits while the text behind it fills the page, and stands where the next page
begins. It never waits longer than a page, nor passes a heading, a table or another picture. The tags of the PDF keep
the order of the source: each moved figure says where it stood.

Where a few lines would begin a last page of their own, the article is set a little tighter, if that takes them back.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from separatum.editions.pdf.best_pages import BestPages
from separatum.editions.pdf.footnotes import note_areas
from separatum.editions.pdf.page_parts import STOOD_BEFORE, Pieces
from separatum.editions.pdf.page_pieces import NATURAL, read_pieces
from separatum.editions.pdf.page_plan import FEW_ON_LAST_PAGE, HOLE, Plan, Planner, cost_of
from separatum.editions.pdf.picture_sizes import set_smaller
from separatum.editions.pdf.print_markup import tell_what_follows

if TYPE_CHECKING:
    from weasyprint import Document

PLACE = "data-place"
"""The attribute of a part of the story: its number in the source, where figures were moved."""
LESS = "data-less"
"""The attribute of the root: by how much pages are shorter than the paper says, in pixels."""

_EMPTY = "separatum_empty"
_MOST_LAYOUTS = 2
_BETTER = 0.03
"""By how much a plan must be cheaper than the pages are, so that they are laid out again: a hole less."""
_COMPACT = 0.1
"""How much of a page a compact colophon saves at most."""
_TIGHTEST, _WIDEST, _SMALLER = 0.96, 1.05, 0.9
"""How close and how far apart lines may be for it, and how small pictures, by what they were."""
_STEPS = (1.01, 0.99, 1.02, 0.98, 1.03, 0.97)
"""What leadings are multiplied by where no page that is filled to its last line helps."""
_LOOSEST = 1.5
"""Of the type's size: lines that stand further apart do not hold together."""
_MOST_LESS = 0.06
"""Of a page: how much less it may hold, so that the last page holds more; two lines of 38 are little over 0.05."""
_HAIR = 0.01
"""Of a page: by how much a last page should be fuller than a quarter, for its last line is lower than its leading."""
_LEADING = 0.02
"""What it costs to change the leading, or the depth of pages."""
_KEPT = ("style", "class", NATURAL, PLACE, STOOD_BEFORE, LESS, "data-before")
"""The attributes that are changed."""


class _Snapshot:
    """A tree as it was, to be restored."""

    def __init__(self, root: ET.Element) -> None:
        self._text = root.find(".//div[@class='text']")
        self._order = [] if self._text is None else list(self._text)
        self._known = [(one, {name: one.get(name) for name in _KEPT}) for one in root.iter()]

    def restore(self) -> None:
        """Undo all changes since."""
        if self._text is not None:
            self._text[:] = self._order
        for element, attributes in self._known:
            for name, value in attributes.items():
                if value is not None:
                    element.set(name, value)
                elif name in element.attrib:
                    del element.attrib[name]


def with_full_pages(
    lay_out: Callable[[], "Document"], root: ET.Element, document: "Document", *, columns: int
) -> "Document":
    """Lay out again with the changes that fill holes, while that makes the pages better; twice at most.

    Args:
        lay_out: makes pages of the tree as it is.
        root: the `html` element, which is changed.
        document: its pages, as they were laid out.
        columns: how many the story runs in.
    """
    text = root.find(".//div[@class='text']")
    best, at = BestPages(lay_out, document, _score(document)), document
    del document
    kept = _Snapshot(root) if text is not None and max(_holes(at), default=0) > HOLE else None
    is_best = True
    for _ in range(_MOST_LAYOUTS):
        if text is None or kept is None or (is_best and max(_holes(at), default=0) <= HOLE):
            break
        change = _change_for(at, root, text, columns)
        if change is None or change.plan.looks > best.score - _BETTER:
            break
        change.apply(root, text)
        del at, change
        at = best.other()
        is_best = _score(at) < best.score
        if is_best:
            best, kept = BestPages(lay_out, at, _score(at)), _Snapshot(root)
    del at
    if kept is not None and not is_best:
        kept.restore()
    return _with_full_last_page(best, root, columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """A plan, with the leading and the depth of pages that it needs."""

    plan: Plan
    cost: float
    leading: float = 1.0
    less: float = 0.0
    pieces: Pieces

    def apply(self, root: ET.Element, text: ET.Element) -> None:
        """Change the tree."""
        for number, element in enumerate(text):
            if element.get(PLACE) is None:
                element.set(PLACE, str(number))
        for part in self.pieces.parts:
            scale = self.plan.scales.get(part.element, 1.0)
            height = scale * part.natural
            if part.is_figure and abs(height - part.picture) > 1:
                part.element.set(NATURAL, f"{part.natural:.2f}")
                set_smaller(part.element, height, part.picture)
        for figure, target in self.plan.behind.items():
            _move(figure, target, text)
        for parted in self.plan.parted:
            _let_part(parted)
        tell_what_follows(text)
        if self.leading != 1 or self.less:
            _lead(root, self.pieces.leading * self.leading, self.less)


def _change_for(document: "Document", root: ET.Element, text: ET.Element, columns: int) -> _Change | None:
    pieces = read_pieces(document, text, columns)
    if pieces is None:
        return None
    plain = list(_planned(pieces, [(1.0, 0.0)]))
    is_set = root.get(LESS) is not None or "line-height" in root.get("style", "")
    if is_set or any(not one.plan.is_bad for one in plain):
        return next(iter(plain), None)
    full = [(share, 0.0) for _, share in leadings(pieces.depth, pieces.line)] + [(1.0, pieces.line)]
    found = [*plain, *_planned(pieces, full)]
    further = _planned(pieces, [(share, less) for less in (0.0, pieces.line) for share in _STEPS])
    while all(one.plan.is_bad for one in found) and (one := next(further, None)) is not None:
        found.append(one)
    return min(found, key=lambda one: one.cost, default=None)


def _planned(pieces: Pieces, settings: Iterable[tuple[float, float]]) -> Iterator[_Change]:
    """The best plan for each leading, by what it is multiplied by, and for how much less pages hold."""
    for leading, less in settings:
        if leading > 1 and pieces.leading * leading > _LOOSEST:
            continue
        plan = Planner(pieces, less=less, leading=leading).best()
        if plan is not None:
            cost = plan.cost + (_LEADING if leading != 1 or less else 0.0)
            yield _Change(plan=plan, cost=cost, leading=leading, less=less, pieces=pieces)


def _move(figure: ET.Element, target: ET.Element, text: ET.Element) -> None:
    """Let a figure stand behind a part, and say what it stood before."""
    place = list(text).index(figure)
    following = text[place + 1] if place + 1 < len(text) else None
    if following is not None:
        figure.set(STOOD_BEFORE, following.get(PLACE, ""))
    text.remove(figure)
    text.insert(list(text).index(target) + 1, figure)


def _let_part(part: ET.Element) -> None:
    """Let a table or code go on on the next page; no row stands alone beside the break."""
    kinds = (part.get("class") or "").split()
    if part.tag == "pre":
        part.set("class", " ".join([*kinds, "long"]))
        return
    part.set("class", " ".join(kind for kind in kinds if kind != "short"))
    rows = [row for body in part.iter("tbody") for row in body.iter("tr")] or list(part.iter("tr"))
    for row, side in ((rows[0], "after"), (rows[-1], "before")):
        row.set("style", f"{row.get('style', '')}; break-{side}: avoid".lstrip("; "))


def _lead(root: ET.Element, leading: float, less: float) -> None:
    """Set the distance of lines, and how much shorter pages are."""
    root.set("style", f"{root.get('style', '')}; line-height: {leading:.4f}".lstrip("; "))
    if less:
        root.set(LESS, f"{less:.3f}")


def _may_take_back(document: "Document", root: ET.Element, columns: int) -> Callable[[float, bool], bool]:
    """Whether the last page may be taken back by a compact colophon, with a leading that is multiplied by this and with
    smaller pictures if these may be, by the numbers. Where all must stay as large as they are, it may be unless half
    a line more on each page would not do it either: numbers are not exactly what is laid out.
    """
    text = root.find(".//div[@class='text']")
    pieces = read_pieces(document, text, columns) if text is not None else None
    if pieces is None:
        return lambda _share, _are_smaller: True
    # Pictures that were set smaller already are measured as they are now.
    *parts, last = (replace(part, natural=part.picture) if part.is_figure else part for part in pieces.parts)
    saved = min(_COMPACT * pieces.depth, last.pieces[-1].height / 2)
    compact = replace(last.pieces[-1], height=last.pieces[-1].height - saved)
    fewer = replace(pieces, parts=(*parts, replace(last, pieces=(*last.pieces[:-1], compact))))

    count = len(document.pages)

    def may(share: float, are_smaller: bool) -> bool:
        smallest, less = (_SMALLER, 0.0) if are_smaller else (1.0, -pieces.line / 2)
        plan = Planner(fewer, leading=share, smallest=smallest, less=less).best()
        return plan is None or plan.pages < count

    return may


def _with_full_last_page(best: BestPages, root: ET.Element, columns: int = 1) -> "Document":
    """Where the last page holds a few lines, lay out again with a compact colophon, lines a little nearer and smaller
    pictures, if that takes it away; else with less on the pages before, if that fills a quarter of it.
    """
    colophon = next((part for part in root.iter("section") if part.get("class") == "colophon"), None)
    empty = _empty(best.pages())
    if colophon is None or len(empty) == 1 or not 1 - FEW_ON_LAST_PAGE < empty[-1] < 1:
        return best.pages()
    last = _LastPage(best, root, columns)
    return last.taken_back(colophon) or last.filled() or best.pages()


class _LastPage:
    """A last page of a few lines, to be taken back or to be filled."""

    def __init__(self, best: BestPages, root: ET.Element, columns: int) -> None:
        document = best.pages()
        self._best, self._root = best, root
        self._empty, self._pages = _empty(document), len(document.pages)
        self._depth = float(document.pages[0]._page_box.height)  # noqa: SLF001
        style = next(_boxes_of(document, root)).style
        self._leading, self._line = style["line_height"], style["line_height"] * style["font_size"]
        self._pictures = {box.element: float(box.height) for box in _pictures(document)}
        self._holders = {picture: figure for figure in root.iter("figure") for picture in figure.iter("img")}
        self._before = _Snapshot(root)
        self._may = _may_take_back(document, root, columns)

    def taken_back(self, colophon: ET.Element) -> "Document | None":
        """The pages without it; None if that cannot be, and the tree is as it was."""
        needed = (1 - self._empty[-1] - self._empty[-2] - _COMPACT) * self._depth
        smaller = (1 - _SMALLER) * sum(self._pictures.values())
        steps = [(more, share) for more, share in leadings(self._depth, self._line) if share < 1] or [(0, 1.0)]
        steps = [step for step in steps if (self._pages - 1) * step[0] * self._line + smaller >= needed][:1]
        if not steps or not self._may(steps[0][1], True):
            return None
        # What stands empty on pages before could be filled, too: where even that is not enough, it need not be tried.
        missing = (needed - sum(self._empty[:-2]) * self._depth) / (self._pages - 1) / self._line
        colophon.set("class", "colophon compact")
        more, share = steps[0]
        _lead(self._root, self._leading * share, 0)
        changed: Document | None = None
        if more >= missing and self._may(share, False) and self._is_shorter(changed := self._best.other()):
            return changed
        changed = None
        for picture, height in self._pictures.items():
            set_smaller(self._holders.get(picture, picture), _SMALLER * height, height)
        if self._pictures and self._is_shorter(changed := self._best.other()):
            return changed
        self._before.restore()
        return None

    def _is_shorter(self, changed: "Document") -> bool:
        return len(changed.pages) < self._pages and _score(changed) <= self._best.score

    def filled(self) -> "Document | None":
        """The pages with a quarter of it filled; None if that cannot be, and the tree is as it was."""
        wanted = (self._empty[-1] - (1 - FEW_ON_LAST_PAGE) + _HAIR) * self._depth
        for share, less in _looser(self._depth, self._line, wanted / (self._pages - 1)):
            _lead(self._root, self._leading * share, less)
            changed = self._best.other()
            if len(changed.pages) == self._pages and _score(changed) < self._best.score:
                return changed
            del changed
            self._before.restore()
        return None


def _looser(depth: float, line: float, wanted: float) -> list[tuple[float, float]]:
    """The least change that makes pages hold so much less, at most a twentieth: what the leading is multiplied by, and
    by how much pages end earlier; none if there is none.
    """
    wider = [(-more, share) for more, share in leadings(depth, line) if share > 1]
    ways = [(more * line, share, 0.0) for more, share in wider] + [(line, 1.0, line)]
    ways += [((more + 1) * line, share, line) for more, share in wider]
    enough = [(less, share, short) for less, share, short in ways if wanted <= less <= _MOST_LESS * depth]
    return [(share, short) for _, share, short in sorted(enough, key=lambda way: (way[0], way[2]))[:1]]


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


def _holes(document: "Document") -> list[float]:
    """How much of each page but the last is empty at its foot, from 0 to 1; of columns, of the emptiest."""
    return list(_empty(document)[:-1])


def _score(document: "Document") -> float:
    """How bad the pages are."""
    *holes, last = _empty(document)
    return cost_of(holes, 1 - last, is_only=not holes)


def _empty(document: "Document") -> tuple[float, ...]:
    """How much of each page is empty, from 0 to 1, above its notes; measured once, as pages stay as they are."""
    known: tuple[float, ...] | None = getattr(document, _EMPTY, None)
    if known is None:
        known = tuple([_empty_of(page._page_box) for page in document.pages])  # noqa: SLF001
        setattr(document, _EMPTY, known)
    return known


def _empty_of(box: Any) -> float:
    top, height = float(box.content_box_y()), float(box.height)
    columns = [one for one in box.descendants() if getattr(one, "is_column", False)] or [box]
    return max(0.0, *[(height + top - _foot_of(one, top)) / height for one in columns])


def _foot_of(box: Any, top: float) -> float:
    """How far down the text of a page or a column reaches, with its notes below it."""
    notes = [area for child in box.children for area in note_areas(child) if area.children]
    ends = [one.position_y + one.height for one in _shown(box)]
    return max(ends, default=top) + sum(float(note.margin_height()) for note in notes)


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
