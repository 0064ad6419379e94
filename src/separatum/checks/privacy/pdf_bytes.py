"""The bytes of a PDF that belong to no object in use: between objects, after the end, replaced or deleted objects."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_OBJECT = re.compile(rb"(?<![0-9A-Za-z])(\d{1,10})[ \t\r\n\0\f]+(\d{1,5})[ \t\r\n\0\f]+obj(?![A-Za-z])")
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
_LENGTH = re.compile(rb"/Length[ \t\r\n]+(\d+)(?![ \t\r\n]+\d+[ \t\r\n]+R)")
_KNOWN = re.compile(
    rb"xref[ \t\r\n]+(?:\d+ \d+[ \t\r\n]*|\d{10} \d{5} [nf][ \t\r\n]*)*"
    rb"|trailer|startxref[ \t\r\n]+\d+|%%EOF|%PDF-\d\.\d|(?<=[\r\n])%[\x80-\xff]{4,8}(?=[\r\n])"
)
_DICTIONARY = re.compile(rb"\A\s*<<")
_STRING = re.compile(rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)|<([0-9A-Fa-f\s]{8,})>", re.DOTALL)
_MOST_OBJECTS = 200_000
_MOST_UNPACKED = 4_000_000
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RawObject:
    """An object as its bytes have it."""

    number: tuple[int, int]
    """Object number and generation."""
    body: bytes
    """What is between “obj” and the stream or the end."""
    stream: bytes
    """Its stream, still compressed; empty if it has none."""


@dataclass(frozen=True, slots=True)
class RawFile:
    """A PDF, cut into its objects and what is between them."""

    objects: tuple[RawObject, ...]
    gaps: tuple[bytes, ...]
    """Bytes between objects that are no table, no trailer and no marker."""


def cut(content: bytes) -> RawFile:
    """Cut a PDF into its objects, without following its tables (ISO 32000-1, 7.5)."""
    objects: list[RawObject] = []
    gaps: list[bytes] = []
    place = 0
    while len(objects) < _MOST_OBJECTS:
        head = _OBJECT.search(content, place)
        if head is None:
            break
        gaps.append(content[place : head.start()])
        body, stream, place = _object(content, head.end())
        objects.append(RawObject((int(head[1]), int(head[2])), body, stream))
    gaps.append(content[place:])
    left = (_without_known(gap) for gap in gaps)
    return RawFile(objects=tuple(objects), gaps=tuple(gap for gap in left if gap))


def _object(content: bytes, start: int) -> tuple[bytes, bytes, int]:
    end = content.find(b"endobj", start)
    end = len(content) if end < 0 else end
    head = _STREAM.search(content, start, end)
    if head is None or not _DICTIONARY.match(content[start : start + 64]):
        return content[start:end], b"", min(len(content), end + 6)
    body = content[start : head.start()]
    length = _LENGTH.search(body)
    finish = head.end() + int(length[1]) if length else -1
    if not 0 <= finish <= len(content) or not content[finish : finish + 20].strip().startswith(b"endstream"):
        finish = content.find(b"endstream", head.end())
        finish = end if finish < 0 else finish
    end = content.find(b"endobj", finish)
    tail = content[finish : end if end >= 0 else len(content)]
    more = tail.replace(b"endstream", b"", 1).strip(b" \t\r\n\0\f")
    return body + more, content[head.end() : finish], len(content) if end < 0 else end + 6


def _without_known(gap: bytes) -> bytes:
    """A gap without tables, markers and the dictionaries of trailers, which are read as objects."""
    left = _KNOWN.sub(b" ", gap)
    left = re.sub(rb"<<(?:[^<>()]|<[^<>]*>|\((?:[^()\\]|\\.)*\)|<<(?:[^<>]|<[^<>]*>)*>>)*>>", _without_dictionary, left)
    return left.strip(b" \t\r\n\0\f")


def _without_dictionary(found: re.Match[bytes]) -> bytes:
    return b" ".join(comment for comment in re.findall(rb"%[^\r\n]*", _STRING.sub(b"", found[0])))


def remarks_in(raw: RawObject) -> list[str]:
    """The comments in the source of an object (7.2.4), outside of its strings."""
    source = _STRING.sub(b"", raw.body) if b"%" in raw.body else b""
    return [remark.decode("utf-8", "replace").strip() for remark in re.findall(rb"%([^\r\n]*)", source)]


def words_of(raw: RawObject) -> Iterator[str]:
    """The strings of an object that is not in use, also those in its stream."""
    yield from _strings(raw.body)
    if not raw.stream:
        return
    content = raw.stream
    if b"FlateDecode" in raw.body or b"/Fl" in raw.body:
        content = unpacked(raw.stream)[0]
    if b"/Image" in raw.body or b"/FontFile" in raw.body:
        return
    if b"<x:xmpmeta" in content or content.lstrip().startswith(b"<?xml"):
        yield re.sub(r"<[^<>]*>", "\n", content.decode("utf-8", "replace"))
    else:
        yield from _strings(content)
        yield from (comment.decode("utf-8", "replace") for comment in re.findall(rb"(?m)^%([^\r\n]+)", content))


def _strings(source: bytes) -> Iterator[str]:
    for literal, code in _STRING.findall(source):
        if literal:
            yield decoded(_ESCAPE.sub(_unescaped, literal))
        elif len(digits := b"".join(code.split())) % 2 == 0:
            yield decoded(bytes.fromhex(digits.decode("ascii")))


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if code.isdigit():
        return bytes([int(code, 8) % 256])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(code, code)


def decoded(string: bytes) -> str:
    """The text of a string (7.9.2): UTF-16, UTF-8 or, nearly, Latin-1."""
    if string.startswith((b"\xfe\xff", b"\xff\xfe")):
        return string.decode("utf-16", "replace")
    try:
        return string.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return string.decode("latin-1")


def unpacked(stream: bytes) -> tuple[bytes, bytes]:
    """The content of a stream that Flate compressed, and the bytes after its end."""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(stream, _MOST_UNPACKED)
    except zlib.error:
        return b"", b""
    rest = unpacker.unused_data.strip(b"\r\n\0 ")
    return content, rest if len(rest) > 3 else b""
