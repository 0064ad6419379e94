"""Hidden text is an error; the text layer of a scanned page and a folded section are warnings."""

import io
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from separatum.checks.privacy import inspect_edition
from separatum.model.findings import Finding, Severity
from tests.privacy.makers import PAGE, by_hand, packed, unpacked, zipped
from tests.privacy.pdf_carriers import CARRIERS

WORDS = "The harbour is quiet"


def scanned(*, has_bar: bool) -> bytes:
    """A page that is a picture of words, with the words in an invisible layer; perhaps a name was blackened."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (800, 400), 255)
    draw = ImageDraw.Draw(picture)
    if has_bar:
        draw.rectangle((80, 80, 500, 130), fill=0)
    else:
        draw.text((80, 88), WORDS, fill=0, font=ImageFont.load_default(38))
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 200))
    image = pdf.make_stream(picture.tobytes())
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = 800, 400, 8, Name.DeviceGray
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(XObject=Dictionary(Im=image), Font=Dictionary(F1=font))
    code = f"q 400 0 0 200 0 0 cm /Im Do Q BT 3 Tr /F1 19 Tf 40 139 Td ({WORDS}) Tj ET"
    page.Contents = pdf.make_stream(code.encode())
    written = io.BytesIO()
    pdf.save(written, static_id=True)
    return written.getvalue()


def hidden(content: bytes, kind: str) -> list[Finding]:
    return [finding for finding in inspect_edition(content, kind, "a") if finding.code == "PRIVACY-HIDDEN"]


def test_the_text_layer_of_a_scanned_page_is_a_warning() -> None:
    findings = hidden(scanned(has_bar=False), "pdf")
    assert findings
    assert {finding.severity for finding in findings} == {Severity.WARNING}


def test_a_word_that_was_blackened_on_a_scanned_page_is_an_error() -> None:
    assert Severity.ERROR in {finding.severity for finding in hidden(scanned(has_bar=True), "pdf")}


def under_a_picture(picture: Any, place: str = "400 0 0 200 0 0") -> bytes:
    """Words that a picture lies on."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 200))
    image = pdf.make_stream(picture.tobytes())
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = 800, 400, 8, Name.DeviceGray
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(XObject=Dictionary(Im=image), Font=Dictionary(F1=font))
    page.Contents = pdf.make_stream(f"BT /F1 19 Tf 40 139 Td ({WORDS}) Tj ET q {place} cm /Im Do Q".encode())
    written = io.BytesIO()
    pdf.save(written, static_id=True)
    return written.getvalue()


def picture_of_words(*, bar: tuple[int, int, int, int] | None = None) -> Any:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (800, 400), 255)
    draw = ImageDraw.Draw(picture)
    draw.text((80, 84), WORDS, fill=0, font=ImageFont.load_default(38))
    if bar is not None:
        draw.rectangle(bar, fill=0)
    return picture


def test_text_under_the_picture_of_its_page_is_a_warning() -> None:
    (finding,) = hidden(under_a_picture(picture_of_words()), "pdf")
    assert finding.severity is Severity.WARNING
    assert "recognised text" in finding.message


def test_a_bar_on_the_picture_of_a_page_is_an_error() -> None:
    whole = hidden(under_a_picture(picture_of_words(bar=(70, 70, 500, 140))), "pdf")
    one_word = hidden(under_a_picture(picture_of_words(bar=(270, 70, 330, 140))), "pdf")
    assert Severity.ERROR in {finding.severity for finding in whole}
    assert Severity.ERROR in {finding.severity for finding in one_word}


def test_text_under_a_picture_of_a_part_of_the_page_is_an_error() -> None:
    findings = hidden(under_a_picture(picture_of_words(), "300 0 0 100 20 80"), "pdf")
    assert {finding.severity for finding in findings} == {Severity.ERROR}


def test_text_under_a_photograph_is_an_error() -> None:
    from PIL import Image

    noise = Image.frombytes("L", (800, 400), bytes((place * place * 31 + place * 17) % 251 for place in range(320_000)))
    (finding,) = hidden(under_a_picture(noise), "pdf")
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_bar_on_a_turned_page_hides_as_well(rotation: int) -> None:
    with pikepdf.open(io.BytesIO(CARRIERS["hidden under a bar"](by_hand(), "Marta Quillfeather"))) as pdf:
        pdf.pages[0].obj.Rotate = rotation
        pdf.pages[0].obj.UserUnit = 2
        pdf.pages[0].obj.MediaBox = Array([-30, -30, 420, 420])
        written = io.BytesIO()
        pdf.save(written)
    (finding,) = hidden(written.getvalue(), "pdf")
    assert "“Marta Quillfeather”" in finding.message
    assert finding.where is not None
    assert finding.where.page == 1


def test_text_in_a_folded_section_is_a_warning() -> None:
    parts = unpacked(zipped())
    folded = "<details><summary>More</summary><p>Nobody came.</p></details></body>"
    parts["E/a.xhtml"] = PAGE.replace("</body>", folded).encode()
    (finding,) = hidden(packed(parts), "epub")
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "element",
    [
        '<p style="color:#ccc">Quiet</p>',
        '<p style="color:#fff;background:#333">Quiet</p>',
        '<div style="background:#000"><p style="color:#fff">Quiet</p></div>',
        '<p style="display:none" class="shown">Quiet</p><style>.shown{display:block !important}</style>',
        '<p style="opacity:.5;font-size:.8em;text-indent:-2em;margin-left:2em">Quiet</p>',
        "<style>@media print{p{display:none}}</style><p>Quiet</p>",
        '<aside epub:type="footnote" hidden="hidden"><p>Quiet</p></aside>',
        '<nav epub:type="index-term-categories" hidden="hidden"><ol><li>Quiet</li></ol></nav>',
        '<div style="overflow:hidden;line-height:1.6"><p>Quiet</p></div>',
        '<div style="overflow:hidden;width:100%"><p>Quiet</p></div>',
        '<svg xmlns="http://www.w3.org/2000/svg"><defs><g><style>g{font-family:serif}</style></g></defs></svg>',
    ],
)
def test_text_that_readers_see_is_not_called_hidden(element: str) -> None:
    parts = unpacked(zipped())
    parts["E/a.xhtml"] = PAGE.replace("</body>", f"{element}</body>").encode()
    assert hidden(packed(parts), "epub") == []


def with_body(element: str) -> bytes:
    parts = unpacked(zipped())
    parts["E/a.xhtml"] = PAGE.replace("</body>", f"{element}</body>").encode()
    return packed(parts)


@pytest.mark.parametrize(
    "element",
    [
        '<object data="a.swf" type="application/x-shockwave-flash"><p>The moon is new.</p></object>',
        '<p><span epub:type="pagebreak" style="display:none">752</span>Quiet</p>',
        '<p><span role="doc-pagebreak" style="display:none">xvii</span>Quiet</p>',
    ],
)
def test_a_fallback_and_the_number_of_a_page_are_listed_only(element: str) -> None:
    (finding,) = hidden(with_body(element), "epub")
    assert finding.severity is Severity.INFO


@pytest.mark.parametrize(
    "element",
    [
        '<p><span epub:type="pagebreak" style="display:none">Marta Quillfeather</span>Quiet</p>',
        '<p style="overflow:hidden;line-height:1px">Nobody came</p>',
        '<p style="overflow:hidden;max-height:0">Nobody came</p>',
    ],
)
def test_other_text_that_is_not_displayed_is_an_error(element: str) -> None:
    (finding,) = hidden(with_body(element), "epub")
    assert finding.severity is Severity.ERROR


def small_words(page: int, size: float, ink: str) -> bytes:
    pdf = pikepdf.new()
    one = pdf.add_blank_page(page_size=(page, page))
    one.Resources = Dictionary(
        Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    )
    one.Contents = pdf.make_stream(f"{ink} BT /F1 {size} Tf 40 40 Td ({WORDS}) Tj ET".encode())
    written = io.BytesIO()
    pdf.save(written, static_id=True)
    return written.getvalue()


def test_small_letters_are_drawn_large_enough_to_be_looked_at() -> None:
    assert not [
        one for one in inspect_edition(small_words(600, 1.6, "0 g"), "pdf", "a") if one.severity is Severity.ERROR
    ]
    (finding,) = hidden(small_words(600, 1.6, "1 g"), "pdf")
    assert finding.severity is Severity.ERROR
