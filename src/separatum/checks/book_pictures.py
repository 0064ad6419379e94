"""Show the places of findings in an EPUB: its documents drawn as a reading program may show them, with frames.

An EPUB has no pages before a program lays it out. WeasyPrint does that here, in a confined process: it gets the parts
of the book and nothing else, runs no script, and loads no font of the book.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from lxml import etree

from separatum.checks.pictures import MOST_PAGES, frame, png_of
from separatum.model.findings import Finding
from separatum.system.confined import MIB, Limits, run_confined

if TYPE_CHECKING:
    from PIL.Image import Image

    from separatum.checks.formats.epub_file import EpubFile

_LONGEST = 300_000
"""Bytes of a document that is drawn: longer ones would take minutes."""
_MOST_ON_A_LINE = 40
_LIMITS = Limits(seconds=60, processor=30, memory=1024 * MIB, output=64 * MIB)
_BASE = "https://book.invalid/"
_MARK = "data-separatum-frames"
_SHEET = """@page { size: 600px 800px !important; margin: 40px !important }
html { font-family: Literata, serif }
img, svg { max-width: 100% !important; max-height: 400px !important }"""
_SCALE = 4 / 3 * 1.2
"""Pixels of a picture for a point of the drawing."""
_ABOUT = {
    "ALT-": ("img", "svg", "image", "object", "input", "area"),
    "LINK-": ("a",),
    "TABLE-": ("table",),
    "HEADING-": ("h1", "h2", "h3", "h4", "h5", "h6"),
}
"""For the beginning of a code, the elements that its findings are about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPicture:
    """A screen of a document of an EPUB with the places of findings marked by their numbers."""

    part: str
    """The path in the container."""
    png: str
    """As base64."""
    size: tuple[int, int]
    """Pixels."""
    marks: tuple[int, ...]
    """The numbers of the findings that are marked on it."""


def book_pictures(content: bytes, findings: Mapping[int, Finding]) -> tuple[BookPicture, ...]:
    """The places of findings in an EPUB; nothing for what cannot be drawn, or takes too long.

    Args:
        content: the bytes of the EPUB.
        findings: by the numbers that mark them.
    """
    places = [
        [number, finding.where.file.partition("!")[2], finding.where.line, finding.code]
        for number, finding in findings.items()
        if finding.where is not None and finding.where.line is not None and "!" in finding.where.file
    ]
    if not places:
        return ()
    outcome = run_confined(f"{__name__}:draw_documents", content, {"places": json.dumps(places)}, _LIMITS)
    drawn = (json.loads(line) for line in outcome.results)
    return tuple(
        BookPicture(part=part, png=png, size=(width, height), marks=tuple(marks))
        for part, png, width, height, marks in drawn
    )


def draw_documents(content: bytes, words: dict[str, str]) -> Iterator[str]:
    """Inside the process: each screen that has a place of a finding, as PNG."""
    from separatum.checks.formats.epub_file import EpubFile

    book = EpubFile(content, "")
    by_part: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for number, part, line, code in json.loads(words["places"]):
        by_part[part].append((number, line, code))
    fonts = _fonts()
    left = MOST_PAGES
    for part, places in by_part.items():
        root = book.documents.get(part)
        if root is None or left <= 0 or len(book.read(part)) > _LONGEST or not _mark(root, places):
            continue
        for png, size, marks in _screens(book, part, root, fonts):
            if left > 0:
                left -= 1
                yield json.dumps([part, png, *size, marks])


def _mark(root: etree._Element, places: Iterable[tuple[int, int, str]]) -> bool:
    """Write the numbers of findings to the elements that they are about; whether there was any."""
    from separatum.checks.formats.epub_file import XHTML, line_of

    body = root.find(f"{{{XHTML}}}body")
    if body is None:
        return False
    by_line: dict[int | None, list[etree._Element]] = defaultdict(list)
    for element in body.iter("{*}*"):
        by_line[line_of(element)].append(element)
    seen: dict[tuple[int, str], int] = defaultdict(int)
    for number, line, code in places:
        names = next((names for start, names in _ABOUT.items() if code.startswith(start)), None)
        there = [one for one in by_line[line] if names is None or etree.QName(one).localname in names]
        which = seen[line, code]
        seen[line, code] += 1
        # Without a kind of element to look for, a line of a whole document says nothing.
        if which < len(there) and (names is not None or len(there) <= _MOST_ON_A_LINE):
            there[which].set(_MARK, f"{there[which].get(_MARK, '')} {number}".strip())
    return any(one.get(_MARK) for one in body.iter("{*}*"))


def _screens(
    book: "EpubFile", part: str, root: etree._Element, fonts: object
) -> Iterator[tuple[str, tuple[int, int], list[int]]]:
    """The screens of a document that have marks."""
    import pypdfium2
    from weasyprint import CSS, HTML

    page = HTML(string=_as_html(root), base_url=_BASE + part, url_fetcher=_fetcher(book), media_type="screen")
    document = page.render(stylesheets=[CSS(string=_SHEET)], font_config=fonts)
    shown: set[int] = set()
    for sheet in document.pages:
        boxes = _boxes(sheet, shown)
        if not boxes:
            continue
        drawn = pypdfium2.PdfDocument(document.copy([sheet]).write_pdf())
        picture = drawn[0].render(scale=_SCALE).to_pil().convert("RGB")
        for number, box in boxes.items():
            frame(picture, [side * _SCALE * 3 / 4 for side in box], str(number))
        picture = _without_rest(picture)
        yield png_of(picture), picture.size, sorted(boxes)
        shown |= set(boxes)


def _without_rest(picture: "Image") -> "Image":
    """A screen without the blank space below what it shows."""
    from PIL import ImageChops

    shown = ImageChops.invert(picture).getbbox()
    bottom = picture.height if shown is None else min(shown[3] + 40, picture.height)
    return picture.crop((0, 0, picture.width, bottom))


def _boxes(sheet: Any, shown: set[int]) -> dict[int, Sequence[float]]:
    """Where marked elements begin on a screen, in CSS pixels: left, top, right, bottom."""
    found: dict[int, Sequence[float]] = {}
    for box in sheet._page_box.descendants():  # noqa: SLF001 - nothing public tells it
        numbers = box.element.get(_MARK, "") if box.element is not None else ""
        for number in map(int, numbers.split()):
            if number not in shown and number not in found:
                left, top = box.border_box_x(), box.border_box_y()
                found[number] = (left, top, left + box.border_width(), top + box.border_height())
    return found


def _as_html(root: etree._Element) -> str:
    """A document as HTML: without namespaces, scripts, and refreshing."""
    for element in [*root.iter("{*}*")]:
        name = etree.QName(element)
        parent = element.getparent()
        is_out = name.localname in {"script", "base"} or element.get("http-equiv")
        if is_out and parent is not None:
            tail, before = element.tail or "", element.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            parent.remove(element)
            continue
        element.tag = name.localname
        for key in [key for key in element.attrib if str(key).startswith("{")]:
            value = element.attrib.pop(key)
            if str(key).endswith("}href"):
                element.set("href", value)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, method="html", encoding="unicode")


def _fetcher(book: "EpubFile") -> object:
    """An answer for the parts of the book, a refusal for everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

    from separatum.checks.formats.epub_file import PartError, resolved

    types = {item.path: item.media_type for item in book.manifest.values()}

    class Jail(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> object:  # noqa: ARG002 - WeasyPrint's signature
            if url.startswith("data:image/"):
                return super().fetch(url)
            part = resolved("", url.removeprefix(_BASE))[0] if url.startswith(_BASE) else ""
            kind = types.get(part, "")
            if not kind.startswith(("image/", "text/css")):
                raise URLFetchingError(f"no picture and no sheet of the book: {url[:200]}")
            try:
                return URLFetcherResponse(url, body=book.read(part), headers={"Content-Type": kind})
            except PartError as error:
                raise URLFetchingError(str(error)) from error

    return Jail()


def _fonts() -> object:
    """The fonts of the machine, and ours beside them: it may have none. Those of the book would be written down."""
    from weasyprint.text.ffi import ffi, fontconfig, pangoft2
    from weasyprint.text.fonts import FontConfiguration

    class Fonts(FontConfiguration):  # type: ignore[misc]
        def add_font_face(self, rule_descriptors: object, url_fetcher: object) -> None:
            """Leave a font of the book out."""

    fonts = Fonts()
    for font in files("separatum.fonts").iterdir():
        if font.name.endswith("-Regular.ttf"):
            with as_file(font) as path:
                fontconfig.FcConfigAppFontAddFile(fonts._config, bytes(path))  # noqa: SLF001 - nothing public adds one
    pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", fonts.font_map))
    return fonts
