"""What `inspect` calls an error stops an edition of ours, too."""

from dataclasses import replace
from pathlib import Path

import pytest

from separatum.checks.formats.finished_file import FinishedFile
from separatum.checks.privacy.pdf_hidden_text import read_page_texts, read_painted_texts
from separatum.exports.pipeline import Editions
from separatum.exports.privacy_gate import inspected
from separatum.model.findings import has_errors
from separatum.model.options import Options
from separatum.style.style import load_style
from tests.checks.article import small_article
from tests.checks.breakers import Editions as Files
from tests.checks.breakers import good, with_text


def editions_of(files: Files) -> Editions:
    pair = {"epub": files.epub, "pdf": files.pdf}
    made = [
        FinishedFile(format=kind, path=Path(f"quay.{kind}"), name=f"quay.{kind}", content=content)
        for kind, content in pair.items()
    ]
    return Editions(name="quay", files=tuple(made), findings=(), skipped=(), versions=())


def test_good_editions_pass(tmp_path: Path) -> None:
    assert inspected(editions_of(good()), small_article(), load_style(), tmp_path / "quay.md", Options()).findings == ()


def test_a_path_in_a_comment_stops_them(tmp_path: Path) -> None:
    spoilt = with_text(good(), "</body>", "<!-- /home/jane/quay.md --></body>")
    findings = inspected(editions_of(spoilt), small_article(), load_style(), tmp_path / "quay.md", Options()).findings
    assert "PRIVACY-MACHINE" in {finding.code for finding in findings}
    assert has_errors(findings)


def test_whom_a_link_of_the_author_leads_to_is_no_secret(tmp_path: Path) -> None:
    linked = '<p><a href="mailto:jane.roe@quay.example?subject=Boats">Write to us</a></p>'
    article = small_article()
    spoilt = with_text(good(), "</body>", f"{linked}</body>")
    unknown = inspected(editions_of(spoilt), article, load_style(), tmp_path / "quay.md", Options())
    assert "PRIVACY-PERSON" in {finding.code for finding in unknown.findings}
    known = replace(article, body=article.body + linked)
    found = inspected(editions_of(spoilt), known, load_style(), tmp_path / "quay.md", Options()).findings
    assert "PRIVACY-PERSON" not in {finding.code for finding in found}


def test_no_page_is_drawn_a_second_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = list[object]()
    monkeypatch.setattr("separatum.checks.privacy.pdf_hidden_text._drawn", lambda page, _: drawn.append(page))
    inspected(editions_of(good()), small_article(), load_style(), tmp_path / "quay.md", Options())
    assert not drawn


def test_the_words_of_the_pages_are_no_secret_in_the_metadata(tmp_path: Path) -> None:
    told = editions_of(good())
    pdf = next(one for one in told.files if one.format == "pdf")
    words = [page.shown for page in read_painted_texts(pdf.content)]
    seen = [page.shown for page in read_page_texts(pdf.content)]
    assert [" ".join(page.split()) for page in words] == [" ".join(page.split()) for page in seen]
    assert inspected(told, small_article(), load_style(), tmp_path / "quay.md", Options()).findings == ()
