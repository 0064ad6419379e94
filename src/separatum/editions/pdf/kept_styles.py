"""Find no style again that was found before with the same sheet.

WeasyPrint 70 cascades and computes the style of each element whenever a tree is laid out. An article is laid out more
than once, and the next has most of its styles. Here each style has a twin, which is kept with the sheet: under the
twin of the parent, by the rules of the sheet that match, the element's own declarations and its language. Whatever is
found out of a style is found out of its twin, and a style begins with all that its twin knows. A layout sets values in
styles, never in twins.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from math import inf
from typing import Any, TypeVar

_STORE, _TWIN, _CHILDREN = "separatum_styles", "separatum_twin", "separatum_children"
_MOST = 4_000
"""Twins of one sheet: an article of three pages has four hundred."""
_OWN = frozenset({"anchor", "string_set"})
"""Properties that are each article's own. Nothing inherits them."""
_ATTRIBUTES = ("style", "lang", "width", "height")
"""Where an element declares something itself that is not its own (`weasyprint.css.find_style_attributes`)."""
_SET = ("display", "margin", "overflow", "padding")
"""How properties are called that the layout sets in styles; they are inherited only where a sheet says so."""
_OF_EACH_OTHER = frozenset({"display", "float", "position"})
"""Properties whose specified values are asked for when one of them is computed."""

_Value = TypeVar("_Value")
_Cascaded = dict[str, tuple[Any, Any]]
"""What is declared: values and their weights by the names of properties."""
_Declared = dict[str | None, _Cascaded]
"""The same for an element, under None, and for its pseudo-elements."""


class _UnknownError(BaseException):
    """A value depends on the size of a page. No Exception, since WeasyPrint catches all of those for its own faults."""


class _NoPage:
    """In a twin, the size of the first page, which it has not."""

    def __getitem__(self, name: str) -> Any:
        raise _UnknownError


class _Kept:
    """What is kept with a sheet."""

    def __init__(self) -> None:
        self.count = 0
        self.declared: dict[Hashable, _Declared] = {}
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
    setattr(sheet, _STORE, _Kept())


def known_of(style: Any, name: str, find: Callable[[Any], _Value]) -> _Value:
    """What is kept with a style's twin, or else is found now; where it has none, it is found whenever it is asked for.

    Args:
        style: of a box.
        name: under which it is kept.
        find: finds it out of a style, and of nothing else.
    """
    twin = getattr(style, _TWIN, None)
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

    names = ("ComputedStyle", "AnonymousStyle", "InitialStyle", "StyleFor", "find_style_attributes")
    if not all(hasattr(css, name) for name in (*names, "preprocess_declarations", "declaration_precedence")):
        return  # another version: it takes its own time
    computed, anonymous = css.ComputedStyle.__missing__, css.AnonymousStyle.__missing__
    setattr(css.Style, _TWIN, None)
    css.ComputedStyle.__missing__ = _by_twin(computed)
    css.AnonymousStyle.__missing__ = _anonymous_by_twin(anonymous)
    css.Style.anonymous_style = _AnonymousStyle(css)
    css.StyleFor = _style_for(css)


def _by_twin(plain: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    @wraps(plain)
    def computed(style: Any, name: str) -> Any:
        twin = style.separatum_twin
        if twin is None or name in _OWN:
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
    """The style of boxes without an element in a box of this style, made once."""

    def __init__(self, css: Any) -> None:
        self._css = css

    def __get__(self, style: Any, owner: object) -> Any:
        made = self._css.AnonymousStyle(style)
        style.__dict__["anonymous_style"] = made
        twin = style.separatum_twin
        # The layout sets values in styles of anonymous boxes, which others in them inherit.
        if twin is not None and isinstance(style, self._css.ComputedStyle):
            made.separatum_twin = twin.anonymous_style
            made.update(made.separatum_twin)
        return made


def _style_for(css: Any) -> Any:
    class StyleFor(css.StyleFor):  # type: ignore[misc]
        """The styles of a tree: its cascade, by the sheets."""

        def __init__(self, html: Any, sheets: Any, hints: Any, font_config: Any, target_collector: Any) -> None:
            keeping = [sheet for sheet, _, _ in sheets if hasattr(sheet, _STORE)]
            if len(keeping) != 1 or hints:
                super().__init__(html, sheets, hints, font_config, target_collector)
                return
            self._sheets, self.font_config = sheets, font_config
            self.initial_page_sizes = {"box": None, "area": None}
            self._cascaded_styles: dict[Any, Any] = {}
            self._computed_styles: dict[Any, Any] = {}
            _Cascade(css, self, keeping[0], html, target_collector).compute(self._computed_styles)

    return StyleFor


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where the style of an element comes from."""

    key: Hashable
    """Of all that is declared for it, but for properties that are each article's own."""
    declared: _Declared
    is_shared: bool
    """Whether elements with the same key have the same style."""


class _Cascade:
    """The cascade of one tree, as WeasyPrint makes it in `StyleFor`."""

    def __init__(self, css: Any, style_for: Any, sheet: Any, html: Any, targets: Any) -> None:
        self._css, self._style_for, self._html, self._targets = css, style_for, html, targets
        self._store: _Kept = getattr(sheet, _STORE)
        self._store.make_room()
        self._sheets = [(*one, one[0] is sheet or one[1] == "user agent") for one in style_for._sheets]  # noqa: SLF001
        self._inline: dict[Any, list[tuple[str, Any, Any]]] = {}
        """What each element declares itself: names, values and weights."""
        for specificity, element, declarations, base_url in css.find_style_attributes(
            html.etree_element, base_url=html.base_url
        ):
            own = self._inline.setdefault(element, [])
            for name, values, importance in css.preprocess_declarations(base_url, declarations):
                own.append((name, values, (css.declaration_precedence("author", importance), inf, specificity)))

    def compute(self, styles: dict[Any, Any]) -> None:
        """Find the style of each element, in the order of the tree, then those of pseudo-elements.

        Args:
            styles: gets them, by the element and its pseudo-element or None.
        """
        shared: dict[Hashable, Any] = {}
        others: list[tuple[Any, str, _Cascaded, _Origin | None]] = []
        for wrapper in self._html.wrapper_element.iter_subtree():
            element = wrapper.etree_element
            parent = styles[wrapper.parent.etree_element, None] if wrapper.parent else None
            declared, origin = self._declared(wrapper, element)
            alike: Hashable = (id(parent), origin.key) if origin is not None and origin.is_shared else element
            style = shared.get(alike)
            if style is None:
                style = shared[alike] = self._style(styles, parent, None, declared.get(None, {}), origin)
            styles[element, None] = style
            others += [(element, name, cascaded, origin) for name, cascaded in declared.items() if name]
        for element, name, cascaded, origin in others:
            styles[element, name] = self._style(styles, styles[element, None], name, cascaded, origin)

    def _declared(self, wrapper: Any, element: Any) -> tuple[_Declared, _Origin | None]:
        """What is declared for an element and its pseudo-elements, and where that comes from if it can be kept."""
        kept, passing, selectors = [], [], []
        for number, (sheet, origin, sheet_specificity, is_kept) in enumerate(self._sheets):
            for specificity, order, pseudo, (declarations, layer) in sheet.matcher.match(wrapper):
                rank = inf if layer is None else sheet.layers.index(layer)
                rule = origin, rank, sheet_specificity or specificity, pseudo, declarations
                if is_kept:
                    kept.append(rule)
                    selectors.append((number, order))
                else:
                    passing.append(rule)
        inline = self._inline.get(element, ())
        if not _OWN.issuperset(name for *_, declarations in passing for name, _, _ in declarations):
            return self._merged(inline, kept + passing), None
        attributes = tuple(map(element.get, _ATTRIBUTES)) if inline else None
        key = tuple(selectors), attributes
        declared = self._store.declared.get(key)
        if declared is None:
            shown = [one for one in inline if one[0] not in _OWN]
            declared = self._store.declared[key] = self._merged(shown, kept)
            self._store.count += 1
        if any(map(_inherits_what_is_set, declared.values())):
            return self._merged(inline, kept + passing), None
        found = _Origin(key, declared, not inline and not passing)
        has_own = passing or any(name in _OWN for name, _, _ in inline)
        return self._merged(inline, kept + passing) if has_own else declared, found

    def _merged(self, inline: Sequence[tuple[str, Any, Any]], rules: Sequence[tuple[Any, ...]]) -> _Declared:
        merged: _Declared = {}
        if inline:
            _declare(merged.setdefault(None, {}), inline)
        for origin, rank, specificity, pseudo, declarations in rules:
            weighed = (
                (name, values, (self._css.declaration_precedence(origin, importance), rank, specificity))
                for name, values, importance in declarations
            )
            _declare(merged.setdefault(pseudo, {}), weighed)
        return merged

    def _style(
        self, styles: Mapping[Any, Any], parent: Any, pseudo: str | None, cascaded: _Cascaded, origin: _Origin | None
    ) -> Any:
        fonts, root = self._style_for.font_config, self._html.etree_element
        above = self._css.InitialStyle(fonts) if parent is None else styles[root, None]
        sizes = self._style_for.initial_page_sizes
        made = self._css.ComputedStyle(parent, cascaded, pseudo, above, self._html.base_url, fonts, sizes)
        twin = None if origin is None else self._twin(parent, above, pseudo, origin)
        if twin is not None:
            made.separatum_twin = twin
            made.update(twin)
            made.specified.update(twin.specified)
        # Asked of each: WeasyPrint takes a style of which nothing is known yet for none.
        if self._targets and made["anchor"]:
            self._targets.collect_anchor(made["anchor"])
        return made

    def _twin(self, parent: Any, above: Any, pseudo: str | None, origin: _Origin) -> Any:
        """The twin of a style; None where its parent has none."""
        key: Hashable = pseudo, origin.key
        if parent is None:
            twin_of_parent, known, key = None, self._store.roots, (key, self._html.base_url)
        else:
            twin_of_parent = parent.separatum_twin
            if twin_of_parent is None:
                return None
            known = twin_of_parent.__dict__.setdefault(_CHILDREN, {})
            above = above.separatum_twin
        twin = known.get(key)
        if twin is None:
            cascaded = origin.declared.get(pseudo, {})
            twin = known[key] = self._css.ComputedStyle(
                twin_of_parent, cascaded, pseudo, above, self._html.base_url, self._style_for.font_config, _NoPage()
            )
            self._store.count += 1
        return twin


def _inherits_what_is_set(cascaded: _Cascaded) -> bool:
    return any(value == "inherit" and name.startswith(_SET) for name, (value, _) in cascaded.items())


def _declare(cascaded: _Cascaded, declarations: Iterable[tuple[str, Any, Any]]) -> None:
    """Let declarations stand for those of a lower weight, or of the same that stand before."""
    for name, values, weight in declarations:
        before = cascaded.get(name)
        if before is None or before[1] <= weight:
            cascaded[name] = values, weight
