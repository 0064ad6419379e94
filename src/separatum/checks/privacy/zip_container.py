"""What a ZIP container holds besides its parts: times, user numbers, comments, gaps, and parts that nothing lists."""

import io
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from separatum.checks.privacy import rules
from separatum.checks.privacy.binary import text_in
from separatum.checks.privacy.metadata_fields import Holder, inspect_words, shortened
from separatum.checks.privacy.names import Wording
from separatum.model.findings import Finding, Location

_EXTRAS = {
    0x5455: "times of change",
    0x000A: "times of change (NTFS)",
    0x7875: "user and group numbers",
    0x5855: "times and user numbers",
    0x7855: "user numbers",
    0x756E: "access rights and a link (Unix)",
    0x334D: "times and owner (Macintosh)",
    0x2605: "Macintosh file information",
    0x2705: "Macintosh file information",
    0x4453: "access rights (Windows)",
    0x6375: "a comment",
    0x7075: "another name",
}
"""Extra fields that say something about the machine (APPNOTE 6.3.10, 4.5 and 4.6)."""
_SILENT_EXTRAS = frozenset({0x0001, 0xCAFE, 0xA220, 0x9901, 0xA11E})
"""Sizes of large files, padding, encryption."""
_LOCAL, _MOST_UNPACKED = b"PK\x03\x04", 64 * 1024 * 1024
_PACK_AGAIN = "pack it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a container, also one that nothing lists."""

    name: str
    content: bytes
    is_listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """What was found in a container: findings about itself, and its parts."""

    findings: tuple[Finding, ...]
    parts: tuple[Part, ...]


def read_container(content: bytes, holder: Holder, *, with_times: bool = True) -> Container:
    """Account for each byte of a ZIP container (APPNOTE 6.3.10, 4.3).

    Args:
        content: its bytes.
        holder: the file that it is.
        with_times: whether the times of its entries are reported.
    """
    reader = _Reader(content, holder)
    try:
        findings = list(reader.findings(with_times=with_times))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, IndexError) as error:
        message = f"{holder.name} is not a whole ZIP container: {shortened(str(error))}"
        findings = [holder.found(rules.NOT_LOOKED_AT, message, "fetch the file again, or make it again")]
        findings += inspect_words(text_in(content), holder, lists_rest=False)
    return Container(findings=tuple(findings), parts=tuple(reader.parts))


class _Reader:
    """Walks through one container."""

    def __init__(self, content: bytes, holder: Holder) -> None:
        self._content = content
        self._holder = holder
        self._budget = 8 * _MOST_UNPACKED
        self.parts: list[Part] = []

    def findings(self, *, with_times: bool) -> Iterator[Finding]:
        """What it says besides its parts, which are collected on the way."""
        archive = zipfile.ZipFile(io.BytesIO(self._content))
        entries = archive.infolist()
        if archive.comment:
            yield from self._comment(archive.comment, self._holder, "the container")
        if with_times:
            yield from self._times(entries)
        taken: list[tuple[int, int]] = []
        kinds: dict[int, bytes] = {}
        seen: set[str] = set()
        for entry in entries:
            inner = self._at(entry.filename)
            inner = inner.named("the name of a part")
            yield from inspect_words(entry.filename, inner, wording=Wording.TERMS, lists_rest=False)
            if entry.comment:
                yield from self._comment(entry.comment, inner, "a part")
            if entry.filename in seen:
                yield inner.found(rules.CARRIED, "a second part of the same name", _PACK_AGAIN)
            seen.add(entry.filename)
            kinds.update(_extras(entry.extra))
            taken.append((yield from self._local(entry, inner, kinds)))
        for kind, body in sorted(kinds.items()):
            yield from self._extra(kind, body)
        yield from self._gaps(archive, taken)

    def _at(self, name: str) -> Holder:
        where = self._holder.where
        return self._holder.at(Location(file=f"{where.file}{'/' if '!' in where.file else '!'}{name}"), name)

    def _comment(self, comment: bytes, holder: Holder, of: str) -> Iterator[Finding]:
        message = comment.decode("utf-8", "replace")
        yield holder.found(rules.COMMENT, f"a comment on {of}: “{shortened(message)}”", _PACK_AGAIN)
        yield from inspect_words(message, holder.named(f"a comment on {of}"), lists_rest=False)

    def _times(self, entries: list[zipfile.ZipInfo]) -> Iterator[Finding]:
        times = sorted({entry.date_time for entry in entries})
        if times and (len(times) > 1 or times[0][3:] != (0, 0, 0)):
            first, last = (f"{y:04}-{m:02}-{d:02} {h:02}:{mi:02}" for y, m, d, h, mi, _ in (times[0], times[-1]))
            span = first if first == last else f"{first} to {last}"
            message = f"its entries were written at {span}, by the clock of the machine"
            yield self._holder.found(rules.CLOCK, message, "pack it again, with one fixed time")

    def _extra(self, kind: int, body: bytes) -> Iterator[Finding]:
        if kind in _SILENT_EXTRAS:
            return
        what = _EXTRAS.get(kind, "unknown content")
        message = f"its entries have extra fields with {what} (0x{kind:04x})"
        yield self._holder.found(rules.CARRIED, message, "pack it again, without extra fields")
        yield from inspect_words(text_in(body), self._holder.named("an extra field of the container"))

    def _local(
        self, entry: zipfile.ZipInfo, holder: Holder, kinds: dict[int, bytes]
    ) -> Generator[Finding, None, tuple[int, int]]:
        """Read one part where its own header says that it is; return the bytes that it takes."""
        start = entry.header_offset
        head = self._content[start : start + 30]
        if head[:4] != _LOCAL:
            yield holder.found(rules.NOT_LOOKED_AT, "the part is not where the list says", _PACK_AGAIN)
            return start, start
        flags, method = struct.unpack_from("<HH", head, 6)
        name_length, extra_length = struct.unpack_from("<HH", head, 26)
        name = self._content[start + 30 : start + 30 + name_length]
        extra = self._content[start + 30 + name_length : start + 30 + name_length + extra_length]
        kinds.update(_extras(extra))
        if name.decode("utf-8" if flags & 0x800 else "cp437", "replace") != entry.orig_filename:
            other = name.decode("utf-8", "replace")
            yield holder.found(rules.CARRIED, f"another name of the part: “{shortened(other)}”", _PACK_AGAIN)
            yield from inspect_words(other, holder.named("another name of a part"))
        begin = start + 30 + name_length + extra_length
        end = begin + entry.compress_size
        yield from self._unpack(entry, self._content[begin:end], method, flags, holder)
        return start, end + self._descriptor(end, flags)

    def _descriptor(self, end: int, flags: int) -> int:
        """The length of the data descriptor behind a part (4.3.9)."""
        if not flags & 0x08:
            return 0
        marked = 4 if self._content[end : end + 4] == b"PK\x07\x08" else 0
        after_long = self._content[end + marked + 20 : end + marked + 22]
        after_short = self._content[end + marked + 12 : end + marked + 14]
        return marked + (20 if after_short != b"PK" and after_long == b"PK" else 12)

    def _unpack(self, entry: zipfile.ZipInfo, raw: bytes, method: int, flags: int, holder: Holder) -> Iterator[Finding]:
        if entry.filename.endswith("/") and not raw:
            return
        if flags & 1:
            yield holder.found(rules.NOT_LOOKED_AT, "the part is encrypted", "inspect a copy that is not encrypted")
            return
        content, rest = _inflated(raw, method, min(_MOST_UNPACKED, self._budget))
        if content is None:
            yield holder.found(rules.NOT_LOOKED_AT, "the part is damaged, or too large", _PACK_AGAIN)
            yield from inspect_words(text_in(raw), holder, lists_rest=False)
            return
        self._budget -= len(content)
        if rest or len(content) != entry.file_size:
            yield holder.found(rules.CARRIED, f"{max(len(rest), 1)} bytes behind the content of the part", _PACK_AGAIN)
            yield from inspect_words(text_in(rest), holder.named("bytes behind a part"))
        self.parts.append(Part(name=entry.filename, content=content, is_listed=True))

    def _gaps(self, archive: zipfile.ZipFile, taken: list[tuple[int, int]]) -> Iterator[Finding]:
        """Bytes that belong to no entry: before the first, between two, before the list, after the end."""
        end = self._content.rfind(b"PK\x05\x06")
        ends = [(archive.start_dir, end + 22 + len(archive.comment) if end >= 0 else len(self._content))]
        place = 0
        last = len(self._content)
        for start, stop in (*sorted([*taken, *ends]), (last, last)):
            if start > place and (gap := self._content[place:start]).strip(b"\0"):
                yield from self._gap(gap, "before" if place == 0 else "after" if start == last else "between")
            place = max(place, stop)

    def _gap(self, gap: bytes, where: str) -> Iterator[Finding]:
        places = {"before": "before the beginning of", "after": "after the end of", "between": "between the parts of"}
        message = f"{len(gap)} bytes {places[where]} {self._holder.name}"
        yield self._holder.found(rules.CARRIED, message, _PACK_AGAIN)
        if (place := gap.find(_LOCAL)) >= 0:
            yield from self._shadowed(gap[place:])
        yield from inspect_words(text_in(gap), self._holder.named(message), lists_rest=False)

    def _shadowed(self, gap: bytes) -> Iterator[Finding]:
        """Parts that the list of the container leaves out."""
        while gap.startswith(_LOCAL) and len(gap) > 30:
            method, *_ = struct.unpack_from("<H", gap, 8)
            packed, _, name_length, extra_length = struct.unpack_from("<IIHH", gap, 18)
            name = gap[30 : 30 + name_length].decode("utf-8", "replace")
            begin = 30 + name_length + extra_length
            following = gap.find(_LOCAL, begin)
            end = begin + packed if packed else (following if following > 0 else len(gap))
            content, _ = _inflated(gap[begin:end], method, _MOST_UNPACKED)
            inner = self._at(name)
            yield inner.found(rules.CARRIED, "a part that the list of the container leaves out", _PACK_AGAIN)
            if content is not None:
                self.parts.append(Part(name=name, content=content, is_listed=False))
            gap = gap[following:] if following > 0 else b""


def _inflated(raw: bytes, method: int, most: int) -> tuple[bytes | None, bytes]:
    """The bytes of a part, and what is left over; None if it cannot be unpacked, or not within the limit."""
    if method == 0:
        return (raw, b"") if len(raw) <= most else (None, b"")
    if method != 8:
        return None, b""
    unpacker = zlib.decompressobj(-15)
    try:
        content = unpacker.decompress(raw, most)
    except zlib.error:
        return None, b""
    return (None, b"") if unpacker.unconsumed_tail else (content, unpacker.unused_data)


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        yield kind, extra[place + 4 : place + 4 + length]
        place += 4 + length
