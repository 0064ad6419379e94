"""Find no style again that was found before with the same sheet.

WeasyPrint 70 cascades and computes the style of each element whenever a tree is laid out. An article is laid out more
than once, and the next has most of its styles. Here each style has a twin, which is kept with the sheet: under the
twin of the parent, by the rules of the sheet that match, the element's own declarations and its language. Whatever is
found out of a style is found out of its twin, and a style begins with all that its twin knows. A layout sets values in
styles, never in twins.
"""

import weakref
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar

STORE, TWIN, _ANONYMOUS = "separatum_styles", "separatum_twin", "separatum_anonymous"
_MOST = 4_000
"""Twins of one sheet, and what is declared for them: three hundred of an article, 2.5 KiB each."""
OWN = frozenset({"anchor", "string_set"})
"""Properties that are each article's own. Nothing inherits them."""
_OF_EACH_OTHER = frozenset({"display", "float", "position"})
"""Properties whose specified values are asked for when one of them is computed."""

_Value = TypeVar("_Value")


class _UnknownError(BaseException):
    """A value depends on the size of a page. No Exception, since WeasyPrint catches all of those for its own faults."""


class NoPage:
    """In a twin, the size of the first page, which it has not."""

    def __getitem__(self, name: str) -> Any:
        raise _UnknownError


class KeptStyles:
    """What is kept with a sheet."""

    def __init__(self) -> None:
        self.count = 0
        self.declared: dict[Hashable, Any] = {}
        """What is declared for elements, by the selectors that match them and by their own attributes."""
        self.roots: dict[Hashable, Any] = {}
        """The twins of roots; those of other elements are kept with the twin of their parent."""

    def make_room(self) -> None:
        """Begin anew if it is full."""
        if self.count > _MOST:
            self.count = 0
            self.declared.clear()
            self.roots.clear()


def keep_styles(sheet: Any) -> None:
    """Keep the styles of elements with a sheet.

    Args:
        sheet: WeasyPrint's; it stays as it is.
    """
    setattr(sheet, STORE, KeptStyles())


def known_of(style: Any, name: str, find: Callable[[Any], _Value]) -> _Value:
    """What is kept with a style's twin, or else is found now; where it has none, it is found whenever it is asked for.

    Args:
        style: of a box.
        name: under which it is kept.
        find: finds it out of a style, and of nothing else.
    """
    twin = getattr(style, TWIN, None)
    if twin is None:
        return find(style)
    kept = twin.__dict__
    if name in kept:
        value: _Value = kept[name]
        return value
    try:
        value = kept[name] = find(twin)
    except _UnknownError:
        return find(style)
    return value


def install() -> None:
    """Put ours before WeasyPrint's ways; once a process."""
    from weasyprint import css

    computed, anonymous = css.ComputedStyle.__missing__, css.AnonymousStyle.__missing__
    setattr(css.Style, TWIN, None)
    css.ComputedStyle.__missing__ = _by_twin(computed)
    css.AnonymousStyle.__missing__ = _anonymous_by_twin(anonymous)
    css.Style.anonymous_style = _AnonymousStyle(css)


def _by_twin(plain: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    @wraps(plain)
    def computed(style: Any, name: str) -> Any:
        twin = style.separatum_twin
        if twin is None or name in OWN:
            return plain(style, name)
        try:
            value = style[name] = twin[name]
        except _UnknownError:
            return plain(style, name)
        if name in _OF_EACH_OTHER:
            style.specified.update(twin.specified)
        return value

    return computed


def _anonymous_by_twin(plain: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    @wraps(plain)
    def computed(style: Any, name: str) -> Any:
        twin = style.separatum_twin
        if twin is None:
            return plain(style, name)
        try:
            value = style[name] = twin[name]
        except _UnknownError:
            return plain(style, name)
        return value

    return computed


class _AnonymousStyle:
    """The style of boxes without an element in a box of this style, one for all of them.

    Its boxes hold it, and it holds the style; only a twin, which is kept, holds it as well.
    """

    def __init__(self, css: Any) -> None:
        self._css = css

    def __get__(self, style: Any, owner: object) -> Any:
        known = style.__dict__.get(_ANONYMOUS)
        made = known and known()
        if made is not None:
            return made
        made = self._css.AnonymousStyle(style)
        twin = style.separatum_twin
        if isinstance(getattr(style, "initial_page_sizes", None), NoPage):
            style.__dict__["anonymous_style"] = made
        else:
            style.__dict__[_ANONYMOUS] = weakref.ref(made)
        # The layout sets values in styles of anonymous boxes, which others in them inherit.
        if twin is not None and isinstance(style, self._css.ComputedStyle):
            made.separatum_twin = twin.anonymous_style
            made.update(made.separatum_twin)
        return made
