"""Check that every image can be seen: it decodes to its end, and each one of the article is in both editions."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from separatum.checks.formats.documents import EpubDocument, PdfDocument
from separatum.checks.formats.epub_file import resolved, scheme_of
from separatum.checks.formats.images import Picture, picture
from separatum.checks.formats.pdf_objects import identity
from separatum.checks.registry import CannotRunError, Seen, Subject, check
from separatum.model.article import Article
from separatum.model.findings import Location, Severity

_MISSING = "report this, with the article if you may share it, unless the style’s template or sheet does it"
_POINTS_AN_INCH = 72
_LEAST_PIXELS_AN_INCH = 149  # 150, and what is lost in rounding
_BROKEN = "export the image again from its original, and make the file again"


Size = tuple[int, int]
"""Width and height in pixels."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """An image in a text."""

    size: tuple[int, int]
    """Width and height in pixels."""
    alt: str


@check("IMAGE-EPUB-BROKEN", Severity.ERROR, needs=("epub",))
def epub_images_decode(subject: Subject) -> Iterator[Seen]:
    """An image in the EPUB cannot be decoded to its end.

    The file is cut off, a checksum in it is wrong, or it is not what it claims to be. Some reading systems then show
    half of the image, others nothing, without a word; EPUBCheck looks at the first bytes only. Core media types are
    those of EPUB 3.3, section 3.2; the checksums of PNG are those of its specification, section 5.3. Export the image
    again.
    """
    assert subject.epub is not None
    for path, seen in subject.epub.pictures.items():
        if seen.fault is not None:
            where = Location(file=f"{subject.epub.name}!{path}")
            yield Seen(f"the image cannot be decoded: {seen.fault}", where, _BROKEN)


@check("IMAGE-PDF-BROKEN", Severity.ERROR, needs=("pdf",))
def pdf_images_decode(subject: Subject) -> Iterator[Seen]:
    """An image in the PDF cannot be decoded to its end.

    The data of an image that a page shows are shorter than its width, height and colours ask for, or are damaged (ISO
    32000-1, section 8.9). Readers show half of the image or nothing, without a word; veraPDF does not decode images.
    Export the image again.
    """
    assert subject.pdf is not None
    reported = set[tuple[int, int]]()
    for number, known, seen in _in_pdf(subject.pdf):
        if seen.fault is not None and known not in reported:
            reported.add(known)
            where = Location(file=subject.pdf.name, page=number)
            yield Seen(f"the image cannot be decoded: {seen.fault}", where, _BROKEN)


@check("IMAGE-EPUB-MISSING", Severity.ERROR, needs=("article", "epub"))
def epub_shows_the_images(subject: Subject) -> Iterator[Seen]:
    """An image of the article is not in the EPUB, or is another one there.

    Every image of the article must be in the EPUB as often as in the article, with as many pixels, and must not be
    blank where it was not. It is a fault of Separatum or of the style’s template.
    """
    assert subject.article is not None
    assert subject.epub is not None
    book = subject.epub
    shown = list(_in_epub(book))
    lacking = _lacking(subject.article, [standing.size for standing, _ in shown], _is_same)
    yield from (_lacks("the EPUB", standing, book.name) for standing in lacking)
    for path in dict.fromkeys(path for _, path in shown):
        if path in book.pictures and book.pictures[path].is_blank and not _is_blank_in(subject.article, path):
            yield Seen("the image is blank", Location(file=f"{book.name}!{path}"), _MISSING)


@check("IMAGE-PDF-MISSING", Severity.ERROR, needs=("article", "pdf"))
def pdf_shows_the_images(subject: Subject) -> Iterator[Seen]:
    """An image of the article is not in the PDF, or is another one there.

    Every image of the article must be shown on the pages as often as in the article, as it is or scaled down, and must
    not be blank where it was not. It is a fault of Separatum or of the style’s sheets.
    """
    assert subject.article is not None
    assert subject.pdf is not None
    shown = list(_in_pdf(subject.pdf))
    lacking = _lacking(subject.article, [seen.size for _, _, seen in shown], _is_in_small)
    yield from (_lacks("the PDF", standing, subject.pdf.name) for standing in lacking)
    for number, _, seen in shown:
        ours = [image for image in subject.article.images if _is_in_small(seen.size, (image.width, image.height))]
        if seen.is_blank and ours and not any(picture(image.data).is_blank for image in ours):
            yield Seen("the image is blank", Location(file=subject.pdf.name, page=number), _MISSING)


@check("IMAGE-PDF-RESOLUTION", Severity.WARNING, needs=("pdf",), elsewhere=Severity.INFO)
def images_are_fine_enough_for_print(subject: Subject) -> Iterator[Seen]:
    """An image in the PDF has fewer than 150 pixels an inch, so it looks coarse on paper.

    Print asks for 150 to 300. The house style prints small images small rather than coarse; a style that stretches them
    does not. Take a larger image from its maker, or give it less room. Signs of less than an inch are not looked at.
    """
    assert subject.pdf is not None
    for sheet in subject.pdf.sheets:
        for image in sheet.images:
            inches = (image.box[2] - image.box[0]) / _POINTS_AN_INCH
            if inches >= 1 and 0 < image.pixels[0] < _LEAST_PIXELS_AN_INCH * inches:
                message = (
                    f"an image of {image.pixels[0]} × {image.pixels[1]} pixels is printed {25.4 * inches:.0f} mm wide"
                )
                yield Seen(
                    f"{message}: {image.pixels[0] / inches:.0f} pixels an inch",
                    Location(file=subject.pdf.name, page=sheet.number, box=image.box),
                    "take a larger image, or give it less room",
                )


@check("IMAGE-EPUB-ALT", Severity.ERROR, needs=("article", "epub"))
def epub_tells_the_images(subject: Subject) -> Iterator[Seen]:
    """The alternative text of an image or a formula is not in the EPUB as it is in the article.

    The alternative text is what a screen reader says instead of the image (HTML, section 4.8.4.4; EPUB Accessibility
    1.1, section 3; WCAG 2.2, success criterion 1.1.1), or instead of a formula, where it knows no MathML (MathML 3,
    section 2.2.1, “alttext”). Those of the article must be in the EPUB, in their order.
    It is a fault of Separatum or of the style’s template.
    """
    assert subject.article is not None
    assert subject.epub is not None
    alts = list(_alts_of_epub(subject.epub))
    yield from _silent(subject.article, alts, "the EPUB", subject.epub.name)


@check("IMAGE-PDF-ALT", Severity.ERROR, needs=("article", "pdf"))
def pdf_tells_the_images(subject: Subject) -> Iterator[Seen]:
    """The alternative text of an image or a formula is not in the PDF as it is in the article.

    The alternative text is what a screen reader says instead of the image or formula: the Alt entry of its Figure or
    Formula element (ISO 32000-1, section 14.9.3; ISO 14289-1, sections 7.3 and 7.7). Those of the article must be
    in the structure tree, in their order, those of the notes last. It is a fault of Separatum.
    """
    assert subject.article is not None
    assert subject.pdf is not None
    if subject.pdf.text is None:
        raise CannotRunError("the PDF is not tagged")
    yield from _silent(subject.article, subject.pdf.text.alternatives, "the PDF", subject.pdf.name)


def _in_article(article: Article) -> Iterator[_Standing]:
    """The images of the body in their order."""
    known = {image.href: image for image in article.images}
    for element in ET.fromstring(f"<body>{article.body}</body>").iter("img"):  # noqa: S314 - made by source/
        image = known.get(element.get("src", ""))
        if image is not None:
            yield _Standing((image.width, image.height), element.get("alt", ""))


def _in_epub(book: EpubDocument) -> Iterator[tuple[_Standing, str]]:
    """The images of the spine in reading order, with their paths."""
    for item in book.spine:
        root = book.documents.get(item.path)
        for element in () if root is None else root.iter("{*}img"):
            source = element.get("src", "")
            path = resolved(item.path, source)[0]
            if not scheme_of(source) and path in book:
                yield _Standing(book.pictures.get(path, Picture()).size, element.get("alt", "")), path


def _in_pdf(file: PdfDocument) -> Iterator[tuple[int, tuple[int, int], Picture]]:
    """The images on the pages as often as they are drawn: the page, the image’s identity, and what was seen of it."""
    for page in file.contents:
        for image in page.images:
            known = identity(image)
            if known is not None:
                yield page.number, known, file.pictures[known]


def _alts_of_article(article: Article) -> Iterator[str]:
    """The alternative texts of the images and formulas of the body in their order."""
    known = {image.href for image in article.images}
    for element in ET.fromstring(f"<body>{article.body}</body>").iter():  # noqa: S314 - made by source/
        if element.tag == "math" or (element.tag == "img" and element.get("src", "") in known):
            yield element.get("alttext" if element.tag == "math" else "alt", "")


def _alts_of_epub(book: EpubDocument) -> Iterator[str]:
    """The alternative texts of the images and formulas of the spine in reading order."""
    for item in book.spine:
        root = book.documents.get(item.path)
        for element in () if root is None else root.iter("{*}img", "{*}math"):
            yield element.get("alt") or element.get("alttext") or ""


def _lacking(article: Article, sizes: Sequence[Size], is_it: Callable[[Size, Size], bool]) -> Iterator[_Standing]:
    """Images that are there less often than in the article.

    One that is there may be several of the article, by its shape. So pairs are made anew as long as one more image of
    the article gets a partner by that (a maximum matching, by augmenting paths).
    """
    wanted = list(_in_article(article))
    taken: dict[int, int] = {}
    """The image of the article that each image stands for."""
    for image in range(len(wanted)):
        came: dict[int, int] = {}
        waiting, free = [image], None
        while waiting and free is None:
            one = waiting.pop()
            near = [at for at, size in enumerate(sizes) if at not in came and is_it(size, wanted[one].size)]
            came.update(dict.fromkeys(near, one))
            free = next((at for at in near if at not in taken), None)
            waiting += [taken[at] for at in near if at in taken]
        if free is None:
            yield wanted[image]
            continue
        partners = {one: at for at, one in taken.items()}
        while free is not None:
            one = came[free]
            taken[free], free = one, partners.get(one)


def _lacks(speaker: str, standing: _Standing, file: str) -> Seen:
    width, height = standing.size
    message = f"{speaker} lacks the image “{standing.alt}” of {width} × {height} pixels"
    return Seen(message, Location(file=file), _MISSING)


def _is_same(shown: Size, original: Size) -> bool:
    return shown == original


def _is_in_small(shown: Size, original: Size) -> bool:
    """Whether an image may be another that was scaled down, or not: it has the same shape, but for rounding."""
    (width, height), (whole_width, whole_height) = shown, original
    is_smaller = 0 < width < whole_width and 0 < height < whole_height
    return shown == original or (is_smaller and abs(width * whole_height - height * whole_width) <= max(original))


def _silent(article: Article, alts: Iterable[str], speaker: str, file: str) -> Iterator[Seen]:
    """The first alternative text that does not follow in its order."""
    left = iter([" ".join(alt.split()) for alt in alts])
    for alt in _alts_of_article(article):
        wanted = " ".join(alt.split())
        if wanted and wanted not in left:  # takes from the iterator up to what it looks for
            message = f"{speaker} lacks the alternative text “{wanted}”, or has it in another place"
            yield Seen(message, Location(file=file), _MISSING)
            return


def _is_blank_in(article: Article, path: str) -> bool:
    """Whether the article's own image of this path is blank too, or is none of its images."""
    image = next((image for image in article.images if path.endswith(image.href)), None)
    return image is None or picture(image.data).is_blank
