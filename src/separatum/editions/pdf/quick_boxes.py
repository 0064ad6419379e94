"""What a layout asks of a box again and again, known of its style: its margins, whether it flows, how high a line is.

WeasyPrint 70 computes eighteen lengths of a box each time it lays it out, a line of text each time it breaks one. All
of them depend on its style and on the size of the box around it; here they are kept with the style's twin
(`kept_styles.py`).
"""

from collections.abc import Callable, Iterator
from functools import wraps
from importlib import import_module
from typing import Any

from separatum.editions.pdf.kept_styles import TWIN, known_of

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
)
"""What `resolve_percentages` sets."""
_DECIDING = (*_LENGTHS, "box_sizing", "border_collapse", "direction", "font_size")
_RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_MOST_SIZES = 32
"""Of boxes around boxes of one style: nearly all stand in boxes of one width."""
_MODULES = ("absolute", "block", "column", "float", "grid", "inline", "page", "percent", "table")


def install() -> None:
    """Put our functions in the place of WeasyPrint's; once a process."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import LayoutContext, background, inline, percent
    from weasyprint.text import line_break

    LayoutContext.footnotes = property(_waiting, _set_waiting)
    resolve = _lengths_known(percent.resolve_percentages, boxes.Box)
    for module in modules_with_lengths():
        module.resolve_percentages = resolve
    boxes.Box.is_in_normal_flow = _flows_by_style(boxes.Box)
    boxes.ParentBox.page_values = _page_values(boxes.ParentBox.page_values)
    boxes.Box.descendants = _descendants(boxes.Box.descendants, boxes.Box)
    background.layout_box_backgrounds = _backgrounds(background.layout_box_backgrounds, boxes.Box)
    inline.avoid_collisions = _beside_no_float(inline.avoid_collisions, boxes.LineBox)
    inline.strut = line_break.strut = _strut_by_style(line_break.strut)


class _WaitingNotes(list[Any]):
    """Notes whose calls come on this page or later. WeasyPrint asks of each box of each line whether its note is one of
    them; most have none, which was compared with all that an article has.
    """

    def __contains__(self, note: object) -> bool:
        return note is not None and super().__contains__(note)


def _waiting(context: Any) -> _WaitingNotes:
    notes: _WaitingNotes = context.separatum_notes
    return notes


def _set_waiting(context: Any, notes: list[Any]) -> None:
    context.separatum_notes = _WaitingNotes(notes)


def modules_with_lengths() -> list[Any]:
    """WeasyPrint's modules that ask for the lengths of a box."""
    found = [import_module(f"weasyprint.layout.{name}") for name in _MODULES]
    return [module for module in found if hasattr(module, "resolve_percentages")]


def _lengths_known(plain: Callable[[Any, Any], None], box_type: type) -> Callable[[Any, Any], None]:
    @wraps(plain)
    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        known = known_of(style, "separatum_lengths", _lengths_of) if style.separatum_twin is not None else None
        if known is None or not isinstance(box, box_type):
            plain(box, containing_block)
            return
        if isinstance(containing_block, box_type):
            size = containing_block.width, containing_block.height  # type: ignore[attr-defined]
        else:
            size = tuple(containing_block)
        lengths = known.get(size)
        if lengths is not None:
            box.__dict__.update(lengths)
            return
        plain(box, containing_block)
        if len(known) >= _MOST_SIZES:
            known.clear()
        known[size] = {name: box.__dict__[name] for name in _LENGTHS}

    return resolve_percentages


def _lengths_of(style: Any) -> dict[tuple[Any, ...], dict[str, Any]] | None:
    """An empty record of what boxes of a style measure; None where that depends on more than the box around them."""
    for name in _DECIDING:
        style[name]
    return None if style["border_collapse"] == "collapse" else {}


def _flows_by_style(box_type: Any) -> Callable[[Any], bool]:
    plain: Callable[[Any], bool] = box_type.is_in_normal_flow

    def flows(style: Any) -> bool:
        return plain(box_type("", style, None))

    @wraps(plain)
    def is_in_normal_flow(box: Any) -> bool:
        found: bool = known_of(box.style, "separatum_flows", flows)
        return found

    return is_in_normal_flow


def _strut_by_style(plain: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @wraps(plain)
    def strut(style: Any) -> Any:
        return known_of(style, "separatum_strut", plain)

    return strut


def _page_values(plain: Callable[[Any], tuple[Any, Any]]) -> Callable[[Any], tuple[Any, Any]]:
    @wraps(plain)
    def page_values(box: Any) -> tuple[Any, Any]:
        """On which kind of page a box begins and ends; WeasyPrint asks all children, for those of two."""
        begin = end = box.style["page"]
        children = box.children
        first = next((child for child in children if child.is_in_normal_flow() or child.is_floated()), None)
        if first is not None:
            last = next(child for child in reversed(children) if child.is_in_normal_flow() or child.is_floated())
            values = first.page_values()
            begin = values[0] or begin
            end = (values if last is first else last.page_values())[1] or end
        return begin, end

    return page_values


def _descendants(plain: Callable[..., Iterator[Any]], box_type: type) -> Callable[..., Iterator[Any]]:
    @wraps(plain)
    def descendants(box: Any, placeholders: bool = False) -> Iterator[Any]:
        """All boxes in a box; WeasyPrint passes each through as many generators as it is deep in the tree."""
        yield box
        open_boxes = [iter(box.children)]
        while open_boxes:
            for child in open_boxes[-1]:
                if isinstance(child, box_type):
                    yield child
                    open_boxes.append(iter(child.children))  # type: ignore[attr-defined]
                    break
                if placeholders:
                    yield from child.descendants(placeholders)
                else:
                    yield child
            else:
                open_boxes.pop()

    return descendants


def _backgrounds(plain: Callable[..., None], box_type: Any) -> Callable[..., None]:
    @wraps(plain)
    def layout_box_backgrounds(
        page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        """Find the backgrounds of a box and of those in it; WeasyPrint asks each for all that it might have."""
        own = box.style
        is_quick = style is None and box is not page and getattr(own, TWIN, None) is not None
        if not is_quick or not isinstance(box, box_type) or not known_of(own, "separatum_is_bare", _is_bare):
            plain(page, box, get_image, layout_children, style)
            return
        box.__dict__.update(dict.fromkeys(_RADII, (0, 0)))
        if layout_children:
            for child in box.all_children():
                layout_box_backgrounds(page, child, get_image)
        box.background = None

    return layout_box_backgrounds


def _is_bare(style: Any) -> bool:
    """Whether boxes of a style have neither colour, picture nor shadow behind them, and no round corners."""
    sources = style["border_image_source"], style["mask_border_source"], *style["background_image"]
    colour = style["background_color"]
    return (
        all(kind == "none" for kind, _ in sources)
        and (style["color"] if colour == "currentcolor" else colour).alpha == 0
        and not style["box_shadow"]
        and all((0, "px") in style[radius] for radius in _RADII)
    )


def _beside_no_float(plain: Callable[..., Any], line_type: type) -> Callable[..., Any]:
    @wraps(plain)
    def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
        """Where a box begins, and how wide it may be; that of a line is known where nothing floats."""
        is_quick = outer and not context.excluded_shapes and isinstance(box, line_type)
        if not is_quick or containing_block.style["direction"] != "ltr":
            return plain(context, box, containing_block, outer)
        left = containing_block.content_box_x()
        right = left + containing_block.width
        return left, box.position_y, right - left

    return avoid_collisions
