"""Bare WeasyPrint and bare EbookLib, as their manuals call them, on what `parts.prepare` has laid down.

As a command: `bare.py pdf|epub PARTS TARGET`, a cold process. The page is parsed as XML, for the notes in its
paragraphs would end these in HTML; that is quicker than WeasyPrint's own parser, so to its good.
"""

import os
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

Job = Callable[[], bytes]
"""Makes a file, from the page on; what can be kept between two files is kept."""


def pdf(parts: Path) -> Job:
    """WeasyPrint, with sheets parsed and fonts loaded once."""
    os.environ["FONTCONFIG_FILE"] = str(files("separatum.editions.pdf") / "fontconfig.xml")  # the same fonts as ours
    import cssselect2
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    class Page(weasyprint.HTML):  # type: ignore[misc]
        def __init__(self, page: bytes, base_url: str) -> None:
            self.base_url, self.media_type, self.url_fetcher = base_url, "print", weasyprint.urls.URLFetcher()
            self.wrapper_element = cssselect2.ElementWrapper.from_html_root(ET.fromstring(page), content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    folder, fonts = parts / "page", FontConfiguration()
    base = f"{folder.as_uri()}/"
    sheets = [weasyprint.CSS(filename=folder / name, font_config=fonts) for name in ("sheet.css", "head.css")]
    page = (folder / "page.xhtml").read_bytes()

    def job() -> bytes:
        options = {"font_config": fonts, "stylesheets": sheets, "pdf_variant": "pdf/a-3a", "pdf_identifier": True}
        return bytes(Page(page, base).write_pdf(**options))

    return job


def epub(parts: Path) -> Job:
    """EbookLib, with the documents, sheet, fonts and images of a book."""
    import io

    from ebooklib import epub as library

    folder = next((parts / "book").glob("**/*.opf")).parent
    kinds = {".css": "text/css", ".woff": "font/woff", ".png": "image/png", ".jpg": "image/jpeg"}
    contents = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

    def job() -> bytes:
        book = library.EpubBook()
        book.set_identifier("bare")
        book.set_title("Bare")
        book.set_language("en")
        pages = []
        for number, (path, content) in enumerate(contents.items()):
            name = path.relative_to(folder).as_posix()
            if path.suffix == ".xhtml" and path.stem != "nav":
                pages.append(library.EpubHtml(uid=f"page-{number}", file_name=name, content=content))
                book.add_item(pages[-1])
            elif path.suffix in kinds:
                book.add_item(library.EpubItem(f"part-{number}", name, kinds[path.suffix], content))
        book.toc = [library.Link(page.file_name, "Page", page.id) for page in pages]
        book.add_item(library.EpubNcx())
        book.add_item(library.EpubNav())
        book.spine = pages
        target = io.BytesIO()
        library.write_epub(target, book, {"raise_exceptions": True})
        return target.getvalue()

    return job


JOBS = {"pdf": pdf, "epub": epub}

if __name__ == "__main__":
    _, what, parts, target = sys.argv
    Path(target).write_bytes(JOBS[what](Path(parts))())
