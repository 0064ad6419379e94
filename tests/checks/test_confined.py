"""Files of others are read in a confined process: whatever they do, there is a result that does not pass."""

import io
from pathlib import Path

import pikepdf
import pytest

import tests.checks.access_breakers  # noqa: F401 - registers its own
from separatum.checks import confined
from separatum.checks.confined import own_checks
from separatum.checks.formats.finished_file import FinishedFile
from separatum.checks.profiles import EVERYTHING
from tests.checks.breakers import BREAKERS, good


def as_file(content: bytes, format_: str) -> FinishedFile:
    name = f"a.{format_}"
    return FinishedFile(format=format_, path=Path(name), name=name, content=content)


def laughs() -> bytes:
    """Forms that draw others twice, over and over: more drawings than anyone can count, in six kilobytes."""
    pdf = pikepdf.new()
    inner = None
    for _ in range(40):
        form = pdf.make_stream(b"/F Do /F Do" if inner is not None else b"0 0 1 1 re f")
        form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 9, 9]
        if inner is not None:
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
        inner = pdf.make_indirect(form)
    page = pdf.add_blank_page()
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
    page.Contents = pdf.make_stream(b"/F Do")
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def test_the_result_is_that_of_the_checks_themselves() -> None:
    editions = BREAKERS["ALT-EPUB"][0](good())
    result = own_checks([as_file(editions.epub, "epub")], EVERYTHING)
    assert [finding.code for finding in result.findings] == ["ALT-EPUB"]
    assert result.about["epub"].version == "EPUB 3.0"


def test_a_file_says_what_made_it_and_what_it_claims() -> None:
    about = own_checks([as_file(good().pdf, "pdf")], EVERYTHING).about["pdf"]
    assert about.made_with == "Separatum"
    assert set(about.claims) == {"ua1", "3a"}


def test_a_file_that_never_ends_is_a_finding_and_what_was_found_before_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "TIME_LIMIT", 2.0)
    result = own_checks([as_file(laughs(), "pdf")], EVERYTHING)
    assert result.findings[-1].code == "CHECK-LIMIT"
    assert "more than 2 seconds" in result.findings[-1].message
    assert result.about["pdf"].version.startswith("PDF")
