"""What an ICC colour profile reveals: its description, its makers and its copyright (ICC.1:2022, 9 and 10)."""

from collections.abc import Iterator

from separatum.checks.privacy import rules
from separatum.checks.privacy.binary import text_in
from separatum.checks.privacy.metadata_fields import Holder, inspect_words
from separatum.checks.privacy.names import Wording
from separatum.model.findings import Finding

_SMALLEST = 132
_LANGUAGES = 4
"""A description in so many is one of an operating system’s profiles."""


def inspect_profile(content: bytes, holder: Holder) -> Iterator[Finding]:
    """Report names, addresses and paths in a profile.

    Args:
        content: its bytes.
        holder: what it is part of, by the profile's own name.
    """
    if len(content) < _SMALLEST or content[36:40] != b"acsp":
        yield holder.found(rules.NOT_LOOKED_AT, f"{holder.name} cannot be read", "remove it")
        yield from inspect_words(text_in(content), holder)
        return
    count = int.from_bytes(content[128:132], "big")
    seen: set[int] = set()
    for number in range(min(count, 200)):
        entry = content[132 + 12 * number : 144 + 12 * number]
        start, length = int.from_bytes(entry[4:8], "big"), int.from_bytes(entry[8:12], "big")
        if start in seen or len(entry) < 12:
            continue
        seen.add(start)
        body = content[start : start + length]
        if body[:4] in {b"desc", b"text", b"mluc", b"dict", b"ui08", b"utf8", b"zxml"}:
            is_translated = body[:4] == b"mluc" and int.from_bytes(body[8:12], "big") >= _LANGUAGES
            wording = Wording.TRANSLATED if is_translated else Wording.TERMS
            yield from inspect_words(_text_of(body), holder, wording=wording, lists_rest=False)
    rest = content[int.from_bytes(content[:4], "big") or len(content) :]
    if rest.strip(b"\0"):
        message = f"{len(rest)} bytes after the end of {holder.name}"
        yield holder.found(rules.CARRIED, message, "remove the profile")
        yield from inspect_words(text_in(rest), holder.named(message))


def _text_of(body: bytes) -> str:
    if body[:4] == b"mluc":
        return " | ".join(_records(body))
    if body[:4] in {b"text", b"utf8"}:
        return body[8:].decode("utf-8", "replace").strip("\0 ")
    if body[:4] == b"desc":
        length = int.from_bytes(body[8:12], "big")
        return f"{body[12 : 12 + length].decode('latin-1').strip(chr(0))}\n{text_in(body[12 + length :])}"
    return text_in(body)


def _records(body: bytes) -> Iterator[str]:
    """The texts of a multi-localised tag (10.15), each in its own language."""
    for number in range(min(int.from_bytes(body[8:12], "big"), 100)):
        record = body[16 + 12 * number : 28 + 12 * number]
        length, start = int.from_bytes(record[4:8], "big"), int.from_bytes(record[8:12], "big")
        yield body[start : start + length].decode("utf-16-be", "replace").strip("\0")
