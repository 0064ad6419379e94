"""The validators on this machine, and whether they work: the facts that `separatum doctor` prints."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from separatum.checks.validators.client import TIME_LIMIT, JavaValidators
from separatum.checks.validators.java import find_jars, find_java
from separatum.model.errors import MissingError

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that the validators need, and its state."""

    name: str
    """“Java”, “EPUBCheck”, “veraPDF”, “validators’ cache”."""
    version: str | None = None
    path: Path | None = None
    problem: str | None = None
    """What is wrong with it; None if it works."""
    remedy: str | None = None
    needed: bool = True
    """Whether validation needs it."""


def probe_validators(*, time_limit: float = TIME_LIMIT) -> tuple[Fact, ...]:
    """Look for everything that the validators need, and start them; never raises for what is missing.

    Args:
        time_limit: seconds for the start.
    """
    return (*_java(), *_validators(time_limit), _cache())


def _java() -> Iterator[Fact]:
    java = _tried("Java", find_java)
    if isinstance(java, Fact):
        yield java
    else:
        yield Fact(name="Java", version=java.version, path=java.home)


def _validators(time_limit: float) -> Iterator[Fact]:
    jars = _tried("EPUBCheck and veraPDF", find_jars)
    if isinstance(jars, Fact):
        yield jars
        return
    with JavaValidators(time_limit=time_limit) as validators:
        versions = _tried("EPUBCheck and veraPDF", validators.versions)
    if isinstance(versions, Fact):
        yield versions
        return
    yield Fact(name="EPUBCheck", version=versions.epubcheck, path=jars.epubcheck[0])
    yield Fact(name="veraPDF", version=versions.verapdf, path=jars.verapdf)


def _cache() -> Fact:
    from separatum.checks.validators.aot_cache import find_cache

    name = "validators’ cache"
    try:
        cache = find_cache(find_java(), find_jars())
    except MissingError:
        cache = None
    if cache is not None:
        return Fact(name=name, path=cache.folder, needed=False)
    remedy = "run “separatum doctor --fix”: the validators then start in half the time"
    return Fact(name=name, problem="there is none yet for this Java and these validators", remedy=remedy, needed=False)


def _tried(name: str, work: Callable[[], _Found]) -> _Found | Fact:
    try:
        return work()
    except MissingError as error:
        return Fact(name=name, problem=error.message, remedy=error.remedy)
