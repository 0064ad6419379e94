"""What a person sees: colour only on a terminal, one quiet line of progress, no control characters from anywhere.

The two streams have one duty each. Standard output carries the result and nothing else, so that it can be piped;
everything for the eye goes to standard error.
"""

import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TextIO

from offprint.errors import FileError

Tone = Literal["strong", "faint", "good", "bad", "doubtful"]
"""How a piece of text is meant; the terminal decides how it looks."""

Paint = Callable[[str, Tone], str]
"""Gives a text its tone."""

# ECMA-48, 8.3.117, “Select Graphic Rendition”; the first eight colours follow the terminal's own theme.
_TONES: Mapping[Tone, str] = {"strong": "1", "faint": "2", "good": "32", "bad": "1;31", "doubtful": "33"}

_CLEAR_LINE = "\r\x1b[K"


def unpainted(text: str, _tone: Tone) -> str:
    """The text as it is."""
    return text


def painted(text: str, tone: Tone) -> str:
    """The text in the colour of its tone."""
    return f"\x1b[{_TONES[tone]}m{text}\x1b[0m" if text else ""


def visible(text: str) -> str:
    r"""The text with its control characters, direction overrides and odd bytes made visible, as in `\x1b`.

    Names of files and pieces of articles come into messages; they must not drive the terminal, nor stop the message.
    """
    return "".join(letter if _is_harmless(letter) else ascii(letter)[1:-1] for letter in text)


def _is_harmless(letter: str) -> bool:
    if letter in "\u00ad\u200c\u200d":  # a soft hyphen and the joiners belong to words
        return True
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def result(line: str) -> None:
    """Write one line of the result to standard output, at once.

    A name with bytes that are not text keeps them, so that the next program finds the file.

    Raises:
        BrokenPipeError: nobody reads it any more.
        FileError: it cannot be written.
    """
    if sys.stdout is None:  # closed by the caller: “>&-”
        return
    try:
        if binary := getattr(sys.stdout, "buffer", None):
            sys.stdout.flush()
            binary.write(os.fsencode(f"{line}\n"))
            binary.flush()
        else:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FileError(f"cannot write to standard output: {error.strerror}", "look at what it leads to") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """Standard error, as a person sees it."""

    stream: TextIO | None
    is_terminal: bool
    paint: Paint
    is_quiet: bool = False
    """Only what stops the work is said."""

    def say(self, text: str = "") -> None:
        """Write lines that stay, in place of the line of progress."""
        self._write(f"{self._clearance()}{text}\n")

    def remark(self, text: str) -> None:
        """Write lines that stay, unless the run is quiet."""
        if not self.is_quiet:
            self.say(text)

    def progress(self, text: str) -> None:
        """Show what is being done, on a line that the next text replaces; only on a terminal."""
        if self.is_terminal and not self.is_quiet:
            width = shutil.get_terminal_size().columns
            self._write(_CLEAR_LINE + self.paint(visible(text)[: width - 1], "faint"))

    def _clearance(self) -> str:
        return _CLEAR_LINE if self.is_terminal and not self.is_quiet else ""

    def _write(self, text: str) -> None:
        if self.stream is None:
            return
        try:
            self.stream.write(text)
            self.stream.flush()
        except (OSError, ValueError):
            return  # nobody can be told that nobody can be told


def open_console(*, is_quiet: bool = False, environment: Mapping[str, str] = os.environ) -> Console:
    """Standard error, with colour if it is a terminal that wants it (no-color.org, force-color.org)."""
    stream: TextIO | None = sys.stderr
    is_terminal = stream is not None and stream.isatty() and environment.get("TERM") != "dumb"
    has_colour = (is_terminal or bool(environment.get("FORCE_COLOR"))) and not environment.get("NO_COLOR")
    return Console(
        stream=stream, is_terminal=is_terminal, paint=painted if has_colour else unpainted, is_quiet=is_quiet
    )
