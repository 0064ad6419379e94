"""What sound and film reveal: tags, positions, names in all parts that are not the sound or the film itself."""

import re
from collections.abc import Callable, Iterator

from separatum.checks.privacy import rules
from separatum.checks.privacy.binary import boxes, riff_chunks, text_in
from separatum.checks.privacy.metadata_fields import Field, Holder, inspect_field, inspect_words
from separatum.checks.privacy.names import Wording
from separatum.model.findings import Finding

_POSITION = re.compile(r"[+-]\d{1,2}\.\d{2,}[+-]\d{1,3}\.\d{2,}")
"""ISO 6709, as QuickTime writes it."""
_FRAMES = {
    **dict.fromkeys((b"TPE1", b"TPE2", b"TPE3", b"TPE4", b"TCOM", b"TEXT"), "artist"),
    b"TOWN": "owner",
    b"TENC": "user",
    b"TCOP": "copyright",
    b"TSSE": "software",
    b"TDRC": "date",
    b"TDEN": "date",
}
"""Frames of ID3v2.4 that name somebody or something (section 4.2)."""
_INFO = {b"IART": "artist", b"ISFT": "software", b"ICOP": "copyright", b"IENG": "artist"}
_BRANDED = {b"ftyp": "film", b"moov": "film", b"mdat": "film", b"wide": "film", b"free": "film", b"skip": "film"}
_TABLES = frozenset(
    b"stts stsc stsz stco co64 stss ctts elst mvhd tkhd mdhd vmhd smhd dref stsd sgpd sbgp trex tfhd trun sidx".split()
)
_NESTED = frozenset(b"moov trak mdia minf stbl udta edts dinf mvex moof traf ilst".split())
_SAMPLES = frozenset(b"mdat ftyp styp free skip wide".split())


def kind_of_media(content: bytes) -> str | None:
    """The format of sound or film, by its first bytes; None if it is neither."""
    is_frame = content[:1] == b"\xff" and len(content) > 4 and content[1] & 0xE6 in {0xE2, 0xE4}
    if content.startswith(b"ID3") or is_frame:
        return "mp3"
    if content[4:8] in _BRANDED:
        return "mp4"
    heads = {b"OggS": "ogg", b"fLaC": "flac", b"\x1aE\xdf\xa3": "matroska", b"FORM": "aiff"}
    if content[:4] == b"RIFF" and content[8:12] in {b"WAVE", b"AVI "}:
        return "riff"
    return heads.get(content[:4])


def inspect_media(content: bytes, holder: Holder) -> Iterator[Finding]:
    """What a file of sound or film reveals.

    Args:
        content: its bytes.
        holder: what it is part of, by its own name.
    """
    kind = kind_of_media(content) or ""
    holder = holder.named(f"the {'film' if kind in {'mp4', 'matroska'} else 'sound'} {holder.name}")
    read = _READERS.get(kind)
    if read is None:
        message = f"{holder.name} is in a format that is not understood"
        yield holder.found(rules.NOT_LOOKED_AT, message, "look at it with another program, or remove it")
        yield from inspect_words(text_in(content), holder, wording=Wording.PROSE)
        return
    for key, value in read(content):
        if _POSITION.search(value):
            message = f"a position in {holder.name}: “{value[:60]}”"
            yield holder.found(rules.PLACE, message, "remove its metadata")
        else:
            yield from inspect_field(Field(holder, key, value))


def _read_mp3(content: bytes) -> Iterator[tuple[str, str]]:
    """ID3v2 at the beginning, ID3v1 and APE at the end."""
    if content.startswith(b"ID3"):
        size = 0
        for byte in content[6:10]:
            size = size << 7 | byte & 0x7F
        yield from _read_frames(content[10 : 10 + size], content[3])
        content = content[10 + size :]
    tail = content[-4096:]
    if (place := tail.rfind(b"TAG")) >= 0 and len(tail) - place == 128:
        yield "artist", _text(tail[place + 33 : place + 63])
        yield "title", " ".join(_text(tail[place + one : place + one + 30]) for one in (3, 63, 97))
    if (place := content.rfind(b"APETAGEX")) >= 0:
        yield "tag", text_in(content[max(0, place - 65_536) :])
    for mark in (b"LAME", b"Xing", b"Info"):
        if (place := content[:4096].find(mark)) >= 0:
            yield "software", _text(content[place : place + 9])


def _read_frames(content: bytes, version: int) -> Iterator[tuple[str, str]]:
    head, wide = (6, 3) if version == 2 else (10, 4)
    place = 0
    while place + head <= len(content) and content[place] != 0:
        kind, raw = content[place : place + wide], content[place + wide : place + 2 * wide]
        size = 0
        for byte in raw:
            size = size << 7 | byte & 0x7F if version == 4 else size << 8 | byte
        body = content[place + head : place + head + size]
        place += head + max(size, 1)
        yield _FRAMES.get(kind, f"frame {_text(kind)}"), _frame_text(kind, body)


def _frame_text(kind: bytes, body: bytes) -> str:
    if kind[:1] in {b"T", b"C", b"U", b"I"} and body[:1] in {b"\0", b"\1", b"\2", b"\3"}:
        encoding = ("latin-1", "utf-16", "utf-16-be", "utf-8")[body[0]]
        body = body[1:] if kind[:1] in {b"T", b"I"} else body[4:]
        return body.decode(encoding, "replace").replace("\0", " ").strip()
    return text_in(body)


def _read_mp4(content: bytes) -> Iterator[tuple[str, str]]:
    """All boxes but for the samples and their tables (ISO 14496-12)."""
    yield from _read_boxes(content, 0)


def _read_boxes(content: bytes, depth: int) -> Iterator[tuple[str, str]]:
    for kind, body in boxes(content):
        if kind in _SAMPLES or kind in _TABLES:
            if kind in {b"free", b"skip", b"wide"} and (text := text_in(body)):
                yield "free space", text
        elif kind in _NESTED and depth < 12:
            yield from _read_boxes(body, depth + 1)
        elif kind == b"meta" and depth < 12:
            yield from _read_boxes(body[4:] if body[4:8] != b"hdlr" else body, depth + 1)
            yield "meta", text_in(body)
        elif kind == b"loci":
            yield "location", text_in(body) or "a position"
        elif kind == b"hdlr":
            yield "handler", text_in(body[24:])
        else:
            yield _text(kind).strip("©") or "rest", _box_text(body)


def _box_text(body: bytes) -> str:
    plain = body.decode("utf-8", "replace")
    readable = "".join(sign if sign.isprintable() else " " for sign in plain).replace("\ufffd", " ")
    return f"{readable if sum(sign.isalnum() for sign in readable) > len(body) // 2 else ''} {text_in(body)}".strip()


def _read_riff(content: bytes) -> Iterator[tuple[str, str]]:
    for kind, body in riff_chunks(content):
        if kind == b"LIST" and body[:4] == b"INFO":
            place = 4
            while place + 8 <= len(body):
                key, size = body[place : place + 4], int.from_bytes(body[place + 4 : place + 8], "little")
                yield _INFO.get(key, _text(key)), _text(body[place + 8 : place + 8 + size])
                place += 8 + size + size % 2
        elif kind in {b"id3 ", b"ID3 "}:
            yield from _read_mp3(body)
        elif kind not in {b"data", b"fmt ", b"fact", b"PEAK", b"cue ", b"idx1"} and body[:4] != b"movi":
            yield _text(kind) or "rest", text_in(body)


def _read_flac(content: bytes) -> Iterator[tuple[str, str]]:
    place, is_last = 4, False
    while not is_last and place + 4 <= len(content):
        is_last, kind = bool(content[place] & 0x80), content[place] & 0x7F
        size = int.from_bytes(content[place + 1 : place + 4], "big")
        body = content[place + 4 : place + 4 + size]
        place += 4 + size
        if kind == 4:
            yield from _read_comments(body)
        elif kind not in {0, 1, 3}:
            yield f"block {kind}", text_in(body)


def _read_ogg(content: bytes) -> Iterator[tuple[str, str]]:
    """The comment header is the second packet of a stream (Vorbis I, 5; RFC 7845, 5.2)."""
    for mark in (b"\x03vorbis", b"OpusTags", b"\x81theora"):
        if (place := content[:1_000_000].find(mark)) >= 0:
            yield from _read_comments(content[place + len(mark) : place + 300_000])


def _read_comments(content: bytes) -> Iterator[tuple[str, str]]:
    length = int.from_bytes(content[:4], "little")
    yield "software", _text(content[4 : 4 + min(length, 1000)])
    place = 4 + length
    count = int.from_bytes(content[place : place + 4], "little")
    place += 4
    for _ in range(min(count, 1000)):
        length = int.from_bytes(content[place : place + 4], "little")
        key, _, value = content[place + 4 : place + 4 + length].decode("utf-8", "replace").partition("=")
        place += 4 + length
        if len(value) < 100_000 and place <= len(content):
            yield key.lower(), value


def _text(content: bytes) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in content.decode("latin-1")).strip()


_READERS: dict[str, Callable[[bytes], Iterator[tuple[str, str]]]] = {
    "mp3": _read_mp3,
    "mp4": _read_mp4,
    "riff": _read_riff,
    "flac": _read_flac,
    "ogg": _read_ogg,
}
