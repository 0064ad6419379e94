"""What a file says of itself: the program that made it, and the standards that it claims to conform to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from lxml import etree

from separatum.checks.formats.epub_file import EpubFile, parse_xml
from separatum.checks.formats.pdf_file import PdfFile
from separatum.checks.formats.pdf_objects import content_of, entry, text

_MAKERS: Mapping[str, str] = MappingProxyType(
    {
        "separatum": "Separatum",
        "libreoffice": "LibreOffice",
        "openoffice": "LibreOffice",
        "google docs": "Google Docs",
        "skia/pdf": "Chromium",
        "indesign": "InDesign",
        "pdfmaker": "Word",
        "microsoft": "Word",
        "acrobat": "Acrobat",
        "pandoc": "Pandoc",
        "typst": "Typst",
        "weasyprint": "WeasyPrint",
        "ghostscript": "Ghostscript",
        "reportlab": "ReportLab",
        "calibre": "Calibre",
        "sigil": "Sigil",
        "ebooklib": "EbookLib",
        "ebook-lib": "EbookLib",
        "mupdf": "MuPDF",
        "pdftex": "LaTeX",
        "luatex": "LaTeX",
        "xetex": "LaTeX",
        "xdvipdfmx": "LaTeX",
        "quartz": "macOS",
    }
)
"""The names of programs by what they write of themselves, in lower case; the first that fits counts."""
_PRINTERS = frozenset({"macOS", "Ghostscript"})
"""What turns the pages of any program into a PDF: the program itself says more."""
_SHORT = MappingProxyType({"word": "Word", "writer": "LibreOffice"})
"""Programs that write one common word of themselves."""
_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"


def maker_of_pdf(file: PdfFile) -> str | None:
    """The program that made a PDF, as people call it; its own words if it is not known, None if it says nothing."""
    information = entry(file.pdf.trailer, "/Info")
    return _known([text(entry(information, key)) for key in ("/Creator", "/Producer")])


def maker_of_epub(book: EpubFile) -> str | None:
    """The program that made an EPUB, as people call it; its own words if it is not known, None if it says nothing."""
    if book.package is None:
        return None
    metas = book.package.iter(f"{_OPF}meta")
    names = []
    for meta in metas:
        name = meta.get("name", "").lower()
        if name == "generator":
            names.append(meta.get("content", ""))
        elif name == "sigil version":
            names.append(f"Sigil {meta.get('content', '')}")
    contributors = book.package.iter(f"{_DC}contributor")
    names += [one.text or "" for one in contributors if one.get(f"{_OPF}role") == "bkp"]
    for root in book.documents.values():
        heads = root.iter("{http://www.w3.org/1999/xhtml}meta")
        names += [meta.get("content", "") for meta in heads if meta.get("name", "").lower() == "generator"]
        break
    return _known(names)


def _known(names: list[str]) -> str | None:
    own = next((" ".join(words.split())[:60] for words in names if words.strip()), None)
    for words in names:
        if known := _SHORT.get(words.strip().lower()):
            return known
        for mark, name in _MAKERS.items():
            if mark in words.lower():
                is_printed = name in _PRINTERS and own is not None and mark not in own.lower()
                return own if is_printed else name
    return own


def title_of_pdf(file: PdfFile) -> str | None:
    """The title in a PDF's document information or metadata."""
    title = text(entry(file.pdf.trailer, "/Info", "/Title")).replace("\0", " ").strip()
    metadata = None if title else _metadata(file)
    titles = () if metadata is None else metadata.iter(f"{_DC}title")
    return _shown([title, *("".join(map(str, one.itertext())) for one in titles)])


def title_of_epub(book: EpubFile) -> str | None:
    """The first title of an EPUB's package."""
    titles = () if book.package is None else book.package.iter(f"{_DC}title")
    return _shown("".join(map(str, one.itertext())) for one in titles)


def _shown(titles: Iterable[str]) -> str | None:
    return next((" ".join(title.split())[:200] for title in titles if title.strip()), None)


def claims_of_pdf(file: PdfFile) -> tuple[str, ...]:
    """The standards that a PDF claims, by the short names of veraPDF's profiles: “ua1”, “2b”.

    ISO 14289-1, section 5; ISO 19005-2, section 6.6.4.
    """
    root = _metadata(file)
    if root is None:
        return ()
    values = dict(_values(root))
    claims = []
    if part := values.get("http://www.aiim.org/pdfua/ns/id/part"):
        claims.append(f"ua{part}")
    if part := values.get("http://www.aiim.org/pdfa/ns/id/part"):
        claims.append(part + values.get("http://www.aiim.org/pdfa/ns/id/conformance", "").lower())
    return tuple(claims)


def _metadata(file: PdfFile) -> etree._Element | None:
    """The root of the XMP packet; None if there is none that can be read."""
    content = content_of(entry(file.root, "/Metadata"))
    try:
        return parse_xml(re.sub(rb"^\s*<\?xpacket[^>]*\?>", b"", content)) if content else None
    except etree.XMLSyntaxError:
        return None


def _values(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The identifying properties of an XMP packet, written as elements or as attributes."""
    for element in root.iter("{*}*"):
        name = etree.QName(element)
        yield f"{name.namespace}{name.localname}", (element.text or "").strip()
        for key, value in element.attrib.items():
            attribute = etree.QName(str(key))
            yield f"{attribute.namespace}{attribute.localname}", str(value).strip()
