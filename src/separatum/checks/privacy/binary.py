"""Text in bytes of any kind, and the blocks of common binary formats."""

import re
import struct
from collections.abc import Iterator

_ASCII_RUN = re.compile(rb"[\x20-\x7e\xc2-\xf4\x80-\xbf]{6,}")
_WIDE_RUN = re.compile(rb"(?:[\x20-\x7e]\x00){5,}")
_WIDE_BIG_RUN = re.compile(rb"(?:\x00[\x20-\x7e]){5,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
"""Control characters but tabs and the ends of lines and pages."""
_MOST_BYTES = 4_000_000
_MOST_CHARACTERS = 60_000
_LIKELY = re.compile(r"[^\W\d_]{3,}.*[^\W\d_]{3,}|[^\W\d_]{7,}|@|/|\\")
_VOWELS = frozenset("aeiouyAEIOUYàáâäãåèéêëìíîïòóôöõøùúûüæœ")


def text_in(content: bytes) -> str:
    """What a person could read in bytes of an unknown kind, one stretch a line: UTF-8, Latin-1 or UTF-16."""
    content = content[:_MOST_BYTES]
    lines: list[str] = []
    length = 0
    for pattern, encoding in ((_ASCII_RUN, "utf-8"), (_WIDE_RUN, "utf-16-le"), (_WIDE_BIG_RUN, "utf-16-be")):
        for match in pattern.finditer(content):
            line = _decoded(match[0], encoding)
            if line and _is_readable(line):
                lines.append(line)
                length += len(line)
            if length > _MOST_CHARACTERS:
                return "\n".join(lines)
    return "\n".join(lines)


def _decoded(run: bytes, encoding: str) -> str:
    """A stretch as text; none where it would be Latin-1 with more signs of others than of English."""
    try:
        return run.decode(encoding)
    except UnicodeDecodeError:
        return run.decode("latin-1") if sum(byte > 127 for byte in run) * 4 <= len(run) else ""


def _is_readable(line: str) -> bool:
    """Whether a stretch looks like language, and not like numbers that happen to be letters."""
    if not _LIKELY.search(line):
        return False
    letters = [sign for sign in line if sign.isalpha()]
    signs = sum(not sign.isalnum() and sign not in " .,-_/:@\\'()" for sign in line)
    if len(letters) * 10 < len(line) * 6 or signs > 2 + len(line) // 20:
        return False
    vowels = sum(sign in _VOWELS or ord(sign) > 0x250 for sign in letters)
    return vowels * 5 >= len(letters)


def decoded_text(content: bytes) -> str | None:
    """The bytes as text, None if they are none: UTF-8 or UTF-16, without control characters."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            return None
        if sum(sign > 127 for sign in content) * 5 > len(content):
            return None
    return None if _CONTROL.search(text, 0, 10_000) else text


def boxes(content: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, bytes]]:
    """The boxes of an ISO base media file or a JPEG 2000 (ISO 14496-12, 4.2): kind and content, one level deep."""
    end = len(content) if end is None else end
    while start + 8 <= end:
        (length,) = struct.unpack_from(">I", content, start)
        head = 8
        if length == 1 and start + 16 <= end:
            (length,) = struct.unpack_from(">Q", content, start + 8)
            head = 16
        elif length == 0:
            length = end - start
        if length < head or start + length > end:
            break
        yield content[start + 4 : start + 8], content[start + head : start + length]
        start += length
    if start < end and content[start:end].strip(b"\0"):
        yield b"", content[start:end]


def riff_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a RIFF file (WebP, WAV, AVI): kind and content; what is left over has the kind b""."""
    place = 12
    end = min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    while place + 8 <= end:
        kind, length = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        yield kind, content[place + 8 : place + 8 + length]
        place += 8 + length + length % 2
    if content[max(place, end) :].strip(b"\0\r\n"):
        yield b"", content[max(place, end) :]
