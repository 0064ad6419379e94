"""`verify` makes an edition again, and says what differs and where."""

import io
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest

from separatum.editions import EDITIONS, edition, write_together
from separatum.exports.pipeline import Options, read, with_options
from separatum.exports.verify import verify
from separatum.model.errors import Exit
from separatum.model.report import Report
from separatum.style.style import load_style
from tests.trust.conftest import ARTICLE, repacked, write_article

PAGE = "EPUB/article.xhtml"


@pytest.fixture(scope="module")
def pair(article: Path) -> Mapping[str, bytes]:
    return {maker.format: content for maker, content in write_together(EDITIONS, read(article), load_style())}


def verified(content: bytes, kind: str, source: Path, folder: Path, order: Options | None = None) -> Report:
    (folder / f"quay.{kind}").write_bytes(content)
    made = order or Options()
    return verify(
        folder / f"quay.{kind}",
        source,
        style=made.style,
        paper=made.paper,
        discreet=made.discreet,
        embed_source=made.embed_source,
    )


def said(report: Report) -> list[str]:
    return [finding.message for finding in report.findings]


@pytest.mark.parametrize("kind", EDITIONS)
def test_an_untouched_edition_is_what_its_source_makes(
    pair: Mapping[str, bytes], kind: str, article: Path, tmp_path: Path
) -> None:
    assert verified(pair[kind], kind, article, tmp_path).exit_code is Exit.OK


def test_a_discreet_edition_is_known_without_being_told(article: Path, tmp_path: Path) -> None:
    hidden = with_options(read(article), Options(discreet=True))
    content = edition("epub").write(hidden, load_style())
    assert verified(content, "epub", article, tmp_path).exit_code is Exit.OK


def test_an_epub_that_was_made_alone_is_known_too(article: Path, tmp_path: Path) -> None:
    alone = edition("epub").write(read(article), load_style())
    assert verified(alone, "epub", article, tmp_path).exit_code is Exit.OK


@pytest.mark.parametrize("kind", EDITIONS)
@pytest.mark.parametrize("order", [Options(discreet=True), Options(embed_source=True), Options(paper="a5")])
def test_the_options_that_it_was_made_with_must_be_told(
    kind: str, order: Options, article: Path, tmp_path: Path
) -> None:
    style = load_style(paper=order.paper)
    made = {
        maker.format: content for maker, content in write_together(EDITIONS, with_options(read(article), order), style)
    }
    assert verified(made[kind], kind, article, tmp_path, order).exit_code is Exit.OK
    # A discreet edition is recognised as one; all else must be named.
    expected = Exit.OK if order.discreet else Exit.CHECK
    assert verified(made[kind], kind, article, tmp_path).exit_code is expected


@pytest.mark.parametrize("kind", EDITIONS)
def test_the_first_words_that_differ_are_told(pair: Mapping[str, bytes], kind: str, tmp_path: Path) -> None:
    source = write_article(tmp_path / "new", text=ARTICLE.replace("thirty people", "forty people"))
    report = verified(pair[kind], kind, source, tmp_path)
    assert report.exit_code is Exit.CHECK
    assert "in the text, it says “thirty” where its source says “forty”, after “The ferry It takes”" in " ".join(
        said(report)
    )


def test_a_changed_note_is_told_by_its_number(pair: Mapping[str, bytes], tmp_path: Path) -> None:
    source = write_article(tmp_path / "new", text=ARTICLE.replace("Nobody was asked", "Everybody was asked"))
    assert any(
        message.startswith("in note 1, it says “Nobody”")
        for message in said(verified(pair["pdf"], "pdf", source, tmp_path))
    )


def test_a_part_that_was_added_or_changed_is_named_with_its_line(
    pair: Mapping[str, bytes], article: Path, tmp_path: Path
) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["EPUB/extra.txt"] = b"hello"
        parts["EPUB/style.css"] += b"p { color: red }\n"

    report = verified(repacked(pair["epub"], change), "epub", article, tmp_path)
    places = {finding.where.file.partition("!")[2]: finding for finding in report.findings if finding.where}
    assert places["EPUB/extra.txt"].message == "a part that its source does not make"
    where = places["EPUB/style.css"].where
    assert where is not None
    assert where.line


def test_changed_metadata_and_pages_of_a_pdf_are_named(
    pair: Mapping[str, bytes], article: Path, tmp_path: Path
) -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pair["pdf"])) as pdf:
        pdf.docinfo["/Author"] = "Somebody Else"
        pdf.pages[0].contents_add(b"0 0 9 9 re f")
        pdf.save(written, static_id=True)
    report = verified(written.getvalue(), "pdf", article, tmp_path)
    assert any("“Author” is “Somebody Else” where its source makes “Ann Author”" in message for message in said(report))
    assert any(
        finding.message == "the page is painted otherwise" and finding.where and finding.where.page == 1
        for finding in report.findings
    )


def test_a_single_changed_byte_is_found(pair: Mapping[str, bytes], article: Path, tmp_path: Path) -> None:
    spoilt = bytearray(pair["pdf"])
    spoilt[len(spoilt) // 2] ^= 1
    report = verified(bytes(spoilt), "pdf", article, tmp_path)
    assert report.exit_code is Exit.CHECK
    assert f"byte {len(spoilt) // 2} is the first that differs" in said(report)[0]


@pytest.mark.parametrize("kind", EDITIONS)
def test_what_is_no_edition_at_all_is_said(kind: str, article: Path, tmp_path: Path) -> None:
    report = verified(b"%PDF-1.7 PK\x03\x04 nothing", kind, article, tmp_path)
    assert report.exit_code is Exit.CHECK
    assert any("cannot be read" in message for message in said(report))


def test_versions_that_differ_are_named(pair: Mapping[str, bytes], article: Path, tmp_path: Path) -> None:
    (tmp_path / "quay.report.json").write_text('{"versions": {"nh3": "0.0.1", "zlib": "0.0.2", "font.ttf": "1"}}')
    told = [one for one in said(verified(pair["epub"] + b" ", "epub", article, tmp_path)) if "versions" in one]
    assert len(told) == 1
    assert "nh3 0.0.1 (here " in told[0]
    assert "zlib 0.0.2 (here " in told[0]
    assert "font.ttf 1 (here missing)" in told[0]
