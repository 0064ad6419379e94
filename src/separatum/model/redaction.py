"""Take paths out of what is shown to others: the folders on a disk say who works there."""

import re
from pathlib import PurePath
from typing import Any

_PATH = re.compile(
    r"(?:file:/+|(?<![\w./:~-])~?/)(?:[^\s\"'“”‘’<>:;,!?*|/]+/)+([^\s\"'“”‘’<>:;,!?*|/]*)"
    r"|(?<!\w)[A-Za-z]:\\(?:[^\s\"'“”<>:;,!?*|\\]+\\)*([^\s\"'“”<>:;,!?*|\\]*)"
)


def file_name(file: str) -> str:
    """The name of a file without its folders, and the part within it: “a.epub!EPUB/article.xhtml”."""
    container, mark, part = file.partition("!")
    if mark and not container.lower().endswith(".epub"):  # a folder may have the mark in its name
        return PurePath(file).name
    return PurePath(container).name + mark + part


def without_folders(text: str) -> str:
    """A text in which each absolute path is only the name at its end."""
    return _PATH.sub(lambda found: found[1] or found[2] or "…", text)


def without_folder(data: Any, folder: PurePath) -> Any:
    """Data as JSON has it, in which the files of a folder are named without it."""
    if isinstance(data, str):
        return data.replace(f"{folder}/", "")
    if isinstance(data, dict):
        return {name: without_folder(value, folder) for name, value in data.items()}
    return [without_folder(value, folder) for value in data] if isinstance(data, list) else data
