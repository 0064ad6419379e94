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


def updated_sums(folder: Path, digests: Mapping[str, str]) -> bytes:
    """The new content of a folder's `SHA256SUMS`.

    Lines of other files are kept as they are while their file is there; lines that say nothing to `sha256sum -c` are
    dropped. Sorted by name.

    Args:
        folder: the output folder.
        digests: SHA-256 in hexadecimal by file name, of the files that are about to be published.

    Raises:
        OSError: the file is there and cannot be read.
    """
    with os.scandir(folder) as entries:  # at once: an archive has tens of thousands
        there = {entry.name for entry in entries if entry.is_file()}
    others = ((name, line) for name, line in _lines(folder / SUMS) if name not in digests)
    lines = {name: line for name, line in others if name in there or (folder / name).is_file()}
    lines |= {name: f"{digest}  {name}" for name, digest in digests.items()}
    text = "".join(f"{lines[name]}\n" for name in sorted(lines))
    return text.encode("utf-8", "surrogateescape")


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
