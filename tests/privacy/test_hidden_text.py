"""Hidden text is an error; the text layer of a scanned page and a folded section are warnings."""

import io

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
    ],
)
def test_text_that_readers_see_is_not_called_hidden(element: str) -> None:
    parts = unpacked(zipped())
    parts["E/a.xhtml"] = PAGE.replace("</body>", f"{element}</body>").encode()
    assert hidden(packed(parts), "epub") == []
