"""The libraries that set type, the system's or those of our wheel: are they there, and in which version.

They are asked directly, without WeasyPrint, so that `separatum doctor` can answer where WeasyPrint cannot be loaded.
"""

import ctypes
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Native:
    """A shared library of the system."""

    name: str
    duty: str
    """What it does for us."""
    files: tuple[str, ...]
    """What it is called, on Linux and on macOS."""
    debian: str
    """The Debian package that has it."""
    homebrew: str
    fedora: str
    read_version: Callable[[ctypes.CDLL], str]


def _text(function: str) -> Callable[[ctypes.CDLL], str]:
    """A version that the library gives as text."""

    def read(library: ctypes.CDLL) -> str:
        call = library[function]
        call.restype = ctypes.c_char_p
        return bytes(call() or b"").decode()

    return read


def _fontconfig_version(library: ctypes.CDLL) -> str:
    number = int(library.FcGetVersion())
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


_FONTCONFIG = Native(
    name="fontconfig",
    duty="finds fonts",
    files=("libfontconfig.so.1", "libfontconfig.1.dylib"),
    debian="libfontconfig1",
    homebrew="fontconfig",
    fedora="fontconfig",
    read_version=_fontconfig_version,
)

NATIVES = (
    Native(
        name="Pango",
        duty="breaks lines and chooses fonts in the PDF",
        # This one needs the other and answers for both.
        files=("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib"),
        debian="libpango-1.0-0 libpangoft2-1.0-0",
        homebrew="pango",
        fedora="pango",
        read_version=_text("pango_version_string"),
    ),
    Native(
        name="HarfBuzz",
        duty="shapes the letters of every script",
        files=("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
        debian="libharfbuzz0b",
        homebrew="harfbuzz",
        fedora="harfbuzz",
        read_version=_text("hb_version_string"),
    ),
    Native(
        name="HarfBuzz subset",
        duty="cuts the embedded fonts down to the letters that are used",
        files=("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
        debian="libharfbuzz-subset0",
        homebrew="harfbuzz",
        fedora="harfbuzz",
        read_version=_text("hb_version_string"),
    ),
    _FONTCONFIG,
)

_OURS = Path(__file__).parents[1] / "libraries"
"""Where a wheel for Linux has them; see scripts/bundle-libraries."""

# Homebrew's folders are not on the linker's path on Apple's processors.
_FOLDERS = ("", "/opt/homebrew/lib/", "/usr/local/lib/") if sys.platform == "darwin" else ("",)


@cache
def native_version(native: Native) -> str | None:
    """The version of a library, as it says itself; None when it is not there."""
    library = _library(native)
    try:
        return native.read_version(library) if library is not None else None
    except AttributeError:
        return None


@cache
def are_ours() -> bool:
    """Load the libraries that a wheel for Linux brings with it; whether they are the ones in use.

    Those that are loaded come first wherever one of their names is asked for. Where this process has the system's GLib
    already, the system's libraries are used: two of a kind would not understand each other.
    """
    order = _OURS / "order.txt"
    if not order.is_file() or _is_loaded("libglib-2.0.so.0"):
        return False
    os.environ.setdefault("LIBTHAI_DICTDIR", str(_OURS))
    for name in order.read_text(encoding="utf-8").split():
        if not _is_loaded(name):
            ctypes.CDLL(str(_OURS / name), mode=os.RTLD_LAZY)
    return True


def _is_loaded(name: str) -> bool:
    try:
        ctypes.CDLL(name, mode=os.RTLD_LAZY | os.RTLD_NOLOAD)
    except OSError:
        return False
    return True


def _library(native: Native) -> ctypes.CDLL | None:
    are_ours()
    for folder in _FOLDERS:
        for file in native.files:
            try:
                return ctypes.CDLL(folder + file, mode=os.RTLD_LAZY)
            except OSError:
                continue
    return None


def begin_fontconfig() -> None:
    """Let fontconfig read the configuration that the environment names now, for all that it is asked without one.

    Else it reads one at the first such question, whatever the environment names by then. (FcInit, fontconfig's manual)
    """
    library = _library(_FONTCONFIG)
    if library is not None:
        library.FcInit()


@contextmanager
def unsearched() -> Iterator[None]:
    """Let libraries be opened by their names alone in the block, where that is known to find those that we need.

    WeasyPrint tries many names for each library, those of other systems first; for each wrong one Python's
    `find_library` asks the C compiler, the linker and `ldconfig`: 54 processes, a third of a second. While all of
    ours open by the names that they have on Linux, that search has nothing to find, and is answered at once.
    """
    import ctypes.util

    def find_nothing(name: str) -> None:
        """What `find_library` answers about a name that no library has."""

    search = ctypes.util.find_library
    if sys.platform == "linux" and all(native_version(native) for native in NATIVES):
        ctypes.util.find_library = find_nothing
    try:
        yield
    finally:
        ctypes.util.find_library = search


def install_command(debian: str, homebrew: str, fedora: str = "", *, cask: bool = False) -> str:
    """The command that installs system packages here; all commands where the machine is of no known kind.

    Args:
        debian: names of Debian packages, with spaces between.
        homebrew: names of Homebrew's.
        fedora: names of Fedora's, if they are known.
        cask: whether Homebrew has them as casks, as it has fonts.
    """
    sudo = "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "sudo "
    apt, brew = f"{sudo}apt-get install {debian}", f"brew install {'--cask ' if cask else ''}{homebrew}"
    if sys.platform == "darwin":
        return brew
    family = _linux_family()
    if family & {"debian", "ubuntu"}:
        return apt
    dnf = f"{sudo}dnf install {fedora}" if fedora else ""
    if dnf and family & {"fedora", "rhel"}:
        return dnf
    return f"on Debian “{apt}”, {f'on Fedora “{dnf}”, ' if dnf else ''}on macOS “{brew}”"


def install_arguments(debian: str, homebrew: str, fedora: str) -> tuple[str, ...] | None:
    """The command that installs system packages here without a question; None if nobody knows it.

    Args:
        debian: names of Debian packages, with spaces between.
        homebrew: names of Homebrew's.
        fedora: names of Fedora's.
    """
    if sys.platform == "darwin":
        return ("brew", "install", *homebrew.split())
    family = _linux_family()
    if family & {"debian", "ubuntu"}:
        command = ("apt-get", "install", "--yes", "--no-install-recommends", *debian.split())
    elif family & {"fedora", "rhel"}:
        command = ("dnf", "install", "--assumeyes", *fedora.split())
    else:
        return None
    return command if os.geteuid() == 0 else ("sudo", *command)


def _linux_family() -> frozenset[str]:
    import platform

    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return frozenset()
    return frozenset((release.get("ID", ""), *release.get("ID_LIKE", "").split()))
