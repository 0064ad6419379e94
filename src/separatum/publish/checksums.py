"""`SHA256SUMS`: one line for each published file of a folder, as `sha256sum -c` reads it."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

SUMS = "SHA256SUMS"
SIGNATURES = ("SHA256SUMS.minisig", "SHA256SUMS.sig")
"""What the tools that may sign it call a signature of it."""

# GNU Coreutils manual, 6.1 and 6.6: a backslash at the start of the line says that the name is escaped.
_LINE = re.compile(r"(?P<escaped>\\?)(?P<digest>[0-9a-f]{64}) [ *](?P<name>.+)")
_CODING = ("utf-8", "surrogateescape")
_ESCAPES = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}


class Sums:
    """The `SHA256SUMS` of a folder that nobody else writes to meanwhile; it is read once.

    Lines of other files are kept as they are while their file is there; lines that say nothing to `sha256sum -c` are
    dropped. Sorted by name.

    Args:
        folder: the output folder.

    Raises:
        OSError: the file is there and cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        with os.scandir(folder) as entries:  # at once: an archive has tens of thousands
            there = {entry.name for entry in entries if entry.is_file()}
        lines = {name: line for name, line in _lines(folder / SUMS) if name in there or (folder / name).is_file()}
        # Kept as the file has it: as objects, the lines of ten thousand articles would take five times as much.
        self._text = "".join(f"{lines[name]}\n" for name in sorted(lines)).encode(*_CODING)

    def updated(self, digests: Mapping[str, str]) -> bytes:
        """What the file says when these are published, too.

        Args:
            digests: SHA-256 in hexadecimal by file name.
        """
        parts: list[bytes] = []
        taken = 0
        for (begin, end), name in sorted((_place(self._text, name), name) for name in digests):
            parts += (self._text[taken:begin], _line(name, digests[name]))
            taken = end
        return b"".join((*parts, self._text[taken:]))

    def take(self, text: bytes) -> None:
        """What `updated` gave is published."""
        self._text = text

    def has(self, name: str, digest: str) -> bool:
        """Whether a file stands there with this digest."""
        begin, end = _place(self._text, name)
        return self._text[begin:end] == _line(name, digest)


def _line(name: str, digest: str) -> bytes:
    return f"{digest}  {name}\n".encode(*_CODING)


def _place(text: bytes, name: str) -> tuple[int, int]:
    """Where the line of a name begins and ends; if there is none, where it would have to stand."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        begin = max(low, text.rfind(b"\n", low, middle) + 1)
        end = text.index(b"\n", middle) + 1
        found = _LINE.fullmatch(text[begin : end - 1].decode(*_CODING))
        assert found is not None  # there are no other lines
        if (there := _name(found)) == name:
            return begin, end
        low, high = (end, high) if there < name else (low, begin)
    return low, low


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
