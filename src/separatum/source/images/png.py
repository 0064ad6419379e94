"""What of a PNG is not decoded: its texts, and, where only its faults are wanted, the colours of its pixels."""

import zlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_CHANNELS: Mapping[int, int] = MappingProxyType({0: 1, 2: 3, 3: 1, 4: 2, 6: 4})
"""Samples of a pixel, by the type of its colours (PNG, 11.2.2)."""
_LAST_FILTER = 4
"""Types of filters are numbered from 0 (PNG, 9.2)."""
_PIECE = 2**16
"""Bytes that are inflated at a time."""
_INFLATED = 2**18
"""Bytes that they may become at a time."""


def without_texts(source: bytes) -> bytes:
    """A PNG without its texts (PNG, 11.3.3), which are not published and may be longer than the decoder takes."""
    if not source.startswith(SIGNATURE):
        return source
    return SIGNATURE + b"".join(chunk for chunk in _chunks(source) if chunk[4:8] not in _TEXTS)


def with_one_row(source: bytes) -> bytes | None:
    """A PNG of which the first row is left, and that one empty; all else in the file is as it was.

    To inflate the pixels and look at the filter of each row is all that decoding them could find fault with.

    Args:
        source: the file.

    Returns:
        None if it is no PNG, is interlaced or moves, or if its pixels are not as they should be.
    """
    chunks = list(_chunks(source)) if source.startswith(SIGNATURE) else []
    if not chunks:
        return None
    kinds = [chunk[4:8] for chunk in chunks]
    first, count = kinds.index(b"IDAT") if b"IDAT" in kinds else 0, kinds.count(b"IDAT")
    header = chunks[0][8:-4]
    is_plain = kinds[0] == b"IHDR" and len(header) == 13 and header[10:] == b"\0\0\0" and header[9] in _CHANNELS
    if not is_plain or b"acTL" in kinds or set(kinds[first : first + count]) != {b"IDAT"}:
        return None
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    row = 1 + (width * _CHANNELS[header[9]] * header[8] + 7) // 8
    data = b"".join(chunk[8:-4] for chunk in chunks[first : first + count])
    if not width or not height or not _is_whole(data, row, height):
        return None
    chunks[first : first + count] = [_chunk(b"IDAT", zlib.compress(bytes(row)))]
    chunks[0] = _chunk(b"IHDR", header[:4] + (1).to_bytes(4, "big") + header[8:])
    return SIGNATURE + b"".join(chunks)


def _chunks(source: bytes) -> Iterator[bytes]:
    """The chunks of a PNG with their lengths and checksums (PNG, 5.3); the last may be cut off."""
    at = len(SIGNATURE)
    while at + 8 <= len(source):
        end = at + 12 + int.from_bytes(source[at : at + 4], "big")
        yield source[at:end]
        at = end


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


def _is_whole(data: bytes, row: int, rows: int) -> bool:
    """Whether compressed pixels are as many rows as there should be, and each has a filter that there is."""
    inflating, size = zlib.decompressobj(), 0
    try:
        for at in range(0, len(data), _PIECE):
            piece = data[at : at + _PIECE]
            while piece:
                inflated = inflating.decompress(piece, _INFLATED)
                piece = inflating.unconsumed_tail
                if size + len(inflated) > row * rows or max(inflated[-size % row :: row], default=0) > _LAST_FILTER:
                    return False
                size += len(inflated)
        rest = inflating.flush()
    except zlib.error:
        return False
    is_sound = max(rest[-size % row :: row], default=0) <= _LAST_FILTER
    return is_sound and inflating.eof and not inflating.unused_data and size + len(rest) == row * rows
