"""The cascade of a tree's styles, in which each style is given its twin (`kept_styles.py`).

It finds what `StyleFor` of WeasyPrint 70 finds. What the same selectors declare together is put together once.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from separatum.editions.pdf.kept_styles import OWN, STORE, KeptStyles, NoPage

_CHILDREN = "separatum_children"
_ATTRIBUTES = ("style", "lang", "width", "height")
"""Where an element declares something itself that is not the article's own (`weasyprint.css.find_style_attributes`)."""
_SET = ("display", "margin", "overflow", "padding")
"""How properties are called that the layout sets in styles; they are inherited only where a sheet says so."""
_Sheet = tuple[Any, str, Any]
"""A sheet, its origin, and its specificity if all of it has one."""
_Cascaded = dict[str, tuple[Any, Any]]
"""What is declared: values and their weights by the names of properties."""
_Declared = dict[str | None, _Cascaded]
"""The same for an element, under None, and for its pseudo-elements."""


def install() -> None:
    """Put ours in the place of WeasyPrint's; once a process."""
    from weasyprint import css

    css.StyleFor = _style_for(css)


def _style_for(css: Any) -> Any:
    class StyleFor(css.StyleFor):  # type: ignore[misc]
        """The styles of a tree: its cascade, by the sheets."""

        _cascade = None

        def __init__(self, html: Any, sheets: Any, hints: Any, font_config: Any, target_collector: Any) -> None:
            keeping = [sheet for sheet, _, _ in sheets if hasattr(sheet, STORE)]
            if len(keeping) != 1 or hints:
                super().__init__(html, sheets, hints, font_config, target_collector)
                return
            self._sheets, self.font_config = sheets, font_config
            self.initial_page_sizes = {"box": None, "area": None}
            self._cascaded_styles: dict[Any, Any] = {}
            self._computed_styles: dict[Any, Any] = {}
            self._cascade = _Cascade(css, self, keeping[0], html, target_collector)
            self._cascade.compute(self._computed_styles)

        def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
            if pseudo_type is not None and self._cascade is not None:
                self._cascade.make_waiting(self._computed_styles, (element, pseudo_type))
            return super().__call__(element, pseudo_type)

        def set_computed_styles(  # noqa: PLR0913, PLR0917 - the signature is WeasyPrint's
            self,
            element: Any,
            parent: Any,
            root: Any = None,
            pseudo_type: str | None = None,
            base_url: str | None = None,
            target_collector: Any = None,
        ) -> None:
            if self._cascade is None:
                super().set_computed_styles(element, parent, root, pseudo_type, base_url, target_collector)
            else:
                cascaded = self._cascaded_styles.get((element, pseudo_type), {})
                made = self._cascade.page_style(self._computed_styles, parent, pseudo_type, cascaded)
                self._computed_styles[element, pseudo_type] = made

        def add_page_declarations(self, page_type: Any) -> None:
            self._cascaded_styles.clear()  # of other pages, through all of which WeasyPrint goes for each page
            super().add_page_declarations(page_type)

        def get_computed_styles(self) -> Any:
            if self._cascade is not None:
                self._cascade.make_waiting(self._computed_styles)
            return self._computed_styles

    return StyleFor


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """What is declared for an element by the sheets that are kept and by itself, but for what is each article's own."""

    declared: _Declared
    has_twins: bool


class _Cascade:
    """The cascade of one tree, as WeasyPrint makes it in `StyleFor`."""

    def __init__(self, css: Any, style_for: Any, sheet: Any, html: Any, targets: Any) -> None:
        self._css, self._html, self._targets = css, html, targets
        self._fonts, self._page_sizes = style_for.font_config, style_for.initial_page_sizes
        self._store: KeptStyles = getattr(sheet, STORE)
        self._store.make_room()
        every = style_for._sheets  # noqa: SLF001
        self._kept = [one for one in every if one[0] is sheet or one[1] == "user agent"]
        self._passing = [one for one in every if one not in self._kept]
        self._inline: dict[Any, list[tuple[str, Any, Any]]] = {}
        """What each element declares itself: names, values and weights."""
        for specificity, element, declarations, base_url in css.find_style_attributes(
            html.etree_element, base_url=html.base_url
        ):
            own = self._inline.setdefault(element, [])
            for name, values, importance in css.preprocess_declarations(base_url, declarations):
                own.append((name, values, (css.declaration_precedence("author", importance), inf, specificity)))
        self._waiting: dict[tuple[Any, str], tuple[_Cascaded, _Entry | None]] = {}
        """Of pseudo-elements whose styles nobody has asked for."""

    def compute(self, styles: dict[Any, Any]) -> None:
        """Find the style of each element, in the order of the tree; those of pseudo-elements wait until somebody asks.

        Args:
            styles: gets them, by the element and its pseudo-element or None.
        """
        shared: dict[Hashable, Any] = {}
        for wrapper in self._html.wrapper_element.iter_subtree():
            element = wrapper.etree_element
            parent = styles[wrapper.parent.etree_element, None] if wrapper.parent else None
            declared, entry, is_shared = self._declared(wrapper, element)
            alike: Hashable = (id(parent), entry) if is_shared else element
            style = shared.get(alike)
            if style is None:
                style = shared[alike] = self._style(styles, parent, None, declared.get(None, {}), entry)
            styles[element, None] = style
            for name, cascaded in declared.items():
                if name:
                    self._waiting[element, name] = cascaded, entry
        for element, name in [one for one, (cascaded, _) in self._waiting.items() if "anchor" in cascaded]:
            self.make_waiting(styles, (element, name))

    def make_waiting(self, styles: dict[Any, Any], key: tuple[Any, str] | None = None) -> None:
        """Find the style of a pseudo-element, or of all that wait for it.

        Args:
            styles: gets them, as in `compute`.
            key: the element and its pseudo-element.
        """
        for one in [*self._waiting] if key is None else [key]:
            waiting = self._waiting.pop(one, None)
            if waiting is not None:
                styles[one] = self._style(styles, styles[one[0], None], one[1], *waiting)

    def page_style(self, styles: dict[Any, Any], parent: Any, pseudo: str | None, cascaded: _Cascaded) -> Any:
        """The style of a page, or of a part of it.

        Args:
            styles: those that are found.
            parent: the element or page that it inherits from.
            pseudo: the part.
            cascaded: what is declared for it.
        """
        entry = None
        if not any(sheet.page_rules for sheet, _, _ in self._passing):
            # As long as they are kept, nothing else has their identities.
            key = pseudo, *((name, id(value), str(weight)) for name, (value, weight) in cascaded.items())
            entry = self._store.declared.get(key)
            if entry is None:
                entry = _Entry({pseudo: cascaded}, not _inherits_what_is_set(cascaded))
                self._store.declared[key] = entry
                self._store.count += 1
        found = entry if entry is not None and entry.has_twins else None
        return self._style(styles, styles[parent, None], pseudo, cascaded, found)

    def _declared(self, wrapper: Any, element: Any) -> tuple[_Declared, _Entry | None, bool]:
        """What is declared for an element and its pseudo-elements; what of it is kept, if its style can have a twin;
        and whether it shares its style with others for which nothing else is declared.
        """
        matches = [sheet.matcher.match(wrapper) for sheet, _, _ in self._kept]
        passing = _with_sheets(self._passing, [sheet.matcher.match(wrapper) for sheet, _, _ in self._passing])
        inline = self._inline.get(element, ())
        attributes = tuple(map(element.get, _ATTRIBUTES)) if inline else None
        key = attributes, *[tuple([match[1] for match in found]) for found in matches]
        entry = self._store.declared.get(key)
        if entry is None:
            rules = _with_sheets(self._kept, matches)
            declared = self._merged([one for one in inline if one[0] not in OWN], rules)
            has_twins = not any(map(_inherits_what_is_set, declared.values()))
            entry = self._store.declared[key] = _Entry(declared, has_twins)
            self._store.count += 1
        if not passing and not any(name in OWN for name, _, _ in inline):
            return entry.declared, entry if entry.has_twins else None, not inline
        all_own = all(name in OWN for _, match in passing for name, _, _ in match[3][0])
        rules = [*_with_sheets(self._kept, matches), *passing]
        return self._merged(inline, rules), entry if entry.has_twins and all_own else None, False

    def _merged(self, inline: Sequence[tuple[str, Any, Any]], rules: Iterable[tuple[_Sheet, Any]]) -> _Declared:
        merged: _Declared = {}
        if inline:
            _declare(merged.setdefault(None, {}), inline)
        for (sheet, origin, sheet_specificity), (specificity, _, pseudo, (declarations, layer)) in rules:
            rank = inf if layer is None else sheet.layers.index(layer)
            weight = rank, sheet_specificity or specificity
            precedence = [self._css.declaration_precedence(origin, importance) for importance in (False, True)]
            weighed = (
                (name, values, (precedence[bool(importance)], *weight)) for name, values, importance in declarations
            )
            _declare(merged.setdefault(pseudo, {}), weighed)
        return merged

    def _style(
        self, styles: dict[Any, Any], parent: Any, pseudo: str | None, cascaded: _Cascaded, entry: _Entry | None
    ) -> Any:
        fonts, root = self._fonts, self._html.etree_element
        above = self._css.InitialStyle(fonts) if parent is None else styles[root, None]
        made = self._css.ComputedStyle(parent, cascaded, pseudo, above, self._html.base_url, fonts, self._page_sizes)
        twin = None if entry is None else self._twin(parent, above, pseudo, entry)
        if twin is not None:
            made.separatum_twin = twin
            made.update(twin)
            made.specified.update(twin.specified)
        # Asked of each: WeasyPrint takes a style of which nothing is known yet for none.
        if self._targets and made["anchor"]:
            self._targets.collect_anchor(made["anchor"])
        return made

    def _twin(self, parent: Any, above: Any, pseudo: str | None, entry: _Entry) -> Any:
        """The twin of a style; None where its parent has none."""
        key: Hashable = pseudo, entry
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
            cascaded = entry.declared.get(pseudo, {})
            twin = known[key] = self._css.ComputedStyle(
                twin_of_parent, cascaded, pseudo, above, self._html.base_url, self._fonts, NoPage()
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


def _with_sheets(sheets: Iterable[_Sheet], matches: Iterable[Iterable[Any]]) -> list[tuple[_Sheet, Any]]:
    return [(sheet, match) for sheet, found in zip(sheets, matches, strict=True) for match in found]
