"""The table of editions: what an article can be made into.

A new edition costs one module and one line in the table.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Protocol, cast

from offprint.article import Article
from offprint.styles import Style


class Edition(Protocol):
    """A way to make a file of an article."""

    @property
    def format(self) -> str:
        """Its key in the table, as in `--to`."""

    @property
    def suffix(self) -> str:
        """Of its files' names, with the dot."""

    def write(self, article: Article, style: Style) -> bytes:
        """The finished file.

        The same article, style and versions give the same bytes.

        Raises:
            StyleError: the style cannot be used.
            MissingError: a native library is not there.
        """


EDITIONS: Mapping[str, str] = MappingProxyType({"epub": "offprint.editions.epub", "pdf": "offprint.editions.pdf"})
"""Each format, and the module whose `EDITION` makes it; a module is loaded when its edition is asked for."""


def edition(format_: str) -> Edition:
    """The edition of a format.

    Raises:
        KeyError: there is no such format in `EDITIONS`.
    """
    return cast("Edition", import_module(EDITIONS[format_]).EDITION)
