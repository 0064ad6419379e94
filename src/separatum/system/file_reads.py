"""What was looked up while an article was read: names, and a digest of what was found under them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

_current: ContextVar[tuple["Lookups", ...]] = ContextVar("lookups", default=())


@dataclass(slots=True)
class Lookups:
    """What is looked up in a block of `recorded`."""

    found: dict[str, str | None] = field(default_factory=dict)
    """By the name that was asked for, relative to the article's folder or absolute: the path of the file, or None."""
    digests: dict[str, str] = field(default_factory=dict)
    """By the path of each file that was read."""
    contents: dict[str, bytes] | None = None
    """What was read, by path, if that was asked for."""
    has_digests: bool = True
    """Whether anybody will ask for them."""

    @property
    def are_whole(self) -> bool:
        """Whether of every file that was found it is known what was in it."""
        return all(path is None or path in self.digests for path in self.found.values())

    def told(self) -> dict[str, str | None]:
        """The digest by name; None where there was no file."""
        return {name: None if path is None else self.digests[path] for name, path in self.found.items()}


@contextmanager
def recorded(*, contents: bool = False, digests: bool = True) -> Iterator[Lookups]:
    """Record what is looked up in the block, also where that lies in another such block.

    Args:
        contents: whether what was read is kept, too.
        digests: whether anybody will ask for the digests of what was read.
    """
    lookups = Lookups(contents={} if contents else None, has_digests=digests)
    token = _current.set((*_current.get(), lookups))
    try:
        yield lookups
    finally:
        _current.reset(token)


def note_found(name: str, path: Path | None) -> None:
    """A name was looked up."""
    for lookups in _current.get():
        lookups.found[name] = None if path is None else str(path)


def note_read(path: Path, content: bytes) -> None:
    """A file was read."""
    taking = _current.get()
    digest = digest_of(content) if any(lookups.has_digests for lookups in taking) else ""
    for lookups in taking:
        if lookups.has_digests:
            lookups.digests[str(path)] = digest
        if lookups.contents is not None:
            lookups.contents[str(path)] = content


def digest_of(content: bytes) -> str:
    """The digest of a file's content."""
    return hashlib.blake2b(content, digest_size=32).hexdigest()


def is_same(folder: Path, told: Mapping[str, str | None], roots: Sequence[Path] = ()) -> bool:
    """Whether every name leads to the same content as it did before.

    Args:
        folder: the article's.
        told: a digest of the content by name; None where there was no file.
        roots: other folders from which the article may read.

    Raises:
        OSError: the folder cannot be read.
    """
    home = folder.resolve()
    homes = (home, *(root.resolve() for root in roots))
    for name, digest in told.items():
        path = (home / name).resolve()
        if not any(path.is_relative_to(one) for one in homes):
            return False
        content = path.read_bytes() if path.is_file() else None
        note_found(name, None if content is None else path)
        if content is not None:
            note_read(path, content)
        if (None if content is None else digest_of(content)) != digest:
            return False
    return True
