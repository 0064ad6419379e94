"""What a PDF reveals: its objects and streams, its bytes, its hidden text, its earlier versions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from separatum.checks.formats.pdf_file import PdfFile
from separatum.checks.formats.pdf_objects import entry, text
from separatum.checks.privacy import pdf_bytes, rules
from separatum.checks.privacy.binary import text_in
from separatum.checks.privacy.metadata_fields import Holder, inspect_contacts, inspect_marks, inspect_words, shortened
from separatum.checks.privacy.names import Wording
from separatum.checks.privacy.nested import InspectPart, Nested
from separatum.checks.privacy.pdf_document import Document
from separatum.checks.privacy.pdf_hidden_text import PageText, read_page_texts, read_painted_texts, words_of
from separatum.checks.privacy.pdf_wording import MAKE_AGAIN, PRINT_AGAIN, is_binary
from separatum.checks.privacy.printed import Printed
from separatum.model.findings import Finding, Severity

_ENDING = b"%%EOF"


def inspect_pdf(  # noqa: PLR0913 - options by name
    file: PdfFile,
    holder: Holder,
    inspect_part: InspectPart,
    *,
    depth: int = 0,
    known: Sequence[str] = (),
    drawn: bool = True,
) -> Iterator[Finding]:
    """What a PDF reveals, and what the earlier versions reveal that are still in it.

    Args:
        file: the view of it.
        holder: the file that it is.
        inspect_part: inspects the files in it.
        depth: how many files are around it.
        known: texts with words that are no secret, besides those of its pages.
        drawn: whether the pages are drawn, to find hidden text; else all text counts as seen.
    """
    content = file.content
    if file.faults:
        for fault in file.faults:
            yield holder.found(rules.NOT_LOOKED_AT, fault.message, f"fetch it again, or {MAKE_AGAIN}")
        if not any("password" in fault.message for fault in file.faults):  # else its strings are numbers
            inner = holder.named("the damaged file")
            yield from inspect_words(text_in(content), inner, wording=Wording.PROSE, lists_rest=False)
        return
    pages: list[PageText] = []
    try:
        pages.extend(read_page_texts(content) if drawn else read_painted_texts(file.painted))
    except Exception as error:  # noqa: BLE001 - two libraries read a file that may be made to harm them
        message = f"hidden text could not be looked for: {shortened(str(error))}"
        yield holder.found(rules.NOT_LOOKED_AT, message, MAKE_AGAIN)
    shown = "\n".join(page.shown for page in pages)
    languages = [text(entry(file.root, "/Lang"))]
    outer = holder.printed.line if depth else ""
    holder = holder.at(holder.where, "the file")
    holder = replace(holder, printed=Printed.of(f"{shown}\n{outer}", *languages, known=known))
    yield from _inspect_hidden(pages, holder)
    unseen = " ".join(one.words for page in pages for one in page.hidden)
    document = Document(file, holder, unseen, Nested(inspect_part, depth))
    yield from document.findings()
    yield from _inspect_bytes(file, content, holder)
    if depth == 0:
        yield from _inspect_earlier(content, shown + unseen, holder, Nested(inspect_part, 1))


def _inspect_hidden(pages: list[PageText], holder: Holder) -> Iterator[Finding]:
    for number, page in enumerate(pages, start=1):
        inner = holder.at(replace(holder.where, page=number), "hidden text")
        if page.is_too_large:
            message = "the page is so large that its hidden text could not be looked for"
            yield inner.found(rules.NOT_LOOKED_AT, message, "look at the page by eye")
        for one in page.hidden:
            message = f"text that is {one.reason}: “{shortened(one.words)}”"
            finding = inner.found(rules.HIDDEN, message, f"remove it from the source, and {MAKE_AGAIN}")
            yield replace(finding, severity=Severity.WARNING) if one.is_text_layer else finding
            yield from inspect_contacts(one.words, inner)
        yield from inspect_marks(page.shown, inner.named("the text"))


def _inspect_bytes(file: PdfFile, content: bytes, holder: Holder) -> Iterator[Finding]:
    """What is between the objects, and objects that the tables no longer name."""
    ends = [match.end() for match in re.finditer(_ENDING, content)]
    rest = content[ends[-1] :] if ends else b""
    start = max(0, content.find(b"%PDF-"))
    for piece, where in ((rest, "after the end of the file"), (content[:start], "before the beginning of the file")):
        if piece.strip(b"\r\n \0"):
            yield holder.found(rules.CARRIED, f"{len(piece)} bytes {where}", MAKE_AGAIN)
            yield from inspect_words(text_in(piece), holder.named(f"the bytes {where}"), lists_rest=False)
    raw = pdf_bytes.cut(content[start : ends[-1] if ends else len(content)])
    for gap in raw.gaps:
        words = gap.decode("utf-8", "replace")
        if not is_binary(words) and re.search(r"[^\W\d_]{3,}", words):
            message = f"{len(gap)} bytes between the objects"
            yield holder.found(rules.CARRIED, f"{message}: “{shortened(words, 60)}”", MAKE_AGAIN)
            yield from inspect_words(words, holder.named("the bytes between the objects"), lists_rest=False)
    if file.pdf.is_encrypted:
        return
    # An object that cannot be parsed is null to its readers, and has no number: its bytes are read here.
    live = {number for thing in file.pdf.objects if (number := getattr(thing, "objgen", None)) is not None}
    last = {one.number: place for place, one in enumerate(raw.objects)}
    for place, one in enumerate(raw.objects):
        if remarks := "\n".join(pdf_bytes.remarks_in(one)):
            yield from inspect_words(remarks, holder.named("a comment in an object"))
        if last[one.number] != place or one.number not in live:
            words = "\n".join(string for string in pdf_bytes.words_of(one) if not is_binary(string))
            yield from inspect_words(words, holder.named("an object that is no longer in use"))


def _inspect_earlier(content: bytes, shown: str, holder: Holder, nested: Nested) -> Iterator[Finding]:
    """The versions before each addition to the end (ISO 32000-1, 7.5.6)."""
    ends = [match.end() for match in re.finditer(_ENDING, content)]
    now = set(shown.split())
    for end in _versions(content, ends)[:8]:
        older = PdfFile(content[:end], holder.where.file)
        if older.faults:
            continue
        gone = [word for page in words_of(content[:end]) for word in page.split() if word not in now]
        lost = f", and says “{shortened(' '.join(gone))}”, which the last does not" if gone else ""
        message = f"an earlier version of {len(older.pages)} pages is still in the file{lost}"
        yield holder.found(rules.EARLIER, message, f"{PRINT_AGAIN}, or make it again")
        inner = holder.named("the text of an earlier version")
        yield from inspect_words(" ".join(gone), inner, lists_rest=False)
        yield from Document(older, inner.named("an earlier version"), " ".join(gone), nested).findings()


def _versions(content: bytes, ends: list[int]) -> list[int]:
    """Where earlier versions end. The first end in a file for the web (Annex F) belongs to its first page alone."""
    linearised = re.search(rb"/Linearized\b[^>]{0,200}?/L\s+(\d+)", content[:1024])
    if linearised:
        length = int(linearised[1])
        return [] if length >= len(content) - 2 else [length, *(end for end in ends[:-1] if end > length + 2)]
    return ends[:-1]
