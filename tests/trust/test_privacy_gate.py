"""What `inspect` calls an error stops an edition of ours, too."""

from dataclasses import replace
from pathlib import Path

import pytest

from separatum.checks.formats.finished_file import FinishedFile
from separatum.checks.formats.pdfium_file import PdfiumFile
from separatum.checks.privacy.pdf_hidden_text import read_page_texts, read_painted_texts
from separatum.checks.run import subject_of
from separatum.exports.privacy_gate import findings_in
from separatum.model.article import Article
from separatum.model.findings import Finding, Severity, has_errors
from separatum.model.options import Options
from separatum.style.style import load_style
from tests.checks.article import small_article
from tests.checks.breakers import Editions as Files
from tests.checks.breakers import good, with_text


def found_in(files: Files, article: Article, folder: Path) -> tuple[Finding, ...]:
    pair = {"epub": files.epub, "pdf": files.pdf}
    made = [
        FinishedFile(format=kind, path=Path(f"quay.{kind}"), name=f"quay.{kind}", content=content)
        for kind, content in pair.items()
    ]
    subject = subject_of(article, made)
    assert subject.epub
    assert subject.pdf
    return findings_in((subject.epub, subject.pdf), article, load_style(), folder / "quay.md", Options())


def test_good_editions_pass(tmp_path: Path) -> None:
    assert found_in(good(), small_article(), tmp_path) == ()


def test_a_path_in_a_comment_stops_them(tmp_path: Path) -> None:
    spoilt = with_text(good(), "</body>", "<!-- /home/jane/quay.md --></body>")
    findings = found_in(spoilt, small_article(), tmp_path)
    assert "PRIVACY-MACHINE" in {finding.code for finding in findings}
    assert has_errors(findings)


def test_whom_a_link_of_the_author_leads_to_is_no_secret(tmp_path: Path) -> None:
    linked = '<p><a href="mailto:jane.roe@quay.example?subject=Boats">Write to us</a></p>'
    article = small_article()
    spoilt = with_text(good(), "</body>", f"{linked}</body>")
    assert "PRIVACY-PERSON" in {finding.code for finding in found_in(spoilt, article, tmp_path)}
    known = replace(article, body=article.body + linked)
    assert "PRIVACY-PERSON" not in {finding.code for finding in found_in(spoilt, known, tmp_path)}


def test_an_address_in_the_path_of_a_web_link_is_known_and_one_behind_it_is_not(tmp_path: Path) -> None:
    article = small_article()
    for address, is_found in (
        ("a/2022.G2@quay.example/", False),
        ("a/2%2FG@quay.example/", False),
        ("a/?for=jane.roe@quay.example", True),
    ):
        linked = f'<p><a href="https://list.example/{address}">The list</a></p>'
        known = replace(article, body=article.body + linked)
        found = {
            finding.code for finding in found_in(with_text(good(), "</body>", f"{linked}</body>"), known, tmp_path)
        }
        assert ("PRIVACY-PERSON" in found) is is_found


@pytest.mark.parametrize(
    ("line", "is_mark"),
    [
        ("This copy is licensed to Real Name, order 4711", True),
        ("Licensed to: jane", True),
        ("Purchased by jane.roe@quay.example", True),
        ("Prepared exclusively for JANE ROE", True),
        ("Order number 4711-23", True),
        ("Transaction ID: AB12", True),
        ("She is licensed to practise law in California.", False),
        ("The software is licensed to us, and protected by law.", False),
        ("Be prepared for the unexpected, and for war.", False),
        ("Devices purchased by governments can do it.", False),
        ("It is put into the transaction ID of the previous one.", False),
    ],
)
def test_a_line_that_says_whose_copy_it_is_stops_them_and_a_sentence_does_not(
    tmp_path: Path, line: str, *, is_mark: bool
) -> None:
    spoilt = with_text(good(), "</body>", f"<p>{line}</p></body>")
    found = [one for one in found_in(spoilt, small_article(), tmp_path) if one.code == "PRIVACY-READER"]
    assert has_errors(found) is is_mark


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("<p>He was <em>licensed to Harbour Pilots</em> &amp; Sons in 1958.</p>", ""),
        ('<p><a href="https://a.example/b">Prepared for Getting Hit</a></p>', ": https://a.example/b"),
    ],
)
def test_such_a_line_of_the_author_is_for_a_person_to_look_at(tmp_path: Path, line: str, printed: str) -> None:
    known = replace(small_article(), body=small_article().body + line)
    shown = line.replace("</p>", f"{printed}</p>")
    found = found_in(with_text(good(), "</body>", f"{shown}</body>"), known, tmp_path)
    assert [(one.code, one.severity) for one in found] == [("PRIVACY-READER", Severity.REVIEW)]


@pytest.mark.parametrize(("text", "is_found"), [("http://localhost:8000/feed", False), ("here", True)])
def test_a_link_to_a_machine_that_the_text_names_is_no_secret(tmp_path: Path, text: str, *, is_found: bool) -> None:
    linked = f'<p><a href="http://localhost:8000/feed">{text}</a></p>'
    known = replace(small_article(), body=small_article().body + linked)
    found = found_in(with_text(good(), "</body>", f"{linked}</body>"), known, tmp_path)
    assert ("PRIVACY-MACHINE" in {one.code for one in found}) is is_found


def test_a_path_that_the_article_prints_is_no_secret_in_a_bookmark(tmp_path: Path) -> None:
    heading = "<h2>Files in /home/user</h2>"
    known = replace(small_article(), body=small_article().body + heading)
    spoilt = with_text(good(), "</body>", '<p title="Files in /home/user">x</p></body>')
    assert "PRIVACY-MACHINE" in {one.code for one in found_in(spoilt, small_article(), tmp_path)}
    assert "PRIVACY-MACHINE" not in {one.code for one in found_in(spoilt, known, tmp_path)}


def test_what_an_abbreviation_stands_for_is_no_secret(tmp_path: Path) -> None:
    line = '<p><abbr title="Mapeador Objeto Relacional">ORM</abbr></p>'
    known = replace(small_article(), body=small_article().body + line)
    spoilt = with_text(good(), "</body>", f"{line}</body>")
    assert "PRIVACY-PERSON" in {one.code for one in found_in(spoilt, small_article(), tmp_path)}
    assert "PRIVACY-PERSON" not in {one.code for one in found_in(spoilt, known, tmp_path)}


def test_no_page_is_drawn_a_second_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = list[object]()
    monkeypatch.setattr("separatum.checks.privacy.pdf_hidden_text._drawn", lambda page, _: drawn.append(page))
    assert found_in(good(), small_article(), tmp_path) == ()
    assert not drawn


def test_the_words_of_the_pages_are_no_secret_in_the_metadata(tmp_path: Path) -> None:
    pdf = good().pdf
    words = [page.shown for page in read_painted_texts(PdfiumFile(pdf))]
    seen = [page.shown for page in read_page_texts(pdf)]
    assert [" ".join(page.split()) for page in words] == [" ".join(page.split()) for page in seen]
    assert found_in(good(), small_article(), tmp_path) == ()
