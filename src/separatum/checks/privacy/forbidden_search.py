"""Look for forbidden words wherever a finished file can hold any: text, metadata, alternative texts, names, images."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.epub_file import EpubFile, PartError
from separatum.checks.privacy.forbidden_words import ForbiddenWords, Hit
from separatum.model.findings import Finding, Location, Severity, rule_from_docstring

FORBIDDEN_WORD = rule_from_docstring(
    "FORBIDDEN-WORD",
    Severity.ERROR,
    """A word that may not be published stands in the file.

    A word of your private list (“--forbidden”, or SEPARATUM_FORBIDDEN) was found in what was about to be published: in
    the text, the metadata, an alternative text, a bookmark, a file's name or an image's own notes. The message names
    the line of the list, and not the word, so that it can be shown to anyone; “--show-forbidden” shows the word and
    what stands about it. Other cases, Unicode forms and endings of the word are found as well; see
    docs/how-to/keep-a-name-out.md.
    """,
)
_HINT = "take it out of the article; --show-forbidden shows it"
_MOST_IMAGE_TEXT = 2**20

Spot = tuple[str, Location]
"""A text, and where it stands."""


def find_forbidden(
    words: ForbiddenWords,
    *,
    epub: EpubFile | None,
    pdf: PdfDocument | None,
    more: tuple[Spot, ...] = (),
    show: bool = False,
) -> tuple[Finding, ...]:
    """A finding for each forbidden word, once for each place that it stands in.

    Args:
        words: the list.
        epub: the finished book, if there is one.
        pdf: the finished PDF, if there is one.
        more: other texts that will be published: the names of files, the report.
        show: whether findings may name the word.
    """
    spots = [*more, *(_of_epub(epub) if epub is not None else ()), *(_of_pdf(pdf) if pdf is not None else ())]
    findings = (_finding(hit, where, show=show) for text, where in spots for hit in words.found_in(text))
    return tuple(dict.fromkeys(findings))


def _finding(hit: Hit, where: Location, *, show: bool) -> Finding:
    named = f"“{hit.word}”, as in “{hit.around}”" if show else f"the word in line {hit.line} of the list"
    return FORBIDDEN_WORD.found(f"may not be published: {named}", where=where, hint=_HINT)


def unquoted(findings: Iterable[Finding], words: ForbiddenWords) -> tuple[Finding, ...]:
    """The findings, those that quote a forbidden word without what they say: their code and place tell enough."""

    def plain(finding: Finding) -> Finding:
        hit = next(words.found_in(f"{finding.message}\n{finding.hint or ''}"), None)
        if hit is None:
            return finding
        message = f"what it says holds the word in line {hit.line} of the list"
        return replace(finding, message=message, hint=f"“separatum explain {finding.code}” says what is wrong")

    return tuple(map(plain, findings))


def _of_epub(book: EpubFile) -> Iterator[Spot]:
    yield "\n".join([*book.names, *book.comments]), Location(file=book.name)
    for name in book.names:
        where = Location(file=f"{book.name}!{name}")
        try:
            content = book.read(name)
        except PartError:
            continue  # told by EPUB-BROKEN
        yield _raw(content), where
        yield from ((text, where) for text in _texts_of(content))


def _texts_of(content: bytes) -> Iterator[str]:
    """What a part says once it is decoded: the words and attributes of XML, the notes in an image."""
    if content.lstrip()[:1] == b"<":
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError):
            return
        yield "".join(map(str, root.itertext()))
        # Words may be parted by elements, or only by line ends that elements make.
        yield " ".join(map(str, root.itertext()))
        yield "\n".join(str(value) for element in root.iter() for value in element.attrib.values())
    else:
        yield from _of_image(content)


def _raw(content: bytes) -> str:
    """Bytes as text: as UTF-8, or as UTF-16 where they say so."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    return content.decode(encoding, "replace")


def _of_image(content: bytes) -> Iterator[str]:
    """The notes that an image carries, unpacked."""
    from PIL import ExifTags, Image

    try:
        with Image.open(io.BytesIO(content)) as image:
            notes = [str(value)[:_MOST_IMAGE_TEXT] for value in image.info.values()]
            exif = image.getexif()
            notes += [str(value)[:_MOST_IMAGE_TEXT] for value in exif.values()]
            for part in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
                notes += [str(value)[:_MOST_IMAGE_TEXT] for value in exif.get_ifd(part).values()]
    except Exception:  # noqa: BLE001 - no image, or one that IMAGE-EPUB-BROKEN tells of
        return
    yield "\n".join(notes)


def _of_pdf(file: PdfDocument) -> Iterator[Spot]:
    import pikepdf

    where = Location(file=file.name)
    if file.faults:
        return
    for page, text in _pages(file):
        yield text, Location(file=file.name, page=page)
    if file.words is not None:
        for told in (file.words.main, *file.words.notes.values()):
            yield " ".join(told.words(0, len(told.letters))), where
    strings: list[str] = []
    for thing in file.pdf.objects:
        _gather(thing, strings, 0)
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image":
            try:
                yield _raw(thing.read_bytes()), where
            except (pikepdf.PdfError, RuntimeError, ValueError):
                continue  # told by PDF-SYNTAX
    _gather(file.pdf.trailer, strings, 0)
    yield "\n".join(strings), where


def _pages(file: PdfDocument) -> Iterator[tuple[int, str]]:
    """The words of each page, those that a line end cuts put together again."""
    for page in file.contents:
        lines = [line for said in page.marked.values() for line in said]
        if lines:
            text = "\n".join(lines)
            yield page.number, text
            yield page.number, text.replace("-\n", "").replace("\u2010\n", "")


def _gather(thing: object, strings: list[str], depth: int) -> None:
    """The strings and names that an object holds; others that it refers to are visited for themselves."""
    import pikepdf

    if isinstance(thing, pikepdf.String | pikepdf.Name):
        try:
            strings.append(str(thing))
        except UnicodeDecodeError:
            strings.append(_raw(bytes(thing)))
        return
    if depth > 30:
        return
    kids: list[object] = []
    if isinstance(thing, pikepdf.Array):
        kids = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        kids = [value for _, value in thing.items()]
    for kid in kids:
        if not getattr(kid, "is_indirect", False):
            _gather(kid, strings, depth + 1)
