"""What reads the inputs, what must hold for each, and what each showed: those that show something new are kept."""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import fromstring

from separatum.checks.privacy.forbidden_words import ForbiddenWords
from separatum.model.errors import ArticleError, FileError, UsageError
from separatum.model.findings import Finding, Location, has_errors
from tests.fuzz import inputs, tiny

Shown = frozenset[str]
WORDS = "Jane Doe, Янy Mилaшинy, ann_marie-smith.jpg, O'Neil"
FORBIDDEN = ForbiddenWords(lines=((1, "Ann"), (2, "hello")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A part of the program that reads what others wrote."""

    suffix: str
    """Of the files that hold its inputs."""
    share: int
    """How many of a thousand inputs it gets."""
    seeds: Callable[[], inputs.Seeds]
    make: inputs.Make
    read: Callable[[bytes, Path], Shown]
    """Reads an input, in a folder where it may write; raises whatever is a fault of ours."""


def _codes(findings: Iterable[Finding]) -> Iterator[str]:
    """What the findings show: their codes, and their messages without what the input said."""
    for finding in findings:
        yield finding.code
        yield f"{finding.code} {re.sub(r'“[^”]*”|[0-9]+', '', finding.message)[:60]}"


def lay_beside(folder: Path) -> None:
    """The files that an article of chance may show."""
    (folder / "map.png").write_bytes(tiny.png())
    (folder / "photo.jpg").write_bytes(tiny.pictures()[1])


def read_article(content: bytes, folder: Path) -> Shown:
    """Read a source: an article with a well-formed body, or an error that names its faults."""
    from separatum.source import read

    path = folder / "article.md"
    path.write_bytes(content)
    try:
        article, findings = read(path)
    except ArticleError as error:
        if not has_errors(error.findings):
            raise AssertionError("refused without a fault") from error
        return frozenset(_codes(error.findings))
    except FileError as error:
        return frozenset([error.message[:20]])
    root = fromstring(f"<body>{article.body}</body>")
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids)), "an id stands twice"
    assert not has_errors(findings)
    return frozenset((*_codes(findings), *(f"{parent.tag}/{child.tag}" for parent in root.iter() for child in parent)))


def look_at_book(content: bytes, _: Path) -> Shown:
    """Let the checks, the inspection and the search for words look at an EPUB: they find what they find."""
    from separatum.checks.formats.documents import EpubDocument
    from separatum.checks.privacy.epub import inspect_book
    from separatum.checks.privacy.forbidden_search import find_forbidden
    from separatum.checks.registry import Subject

    book = EpubDocument(content, "a.epub")
    told = [*_checked(Subject(epub=book)), *inspect_book(book)]
    return frozenset(_codes((*told, *find_forbidden(FORBIDDEN, epub=book, pdf=None))))


def look_at_pdf(content: bytes, _: Path) -> Shown:
    """The same for a PDF."""
    from separatum.checks.formats.documents import PdfDocument
    from separatum.checks.privacy.forbidden_search import find_forbidden
    from separatum.checks.privacy.inspect import inspect_document
    from separatum.checks.registry import Subject

    file = PdfDocument(content, "a.pdf")
    told = [*_checked(Subject(pdf=file)), *inspect_document(file)]
    return frozenset(_codes((*told, *find_forbidden(FORBIDDEN, epub=None, pdf=file))))


def _checked(subject: object) -> tuple[Finding, ...]:
    from separatum.checks.catalogue import run_checks
    from separatum.checks.registry import Subject

    assert isinstance(subject, Subject)
    findings = run_checks(subject).findings
    stopped = [finding.message for finding in findings if finding.code == "CHECK-FAILED"]
    assert not stopped, stopped[0]
    return findings


def read_image(content: bytes, folder: Path) -> Shown:
    """Read an image or a drawing that lies beside an article, and say what it tells."""
    from separatum.checks.privacy.images import inspect_picture
    from separatum.checks.privacy.metadata_fields import Holder
    from separatum.checks.privacy.printed import Printed
    from separatum.source.images.load import read_picture
    from separatum.source.images.sandbox import PictureError

    path = folder / "image"
    path.write_bytes(content)
    told = frozenset(_codes(inspect_picture(content, Holder("image.jpg", Location(file="image"), Printed.of("")))))
    try:
        picture = read_picture(path)
    except PictureError as error:
        return told | {f"{error.rule.code} {re.sub(r'“[^”]*”|[0-9]+', '', error.message)[:60]}"}
    assert picture.width > 0
    assert picture.height > 0
    assert not any(note in picture.data for note in (b"by Ann", b"Camera")), "a note of the image was written"
    return told | {picture.media_type}


def read_list(content: bytes, folder: Path) -> Shown:
    """Read a list of forbidden words, and look for them in some words and in the list."""
    from separatum.checks.privacy.forbidden_words import load_forbidden

    path = folder / "list"
    path.write_bytes(content)
    try:
        words = load_forbidden(path)
    except UsageError as error:
        return frozenset([re.sub(r"“[^”]*”|[0-9]+", "", error.message)[:40]])
    for _, line in words.lines:
        assert any(hit.word == line for hit in words.found_in(line.removeprefix("="))), "a word is not found in itself"
    return frozenset(f"hit {hit.line}" for hit in words.found_in(WORDS))


TARGETS = {
    "source": Target(suffix=".md", share=800, seeds=inputs.article_seeds, make=inputs.article_input, read=read_article),
    "epub": Target(suffix=".epub", share=60, seeds=inputs.book_seeds, make=inputs.book_input, read=look_at_book),
    "pdf": Target(suffix=".pdf", share=64, seeds=inputs.pdf_seeds, make=inputs.pdf_input, read=look_at_pdf),
    "image": Target(suffix=".image", share=40, seeds=inputs.picture_seeds, make=inputs.picture_input, read=read_image),
    "drawing": Target(suffix=".svg", share=6, seeds=inputs.drawing_seeds, make=inputs.drawing_input, read=read_image),
    "list": Target(suffix=".list", share=30, seeds=inputs.list_seeds, make=inputs.list_input, read=read_list),
}


def chosen(chance: random.Random) -> str:
    """The target of an input, by their shares."""
    return chance.choices(list(TARGETS), [target.share for target in TARGETS.values()])[0]
