"""Look into any PDF, also one that was made elsewhere, or made to do harm.

Everything is parsed once, when it is first asked for; walks over objects are bounded and follow no circle;
what cannot be read becomes a fault, not an exception.
"""

import io
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from separatum.checks.formats.epub_file import MOST_BYTES, Fault
from separatum.checks.formats.pdf_objects import entry, identity

if TYPE_CHECKING:
    import pikepdf

    from separatum.checks.formats.extract_text import Told
    from separatum.checks.formats.images import Picture
    from separatum.checks.formats.pdf_blocks import Block
    from separatum.checks.formats.pdf_pages import Sheet
    from separatum.checks.formats.pdf_text import PageContent, StructuredText

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
        self._content = content
        self._found: list[Fault] = []

    @classmethod
    def from_path(cls, path: Path) -> "PdfFile":
        """Read the file at this path. Raises OSError as reading does."""
        return cls(path.read_bytes(), str(path))

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Why the PDF cannot be read: empty for a sound one."""
        _ = self.pages
        return tuple(self._found)

    @cached_property
    def _opened(self) -> "pikepdf.Pdf | None":
        import pikepdf

        if not self._content or len(self._content) > MOST_BYTES:
            self._found.append(Fault(message="the file is too large" if self._content else "the file is empty"))
            return None
        try:
            return pikepdf.open(io.BytesIO(self._content), suppress_warnings=True)
        except pikepdf.PasswordError:
            self._found.append(Fault(message="the file cannot be opened without its password"))
        except (pikepdf.PdfError, RuntimeError, ValueError, OSError) as error:
            self._found.append(Fault(message=f"not a whole PDF: {_in_one_line(error)}"))
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
            self._found.append(Fault(message=f"the page tree is damaged: {_in_one_line(error)}"))
            return ()
        if not pages:
            self._found.append(Fault(message="there are no pages"))
        return pages

    @cached_property
    def root(self) -> "pikepdf.Object":
        """The document catalogue (ISO 32000-1, 7.7.2)."""
        return self.pdf.Root

    @cached_property
    def page_numbers(self) -> dict[tuple[int, int] | None, int]:
        """The number of each page, counted from 1, by the page object's identity."""
        return {identity(page.obj): number for number, page in enumerate(self.pages, start=1)}

    @cached_property
    def syntax_faults(self) -> tuple[str, ...]:
        """Damaged streams, objects and cross-references, also those that qpdf could mend; and what it does not see."""
        import pikepdf

        try:
            said = (*self.pdf.check_pdf_syntax(), *self.pdf.get_warnings())
        except (pikepdf.PdfError, RuntimeError, ValueError) as error:  # qpdf counts in 32 bits here and there
            said = (str(error),)
        return tuple(dict.fromkeys([*(_in_one_line(problem) for problem in said), *self._unseen_faults()]))

    def _unseen_faults(self) -> Iterator[str]:
        """What neither qpdf nor veraPDF says."""
        claimed = entry(self.root, "/Pages", "/Count")
        if claimed != len(self.pages):  # ISO 32000-1, 7.7.3.2
            claim = claimed if isinstance(claimed, int) else "no number of"  # a damaged name is no text, either
            yield f"the page tree claims to have {claim} pages, but has {len(self.pages)}"
        if not self._content.startswith(b"%PDF-"):  # 7.5.2; ISO 19005-3, 6.1.2
            yield "there is something before the header"
        if self._content.rpartition(b"%%EOF")[2].strip(b"\r\n"):  # 7.5.5; ISO 19005-3, 6.1.3
            yield "there is something after the end-of-file marker"
        for page in self.contents:
            if page.is_unbalanced:  # 8.4.2
                yield f"page {page.number} saves the graphics state and restores it differently often"

    @cached_property
    def contents(self) -> tuple["PageContent", ...]:
        """What each page shows: its text by marked content, the glyphs and images used."""
        from separatum.checks.formats.pdf_text import read_pages

        return read_pages(self)

    @cached_property
    def text(self) -> "StructuredText | None":
        """The text in the order of the structure tree: what a screen reader reads. None in an untagged file."""
        from separatum.checks.formats.pdf_text import read_structure

        return read_structure(self)

    @cached_property
    def pictures(self) -> Mapping[tuple[int, int], "Picture"]:
        """What was seen of each image that a page shows, by its object’s identity."""
        from separatum.checks.formats.images import pictures_of_pdf

        return pictures_of_pdf(self)

    @cached_property
    def told(self) -> "Told | None":
        """What the document says, ready to be compared. None in an untagged file."""
        from separatum.checks.formats.extract_text import tell_pdf

        return tell_pdf(self)

    @cached_property
    def sheets(self) -> tuple["Sheet", ...]:
        """Where everything stands on the pages."""
        from separatum.checks.formats.pdf_pages import read_sheets

        return read_sheets(self._content)

    @cached_property
    def blocks(self) -> tuple["Block", ...] | None:
        """The blocks of the structure tree with the places of their lines. None in an untagged file."""
        from separatum.checks.formats.pdf_blocks import read_blocks

        return read_blocks(self)

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


def _in_one_line(error: object) -> str:
    """What qpdf says, without its name for the file, which is an address in memory."""
    words = re.sub(r"(?:stream )?<_io\.BytesIO object at 0x[0-9A-Fa-f]+>[,:]?", "", str(error))
    return " ".join(words.split()).strip(" ,:")[:300]
