"""A content stream that is written plainly is read as qpdf reads it, and any other is left to qpdf."""

import io
from dataclasses import fields

import pikepdf
import pytest

from separatum.checks.formats import pdf_text
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.pdf_text import PageContent
from separatum.checks.formats.plain_content import steps_of
from tests.checks.article import pdf_bytes, small_article

PLAIN = {
    "an empty sequence": b"/P <</MCID 0>> BDC EMC",
    "a sequence with a language": b"/Span <</Lang (de)/MCID 3>>BDC BT /F1 12 Tf <00410042> Tj ET EMC",
    "what stands for other letters": b"/Span <</ActualText <FEFF0041>>> BDC BT /F1 12 Tf [<0041>-20<0042>] TJ ET EMC",
    "a state that is not restored": b"q 1 0 0 1 0 0 cm q Q BT /F1 9 Tf 3 Tr 0 -10 Td <0043> ' T* ET",
    "a sequence that is named": b"/Artifact BMC 0 0 10 10 re f* EMC /P /Named BDC EMC EMC",
    "a font that is not there": b"BT /F2 12 Tf <0041> Tj ET",
}
OTHERS = {
    "a comment": b"q % not seen\nQ",
    "an image in the stream": b"BI /W 1 /H 1 /BPC 8 /CS /G ID \0 EI",
    "a string in brackets": b"BT /F1 12 Tf (words) Tj ET",
    "half of a code": b"BT /F1 12 Tf <004> Tj ET",
    "an unknown operator": b"q 1 2 foo Q",
    "too many operands": b"(words) /P <</MCID 0>> BDC EMC",
    "a dictionary in a dictionary": b"/P <</A <</B (words)>> /MCID 0>> BDC EMC",
    "a name with an escaped letter": b"/P#20 BMC EMC",
    "operands that nothing takes": b"q Q /P <</MCID 0>>",
    "a point of marked content": b"/P <</T (words)>> DP",
    "a string that is not closed": b"BT /F1 12 Tf <0041 Tj ET",
    "no operands for a font": b"BT Tf <0041> Tj ET",
}


def page_of(content: bytes) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        mapped = pdf.make_stream(b"2 beginbfchar <0041> <0041> <0042> <00420308> endbfchar")
        inner = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2)
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name.Plain, ToUnicode=mapped,
            DescendantFonts=[inner], Encoding=pikepdf.Name("/Identity-H"),
        )  # fmt: skip
        named = pikepdf.Dictionary(Named=pikepdf.Dictionary(MCID=7))
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), Properties=named)
        pdf.pages[0].obj.Contents = pdf.make_stream(content)
        written = io.BytesIO()
        pdf.save(written)
    return written.getvalue()


def read(data: bytes) -> list[dict[str, object]]:
    left_out = {"properties", "images"}
    names = [one.name for one in fields(PageContent) if one.name not in left_out]
    return [
        {name: getattr(page, name) for name in names} | {"images": len(page.images)}
        for page in PdfDocument(data, "a.pdf").contents
    ]


def both_ways(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    plainly = read(data)
    monkeypatch.setattr(pdf_text, "steps_of", lambda _: None)
    return plainly, read(data)


@pytest.mark.parametrize("content", PLAIN.values(), ids=PLAIN)
def test_a_plain_stream_is_read_as_qpdf_reads_it(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert steps_of(content) is not None
    plainly, by_qpdf = both_ways(page_of(content), monkeypatch)
    assert plainly == by_qpdf


def test_our_pages_are_written_plainly_and_read_as_qpdf_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf_bytes(small_article())
    assert all(page.properties is not None for page in PdfDocument(data, "a.pdf").contents)
    plainly, by_qpdf = both_ways(data, monkeypatch)
    assert plainly == by_qpdf
    assert any(page["marked"] for page in plainly)


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS)
def test_any_other_stream_is_left_to_qpdf(content: bytes) -> None:
    assert steps_of(content) is None


def test_what_marked_content_says_is_known_of_a_plain_page() -> None:
    said = b"/Span <</ActualText (Alice Kowalski)/MCID 3>> BDC EMC"
    file = PdfDocument(page_of(said), "a.pdf")
    properties = (file.properties_in(file.pages[0].obj.Contents) or [{}])[0]
    assert str(properties["/ActualText"]) == "Alice Kowalski"
    other = PdfDocument(page_of(b"% a comment\n" + said), "a.pdf")
    assert other.properties_in(other.pages[0].obj.Contents) is None
