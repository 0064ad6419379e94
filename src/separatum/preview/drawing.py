"""Draw the pages of a PDF with PDFium, in a process of its own.

PDFium can do one thing at a time, and the checks use it too: in another process, pages are drawn while the checks run,
and those that a browser shows while the EPUB is still being written.
"""

import hashlib
import io
import re
import signal
from array import array
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from functools import lru_cache
from multiprocessing import get_context
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from separatum.system.process import end_with_parent

_P = ParamSpec("_P")
_T = TypeVar("_T")
_PAGES_SEEN = 2
"""How many pages a window shows at a time."""
_PAGES_KNOWN = 500
"""How many pages are remembered with their letters: those that a save leaves as they are need not be read again."""
_RUN = re.compile(rb"<([0-9a-f]+)>")
"""Glyphs that our PDFs show, run together, each a number of four digits (ISO 32000-1, 9.7.6.2)."""
_SPELT = re.compile(rb"^<([0-9a-f]{4})> (<[0-9a-f]*>)$", re.MULTILINE)
"""What says which letters a glyph is (9.10.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """One page: its size, and where its letters are."""

    width: float
    """In points."""
    height: float
    """In points."""
    digest: str
    """The same for two pages that look the same."""
    letters: str
    """Its letters and digits in lower case, in the order in which they are drawn."""
    boxes: "array[float]" = field(repr=False)
    """Four numbers for each letter: left, top, right, bottom, as shares of the page, from its top left corner."""


class Artist:
    """The process that draws; it is started when it is first needed, and again if it ends unexpectedly."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._wanted: dict[int, int] = {}
        """The pages that were asked for last, and their widths."""

    def describe(self, path: str) -> "Future[tuple[PageText, ...]]":
        """Describe all pages of a PDF; then draw those that were asked for last, before they are asked for again."""
        described = self._submit(describe, path)
        for number, width in tuple(self._wanted.items()):
            self._submit(draw_ahead, path, number, width)
        return described

    def draw(self, path: str, number: int, width: int) -> bytes:
        """Draw a page as a BMP: it goes from here to the same machine, and is not packed for the way.

        Args:
            path: of the PDF.
            number: of the page, from 0.
            width: of the picture, in pixels.
        """
        with self._lock:
            self._wanted.pop(number, None)
            self._wanted[number] = width
            while len(self._wanted) > _PAGES_SEEN:
                del self._wanted[next(iter(self._wanted))]
        try:
            return self._submit(draw, path, number, width).result()
        except BrokenProcessPool:
            self.close()
            return self._submit(draw, path, number, width).result()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _submit(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        with self._lock:
            if self._pool is None:
                context = get_context("spawn")
                self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin)
            return self._pool.submit(work, *args, **kwargs)


def _begin() -> None:
    """Leave interrupts to the main process, end with it, and load the libraries before the first page is asked for."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import pikepdf  # noqa: F401
    import PIL.BmpImagePlugin  # noqa: F401
    import pypdfium2  # noqa: F401


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page of a PDF; equal to one of another PDF that looks the same and has the same letters."""

    path: str = field(compare=False)
    number: int = field(compare=False)
    look: str
    """A digest of what is drawn."""
    letters: str = ""
    """A digest of what says which letters its own glyphs are: an edit elsewhere may have brought others."""


@lru_cache(maxsize=2)
def _document(path: str) -> Any:
    import pypdfium2

    with open(path, "rb") as file:  # noqa: PTH123 - the file may be replaced while it is drawn
        return pypdfium2.PdfDocument(file.read())


def draw_ahead(path: str, number: int, width: int) -> None:
    """Draw a page, if there is one of that number, and keep it until it is asked for."""
    if number < len(_pages(path)):
        draw(path, number, width)


def draw(path: str, number: int, width: int) -> bytes:
    """One page as a BMP; see `Artist.draw`."""
    return _drawn(replace(_pages(path)[number], letters=""), width)


@lru_cache(maxsize=_PAGES_SEEN)
def _drawn(page_of: _Page, width: int) -> bytes:
    page = _document(page_of.path)[page_of.number]
    picture = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "BMP")
    return out.getvalue()


def describe(path: str) -> tuple[PageText, ...]:
    """The pages of a PDF."""
    return tuple(map(_described, _pages(path)))


@lru_cache(maxsize=_PAGES_KNOWN)
def _described(page_of: _Page) -> PageText:
    import ctypes

    import pypdfium2.raw as pdfium

    page = _document(page_of.path)[page_of.number]
    width, height = page.get_size()
    text = page.get_textpage()
    letters: list[str] = []
    boxes = array("f")
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for at in range(text.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(text.raw, at)).lower()
        if not sign.isalnum():
            continue
        if not pdfium.FPDFText_GetCharBox(text.raw, at, left, right, bottom, top):
            continue
        letters.append(sign)
        box = (left.value / width, 1 - top.value / height, right.value / width, 1 - bottom.value / height)
        for _ in sign:
            boxes.extend(box)
    return PageText(width=width, height=height, digest=page_of.look, letters="".join(letters), boxes=boxes)


@lru_cache(maxsize=2)
def _pages(path: str) -> tuple[_Page, ...]:
    return tuple(_read_pages(path))


def _read_pages(path: str) -> Iterator[_Page]:
    """The pages, each with a digest of all that it draws: its content, its pictures, the names of its fonts."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        reading = _Reading()
        for number, page in enumerate(pdf.pages):
            look, letters = reading.digests(page.mediabox.as_list(), page.obj)
            yield _Page(path=path, number=number, look=look, letters=letters)


class _Reading:
    """Of one PDF: its pages share their pictures and fonts."""

    def __init__(self) -> None:
        self._digests: dict[tuple[int, int], bytes] = {}
        self._spellings: dict[tuple[int, int], dict[bytes, bytes]] = {}

    def digests(self, box: object, page: Any) -> tuple[str, str]:
        """The two digests of a `_Page`."""
        import pikepdf

        contents, resources = page.get("/Contents", ()), page.get("/Resources", {})
        drawn = [contents] if isinstance(contents, pikepdf.Stream) else list(contents)
        pictures, fonts = (sorted(resources.get(kind, {}).items()) for kind in ("/XObject", "/Font"))
        look, letters = hashlib.blake2b(digest_size=12), hashlib.blake2b(digest_size=12)
        look.update(str(box).encode())
        for stream in drawn:
            look.update(self._digest(stream))
        for name, stream in pictures:
            look.update(name.encode() + self._digest(stream))
            drawn += [stream] if stream.get("/Subtype") == "/Form" else []
        shown = frozenset[bytes]().union(*map(self._glyphs, drawn))
        for name, font in fonts:
            look.update(f"{name}{str(font.get('/BaseFont', '')).rpartition('+')[2]}".encode())
            if (stream := font.get("/ToUnicode")) is not None:
                spelling = self._spelling(stream)
                spelt = sorted(shown & spelling.keys())
                letters.update(name.encode() + b"".join(glyph + spelling[glyph] for glyph in spelt))
        return look.hexdigest(), letters.hexdigest()

    def _digest(self, stream: Any) -> bytes:
        key = stream.objgen
        if key not in self._digests:
            self._digests[key] = hashlib.blake2b(stream.read_raw_bytes(), digest_size=16).digest()
        return self._digests[key]

    def _glyphs(self, stream: Any) -> frozenset[bytes]:
        """The numbers of the glyphs that a stream shows; of one that was read in another PDF they are known."""
        key = self._digest(stream)
        if key not in _glyphs_known:
            if len(_glyphs_known) >= _PAGES_KNOWN:
                _glyphs_known.clear()
            runs = _RUN.findall(stream.read_bytes())
            _glyphs_known[key] = frozenset(run[at : at + 4] for run in runs for at in range(0, len(run), 4))
        return _glyphs_known[key]

    def _spelling(self, stream: Any) -> dict[bytes, bytes]:
        """The letters of a font's glyphs, by their numbers."""
        key = stream.objgen
        if key not in self._spellings:
            self._spellings[key] = dict(_SPELT.findall(stream.read_bytes()))
        return self._spellings[key]


_glyphs_known: dict[bytes, frozenset[bytes]] = {}
"""By the digests of streams."""
