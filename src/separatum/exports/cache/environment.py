"""What decides the bytes of an edition beside the article itself: as one digest for caches, and by name for people.

`environment_digest` is made at the start of every export, so it takes only what is cheap to know: the contents of the
style's folder, the names and versions of the installed packages, the versions of the system's libraries, and the size
and time of each file of our own and of each font of the machine. `local_environment` names what two machines must have
in common to make the same bytes.
"""

import hashlib
import os
import sys
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from separatum.model.errors import SeparatumError
from separatum.style.font_files import ENDINGS, FOLDERS, fingerprint, font_file, machine_fonts
from separatum.style.style import SHEETS, TEMPLATE, Style, house_style_folder
from separatum.system.native_libs import NATIVES, native_version
from separatum.system.versions import made_with

_PACKAGE = Path(__file__).parents[2]


def environment_digest(style: Path, options: Mapping[str, object]) -> str:
    """The digest, in hexadecimal.

    Args:
        style: the folder of the style.
        options: what was asked for, by name; a path stands for what it leads to.

    Raises:
        OSError: the style's folder cannot be read.
    """
    digest = hashlib.blake2b(digest_size=32)
    for line in (*_of_options(options), *_contents(style), *_base(style), *_of_packages(), *_of_machine()):
        digest.update(line.encode("utf-8", "surrogateescape") + b"\n")
    return digest.hexdigest()


def _base(style: Path) -> Iterator[str]:
    """The files of the house style, on which other styles may be built."""
    if style != house_style_folder():
        yield from _house()


def _house() -> Iterator[str]:
    for name in ("style.toml", TEMPLATE, *SHEETS):
        yield from (f"{name} {line}" for line in _contents(house_style_folder() / name))


def _of_options(options: Mapping[str, object]) -> Iterator[str]:
    for name, value in sorted(options.items()):
        yield f"{name}: {value!r}"
        if isinstance(value, Path):
            yield from _contents(value)


def _contents(path: Path) -> Iterator[str]:
    """A digest of each file in a folder, by its place there, but not of what links lead to; or of the one file."""
    found = path.rglob("*") if path.is_dir() else (path,)
    files = sorted(file for file in found if file is path or (file.is_file() and not file.is_symlink()))
    for file in files:
        yield f"{file.relative_to(path)} {hashlib.blake2b(file.read_bytes()).hexdigest()}"


@cache
def _of_packages() -> tuple[str, ...]:
    """Our own files, and the names of the folders that tell which version of a package is installed; as they were
    when this process asked first, since it goes on with what it has loaded.
    """
    lines: list[str] = []
    for folder, _, names in os.walk(_PACKAGE):
        if not folder.endswith("__pycache__"):
            lines += sorted(_stamp(os.path.join(folder, name)) for name in names)  # noqa: PTH118 - 200 of them
    for place in sys.path:
        if place.endswith("-packages") and os.path.isdir(place):  # noqa: PTH112
            lines += sorted(name for name in os.listdir(place) if name.endswith("-info"))  # noqa: PTH208
    return tuple(lines)


def _of_machine() -> Iterator[str]:
    yield f"{sys.version} {os.uname().machine} {zlib.ZLIB_RUNTIME_VERSION}"
    yield f"Java {os.environ.get('SEPARATUM_JAVA_HOME')}"
    for native in NATIVES:
        yield f"{native.name} {native_version(native)}"
    for root in map(os.path.expanduser, FOLDERS):
        yield from _fonts_below(root)


def _fonts_below(root: str) -> Iterator[str]:
    """Every font of a folder and of those below: packages replace fonts far down, under the name that they had."""
    for folder, folders, names in os.walk(root):
        folders.sort()
        yield from (_stamp(os.path.join(folder, name)) for name in sorted(names) if name.endswith(ENDINGS))  # noqa: PTH118


def _stamp(path: str) -> str:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return f"{path} -"
    # The last cannot be set back, so that a file of the same size and time is another one.
    return f"{path} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


@lru_cache(maxsize=4)
def local_environment(style: Style) -> Mapping[str, str]:
    """Names and versions of this machine.

    Args:
        style: the style, which names fonts of the machine.
    """
    from separatum.checks.validators.java import find_java

    try:
        java = find_java().version
    except SeparatumError:
        java = "missing"
    found = {**made_with(), "Java": java, "Python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    found |= {"Unicode": unicodedata.unidata_version, "the files of Separatum": _own_files()}
    for name in machine_fonts(style):
        file = font_file(name)
        found[name] = fingerprint(file) if file else "missing"
    return found


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> tuple[str, ...]:
    """What differs between two machines, in words."""
    lack = "missing"
    return tuple(
        f"{name} ({there.get(name, lack)} there, {here.get(name, lack)} here)"
        for name in sorted({*here, *there})
        if here.get(name, lack) != there.get(name, lack)
    )


def _own_files() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(_PACKAGE.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(_PACKAGE)} {hashlib.blake2b(file.read_bytes()).hexdigest()}".encode())
    for line in _house():  # which lies outside of the package in a checkout
        digest.update(line.encode())
    return digest.hexdigest()
