"""Open any PDF, also one that was made elsewhere or to do harm: its pages and objects.

Everything is parsed once, when it is first asked for; walks over objects are bounded and follow no circle;
what cannot be read becomes a fault, not an exception.
"""

import io
import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from separatum.checks.formats.faults import MOST_BYTES, Fault
from separatum.checks.formats.pdf_objects import identity
from separatum.checks.formats.pdfium_file import PdfiumFile

if TYPE_CHECKING:
    import pikepdf

MOST_OBJECTS = 2_000_000
"""How many objects of a tree are visited at most."""


class PdfFile:
    """A read-only view of a PDF.

    Args:
        content: the bytes of the file.
        name: the name that findings give it: a path as the user wrote it.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self.content = content
        self._found: list[Fault] = []

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Why the PDF cannot be read: empty for a sound one."""
        _ = self.pages
        return tuple(self._found)

    @cached_property
    def _opened(self) -> "pikepdf.Pdf | None":
        import pikepdf

        if not self.content or len(self.content) > MOST_BYTES:
            self._found.append(Fault(message="the file is too large" if self.content else "the file is empty"))
            return None
        try:
            return pikepdf.open(io.BytesIO(self.content), suppress_warnings=True)
        except pikepdf.PasswordError:
            self._found.append(Fault(message="the PDF cannot be opened without its password", is_locked=True))
        except (pikepdf.PdfError, RuntimeError, ValueError, OSError) as error:
            is_locked = "encrypt" in str(error).lower()  # by a method that qpdf does not have
            reason = "the PDF is encrypted" if is_locked else "not a whole PDF"
            self._found.append(Fault(message=f"{reason}: {in_one_line(error)}", is_locked=is_locked))
        return None

    @property
    def pdf(self) -> "pikepdf.Pdf":
        """The opened file. Ask only where there are no faults.

        Raises:
            ValueError: it cannot be opened.
        """
        if self._opened is None:
            raise ValueError(f"{self.name} cannot be opened")
        return self._opened

    @cached_property
    def pages(self) -> tuple["pikepdf.Page", ...]:
        """The pages in their order."""
        import pikepdf

        if self._opened is None:
            return ()
        try:
            pages = tuple(self._opened.pages)
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, KeyError) as error:
            self._found.append(Fault(message=f"the page tree is damaged: {in_one_line(error)}"))
            return ()
        if not pages:
            self._found.append(Fault(message="there are no pages"))
        return pages

    @cached_property
    def painted(self) -> PdfiumFile:
        """The file as PDFium opens it.

        Raises:
            pypdfium2.PdfiumError: it cannot.
        """
        return PdfiumFile(self.content)

    @cached_property
    def root(self) -> "pikepdf.Object":
        """The document catalogue (ISO 32000-1, 7.7.2)."""
        return self.pdf.Root

    @cached_property
    def page_numbers(self) -> dict[tuple[int, int] | None, int]:
        """The number of each page, counted from 1, by the page object's identity."""
        return {identity(page.obj): number for number, page in enumerate(self.pages, start=1)}

    def properties_in(self, _stream: Any) -> list[Any] | None:
        """What marked content of a page's content stream says of itself; None if that is not known yet."""
        return None

    def tree(self, start: Any, *keys: str) -> Iterator["pikepdf.Object"]:
        """All dictionaries that are reached from `start` through these keys and through arrays, each once."""
        import pikepdf

        waiting, seen = [start], set[tuple[int, int]]()
        for _ in range(MOST_OBJECTS):
            if not waiting:
                return
            thing = waiting.pop()
            if isinstance(thing, pikepdf.Array):
                waiting.extend(reversed(list(thing)))
            elif isinstance(thing, pikepdf.Dictionary) and identity(thing) not in seen:
                if thing.is_indirect:
                    seen.add(thing.objgen)
                yield thing
                waiting.extend(thing[key] for key in reversed(keys) if key in thing)


def in_one_line(error: object) -> str:
    """What qpdf says, without its name for the file, which is an address in memory."""
    words = re.sub(r"(?:stream )?<_io\.BytesIO object at 0x[0-9A-Fa-f]+>[,:]?", "", str(error))
    return " ".join(words.split()).removeprefix("WARNING: ").strip(" ,:")[:300]
