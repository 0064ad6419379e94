"""Which files are one article in several languages: `name.md`, `name.ru.md`, `name.ka.md` in one folder."""

import os
import re
from pathlib import Path

from separatum.model.languages import has_words_of_its_own, language

_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def named_language(path: Path) -> str | None:
    """The language tag at the end of an article's name, before the suffix; None if there is none.

    “name.min.md” is named for no language, though “min” is one: tags of three letters count only with a file of words.
    """
    name, dot, tag = path.stem.rpartition(".")
    if not (dot and name and _TAG.fullmatch(tag)):
        return None
    is_short = len(tag.partition("-")[0]) == 2
    return tag if (is_short or has_words_of_its_own(tag)) and language(tag) else None


def language_editions(path: Path) -> tuple[Path, ...]:
    """The article of a path and its versions in other languages beside it, sorted by name; usually it alone.

    A link that leads out of the folder does not count: its text may be private, unless the link itself is named.
    """
    base = path.stem.removesuffix(f".{named_language(path)}")
    if path.parent.is_dir():
        # A folder may hold thousands of articles: only names that can be versions become paths.
        names = (name for name in os.listdir(path.parent) if name.startswith(base))  # noqa: PTH208
        found = (file for name in names if (file := path.parent / name).suffix == path.suffix and file.is_file())
        home = path.parent.resolve()
        found = (file for file in found if file == path or file.resolve().is_relative_to(home))
        same = (file for file in found if file.stem.removesuffix(f".{named_language(file)}") == base)
        return tuple(sorted(same))
    return (path,)
