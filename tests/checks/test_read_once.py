"""What several checks ask about a file is read once, and no check changes what the next one sees."""

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.finished_file import FinishedFile
from separatum.checks.formats.pdfium_file import PDFIUM, PdfiumFile
from separatum.checks.privacy.inspect import inspect_document
from separatum.checks.registry import Subject
from separatum.checks.rules import pdf_hidden
from separatum.checks.rules.pdf_hidden import nothing_is_painted_over_words
from separatum.checks.run import subject_of
from separatum.model.article import Article
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


def test_a_photograph_that_was_encoded_here_is_not_decoded_for_the_syntax(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[pikepdf.Pdf]()
    article = photographed()
    pdf = pdf_bytes(article)

    def check_pdf_syntax(self: pikepdf.Pdf) -> list[str]:
        asked.append(self)
        return []

    monkeypatch.setattr(pikepdf.Pdf, "check_pdf_syntax", check_pdf_syntax)
    known = subject_of(article, [edition(pdf)]).pdf
    assert known is not None
    assert any(image.get("/Filter") == pikepdf.Name.DCTDecode for page in known.contents for image in page.images)
    assert known.syntax_faults == ()
    assert not asked
    others = subject_of(None, [edition(pdf)]).pdf
    assert others is not None
    assert others.syntax_faults == ()
    assert len(asked) == 1


@pytest.mark.parametrize("kind", ["/Image", "/XML"])
def test_a_damaged_stream_is_found_whoever_made_the_file(kind: str) -> None:
    article = photographed()
    with pikepdf.open(io.BytesIO(pdf_bytes(article))) as pdf:
        (stream, *_) = (one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == kind)
        raw = bytearray(stream.read_raw_bytes())
        raw[len(raw) // 2 : len(raw) // 2 + 40] = bytes(40)
        stream.write(bytes(raw), filter=pikepdf.Name(str(stream.Filter)))
        written = io.BytesIO()
        pdf.save(written, fix_metadata_version=False)
    spoilt = subject_of(article, [edition(written.getvalue())]).pdf
    assert spoilt is not None
    assert spoilt.syntax_faults == PdfDocument(written.getvalue(), "a.pdf").syntax_faults != ()


def photographed() -> Article:
    pixels = Image.effect_noise((320, 200), 90).convert("RGB")
    written = io.BytesIO()
    pixels.save(written, "JPEG", quality=88, optimize=True)
    article = small_article()
    images = tuple(
        replace(one, data=written.getvalue(), media_type="image/jpeg", width=320, height=200) for one in article.images
    )
    return replace(article, images=images)


def edition(content: bytes) -> FinishedFile:
    return FinishedFile(format="pdf", path=Path("a.pdf"), name="a.pdf", content=content)


def test_the_pages_that_are_painted_are_looked_at_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with pikepdf.new() as pdf:
        for _ in range(3):
            pdf.add_blank_page()
        written = io.BytesIO()
        pdf.save(written)
    painted = list[int]()
    monkeypatch.setattr(pdf_hidden, "_shades", lambda _, sheet: painted.append(sheet.number))
    pages = pdf_hidden._painted(PdfDocument(written.getvalue(), "a.pdf"))
    assert painted == []
    next(pages)
    assert painted == [1]
    assert len(list(pages)) == 2
