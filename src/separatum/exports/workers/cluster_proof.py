"""Prove editions that another machine made: that they are the article, as it is read here, and nothing else.

The EPUB is written anew and must be the same to the byte. The PDF, whose layout takes the time, must say the words of
the page that is composed here, no more and no fewer; and all checks and validators look at both, here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from separatum.checks.formats.compare_text import first_difference
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.extract_text import text_of_page
from separatum.checks.formats.finished_file import FinishedFile
from separatum.checks.run import validate
from separatum.exports.context import RunContext
from separatum.exports.pipeline import Editions, Reading, check_editions
from separatum.model.errors import FileError


def proven_editions(  # noqa: PLR0913 - what came back, and what it is held against
    name: str,
    contents: Mapping[str, bytes],
    reading: Reading,
    file: Path,
    context: RunContext,
    *,
    starts: Sequence[int],
) -> Editions:
    """The editions that came back, checked and staged.

    Args:
        name: of the editions.
        contents: the files, by their format.
        reading: the article, as it was read here.
        file: its file.
        context: of the run.
        starts: where the pages of the PDF begin, in signs of the text.

    Raises:
        FileError: they do not say what the article says.
        MissingError: a validator cannot start, or does not answer.
    """
    from separatum.editions import edition
    from separatum.editions.page_map import pagination
    from separatum.style.glyph_coverage import proven

    style = context.style
    proof = proven(reading.article, style, file)
    reading = replace(reading, article=proof.article)
    if "epub" in contents:
        pages = pagination(contents["pdf"], starts) if "pdf" in contents else None
        if edition("epub").write(reading.article, style, pages) != contents["epub"]:
            raise _forged(file, "the EPUB is not what its article makes here")
    if "pdf" in contents and (why := _differs(contents["pdf"], reading, context)):
        raise _forged(file, why)
    files = {kind: _staged(f"{name}.{kind}", kind, content, context) for kind, content in contents.items()}
    validations = [validate(context.validators, files[kind]) for kind in context.options.formats]
    return check_editions(reading, name, validations, file, context, proof=proof)


def _differs(pdf: bytes, reading: Reading, context: RunContext) -> str | None:
    """What a PDF says that the page of its article does not, or the other way round."""
    from separatum.style.compose import compose

    found = PdfDocument(pdf, "the PDF").words
    wanted = text_of_page(compose(reading.article, context.style))
    if found is None:
        return "the PDF has no structure tree"
    if first_difference(wanted.main, found.main, whole=True) or wanted.notes.keys() != found.notes.keys():
        return "the PDF has other words than its article"
    if any(first_difference(note, found.notes[number], whole=True) for number, note in wanted.notes.items()):
        return "the PDF has other notes than its article"
    return None


def _staged(name: str, kind: str, content: bytes, context: RunContext) -> FinishedFile:
    return FinishedFile(format=kind, path=context.folder.stage(name, content), name=name, content=content)


def _forged(file: Path, why: str) -> FileError:
    return FileError(
        f"a worker of the cluster returned something else for “{file}”: {why}",
        "do not trust that worker; export the article without --scheduler",
    )
