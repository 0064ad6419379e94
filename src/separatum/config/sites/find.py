"""Find the site that an article belongs to: the nearest folder above it that holds a known configuration."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from separatum.config.sites.generators import GENERATORS, WEAK
from separatum.config.sites.site import Site


def folders_above(folder: Path) -> Iterator[Path]:
    """A folder and those above it, up to the root of a repository, a home folder, or the root of a file system.

    The last of these is the last one; nothing beyond it is looked at.
    """
    home = Path.home()
    for place in (folder, *folder.parents):
        yield place
        if (place / ".git").exists() or (place / ".hg").exists() or place == home or place.is_mount():
            return


def site_of(folder: Path) -> Site | None:
    """The site that a folder belongs to; None if there is none.

    Args:
        folder: absolute.
    """
    weak: Site | None = None
    for place in folders_above(folder):
        site = _site_in(place)
        if site is not None and site.file not in WEAK:
            return site if weak is None else replace(site, roots=(*weak.roots, *site.roots), vaults=weak.vaults)
        weak = weak or site  # notes in a vault, or a folder of data, may be the content of a site
    return weak


@lru_cache(maxsize=4096)
def _site_in(folder: Path) -> Site | None:
    for generator in GENERATORS:
        for name in generator.files:
            if (folder / name).exists() and (site := generator.read(folder, name)):
                return site
    return None


def forget() -> None:
    """Read all configurations anew the next time: a watch goes on while they change."""
    _site_in.cache_clear()
