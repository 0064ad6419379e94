"""What is known of a file within a file, from outside of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from separatum.checks.privacy.metadata_fields import Holder
from separatum.model.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Nature:
    """What is known of a part from outside."""

    media_type: str = ""
    """As the package or the data: address names it; it is believed only where the bytes do not say."""
    depth: int = 0
    """How many files are around it."""
    is_obfuscated: bool = False
    """Whether its first bytes are altered, as EPUB allows for fonts (EPUB 3.3, 4.4)."""

    def inside(self, media_type: str = "") -> "Nature":
        """That of a part of it."""
        return Nature(media_type=media_type, depth=self.depth + 1)


InspectPart = Callable[[bytes, Holder, Nature], Iterator[Finding]]
"""Inspects a file of any kind that is a part of another."""
