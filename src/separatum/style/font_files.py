"""Find a font by the name of its file: among Separatum's own, then where this machine keeps its fonts."""

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

from separatum.style.style import FONTS

# The folders of the XDG Base Directory Specification, and of fontconfig before it; on macOS, Apple's and Homebrew's.
_LINUX = ("~/.local/share/fonts", "~/.fonts", "/usr/local/share/fonts", "/usr/share/fonts")
_MACOS = ("~/Library/Fonts", "/Library/Fonts", "/opt/homebrew/share/fonts", "/usr/local/share/fonts")
_ENDINGS = (".ttf", ".otf", ".ttc")


def font_file(name: str) -> Path | None:
    """The file of a name such as “Amiri-Regular.ttf”; None where it is nowhere."""
    if Path(name).name != name or not name.endswith(_ENDINGS):  # a style may be a stranger’s: no way to other files
        return None
    own = FONTS / name
    return own if own.is_file() else _installed().get(name)


@cache
def fingerprint(file: Path) -> str:
    """The version that a font tells of itself, and the first digits of its SHA-256."""
    import uharfbuzz

    told = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))).get_name(5) or ""
    number = next((word for word in told.replace(";", " ").split() if word[:1].isdigit()), "unknown")
    return f"{number} (SHA-256 {hashlib.sha256(file.read_bytes()).hexdigest()[:16]}…)"


@cache
def _installed() -> dict[str, Path]:
    """Every font file of the machine, by its name; of two of one name, the one in the folder that comes first."""
    found: dict[str, Path] = {}
    for root in _MACOS if sys.platform == "darwin" else _LINUX:
        for folder, folders, files in os.walk(Path(root).expanduser()):
            folders.sort()
            for name in files:
                if name.endswith(_ENDINGS):
                    found.setdefault(name, Path(folder, name))
    return found
