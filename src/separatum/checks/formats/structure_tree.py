"""Walk through the structure tree of a PDF once, in its order (ISO 32000-1, 14.7.2).

That order is what a screen reader reads. A damaged tree may be deep, go in circles or hold anything: the walk uses no
recursion, visits each element once and is bounded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from separatum.checks.formats.pdf_file import MOST_OBJECTS, PdfFile
from separatum.checks.formats.pdf_objects import entries, entry, identity, number, text

Mark = tuple[tuple[int, int], int]
"""A marked-content sequence: the form that holds it, or (0, 0) for the page; and its identifier there (14.7.4)."""
_MOST_NESTED = 8
"""How deep arrays of kids may be nested; the standard has no nesting."""
_LONGEST_CHAIN = 16
"""How many steps a role is followed through the role map."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Element:
    """A structure element."""

    number: int
    """A number that no other element of the file has; parents come before their kids."""
    role: str
    """Its standard structure type by the role map, such as “/P”; empty if it has no type."""
    parent: "Element | None"
    before: str
    """The role of the element before it in its parent; empty for the first."""
    page: int | None
    """The page that it, or the nearest element around it, names; counted from 1."""
    raw: Any
    """Its dictionary."""
    kids: tuple[Any, ...]
    """Its kids as they are in the file: numbers and dictionaries."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Content:
    """Marked content that an element shows."""

    element: Element
    page: int | None
    mark: Mark


Node = Element | Content


def read_tree(file: PdfFile) -> tuple[Node, ...] | None:
    """The elements of the tree and what they show, in their order. None if the file is not tagged."""
    root = entry(file.root, "/StructTreeRoot")
    return None if root is None else tuple(_walk(file, root))


@dataclass(frozen=True, slots=True)
class _Step:
    """A kid that waits to be visited, with what it inherits."""

    kid: Any
    parent: Element | None
    page: int | None
    role: str
    before: str


def _walk(file: PdfFile, root: Any) -> Iterator[Node]:
    import pikepdf

    roles = _role_map(root)
    waiting = _steps(_kids(root), None, None, roles)
    seen: set[tuple[int, int]] = set()
    for count in range(MOST_OBJECTS):
        if not waiting:
            return
        step = waiting.pop()
        if isinstance(step.kid, int) and step.parent is not None:
            yield Content(element=step.parent, page=step.page, mark=((0, 0), step.kid))
        elif isinstance(step.kid, pikepdf.Dictionary) and identity(step.kid) not in seen:
            if step.kid.is_indirect:
                seen.add(step.kid.objgen)
            own = identity(entry(step.kid, "/Pg"))
            page = step.page if own is None else file.page_numbers.get(own, step.page)
            if "/MCID" in step.kid:
                if step.parent is not None:
                    form = identity(entry(step.kid, "/Stm")) or (0, 0)
                    yield Content(element=step.parent, page=page, mark=(form, number(step.kid["/MCID"])))
            elif text(entry(step.kid, "/Type")) != "/OBJR":
                kids = _kids(step.kid)
                element = Element(
                    number=count,
                    role=step.role,
                    parent=step.parent,
                    before=step.before,
                    page=page,
                    raw=step.kid,
                    kids=kids,
                )
                yield element
                waiting.extend(_steps(kids, element, page, roles))


def _steps(kids: tuple[Any, ...], parent: Element | None, page: int | None, roles: Mapping[str, str]) -> list[_Step]:
    """The kids in the reverse of their order: the last of a list is visited next."""
    steps, before = [], ""
    for kid in kids:
        role = _role(kid, roles)
        steps.append(_Step(kid, parent, page, role, before))
        before = role or before
    return steps[::-1]


def _kids(holder: Any) -> tuple[Any, ...]:
    import pikepdf

    kids = [entry(holder, "/K")]
    for _ in range(_MOST_NESTED):
        if not any(isinstance(kid, pikepdf.Array) for kid in kids):
            break
        kids = [one for kid in kids for one in (kid if isinstance(kid, pikepdf.Array) else (kid,))]
    return tuple(kid for kid in kids if kid is not None)


def _role(element: Any, roles: Mapping[str, str]) -> str:
    kind = text(entry(element, "/S"))
    for _ in range(_LONGEST_CHAIN):
        if kind not in roles:
            break
        kind = roles[kind]
    return kind


def _role_map(root: Any) -> Mapping[str, str]:
    """What the document's own structure types mean (14.7.3); a type that is mapped to itself is left out."""
    mapped = {kind: text(role) for kind, role in entries(entry(root, "/RoleMap"))}
    return {kind: role for kind, role in mapped.items() if role and role != kind}
