"""Find the site that an article belongs to: the nearest folder above it that holds a known configuration."""

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from separatum.config.schema import FILE
from separatum.config.sites.generators import GENERATORS, WEAK
from separatum.config.sites.listing import holds, may_hold
from separatum.config.sites.site import Site

_FIRST = frozenset(name.partition("/")[0] for generator in GENERATORS for name in generator.files)
"""What a folder holds if it is that of a site."""
_LAST = frozenset({".git", ".hg"})
"""What the root of a repository holds."""
_nearest: dict[Path, Path] = {}
"""By folder: the first at or above it that is not passed over."""


def folders_above(folder: Path) -> Iterator[Path]:
    """A folder and those above it, up to the root of a repository, a home folder, or the root of a file system.

    The last of these is the last one; nothing beyond it is looked at. Folders that hold no configuration are passed
    over: most folders of an archive hold articles alone.
    """
    while True:
        folder = not_silent(folder)
        yield folder
        if _is_last(folder):
            return
        folder = folder.parent


def not_silent(folder: Path) -> Path:
    """The first folder, from this one upwards, that may hold a configuration, or beyond which none is looked for.

    Args:
        folder: absolute.
    """
    if (known := _nearest.get(folder)) is not None:
        return known
    passed: list[Path] = []
    while folder not in _nearest and not may_hold(folder, _FIRST | {FILE}) and not _is_last(folder):
        passed.append(folder)
        folder = folder.parent
    found = _nearest.get(folder, folder)
    _nearest.update(dict.fromkeys((*passed, folder), found))
    return found


@lru_cache(maxsize=16_384)
def _is_last(folder: Path) -> bool:
    is_root = may_hold(folder, _LAST) and any((folder / name).exists() for name in _LAST)
    return is_root or folder == _home(os.environ.get("HOME")) or _is_mount(folder)


@lru_cache(maxsize=4)
def _home(_: str | None) -> Path:
    return Path.home()


def _is_mount(folder: Path) -> bool:
    """As `Path.is_mount`, which asks the system four times for each of ten thousand folders."""
    own, above = _identity(folder), _identity(folder.parent)
    return own is not None and above is not None and (own[0] != above[0] or own == above)


@lru_cache(maxsize=16_384)
def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def site_of(folder: Path) -> Site | None:
    """The site that a folder belongs to; None if there is none.

    Args:
        folder: absolute.
    """
    return _site_from(not_silent(folder))


@lru_cache(maxsize=16_384)
def _site_from(folder: Path) -> Site | None:
    weak: Site | None = None
    for place in folders_above(folder):
        site = _site_in(place)
        if site is not None and site.file not in WEAK:
            return site if weak is None else replace(site, roots=(*weak.roots, *site.roots), vaults=weak.vaults)
        weak = weak or site  # notes in a vault, or a folder of data, may be the content of a site
    return weak


@lru_cache(maxsize=16_384)
def _site_in(folder: Path) -> Site | None:
    for generator in GENERATORS:
        for name in generator.files:
            if holds(folder, name) and (site := generator.read(folder, name)):
                return site
    return None


def forget() -> None:
    """Read all configurations anew the next time: a watch goes on while they change."""
    _site_from.cache_clear()
    _site_in.cache_clear()
    _identity.cache_clear()
    _is_last.cache_clear()
    _nearest.clear()
