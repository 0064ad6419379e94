"""Why a file cannot be read, and how large a file may be."""

from dataclasses import dataclass

MIB = 1024 * 1024
MOST_BYTES = 512 * MIB
"""The largest file that is opened, and the most that is unpacked from one, in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a file cannot be read as what it claims to be."""

    message: str
    part: str | None = None
    """The part of the container that is at fault."""
    line: int | None = None
    is_locked: bool = False
    """Whether it is sound, but encrypted."""
