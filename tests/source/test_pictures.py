"""Pictures are found inside the folder only, and written anew with nothing but their pixels."""

import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from offprint.source import rules
from offprint.source.pictures import EDITION_BYTES, EDITION_PIXELS, Album, PictureError, found_inside, read_picture


def drawn(path: Path, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> Path:
    Image.new(mode, size, "red" if mode in {"RGB", "RGBA"} else 1).save(path, **options)  # type: ignore[arg-type]
    return path


def decoded(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_photograph_s_metadata_are_gone_and_it_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "SECRET-CAMERA"
    exif[0x8825] = {1: "N", 2: (41.0, 2.0, 3.0)}
    path = drawn(tmp_path / "a.jpg", exif=exif, comment=b"SECRET-COMMENT")
    picture = read_picture(path)
    assert (picture.width, picture.height) == (20, 40)
    assert picture.media_type == "image/jpeg"
    assert b"SECRET" not in picture.data
    assert b"Exif" not in picture.data
    assert not decoded(picture.data).getexif()


def test_a_png_s_texts_profile_and_trailing_bytes_are_gone(tmp_path: Path) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "SECRET")
    path = drawn(tmp_path / "a.png", pnginfo=texts, icc_profile=b"SECRET-PROFILE")
    path.write_bytes(path.read_bytes() + b"SECRET-TAIL")
    assert b"SECRET" not in read_picture(path).data


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("a.png", "RGBA"),
        ("a.png", "P"),
        ("a.png", "LA"),
        ("a.png", "1"),
        ("a.gif", "P"),
        ("a.webp", "RGBA"),
        ("a.png", "I;16"),
    ],
)
def test_every_kind_becomes_opaque(tmp_path: Path, name: str, mode: str) -> None:
    picture = read_picture(drawn(tmp_path / name, mode=mode))
    assert picture.media_type == "image/png"
    assert decoded(picture.data).mode in {"RGB", "L"}


def test_what_is_transparent_becomes_white(tmp_path: Path) -> None:
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert decoded(read_picture(tmp_path / "a.png").data).getpixel((0, 0)) == (255, 255, 255)


def test_a_cmyk_photograph_becomes_rgb(tmp_path: Path) -> None:
    Image.new("CMYK", (4, 4)).save(tmp_path / "a.jpg")
    assert decoded(read_picture(tmp_path / "a.jpg").data).mode == "RGB"


def test_a_large_image_is_scaled_to_what_readers_show(tmp_path: Path) -> None:
    picture = read_picture(drawn(tmp_path / "a.png", size=(4000, 2000)))
    assert picture.width * picture.height <= EDITION_PIXELS
    assert abs(picture.width / picture.height - 2) < 0.01
    assert len(picture.data) <= EDITION_BYTES


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.jpg")
    assert read_picture(path).data == read_picture(path).data


def test_too_many_pixels_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.png", size=(9000, 6000), mode="1")
    with pytest.raises(PictureError) as caught:
        read_picture(path)
    assert caught.value.rule is rules.IMAGE_TOO_LARGE


@pytest.mark.parametrize("content", [b"", b"text", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"<svg/>", b"\xff\xd8\xff\xe0"])
def test_what_is_not_an_image_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(PictureError) as caught:
        read_picture(tmp_path / "a.png")
    assert caught.value.rule is rules.IMAGE_BROKEN


@pytest.mark.parametrize("cut", [60, 90, 200])
def test_an_image_that_is_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    path = drawn(tmp_path / "a.jpg", size=(300, 300))
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(PictureError):
        read_picture(path)


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = drawn(tmp_path / "secret.png")
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.png").symlink_to(outside)
    (folder / "sub").symlink_to(tmp_path)
    for name in ("a.png", "sub/secret.png"):
        with pytest.raises(PictureError) as caught:
            found_inside(folder, name)
        assert caught.value.rule is rules.IMAGE_OUTSIDE


def test_a_circle_of_links_is_a_missing_image(tmp_path: Path) -> None:
    (tmp_path / "a.png").symlink_to(tmp_path / "b.png")
    (tmp_path / "b.png").symlink_to(tmp_path / "a.png")
    with pytest.raises(PictureError):
        found_inside(tmp_path, "a.png")


@pytest.mark.parametrize(
    "src", ["карта 1.png", "%D0%BA%D0%B0%D1%80%D1%82%D0%B0%201.png", "./карта 1.png", "карта 1.png?v=2"]
)
def test_a_name_is_found_encoded_or_not(tmp_path: Path, src: str) -> None:
    path = drawn(tmp_path / "карта 1.png")
    assert found_inside(tmp_path, src) == path.resolve()


def test_names_in_the_editions_are_plain_and_unique(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    names = ["one/a.png", "two/a.png", "one/A.png", "карта.png", "Über maß & more.png"]
    album = Album(tmp_path)
    for name in names:
        drawn(tmp_path / name)
        album.image(name, alt="x", caption=None, credit=None, licence=None)
    album.image("one/a.png", alt="again", caption=None, credit=None, licence=None)
    hrefs = [image.href for image in album.images]
    assert hrefs == ["images/a.png", "images/a-2.png", "images/a-3.png", "images/image.png", "images/uber-ma-more.png"]
