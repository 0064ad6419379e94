"""Scripts with which a shell completes commands, options and paths; shtab writes them."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def completion_script(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script of a shell.

    Args:
        parser: of the command line.
        shell: “bash”, “zsh” or “fish”.
    """
    import shtab

    for action in _actions(parser):
        if action.type is Path:
            of_folder = action.metavar in {"DIR", "FOLDER"}
            completed: Any = action
            completed.complete = shtab.DIRECTORY if of_folder else shtab.FILE
    return str(shtab.complete(parser, shell))


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to list them
        yield action
        for child in (action.choices or {}).values() if isinstance(action.choices, dict) else ():
            yield from _actions(child)
