"""Small files of several makers, into which secrets are planted: each says only what is on its pages."""

import io
import zipfile
from collections.abc import Callable
from importlib.resources import as_file, files

TITLE = "The quiet harbour"
TEXT = "The harbour was quiet. Nobody came by boat, and nothing was said about it."
_OPS = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
PAGE = (
    f'<html {_OPS} lang="en" xml:lang="en"><head>'
    f"<title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{TEXT}</p></body></html>"
)


_CONTAINER = (
    b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    b'<rootfile full-path="E/p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def by_hand() -> bytes:
    """A PDF as a small script writes it: one page, one font that is not embedded, no metadata."""
    import pikepdf

    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    page = pdf.add_blank_page(page_size=(400, 400))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
    said = enumerate((TITLE, *TEXT.split(", ")))
    lines = "\n".join(f"BT /F1 12 Tf 40 {340 - 20 * number} Td ({line}) Tj ET" for number, line in said)
    page.Contents = pdf.make_stream(lines.encode())
    written = io.BytesIO()
    pdf.save(written, static_id=True)
    return written.getvalue()


def weasyprint() -> bytes:
    """A PDF of WeasyPrint, with embedded fonts and an outline.

    Its font is one of ours: where the machine has none, or an export before it in this process has put those of the
    machine out of sight, Pango has no font to give, and WeasyPrint ends the process.
    """
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    with as_file(files("separatum.fonts") / "Literata-Regular.ttf") as font:
        text = f"@font-face {{ font-family: Text; src: url({font.as_uri()}) }} * {{ font-family: Text }}"
        sheet = CSS(string=text, font_config=fonts)
    content: bytes = HTML(string=PAGE).write_pdf(stylesheets=[sheet], font_config=fonts)
    return content


def zipped() -> bytes:
    """An EPUB as a script packs it."""
    return packed(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": _CONTAINER,
            "E/p.opf": _package("a.xhtml", "nav.xhtml").encode(),
            "E/nav.xhtml": _navigation("a.xhtml").encode(),
            "E/a.xhtml": PAGE.encode(),
        }
    )


def ebooklib() -> bytes:
    """An EPUB of EbookLib."""
    from ebooklib import epub

    book = epub.EpubBook()
    book.set_identifier("urn:isbn:9780000000000")
    book.set_title(TITLE)
    book.set_language("en")
    page = epub.EpubHtml(title=TITLE, file_name="a.xhtml", lang="en", content=PAGE)
    for item in (page, epub.EpubNcx(), epub.EpubNav()):
        book.add_item(item)
    book.toc, book.spine = (page,), ["nav", page]
    written = io.BytesIO()
    epub.write_epub(written, book)
    return written.getvalue()


def _package(page: str, navigation: str) -> str:
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<dc:identifier id="id">urn:isbn:9780000000000</dc:identifier>'
        f"<dc:title>{TITLE}</dc:title><dc:language>en</dc:language>"
        '<meta property="dcterms:modified">2024-01-01T00:00:00Z</meta></metadata><manifest>'
        f'<item id="nav" href="{navigation}" media-type="application/xhtml+xml" properties="nav"/>'
        f'<item id="a" href="{page}" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )


def _navigation(page: str) -> str:
    return (
        f"<html {_OPS}><head><title>{TITLE}</title></head><body>"
        f'<nav epub:type="toc"><ol><li><a href="{page}">{TITLE}</a></li></ol></nav></body></html>'
    )


def packed(parts: dict[str, bytes]) -> bytes:
    """A ZIP container without times."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return written.getvalue()


def unpacked(epub: bytes) -> dict[str, bytes]:
    """The parts of a container."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PDF_MAKERS: dict[str, Callable[[], bytes]] = {"by hand": by_hand, "WeasyPrint": weasyprint}
EPUB_MAKERS: dict[str, Callable[[], bytes]] = {"zipped": zipped, "EbookLib": ebooklib}
