"""What is known of images: each is decoded once, and one that is cut off has a fault wherever it is."""

import io
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image, ImageFile

from separatum.checks.formats import images
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.rules.images import _is_in_small, _lacking
from separatum.model import article as model
from separatum.system.pixels import pixels_at_hand, pixels_of
from tests.checks.article import small_article


def photograph(colour: str = "#246") -> bytes:
    written = io.BytesIO()
    pixels = Image.new("RGB", (160, 90), colour)
    pixels.paste("#eee", (20, 20, 60, 60))
    pixels.save(written, "JPEG")
    return written.getvalue()


def page_with(jpeg: bytes) -> PdfDocument:
    """A PDF with an image on its one page."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        image = pdf.make_stream(
            jpeg, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=160, Height=90,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"q 160 0 0 90 0 0 cm /I Do Q")
        written = io.BytesIO()
        pdf.save(written)
    return PdfDocument(written.getvalue(), "a.pdf")


def test_an_image_is_decoded_once_in_whatever_file_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded, decode = list[bytes](), images._decoded

    def counted(content: bytes) -> images.Picture:
        decoded.append(content)
        return decode(content)

    monkeypatch.setattr(images, "_decoded", counted)
    monkeypatch.setattr(images, "_known", {})
    jpeg = photograph()
    first = images.picture(jpeg)
    assert images.picture(jpeg) is first
    (shown,) = page_with(jpeg).pictures.values()
    assert shown == first == images.Picture(size=(160, 90))
    assert decoded == [jpeg]


def jpeg(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=88)
    return written.getvalue()


def drawings() -> dict[str, Image.Image]:
    """Photographs and drawings, some of them blank at an eighth of their size, or nearly so."""
    blank = Image.new("RGB", (640, 400), "#2468ac")
    dotted, chequered, edged = blank.copy(), Image.new("L", (640, 400)), blank.copy()
    dotted.putpixel((320, 200), (255, 0, 0))
    chequered.putdata([255 * ((place + place // 640) % 2) for place in range(640 * 400)])
    edged.paste("white", (632, 0, 640, 400))
    return {
        "noise": Image.effect_noise((1600, 1000), 60).convert("RGB"),
        "slope": Image.linear_gradient("L").resize((640, 400)),
        "faint slope": Image.linear_gradient("L").resize((640, 400)).point(lambda shade: 100 + shade // 40),
        "blank": blank, "dotted": dotted, "chequered": chequered, "edged": edged, "tiny": Image.new("RGB", (5, 3)),
        "blank with half blocks": Image.new("RGB", (45, 33), "#2468ac"),
    }  # fmt: skip


@pytest.mark.parametrize("name", drawings())
def test_the_same_is_known_of_an_image_whether_its_pixels_are_at_hand_or_not(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "_known", {})
    content = jpeg(drawings()[name])
    assert pixels_at_hand(content) is None
    alone = images.picture(content)
    assert pixels_of(content).size == alone.size
    monkeypatch.setattr(images, "_known", {})
    assert images.picture(content) == alone
    assert alone.is_blank == (name in {"blank", "blank with half blocks", "chequered", "tiny"})


def test_pixels_at_hand_are_those_of_the_very_bytes_that_were_decoded_last() -> None:
    one, other = photograph("#123"), photograph("#456")
    pixels = pixels_of(one)
    assert pixels_at_hand(bytes(bytearray(one))) is pixels
    assert pixels_at_hand(other) is None
    pixels_of(other)
    assert pixels_at_hand(one) is None


def test_an_image_that_is_cut_off_has_no_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    cut_off = jpeg(drawings()["noise"])[:-2000]
    with pytest.raises(OSError, match="truncated"):
        pixels_of(cut_off)
    assert pixels_at_hand(cut_off) is None


def test_no_more_is_remembered_than_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_known", {})
    monkeypatch.setattr(images, "_MOST_KNOWN", 2)
    pictures = [photograph(colour) for colour in ("#246", "#642", "#426")]
    for one in pictures:
        images.picture(one)
    assert len(images._known) == 2


def test_a_photograph_that_is_cut_off_has_a_fault_in_a_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it for the whole process
    (shown,) = page_with(photograph()[:-300]).pictures.values()
    assert shown.fault
    assert shown.size == (160, 90)


def test_images_of_nearly_one_shape_are_told_apart_by_all_of_them() -> None:
    large, small = ((1920, 1145), "large"), ((1880, 1120), "small")
    article = replace(
        small_article("".join(f'<p><img src="{alt}" alt="{alt}"/></p>' for _, alt in (large, small))),
        images=tuple(
            model.Image(href=alt, media_type="image/png", data=b"", width=size[0], height=size[1], alt=alt)
            for size, alt in (large, small)
        ),
    )

    def lacking(*sizes: tuple[int, int]) -> list[str]:
        return [one.alt for one in _lacking(article, sizes, _is_in_small)]

    assert lacking((1699, 1013), (1698, 1013)) == []  # the first could be both, the second the large one only
    assert lacking((1698, 1013)) == ["small"]
    assert lacking((1699, 1013)) == ["small"]
    assert lacking() == ["large", "small"]
