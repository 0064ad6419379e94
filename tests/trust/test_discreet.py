"""A discreet edition says nothing outside its text, and all of it inside."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from separatum.checks.formats.compare_text import first_difference
from separatum.checks.formats.documents import EpubDocument, PdfDocument
from separatum.checks.formats.extract_text import text_of_article
from separatum.checks.formats.pdf_objects import entry, text
from separatum.checks.validators import JavaValidators
from separatum.editions import EDITIONS, write_together
from separatum.exports.batch import export_all
from separatum.exports.discreet import discreet
from separatum.exports.pipeline import read
from separatum.model.article import Article
from separatum.model.errors import Exit
from separatum.model.findings import Finding, Severity
from separatum.model.options import Options
from separatum.source.discovery import find_articles
from separatum.style.style import load_style
from tests.trust.warm import staying

CONTENT = Path(__file__).parents[2] / "content" / "article.md"
TELLING = (b"Ann Author", b"An empty quay", b"River Paper", b"river.example")


@pytest.fixture(scope="module")
def editions(article: Path) -> Mapping[str, bytes]:
    hidden = discreet(read(article))
    return {maker.format: content for maker, content in write_together(EDITIONS, hidden, load_style())}


def test_the_text_is_untouched() -> None:
    article = read(CONTENT)
    told, before = text_of_article(discreet(article)).body, text_of_article(article).body
    start = told.main.letters.index(before.main.letters)
    assert first_difference(before.main, told.main, start, whole=True) is None
    assert told.notes.keys() == before.notes.keys()
    for number, note in before.notes.items():
        assert first_difference(note, told.notes[number], whole=True) is None


def test_the_headline_and_the_names_open_the_text(article: Path) -> None:
    opening = text_of_article(discreet(read(article))).body.main.words(0, 40)
    assert opening[:5] == ["An", "empty", "quay", "Ann", "Author"]


def test_no_part_of_the_book_but_its_text_tells_what_it_is(editions: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(editions["epub"])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    told = {name for name, content in parts.items() if any(words in content for words in TELLING)}
    assert told == {"EPUB/article.xhtml"}
    assert not [words for words in TELLING[2:] for content in parts.values() if words in content]


def test_no_bookmark_names_the_headline(editions: Mapping[str, bytes]) -> None:
    file = PdfDocument(editions["pdf"], "a.pdf")
    titles = [text(entry(item, "/Title")) for item in file.tree(entry(file.root, "/Outlines"), "/First", "/Next")]
    assert "The ferry" in titles
    assert "An empty quay" not in titles


def test_nothing_leads_out_of_the_editions(editions: Mapping[str, bytes]) -> None:
    book = EpubDocument(editions["epub"], "a.epub")
    links = [link.get("href", "") for root in book.documents.values() for link in root.iter("{*}a")]
    assert links
    assert not [link for link in links if ":" in link]
    file = PdfDocument(editions["pdf"], "a.pdf")
    for page in file.pages:
        for annotation in file.tree(entry(page.obj, "/Annots")):
            assert not text(entry(annotation, "/A", "/URI"))


def test_the_pdf_names_nobody_in_its_metadata(editions: Mapping[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(editions["pdf"])) as pdf:
        said = bytes(pdf.Root.Metadata.read_bytes()) + repr(dict(pdf.docinfo.items())).encode()
    assert not [words for words in TELLING if words in said]
    assert b"Edition " in said


def test_the_first_page_of_the_pdf_tells_nothing(editions: Mapping[str, bytes]) -> None:
    first = PdfDocument(editions["pdf"], "a.pdf").contents[0]
    shown = " ".join(line for lines in first.marked.values() for line in lines)
    assert "Edition" in shown
    assert not [words for words in ("quay", "Ann", "River") if words in shown]


def test_the_identifier_cannot_be_made_from_the_address(article: Path) -> None:
    known = read(article)
    assert discreet(known).metadata.identifier != known.metadata.identifier
    assert discreet(known).name == discreet(known).metadata.identifier.removeprefix("urn:uuid:")[:8]


def test_both_validators_pass_it(editions: Mapping[str, bytes], validators: JavaValidators, tmp_path: Path) -> None:
    def errors(findings: tuple[Finding, ...]) -> list[Finding]:
        return [one for one in findings if one.severity in {Severity.ERROR, Severity.WARNING}]

    for kind, content in editions.items():
        (tmp_path / f"a.{kind}").write_bytes(content)
    assert not errors(validators.validate_epub(tmp_path / "a.epub"))
    assert not errors(validators.validate_pdf(tmp_path / "a.pdf"))


TRAITOR = """\
---
title: A headline
language: en-GB
published: 2017-04-05
byline: Ann Author
publisher:
  name: The Qzxpaper
  url: https://qzxsite.example
  contact: desk@qzxsite.example
source_url: https://qzxsite.example/qzxslug
rights: Qzxholder
tags: [qzxsubject]
image: qzxcover.png
image_alt: A map
qzxkey: 1
---

See [why](https://qzxsite.example/why?utm_source=qzxmark), [that](qzxother.md), [us](mailto:desk@qzxsite.example).

![A drawing](qzxdrawing.svg)

![A map](qzxmap.jpg "The harbour")

Text.[^1]

[^1]: Nobody [was](https://qzxsite.example/note) asked.
"""
SHOWN = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="9" height="9"/></svg>'


def everything(name: str, content: bytes) -> bytes:
    """All bytes of a published file, with those that are packed in it, and the names of its parts."""
    parts = [name.encode(), content]
    if name.endswith(".epub"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts += [b"".join((one.filename.encode(), archive.read(one))) for one in archive.infolist()]
    if name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            parts += [
                thing.read_bytes() for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and readable(thing)
            ]
            parts += [thing.unparse() for thing in pdf.objects]
    return b"\n".join(parts)


def readable(stream: pikepdf.Stream) -> bool:
    return str(stream.get("/Subtype")) != "/Image"


@pytest.mark.parametrize("carried", [False, True])
def test_no_byte_that_is_published_names_the_outlet_the_site_or_a_file(
    validators: JavaValidators, tmp_path: Path, carried: bool
) -> None:
    folder = tmp_path / "qzxfolder"
    folder.mkdir()
    (folder / "qzxname.md").write_text(TRAITOR)
    (folder / "qzxname.fr.md").write_text(TRAITOR.replace("en-GB", "fr").replace("A headline", "Un titre"))
    (folder / "qzxother.md").write_text(TRAITOR.replace("A headline", "Another"))
    (folder / "qzxdrawing.svg").write_text(SHOWN)
    for name in ("qzxcover.png", "qzxmap.jpg"):
        Image.new("RGB", (400, 300), "green").save(folder / name)
    with staying(validators):
        order = Options(out=tmp_path / "dist", discreet=True, embed_source=carried)
        reports = list(export_all(find_articles([folder / "qzxname.md"]).files, order))
    assert [report.exit_code for report in reports] == [Exit.OK, Exit.OK], reports
    quoted = " ".join(one.message for report in reports for one in report.findings)
    assert "qzxsite.example" in quoted, "nothing quotes the source"
    published = {file.name: everything(file.name, file.read_bytes()) for file in (tmp_path / "dist").iterdir()}
    assert len(published) == 7
    for encoding in ("utf-8", "utf-16-be"):
        assert not [name for name, told in published.items() if "qzx".encode(encoding) in told.lower()]
    assert not [name for name, told in published.items() if b"ann author" in told.lower() and name.endswith(".json")]


def test_links_inside_the_text_stay(article: Path) -> None:
    hidden: Article = discreet(read(article))
    assert 'href="#note-1"' in hidden.body
    assert "river.example" not in hidden.body
