"""The articles of a run, with the settings and the name of each."""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from separatum.config import settings_of
from separatum.model.settings import NOTHING_GIVEN, Given, Settings
from separatum.source.discovery import Articles, find_articles
from separatum.source.names import edition_name

if TYPE_CHECKING:
    from separatum.model.options import Options


def articles_of(
    paths: Sequence[Path], given: Given = NOTHING_GIVEN, on_found: Callable[[], None] = lambda: None
) -> Articles:
    """The articles that files and folders mean.

    Args:
        paths: files and folders.
        given: what the command line says for all articles.
        on_found: as `find_articles` has it.

    Raises:
        FileError: a path is not there, or a folder cannot be read.
        ArticleError: a folder has no articles.
        UsageError: a separatum.toml is at fault.
    """

    def said_of(file: Path) -> Settings:
        # The names of a site's authors, for example, take longer to read than a hundred articles take to be found.
        settings = settings_of(file, given, with_site=False)
        return settings if settings.name is None else settings_of(file, given)

    return find_articles(paths, said_of, on_found)


def name_for(file: Path, options: "Options") -> str:
    """What an article's editions are called in a run, before the suffix."""
    return options.names.get(str(file)) or edition_name(file)


def settings_for(file: Path, options: "Options") -> Settings:
    """The settings of an article in a run.

    Raises:
        UsageError: its separatum.toml is at fault.
        FileError: it cannot be read.
    """
    return settings_of(file, options.given) if options.settings is None else options.settings


def identity(file: Path, options: "Options") -> str:
    """What decides an article's editions beside its content, the style and the options: its name and its settings."""
    settings = blake2b(repr(settings_for(file, options)).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    return f"{name_for(file, options)} {settings}"
