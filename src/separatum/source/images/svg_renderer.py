"""Draw an SVG in a process of its own: run as a program, with the SVG on standard input, it writes a PNG.

The library that draws is made for drawings of good will. A pattern that is filled with patterns, a dash of no length, a
text of a megabyte keep it busy for hours, take all memory, or end its process; so it gets one that may end, with a
share of the processor and of the memory.
"""

import resource
import sys
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired, run

from separatum.system.process import end_with_parent_thread

SECONDS = 4
"""Of the processor, for one drawing; one that fills a page takes a tenth of a second."""
PATIENCE = 120
"""Seconds by the clock, on a machine that is busy with other things."""
MEMORY = 2**30
"""Bytes of address space, for one drawing; one that fills a page takes a tenth of it."""
_REFUSED = 3
"""The exit code when the library says why it draws nothing."""


class UndrawableError(Exception):
    """It cannot be drawn; the message says why."""


def drawn_apart(svg: bytes, width: int, height: int) -> bytes:
    """Draw an SVG as a PNG on white.

    Args:
        svg: the drawing, with nothing in it that asks for anything else.
        width: of the PNG, in pixels.
        height: the same.

    Raises:
        UndrawableError: it cannot be drawn, or not within the limits.
    """
    command = [sys.executable, "-P", __file__, str(width), str(height)]
    try:
        ended = run(command, input=svg, capture_output=True, check=False, timeout=PATIENCE)
    except TimeoutExpired as error:
        raise UndrawableError(f"it takes more than {PATIENCE} seconds") from error
    if ended.returncode == 0:
        return ended.stdout
    if ended.returncode == _REFUSED:
        raise UndrawableError(ended.stdout.decode("utf-8", "replace"))
    raise UndrawableError(f"it takes more than {SECONDS} seconds or {MEMORY >> 30} GiB, or breaks what should draw it")


def faces() -> list[Path]:
    """The fonts that drawings are drawn with: all of the package, Noto's first, and none of the machine."""
    files = (Path(__file__).parents[2] / "fonts").glob("*.ttf")
    return sorted(files, key=lambda file: (not file.name.startswith("NotoS"), file.name))


def main(width: int, height: int) -> int:
    """Draw what comes on standard input, in the faces of the package only, so that it looks the same everywhere."""
    end_with_parent_thread()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import resvg_py

    try:
        png = resvg_py.svg_to_bytes(
            svg_string=sys.stdin.buffer.read().decode(),
            background="white",
            width=width,
            height=height,
            skip_system_fonts=True,
            font_files=list(map(str, faces())),
            font_family="Noto Sans",
            serif_family="Noto Serif",
            sans_serif_family="Noto Sans",
        )
    except ValueError as error:
        sys.stdout.buffer.write(str(error).encode("utf-8", "replace"))
        return _REFUSED
    sys.stdout.buffer.write(png)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
