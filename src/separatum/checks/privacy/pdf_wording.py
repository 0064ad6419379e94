"""Who reads the strings and names in a PDF’s objects, people or programs, and what they reveal."""

import re
from collections.abc import Iterator

from separatum.checks.privacy.binary import text_in
from separatum.checks.privacy.metadata_fields import (
    Field,
    Holder,
    inspect_contacts,
    inspect_field,
    inspect_namespace,
    inspect_words,
)
from separatum.checks.privacy.names import Wording, is_coined
from separatum.checks.privacy.pdf_strings import Found
from separatum.model.findings import Finding

MAKE_AGAIN = "make the file again"
PRINT_AGAIN = "print the file to a new one"
"""What to do about a file."""
BINARY_KEYS = frozenset(
    {
        *("/CheckSum", "/OE", "/UE", "/Perms", "/Cert", "/ByteRange", "/Panose"),
        *("/Hash", "/Lookup", "/Index", "/W", "/Digest", "/DigestValue", "/Trapped", "/IT"),
    }
)
"""Keys whose strings are numbers for programs."""
_READ_KEYS = frozenset(
    {
        *("/Title", "/Alt", "/ActualText", "/E", "/TU", "/Subject", "/Keywords", "/Desc", "/CA", "/AC", "/RC", "/Lbl"),
    }
)
"""Keys whose strings some readers see or hear."""
_TERM_KEYS = frozenset(
    {
        *("/FontFamily", "/FontName", "/BaseFont", "/OutputCondition", "/OutputConditionIdentifier", "/RegistryName"),
        *("/Info", "/Registry", "/Ordering", "/Creator", "/Producer", "/SWF"),
    }
)
"""Keys whose strings are what fonts, colours and programs call themselves."""
_LABELS = frozenset({"/Names", "/Dests", "/Dest", "/D", "/ID", "/NM", "/Limits"})
"""Keys whose strings are labels that programs number."""


def inspect_string(found: Found, holder: Holder) -> Iterator[Finding]:
    """What a string or a name in an object reveals."""
    if (words := terms_in(found)) is not None:
        inner = holder.named(f"a name in {holder.name}")
        yield from inspect_words(words, inner, wording=Wording.TERMS, lists_rest=False)
    elif found.key in {"/Base", "/NS"}:
        yield from inspect_namespace(found.value, holder.named(f"an address in {holder.name}"))
    elif found.key == "/URI":
        yield from inspect_contacts(found.value.removeprefix("mailto:"), holder.named("a link"))
    elif found.key in {"/M", "/CreationDate", "/ModDate", "/LastModified"}:
        yield from inspect_field(Field(holder, "date", found.value))
    elif found.key in {"/Author", "/LastEditor", "/Owner", "/LastSavedBy"}:
        yield from inspect_field(Field(holder, "author", found.value))
    elif is_binary(found.value):
        return
    else:
        plain = re.sub(r"<[^<>]{0,1000}>", " ", found.value) if found.key in {"/RV", "/RC"} else found.value
        is_label = bool(_LABELS & set(found.keys))
        if is_label and is_coined(found.value):
            yield from inspect_contacts(found.value, holder)
            return
        wording = Wording.TERMS if is_label else wording_of(found.key)
        yield from inspect_words(plain, holder, wording=wording, lists_rest=not is_label)


def terms_in(found: Found) -> str | None:
    """The words of what is written for programs: a name, a code, a palette; None for any other string."""
    if found.is_name:
        return "" if _is_glyph_name(found) else found.value
    if found.key in _CODED_KEYS:
        return _CODED_KEYS[found.key](found.value)
    return text_in(found.value.encode("cp1252", "replace")) if "/ColorSpace" in found.keys else None


def wording_of(key: str) -> Wording:
    """For whom the strings of a key are written."""
    return Wording.PROSE if key in _READ_KEYS else Wording.TERMS if key in _TERM_KEYS else Wording.DATA


def _private_part(tag: str) -> str:
    """What a language tag says beyond the registry (RFC 5646, 2.2.7)."""
    return " ".join(re.split(r"(?:^|-)x-", tag, flags=re.IGNORECASE)[1:]).replace("-", " ")


def _names_in_code(code: str) -> str:
    """The names in a string of instructions, as a field’s default appearance is one (ISO 32000-1, 12.7.3.3)."""
    names = re.findall(r"/([^\s/\[\]()<>{}%]+)", code)
    return " ".join(re.sub(r"#([0-9A-Fa-f]{2})", lambda found: chr(int(found[1], 16)), one) for one in names)


def _odd_glyph_names(code: str) -> str:
    """Of a list of glyphs, the names that are those of no character."""
    from fontTools.agl import toUnicode

    return " ".join(name for name in code.split("/") if not toUnicode(name))


_CODED_KEYS = {"/Lang": _private_part, "/DA": _names_in_code, "/CharSet": _odd_glyph_names}
"""Strings that are written for programs, and what may be words in them."""
HOLDERS = {
    "/Title": "a title or bookmark",
    "/Alt": "an alternative text",
    "/ActualText": "a replacement text",
    "/Contents": "a description",
    "/BaseFont": "a font",
    "/FontName": "a font",
    "/Name": "a layer or another object",
    "/Names": "a destination",
    "/Dests": "a destination",
    "/T": "a form field",
    "/V": "a form field",
    "/DV": "a form field",
    "/RV": "a form field",
    "/TU": "a form field",
    "/P": "a page label",
    "/ID": "an element of the structure",
    "/S": "an element of the structure",
}


def _is_glyph_name(found: Found) -> bool:
    """Whether a name is that of a known character (Adobe Glyph List), where characters are named."""
    if not ({"/Differences", "/CharProcs"} & set(found.keys) or found.key.startswith("/Encoding")):
        return False
    if not re.match(r"[A-Za-z0-9_]+(?:\.|$)", found.value):  # “Identity-H” is an encoding
        return False
    if re.fullmatch(r"[A-Za-z]{1,7}\d+", found.value):
        return True
    from fontTools.agl import toUnicode

    return bool(toUnicode(found.value))


def is_binary(value: str) -> bool:
    """Whether a string is numbers and no text."""
    if value.isprintable():
        return False
    odd = sum(not sign.isprintable() and sign not in "\t\n\r\f" for sign in value[:500])
    return odd * 5 > min(len(value), 500)
