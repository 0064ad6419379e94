"""The quick way to a property that no sheet declares for an element: its initial value, or its parent's.

WeasyPrint 70 computes each property of each element when it is first asked for, 13,000 of them in three pages, and
asks of each a dozen questions that matter only where a sheet declares it. Here those that no sheet declares are
answered first; all others are left to WeasyPrint.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

_OTHERWISE = frozenset({"float", "display", "position", "page"})
"""Properties that depend on others, or on their ancestors."""


def install() -> None:
    """Put ours before WeasyPrint's way; once a process."""
    from weasyprint import css

    names = ("ComputedStyle", "INHERITED", "INITIAL_NOT_COMPUTED", "INITIAL_VALUES", "PHYSICAL_FUNCTIONS", "check_math")
    if not all(hasattr(css, name) for name in names):  # another version: it takes its own time
        return
    initial, inherited = dict[str, Any](), set[str]()
    for name, value in css.INITIAL_VALUES.items():
        if name in _OTHERWISE or name.startswith("text_decoration_"):
            continue
        if name in css.INHERITED:
            inherited.add(name)
        elif name not in css.INITIAL_NOT_COMPUTED and not css.check_math(value):
            initial[name] = value
    logical = {
        name: frozenset(of_flow(block="ttb", inline=direction) for direction in ("ltr", "rtl"))
        for name, of_flow in css.PHYSICAL_FUNCTIONS.items()
    }
    slow, is_calculated = css.ComputedStyle.__missing__, css.check_math
    css.ComputedStyle.__missing__ = _quick(slow, initial, frozenset(inherited), logical, is_calculated)


def _quick(
    slow: Callable[[Any, str], Any],
    initial: Mapping[str, Any],
    inherited: frozenset[str],
    logical: Mapping[str, frozenset[str]],
    is_calculated: Callable[[Any], Any],
) -> Callable[[Any, str], Any]:
    nothing = frozenset[str]()

    @wraps(slow)
    def computed(style: Any, name: str) -> Any:
        declared = style.cascaded
        if name not in declared and logical.get(name, nothing).isdisjoint(declared):
            if name in initial:
                value = style[name] = initial[name]
                return value
            if name in inherited and style.parent_style is not None:
                value = style.parent_style[name]
                if not is_calculated(value):
                    style[name] = value
                    return value
        return slow(style, name)

    return computed
