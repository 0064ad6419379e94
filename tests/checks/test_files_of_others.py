"""What an accessibility officer reads of a file of others is true of it, and can be done."""

import io

import pikepdf
import pytest

import tests.checks.anyones_breakers  # noqa: F401 - registers its own
from separatum.checks.catalogue import run_checks
from separatum.checks.claims import spoken_claim
from separatum.checks.fixes import advice, fixes_for
from separatum.checks.formats.documents import EpubDocument, PdfDocument
from separatum.checks.formats.made_with import maker_of_epub, maker_of_pdf, title_of_epub, title_of_pdf
from separatum.checks.plain_words import in_plain_words
from separatum.checks.validators.explain import explain_validator_code
from separatum.cli.report_text import skipped_words
from separatum.model.findings import Finding, Location, Severity
from separatum.model.report import Report, Skipped
from tests.checks.article import subject
from tests.checks.breakers import BREAKERS, good
from tests.privacy.makers import TITLE, by_hand, packed, unpacked, zipped

GREY, BLACK = "0.6 g", "0 g"


def drawn(content: str, *, information: dict[str, str] | None = None) -> bytes:
    """An untagged PDF of one page, 400 points square, with the font F1."""
    with pikepdf.open(io.BytesIO(by_hand())) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(content.encode("latin-1"))
        for key, value in (information or {}).items():
            pdf.docinfo[f"/{key}"] = pikepdf.String(value)
        written = io.BytesIO()
        pdf.save(written)
    return written.getvalue()


def line(words: str, *, colour: str = BLACK, left: int = 60, top: int = 200) -> str:
    return f"{colour} BT /F1 12 Tf {left} {top} Td ({words}) Tj ET"


def found_in(pdf: bytes) -> dict[str, Finding]:
    return {finding.code: finding for finding in run_checks(subject(pdf=pdf)).findings}


def test_a_pale_bullet_needs_no_contrast() -> None:
    bullets = " ".join((line("\\225", colour=GREY, left=40), line("A point of a list")))
    assert "CONTRAST-PDF" not in found_in(drawn(bullets))


def test_pale_words_of_an_untagged_file_are_quoted_and_all_lines_are_known() -> None:
    lines = " ".join(line(words, colour=GREY, top=top) for words, top in (("So pale", 300), ("And so is this", 250)))
    finding = found_in(drawn(lines))["CONTRAST-PDF"]
    assert finding.message.startswith("“So pale” has a contrast of 2.8:1")
    assert [place.box is not None for place in finding.others] == [True]


@pytest.mark.parametrize(("clip", "is_fault"), [("300 300 50 50 re W n", False), ("", True)])
def test_what_a_clipping_path_hides_does_not_run_off_the_page(clip: str, is_fault: bool) -> None:
    cut = f"q {clip} {line('Part of a chart', left=-30)} Q {line('What is seen')}"
    assert ("LAYOUT-OFF-PAGE" in found_in(drawn(cut))) is is_fault
    assert "LAYOUT-COVERED" not in found_in(drawn(cut))


def test_a_title_in_the_document_information_is_no_missing_title() -> None:
    finding = found_in(drawn(line("Words"), information={"Title": "The harbour"}))["TITLE-PDF-PLACE"]
    assert "“The harbour”" in finding.message
    assert "TITLE-PDF" not in found_in(drawn(line("Words"), information={"Title": "The harbour"}))


def test_a_table_is_named_by_its_page_and_first_words() -> None:
    finding = found_in(BREAKERS["TABLE-PDF-SCOPE"][0](good()).pdf)["TABLE-PDF-SCOPE"]
    assert "the table “Year Loss" in finding.message
    assert finding.where is not None
    assert finding.where.page
    assert finding.where.box


@pytest.mark.parametrize("code", ["TABLE-PDF", "HEADING-PDF-NONE", "CONTENT-PDF", "TITLE-PDF"])
def test_what_no_validator_confirms_is_no_error_in_a_file_of_others(code: str) -> None:
    assert found_in(BREAKERS[code][0](good()).pdf)[code].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("information", "maker"),
    [
        ({"Creator": "ScanSnap Manager", "Producer": "Mac OS X 10.3.9 Quartz PDFContext"}, "ScanSnap Manager"),
        ({"Producer": "Mac OS X 10.3.9 Quartz PDFContext"}, "macOS"),
        ({"Creator": "Word", "Producer": "macOS Version 14 Quartz PDFContext"}, "Word"),
        ({"Creator": "Writer", "Producer": "LibreOffice 24.2"}, "LibreOffice"),
    ],
)
def test_the_program_and_not_what_printed_its_pages_is_named(information: dict[str, str], maker: str) -> None:
    file = PdfDocument(drawn(line("Words"), information=information | {"Title": "The harbour"}), "a.pdf")
    assert maker_of_pdf(file) == maker
    assert title_of_pdf(file) == "The harbour"


def _book(old: str, new: str) -> EpubDocument:
    parts = unpacked(zipped())
    return EpubDocument(packed(parts | {"E/p.opf": parts["E/p.opf"].decode().replace(old, new).encode()}), "a.epub")


def test_a_book_of_sigil_says_so() -> None:
    book = _book("</metadata>", '<meta name="Sigil version" content="2.5.0"/></metadata>')
    assert maker_of_epub(book) == "Sigil"
    assert title_of_epub(book) == TITLE


def test_a_book_of_epub_2_is_not_told_to_write_what_its_standard_forbids() -> None:
    parts = unpacked(zipped())
    parts["E/p.opf"] = parts["E/p.opf"].replace(b'version="3.0"', b'version="2.0"')
    parts["E/a.xhtml"] = parts["E/a.xhtml"].replace(b' lang="en" xml:lang="en"', b"")
    findings = run_checks(subject(epub=packed(parts))).findings
    hints = {finding.hint for finding in findings if finding.code == "LANGUAGE-EPUB"}
    assert hints == {"set “xml:lang” on its html element"}


def test_a_drawing_without_a_name_is_told_how_drawings_get_one() -> None:
    finding = next(
        one
        for breaker in BREAKERS["ALT-EPUB"]
        for one in run_checks(subject(epub=breaker(good()).epub)).findings
        if one.code == "ALT-EPUB" and "<svg>" in one.message
    )
    assert finding.hint is not None
    assert "<title>" in finding.hint


def test_a_title_that_says_no_more_than_the_alternative_text_is_no_name() -> None:
    parts = unpacked(zipped())
    image = b'<p><img src="a.jpg" alt="Cover Image" title="Cover Image"/></p></body>'
    parts["E/a.xhtml"] = parts["E/a.xhtml"].replace(b"</body>", image)
    findings = run_checks(subject(epub=packed(parts))).findings
    assert "ALT-EPUB" in {finding.code for finding in findings}


def test_programs_that_do_not_make_such_files_give_no_advice() -> None:
    assert "EbookLib" not in fixes_for("LANGUAGE-PDF")
    assert {"Sigil", "Calibre"} <= set(fixes_for("LANGUAGE-EPUB"))
    assert "Typst" not in fixes_for("LANGUAGE-EPUB")


def test_where_a_program_has_no_menu_for_it_acrobat_has() -> None:
    told = advice("TABLE-PDF-SCOPE", "a table", "set the scope", made_with="Google Docs", is_pdf=True)
    assert told is not None
    assert told.startswith("set the scope; in Acrobat: ")


def test_a_formula_is_not_described_as_a_picture_is() -> None:
    assert "math.equation(alt" in fixes_for("ALT-PDF", "a formula has no alternative text")["Typst"]
    assert "Typst" not in fixes_for("ALT-PDF", "a figure has no alternative text")


@pytest.mark.parametrize(
    ("theirs", "ours", "hint"),
    [
        (
            'attribute "class" not allowed here; expected attribute "dir" (and in 2 more places)',
            "the attribute “class” may not be here (and in 2 more places)",
            'remove it; allowed here is "dir"',
        ),
        ('element "b" not allowed here', "the element <b> may not be here", "remove it, or use another element"),
        (
            'Error while parsing file: element "img" missing required attribute "alt"',
            "the element <img> lacks the attribute “alt”",
            "add it",
        ),
        ("Error while parsing file: something else", "something else", None),
    ],
)  # fmt: skip
def test_usual_messages_of_epubcheck_are_said_in_plain_words(theirs: str, ours: str, hint: str | None) -> None:
    said = Finding(code="EPUBCHECK-RSC-005", severity=Severity.ERROR, message=theirs, where=Location(file="a.epub"))
    finding = in_plain_words(said)
    assert (finding.message, finding.hint) == (ours, hint)


def test_a_claim_is_said_as_people_say_it() -> None:
    old = "http://www.idpf.org/epub/a11y/accessibility-20170105.html#wcag-aa"
    assert spoken_claim(old) == "EPUB Accessibility 1.0, WCAG 2.0 Level AA"
    assert spoken_claim("EPUB Accessibility 1.1 - WCAG 2.2 Level AA") == "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"


def test_what_was_not_checked_is_said_in_words() -> None:
    skipped = tuple(Skipped(code=code, reason="the PDF is not tagged") for code in ("HEADING-PDF", "ALT-PDF", "ODD"))
    report = Report(name="a", sources=("a.pdf",), skipped=skipped)
    assert skipped_words(report) == [("the PDF is not tagged", "headings, descriptions of pictures, ODD")]


@pytest.mark.parametrize("code", ["VERAPDF-UA1-7.1-3", "EPUBCHECK-RSC-005"])
def test_a_validators_code_is_explained_for_files_of_others_too(code: str) -> None:
    explained = explain_validator_code(code)
    assert explained is not None
    assert "Mend it" in explained


def test_technical_faults_of_a_file_of_others_are_one_finding_in_words() -> None:
    broken = by_hand().replace(b"startxref", b"startxref ") + b"more"
    finding = found_in(broken)["PDF-SYNTAX"]
    assert finding.message.startswith("the file has a small technical fault")
