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
        known = _lines(folder / SUMS)
        self._lines = {name: line for name, line in known if name in there or (folder / name).is_file()}
        self._names = sorted(self._lines)

    def updated(self, digests: Mapping[str, str]) -> bytes:
        """What the file says when these are published, too.

        Args:
            digests: SHA-256 in hexadecimal by file name.
        """
        lines = {**self._lines, **_told(digests)}
        new = [name for name in digests if name not in self._lines]
        names = sorted([*self._names, *new]) if new else self._names  # nearly sorted: that costs next to nothing
        return "".join([f"{lines[name]}\n" for name in names]).encode("utf-8", "surrogateescape")

    def take(self, digests: Mapping[str, str]) -> None:
        """These are published."""
        new = [name for name in digests if name not in self._lines]
        self._lines |= _told(digests)
        self._names = sorted([*self._names, *new])

    def has(self, name: str, digest: str) -> bool:
        """Whether a file stands there with this digest."""
        return self._lines.get(name) == f"{digest}  {name}"


def _told(digests: Mapping[str, str]) -> dict[str, str]:
    return {name: f"{digest}  {name}" for name, digest in digests.items()}


def listed(folder: Path) -> frozenset[str]:
    """The names that a folder's `SHA256SUMS` lists; none when it has no such file.

    Raises:
        OSError: the file is there and cannot be read.
    """
    return frozenset(name for name, _ in _lines(folder / SUMS))


def _lines(sums: Path) -> list[tuple[str, str]]:
    """Each name with its line."""
    try:
        text = sums.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return []
    matches = (_LINE.fullmatch(line) for line in text.split("\n"))
    return [(_name(match), match[0]) for match in matches if match and "\0" not in match[0]]


def _name(match: re.Match[str]) -> str:
    if not match["escaped"]:
        return match["name"]
    return re.sub(r"\\[\\nr]", lambda escape: _ESCAPES[escape[0]], match["name"])
