"""The declarations of a sheet, in whatever rule they are."""

from collections.abc import Iterator
from typing import Any


def declarations(sheet: str) -> Iterator[Any]:
    """Each declaration of a sheet, as tinycss2 parses it; those of rules within rules come last.

    Args:
        sheet: the text of a sheet.
    """
    import tinycss2

    pending = list(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))
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
