"""A PDF as PDFium opens it: once for all who look at its pages, which stay loaded while there are few."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2

PDFIUM = RLock()
"""PDFium must not be called by two threads at once. A file that nobody has any more is closed by whichever thread runs,
perhaps between two calls of its own."""
_MOST_LOADED = 16
"""Pages that stay loaded: to load a page of text takes as long as to lay it out; each takes some 100 KB."""


class PdfiumFile:
    """A PDF that is open in PDFium. Hold `PDFIUM` while pages are used.

    Args:
        content: the bytes of the file.

    Raises:
        pypdfium2.PdfiumError: PDFium cannot open it.
    """

    def __init__(self, content: bytes) -> None:
        import pypdfium2

        self._loaded: dict[int, pypdfium2.PdfPage] = {}
        with PDFIUM:
            self._file = pypdfium2.PdfDocument(content)

    def __len__(self) -> int:
        return len(self._file)

    @contextmanager
    def page(self, index: int) -> Iterator["pypdfium2.PdfPage"]:
        """A page, as long as the block lasts; whoever changes its objects puts them back.

        Args:
            index: counted from 0.

        Raises:
            pypdfium2.PdfiumError: the page cannot be loaded.
        """
        page = self._loaded.get(index)
        if page is None:
            page = self._file[index]
            if len(self._loaded) < _MOST_LOADED:
                self._loaded[index] = page
        try:
            yield page
        finally:
            if index not in self._loaded:
                page.close()

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            with PDFIUM:
                for page in self._loaded.values():
                    page.close()
                self._file.close()
