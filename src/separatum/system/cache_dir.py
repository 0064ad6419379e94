"""Where our caches are, and whether what lies there can be ours alone."""

import os
import sys
from pathlib import Path


def cache_home() -> Path:
    """Where our caches are: SEPARATUM_CACHE, or the place that the system has for them."""
    if chosen := os.environ.get("SEPARATUM_CACHE"):
        return Path(chosen)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "separatum"
    # XDG Base Directory Specification 0.8: a relative path there is to be ignored.
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".cache") / "separatum"


def is_ours_alone(folder: Path) -> bool:
    """Whether nobody but this user can have written to a folder.

    Raises:
        OSError: there is no such folder.
    """
    found = folder.stat()
    return os.name != "posix" or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)
