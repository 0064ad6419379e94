"""Show where findings are: pages of a PDF as pictures with the place marked, lines and images of an EPUB.

Files of others are drawn and read in a confined process, as they are when they are checked.
"""

import base64
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from separatum.model.findings import Finding
from separatum.system.confined import MIB, Limits, run_confined

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PAGES = 12
"""How many pages of a file are drawn."""
_MOST_PARTS = 40
_MOST_FRAMES = 200
_WIDTH = 760
"""Pixels of a drawn page; the longer side of a tall one is three times as long at most."""
_THUMBNAIL = 240
_LONGEST_LINE = 240
_LIMITS = Limits(seconds=60, processor=30, memory=1024 * MIB, output=64 * MIB)
_MODULE = "separatum.checks.pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """A page of a PDF with the places of findings marked by their numbers."""

    page: int
    png: str
    """As base64."""
    size: tuple[int, int]
    """Pixels."""
    marks: tuple[int, ...]
    """The numbers of the findings that are marked on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A line of a part of an EPUB, and the image that it shows."""

    line: str
    png: str | None
    """As base64."""


def page_pictures(content: bytes, findings: Mapping[int, Finding]) -> tuple[PagePicture, ...]:
    """The pages of a PDF that findings are about.

    Args:
        content: the bytes of the PDF.
        findings: by the numbers that mark them.
    """
    pages: dict[int, list[object]] = {}
    places = [(number, finding.where) for number, finding in findings.items()]
    # The first place of each finding is shown before the others of any.
    places += [(number, place) for number, finding in findings.items() for place in finding.others[:_MOST_FRAMES]]
    for number, place in places:
        if place is not None and place.page is not None and (place.page in pages or len(pages) < MOST_PAGES):
            pages.setdefault(place.page, []).append([number, place.box, place.object])
    chosen = dict(sorted(pages.items()))
    if not chosen:
        return ()
    outcome = run_confined(f"{_MODULE}:draw_pages", content, {"pages": json.dumps(chosen)}, _LIMITS)
    drawn = (json.loads(line) for line in outcome.results)
    return tuple(
        PagePicture(page=page, png=png, size=(width, height), marks=tuple(marks))
        for page, png, width, height, marks in drawn
    )


def excerpts(content: bytes, findings: Mapping[int, Finding]) -> Mapping[int, Excerpt]:
    """The lines of an EPUB that findings are about, by the numbers of the findings.

    Args:
        content: the bytes of the EPUB.
        findings: by their numbers.
    """
    places = [
        [number, finding.where.file.partition("!")[2], finding.where.line, finding.code.startswith("ALT-")]
        for number, finding in findings.items()
        if finding.where is not None and finding.where.line is not None and "!" in finding.where.file
    ]
    if not places:
        return {}
    words = {"places": json.dumps(places[:_MOST_PARTS])}
    outcome = run_confined(f"{_MODULE}:read_lines", content, words, _LIMITS)
    return {number: Excerpt(line=line, png=png) for number, line, png in map(json.loads, outcome.results)}


def content_of_file(path: str) -> bytes:
    """The bytes of a checked file; nothing if it is gone."""
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


def draw_pages(content: bytes, words: dict[str, str]) -> Iterator[str]:
    """Inside the process: each page as PNG, with a numbered frame around each place that is known."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    annotations = _annotations(content, [int(number) for number in json.loads(words["pages"])])
    for number, marks in json.loads(words["pages"]).items():
        page = document[int(number) - 1]
        width, height = page.get_size()
        scale = min(_WIDTH / max(width, 1), 3 * _WIDTH / max(height, 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
        shown = []
        for mark, known, held in marks:
            box = known or annotations.get((int(number), held))
            if box is not None:
                frame(picture, [side * scale for side in box], str(mark))
                shown += [mark] if mark not in shown else []
        yield json.dumps([int(number), png_of(picture), *picture.size, shown])


def _annotations(content: bytes, pages: Iterable[int]) -> Mapping[tuple[int, str], Sequence[float]]:
    """The boxes of links, comments and fields on upright pages, by the page and the object."""
    from separatum.checks.formats.pdf_file import PdfFile
    from separatum.checks.formats.pdf_objects import elements, entry, identity

    file = PdfFile(content, "")
    boxes: dict[tuple[int, str], Sequence[float]] = {}
    for number in pages:
        page = file.pages[number - 1] if number <= len(file.pages) else None
        if page is None or page.rotation:
            continue
        left, _, _, top = map(float, page.cropbox)
        for one in elements(entry(page.obj, "/Annots")):
            known, corners = identity(one), elements(entry(one, "/Rect"))
            if known and len(corners) == 4:  # ISO 32000-1, 7.9.5
                x, y = sorted(map(float, corners[::2])), sorted(map(float, corners[1::2]))
                boxes[number, f"{known[0]} {known[1]}"] = (x[0] - left, top - y[1], x[1] - left, top - y[0])
    return boxes


def png_of(picture: "Image") -> str:
    """A drawn page as PNG of few colours, as base64."""
    written = io.BytesIO()
    picture.quantize(48).save(written, "PNG", optimize=True)
    return base64.b64encode(written.getvalue()).decode()


def frame(picture: "Image", box: Sequence[float], label: str) -> None:
    """Draw a frame with a label around a place of a picture: left, top, right, bottom, in its pixels."""
    from PIL import ImageDraw

    draw, size = ImageDraw.Draw(picture), picture.size
    left, top, right, bottom = box
    left, right = max(left - 5, 1), min(right + 5, size[0] - 2)
    top, bottom = max(top - 5, 1), min(bottom + 5, size[1] - 2)
    if right <= left or bottom <= top:
        return
    draw.rectangle((left, top, right, bottom), outline=(176, 0, 32), width=3)
    wide = 12 + 9 * len(label)
    at = max(0.0, left - wide) if left > wide else min(right, size[0] - wide)
    draw.rectangle((at, top, at + wide, top + 22), fill=(176, 0, 32))
    draw.text((at + 6, top + 3), label, fill="white", font_size=16)


def read_lines(content: bytes, words: dict[str, str]) -> Iterator[str]:
    """Inside the process: the line of each place, and the image that it shows if it is about one."""
    from separatum.checks.formats.epub_file import EpubFile, PartError

    book = EpubFile(content, "")
    for number, part, line, is_image in json.loads(words["places"]):
        try:
            lines = book.read(part).decode("utf-8", "replace").splitlines()
        except PartError:
            continue
        text = " ".join(lines[line - 1].split())[:_LONGEST_LINE] if line <= len(lines) else ""
        png = _image_on_line(book, part, line) if is_image else None
        yield json.dumps([number, text, png])


def _image_on_line(book: object, part: str, line: int) -> str | None:
    from PIL import Image

    from separatum.checks.formats.epub_file import EpubFile, PartError, line_of, resolved

    assert isinstance(book, EpubFile)
    root = book.documents.get(part)
    images: Iterable[str] = (
        ()
        if root is None
        else (one.get("src", "") for one in root.iter("{*}img") if line_of(one) == line and not one.get("alt"))
    )
    for source in images:
        try:
            with Image.open(io.BytesIO(book.read(resolved(part, source)[0]))) as image:
                image.thumbnail((_THUMBNAIL, _THUMBNAIL))
                written = io.BytesIO()
                image.convert("RGB").save(written, "PNG", optimize=True)
        except (PartError, OSError, ValueError):
            continue
        return base64.b64encode(written.getvalue()).decode()
    return None
