"""`SHA256SUMS`: one line for each published file of a folder, as `sha256sum -c` reads it."""

import contextlib
import io
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

SUMS = "SHA256SUMS"
SIGNATURES = ("SHA256SUMS.minisig", "SHA256SUMS.sig")
"""What the tools that may sign it call a signature of it."""

# GNU Coreutils manual, 6.1 and 6.6: a backslash at the start of the line says that the name is escaped.
_LINE = re.compile(r"(?P<escaped>\\?)(?P<digest>[0-9a-f]{64}) [ *](?P<name>.+)")
_CODING = ("utf-8", "surrogateescape")
_ESCAPES = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}


class Sums:
    """The `SHA256SUMS` of a folder, read once, and again only if somebody else wrote it meanwhile.

    Lines of other files are kept as they are while their file is there; lines that say nothing to `sha256sum -c` are
    dropped. Sorted by name. What was published is not kept in memory but looked up in the file: the lines of ten
    thousand articles are 3 MB, and a text is built anew for each of them.

    Args:
        folder: the output folder.

    Raises:
        OSError: the file is there and cannot be read. So do all methods.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._published: _Stamp | None = None
        """The published file, while it says just what it must."""
        self._text = self._read()
        """What it must say, while it does not."""

    def updated(self, digests: Mapping[str, str]) -> Iterator[bytes]:
        """What the file says when these are published, too, in pieces.

        Args:
            digests: SHA-256 in hexadecimal by file name.
        """
        with self._open() as file:
            taken = 0
            for (begin, end), name in sorted((_place(file, name), name) for name in digests):
                yield from _pieces(file, taken, begin)
                yield _line(name, digests[name])
                taken = end
            yield from _pieces(file, taken, _size(file))

    def take(self) -> None:
        """What `updated` gave is published."""
        self._published, self._text = (), b""
        with contextlib.suppress(FileNotFoundError):  # somebody removed it at once
            self._published = _stamp((self._folder / SUMS).stat())

    def has(self, name: str, digest: str) -> bool:
        """Whether a file stands there with this digest."""
        with self._open() as file:
            begin, end = _place(file, name)
            return b"".join(_pieces(file, begin, end)) == _line(name, digest)

    def _open(self) -> BinaryIO:
        if self._published is not None:
            with contextlib.suppress(FileNotFoundError):
                file = (self._folder / SUMS).open("rb")
                if _stamp(os.fstat(file.fileno())) == self._published:
                    return file
                file.close()
            self._published, self._text = None, self._read()
        return io.BytesIO(self._text)

    def _read(self) -> bytes:
        with os.scandir(self._folder) as entries:  # at once: an archive has tens of thousands
            there = {entry.name for entry in entries if entry.is_file()}
        lines = _lines(self._folder / SUMS)
        kept = {name: line for name, line in lines if name in there or (self._folder / name).is_file()}
        return "".join(f"{kept[name]}\n" for name in sorted(kept)).encode(*_CODING)


_Stamp = tuple[int, ...]
_READ = 1 << 16
"""Bytes that are read at once."""
_BACK = 1 << 9
"""Bytes that are read before a place at once: more than most lines have."""


def _stamp(status: os.stat_result) -> _Stamp:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _line(name: str, digest: str) -> bytes:
    return f"{digest}  {name}\n".encode(*_CODING)


def _place(file: BinaryIO, name: str) -> tuple[int, int]:
    """Where the line of a name begins and ends; if there is none, where it would have to stand."""
    low, high = 0, _size(file)
    while low < high:
        begin, line = _line_at(file, (low + high) // 2)
        found = _LINE.fullmatch(line.removesuffix(b"\n").decode(*_CODING))
        assert found is not None  # there are no other lines
        end = begin + len(line)
        if (there := _name(found)) == name:
            return begin, end
        low, high = (end, high) if there < name else (low, begin)
    return low, low


def _line_at(file: BinaryIO, place: int) -> tuple[int, bytes]:
    """The line that a byte is in: where it begins, and its bytes with their end."""
    before, read_from = b"", place
    while read_from and b"\n" not in before:
        start = max(0, read_from - _BACK)
        file.seek(start)
        before, read_from = file.read(read_from - start) + before, start
    begin = place - len(before.rpartition(b"\n")[2])
    file.seek(begin)
    return begin, file.readline()


def _pieces(file: BinaryIO, begin: int, end: int) -> Iterator[bytes]:
    file.seek(begin)
    while piece := file.read(min(_READ, end - begin)):
        begin += len(piece)
        yield piece


def _size(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)


def entries(sums: bytes) -> list[tuple[str, str, bytes]]:
    """The lines of a `SHA256SUMS`: the name, the digest in hexadecimal, and the line with its end."""
    matches = (_LINE.fullmatch(line) for line in sums.decode(*_CODING).split("\n"))
    return [(_name(match), match["digest"], f"{match[0]}\n".encode(*_CODING)) for match in matches if match]


def listed(folder: Path) -> frozenset[str]:
    """The names that a folder's `SHA256SUMS` lists; none when it has no such file.

    Raises:
        OSError: the file is there and cannot be read.
    """
    return frozenset(name for name, _ in _lines(folder / SUMS))


def _lines(sums: Path) -> list[tuple[str, str]]:
    """Each name with its line."""
    try:
        text = sums.read_bytes().decode(*_CODING)
    except FileNotFoundError:
        return []
    matches = (_LINE.fullmatch(line) for line in text.split("\n"))
    return [(_name(match), match[0]) for match in matches if match and "\0" not in match[0]]


def _name(match: re.Match[str]) -> str:
    if not match["escaped"]:
        return match["name"]
    return re.sub(r"\\[\\nr]", lambda escape: _ESCAPES[escape[0]], match["name"])
