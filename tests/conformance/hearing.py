"""What a screen reader is given of a PDF: PDFium's structure tree, as Chrome hands it to the system's readers.

`python -m tests.conformance.hearing FILE` prints it.
"""

import ctypes
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_LINE_END_HYPHENS = re.compile("[\N{HYPHEN}\x02\N{SOFT HYPHEN}] ")
"""PDFium gives a soft hyphen at the end of a line as U+0002."""


def heard(content: bytes) -> str:
    """Each element's role and words, indented by its depth; page after page."""
    lines = []
    with pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document, start=1):
            lines.append(f"page {number}")
            lines += _page(page)
    return "\n".join(lines) + "\n"


def _page(page: pypdfium2.PdfPage) -> Iterator[str]:
    words = _words(page)
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    try:
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            yield from _element(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), words, 1)
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _words(page: pypdfium2.PdfPage) -> dict[int, list[str]]:
    """The text of each marked-content sequence."""
    found: dict[int, list[str]] = {}
    text = page.get_textpage()
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        thing = pdfium.FPDFPage_GetObject(page.raw, index)
        mark = pdfium.FPDFPageObj_GetMarkedContentID(thing)
        if mark >= 0 and pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_TEXT:
            found.setdefault(mark, []).append(_string(pdfium.FPDFTextObj_GetText, thing, text.raw))
    return found


def _element(element: Any, words: dict[int, list[str]], depth: int) -> Iterator[str]:
    role = _string(pdfium.FPDF_StructElement_GetType, element)
    told = [f" {name}={said}" for name, said in _attributes(element)]
    said: list[str] = []
    below: list[str] = []
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            below += _spoken(said, depth + 1)
            below += _element(child, words, depth + 1)
        else:
            said += words.get(pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index), [])
    yield f"{'  ' * depth}{role}{''.join(told)}"
    yield from below
    yield from _spoken(said, depth + 1)


def _spoken(said: list[str], depth: int) -> list[str]:
    """The words so far, in one line; hyphens of line ends taken back."""
    text = " ".join(_LINE_END_HYPHENS.sub("", " ".join(said)).split())
    said.clear()
    return [f"{'  ' * depth}“{text}”"] if text else []


def _attributes(element: Any) -> Iterator[tuple[str, str]]:
    for name, ask in (
        ("lang", pdfium.FPDF_StructElement_GetLang),
        ("alt", pdfium.FPDF_StructElement_GetAltText),
        ("expansion", pdfium.FPDF_StructElement_GetExpansion),
    ):
        if said := _string(ask, element):
            yield name, said


def _string(ask: Callable[..., int], *about: Any) -> str:
    """A string of PDFium's: asked for its length in bytes, then for itself, in UTF-16."""
    length = ask(*about, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    pointer = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)) if ask is pdfium.FPDFTextObj_GetText else buffer
    ask(*about, pointer, length)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", "replace")


if __name__ == "__main__":
    sys.stdout.write(heard(Path(sys.argv[1]).read_bytes()))
