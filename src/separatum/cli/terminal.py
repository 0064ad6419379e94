"""Write to the terminal: colour only where it is wanted, one progress line, no control characters from files.

Each stream has one duty. Standard output carries the result and nothing else, so that it can be piped; everything
that only a person reads goes to standard error.
"""

import os
import shutil
import sys
import time
import unicodedata
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TextIO

from separatum.model.errors import FileError

Tone = Literal["strong", "faint", "good", "bad", "caution", "notice"]
"""The role of a piece of text; the terminal decides how it looks."""

Paint = Callable[[str, Tone], str]
"""Returns the text as its tone looks."""

# ECMA-48, 8.3.117, “Select Graphic Rendition”; the first eight colours follow the terminal's own theme.
_TONES: Mapping[Tone, str] = {
    "strong": "1",
    "faint": "2",
    "good": "32",
    "bad": "1;31",
    "caution": "33",
    "notice": "36",
}

_CLEAR_LINE = "\r\x1b[K"


def unpainted(text: str, _tone: Tone) -> str:
    """The text without colour."""
    return text


def painted(text: str, tone: Tone) -> str:
    """The text in the colour of its tone."""
    return f"\x1b[{_TONES[tone]}m{text}\x1b[0m" if text else ""


def visible(text: str) -> str:
    r"""The text with control characters, direction overrides and undecodable bytes written out, for example `\x1b`.

    Messages quote file names and articles; these must not control the terminal or make printing fail.
    """
    return "".join(letter if _is_harmless(letter) else ascii(letter)[1:-1] for letter in text)


def _is_harmless(letter: str) -> bool:
    if letter in "\u00ad\u200c\u200d":  # a soft hyphen and the joiners belong to words
        return True
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def result(lines: str) -> None:
    """Write lines of the result to standard output, without delay.

    A file name keeps bytes that are not text, so that the next program finds the file. If the reader has gone away
    (“| head”), the rest is dropped and the work goes on.

    Raises:
        FileError: they cannot be written.
    """
    if sys.stdout is None:  # closed by the caller: “>&-”
        return
    try:
        if binary := getattr(sys.stdout, "buffer", None):
            sys.stdout.flush()
            binary.write(_encoded(f"{lines}\n"))
            binary.flush()
        else:
            sys.stdout.write(f"{lines}\n")
            sys.stdout.flush()
    except BrokenPipeError:
        _drop_the_rest()
    except OSError as error:
        _drop_the_rest()
        remedy = "check where standard output goes"
        raise FileError(f"cannot write to standard output: {error.strerror}", remedy) from error


def end_of_result() -> None:
    """Write out what is left in the buffer, so that Python does not fail on it when it exits."""
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except OSError:
            _drop_the_rest()


def _encoded(text: str) -> bytes:
    try:
        return os.fsencode(text)
    except UnicodeEncodeError:  # the terminal's encoding lacks a letter
        return text.encode(sys.stdout.encoding, "backslashreplace")


def _drop_the_rest() -> None:
    """Send the rest of standard output nowhere (Python library reference, “Note on SIGPIPE”)."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """Standard error."""

    stream: TextIO | None
    is_terminal: bool
    paint: Paint
    result_paint: Paint
    """For text that goes to standard output."""
    is_quiet: bool = False
    """Whether only errors are printed."""

    def say(self, text: str = "") -> None:
        """Print lines; they replace the progress line."""
        self._write(f"{self._clearance()}{text}\n")

    def remark(self, text: str) -> None:
        """Print lines, unless the run is quiet."""
        if not self.is_quiet:
            self.say(text)

    def progress(self, text: str) -> None:
        """Show what is being done on a line that the next text replaces; only on a terminal."""
        if self.is_terminal and not self.is_quiet:
            width = shutil.get_terminal_size().columns
            self._write(_CLEAR_LINE + self.paint(visible(text)[: width - 1], "faint"))

    def clear(self) -> None:
        """Remove the progress line, before lines of the result are printed."""
        if clearance := self._clearance():
            self._write(clearance)

    def _clearance(self) -> str:
        return _CLEAR_LINE if self.is_terminal and not self.is_quiet else ""

    def _write(self, text: str) -> None:
        if self.stream is None:
            return
        try:
            self.stream.write(text)
            self.stream.flush()
        except (OSError, ValueError):
            return  # there is no other place to report this


class Pace:
    """How far a long run is, how fast it goes, and how long the rest may take.

    The rate is that of the last articles: cached ones at the beginning say nothing about the rest.

    Args:
        total: how many articles there are.
        now: a clock, in seconds.
    """

    def __init__(self, total: int, now: Callable[[], float] = time.monotonic) -> None:
        self._total, self._now = total, now
        self._reached: deque[tuple[float, int]] = deque(maxlen=_LAST)

    def reached(self, done: int) -> None:
        """Note that so many articles are finished now."""
        if not self._reached or self._reached[-1][1] != done:
            self._reached.append((self._now(), done))

    def text(self, *, failed: int) -> str:
        """Progress, rate and remaining time as text.

        Args:
            failed: how many of the finished articles were not published.
        """
        (begin, first), (end, done) = self._reached[0], self._reached[-1]
        parts = [f"{done}/{self._total}", f"{failed} failed" if failed else ""]
        if done > first and end > begin:
            rate = (done - first) / (end - begin)
            left = f", {duration((self._total - done) / rate)} left" if done < self._total else ""
            parts.append(f"{rate * 60:.0f} a minute{left}")
        return "  ".join(filter(None, parts))


_LAST = 200
"""How many articles the rate is taken from."""


def duration(seconds: float) -> str:
    """A time for a person: “2.1 s”, “3 min”, “1 h 5 min”."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def open_console(*, is_quiet: bool = False, environment: Mapping[str, str] = os.environ) -> Console:
    """Standard error; with colour if it is a terminal that wants it (no-color.org, force-color.org)."""
    stream: TextIO | None = sys.stderr
    return Console(
        stream=stream,
        is_terminal=_is_terminal(stream, environment),
        paint=_paint_for(stream, environment),
        result_paint=_paint_for(sys.stdout, environment),
        is_quiet=is_quiet,
    )


def _is_terminal(stream: TextIO | None, environment: Mapping[str, str]) -> bool:
    return stream is not None and stream.isatty() and environment.get("TERM") != "dumb"


def _paint_for(stream: TextIO | None, environment: Mapping[str, str]) -> Paint:
    wanted = _is_terminal(stream, environment) or bool(environment.get("FORCE_COLOR"))
    return painted if wanted and not environment.get("NO_COLOR") else unpainted
