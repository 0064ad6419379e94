"""Check that a screen reader can find its way and its voice: headings in order, languages named."""

import re
from collections.abc import Iterator

from lxml import etree

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.epub_file import XHTML, line_of
from separatum.checks.formats.pdf_objects import content_of, elements, entry, text
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity

_LEVELS = {f"{{{XHTML}}}h{level}": level for level in range(1, 7)}
_HIGH = 2
"""The level of a part in a book; what begins lower was cut off from what stands above it."""
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*|[iIxX](?:-[A-Za-z0-9]{1,8})+")
"""A well-formed language tag, roughly (RFC 5646, 2.1)."""
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@check("HEADING-EPUB", Severity.ERROR, needs=("epub",), elsewhere=Severity.WARNING)
def epub_headings_skip_no_level(subject: Subject) -> Iterator[Seen]:
    """A heading in the EPUB skips a level.

    After a heading of the second level comes one of the fourth. Readers who move through the book by its
    headings, as with a screen reader, look for a part that is not there (WCAG 2.2, success criterion 1.3.1, technique
    G141; EPUB Accessibility 1.1, section 3). EPUBCheck does not see it. Use the next level down, and leave the size of
    letters to the style.
    """
    assert subject.epub is not None
    for path, root in subject.epub.documents.items():
        before = 0
        for element in root.iter(*_LEVELS):
            level = _LEVELS[str(element.tag)]
            if before and level > before + 1:
                words = " ".join(str(element.xpath("string()")).split())[:60]
                message = f"the heading “{words}” is of level {level}, after one of level {before}"
                where = Location(file=f"{subject.epub.name}!{path}", line=line_of(element))
                yield Seen(message, where, f"make it a heading of level {before + 1}")
            before = level


@check("HEADING-EPUB-FIRST", Severity.INFO, needs=("epub",))
def epub_documents_begin_at_the_top(subject: Subject) -> Iterator[Seen]:
    """A document of the EPUB begins with a heading of a low level.

    The first heading of a document is of the third level or lower, as in books that were cut into parts at their
    headings. Readers who list the headings of the document find no heading above it. No standard demands one: what
    stands above may be in the document before. Where the part stands for itself, begin it with a heading of the first
    or second level.
    """
    assert subject.epub is not None
    for path, root in subject.epub.documents.items():
        first = next(root.iter(*_LEVELS), None)
        if first is not None and (level := _LEVELS[str(first.tag)]) > _HIGH:
            words = " ".join(str(first.xpath("string()")).split())[:60]
            where = Location(file=f"{subject.epub.name}!{path}", line=line_of(first))
            message = f"the document begins with the heading “{words}” of level {level}"
            yield Seen(message, where, "where the part stands for itself, begin it with a heading of the second level")


@check("HEADING-EPUB-EMPTY", Severity.WARNING, needs=("epub",))
def epub_headings_have_words(subject: Subject) -> Iterator[Seen]:
    """A heading in the EPUB has no words.

    Readers who move by headings come to one that says nothing (WCAG 2.2, success criteria 1.3.1 and 2.4.6). Write the
    heading, describe the image in it, or make it no heading.
    """
    assert subject.epub is not None
    for path, root in subject.epub.documents.items():
        for element in root.iter(*_LEVELS):
            is_silent = element.get("aria-hidden") == "true" or element.get("hidden") is not None
            marks = (one.get(key) or "" for one in element.iter() for key in ("alt", "aria-label"))
            if not is_silent and not any(words.strip() for words in (*map(str, element.itertext()), *marks)):
                where = Location(file=f"{subject.epub.name}!{path}", line=line_of(element))
                yield Seen("the heading has no words", where, "write the heading, or make it no heading")


@check("LANGUAGE-EPUB", Severity.ERROR, needs=("epub",))
def epub_names_its_language(subject: Subject) -> Iterator[Seen]:
    """A document of the EPUB does not say its language.

    A screen reader then reads it in the wrong voice, and the reading system hyphenates it by the wrong rules. The
    language in the package document does not apply to the documents (EPUB 3.3, section 5.5.3.1.3; WCAG 2.2, success
    criterion 3.1.1). Set “lang” and “xml:lang” on the html element.
    """
    assert subject.epub is not None
    for path, root in subject.epub.documents.items():
        if etree.QName(root).localname != "html":
            continue
        where = Location(file=f"{subject.epub.name}!{path}")
        language = root.get("lang") or root.get(_LANGUAGE)
        if language and not _TAG.fullmatch(language.strip()):
            yield Seen(f"the language “{language[:40]}” is not a language tag", where, "write it as “en” or “pt-BR”")
        elif not language:
            is_empty = root.get("lang") is not None or root.get(_LANGUAGE) is not None
            what = "the language of the document is empty" if is_empty else "the document does not say its language"
            # XHTML 1.1 of EPUB 2 knows no “lang”.
            is_old = subject.epub.package is not None and subject.epub.package.get("version", "").startswith("2")
            names = "“xml:lang”" if is_old else "“lang” and “xml:lang”"
            yield Seen(what, where, f"set {names} on its html element")


def _parts_say_languages(pdf: PdfDocument) -> bool:
    """Whether an element of the structure, or a piece of content, has a language of its own (ISO 32000-1, 14.9.2.2)."""
    import pikepdf

    held = (thing for thing in pdf.pdf.objects if isinstance(thing, pikepdf.Dictionary))
    if any(text(entry(thing, "/S")) and text(entry(thing, "/Lang")).strip() for thing in held):
        return True
    for page in pdf.pages:
        contents = entry(page.obj, "/Contents")
        streams = elements(contents) or [contents]
        if any(b"/Lang" in content_of(stream) for stream in streams if isinstance(stream, pikepdf.Stream)):
            return True
    return False


@check("LANGUAGE-PDF", Severity.ERROR, needs=("pdf",))
def pdf_names_its_language(subject: Subject) -> Iterator[Seen]:
    """The PDF does not say its language.

    A screen reader then reads it in the voice that it happens to have (ISO 32000-1, section 14.9.2; ISO 14289-1,
    section 7.2; WCAG 2.2, success criterion 3.1.1). Set the Lang entry of the document catalogue. In files of others,
    languages of parts are enough: veraPDF reports the parts that have none.
    """
    assert subject.pdf is not None
    if not text(entry(subject.pdf.root, "/Lang")).strip():
        is_empty = entry(subject.pdf.root, "/Lang") is not None
        if subject.article is None and not is_empty and _parts_say_languages(subject.pdf):
            return
        what = "the language of the document is empty" if is_empty else "the document does not say its language"
        yield Seen(what, Location(file=subject.pdf.name), "set the language of the document")
