"""The names in a folder, read once: an archive has thousands of folders, and sites have more than a hundred files."""

import os
from functools import lru_cache
from pathlib import Path


def holds(folder: Path, name: str) -> bool:
    """Whether a folder holds a file or folder of a name.

    Args:
        folder: absolute.
        name: may be a path below the folder: “config/_default/hugo.toml”.
    """
    names = _names_in(folder)
    if names is None:
        return (folder / name).exists()
    first, slash, _ = name.partition("/")
    return first in names and (not slash or (folder / name).exists())


def may_hold(folder: Path, names: frozenset[str]) -> bool:
    """Whether a folder may hold one of some names: False is certain.

    Args:
        folder: absolute.
        names: of files and folders in it, not of paths below it.
    """
    found = _names_in(folder)
    return found is None or not names.isdisjoint(found)


def forget() -> None:
    """Read the names anew the next time."""
    _names_in.cache_clear()


@lru_cache(maxsize=16_384)
def _names_in(folder: Path) -> frozenset[str] | None:
    """None: the folder may be entered, but not listed; or it is not there."""
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 - names, not paths
    except OSError:
        return None
