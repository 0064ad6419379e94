"""Look for forbidden words in all that a finished file draws or stores, and in what was drawn as pixels before."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.epub_file import EpubFile, PartError
from separatum.checks.formats.pdfium_file import PDFIUM
from separatum.checks.privacy.forbidden_inflection import LANGUAGES
from separatum.checks.privacy.forbidden_words import ForbiddenWords, Hit
from separatum.model.findings import Finding, Location, Severity, rule_from_docstring

FORBIDDEN_WORD = rule_from_docstring(
    "FORBIDDEN-WORD",
    Severity.ERROR,
    """The file has a word that must not be published.

    A word of your private list (“--forbidden”, or SEPARATUM_FORBIDDEN) was found in what was about to be published: in
    the text, a running head, a drawing, the metadata, an alternative text, a bookmark, a file's name or the notes of an
    image. The message gives the line of the list and not the word, so you can show it to anyone. “--show-forbidden”
    shows the word and the text around it. The word is also found in capitals, in other Unicode forms and with other
    endings: see docs/how-to/keep-a-name-out.md.
    """,
)
UNKNOWN_LANGUAGE = rule_from_docstring(
    "FORBIDDEN-LANGUAGE",
    Severity.REVIEW,
    """The forms of words are not known in this language.

    A name changes in a sentence: it takes endings and prefixes. The search for forbidden words knows those of many
    languages, but not of this one. It found only the forms that other languages of the same script have. Write each
    form of the name that may occur on a line of its own.
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
    """A finding for each forbidden word and each place where it is.

    Args:
        words: the list.
        epub: the finished EPUB, if there is one.
        pdf: the finished PDF, if there is one.
        more: other texts that will be published: the names of files, the words of drawings, the report.
        show: whether findings may quote the word.
    """
    spots = [*more, *(_of_epub(epub) if epub is not None else ()), *(_of_pdf(pdf) if pdf is not None else ())]
    findings = (_finding(hit, where, show=show) for text, where in spots for hit in words.found_in(text))
    return tuple(dict.fromkeys(findings))


def _finding(hit: Hit, where: Location, *, show: bool) -> Finding:
    named = f"“{hit.word}”, as in “{hit.around}”" if show else f"the word in line {hit.line} of the list"
    return FORBIDDEN_WORD.found(f"must not be published: {named}", where=where, hint=_HINT)


def unknown_language(tag: str, file: str) -> tuple[Finding, ...]:
    """A finding if the search does not know how words change in a language.

    Args:
        tag: the article's language (BCP 47).
        file: the article.
    """
    if tag.partition("-")[0].lower() in LANGUAGES:
        return ()
    message = f"the search for forbidden words does not know the endings of words in “{tag}”"
    hint = "list each form of a name on a line of its own, and read the editions"
    return (UNKNOWN_LANGUAGE.found(message, where=Location(file=file), hint=hint),)


def unquoted(findings: Iterable[Finding], words: ForbiddenWords) -> tuple[Finding, ...]:
    """The findings; those that quote a forbidden word keep only their code and place."""

    def plain(finding: Finding) -> Finding:
        hit = next(words.found_in(f"{finding.message}\n{finding.hint or ''}"), None)
        if hit is None:
            return finding
        message = f"this message has the word in line {hit.line} of the list"
        return replace(finding, message=message, hint=f"run “separatum explain {finding.code}”")

    return tuple(map(plain, findings))


def _of_epub(book: EpubFile) -> Iterator[Spot]:
    yield "\n".join([*book.names, *book.comments]), Location(file=book.name)
    for name in book.names:
        where = Location(file=f"{book.name}!{name}")
        try:
            content = book.read(name)
        except PartError:
            continue  # reported by EPUB-BROKEN
        yield _raw(content), where
        yield from ((text, where) for text in _texts_of(content))


def _texts_of(content: bytes) -> Iterator[str]:
    """The texts of a part once it is decoded: the words and attributes of XML, the notes in an image."""
    if content.lstrip()[:1] == b"<":
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError):
            return
        yield "".join(map(str, root.itertext()))
        # A word may be divided by elements, and two words only by the line end that an element makes.
        yield " ".join(map(str, root.itertext()))
        yield "\n".join(str(value) for element in root.iter() for value in element.attrib.values())
    else:
        yield from _of_image(content)


def _raw(content: bytes) -> str:
    """Bytes as text: as UTF-8, or as UTF-16 where they say so."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    return content.decode(encoding, "replace")


def _of_image(content: bytes) -> Iterator[str]:
    """The notes in an image, decompressed."""
    from PIL import ExifTags, Image

    try:
        with Image.open(io.BytesIO(content)) as image:
            notes = [str(value)[:_MOST_IMAGE_TEXT] for value in image.info.values()]
            exif = image.getexif()
            notes += [str(value)[:_MOST_IMAGE_TEXT] for value in exif.values()]
            for part in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
                notes += [str(value)[:_MOST_IMAGE_TEXT] for value in exif.get_ifd(part).values()]
    except Exception:  # noqa: BLE001 - not an image, or one that IMAGE-EPUB-BROKEN reports
        return
    yield "\n".join(notes)


def _of_pdf(file: PdfDocument) -> Iterator[Spot]:
    import pikepdf

    where = Location(file=file.name)
    if file.faults:
        return
    for page, text in _pages(file):
        yield text, Location(file=file.name, page=page)
    yield from _drawn(file)
    if file.words is not None:
        for digest in (file.words.main, *file.words.notes.values()):
            yield " ".join(digest.words(0, len(digest.letters))), where
    strings: list[str] = []
    for thing in file.pdf.objects:
        _gather(thing, strings, 0)
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image":
            try:
                yield _raw(thing.read_bytes()), where
            except (pikepdf.PdfError, RuntimeError, ValueError):
                continue  # reported by PDF-SYNTAX
    _gather(file.pdf.trailer, strings, 0)
    yield "\n".join(strings), where


def _pages(file: PdfDocument) -> Iterator[tuple[int, str]]:
    """The tagged words of each page; words that a line end divides are joined."""
    for page in file.contents:
        lines = [line for marked in page.marked.values() for line in marked]
        if lines:
            text = "\n".join(lines)
            yield page.number, text
            yield page.number, text.replace("-\n", "").replace("\u2010\n", "").replace("\u00ad\n", "")


def _drawn(file: PdfDocument) -> Iterator[Spot]:
    """The words drawn on each page, also those outside of the structure tree: running heads, folios (14.8.2.2)."""
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(file.content)
        except pypdfium2.PdfiumError:
            return  # reported by PDF-SYNTAX
        try:
            texts = [page.get_textpage().get_text_range() for page in document]
        except pypdfium2.PdfiumError:
            return  # reported by PDF-SYNTAX
        finally:
            document.close()
    for number, text in enumerate(texts, start=1):
        where = Location(file=file.name, page=number)
        yield text, where
        # PDFium marks a hyphen at the end of a line with U+FFFE or U+0002.
        yield re.sub("[-\u2010\ufffe\x02]\\s*\n", "", text.replace("\r", "")).replace("\ufffe", ""), where


def _gather(thing: object, strings: list[str], depth: int) -> None:
    """Add the strings and names of an object; the objects that it refers to are visited on their own."""
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
