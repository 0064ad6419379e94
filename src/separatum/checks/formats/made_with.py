"""What a file says of itself: the program that made it, and the standards that it claims to conform to."""

import re
from collections.abc import Iterator, Mapping
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
    names = [meta.get("content", "") for meta in metas if meta.get("name", "").lower() == "generator"]
    contributors = book.package.iter("{http://purl.org/dc/elements/1.1/}contributor")
    names += [one.text or "" for one in contributors if one.get(f"{_OPF}role") == "bkp"]
    for root in book.documents.values():
        heads = root.iter("{http://www.w3.org/1999/xhtml}meta")
        names += [meta.get("content", "") for meta in heads if meta.get("name", "").lower() == "generator"]
        break
    return _known(names)


def _known(names: list[str]) -> str | None:
    for words in names:
        for mark, name in _MAKERS.items():
            if mark in words.lower():
                return name
    return next((" ".join(words.split())[:60] for words in names if words.strip()), None)


def claims_of_pdf(file: PdfFile) -> tuple[str, ...]:
    """The standards that a PDF claims, by the short names of veraPDF's profiles: “ua1”, “2b”.

    ISO 14289-1, section 5; ISO 19005-2, section 6.6.4.
    """
    content = content_of(entry(file.root, "/Metadata"))
    try:
        root = parse_xml(re.sub(rb"^\s*<\?xpacket[^>]*\?>", b"", content)) if content else None
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return ()
    values = dict(_values(root))
    claims = []
    if part := values.get("http://www.aiim.org/pdfua/ns/id/part"):
        claims.append(f"ua{part}")
    if part := values.get("http://www.aiim.org/pdfa/ns/id/part"):
        claims.append(part + values.get("http://www.aiim.org/pdfa/ns/id/conformance", "").lower())
    return tuple(claims)


def _values(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The identifying properties of an XMP packet, written as elements or as attributes."""
    for element in root.iter("{*}*"):
        name = etree.QName(element)
        yield f"{name.namespace}{name.localname}", (element.text or "").strip()
        for key, value in element.attrib.items():
            attribute = etree.QName(str(key))
            yield f"{attribute.namespace}{attribute.localname}", str(value).strip()
