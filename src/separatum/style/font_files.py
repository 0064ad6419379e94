"""Find a font by the name of its file: among Separatum's own, then where this machine keeps its fonts."""

import hashlib
import os
import re
import sys
from functools import cache
from pathlib import Path

from separatum.style.style import FONTS, Style

# The folders of the XDG Base Directory Specification, and of fontconfig before it; on macOS, Apple's and Homebrew's.
_LINUX = ("~/.local/share/fonts", "~/.fonts", "/usr/local/share/fonts", "/usr/share/fonts")
_MACOS = ("~/Library/Fonts", "/Library/Fonts", "/opt/homebrew/share/fonts", "/usr/local/share/fonts")
FOLDERS = _MACOS if sys.platform == "darwin" else _LINUX
ENDINGS = (".ttf", ".otf", ".ttc")


def font_file(name: str) -> Path | None:
    """The file of a name such as “Amiri-Regular.ttf”; None where it is nowhere."""
    if Path(name).name != name or not name.endswith(ENDINGS):  # a style may be a stranger’s: no way to other files
        return None
    own = FONTS / name
    return own if own.is_file() else _installed().get(name)


def machine_fonts(style: Style) -> tuple[str, ...]:
    """The names of the font files that a style would take from this machine, or from one that has more."""
    names = dict.fromkeys(name.partition("#")[0] for one in style.scripts for name in (*one.text, *one.label))
    exact = [name for name in names if "{}" not in name]
    general = [re.compile(re.escape(name).replace(r"\{\}", r"\w+")) for name in names if "{}" in name]
    found = sorted(name for name in _installed() if any(one.fullmatch(name) for one in general))
    return tuple(name for name in dict.fromkeys([*exact, *found]) if not (FONTS / name).is_file())


@cache
def fingerprint(file: Path) -> str:
    """The version that a font has by its own table of names, and the first digits of its SHA-256."""
    import uharfbuzz

    written = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))).get_name(5) or ""
    number = next((word for word in written.replace(";", " ").split() if word[:1].isdigit()), "unknown")
    return f"{number} (SHA-256 {hashlib.sha256(file.read_bytes()).hexdigest()[:16]}…)"


@cache
def _installed() -> dict[str, Path]:
    """Every font file of the machine, by its name; of two of one name, the one in the folder that comes first."""
    found: dict[str, Path] = {}
    for root in FOLDERS:
        for folder, folders, files in os.walk(Path(root).expanduser()):
            folders.sort()
            for name in files:
                if name.endswith(ENDINGS):
                    found.setdefault(name, Path(folder, name))
    return found
