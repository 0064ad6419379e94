"""What several checks ask about a file is read once, and no check changes what the next one sees."""

import pypdfium2
import pytest

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.pdfium_file import PDFIUM, PdfiumFile
from separatum.checks.privacy.inspect import inspect_document
from separatum.checks.registry import Subject
from separatum.checks.rules.pdf_hidden import nothing_is_painted_over_words
from tests.checks.article import pdf_bytes, small_article


def test_a_page_is_loaded_once_for_the_gate_and_for_all_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded, load = list[int](), pypdfium2.PdfDocument.get_page

    def counted(self: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
        loaded.append(index)
        return load(self, index)

    monkeypatch.setattr(pypdfium2.PdfDocument, "get_page", counted)
    file = PdfDocument(pdf_bytes(small_article("<p>Words.</p>\n" * 99)), "a.pdf")
    inspect_document(file, drawn=False)
    assert len(file.sheets) > 1
    assert not list(nothing_is_painted_over_words(Subject(pdf=file)))
    assert loaded == list(range(len(file.pages)))


def test_a_page_is_seen_as_before_when_it_was_painted_in_part() -> None:
    data = pdf_bytes(small_article())
    painted, untouched = PdfDocument(data, "a.pdf"), PdfiumFile(data)
    assert painted.sheets
    assert not list(nothing_is_painted_over_words(Subject(pdf=painted)))
    for index in range(len(untouched)):
        with PDFIUM, painted.painted.page(index) as one, untouched.page(index) as other:
            assert one.render(scale=1).to_pil().tobytes() == other.render(scale=1).to_pil().tobytes()


def test_a_long_file_has_few_pages_loaded_at_a_time() -> None:
    file = PdfiumFile(pdf_bytes(small_article("<p>Words.</p>\n" * 900)))
    assert len(file) > 16
    with PDFIUM:
        for index in range(len(file)):
            with file.page(index) as page:
                assert page.get_textpage().count_chars()
        assert len(file._loaded) == 16
