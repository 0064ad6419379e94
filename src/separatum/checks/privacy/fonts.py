"""What a font reveals: whom it is licensed to, and names and paths that its makers did not publish.

A font's maker, designer and licence are printed in no article, and are public: they are not reported. All else is.
"""

import io
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from separatum.checks.privacy import rules
from separatum.checks.privacy.binary import text_in
from separatum.checks.privacy.metadata_fields import Holder, inspect_contacts, inspect_marks, inspect_words
from separatum.checks.privacy.names import Wording
from separatum.model.findings import Finding

_PUBLIC = frozenset({0, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14})
"""Names of the maker, the designer, the licence and the version (OpenType 1.9, “name”)."""
_STYLES = frozenset({2, 17})
"""Names of styles, “Bold”, which operating systems have in the languages of their users."""
_CODED = frozenset({"meta", "DSIG"})
"""Tables of the codes of scripts, and of certificates, which name their authority and its town."""
_AUTHORITY = re.compile(
    r"[\w.+-]+@(?:verisign|thawte|symantec|digicert|globalsign|comodo|sectigo|entrust)\.\w+", re.IGNORECASE
)
"""Addresses of those who sign the certificates of fonts’ makers."""
_SPOKEN = frozenset({"meta", "FFTM", "CFF ", "DSIG", "PfEd"})
"""Tables with words in them."""
_TABLE_NAMES = """
GDEF GPOS GSUB BASE JSTF MATH OS/2 cmap cvt fpgm glyf head hhea hmtx loca maxp name post prep gasp CFF CFF2
COLR CPAL CBDT CBLC EBDT EBLC EBSC DSIG VDMX VORG hdmx kern LTSH PCLT vhea vmtx STAT avar fvar gvar cvar HVAR
MVAR VVAR feat morx mort prop trak bsln lcar opbd kerx ankr just fmtx acnt fdsc Zapf ltag bdat bloc bhed meta
sbix SVG FFTM PfEd TTFA TSI0 TSI1 TSI2 TSI3 TSI5 Silf Glat Gloc Sill Feat GPKG HDMX
"""
_TABLES = frozenset(_TABLE_NAMES.split())


def is_font(content: bytes) -> bool:
    """Whether the bytes begin as a font does: OpenType, WOFF, Type 1, CFF."""
    heads = {b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2"}
    return content[:4] in heads or content.startswith((b"%!PS-AdobeFont", b"%!FontType1")) or content[:2] == b"\x80\1"


def inspect_font(content: bytes, holder: Holder) -> Iterator[Finding]:
    """What a font reveals.

    Args:
        content: the font, in any format.
        holder: what it is part of, by its own name.
    """
    if content.startswith((b"%!", b"\x80\1")):
        clear = content.partition(b"eexec")[0]
        yield from inspect_words(_type1_words(clear), holder, wording=Wording.TERMS, lists_rest=False)
        return
    if not is_font(content):
        words = " | ".join(cff_strings(content))
        yield from inspect_words(words, holder, wording=Wording.TERMS, lists_rest=False)
        return
    yield from _inspect_opentype(content, holder)


_OF_MAKERS = re.compile(
    r"Copyright|^(?:Creator|Designer|Foundry|Vendor)\b"
    r"|^(?:Fonts? )?(?:produced|designed|digiti[sz]ed|drawn) by\b|\bbrought to you by\b",
    re.IGNORECASE,
)
"""Remarks in which a font’s makers name themselves (Document Structuring Conventions 3.0, 5.2)."""


def _type1_words(clear: bytes) -> str:
    """The clear part of a Type 1 program, without the names of its makers, which are public."""
    text = clear.decode("latin-1")
    text = re.sub(r"/(?:Notice|Copyright|version)\s*\((?:[^()\\]|\\.|\([^()]*\))*\)", " ", text)
    strings = re.findall(r"\(((?:[^()\\]|\\.)*)\)", text)
    names = re.findall(r"/FontName\s*/(\S+)", text)
    remarks = re.findall(r"%+\s*([^\r\n]*)", text)
    return "\n".join((*strings, *names, *(remark for remark in remarks if not _OF_MAKERS.search(remark))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenType:
    """What says something in an OpenType font."""

    names: tuple[tuple[int, str], ...]
    """Each text of the table of names, with the number of what it names."""
    small: Mapping[str, bytes]
    """The tables with words in them, by their kinds, and what is around the tables."""
    others: Mapping[str, bytes]
    """The tables that are not understood."""


@lru_cache(maxsize=32)
def _opentype(content: bytes) -> _OpenType:
    """Read a font; once, as the editions of one style and language mostly have the same fonts."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(content), fontNumber=0, lazy=True)
    if not font.reader or not font.reader.tables:
        raise ValueError  # as any other damage
    kinds = [str(kind) for kind in font.reader.tables]
    names = _names(font) if "name" in kinds else ()
    small = {kind: bytes(font.reader[kind]) for kind in kinds if kind in _SPOKEN}
    return _OpenType(
        names=names,
        small=MappingProxyType(small | _blocks_of_woff(font) | _rest_of(content, font)),
        others=MappingProxyType({kind: bytes(font.reader[kind]) for kind in kinds if kind.strip() not in _TABLES}),
    )


def _names(font: Any) -> tuple[tuple[int, str], ...]:
    """Each text of the table of names, with the number of what it names.

    fontTools loads the classes of all tables for this one, a twelfth of a second; so it is asked only about texts in an
    old encoding, or a wrong one, which it mends.
    """
    plain = _plain_names(bytes(font.reader["name"]))
    if plain is not None:
        return plain
    return tuple((record.nameID, record.toUnicode(errors="replace")) for record in font["name"].names)


def _plain_names(table: bytes) -> tuple[tuple[int, str], ...] | None:
    """The texts with their numbers, if all are Unicode or ASCII and where the table says (OpenType 1.9, “name”)."""
    from fontTools.misc.encodingTools import getEncoding

    found: list[tuple[int, str]] = []
    count, start = struct.unpack_from(">HH", table, 2)
    if len(table) < 6 + 12 * count:
        return None
    for platform, coding, language, number, length, offset in struct.iter_unpack(">6H", table[6 : 6 + 12 * count]):
        text = table[start + offset : start + offset + length]
        encoding = getEncoding(platform, coding, language, "")
        if encoding != "utf_16_be" and not (encoding.startswith("mac_") and text.isascii()):
            return None
        try:
            found.append((number, text.decode(encoding)))
        except UnicodeDecodeError:
            return None
        if len(text) < length or "\0" in found[-1][1]:
            return None
    return tuple(found)


def _inspect_opentype(content: bytes, holder: Holder) -> Iterator[Finding]:
    try:
        font = _opentype(content)
    except Exception as error:  # noqa: BLE001 - damaged fonts raise anything
        message = f"{holder.name} cannot be read: {type(error).__name__}"
        yield holder.found(rules.NOT_LOOKED_AT, message, "remove the font, or take it from its maker again")
        yield from inspect_contacts(text_in(content), holder)
        return
    for number, text in font.names:
        yield from inspect_marks(text, holder)
        if number not in _PUBLIC and not _OF_MAKERS.search(text):
            wording = Wording.TRANSLATED if number in _STYLES else Wording.TERMS
            yield from inspect_words(text, holder, wording=wording, lists_rest=False)
    for kind, table in font.small.items():
        inner = holder.named(f"{holder.name}, table {kind}")
        if kind == "CFF ":
            words = " | ".join(cff_strings(table))
            yield from inspect_words(words, inner, wording=Wording.TERMS, lists_rest=False)
        else:
            words = _AUTHORITY.sub(" ", text_in(table)) if kind == "DSIG" else text_in(table)
            wording = Wording.TRANSLATED if kind in _CODED else Wording.TERMS
            yield from inspect_words(words, inner, wording=wording, lists_rest=False)
    for kind, table in font.others.items():
        message = f"{holder.name} has a table “{kind}” of {len(table)} bytes that is not understood"
        yield holder.found(rules.NOT_LOOKED_AT, message, "take the font from its maker again")
        yield from inspect_words(text_in(table), holder.named(f"{holder.name}, table {kind}"))


def _blocks_of_woff(font: Any) -> dict[str, bytes]:
    """The metadata and the private data of a WOFF (WOFF 2.0, 6 and 7)."""
    data = getattr(font, "flavorData", None)
    blocks = {"metadata": getattr(data, "metaData", None), "private": getattr(data, "privData", None)}
    return {name: bytes(block) for name, block in blocks.items() if block}


def _rest_of(content: bytes, font: Any) -> dict[str, bytes]:
    """What is behind the last table of a font that is not packed."""
    if font.flavor or content[:4] == b"ttcf" or font.reader is None:
        return {}
    ends = [one.offset + one.length + 3 for one in font.reader.tables.values()]
    rest = content[max(ends, default=len(content)) :]
    return {"behind the last one": rest} if rest.strip(b"\0") else {}


def cff_strings(content: bytes) -> list[str]:
    """The names and strings of a CFF font that are no names of glyphs and no notices of its makers.

    Source: Adobe Technical Note 5176, sections 5, 7 and 10.
    """
    names, place = _index(content, content[2] if len(content) > 4 else 0)
    _, place = _index(content, place)
    strings, _ = _index(content, place)
    found = [one.decode("latin-1") for one in (*names, *strings)]
    found = [one for one in found if not (_GLYPH_NAME.fullmatch(one) or _NOTICE.search(one))]
    if not found:
        return []
    from fontTools.agl import toUnicode  # a list of 4,000 names, for the rare one that looks unlike them

    return [one for one in found if not toUnicode(one)]


_GLYPH_NAME = re.compile(
    r"[A-Za-z]{1,12}\d*(?:[._][A-Za-z0-9._]+)?|(?:cid|gid|glyph|uni|u|g|index)[\dA-Fa-f]+|\d[\d.]*"
)
_NOTICE = re.compile(r"copyright|©|\(c\)|trademark|all rights reserved|http|\bInc\b", re.IGNORECASE)


def _index(content: bytes, place: int) -> tuple[list[bytes], int]:
    """The entries of an INDEX, and where it ends."""
    count, size = (
        int.from_bytes(content[place : place + 2], "big"),
        content[place + 2] if len(content) > place + 2 else 0,
    )
    if count == 0 or not 1 <= size <= 4:
        return [], place + 2
    start = place + 3
    offsets = [
        int.from_bytes(content[start + size * number : start + size * (number + 1)], "big")
        for number in range(count + 1)
    ]
    base = start + size * (count + 1) - 1
    entries = [content[base + one : base + other] for one, other in pairwise(offsets)]
    return entries, base + offsets[-1]
