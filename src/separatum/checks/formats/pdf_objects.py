"""Read objects of a PDF as what they should be, and get nothing if they are something else.

In a damaged or hostile file a dictionary may be a number, a name may be no text, and an array may be missing. What is
damaged is reported by PDF-SYNTAX and by the validators: the readers here only have to go on.
"""

from collections.abc import Iterator
from typing import Any


def entry(holder: Any, *keys: str) -> Any:
    """The value of a key of a dictionary or stream, then of the next key in that; None if there is no value."""
    import pikepdf

    for key in keys:
        # Most keys that are asked for are not there, and to say so takes “get” seven times as long as “in”.
        if not isinstance(holder, pikepdf.Dictionary | pikepdf.Stream) or key not in holder:
            return None
        holder = holder[key]
    return holder


def text(thing: Any) -> str:
    """A string or name as text; empty if it is neither."""
    import pikepdf

    if not isinstance(thing, pikepdf.String | pikepdf.Name):
        return ""
    try:
        return str(thing)
    except UnicodeDecodeError:
        return ""


def number(thing: Any) -> int:
    """A whole number; 0 if it is not one."""
    return thing if isinstance(thing, int) else 0


def elements(thing: Any) -> list[Any]:
    """The items of an array; nothing if it is not an array."""
    import pikepdf

    return list(thing) if isinstance(thing, pikepdf.Array) else []


def content_of(stream: Any) -> bytes:
    """The content of a stream; nothing if it is not a stream, or damaged."""
    import pikepdf

    try:
        return bytes(stream.read_bytes())
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError):
        return b""


def entries(thing: Any) -> Iterator[tuple[str, Any]]:
    """The keys of a dictionary with their values; nothing if it is not a dictionary."""
    import pikepdf

    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        try:
            keys = sorted(thing.keys())
        except UnicodeDecodeError:
            return
        yield from ((key, thing[key]) for key in keys)


def identity(thing: Any) -> tuple[int, int] | None:
    """The number and generation of an indirect dictionary or stream; None for anything else."""
    import pikepdf

    # Of two questions the one that takes longer is asked last.
    is_object = getattr(thing, "is_indirect", False) and isinstance(thing, pikepdf.Dictionary | pikepdf.Stream)
    return thing.objgen if is_object else None
