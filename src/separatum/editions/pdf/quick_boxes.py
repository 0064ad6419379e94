"""What a layout asks of a box again and again, known of its style: its margins, whether it flows, how high a line is.

WeasyPrint 70 computes eighteen lengths of a box each time it lays it out, a line of text each time it breaks one. All
of them depend on its style and on the size of the box around it; here they are kept with the style's twin
(`kept_styles.py`).
"""

from collections.abc import Callable, Iterator
from functools import wraps
from importlib import import_module
from typing import Any

from separatum.editions.pdf.kept_styles import known_of

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
)
"""What `resolve_percentages` sets."""
_DECIDING = (*_LENGTHS, "box_sizing", "border_collapse", "direction", "font_size")
_MOST_SIZES = 32
"""Of boxes around boxes of one style: nearly all stand in boxes of one width."""
_MODULES = ("absolute", "block", "column", "float", "grid", "inline", "page", "percent", "table")


def install() -> None:
    """Put our functions in the place of WeasyPrint's; once a process."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline, percent
    from weasyprint.text import line_break

    resolve = _lengths_known(percent.resolve_percentages, boxes.Box)
    for module in modules_with_lengths():
        module.resolve_percentages = resolve
    boxes.Box.is_in_normal_flow = _flows_by_style(boxes.Box)
    boxes.ParentBox.page_values = _page_values(boxes.ParentBox.page_values)
    boxes.Box.descendants = _descendants(boxes.Box.descendants, boxes.Box)
    inline.strut = line_break.strut = _strut_by_style(line_break.strut)


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
