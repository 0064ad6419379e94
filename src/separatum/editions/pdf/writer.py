"""Lay an article out on pages: a PDF that is both PDF/A-3a and PDF/UA-1.

WeasyPrint lays out and paints; the tags are ours (`structure.py`). Nothing is read but the article and the style: every
address that the layout asks for is looked up in them, under an address of no host (RFC 2606, 2).
"""

import atexit
import os
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, time
from functools import cache, lru_cache, partial
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from separatum.editions.font_subset import cut
from separatum.editions.math import draw_formulas, has_formulas
from separatum.editions.page_map import Pagination, pagination
from separatum.editions.pdf import (
    computed_styles,
    kept_cascade,
    kept_contexts,
    kept_notes,
    kept_styles,
    quick_boxes,
    quick_lines,
    untied,
)
from separatum.editions.pdf.c_declarations import declared_once
from separatum.editions.pdf.code_lines import ARROW, DRAWING
from separatum.editions.pdf.footnotes import with_all_notes
from separatum.editions.pdf.page_fill import LESS, with_full_pages
from separatum.editions.pdf.print_markup import QR, for_paper, qr_code
from separatum.editions.pdf.sheet_mistakes import require_understood
from separatum.editions.pdf.weasyprint_patches import install, make_margins, margins_later
from separatum.model.article import EARLIEST, Article, Metadata, Role
from separatum.model.errors import MissingError, StyleError
from separatum.model.languages import language
from separatum.style.compose import compose, language_of
from separatum.style.fonts import Typefaces, all_drawn, faces_for
from separatum.style.pictures import with_hrefs
from separatum.style.style import Face, Style, comes_with_separatum, font_face_rules
from separatum.style.stylesheets import fitted, language_rules
from separatum.system.compiled import kept_expressions
from separatum.system.environment import settle
from separatum.system.lazy_import import loaded_later
from separatum.system.native_libs import begin_fontconfig, unsearched
from separatum.system.process import loaded_for_good
from separatum.system.tempdirs import temporary_files_inside

if TYPE_CHECKING:
    import pydyf
    from weasyprint import CSS, Attachment, Document
    from weasyprint.text.fonts import FontConfiguration

BASE = "https://separatum.invalid/"
Parts = dict[str, tuple[str, bytes | Face]]
"""What lies under the base: a media type, and the content or the face that has it."""

VARIANT = "pdf/a-3a"
_FONTCONFIG_FILE = "FONTCONFIG_FILE"
_SIGNS = "".join(map(chr, range(0x20, 0x7F))) + "•◦▪‐–—…"
"""What the layout adds to the words: folios, addresses, hyphens, the signs of lists."""

# The one file is PDF/A-3a by WeasyPrint's word, and PDF/UA-1 by this: ISO 14289-1, 5. Its schema must be described in
# the file, since PDF/A does not know it: ISO 19005-3, 6.6.2.3.
PDFUA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


class PdfEdition:
    """The article on the pages of a paper."""

    format = "pdf"
    suffix = ".pdf"

    def write(self, article: Article, style: Style, pages: Pagination | None = None) -> bytes:  # noqa: ARG002
        """The finished PDF; see `Edition.write`. It has pages of its own."""
        return self.write_paged(article, style)[0]

    def write_paged(self, article: Article, style: Style) -> tuple[bytes, Pagination]:
        """The finished PDF and its pages; see `PagedEdition.write_paged`."""
        _weasyprint()
        from weasyprint.urls import FatalURLFetchingError

        try:
            content, pages = self._laid_out(article, style)
        except FatalURLFetchingError as error:  # no Exception, so that the layout cannot overlook it
            remedy = "a sheet may name nothing but the style's own fonts: take the address out of it"
            raise StyleError(f"{style.folder}: {error}", remedy) from error
        return content, pages

    def _laid_out(self, article: Article, style: Style) -> tuple[bytes, Pagination]:
        weasyprint = _weasyprint()
        from separatum.editions.pdf.finished_objects import finish_objects
        from separatum.editions.pdf.placed_images import MOST_PIXELS_AN_INCH, known_images
        from separatum.editions.pdf.tagger import Tagger

        root = compose(article, style)
        for_paper(root, article.metadata, style)
        sheet, fonts = _fitted_sheet(article, root, style)
        drawings = draw_formulas(root) if has_formulas(root) else {}
        page = _page_class()(root, _fetcher(_parts(article, drawings) | _style_parts(style)))
        sheets = [sheet, _running_head(article, fonts)]
        options = {
            "cache": known_images(article.images, BASE),
            "pdf_variant": VARIANT,
            "dpi": MOST_PIXELS_AN_INCH,
        }

        def lay_out() -> "Document":
            depth = _depth(root, style)
            shorter = [weasyprint.CSS(string=depth, url_fetcher=_fetcher({}))] if depth else []
            with _countable(style), margins_later():
                return page.render(font_config=fonts, **options, stylesheets=[*sheets, *shorter])

        again = partial(with_all_notes, lay_out, root)
        document = with_full_pages(again, root, again(), columns=style.paper.columns)
        with _countable(style):
            make_margins(document)
        _describe(document, article.metadata)
        document.metadata.attachments = list(_attachments(article))
        tag = Tagger(root)
        document = tag.marked(document)
        assert isinstance(document, weasyprint.Document)

        def finish(document: "Document", pdf: "pydyf.PDF") -> None:
            tag(document, pdf)
            _add_to_metadata(pdf, PDFUA + _translations(article.metadata))
            _name_attachments_once(pdf)
            finish_objects(pdf)

        with _countable(style):
            content = bytes(document.write_pdf(finisher=finish, pdf_variant=VARIANT, pdf_identifier=True))
        return content, pagination(content, tag.page_starts)


EDITION = PdfEdition()


def _depth(root: ET.Element, style: Style) -> str:
    """The rule for pages that are shorter than the paper says; empty where they are not."""
    less = float(root.get(LESS, "0"))
    return f"@page {{ margin-bottom: {style.paper.margins[2] / 0.75 + less:.3f}px }}" if less else ""


@contextmanager
def _countable(style: Style) -> Iterator[None]:
    """Say that a style is at fault where the layout or the painting of it cannot count with its lengths.

    Raises:
        StyleError: Pango counts in 1024ths of a unit, in 32 bits; what is too large for them overflows, or is nothing.
    """
    try:
        yield
    except (OverflowError, ZeroDivisionError) as error:
        message = f"{style.folder}: a length in it is too large to be laid out: {error}"
        raise StyleError(message, "look for a length of a million pixels or more in its sheets") from error


def _parts(article: Article, drawings: Mapping[str, bytes]) -> Parts:
    """What the page may ask for beside the article's images: its formulas and what paper adds, as drawings."""
    parts: Parts = {ARROW: ("image/svg+xml", DRAWING)}
    parts |= {name: ("image/svg+xml", drawing) for name, drawing in drawings.items()}
    if article.metadata.source_url:
        parts[QR] = ("image/svg+xml", qr_code(article.metadata.source_url))
    return parts


def _style_parts(style: Style) -> Parts:
    return {one.href: (one.media_type, one.data) for one in style.pictures.values()}


def _attachments(article: Article) -> Iterator["Attachment"]:
    """The article's transcript, as the source that the PDF was made from (ISO 19005-3, 6.8 and annex E)."""
    from weasyprint import Attachment

    if article.transcript is not None:
        metadata = article.metadata
        yield Attachment(
            string=article.transcript,
            base_url=BASE,
            name=f"{article.name}.md",
            description=metadata.title,
            created=datetime.combine(metadata.published or EARLIEST, time()),
            modified=datetime.combine(metadata.modified or EARLIEST, time()),
            relationship="Source",
        )


def _describe(document: "Document", metadata: Metadata) -> None:
    document.metadata.title = metadata.title
    document.metadata.authors = [person.name for person in metadata.contributors if person.role is Role.AUTHOR]
    document.metadata.description = metadata.standfirst
    document.metadata.keywords = list(metadata.subjects)
    document.metadata.generator = "Separatum"
    document.metadata.created = f"{metadata.published.isoformat()}T00:00:00Z" if metadata.published else None
    document.metadata.modified = f"{metadata.modified.isoformat()}T00:00:00Z" if metadata.modified else None
    document.metadata.lang = metadata.language


def _translations(metadata: Metadata) -> bytes:
    """The article's editions in other languages, as Dublin Core's relations (ISO 16684-1, 8.3)."""
    if not metadata.translations:
        return b""
    bag = ET.Element("rdf:Bag")
    for other in metadata.translations:
        ET.SubElement(bag, "rdf:li").text = f"{other.identifier or other.name} ({other.language})"
    listed = ET.tostring(bag, encoding="unicode")
    about = '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    return f"{about}<dc:relation>{listed}</dc:relation></rdf:Description>\n".encode()


def _add_to_metadata(pdf: "pydyf.PDF", descriptions: bytes) -> None:
    """Say more in the metadata than WeasyPrint does: that the file is PDF/UA too, and what it is an edition of."""
    for thing in pdf.objects:
        if getattr(thing, "extra", {}).get("Type") == "/Metadata":
            thing.stream = [part.replace(b"</rdf:RDF>", descriptions + b"</rdf:RDF>") for part in thing.stream]


def _name_attachments_once(pdf: "pydyf.PDF") -> None:
    """WeasyPrint 70 lists each associated file of the document twice (ISO 19005-3, 6.8)."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _running_head(article: Article, fonts: "FontConfiguration") -> "CSS":
    """The strings that a sheet may put into the heads and feet of pages."""
    metadata = article.metadata
    strings = {
        "outlet": metadata.publisher.name if metadata.publisher else "",
        "short-title": metadata.short_title,
        "date": language_of(metadata).date(metadata.published) if metadata.published else "",
        "edition-id": metadata.identifier,
    }
    rules = " ".join(f"{name} {_css_string(value)}," for name, value in strings.items()).rstrip(",")
    sheet = f"html {{ string-set: {rules} }}"
    return _weasyprint().CSS(string=sheet, url_fetcher=_fetcher({}), font_config=fonts)


def _css_string(text: str) -> str:
    """A CSS string: quotes, backslashes and control characters escaped (CSS Syntax 3, 4.3.7)."""
    return '"' + "".join(f"\\{ord(sign):x} " if sign in '"\\' or sign < " " else sign for sign in text) + '"'


_RARELY_USED = ("fontTools.subset", "fontTools.varLib.instancer")
"""Of what WeasyPrint imports: half of fontTools, which it calls for variable fonts, and without HarfBuzz to subset."""


_KNOWN_INSIDE = "70.0"
"""The WeasyPrint whose way to a style and a box is known; another goes its own way, to the same pages in more time."""


@cache
def _weasyprint() -> Any:
    """WeasyPrint, seeing the fonts of the style and no others.

    Raises:
        MissingError: Pango, HarfBuzz or fontconfig is not there.
    """
    settle()
    try:
        with (
            _without_fonts_of_the_machine(),
            warnings.catch_warnings(),
            unsearched(),
            loaded_later(*_RARELY_USED),
            loaded_for_good(),
            declared_once(),
        ):
            warnings.simplefilter("ignore")  # it warns that the system has no fonts: that is the point
            import cssselect2.compiler

            with kept_expressions(cssselect2.compiler):  # each selector of HTML’s own sheet is one
                import weasyprint

            begin_fontconfig()
    except OSError as error:
        raise MissingError(
            f"a library that lays out text is missing: {error}".splitlines()[0],
            "run “separatum doctor”, which names what to install",
        ) from error
    if weasyprint.__version__ == _KNOWN_INSIDE:
        kept = kept_styles, kept_cascade, kept_contexts, kept_notes
        for quicker in (computed_styles, *kept, quick_boxes, quick_lines, untied):
            quicker.install()
    install()
    return weasyprint


@contextmanager
def _without_fonts_of_the_machine() -> Iterator[None]:
    """Let fontconfig begin with no fonts at all in the block, where it is asked for a set of fonts.

    Afterwards the environment is as before: a browser or an editor that this process starts needs its fonts.
    """
    before = os.environ.get(_FONTCONFIG_FILE)
    with as_file(files("separatum.editions.pdf") / "fontconfig.xml") as configuration:
        os.environ[_FONTCONFIG_FILE] = str(configuration)
        try:
            yield
        finally:
            del os.environ[_FONTCONFIG_FILE]
            if before is not None:
                os.environ[_FONTCONFIG_FILE] = before


def _fitted_sheet(article: Article, root: ET.Element, style: Style) -> tuple["CSS", "FontConfiguration"]:
    """The sheets of a style, fitted to an article's languages and scripts."""
    speech = language_of(article.metadata)
    typefaces = faces_for(article, root, speech, style)
    # Fonts of scripts hold what the article needs: a Chinese one whole would be 25 MB to lay out with.
    text = all_drawn(article, root, speech) + _SIGNS
    characters = frozenset(map(ord, text)) if typefaces.faces else frozenset[int]()
    return _sheet(style, typefaces, characters, speech.tag, language_rules(root, typefaces))


_BASE_SHEET = "html { image-rendering: crisp-edges }\n"
"""An archive's pictures, also those in backgrounds, are not interpolated (ISO 19005-3, 6.2.8.3)."""


@lru_cache(maxsize=8)
def _sheet(
    style: Style, typefaces: Typefaces, characters: frozenset[int], tag: str, rules: str
) -> tuple["CSS", "FontConfiguration"]:
    """The sheets, parsed once for all articles that ask for the same, with their fonts loaded."""
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    speech = language(tag)
    assert speech is not None
    with _without_fonts_of_the_machine():
        fonts = FontConfiguration()
    parts: Parts = {f"fonts/{face.ttf.stem}.ttf": ("font/ttf", face) for face in style.faces}
    parts |= {f"fonts/{face.ttf.stem}.ttf": ("font/ttf", cut(face, characters)) for face in typefaces.faces}
    own = with_hrefs(_BASE_SHEET + style.common + style.print + style.paper.sheet, style.pictures)
    text = fitted(own, typefaces, speech) + rules
    text = font_face_rules((*style.faces, *typefaces.faces), ".ttf") + text
    with _selectors_kept(style, rules), temporary_files_inside():  # it writes each font down
        sheet = weasyprint.CSS(string=text, base_url=BASE, url_fetcher=_fetcher(parts), font_config=fonts)
        require_understood(style, weasyprint, _fetcher(_style_parts(style)))
    kept_styles.keep_styles(sheet)
    return sheet, fonts


def _selectors_kept(style: Style, rules: str) -> AbstractContextManager[None]:
    """Selectors are compiled once for all processes in the block, if they are ours alone: no style's, no language's."""
    import cssselect2.compiler

    is_ours = comes_with_separatum(style.folder) and ":lang(" not in rules
    return kept_expressions(cssselect2.compiler) if is_ours else nullcontext()


atexit.register(_sheet.cache_clear)  # WeasyPrint's fonts end in Python code, before its modules are taken down


@cache
def _page_class() -> Any:
    weasyprint = _weasyprint()
    import cssselect2

    class TreeHTML(weasyprint.HTML):  # type: ignore[misc, name-defined]
        """A page that is a tree already: to write and parse it again would part notes from their calls."""

        def __init__(self, root: ET.Element, fetcher: object) -> None:
            self.base_url = BASE
            self.url_fetcher = fetcher
            self.media_type = "print"
            self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    return TreeHTML


def _fetcher(parts: Parts) -> object:
    return _jail_class()(parts)


@cache
def _jail_class() -> Any:
    _weasyprint()
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Jail(URLFetcher):  # type: ignore[misc]
        """The jail: an answer for the parts that are known, a refusal for everything else; it could open no address."""

        _fail_on_errors = False

        def __init__(self, parts: Parts) -> None:
            self._parts = parts

        def fetch(self, url: str, headers: object = None) -> object:  # noqa: ARG002 - WeasyPrint's signature
            part = self._parts.get(url.removeprefix(BASE)) if url.startswith(BASE) else None
            if part is None:
                message = f"not a part of the article or its style: {url}"
                raise FatalURLFetchingError(message)
            media_type, content = part
            data = content.ttf.read_bytes() if isinstance(content, Face) else content
            return URLFetcherResponse(url, body=data, headers={"Content-Type": media_type})

    return Jail
