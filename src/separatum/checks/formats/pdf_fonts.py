"""Read a font of a PDF: which characters its codes stand for, and whether the glyphs are really in it."""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Any

from separatum.checks.formats.pdf_objects import elements, entry, text

if TYPE_CHECKING:
    import pikepdf

_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|([\[\]])")
_MOST_CODES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFont:
    """A font as a page uses it (ISO 32000-1, 9.5)."""

    name: str
    """Its PostScript name, without the subset's tag."""
    embedded: bool
    code_length: int
    """How many bytes a character code has."""
    characters: dict[int, str]
    """What the codes stand for, by the ToUnicode map (9.10.3)."""
    glyph_count: int | None
    """How many glyphs the font program has; None if the codes do not lead to glyph numbers, or if unknown."""
    glyphs: bytes | None = None
    """The number of each code’s glyph, two bytes for each (CIDToGIDMap, 9.7.4.3): None if codes are glyph numbers,
    empty if it cannot be read."""

    _sound: set[int] = field(default_factory=set)
    """Codes whose glyphs are known to be in the font."""

    def show(self, string: bytes) -> "Shown":
        """What a string shows."""
        codes = self._codes(string)
        glyphs = tuple(map(self.characters.get, codes, repeat("")))
        lacking = {code for code in {*codes} - self._sound if self._lacks(code)}
        self._sound.update(codes)
        self._sound.difference_update(lacking)
        return glyphs, tuple(self.characters.get(code, "") for code in codes if code in lacking) if lacking else ()

    def _codes(self, string: bytes) -> Sequence[int]:
        length = self.code_length
        if length == 2 and len(string) % 2 == 0:
            return struct.unpack(f">{len(string) // 2}H", string)
        return [_number(string[start : start + length]) for start in range(0, len(string), length)]

    def _lacks(self, code: int) -> bool:
        """Whether the code shows the “.notdef” glyph: that of number 0, or a number that the font does not have."""
        if self.glyph_count is None or self.glyphs == b"":
            return False
        glyph = code if self.glyphs is None else _number(self.glyphs[2 * code : 2 * code + 2])
        return glyph == 0 or glyph >= self.glyph_count


Shown = tuple[tuple[str, ...], tuple[str, ...]]
"""What each glyph of a string stands for, and the same for those of them that are not in the font."""


def read_font(font: "pikepdf.Object") -> PdfFont:
    """Read a font dictionary; what cannot be read in it is taken as absent."""
    composite = text(entry(font, "/Subtype")) == "/Type0"
    inner = next(iter(elements(entry(font, "/DescendantFonts"))), None) if composite else font
    program = _program(entry(inner, "/FontDescriptor"))
    return PdfFont(
        name=text(entry(font, "/BaseFont")).lstrip("/").split("+")[-1] or "unnamed",
        embedded=program is not None or text(entry(font, "/Subtype")) == "/Type3",
        code_length=2 if composite else 1,
        characters=_characters(entry(font, "/ToUnicode")),
        glyph_count=_glyph_count(font, program) if composite else None,
        glyphs=_glyphs(entry(inner, "/CIDToGIDMap")) if composite else None,
    )


def _program(descriptor: Any) -> Any:
    """The embedded font program (9.9)."""
    programs = (entry(descriptor, key) for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return next((program for program in programs if program is not None), None)


def _glyphs(mapping: Any) -> bytes | None:
    """The number of each code's glyph, if a stream holds them (9.7.4.3)."""
    return None if mapping is None or text(mapping) == "/Identity" else _decoded(mapping)


def _glyph_count(font: Any, program: Any) -> int | None:
    """The number of glyphs, where codes are numbers of characters: Identity encoding (9.7.5.2)."""
    if program is None or text(entry(font, "/Encoding")) not in {"/Identity-H", "/Identity-V"}:
        return None
    content = _decoded(program)
    tables = struct.unpack_from(">H", content, 4)[0] if len(content) >= 12 else 0
    for number in range(tables):
        record = content[12 + 16 * number : 28 + 16 * number]
        if len(record) == 16 and record[:4] == b"maxp":
            offset = struct.unpack_from(">I", record, 8)[0]
            count = content[offset + 4 : offset + 6]
            return int.from_bytes(count, "big") if len(count) == 2 else None
    return None


def _decoded(stream: Any) -> bytes:
    import pikepdf

    try:
        return bytes(stream.read_bytes())
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError):
        return b""


def _characters(stream: Any) -> dict[int, str]:
    """Read a ToUnicode map (ISO 32000-1, 9.10.3; Adobe Technical Note 5411)."""
    characters: dict[int, str] = {}
    for kind, block in _BLOCK.findall(_decoded(stream) if stream is not None else b""):
        tokens = [mark or bytes.fromhex(code.decode("ascii")) for code, mark in _tokens(block)]
        if kind == b"bfchar":
            characters.update(zip(map(_number, tokens[::2]), map(_spelt, tokens[1::2]), strict=False))
        else:
            characters.update(_ranges(tokens))
    return characters


def _tokens(block: bytes) -> Iterator[tuple[bytes, bytes]]:
    for match in _TOKEN.finditer(block):
        code = b"".join((match[1] or b"").split())
        yield code if len(code) % 2 == 0 else code + b"0", match[2] or b""


def _ranges(tokens: list[bytes]) -> Iterator[tuple[int, str]]:
    waiting = iter(tokens)
    for first in waiting:
        low, high, target = _number(first), _number(next(waiting, b"")), next(waiting, b"")
        codes = range(low, min(high, low + _MOST_CODES) + 1)
        if target == b"[":
            listed = iter(lambda: next(waiting, b"]"), b"]")
            yield from zip(codes, map(_spelt, listed), strict=False)
        elif target:
            # Only the last byte of the target counts up.
            for step, code in enumerate(codes):
                yield code, _spelt(target[:-1] + bytes([(target[-1] + step) % 256]))


def _number(code: bytes) -> int:
    return int.from_bytes(code[:4], "big")


def _spelt(characters: bytes) -> str:
    return characters.decode("utf-16-be", "ignore")
