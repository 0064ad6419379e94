"""A PDF's structure tree as lines of text: a role, its attributes, and what stands below, indented."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf


def tree(data: bytes) -> str:
    """The structure tree of a PDF; marks on pages as “#page.mark”, annotations as “@”."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        return "\n".join(_lines(pdf.Root.StructTreeRoot.K[0], 0, pages))


def roles(data: bytes) -> list[str]:
    """The roles alone, each with its depth, without marks."""
    return [line for line in tree(data).splitlines() if not line.lstrip().startswith(("#", "@"))]


def _lines(element: Any, depth: int, pages: dict[tuple[int, int], int]) -> Iterator[str]:
    told = "".join(f" {key[1:]}={element[key]}" for key in ("/Lang", "/E", "/Alt", "/ID") if key in element)
    attributes: Any = element.get("/A", {})
    told += "".join(f" {key[1:]}={attributes[key]}" for key in ("/Scope", "/ColSpan", "/RowSpan") if key in attributes)
    yield f"{' ' * depth}{str(element.S)[1:]}{told}"
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            yield f"{' ' * (depth + 1)}#{pages[element.Pg.objgen]}.{kid}"
        elif kid.get("/Type") == "/MCR":
            yield f"{' ' * (depth + 1)}#{pages[kid.Pg.objgen]}.{kid.MCID}"
        elif kid.get("/Type") == "/OBJR":
            yield f"{' ' * (depth + 1)}@"
        else:
            yield from _lines(kid, depth + 1, pages)
