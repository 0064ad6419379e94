"""Let nothing of a layout hold itself in a circle, so that pages that are given up, or written, are freed at once.

What is in a circle stays until Python looks for circles, which takes longer than to free it, and longer still where it
has left the processor's caches. WeasyPrint 70 ties three: the area of a page's notes and the page, a layout and its way
to pictures, and the style of boxes without an element and itself.
"""

import weakref
from typing import Any


class _Itself:
    """What a style specifies, where that is the style itself."""

    def __get__(self, style: Any, owner: object) -> Any:
        return style

    def __set__(self, style: Any, value: object) -> None:
        """Nothing, as WeasyPrint sets the style itself."""


class _Held:
    """What an area of notes is in. A page holds its area, and the area asks for it while the page is laid out."""

    def __init__(self, page_box: type) -> None:
        self._page_box = page_box

    def __get__(self, area: Any, owner: object) -> Any:
        return area.separatum_page()

    def __set__(self, area: Any, page: Any) -> None:
        area.separatum_page = weakref.ref(page) if isinstance(page, self._page_box) else lambda: page


def install() -> None:
    """Put ours before WeasyPrint's ways; once a process."""
    from weasyprint import css
    from weasyprint.formatting_structure import boxes

    css.AnonymousStyle.specified = css.InitialStyle.specified = _Itself()
    boxes.FootnoteAreaBox.page = _Held(boxes.PageBox)


def untie(context: Any) -> None:
    """Let a layout's way to pictures not hold the layout.

    Args:
        context: WeasyPrint's `LayoutContext`.
    """
    keywords = getattr(context.get_image_from_uri, "keywords", {})
    if keywords.get("context") is context:
        keywords["context"] = weakref.proxy(context)
