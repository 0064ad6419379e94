"""Take out of the environment what would change the bytes of editions, or switch off parts of this program."""

import os
import sys
from collections.abc import Sequence

_PREFIXES = ("HB_", "PANGO", "FONTCONFIG_", "FC_", "FREETYPE_", "CAIRO_", "FRIBIDI_", "GRAPHITE_")
"""How the variables begin by which the libraries that lay out text can be told to do it otherwise."""
_NAMES = frozenset({"SOURCE_DATE_EPOCH", "LIBGRAPHITE_DEBUG"})
_OPTIMIZED = "PYTHONOPTIMIZE"


def settle() -> None:
    """Remove these variables from this process, before its libraries read them, and from those that it starts."""
    for name in list(os.environ):
        if name.startswith(_PREFIXES) or name in _NAMES:
            del os.environ[name]


def start_again_whole(words: Sequence[str]) -> None:
    """Where Python leaves out docstrings and assertions (“-O”, PYTHONOPTIMIZE), start the command again with them.

    The rules are made from docstrings, and what must never happen is stopped by assertions.

    Args:
        words: what follows “separatum” on the command line.
    """
    if not sys.flags.optimize:
        return
    environment = {name: value for name, value in os.environ.items() if name != _OPTIMIZED}
    os.execve(sys.executable, [sys.executable, "-m", "separatum", *words], environment)  # noqa: S606
