"""The rules of a sheet, parsed once for all that look at them, and its declarations, in whatever rule they are."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=8)
def rules_of(sheet: str) -> tuple[Any, ...]:
    """The rules of a sheet, as tinycss2 parses it; nobody may change them.

    Args:
        sheet: the text of a sheet.
    """
    import tinycss2

    return tuple(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))


@lru_cache(maxsize=4)
def declarations(sheet: str) -> tuple[Any, ...]:
    """Each declaration of a sheet, as tinycss2 parses it; those of rules within rules come last.

    The sheets of a style are asked for several times while it is loaded, and parsed once.

    Args:
        sheet: the text of a sheet.
    """
    return tuple(_parsed(sheet))


def _parsed(sheet: str) -> Iterator[Any]:
    import tinycss2

    pending = list(rules_of(sheet))
    while pending:
        rule = pending.pop(0)
        content = getattr(rule, "content", None)
        if rule.type not in {"qualified-rule", "at-rule"} or content is None:
            continue
        for thing in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
            if thing.type == "declaration":
                yield thing
            else:
                pending.append(thing)
