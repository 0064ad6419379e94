"""The best pages so far; those of a long article do not stay while others are laid out: each of them takes a MiB."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint import Document

_MANY = 60
"""Pages that are given up before others are laid out."""


class BestPages:
    """Pages, which are laid out again if they were given up and stay the best.

    Args:
        lay_out: makes pages of the tree as it is.
        document: the pages.
        score: how they look; less is better.
    """

    def __init__(self, lay_out: Callable[[], "Document"], document: "Document", score: float) -> None:
        self._lay_out = lay_out
        self._document: Document | None = document
        self._count = len(document.pages)
        self.score = score

    def other(self) -> "Document":
        """Other pages, of the tree as it is now; nothing else may hold these ones."""
        if self._count >= _MANY:
            self._document = None
        return self._lay_out()

    def pages(self) -> "Document":
        """These pages; the tree must be as it was."""
        self._document = self._document or self._lay_out()
        return self._document
