"""The table of editions: what an article can be made into.

A new edition costs one module and one line in the table.
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from separatum.model.article import Article

if TYPE_CHECKING:
    from separatum.editions.page_map import Pagination
    from separatum.style.style import Style


class Edition(Protocol):
    """A way to make a file of an article."""

    @property
    def format(self) -> str:
        """Its key in the table, as in `--to`."""

    @property
    def suffix(self) -> str:
        """Of its files' names, with the dot."""

    def write(self, article: Article, style: "Style", pages: "Pagination | None" = None) -> bytes:
        """The finished file.

        The same article, style, pages and versions give the same bytes.

        Args:
            article: what it says.
            style: how it looks.
            pages: of another edition that is made together with this one: an edition without pages marks them.

        Raises:
            StyleError: the style cannot be used.
            MissingError: a native library is not there.
        """


@runtime_checkable
class PagedEdition(Edition, Protocol):
    """An edition that has pages, which others can tell."""

    def write_paged(self, article: Article, style: "Style") -> tuple[bytes, "Pagination"]:
        """The finished file and its pages. Raises as `write` does."""


EDITIONS: Mapping[str, str] = MappingProxyType(
    {"epub": "separatum.editions.epub.package", "pdf": "separatum.editions.pdf.writer"}
)
"""Each format, and the module whose `EDITION` makes it; a module is loaded when its edition is asked for."""


def edition(format_: str) -> Edition:
    """The edition of a format.

    Raises:
        KeyError: there is no such format in `EDITIONS`.
    """
    return cast("Edition", import_module(EDITIONS[format_]).EDITION)


def write_together(formats: Iterable[str], article: Article, style: "Style") -> Iterator[tuple[Edition, bytes]]:
    """Write the editions that are to be published together: those with pages first, since the others tell them.

    Each is written when it is asked for; see `Edition.write` for what is raised.
    """
    for maker, content, _ in write_paged_together(formats, article, style):
        yield maker, content


def write_paged_together(
    formats: Iterable[str], article: Article, style: "Style"
) -> Iterator[tuple[Edition, bytes, "Pagination | None"]]:
    """Write editions as `write_together` does, each with the pages that are known by then."""
    pages: Pagination | None = None
    for maker in sorted(map(edition, formats), key=lambda maker: not isinstance(maker, PagedEdition)):
        if isinstance(maker, PagedEdition):
            content, pages = maker.write_paged(article, style)
        else:
            content = maker.write(article, style, pages)
        yield maker, content, pages
