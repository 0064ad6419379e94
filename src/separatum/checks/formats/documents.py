"""An EPUB and a PDF with all that checks ask about them, each thing read once, when it is first asked for."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from separatum.checks.formats.element_places import Place, places_of
from separatum.checks.formats.epub_file import EpubFile
from separatum.checks.formats.epub_styles import TextLook, looks_of
from separatum.checks.formats.extract_text import DocumentText, text_of_epub, text_of_pdf
from separatum.checks.formats.faults import Fault
from separatum.checks.formats.images import Picture, pictures_of_epub, pictures_of_pdf
from separatum.checks.formats.pdf_blocks import Block, read_blocks, shortened, words_of
from separatum.checks.formats.pdf_file import PdfFile, in_one_line
from separatum.checks.formats.pdf_objects import entry, identity
from separatum.checks.formats.pdf_pages import Piece, Sheet, read_sheets, words_on
from separatum.checks.formats.pdf_text import PageContent, StructuredText, read_pages, read_text
from separatum.checks.formats.structure_tree import Mark, Node, read_tree

_HINTS = re.compile(r"hint table|end of first page section|lineari[sz]|shared identifier", re.IGNORECASE)


class EpubDocument(EpubFile):
    """An EPUB and what its parts hold."""

    @cached_property
    def pictures(self) -> Mapping[str, Picture]:
        """The facts about each image of the manifest, by its path."""
        return pictures_of_epub(self)

    @cached_property
    def looks(self) -> Mapping[str, tuple[TextLook, ...]]:
        """How each text of each document looks, by the document's path."""
        return {path: tuple(looks_of(self, path, root)) for path, root in self.documents.items()}

    @cached_property
    def words(self) -> DocumentText:
        """The words of the book, ready to be compared."""
        return text_of_epub(self)


class PdfDocument(PdfFile):
    """A PDF and what its pages and its structure tree hold.

    Args:
        content: the bytes of the file.
        name: the name that findings give it: a path as the user wrote it.
        encoded_here: JPEGs that this process has just encoded from pixels, as the PDF may have them; None for a file of
            others.
    """

    def __init__(self, content: bytes, name: str, encoded_here: tuple[bytes, ...] | None = None) -> None:
        super().__init__(content, name)
        self._encoded_here = encoded_here

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Why the PDF cannot be read: also where its end is missing, and a library has made up for it."""
        faults = super().faults
        # ISO 32000-1, 7.5.5: the last line; readers look for it in the last 1024 bytes.
        if faults or any(mark in self.content[-1024:] for mark in (b"%%EOF", b"startxref")):
            return faults
        if not any("cross-reference" in str(one) or "startxref" in str(one) for one in self.pdf.get_warnings()):
            return faults
        return (Fault(message="the file is cut off: its end is missing"),)

    @cached_property
    def syntax_faults(self) -> tuple[str, ...]:
        """Damaged streams, objects and cross-references, also those that qpdf repaired; and what qpdf does not see."""
        import pikepdf

        try:
            checked = () if self._streams_are_sound() else self.pdf.check_pdf_syntax()
            problems = (*checked, *self.pdf.get_warnings())
        except (pikepdf.PdfError, RuntimeError, ValueError) as error:  # qpdf counts in 32 bits here and there
            problems = (str(error),)
        # Hints only tell a web server which bytes to send first (ISO 32000-1, annex F): no reader needs them.
        messages = (in_one_line(problem) for problem in problems if not _HINTS.search(str(problem)))
        return tuple(dict.fromkeys([*messages, *self._unseen_faults()]))

    def _streams_are_sound(self) -> bool:
        """Whether `check_pdf_syntax` would find no stream damaged, without decoding each pixel as it does.

        It is known of pages that are written plainly, of streams that are unpacked, and of JPEGs that are byte for byte
        what was encoded here: the checks of images decode these to their end.
        """
        import pikepdf

        if self._encoded_here is None or any(page.properties is None for page in self.contents):
            return False
        try:
            for thing in self.pdf.objects:
                if not isinstance(thing, pikepdf.Stream):
                    continue
                if entry(thing, "/Filter") != pikepdf.Name.DCTDecode:
                    thing.read_bytes()
                elif bytes(thing.read_raw_bytes()) not in self._encoded_here:
                    return False
        except (pikepdf.PdfError, RuntimeError, ValueError):
            return False
        return True

    def _unseen_faults(self) -> Iterator[str]:
        """What neither qpdf nor veraPDF reports."""
        claimed = entry(self.root, "/Pages", "/Count")
        if claimed != len(self.pages):  # ISO 32000-1, 7.7.3.2
            claim = claimed if isinstance(claimed, int) else "no number of"  # a damaged name is not text, either
            yield f"the page tree claims to have {claim} pages, but has {len(self.pages)}"
        if not self.content.startswith(b"%PDF-"):  # 7.5.2; ISO 19005-3, 6.1.2
            yield "there is something before the header"
        if self.content.rpartition(b"%%EOF")[2].strip(b"\r\n"):  # 7.5.5; ISO 19005-3, 6.1.3
            yield "there is something after the end-of-file marker"
        for page in self.contents:
            if page.is_unbalanced:  # 8.4.2
                yield f"page {page.number} does not restore the graphics state as often as it saves it"

    @cached_property
    def contents(self) -> tuple[PageContent, ...]:
        """What each page shows: its text by marked content, the glyphs and images used."""
        return read_pages(self)

    def properties_in(self, stream: Any) -> list[Any] | None:
        """As `PdfFile.properties_in`: known of each page that is written plainly."""
        return self._properties.get(identity(stream))

    @cached_property
    def _properties(self) -> dict[tuple[int, int] | None, list[Any] | None]:
        streams = (identity(entry(page.obj, "/Contents")) for page in self.pages)
        return {stream: page.properties for stream, page in zip(streams, self.contents, strict=True)}

    @cached_property
    def structure(self) -> tuple[Node, ...] | None:
        """The structure tree in its order. None if the file is not tagged."""
        return read_tree(self)

    @cached_property
    def places(self) -> Mapping[int, Place]:
        """Where each element of the structure tree is, by its number."""
        return places_of(self.structure or (), self.sheets)

    @cached_property
    def text(self) -> StructuredText | None:
        """The text in the order of the structure tree: what a screen reader reads. None if the file is not tagged."""
        return None if self.structure is None else read_text(self, self.structure, self.contents)

    @cached_property
    def words(self) -> DocumentText | None:
        """The words of the document, ready to be compared. None if the file is not tagged."""
        return None if self.text is None else text_of_pdf(self.text)

    @cached_property
    def pictures(self) -> Mapping[tuple[int, int], Picture]:
        """The facts about each image that a page shows, by its object's identity."""
        return pictures_of_pdf(self.contents)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Where everything is on the pages. Empty if PDFium cannot lay them out."""
        import pypdfium2

        try:
            return read_sheets(self.painted)
        except pypdfium2.PdfiumError:
            return ()

    def spoken(self, piece: Piece) -> str:
        """The words of one piece of text, also where the file is not tagged; empty if its font does not tell them."""
        sheet = next((sheet for sheet in self.sheets if sheet.number == piece.page), None)
        # A line is quoted by its first piece, whose box may be that of the whole line.
        places = [(one.page, one.baseline, one.box[0], one.mark) for one in (sheet.pieces if sheet else ())]
        place = next(
            (n for n, one in enumerate(places) if one == (piece.page, piece.baseline, piece.box[0], piece.mark)), None
        )
        if place is None:
            return ""
        if piece.page not in self._spoken:
            self._spoken[piece.page] = words_on(self.painted, piece.page)
        words = self._spoken[piece.page]
        return "".join(filter(str.isprintable, words[place])).strip() if place < len(words) else ""

    @cached_property
    def _spoken(self) -> dict[int, tuple[str, ...]]:
        return {}

    def said(self, page: int, mark: Mark) -> list[str]:
        """The words of a marked-content sequence of the page itself, as PDFium reads them."""
        sheet = next((sheet for sheet in self.sheets if sheet.number == page), None)
        pieces = sheet.pieces if sheet is not None and mark[0] == (0, 0) else ()
        return [self.spoken(piece) for piece in pieces if piece.mark == mark[1]]

    def quoted(self, *pieces: Piece) -> str:
        """The words of pieces that follow each other, as a finding quotes them; “a line of text” if there are none."""
        return words_of(self.contents, *pieces) or shortened(" ".join(map(self.spoken, pieces))) or "a line of text"

    @cached_property
    def blocks(self) -> tuple[Block, ...] | None:
        """The blocks of the structure tree with the places of their lines. None if the file is not tagged."""
        return None if self.structure is None else read_blocks(self.structure, self.sheets)
