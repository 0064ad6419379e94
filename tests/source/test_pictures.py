"""Pictures are found inside the folder only, and written anew with nothing but their pixels."""

import base64
import io
import os
import random
import stat
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageFile, ImageStat, PngImagePlugin

from separatum.model.findings import Rule
from separatum.source import rules
from separatum.source.images import album as albums
from separatum.source.images import colours, load
from separatum.source.images.album import Album
from separatum.source.images.load import BYTES_LIMIT, EDITION_BYTES, EDITION_PIXELS, read_picture
from separatum.source.images.sandbox import PictureError, found_inside, read_inside


def drawn(path: Path, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> Path:
    Image.new(mode, size, "red" if mode in {"RGB", "RGBA"} else 1).save(path, **options)  # type: ignore[arg-type]
    return path


def decoded(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def inline(path: Path) -> str:
    return f"data:image/{path.suffix[1:]};base64,{base64.b64encode(path.read_bytes()).decode()}"


def test_an_image_written_into_the_text_is_taken_from_there_without_its_metadata(tmp_path: Path) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "SECRET")
    address = inline(drawn(tmp_path / "a.png", pnginfo=texts))
    album = Album(tmp_path)
    one = album.image(address, alt="A", caption=None, credit=None, licence=None)
    other = album.image(address, alt="A", caption=None, credit=None, licence=None)
    assert (one.width, one.height, one.href) == (40, 20, other.href)
    assert decoded(one.data).getpixel((0, 0)) == (255, 0, 0)
    assert b"SECRET" not in one.data


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("data:image/png;base64,iVBORw0K", rules.IMAGE_BROKEN),
        ("data:image/png;base64,i?", rules.IMAGE_BROKEN),
        ("data:text/html,<p>Hello</p>", rules.IMAGE_BROKEN),
        ("data:image/png;base64," + "A" * (BYTES_LIMIT * 4 // 3 + 300), rules.IMAGE_TOO_LARGE),
        ("data:", rules.IMAGE_OUTSIDE),
    ],
)
def test_what_is_written_into_the_text_and_is_no_image_is_told_without_its_letters(
    tmp_path: Path, address: str, rule: Rule
) -> None:
    with pytest.raises(PictureError) as caught:
        Album(tmp_path).image(address, alt="A", caption=None, credit=None, licence=None)
    assert caught.value.rule is rule
    assert len(caught.value.message) < 300


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


@pytest.mark.parametrize("turn", [1, 6])
def test_a_photograph_of_four_times_the_pixels_is_decoded_at_half_its_size(
    turn: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slope = Image.merge("RGB", [Image.linear_gradient("L").rotate(90 * number) for number in range(3)])
    large = slope.resize((6000, 4000))
    exif = Image.Exif()
    exif[0x0112] = turn
    large.save(tmp_path / "large.jpg", exif=exif)
    sizes = []

    def spied(opened: Image.Image) -> Image.Image:
        sizes.append(opened.size)
        return colours.settled(opened)

    monkeypatch.setattr(load, "settled", spied)
    picture = read_picture(tmp_path / "large.jpg")
    assert sizes == [(3000, 2000)]
    assert (picture.width, picture.height) == ((1932, 2898) if turn == 6 else (2898, 1932))
    best = large.resize((2898, 1932), Image.Resampling.LANCZOS)
    upright = best.transpose(Image.Transpose.ROTATE_270) if turn == 6 else best
    assert max(ImageStat.Stat(ImageChops.difference(decoded(picture.data), upright)).rms) < 2


def test_the_same_file_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "MOST_REMEMBERED", 0)
    path = drawn(tmp_path / "a.jpg")
    one, other = read_picture(path), read_picture(path)
    assert one.data == other.data
    assert one.data is not other.data


def test_a_picture_is_written_anew_once_for_all_places_where_it_lies(tmp_path: Path) -> None:
    one = read_picture(drawn(tmp_path / "a.jpg"))
    other = read_picture(drawn(tmp_path / "b.jpg"))
    assert other.data is one.data
    assert other.path == tmp_path / "b.jpg"


def test_only_a_few_pictures_are_remembered(tmp_path: Path) -> None:
    first = drawn(tmp_path / "first.png", size=(31, 17))
    before = read_picture(first).data
    for number in range(load.MOST_REMEMBERED):
        read_picture(drawn(tmp_path / f"{number}.png", size=(40 + number, 20)))
    assert read_picture(first).data is not before


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
    assert found_inside(tmp_path, src) == (path.resolve(), tmp_path)


def test_an_address_from_the_site_s_root_is_found_in_the_article_s_own_folder_and_nowhere_else(tmp_path: Path) -> None:
    home = tmp_path / "site"
    (home / "assets").mkdir(parents=True)
    path = drawn(home / "assets" / "a b.png")
    drawn(tmp_path / "above.png")
    (home / "assets" / "link.png").symlink_to(tmp_path / "above.png")
    for address in ("/assets/a b.png", "/assets/a%20b.png?v=2"):
        assert found_inside(home, address) == (path.resolve(), home)
    for address in ("/above.png", "/../above.png", "/assets/../../above.png", "/assets/link.png", "/"):
        with pytest.raises(PictureError) as caught:
            found_inside(home, address)
        assert caught.value.rule is rules.IMAGE_OUTSIDE


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
    assert hrefs == [f"images/{number}.png" for number in range(1, 6)]


def test_grey_of_sixteen_bits_keeps_its_shades(tmp_path: Path) -> None:
    deep = Image.new("I;16", (2, 1))
    deep.putpixel((0, 0), 65535)
    deep.putpixel((1, 0), 32768)
    deep.save(tmp_path / "a.png")
    grey = decoded(read_picture(tmp_path / "a.png").data)
    assert [grey.getpixel((x, 0)) for x in range(2)] == [255, 127]


def test_colours_are_those_that_the_profile_means(tmp_path: Path) -> None:
    from PIL import ImageCms

    # A profile whose red is another red: Lab's, which no reader would guess.
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    Image.new("LAB", (4, 4), (136, 208, 195)).save(tmp_path / "a.tif", icc_profile=lab)
    red, green, blue = decoded(read_picture(tmp_path / "a.tif").data).convert("RGB").getpixel((0, 0))  # type: ignore[misc]
    assert (red > 230, green < 40, blue < 40) == (True, True, True)


def test_two_pictures_of_one_profile_need_one_transformation(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    colours.to_srgb.cache_clear()
    for number in range(2):
        read_picture(drawn(tmp_path / f"{number}.jpg", (8 + number, 8), icc_profile=profile))
    assert colours.to_srgb.cache_info().misses == 1


def test_an_address_is_looked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(tmp_path / "a.png")
    found: list[str] = []

    def find(folder: Path, src: str, roots: Sequence[Path]) -> tuple[Path, Path]:
        found.append(src)
        return found_inside(folder, src, roots)

    monkeypatch.setattr(albums, "found_inside", find)
    pictures = Album(tmp_path)
    for src in ("a.png", "b.png", "a.png", "b.png"):
        assert pictures.has(src) is (src == "a.png")
    assert found == ["a.png", "b.png"]


def test_a_profile_that_is_none_does_no_harm(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.jpg", icc_profile=b"no profile at all" * 20)
    assert decoded(read_picture(path).data).getpixel((0, 0)) == decoded(path.read_bytes()).getpixel((0, 0))


def test_only_the_first_frame_of_an_animation_is_kept(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    picture = decoded(read_picture(tmp_path / "a.gif").data)
    assert picture.getpixel((0, 0)) == (255, 0, 0)
    assert getattr(picture, "n_frames", 1) == 1


def test_avif_is_read(tmp_path: Path) -> None:
    assert read_picture(drawn(tmp_path / "a.avif")).media_type == "image/png"


def test_a_file_for_another_program_is_not_handed_to_it(tmp_path: Path) -> None:
    # Pillow would start Ghostscript, whose language opens files.
    (tmp_path / "a.png").write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n")
    with pytest.raises(PictureError) as caught:
        read_picture(tmp_path / "a.png")
    assert caught.value.rule is rules.IMAGE_BROKEN


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("compression", ["tiff_lzw", "jpeg", "tiff_adobe_deflate", None])
def test_what_a_library_says_of_a_damaged_file_stays_off_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], seed: int, compression: str | None
) -> None:
    options: dict[str, Any] = {"compression": compression} if compression else {}
    content = bytearray(drawn(tmp_path / "a.tif", **options).read_bytes())
    chance = random.Random(seed)
    for _ in range(12):
        content[chance.randrange(8, len(content))] = chance.randrange(256)
    (tmp_path / "a.tif").write_bytes(content)
    with suppress(PictureError):
        read_picture(tmp_path / "a.tif")
    assert capfd.readouterr() == ("", "")
    os.write(2, b"heard again")
    assert capfd.readouterr().err == "heard again"


def test_a_damaged_file_is_refused_also_where_standard_error_is_closed(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(drawn(tmp_path / "b.tif").read_bytes()[:60])
    code = f"""if True:
        import os, pathlib
        from separatum.source.images.load import read_picture
        os.close(2)
        try:
            read_picture(pathlib.Path({str(tmp_path / "a.tif")!r}))
        except Exception as error:
            print(type(error).__name__)
    """
    ended = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)
    assert ended.stdout == b"PictureError\n"


def laden(path: Path) -> Path:
    """A picture that tells of its maker in every way that its kind has, and carries something after its end."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x010E], exif[0x0132] = "SECRET-MAKE", "SECRET-NAME", "SECRET-WORDS", "2024:05:17"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 2.0, 3.0), 29: "SECRET-DAY"})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRET-XMP</x:xmpmeta>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    by_kind: dict[str, dict[str, Any]] = {
        ".gif": {"comment": b"SECRET-COMMENT", "xmp": xmp},
        ".tif": {"exif": exif, "icc_profile": profile, "artist": "SECRET-NAME", "copyright": "SECRET-RIGHTS"},
        ".tiff": {"compression": "tiff_lzw", "description": "SECRET-WORDS", "software": "SECRET-PROGRAM"},
    }
    drawn(path, (64, 40), **by_kind.get(path.suffix, {"exif": exif, "xmp": xmp, "icc_profile": profile}))
    assert b"SECRET" in path.read_bytes()
    with path.open("ab") as file:
        file.write(b"SECRET-TAIL" + drawn(path.with_suffix(".thumb.jpg"), comment=b"SECRET-THUMBNAIL").read_bytes())
    return path


@pytest.mark.parametrize("suffix", [".avif", ".webp", ".gif", ".tif", ".tiff", ".jpg", ".png"])
def test_nothing_that_a_picture_tells_beside_its_pixels_is_kept(tmp_path: Path, suffix: str) -> None:
    picture = read_picture(laden(tmp_path / f"a{suffix}"))
    assert b"SECRET" not in picture.data
    again = decoded(picture.data)
    again.load()
    assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not again.getexif()
    kept = io.BytesIO()
    again.save(kept, again.format, **({"quality": "keep"} if again.format == "JPEG" else {"compress_level": 6}))
    assert len(picture.data) <= len(kept.getvalue()) + 64, "something stands beside the pixels"


def test_a_heic_photograph_is_refused_with_the_kinds_that_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200))
    with pytest.raises(PictureError, match="JPEG, PNG, GIF, WEBP, AVIF, TIFF, BMP or SVG") as caught:
        read_picture(tmp_path / "a.heic")
    assert caught.value.rule is rules.IMAGE_BROKEN


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">{}</svg>'


def test_a_drawing_is_drawn_without_its_scripts(tmp_path: Path) -> None:
    inside = "<script>alert(1)</script><rect onclick='x' width='10' height='10' fill='red'/>"
    (tmp_path / "a.svg").write_text(SVG.format(inside))
    picture = read_picture(tmp_path / "a.svg")
    assert picture.media_type == "image/png"
    assert picture.width == 2 * picture.height
    pixels = decoded(picture.data)
    assert pixels.getpixel((5, 5)) == (255, 0, 0)
    assert pixels.getpixel((picture.width - 5, 5)) == (255, 255, 255)


def test_a_drawing_s_words_are_drawn_in_faces_of_the_package(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SVG.format("<text y='9' font-size='9' font-family='Nowhere'>ЖΩg</text>"))
    assert decoded(read_picture(tmp_path / "a.svg").data).convert("L").getextrema() == (0, 255)


def test_a_sheet_inside_a_drawing_counts(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SVG.format("<style>rect { fill: #00f }</style><rect width='20' height='10'/>"))
    assert decoded(read_picture(tmp_path / "a.svg").data).getpixel((5, 5)) == (0, 0, 255)


@pytest.mark.parametrize(
    "face",
    [
        "@font-face { font-family: A; src: local('A'), url(https://example.org/a.woff2) }",
        "@FONT-FACE{font-family:A;src:url('data:font/woff;base64,d09G') format('woff')}",
    ],
)
def test_a_sheet_that_brings_letters_from_elsewhere_keeps_its_colours(tmp_path: Path, face: str) -> None:
    sheet = f"<style>{face} rect {{ fill: #00f }} {face}</style>"
    (tmp_path / "a.svg").write_text(SVG.format(f"{sheet}<rect width='20' height='10'/>"))
    assert decoded(read_picture(tmp_path / "a.svg").data).getpixel((5, 5)) == (0, 0, 255)


def test_a_sheet_that_leads_outside_is_taken_out(tmp_path: Path) -> None:
    sheet = "<style>@imp@font-face{}ort 'a.css'; rect { fill: #00f }</style>"
    (tmp_path / "a.svg").write_text(SVG.format(f"{sheet}<rect width='20' height='10'/>"))
    assert decoded(read_picture(tmp_path / "a.svg").data).convert("RGB").getpixel((5, 5)) == (0, 0, 0)


@pytest.mark.parametrize(
    "inside",
    [
        "<image href='../secret.png' width='9' height='9'/>",
        "<image href='data:image/png;base64,AAAA' width='9' height='9'/>",
        "<use href='other.svg#a'/>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
    ],
)
def test_a_drawing_that_shows_something_else_is_refused(tmp_path: Path, inside: str) -> None:
    (tmp_path / "a.svg").write_text(SVG.format(inside))
    with pytest.raises(PictureError) as caught:
        read_picture(tmp_path / "a.svg")
    assert caught.value.rule is rules.IMAGE_BROKEN


def test_an_entity_of_a_drawing_is_not_looked_up(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("M 0 0 h 20 v 10 h -20 z")
    kind = f'<!DOCTYPE svg [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'
    (tmp_path / "a.svg").write_text(kind + SVG.format("<text y='9'>&e;</text>"))
    assert decoded(read_picture(tmp_path / "a.svg").data).convert("L").getextrema() == (255, 255)


def test_a_link_put_in_the_place_of_a_file_after_it_was_found_is_not_followed(tmp_path: Path) -> None:
    home = tmp_path / "articles"
    (home / "sub").mkdir(parents=True)
    secret = drawn(tmp_path / "a.png")
    path, _ = found_inside(home, drawn(home / "sub" / "a.png").relative_to(home).as_posix())
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(PictureError) as caught:
        read_inside(home, path, BYTES_LIMIT)
    assert caught.value.rule is rules.IMAGE_OUTSIDE
    path.unlink()
    (home / "sub").rmdir()
    (home / "sub").symlink_to(tmp_path)
    with pytest.raises(PictureError) as caught:
        read_inside(home, path, BYTES_LIMIT)
    assert caught.value.rule is rules.IMAGE_OUTSIDE


def test_a_pipe_put_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    path, _ = found_inside(tmp_path, drawn(tmp_path / "a.png").name)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(PictureError):
        read_inside(tmp_path, path, BYTES_LIMIT)


def test_an_image_that_is_cut_short_is_refused_also_after_a_pdf_was_laid_out(tmp_path: Path) -> None:
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # as WeasyPrint leaves it
    whole = io.BytesIO()
    Image.effect_noise((60, 60), 50).save(whole, "PNG")
    (tmp_path / "cut.png").write_bytes(whole.getvalue()[:-400])
    with pytest.raises(PictureError):
        read_picture(tmp_path / "cut.png")


def test_a_file_that_grows_while_it_is_opened_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"x" * 100)
    fstat = os.fstat

    def smaller(descriptor: int) -> os.stat_result:
        numbers = list(fstat(descriptor)[:10])
        numbers[stat.ST_SIZE] = 10
        return os.stat_result(numbers)

    monkeypatch.setattr(os, "fstat", smaller)
    assert read_inside(tmp_path, path, 100) == b"x" * 100
    with pytest.raises(PictureError, match="has 0 MB"):
        read_inside(tmp_path, path, 99)
