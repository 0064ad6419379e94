"""The article as Markdown: reading it gives the same article, and what was not published is not in it."""

import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.registry import Subject
from separatum.checks.rules.active_content import pdf_carries_nothing_else
from separatum.checks.validators import JavaValidators
from separatum.editions import EDITIONS, write_together
from separatum.exports.pipeline import read
from separatum.model.article import Article
from separatum.model.errors import ArticleError
from separatum.source.to_markdown import transcript
from separatum.style.style import load_style
from tests.trust.conftest import ARTICLE, write_article

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "content" / "article.md", *sorted((ROOT / "tests" / "source" / "good").glob("*.md"))]
LOSSY = {
    "tables.md": "a table that has a bar in its code becomes HTML, which has no alignment",
    "title-in-text.md": "the identifier is made from the title as it was typed",
    "broken-yaml-quote.md": "the identifier is made from the title as it was typed",
}


def read_again(article: Article, folder: Path) -> Article:
    """An article from its own transcript."""
    for image in article.images:
        (folder / image.href).parent.mkdir(parents=True, exist_ok=True)
        (folder / image.href).write_bytes(image.data)
    (folder / f"{article.name}.md").write_bytes(transcript(article))
    return read(folder / f"{article.name}.md")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_reading_the_transcript_gives_the_same_article(source: Path, tmp_path: Path) -> None:
    article = read(source)
    again = read_again(article, tmp_path)
    if source.name == "tables.md":
        assert again.body.count("<t") == article.body.count("<t"), LOSSY[source.name]
        return
    assert again.body == article.body
    known = article.metadata.identifier if source.name in LOSSY else again.metadata.identifier
    assert replace(again.metadata, identifier=known) == article.metadata


def test_what_is_not_published_is_not_in_it(tmp_path: Path) -> None:
    text = ARTICLE.replace("byline:", "editor_note: ask Bob at the bank\nbyline:").replace(
        "## The ferry", "<!-- the source is Bob -->\n\n<script>bob()</script>\n\n## The ferry"
    )
    try:
        article = read(write_article(tmp_path, text=text))
    except ArticleError as error:
        pytest.fail(str(error.findings))
    assert b"ob" not in transcript(article).replace(b"Nobody", b"")


def test_both_editions_carry_it_and_pass_both_validators(
    article: Path, validators: JavaValidators, tmp_path: Path
) -> None:
    known = read(article)
    carrying = replace(known, transcript=transcript(known))
    made = {maker.format: content for maker, content in write_together(EDITIONS, carrying, load_style())}
    for kind, content in made.items():
        (tmp_path / f"a.{kind}").write_bytes(content)
    assert not validators.validate_epub(tmp_path / "a.epub")
    assert not validators.validate_pdf(tmp_path / "a.pdf")
    with zipfile.ZipFile(tmp_path / "a.epub") as archive:
        assert archive.read("EPUB/source/quay.md") == carrying.transcript
        spine = archive.read("EPUB/content.opf").partition(b"<spine")[2]
    assert b"source" not in spine
    with pikepdf.open(io.BytesIO(made["pdf"])) as pdf:
        (attached,) = pdf.Root.AF
        assert attached.AFRelationship == "/Source"
        stream = attached.EF.F
        assert bytes(stream.read_bytes()) == carrying.transcript
        assert stream.Subtype == "/text/markdown"
        assert bytes(stream.Params.CheckSum) == hashlib.md5(carrying.transcript or b"").digest()
        assert str(stream.Params.CreationDate) == "D:20170405000000Z"


def test_a_carried_file_that_nobody_asked_for_is_a_fault(article: Path) -> None:
    known = read(article)
    carrying = replace(known, transcript=transcript(known))
    made = {maker.format: content for maker, content in write_together(("pdf",), carrying, load_style())}
    file = PdfDocument(made["pdf"], "a.pdf")
    assert not list(pdf_carries_nothing_else(Subject(article=carrying, pdf=file)))
    assert len(list(pdf_carries_nothing_else(Subject(article=known, pdf=file)))) == 1
