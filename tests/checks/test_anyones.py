"""What files of others have in ways of their own is taken for what it is."""

import io

import pikepdf
import pytest

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import EpubDocument
from separatum.checks.formats.epub_styles import looks_of
from separatum.checks.privacy import inspect_edition
from separatum.model.findings import has_errors
from tests.checks.article import subject
from tests.privacy.makers import by_hand, packed, unpacked, zipped

_PREFIXED = '<style>@namespace e url("http://www.idpf.org/2007/ops"); p[e|type~="pale"]{color:#bbb}</style>'
_ALTERNATE = '<link rel="alternate stylesheet" href="night.css"/>'


def _colours(head: str, attribute: str = "") -> set[object]:
    parts = unpacked(zipped())
    page = parts["E/a.xhtml"].decode().replace("</head>", f"{head}</head>").replace("<p>", f"<p {attribute}>")
    parts |= {"E/a.xhtml": page.encode(), "E/night.css": b"p { color: #bbb }"}
    book = EpubDocument(packed(parts), "a.epub")
    return {look.colour for look in looks_of(book, "E/a.xhtml", book.documents["E/a.xhtml"])}


def test_a_selector_with_a_prefix_applies() -> None:
    assert (0xBB, 0xBB, 0xBB) in _colours(_PREFIXED, 'epub:type="pale"')


def test_an_alternate_sheet_is_not_applied() -> None:
    assert _colours(_ALTERNATE) == {(0, 0, 0)}


@pytest.mark.parametrize(
    ("style", "is_fault"),
    [
        ("text-decoration: none", True),
        ("text-decoration: none; color: black", True),
        ("text-decoration: none; color: #767676", False),
        ("text-decoration: none; font-weight: bold", False),
        ("text-decoration: none; font-style: italic", False),
        ("text-decoration: none; border-bottom: 1px dotted", False),
        ("text-decoration: none; background: #ff0", False),
        ("text-decoration: none; vertical-align: super", False),
        ("color: #004", False),
    ],
)
def test_a_link_in_text_is_told_by_more_than_a_dark_colour(style: str, is_fault: bool) -> None:
    parts = unpacked(zipped())
    link = f'<p>Ask <a href="https://example.org/" style="{style}">the port</a>, '
    parts["E/a.xhtml"] = parts["E/a.xhtml"].decode().replace("<p>", link, 1).encode()
    found = run_checks(subject(epub=packed(parts))).findings
    assert ("LINK-EPUB-COLOUR" in {finding.code for finding in found}) is is_fault


def _said(place: str, language: str | None) -> set[str]:
    with pikepdf.open(io.BytesIO(by_hand())) as pdf:
        element = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document)
        holder = {"part": element, "whole": pdf.Root}[place]
        if language is not None:
            holder.Lang = pikepdf.String(language)
        pdf.Root.StructTreeRoot = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=pdf.make_indirect(element))
        )
        written = io.BytesIO()
        pdf.save(written)
    return {finding.code for finding in run_checks(subject(pdf=written.getvalue())).findings}


@pytest.mark.parametrize(("place", "language", "is_fault"), [("part", "en", False), ("whole", None, True)])
def test_the_language_of_a_part_is_one(place: str, language: str | None, is_fault: bool) -> None:
    assert ("LANGUAGE-PDF" in _said(place, language)) is is_fault


@pytest.mark.parametrize("key", ["/PTEX.Fullbanner", "/DA"])
def test_what_programs_write_by_themselves_is_no_person(key: str) -> None:
    with pikepdf.open(io.BytesIO(by_hand())) as pdf:
        if key == "/DA":
            pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), DA=pikepdf.String("/Helv 0 Tf 0 g"))
        else:
            pdf.docinfo[key] = pikepdf.String("This is pdfTeX, Version 3.14159265-2.6-1.40.23")
        written = io.BytesIO()
        pdf.save(written)
    assert not has_errors(inspect_edition(written.getvalue(), "pdf", "a.pdf"))
