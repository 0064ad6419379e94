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


@dataclass(frozen=True, slots=True)
class Nested:
    """Inspects the files in a document."""

    inspect_part: InspectPart
    depth: int
    """How many files are around the document."""

    def inspect(self, content: bytes, holder: Holder, media_type: str) -> Iterator[Finding]:
        """What one of them reveals."""
        yield from self.inspect_part(content, holder, Nature(media_type=media_type, depth=self.depth + 1))
