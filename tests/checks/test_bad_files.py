"""Whatever a file is, the checks end with findings, never with a traceback; what is no EPUB or PDF is refused."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from separatum.checks.catalogue import run_checks
from separatum.checks.formats import epub_file
from separatum.checks.formats.documents import EpubDocument, PdfDocument
from tests.checks.article import small_article, subject
from tests.checks.breakers import good, with_parts, with_pdf

CUTS = [0, 1, 3, 4, 30, 100, 1000, 5000, -5000, -1000, -100, -23, -22, -10, -1]


def _codes(epub: bytes | None = None, pdf: bytes | None = None) -> set[str]:
    return {finding.code for finding in run_checks(subject(small_article(), epub, pdf)).findings}


@pytest.mark.parametrize("length", CUTS)
def test_an_epub_cut_off_anywhere_is_broken(length: int) -> None:
    assert _codes(epub=good().epub[:length]) == {"EPUB-BROKEN"}


@pytest.mark.parametrize("length", CUTS)
def test_a_pdf_cut_off_anywhere_is_broken_or_breaks_the_syntax(length: int) -> None:
    codes = _codes(pdf=good().pdf[:length])
    assert codes & {"PDF-BROKEN", "PDF-SYNTAX"} or length == -1  # the last byte is a line feed
    assert "CHECK-FAILED" not in codes


GARBAGE = {
    "empty": b"",
    "text": b"This is no book.",
    "zeros": bytes(3000),
    "a header only": b"%PDF-1.7\n",
    "PK": b"PK\x03\x04",
}


@pytest.mark.parametrize("content", GARBAGE.values(), ids=GARBAGE.keys())
def test_garbage_is_a_broken_file_of_either_kind(content: bytes) -> None:
    assert _codes(epub=content) == {"EPUB-BROKEN"}
    assert _codes(pdf=content) == {"PDF-BROKEN"}


def test_what_is_said_of_a_broken_pdf_is_the_same_every_time() -> None:
    said = [PdfDocument(good().pdf[:500], "cut.pdf").faults for _ in range(2)]
    assert said[0] == said[1]
    assert "0x" not in said[0][0].message


def _replaced(part: str, content: bytes) -> bytes:
    return with_parts(good().epub, {part: lambda _: content})


XHTML = b'<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><body>%s</body></html>'
LAUGHS = b'<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"cdefghij"
)
BAD_PARTS = {
    "no container": ("META-INF/container.xml", b""),
    "a container that names nothing": ("META-INF/container.xml", b"<container/>"),
    "a container that names no part": (
        "META-INF/container.xml",
        b'<c xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfile full-path="no.opf"/></c>',
    ),
    "a package that is no XML": (".opf", b"package"),
    "a package without a spine": (".opf", b'<package xmlns="http://www.idpf.org/2007/opf"/>'),
    "a text that is no XML": ("article.xhtml", b"<p>one<p>two"),
    "a text in no encoding": ("article.xhtml", b"<?xml version='1.0' encoding='utf-8'?><p>\xff\xfe\xfa</p>"),
    "a text of null bytes": ("article.xhtml", bytes(2000)),
    "a text that is too deep": ("article.xhtml", XHTML % (b"<b>" * 9000 + b"</b>" * 9000)),
}


@pytest.mark.parametrize(("part", "content"), BAD_PARTS.values(), ids=BAD_PARTS.keys())
def test_a_bad_part_breaks_the_epub(part: str, content: bytes) -> None:
    assert _codes(epub=_replaced(part, content)) == {"EPUB-BROKEN"}


def test_no_entity_is_expanded() -> None:
    codes = _codes(epub=_replaced("article.xhtml", LAUGHS + XHTML % b"&j;"))
    assert codes & {"EPUB-BROKEN", "PARITY-EPUB"}
    assert "CHECK-FAILED" not in codes


def test_no_file_outside_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    outside = f'<!DOCTYPE html [<!ENTITY a SYSTEM "{(tmp_path / "secret").as_uri()}">]>'.encode()
    book = EpubDocument(_replaced("article.xhtml", outside + XHTML % b"<p>&a;</p>"), "lost.epub")
    assert "secret" not in book.words.main.letters


def test_a_note_may_have_a_number_that_python_makes_no_integer_of() -> None:
    note = b'<aside role="doc-footnote" id="n"><a role="doc-backlink" href="#c">0%s</a> told</aside>' % (b"9" * 5000)
    codes = _codes(epub=_replaced("article.xhtml", XHTML % (b'<p><a id="c" href="#n">1</a></p>' + note)))
    assert not codes & {"EPUB-BROKEN", "CHECK-FAILED"}


def test_a_bomb_is_not_unpacked() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("META-INF/container.xml", bytes(80_000_000))
    (fault,) = EpubDocument(written.getvalue(), "bomb.epub").faults
    assert "more than is opened" in fault.message


def test_a_part_that_many_checks_read_is_no_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    book = EpubDocument(good().epub, "a.epub")
    cover = "EPUB/cover.jpg"
    monkeypatch.setattr(epub_file, "MOST_BYTES", 2 * len(book.read(cover)))
    assert [book.read(cover) for _ in range(9)] == [book.read(cover)] * 9


def test_an_image_that_claims_too_many_pixels_is_not_decoded() -> None:
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\10\2\0\0\0"
    assert "IMAGE-EPUB-BROKEN" in _codes(epub=_replaced("map.png", png))


def test_an_encrypted_pdf_is_broken_and_says_why() -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(good().pdf)) as pdf:
        pdf.save(written, encryption=pikepdf.Encryption(owner="a", user="b"))
    (fault,) = PdfDocument(written.getvalue(), "locked.pdf").faults
    assert "password" in fault.message


def _circular_pages(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids[0] = pdf.Root.Pages


def _circular_structure(pdf: pikepdf.Pdf) -> None:
    document = pdf.Root.StructTreeRoot.K[0]
    document.K.append(document)


def _circular_outline(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Next = pdf.Root.Outlines.First


def _circular_names(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names.Dests = pdf.make_indirect(pikepdf.Dictionary())
    pdf.Root.Names.Dests.Kids = pikepdf.Array([pdf.Root.Names.Dests])


def _circular_form(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    form = pdf.make_stream(b"/Again Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Again=form))
    page.Resources.XObject.Again = form
    page.contents_add(b"/Again Do")


def _numbers_for_dictionaries(pdf: pikepdf.Pdf) -> None:
    for key in ("/Names", "/Outlines", "/StructTreeRoot", "/AA"):
        pdf.Root[key] = 7
    pdf.pages[0].obj.Annots = pikepdf.Array([7, pikepdf.Name.Seven])
    pdf.pages[0].obj.Resources = 7


HARMS = [_circular_structure, _circular_outline, _circular_names, _circular_form, _numbers_for_dictionaries]


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__.strip("_").replace("_", " "))
def test_a_pdf_whose_objects_mislead_does_not_stop_the_checks(harm: Callable[[pikepdf.Pdf], None]) -> None:
    assert "CHECK-FAILED" not in _codes(pdf=with_pdf(good(), harm).pdf)


def test_a_page_tree_that_goes_in_circles_breaks_the_pdf() -> None:
    content = good().pdf.replace(b"/Type /Pages", b"/Type /Page ", 1)
    assert "CHECK-FAILED" not in _codes(pdf=content)


@given(st.data())
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_bytes_changed_at_random_do_not_stop_the_checks(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["epub", "pdf"]))
    content = bytearray(good().epub if kind == "epub" else good().pdf)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
    codes = _codes(epub=bytes(content)) if kind == "epub" else _codes(pdf=bytes(content))
    assert "CHECK-FAILED" not in codes
