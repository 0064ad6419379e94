"""Open a line of a file in the editor that the user has chosen."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Thread

from separatum.model.errors import UsageError

_BY_NAME: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "positron"), ("--goto", "{file}:{line}")),
    **dict.fromkeys(("subl", "zed", "atom", "mate", "hx"), ("{file}:{line}",)),
    **dict.fromkeys(("kate", "kwrite"), ("--line", "{line}", "{file}")),
    **dict.fromkeys(("idea", "pycharm", "webstorm"), ("--line", "{line}", "{file}")),
    **dict.fromkeys(("gvim", "mvim", "gedit", "gnome-text-editor", "xed", "pluma", "emacs"), ("+{line}", "{file}")),
    "emacsclient": ("--no-wait", "+{line}", "{file}"),
    "bbedit": ("+{line}", "{file}"),
}
"""How editors with a window of their own are told the line."""


def editor_command(chosen: str | None, environment: Mapping[str, str] = os.environ) -> tuple[str, ...] | None:
    """The command of an editor with a window of its own, with “{file}” and “{line}” in it.

    Args:
        chosen: as the user wrote it: a name, or a command with “{file}” and “{line}”; None takes `VISUAL` or `EDITOR`.
        environment: variables.

    Returns:
        The command; None if no editor is named, or it would need the terminal.

    Raises:
        UsageError: the chosen editor is not there, or nobody knows how to tell it the line.
    """
    for text in (chosen, environment.get("VISUAL"), environment.get("EDITOR")):
        if not text:
            continue
        words = shlex.split(text)
        name = Path(words[0]).name if words else ""
        is_there = bool(words) and shutil.which(words[0]) is not None
        if is_there and any("{file}" in word for word in words):
            return tuple(words)
        if is_there and name in _BY_NAME:
            return (*words, *_BY_NAME[name])
        if text is chosen:
            problem = f"there is no program “{words[0] if words else ''}”" if not is_there else f"“{name}” is not known"
            raise UsageError(
                f"--editor: {problem}", "write the command in full, for example 'code --goto {file}:{line}'"
            )
    return None


def open_line(command: Sequence[str], file: Path, line: int) -> bool:
    """Start the editor; whether it could be started.

    Args:
        command: as `editor_command` returns it.
        file: the article.
        line: from 1.
    """
    words = [word.replace("{line}", str(line)).replace("{file}", str(file.absolute())) for word in command]
    try:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError:
        return False
    Thread(target=process.wait, name="editor", daemon=True).start()  # so that its end is noticed by the system
    return True
