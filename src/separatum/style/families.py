"""Find the families that a sheet names and that no face of the style has: the layout would set something else."""

from collections.abc import Iterator
from typing import Any

from separatum.style.declarations import declarations

_GENERIC = frozenset(
    """
    serif sans-serif monospace cursive fantasy system-ui math emoji inherit initial unset revert
    """.split()  # noqa: SIM905  (a word list reads better so)
)


def unknown_family(sheet: str, known: frozenset[str]) -> tuple[int, str] | None:
    """The first family that is not known, and its line; None where all are.

    Args:
        sheet: the text of a sheet.
        known: the families of the style's faces.
    """
    return next(((line, family) for line, family in _families(sheet) if family not in known), None)


def _families(sheet: str) -> Iterator[tuple[int, str]]:
    for one in declarations(sheet):
        if one.lower_name in {"font-family", "font"}:
            yield from _listed(one.value, has_names=one.lower_name == "font-family")


def _listed(tokens: list[Any], *, has_names: bool) -> Iterator[tuple[int, str]]:
    """The families of a value: strings, and in `font-family` names without quotes (CSS Fonts 4, 2.1)."""
    names: list[Any] = []
    for token in [*tokens, None]:
        if token is not None and token.type == "ident" and has_names:
            names.append(token)
        elif token is None or token.type == "literal":
            name = " ".join(one.value for one in names)
            if name and name.lower() not in _GENERIC:
                yield names[0].source_line, name
            names = []
        elif token.type == "string":
            yield token.source_line, token.value
