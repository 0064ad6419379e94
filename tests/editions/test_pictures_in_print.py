"""Pictures are printed with 150 to 350 pixels an inch, whatever size they come in."""

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import edition
from separatum.style.style import load_style
from tests.editions.conftest import Reader

PAPERS = ("a4", "a4-columns", "a5", "phone", "large-print")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("suffix", ["png", "jpg"])
@pytest.mark.parametrize("width", [300, 700, 1200, 2600])
def test_no_picture_is_printed_coarser_than_150_or_finer_than_300(
    width: int, suffix: str, paper: str, article: Reader, tmp_path: Path
) -> None:
    Image.effect_noise((width, width // 2), 60).save(tmp_path / f"wide.{suffix}")
    written = article(f"![Noise](wide.{suffix})\n\nWords.")
    file = PdfDocument(edition("pdf").write(written, load_style(None, paper)), "a.pdf")
    (image,) = file.sheets[0].images
    fineness = 72 * image.pixels[0] / (image.box[2] - image.box[0])
    assert 149 <= fineness <= 301
    assert {one.code for one in run_checks(Subject(article=written, pdf=file)).findings} == set()


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_a_picture_that_is_a_little_too_fine_is_not_scaled_down(suffix: str, article: Reader, tmp_path: Path) -> None:
    Image.effect_noise((1800, 900), 60).convert("RGB").save(tmp_path / f"wide.{suffix}")
    Image.effect_noise((2600, 1300), 60).convert("RGB").save(tmp_path / f"finer.{suffix}")
    written = article(f"![Noise](wide.{suffix})\n\nWords.\n\n![More noise](finer.{suffix})\n\nWords.")
    pdf = edition("pdf").write(written, load_style())
    kept, scaled = (image for sheet in PdfDocument(pdf, "a.pdf").sheets for image in sheet.images)
    finest = 72 * kept.pixels[0] / (kept.box[2] - kept.box[0])
    assert 301 < finest < 350
    assert kept.pixels == (1800, 900)
    assert 72 * scaled.pixels[0] / (scaled.box[2] - scaled.box[0]) <= 301
    if suffix == "jpg":
        assert written.images[0].data in pdf


def test_two_pictures_of_one_shape_are_both_known_when_they_were_scaled_down(article: Reader, tmp_path: Path) -> None:
    for name, width in (("one", 2400), ("two", 2000), ("three", 900)):
        Image.effect_noise((width, width * 3 // 4), 60).save(tmp_path / f"{name}.jpg")
    written = article("\n\n".join(f"![The picture {name}]({name}.jpg)\n\nWords." for name in ("three", "one", "two")))
    file = PdfDocument(edition("pdf").write(written, load_style()), "a.pdf")
    assert {one.code for one in run_checks(Subject(article=written, pdf=file)).findings} <= {"LAYOUT-LAST-PAGE"}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_is_in_the_file_pixel_for_pixel_as_it_was_packed_when_it_was_read(
    mode: str, article: Reader, tmp_path: Path
) -> None:
    noise = Image.merge("RGB", [Image.effect_noise((90, 60), 80) for _ in range(3)])
    (noise.convert("L").convert(mode) if mode == "I;16" else noise.convert(mode)).save(tmp_path / "noise.png")
    written = article("![Noise](noise.png)\n\nWords.")
    read = Image.open(io.BytesIO(written.images[0].data))
    packed = io.BytesIO()
    read.save(packed, "PNG", compress_level=1)  # as nobody else would pack the same pixels
    written = replace(written, images=(replace(written.images[0], data=packed.getvalue()),))
    with pikepdf.open(io.BytesIO(edition("pdf").write(written, load_style()))) as file:
        (picture,) = [
            one for one in file.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
        shown = pikepdf.PdfImage(picture).as_pil_image()
        assert picture.read_raw_bytes() in packed.getvalue()
    assert (shown.mode, shown.size, shown.tobytes()) == (read.mode, read.size, read.tobytes())
