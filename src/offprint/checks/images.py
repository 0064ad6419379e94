"""Check that every image can be seen: it decodes to its end, and each one of the article is in both editions."""

import io
import struct
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from offprint.article import Article
from offprint.checks.epub_file import EpubFile, PartError, parse_xml, resolved, scheme_of
from offprint.checks.pdf_objects import entry, number
from offprint.checks.register import Seen, Subject, check
from offprint.findings import Location, Severity

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_MOST_PIXELS = 120_000_000
_MISSING = "report this, with the article if you may share it, unless the style’s template or sheet does it"
_BROKEN = "write the image anew from its original, and make the file again"


class ImageError(Exception):
    """An image cannot be decoded; its words say why."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """An image where it stands in a text."""

    size: tuple[int, int]
    """Width and height in pixels."""
    alt: str


@check("IMAGE-EPUB-BROKEN", Severity.ERROR, needs=("epub",))
def epub_images_decode(subject: Subject) -> Iterator[Seen]:
    """An image in the EPUB cannot be decoded to its end.

    The file is cut off, a checksum in it is wrong, or it is not what it claims to be. Some reading systems then show
    half of the image, others nothing, without a word; EPUBCheck looks at the first bytes only. Core media types are
    those of EPUB 3.3, section 3.2; the checksums of PNG are those of its specification, section 5.3. Export the image
    anew.
    """
    assert subject.epub is not None
    book = subject.epub
    for item in book.images:
        if item.path not in book:
            continue  # a missing part is EPUBCheck’s RSC-001
        try:
            content = book.read(item.path)
            if item.media_type == "image/svg+xml":
                parse_xml(content)
            else:
                _decoded(content)
        except (PartError, ImageError, SyntaxError) as error:
            message = f"the image cannot be decoded: {error}"
            yield Seen(message, Location(file=f"{book.name}!{item.path}"), _BROKEN)


@check("IMAGE-PDF-BROKEN", Severity.ERROR, needs=("pdf",))
def pdf_images_decode(subject: Subject) -> Iterator[Seen]:
    """An image in the PDF cannot be decoded to its end.

    The data of an image that a page shows are shorter than its width, height and colours ask for, or are damaged (ISO
    32000-1, section 8.9). Readers show half of the image or nothing, without a word; veraPDF does not decode images.
    Export the image anew.
    """
    assert subject.pdf is not None
    known = set[tuple[int, int]]()
    for page in subject.pdf.contents:
        for image in page.images:
            if image.objgen in known:
                continue
            known.add(image.objgen)
            try:
                _pdf_picture(image)
            except ImageError as error:
                message = f"the image cannot be decoded: {error}"
                yield Seen(message, Location(file=subject.pdf.name, page=page.number), _BROKEN)


@check("IMAGE-EPUB-MISSING", Severity.ERROR, needs=("article", "epub"))
def epub_shows_the_images(subject: Subject) -> Iterator[Seen]:
    """An image of the article is not in the EPUB, or is another one there.

    Every image of the article must stand in the book as often as in the article, with as many pixels, and must not be
    blank where it was not. It is a fault of Offprint or of the style’s template.
    """
    assert subject.article is not None
    assert subject.epub is not None
    book = subject.epub
    pictures = list(_in_epub(book))
    yield from _lacking(subject.article, [picture.size for picture, _ in pictures], "the EPUB", book.name)
    for path in dict.fromkeys(path for _, path in pictures):
        if _is_blank(_decoded_or_none(_content(book, path))) and not _is_blank_in(subject.article, path):
            yield Seen("the image is blank", Location(file=f"{book.name}!{path}"), _MISSING)


@check("IMAGE-PDF-MISSING", Severity.ERROR, needs=("article", "pdf"))
def pdf_shows_the_images(subject: Subject) -> Iterator[Seen]:
    """An image of the article is not in the PDF, or is another one there.

    Every image of the article must be shown on the pages as often as in the article, with as many pixels, and must
    not be blank where it was not. It is a fault of Offprint or of the style’s sheets.
    """
    assert subject.article is not None
    assert subject.pdf is not None
    shown = [(page, image) for page in subject.pdf.contents for image in page.images]
    sizes = [(number(entry(image, "/Width")), number(entry(image, "/Height"))) for _, image in shown]
    yield from _lacking(subject.article, sizes, "the PDF", subject.pdf.name)
    ours = {(image.width, image.height): image.href for image in subject.article.images}
    for (page, image), size in zip(shown, sizes, strict=True):
        if size in ours and _is_blank(_pdf_picture_or_none(image)) and not _is_blank_in(subject.article, ours[size]):
            yield Seen("the image is blank", Location(file=subject.pdf.name, page=page.number), _MISSING)


@check("IMAGE-EPUB-ALT", Severity.ERROR, needs=("article", "epub"))
def epub_tells_the_images(subject: Subject) -> Iterator[Seen]:
    """The alternative text of an image is not in the EPUB as it is in the article.

    The alternative text is what a screen reader says instead of the image (HTML, section 4.8.4.4; EPUB Accessibility
    1.1, section 3; WCAG 2.2, success criterion 1.1.1). Those of the article must stand in the book, in their order.
    It is a fault of Offprint or of the style’s template.
    """
    assert subject.article is not None
    assert subject.epub is not None
    alts = [picture.alt for picture, _ in _in_epub(subject.epub)]
    yield from _silent(subject.article, alts, "the EPUB", subject.epub.name)


@check("IMAGE-PDF-ALT", Severity.ERROR, needs=("article", "pdf"))
def pdf_tells_the_images(subject: Subject) -> Iterator[Seen]:
    """The alternative text of an image is not in the PDF as it is in the article.

    The alternative text is what a screen reader says instead of the image: the Alt entry of its Figure element (ISO
    32000-1, section 14.9.3; ISO 14289-1, section 7.3). Those of the article must stand in the structure tree, in
    their order. It is a fault of Offprint.
    """
    assert subject.article is not None
    assert subject.pdf is not None
    alts = () if subject.pdf.text is None else subject.pdf.text.alternatives
    yield from _silent(subject.article, alts, "the PDF", subject.pdf.name)


def _in_article(article: Article) -> Iterator[_Standing]:
    """The images of the body in their order."""
    known = {image.href: image for image in article.images}
    for element in ET.fromstring(f"<body>{article.body}</body>").iter("img"):  # noqa: S314 - made by source/
        image = known.get(element.get("src", ""))
        if image is not None:
            yield _Standing((image.width, image.height), element.get("alt", ""))


def _in_epub(book: EpubFile) -> Iterator[tuple[_Standing, str]]:
    """The images of the spine in reading order, with their paths."""
    for item in book.spine:
        root = book.documents.get(item.path)
        for element in () if root is None else root.iter("{*}img"):
            source = element.get("src", "")
            path = resolved(item.path, source)[0]
            if not scheme_of(source) and path in book:
                yield _Standing(_size(_content(book, path)), element.get("alt", "")), path


def _content(book: EpubFile, path: str) -> bytes:
    """The bytes of a part; none where it cannot be read, because IMAGE-EPUB-BROKEN tells that."""
    try:
        return book.read(path)
    except PartError:
        return b""


def _lacking(article: Article, sizes: Sequence[tuple[int, int]], speaker: str, file: str) -> Iterator[Seen]:
    """Images that are there less often than in the article."""
    left = list(sizes)
    for picture in _in_article(article):
        if picture.size in left:
            left.remove(picture.size)
            continue
        width, height = picture.size
        message = f"{speaker} lacks the image “{picture.alt}” of {width} × {height} pixels"
        yield Seen(message, Location(file=file), _MISSING)


def _silent(article: Article, alts: Iterable[str], speaker: str, file: str) -> Iterator[Seen]:
    """The first alternative text that does not follow in its order."""
    left = iter([" ".join(alt.split()) for alt in alts])
    for picture in _in_article(article):
        wanted = " ".join(picture.alt.split())
        if wanted and wanted not in left:  # takes from the iterator up to what it looks for
            message = f"{speaker} lacks the alternative text “{wanted}”, or has it in another place"
            yield Seen(message, Location(file=file), _MISSING)
            return


@lru_cache(maxsize=16)
def _decoded(content: bytes) -> "Picture":
    """An image, decoded to its end.

    Raises:
        ImageError: it cannot be decoded, or is too large to be tried.
    """
    from PIL import Image

    try:
        _check_png(content)
        image = Image.open(io.BytesIO(content))
        if image.width * image.height > _MOST_PIXELS:
            raise ImageError(f"it has {image.width} × {image.height} pixels, which is more than is tried")
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error, zlib.error) as error:
        raise ImageError(str(error) or type(error).__name__) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageError(f"it is too large: {error}") from error
    return image


def _decoded_or_none(content: bytes) -> "Picture | None":
    try:
        return _decoded(content)
    except ImageError:
        return None


def _size(content: bytes) -> tuple[int, int]:
    """Width and height, as the head of the file tells; (0, 0) where it does not."""
    from PIL import Image

    try:
        return Image.open(io.BytesIO(content)).size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return 0, 0


def _check_png(content: bytes) -> None:
    """Compare the checksum of each chunk (PNG, 5.3): Pillow does not look at all of them."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        return
    place, kind = 8, b""
    while place + 12 <= len(content) and kind != b"IEND":
        (length,) = struct.unpack_from(">I", content, place)
        kind = content[place + 4 : place + 8]
        end = place + 8 + length
        if len(content) < end + 4:
            break
        if zlib.crc32(content[place + 4 : end]) != int.from_bytes(content[end : end + 4], "big"):
            raise ImageError(f"the checksum of the chunk {kind.decode('latin-1')} is wrong")
        place = end + 4
    if kind != b"IEND":
        raise ImageError("the file is cut off")


def _pdf_picture(image: Any) -> "Picture | None":
    """An image of a PDF; None where its encoding is none that can be tried."""
    import pikepdf

    if number(entry(image, "/Width")) * number(entry(image, "/Height")) > _MOST_PIXELS:
        raise ImageError("it has more pixels than are tried")
    try:
        picture = pikepdf.PdfImage(image).as_pil_image()
        picture.load()
    except (NotImplementedError, pikepdf.DependencyError, pikepdf.models.image.UnsupportedImageTypeError):
        return None
    except (pikepdf.PdfError, OSError, RuntimeError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise ImageError(" ".join(str(error).split()) or type(error).__name__) from error
    return picture


def _pdf_picture_or_none(image: Any) -> "Picture | None":
    try:
        return _pdf_picture(image)
    except ImageError:
        return None


def _is_blank(image: "Picture | None") -> bool:
    """Whether all pixels are of one colour."""
    if image is None:
        return False
    extrema = image.convert("RGBA" if image.has_transparency_data else "RGB").getextrema()
    return all(isinstance(band, tuple) and band[0] == band[1] for band in extrema)


def _is_blank_in(article: Article, path: str) -> bool:
    """Whether the article's own image of this path is blank too, or is none of its images."""
    image = next((image for image in article.images if path.endswith(image.href)), None)
    return image is None or _is_blank(_decoded_or_none(image.data))
