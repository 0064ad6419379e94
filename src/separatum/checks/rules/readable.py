"""Check that each file can be opened and read to its end."""

from collections.abc import Iterator

from separatum.checks.formats.faults import Fault
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity


@check("EPUB-BROKEN", Severity.ERROR, needs=("epub",), even_broken=True)
def epub_is_whole(subject: Subject) -> Iterator[Seen]:
    """The EPUB cannot be read.

    An EPUB is a ZIP container whose META-INF/container.xml names a package document, whose spine in turn names
    documents in well-formed XHTML (EPUB 3.3, sections 4.2.6.3.1, 5.7 and 6.1). One of these is missing, damaged, too
    large to be opened safely, or not well-formed. Reading systems refuse such a book or lose its end. All other
    checks of the book are skipped until it is fixed: make it again, or fetch it again if it was cut off on its way.
    """
    assert subject.epub is not None
    for fault in subject.epub.faults:
        yield _seen(subject.epub.name, fault)


@check("PDF-BROKEN", Severity.ERROR, needs=("pdf",), even_broken=True)
def pdf_is_whole(subject: Subject) -> Iterator[Seen]:
    """The PDF cannot be read.

    The file is empty, cut off, or its cross-reference table, trailer or page tree cannot be
    followed (ISO 32000-1, sections 7.5 and 7.7.3). Readers refuse such a file, or show a part of it. All other checks
    of the PDF are skipped until it is fixed: make it again, or fetch it again if it was cut off on its way.
    """
    assert subject.pdf is not None
    for fault in subject.pdf.faults:
        if not fault.is_locked:
            yield _seen(subject.pdf.name, fault)


@check("PDF-LOCKED", Severity.ERROR, needs=("pdf",), even_broken=True)
def pdf_is_not_locked(subject: Subject) -> Iterator[Seen]:
    """The PDF is encrypted and cannot be opened.

    It asks for a password, or is encrypted by a method that only one program knows (ISO 32000-1, section 7.6), so
    nothing in it can be checked, and many readers and assistive programs cannot open it either. Save it without a
    password, and check that file.
    """
    assert subject.pdf is not None
    for fault in subject.pdf.faults:
        if fault.is_locked:
            yield Seen(
                fault.message, Location(file=subject.pdf.name), "save it without a password, and check that file"
            )


@check("PDF-SYNTAX", Severity.ERROR, needs=("pdf",), elsewhere=Severity.WARNING)
def pdf_syntax_is_right(subject: Subject) -> Iterator[Seen]:
    """The PDF breaks the rules of PDF syntax.

    The file opens, but some of its objects, streams or cross-references are damaged (ISO 32000-1, section 7): one
    program repairs that silently, another shows an empty page. Or the page tree counts its pages wrongly (section
    7.7.3.2), the graphics state is saved and restored differently often (8.4.2), or something is before the header or
    after the end (7.5): veraPDF does not report these. Make the file again; “qpdf in.pdf out.pdf” often repairs it.
    """
    assert subject.pdf is not None
    hint = "make the file again, or repair it with “qpdf in.pdf out.pdf”"
    faults, where = subject.pdf.syntax_faults, Location(file=subject.pdf.name)
    if subject.article is None and faults:  # the words of a library for programmers
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        yield Seen(f"the file has a small technical fault{more}: {faults[0]}", where, hint)
        return
    yield from (Seen(message, where, hint) for message in faults)


def _seen(file: str, fault: Fault) -> Seen:
    name = file if fault.part is None else f"{file}!{fault.part}"
    return Seen(fault.message, Location(file=name, line=fault.line), "make the file again, or fetch it again")
