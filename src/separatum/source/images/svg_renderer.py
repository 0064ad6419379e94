"""Draw an SVG in a process of its own: run as a program, with the SVG on standard input, it writes a PNG.

The library that draws is made for drawings of good will. A pattern that is filled with patterns, a dash of no length, a
text of a megabyte keep it busy for hours, take all memory, or end its process; so it gets one that may end, with a
share of the processor and of the memory.
"""

import math
import re
import resource
import sys
from contextlib import suppress
from pathlib import Path
from time import process_time

from separatum.system.process import end_with_parent_thread

SECONDS = 4
"""Of the processor, for one drawing; one that fills a page takes a tenth of a second."""
PATIENCE = 120
"""Seconds by the clock, on a machine that is busy with other things."""
MEMORY = 2**30
"""Bytes of address space, for one drawing; one that fills a page takes a tenth of it."""
_PARTS = (10, 5, 3)
"""At such parts of its width and height a drawing is tried, the cheapest first."""
_SHARE = 0.75
"""Of the seconds: a drawing that is expected to take less is taken for drawn."""
_FASTER = re.compile(rb"<(?:\w+:)?(?:pattern|feMorphology)\b")
"""What may take more than its share of time or memory when it is drawn larger."""
_IN_PIXELS = re.compile(rb"<(?:\w+:)?(?:filter|mask)\b")
"""What is made pixel by pixel, and may be left out where it is less than one."""
_FIRST_FACES = ("NotoS", "SeparatumSymbols", "SeparatumSigns", "SeparatumEmoji")
"""How their files' names begin, in this order."""
_REFUSED = 3
"""The exit code when the library says why it draws nothing."""
_BEYOND = 4
"""The exit code when a drawing is expected to take more than it may."""


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
    return _run(svg, str(width), str(height))


def try_apart(svg: bytes, width: int, height: int) -> None:
    """See whether an SVG can be drawn: small, and in its size where that does not answer for it.

    Args and errors are those of `drawn_apart`.
    """
    _run(svg, str(width), str(height), "try")


def _run(svg: bytes, *words: str) -> bytes:
    from subprocess import TimeoutExpired, run  # the process that draws needs neither

    command = [sys.executable, "-P", __file__, *words]
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
    """The fonts that drawings are drawn with: all of the package, and none of the machine.

    Where one lacks a sign, the library takes the next one that has it, and sets the words beside it in that one, too,
    if it can. So those that have nothing but signs stand before those of other looks, and regular ones before bold.
    """
    files = (Path(__file__).parents[2] / "fonts").glob("*.ttf")
    return sorted(files, key=lambda file: (_place(file.name), "Regular" not in file.name, file.name))


def _place(name: str) -> int:
    return next((place for place, start in enumerate(_FIRST_FACES) if name.startswith(start)), len(_FIRST_FACES))


def main(width: int, height: int, *, is_tried: bool = False) -> int:
    """Draw what comes on standard input, in the faces of the package only, so that it looks the same everywhere.

    Args:
        width: of the PNG that is written to standard output, in pixels.
        height: the same.
        is_tried: write nothing, and draw smaller if that is enough to know that it can be drawn.

    Returns:
        The exit code.
    """
    end_with_parent_thread()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, 2 * SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    svg = sys.stdin.buffer.read()
    try:
        if not is_tried:
            sys.stdout.buffer.write(_png(svg, width, height))
        elif (can_be_drawn := expected(svg, width, height)) is None:
            # What the trials took is not counted.
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS + round(process_time()), 2 * SECONDS))
            _png(svg, width, height)
        elif not can_be_drawn:
            return _BEYOND
    except ValueError as error:
        sys.stdout.buffer.write(str(error).encode("utf-8", "replace"))
        return _REFUSED
    return 0


def expected(svg: bytes, width: int, height: int) -> bool | None:
    """Whether a drawing can be drawn within the limits, from what it takes when it is drawn smaller.

    Time and memory grow at most as the number of pixels does, except for `_FASTER`. Between two sizes the time grows at
    least as fast as it grew below them, because what grows slowly, such as reading the fonts, counts for less and less.

    Args:
        svg: the drawing.
        width: in pixels.
        height: the same.

    Returns:
        None if that does not show.

    Raises:
        ValueError: the library draws nothing, for the reason that the message gives.
    """
    if _FASTER.search(svg):
        return None
    room = _address_space()
    part_before, took_before = 0, 0.0
    for part in _PARTS[1:] if _IN_PIXELS.search(svg) else _PARTS:
        began = process_time()
        _png(svg, max(1, width // part), max(1, height // part))
        took = process_time() - began
        is_roomy = room + (_address_space() - room) * part**2 < MEMORY
        if is_roomy and took * part**2 < _SHARE * SECONDS:
            return True
        if part_before and took > took_before:
            growth = math.log(took / took_before) / math.log(part_before / part)
            if took * part**growth > SECONDS:
                return False
        part_before, took_before = part, took
    return None


def _address_space() -> int:
    """The most address space that the process has had, in bytes; 0 where the system does not say, nor limits it."""
    with suppress(OSError):
        found = re.search(rb"VmPeak:\s+(\d+) kB", Path("/proc/self/status").read_bytes())
        return int(found[1]) << 10 if found else 0
    return 0


def _png(svg: bytes, width: int, height: int) -> bytes:
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=svg.decode(),
        background="white",
        width=width,
        height=height,
        skip_system_fonts=True,
        font_files=list(map(str, faces())),
        font_family="Noto Sans",
        serif_family="Noto Serif",
        sans_serif_family="Noto Sans",
        monospace_family="Separatum Mono",
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), is_tried="try" in sys.argv))
