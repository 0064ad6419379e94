"""All strings and names in the objects of a PDF, and all text in its streams that is not painted."""

import base64
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from separatum.checks.formats.pdf_fonts import PdfFont, read_font
from separatum.checks.formats.pdf_objects import entries, entry, identity, text

_MOST = 200_000
_DEEPEST = 60
_COMMENT = re.compile(
    rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\([^()]*\))*\))*\)"  # a string, with strings in parentheses inside
    rb"|<[0-9A-Fa-f\s]*>"
    rb"|\bBI\b.*?\bID\s.*?\sEI\b"  # an image in the stream
    rb"|%([^\r\n]*)",
    re.DOTALL,
)
_INLINE = re.compile(rb"\bBI\b(.{0,400}?)\bID\s(.*?)\sEI\b", re.DOTALL)
_MOST_CONTENT = 8_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """A string or a name in an object."""

    keys: tuple[str, ...]
    """The keys that lead to it, the last one last."""
    value: str
    is_name: bool

    @property
    def key(self) -> str:
        """The key that it is the value of."""
        return self.keys[-1] if self.keys else ""


def strings_of(thing: Any, *, skip: frozenset[str] = frozenset()) -> Iterator[Found]:
    """The strings and names below an object, without going into other objects.

    Args:
        thing: any object.
        skip: keys whose values are left out.
    """
    import pikepdf

    waiting: list[tuple[Any, tuple[str, ...]]] = [(thing, ())]
    for _ in range(_MOST):
        if not waiting:
            return
        one, keys = waiting.pop()
        if isinstance(one, pikepdf.String):
            yield Found(keys, text(one) or bytes(one).decode("latin-1"), is_name=False)
        elif isinstance(one, pikepdf.Name):
            yield Found(keys, _name(one), is_name=True)
        elif isinstance(one, pikepdf.Array) and len(keys) < _DEEPEST:
            waiting += [(kid, keys) for kid in reversed(list(one)) if _is_here(kid)]
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream) and len(keys) < _DEEPEST:
            for key, value in entries(one):
                yield Found(keys, key[1:], is_name=True)
                if key not in skip and _is_here(value):
                    waiting.append((value, (*keys, key)))


def _name(thing: Any) -> str:
    """A name without its solidus, its bytes as text."""
    try:
        return str(thing)[1:]
    except UnicodeDecodeError:
        return ""


def _is_here(thing: Any) -> bool:
    """Whether it is in the object itself, and more than a number."""
    return not getattr(thing, "is_indirect", True)


def instructions_of(stream: Any, operators: str = "") -> list[tuple[list[Any], str]]:
    """The instructions of a content stream (7.8.2): operands and operator.

    Raises:
        pikepdf.PdfError, TypeError, RuntimeError: it cannot be read.
    """
    import pikepdf

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about an end that is missing
        return [(list(one.operands), str(one.operator)) for one in pikepdf.parse_content_stream(stream, operators)]


def _readable(stream: Any, operators: str) -> list[tuple[list[Any], str]]:
    import pikepdf

    with suppress(pikepdf.PdfError, TypeError, RuntimeError):
        return instructions_of(stream, operators)
    return []


def comments_in(content: bytes) -> list[str]:
    """The comments of a content stream (7.2.4), which no reader shows."""
    if b"%" not in content:
        return []
    found = (match[1] for match in _COMMENT.finditer(content[:_MOST_CONTENT]) if match[1])
    return [comment.decode("utf-8", "replace").strip() for comment in found if comment.strip(b"% \t")]


def photographs_in(content: bytes) -> list[bytes]:
    """The JPEGs in a content stream: images that are not objects of their own (8.9.7)."""
    found: list[bytes] = []
    for match in _INLINE.finditer(content[:_MOST_CONTENT]):
        data = match[2]
        if b"85" in match[1]:
            with suppress(ValueError):
                data = base64.a85decode(data.partition(b"~")[0])
        elif re.search(rb"/(?:AHx|ASCIIHex)", match[1]):
            with suppress(ValueError):
                data = bytes.fromhex(data.partition(b">")[0].decode("ascii", "ignore"))
        if data.startswith(b"\xff\xd8"):
            found.append(data)
    return found


def unpainted_strings(stream: Any, properties: list[Any] | None = None) -> list[str]:
    """What a content stream says in the properties of marked content (14.6), which is not painted.

    Args:
        stream: any stream with instructions.
        properties: of its marked content, if they are known.
    """
    operands = properties
    if operands is None:
        operands = [one for operands, _ in _readable(stream, "BDC DP") for one in operands]
    return [found.value for operand in operands for found in strings_of(operand) if not found.is_name]


def shown_strings(stream: Any, resources: Any) -> str:
    """The text that a content stream would show, whether or not anything paints it."""
    fonts: dict[str, PdfFont | None] = {}
    font: PdfFont | None = None
    pieces: list[str] = []
    for operands, operator in _readable(stream, "Tf Tj TJ ' \" Td TD Tm T*"):
        with suppress(AttributeError, IndexError, KeyError, TypeError, ValueError):
            if operator == "Tf":
                name = text(operands[0])
                if name not in fonts:
                    found = entry(resources, "/Font", name)
                    fonts[name] = None if found is None else read_font(found)
                font = fonts[name]
            elif operator in {"Td", "TD", "Tm", "T*"}:
                pieces.append("\n")
            else:
                pieces.append(_shown(operands[0] if operator == "TJ" else operands[-1:], font))
    return "".join(pieces)


def _shown(strings: Any, font: PdfFont | None) -> str:
    import pikepdf

    words = ""
    for string in strings:
        if not isinstance(string, pikepdf.String):
            words += " " if float(string) < -180 else ""  # a gap as wide as a space
        elif font is None or (not font.characters and font.code_length == 1):
            words += bytes(string).decode("cp1252", "replace")
        else:
            words += "".join(font.show(bytes(string))[0])
    return words


class Objects:
    """What the objects of a file are for, and which are alike: each is read once as qpdf writes it.

    Args:
        pdf: an open file.
    """

    def __init__(self, pdf: Any) -> None:
        import pikepdf

        self._things = [*pdf.objects, pdf.trailer]
        outlines: dict[bytes | None, bytes | None] = {}
        named = []
        self._outlines: list[bytes | None] = []
        for thing in self._things:
            source = _written(thing)
            outline = _outline_of(source)
            self._outlines.append(outlines.setdefault(outline, outline))
            named.append(_references_in(source))
        arrays = {
            thing.objgen: names
            for thing, names in zip(self._things, named, strict=True)
            if isinstance(thing, pikepdf.Array)
        }
        self._first: dict[tuple[int, int], int] = {}
        """Where the first object is that names another."""
        for place, names in enumerate(named):
            for known in _with_arrays(names, arrays):
                self._first.setdefault(known, place)
        self._known: dict[int, dict[tuple[int, int], str]] = {}
        self._all: dict[tuple[int, int], str] | None = None

    def __iter__(self) -> Iterator[tuple[Any, bytes | None]]:
        """All objects but the trailer; and of a dictionary or a stream the outline, if it has one.

        The outline is the object with 0 for its numbers and references, if it has no strings and no duty that is looked
        at by itself: most objects of a file have one of few.
        """
        import pikepdf

        for thing, outline in zip(self._things[:-1], self._outlines, strict=False):
            yield thing, outline if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) else None

    def role(self, number: tuple[int, int] | None) -> str:
        """The key under which an object is named first: what it is for; empty if it is not named.

        Args:
            number: of the object, and its generation.
        """
        if number is None or (place := self._first.get(number)) is None:
            return ""
        if place not in self._known:
            self._known[place] = {}
            _add_roles(self._things[place], self._known[place])
        if number in self._known[place]:
            return self._known[place][number]
        # The object that names it cannot be read to its end.
        if self._all is None:
            self._all = {}
            for thing in self._things:
                _add_roles(thing, self._all)
        return self._all.get(number, "")


def _with_arrays(
    names: list[tuple[int, int]], arrays: dict[tuple[int, int], list[tuple[int, int]]]
) -> Iterator[tuple[int, int]]:
    """What an object names, and what the arrays name that it leads to."""
    if not arrays:
        yield from names
        return
    waiting, seen = list(names), set[tuple[int, int]]()
    while waiting:
        known = waiting.pop()
        if known not in arrays:
            yield known
        elif known not in seen:
            seen.add(known)
            waiting += arrays[known]


def _written(thing: Any) -> bytes:
    """An object as qpdf writes it, and of a stream its dictionary; nothing if it is a number, or damaged.

    Single spaces are between all that belongs to it, and names and strings are escaped in one way.
    """
    import pikepdf

    with suppress(pikepdf.PdfError, RuntimeError, ValueError):
        if isinstance(thing, pikepdf.Stream):
            return bytes(thing.stream_dict.unparse(resolved=True))
        if isinstance(thing, pikepdf.Object):
            return bytes(thing.unparse(resolved=True))
    return b""


_STRING = re.compile(rb"\((?:[^()\\]|\\.|(?!))*+\)|(?<!<)<[0-9a-f]*+>", re.DOTALL)
_REFERENCE = re.compile(rb"(?<= )(\d+) (\d+) R(?= )")
_SAYS_MORE = re.compile(rb"\(|(?<!<)<(?!<)|/PieceInfo |/Sig |/DocTimeStamp |/ByteRange ")
"""What an object has of which there is more to say than its names: strings, notes of programs, signatures."""
_AMOUNTS = re.compile(rb"(?: (?:[-+.\d]++|R)(?= )|(?!))++")


def _outline_of(source: bytes) -> bytes | None:
    return None if not source or _SAYS_MORE.search(source) else _AMOUNTS.sub(b" 0", source)


@lru_cache(maxsize=2048)
def names_of(outline: bytes) -> tuple[Found, ...] | None:
    """The names of an object, as `strings_of` finds them; None if qpdf cannot read what it wrote.

    Args:
        outline: as `Objects` gives it.
    """
    import pikepdf

    try:
        return tuple(strings_of(pikepdf.Object.parse(outline)))
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return None


def _references_in(source: bytes) -> list[tuple[int, int]]:
    """The numbers of the objects that an object refers to."""
    if b"(" in source:
        source = _STRING.sub(b"", source)
    return [(int(number), int(generation)) for number, generation in _REFERENCE.findall(source)]


def _add_roles(thing: Any, roles: dict[tuple[int, int], str]) -> None:
    """Add what one object names, going into arrays that are objects themselves."""
    import pikepdf

    named: Iterator[tuple[Any, str]]
    waiting: list[tuple[Any, str]] = [(thing, "")]
    first = True
    for _ in range(_MOST):
        if not waiting:
            break
        one, key = waiting.pop()
        if not first and (known := identity(one)) is not None:
            roles.setdefault(known, key)
            continue
        if not first and isinstance(one, pikepdf.String) and one.is_indirect:
            roles.setdefault(one.objgen, key)
        first = False
        if isinstance(one, pikepdf.Array):
            palette = 3 if len(one) == 4 and text(one[0]) in {"/Indexed", "/I"} else None
            named = ((kid, "/Lookup" if place == palette else key) for place, kid in enumerate(one))
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            named = ((value, name) for name, value in entries(one))
        else:
            continue
        waiting += [(kid, name) for kid, name in named if isinstance(kid, pikepdf.Object)]  # numbers name nothing
