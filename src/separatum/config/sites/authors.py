"""The names of authors whom a site's articles name by a key, from where sites keep them."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from separatum.config.sites.data import front_matter_of, read_data, string
from separatum.config.sites.listing import holds, may_hold

_FILES = ("authors", "people", "members", "team", "contributors", "author", ".authors")
_PLACES = (
    "_data",
    "data",
    "src/_data",
    "src/data",
    "content/_data",
    ".",
    "content",
    "blog",
    "docs/blog",
    "source/_data",
)
_FOLDERS: tuple[str, ...] = (
    "_data/authors",
    "data/authors",
    "src/data/authors",
    "_authors",
    "_people",
    "src/people",
    "src/authors",
)
_FOLDERS += ("content/authors", "content/author", "content/people", "content/_authors", "src/content/authors")
_ENDINGS = (".yml", ".yaml", ".toml", ".json")
_ORDERED = tuple(f"{name}{ending}" for name in _FILES for ending in _ENDINGS)
_FILE_NAMES = frozenset(_ORDERED)
_NAMES = ("name", "display_name", "displayName", "full_name", "fullname", "title", "label")
_KEYS = ("id", "key", "slug", "username", "short_name", "nickname", "github", "login", "handle")
_MOST_FILES = 1000
"""In a folder of authors: the others are not read."""


def authors_of(site: Path, folder: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Keys of authors and their names.

    Args:
        site: the folder of the site, absolute.
        folder: a folder in it, in which an “authors.yml” may be as well: Docusaurus and Material for MkDocs have one
            for each blog. The nearest one counts.
    """
    if folder is None or not folder.is_relative_to(site):
        return _of_site(site)
    levels = len(folder.parts) - len(site.parts)
    places = [*reversed(folder.parents[:levels]), folder]
    own = {key: name for place in places if may_hold(place, _FILE_NAMES) for key, name in _beside(place)}
    return tuple(sorted({**dict(_of_site(site)), **own}.items())) if own else _of_site(site)


@lru_cache(maxsize=64)
def _of_site(site: Path) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for name in _PLACES:
        found |= dict(_beside(site / name))
    for place in (site / name for name in _FOLDERS):
        if place.is_dir() and place.resolve().is_relative_to(site.resolve()):
            found |= dict(_in_place(place))
    return tuple(sorted(found.items()))


def _beside(place: Path) -> Iterator[tuple[str, str]]:
    """What the files of authors in a folder say."""
    for name in _ORDERED:
        if holds(place, name) and (file := place / name).is_file():
            yield from _in_file(file)


def forget() -> None:
    """Read the names anew the next time."""
    for read in (_of_site, _in_file, _in_place):
        read.cache_clear()


@lru_cache(maxsize=256)
def _in_file(file: Path) -> tuple[tuple[str, str], ...]:
    return tuple(_in_data(read_data(file)))


@lru_cache(maxsize=256)
def _in_place(folder: Path) -> tuple[tuple[str, str], ...]:
    """A site has one such folder for all its articles, wherever they are."""
    return tuple(_in_folder(folder))


def _in_data(data: Any) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        if isinstance(data.get("authors"), dict):
            data = data["authors"]
        for key, value in data.items():
            if name := string(value) or _name(value):
                yield str(key), name
    elif isinstance(data, list):
        for one in data:
            name = _name(one)
            for key in _KEYS:
                if name and isinstance(one, dict) and isinstance(one.get(key), str):
                    yield one[key], name


def _in_folder(folder: Path) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir())[:_MOST_FILES]:
        if entry.is_dir():
            pages = [entry / name for name in ("_index.md", "index.md") if (entry / name).is_file()]
            table: Any = front_matter_of(pages[0]) if pages else {}
            key = entry.name
        elif entry.suffix in {".md", ".markdown", ".mdx"}:
            table, key = front_matter_of(entry), entry.stem
        elif entry.suffix in _ENDINGS:
            table, key = read_data(entry), entry.stem
        else:
            continue
        if name := _name(table):
            yield key, name
            if isinstance(table, Mapping):
                yield from ((table[word], name) for word in _KEYS if isinstance(table.get(word), str))


def _name(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    return next((name for word in _NAMES if (name := string(value.get(word)))), None)
