"""The settings of one article: the command line beats separatum.toml, and this the site's own configuration."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from separatum.config.project import Project, project_of
from separatum.config.sites import authors, find, listing
from separatum.config.sites.site import Site
from separatum.model.choices import WithoutImage
from separatum.model.errors import UsageError
from separatum.model.settings import COMMAND_LINE, NOTHING_GIVEN, PROJECT_FILE, DateOrder, Given, Settings
from separatum.source.front_matter.language_tags import known_tag, tag

_CHOICES: Mapping[str, type[WithoutImage] | type[DateOrder]] = {
    "remote_images": WithoutImage,
    "missing_images": WithoutImage,
    "date_order": DateOrder,
}
_FIELDS = frozenset(one.name for one in fields(Settings)) - {"sources"}


def settings_of(path: Path, given: Given = NOTHING_GIVEN, *, with_site: bool = True) -> Settings:
    """The settings of an article.

    Args:
        path: the article's file; it need not exist.
        given: what the command line says.
        with_site: whether the site's own configuration is read, too. It says nothing of names, drafts and plain files.

    Raises:
        UsageError: separatum.toml is at fault.
        FileError: it cannot be read.
    """
    return _of_folder(_absolute(path.parent, os.getcwd()), given, with_site)  # noqa: PTH109 - a key, ten thousand times


def project_for(path: Path) -> Project | None:
    """The separatum.toml for a file or folder; None if there is none.

    Raises:
        UsageError: it is at fault.
        FileError: it cannot be read.
    """
    place = path.absolute()
    return project_of(place if place.is_dir() else place.parent)


def forget() -> None:
    """Read all configurations anew the next time: a watch goes on while they change."""
    _absolute.cache_clear()
    _of_folder.cache_clear()
    listing.forget()
    find.forget()
    authors.forget()


@lru_cache(maxsize=16_384)
def _absolute(folder: Path, here: str) -> Path:
    return Path(here) / folder


@lru_cache(maxsize=16_384)
def _of_folder(folder: Path, given: Given, with_site: bool) -> Settings:
    site = find.site_of(folder) if with_site else None
    if site is None and (first := find.not_silent(folder)) != folder:  # only a site tells its folders apart
        return _of_folder(first, given, with_site)
    settings = Settings() if site is None else _of_site(site, folder)
    project = project_of(folder)
    if project is not None:
        own = {name: value for name, value in project.values.items() if name in _FIELDS}
        own = {name: _CHOICES[name](value) if name in _CHOICES else value for name, value in own.items()}
        settings = _with(settings, own, PROJECT_FILE)
    settings = replace(settings, folders=given.folders)
    values = {one.name: getattr(given, one.name) for one in fields(given) if one.name != "folders"}
    values = {name: value for name, value in values.items() if value is not None}
    values = {name: _choice(name, value) if name in _CHOICES else value for name, value in values.items()}
    return _with(settings, values, COMMAND_LINE)


def _choice(name: str, value: str) -> WithoutImage | DateOrder:
    try:
        return _CHOICES[name](value)
    except ValueError:
        choices = ", ".join(_CHOICES[name])
        raise UsageError(f"{name}: “{value}” is not one of {choices}", f"write one of {choices}") from None


def _with(settings: Settings, values: Mapping[str, Any], source: str) -> Settings:
    """Settings with other values; lists of roots, authors and keys are added to those before."""
    added: dict[str, Any] = {
        name: tuple(dict.fromkeys((*value, *getattr(settings, name)))) if name in {"roots", "keys"} else value
        for name, value in values.items()
    }
    if "authors" in values:
        added["authors"] = (*settings.authors, *values["authors"])
    sources = {**dict(settings.sources), **dict.fromkeys(values, source)}
    return replace(settings, **added, sources=tuple(sources.items()))


def _of_site(site: Site, folder: Path) -> Settings:
    parts = folder.relative_to(site.folder).parts if folder.is_relative_to(site.folder) else ()
    place = "/".join(parts)
    language = _language_of_folder(site, place, parts) or (tag(site.language) if site.language else None)
    byline = next((name for prefix, name in site.bylines if _is_below(place, prefix)), None)
    known = authors.authors_of(site.folder, folder)
    found: dict[str, Any] = {
        "language": language,
        "roots": site.roots,
        "vaults": site.vaults,
        "byline": (dict(known).get(byline, byline),) if byline else None,
        "authors": known,
        "addresses": tuple(_addresses(site.address)),
        "variables": site.variables,
    }
    found = {name: value for name, value in found.items() if value}
    return Settings(**found, sources=tuple((name, site.file) for name in found))


def _language_of_folder(site: Site, place: str, parts: tuple[str, ...]) -> str | None:
    """The language that the site's configuration gives to a folder: by its path, or by one of its languages' names."""
    for prefix, name in site.language_folders:
        if _is_below(place, prefix.strip("/")):
            return tag(name)
    known = {one.lower().replace("_", "-"): one for one in site.languages}
    for part in parts:
        if (written := known.get(part.lower().replace("_", "-"))) and known_tag(written):
            return tag(written)
    return None


def _addresses(address: str | None) -> Iterator[str]:
    """How a site's address may be written in its articles."""
    if address and (found := re.match(r"(?:https?:)?//([^/\s]+)(/\S*)?$", address)):
        path = (found[2] or "").rstrip("/")
        for host in dict.fromkeys((found[1], found[1].removeprefix("www."), f"www.{found[1].removeprefix('www.')}")):
            yield from (f"{scheme}//{host}{path}" for scheme in ("https:", "http:", ""))


def _is_below(place: str, prefix: str) -> bool:
    return not prefix or place == prefix or place.startswith(f"{prefix}/")
