"""Make an edition again from its source, and say what differs, and where.

Nothing is validated and nothing is published: what is asked is only whether these bytes come from that source.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from separatum.checks.formats.compare_text import Difference, Text, first_difference
from separatum.checks.formats.documents import EpubDocument, PdfDocument
from separatum.checks.formats.extract_text import DocumentText
from separatum.checks.formats.finished_file import FinishedFile, edition_file, finished_file
from separatum.checks.formats.pdf_objects import content_of, elements, entries, entry, text
from separatum.config import settings_of
from separatum.exports.pipeline import with_options
from separatum.model.article import Article
from separatum.model.choices import DEFAULT_PAPER
from separatum.model.errors import SeparatumError
from separatum.model.findings import Finding, Location, Severity, rule_from_docstring
from separatum.model.options import Options
from separatum.model.report import Report, Reports, failed
from separatum.style.style import Style, load_style
from separatum.system.versions import made_with, separatum_version

if TYPE_CHECKING:
    import pikepdf

DIFFERENT = rule_from_docstring(
    "VERIFY-DIFFERENT",
    Severity.ERROR,
    """The file is not what its source makes

    Made again from its source, with the same options, style and versions, an edition is the same to the byte. This one
    is not: it was changed on its way, or it was made from another state of the source, with other options (`--paper`,
    `--style`, `--discreet`, `--embed-source`), or by other versions: where `name.report.json` lies beside it, as it was
    published, those that differ are named. Where the words are the same, look at the versions first; where they are
    not, trust the source.
    """,
)
RULES = (DIFFERENT,)
_MOST = 20
_VERSION = 60
"""Letters of a version that are looked at."""


def verify_all(
    paths: Sequence[Path], source: Path, options: Options, *, on_file: Callable[[str], None] = lambda _: None
) -> Reports:
    """Compare files with what their source makes now.

    Args:
        paths: EPUBs and PDFs that were made by `export`.
        source: the Markdown file.
        options: the options that they were made with; `out` and `sign` make no difference.
        on_file: told the name of each file.

    Raises:
        ArticleError, FileError, StyleError, MissingError: the editions cannot be made.
    """
    from separatum import source as reader

    read, _remarks = reader.read(source, settings_of(source))
    # What is asked for comes first; a reader who has only the file may not know how it was made.
    candidates = [options, replace(options, discreet=not options.discreet)]
    articles = [with_options(read, one) for one in candidates]
    style = load_style(options.style, options.paper)
    for path in dict.fromkeys(paths):
        on_file(path.name)
        try:
            yield _verified(finished_file(path), articles, style)
        except SeparatumError as error:
            yield failed(path.stem, [path], error)


def verify(  # noqa: PLR0913 - options by name
    path: Path | str,
    source: Path | str,
    *,
    style: Path | str | None = None,
    paper: str = DEFAULT_PAPER,
    discreet: bool = False,
    embed_source: bool = False,
) -> Report:
    """Make an edition again from its source and compare the bytes.

    Args:
        path: an EPUB or a PDF that `export` made.
        source: the Markdown file.
        style: the folder of the style it was made with; None for the house style.
        paper: the paper it was made with.
        discreet: whether it was made so.
        embed_source: whether it was made so.

    Returns:
        The report; without findings if the bytes are the same.

    Raises:
        ArticleError, FileError, StyleError, MissingError: the edition cannot be made again.
    """
    options = Options(
        style=None if style is None else Path(style), paper=paper, discreet=discreet, embed_source=embed_source
    )
    return next(verify_all([Path(path)], Path(source), options))


def _verified(file: FinishedFile, articles: Sequence[Article], style: Style) -> Report:
    """The report on a file that one of these articles, the same with other options, may make."""
    made = list(_editions(file.format, articles[0], style))
    same = any(content == file.content for content in made)
    if not same:
        same = any(
            content == file.content for article in articles[1:] for content in _editions(file.format, article, style)
        )
    found = () if same else tuple(_differences(file, made[0]))[:_MOST]
    return Report(
        name=file.path.stem,
        sources=(file.name,),
        editions=(edition_file(file, Path(file.name)),),
        findings=found,
        versions=(("separatum", separatum_version()),),
    )


def _editions(kind: str, article: Article, style: Style) -> Iterator[bytes]:
    """The edition, made as one of a pair, and then alone: an EPUB knows the pages of a PDF beside it."""
    from separatum.editions import EDITIONS, edition, write_together

    pair = {maker.format: content for maker, content in write_together(EDITIONS, article, style)}
    yield pair[kind]
    yield edition(kind).write(article, style)


def _differences(file: FinishedFile, made: bytes) -> Iterator[Finding]:
    """What differs between a file and what was made again: words first, then the rest."""
    whole = f"{len(file.content)} bytes where its source makes {len(made)}"
    if len(file.content) == len(made):
        at = next(place for place, (one, other) in enumerate(zip(file.content, made, strict=True)) if one != other)
        whole = f"as long as what its source makes, but not the same: byte {at} is the first that differs"
    yield _different(f"the file is {whole}", file.name)
    yield from _of_versions(file)
    compare = _of_epub if file.format == "epub" else _of_pdf
    yield from compare(file.content, made, file.name)


def _of_versions(file: FinishedFile) -> Iterator[Finding]:
    """The versions that the report beside a file tells, where others are here."""
    try:
        versions = json.loads(file.path.with_suffix(".report.json").read_bytes())["versions"]
        named = {str(name): str(version)[:_VERSION] for name, version in versions.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return  # there is none, or it is no report of ours: nothing can be told
    here = {**made_with(), **_fonts_here(named)}
    others = [
        f"{name} {named[name]} (here {here[name]})"
        for name in sorted(named)
        if here.get(name, named[name]) != named[name]
    ]
    if others:
        yield _different(f"its report names other versions: {', '.join(others)}", file.name)


def _fonts_here(names: Iterable[str]) -> dict[str, str]:
    """Of these names, those of fonts, with the version that is on this machine."""
    from separatum.style.font_files import ENDINGS, fingerprint, font_file

    files = {name: font_file(name) for name in names if name.endswith(ENDINGS)}
    return {name: fingerprint(file)[:_VERSION] if file else "missing" for name, file in files.items()}


def _different(message: str, place: str, *, line: int | None = None, page: int | None = None) -> Finding:
    hint = "compare the options and the versions, then trust the source"
    return DIFFERENT.found(message, where=Location(file=place, line=line, page=page), hint=hint)


def _of_epub(content: bytes, made: bytes, name: str) -> Iterator[Finding]:
    there, wanted = EpubDocument(content, name), EpubDocument(made, name)
    if there.faults:
        yield _different("it cannot be read as an EPUB", name)
        return
    yield from _of_words(there.words, wanted.words, name)
    with zipfile.ZipFile(io.BytesIO(content)) as one, zipfile.ZipFile(io.BytesIO(made)) as other:
        parts, others = set(one.namelist()), set(other.namelist())
        for part in sorted(parts - others):
            yield _different("a part that its source does not make", f"{name}!{part}")
        for part in sorted(others - parts):
            yield _different("a part is missing that its source makes", f"{name}!{part}")
        for part in sorted(parts & others):
            yield from _of_part(there, wanted, part, name)
        if _packing(one) != _packing(other):
            yield _different("the container is packed otherwise: order, times or compression of its parts", name)


def _of_part(there: EpubDocument, wanted: EpubDocument, part: str, name: str) -> Iterator[Finding]:
    one, other = there.read(part), wanted.read(part)
    if one == other:
        return
    lines, others = one.split(b"\n"), other.split(b"\n")
    is_text = part.endswith((".xhtml", ".opf", ".ncx", ".css", ".xml", ".md"))
    pairs = enumerate(zip(lines, others, strict=False), start=1)
    line = next((number for number, (a, b) in pairs if a != b), min(len(lines), len(others)))
    message = f"{len(one)} bytes where its source makes {len(other)}" if len(one) != len(other) else "other bytes"
    yield _different(f"the part differs: {message}", f"{name}!{part}", line=line if is_text else None)


def _packing(archive: zipfile.ZipFile) -> list[tuple[object, ...]]:
    entries_ = archive.infolist()
    return [(one.filename, one.date_time, one.compress_type, one.external_attr, one.extra) for one in entries_]


def _of_pdf(content: bytes, made: bytes, name: str) -> Iterator[Finding]:
    there, wanted = PdfDocument(content, name), PdfDocument(made, name)
    if there.faults:
        yield _different("it cannot be read as a PDF", name)
        return
    if there.words is None or wanted.words is None:
        yield _different("it has no structure tree, so its words cannot be compared", name)
    else:
        yield from _of_words(there.words, wanted.words, name)
    if len(there.pages) != len(wanted.pages):
        yield _different(f"{len(there.pages)} pages where its source makes {len(wanted.pages)}", name)
    yield from _of_information(there, wanted, name)
    yield from _of_objects(there, wanted, name)


def _of_information(there: PdfDocument, wanted: PdfDocument, name: str) -> Iterator[Finding]:
    one = {key: text(value) for key, value in entries(entry(there.pdf.trailer, "/Info"))}
    other = {key: text(value) for key, value in entries(entry(wanted.pdf.trailer, "/Info"))}
    for key in sorted(one.keys() | other.keys()):
        if one.get(key) != other.get(key):
            message = f"“{key[1:]}” is “{one.get(key, '')}” where its source makes “{other.get(key, '')}”"
            yield _different(f"in the document information, {message}", name)


def _of_objects(there: PdfDocument, wanted: PdfDocument, name: str) -> Iterator[Finding]:
    """The pages that are painted otherwise, and how many other objects differ."""
    pages = zip(there.pages, wanted.pages, strict=False)
    for number, (one, other) in enumerate(pages, start=1):
        if _painted(one) != _painted(other):
            yield _different("the page is painted otherwise", name, page=number)
    ours, theirs = list(there.pdf.objects), list(wanted.pdf.objects)
    if len(ours) != len(theirs):
        yield _different(f"{len(ours)} objects where its source makes {len(theirs)}", name)
        return
    differing = [thing for thing, other in zip(ours, theirs, strict=True) if _unparsed(thing) != _unparsed(other)]
    if differing:
        numbers = ", ".join(str(thing.objgen[0]) for thing in differing[:8])
        yield _different(f"{len(differing)} objects differ: {numbers}{' …' if len(differing) > 8 else ''}", name)


def _painted(page: "pikepdf.Page") -> bytes:
    contents = page.obj.get("/Contents")
    return b"".join(content_of(part) for part in elements(contents) or [contents])


def _unparsed(thing: object) -> bytes:
    import pikepdf

    if isinstance(thing, pikepdf.Stream):
        return bytes(thing.read_raw_bytes()) + repr(sorted(thing.keys())).encode()
    return bytes(thing.unparse()) if isinstance(thing, pikepdf.Object) else repr(thing).encode()


def _of_words(there: DocumentText, wanted: DocumentText, name: str) -> Iterator[Finding]:
    """The first words that differ, in the text and in each note."""
    yield from _of_text(wanted.main, there.main, "in the text", name)
    for number in dict.fromkeys((*wanted.notes, *there.notes)):
        one, other = wanted.notes.get(number), there.notes.get(number)
        if one is None or other is None:
            yield _different(f"note {number} is {'missing' if other is None else 'added'}", name)
        else:
            yield from _of_text(one, other, f"in note {number}", name)


def _of_text(wanted: Text, there: Text, place: str, name: str) -> Iterator[Finding]:
    difference = first_difference(wanted, there, whole=True)
    if difference is not None:
        found = there.place(difference.index)
        part = f"{name}!{found.part}" if found.part else name
        yield _different(f"{place}, {_said(difference)}", part, line=found.line, page=found.page)


def _said(difference: Difference) -> str:
    after = f", after “{difference.before}”" if difference.before else ""
    if not difference.found:
        return f"“{difference.wanted}” is missing{after}"
    if not difference.wanted:
        return f"“{difference.found}” is added{after}"
    return f"it says “{difference.found}” where its source says “{difference.wanted}”{after}"
