"""The breakers of what devices refuse or break: valid books, but for some device."""

import io
from collections.abc import Callable

from tests.checks.article import drawing
from tests.checks.breakers import Editions, breaks, with_parts, with_text


def _with_part(editions: Editions, part: str, change: Callable[[bytes], bytes]) -> Editions:
    return Editions(with_parts(editions.epub, {part: change}), editions.pdf)


def _with_rules(editions: Editions, rules: str) -> Editions:
    return _with_part(editions, ".css", lambda sheet: sheet + rules.encode())


def _saved(mode: str, size: tuple[int, int], form: str) -> bytes:
    """The drawing of the article in other pixels."""
    from PIL import Image

    written = io.BytesIO()
    with Image.open(io.BytesIO(drawing())) as image:
        image.convert(mode).resize(size).save(written, form)
    return written.getvalue()


@breaks("DEVICE-COVER")
def a_cover_without_its_property(editions: Editions) -> Editions:
    return with_text(editions, ' properties="cover-image"', "", part=".opf")


@breaks("DEVICE-COVER")
def a_cover_without_its_meta(editions: Editions) -> Editions:
    return with_text(editions, 'name="cover"', 'name="wrapper"', part=".opf")


@breaks("DEVICE-NCX")
def no_ncx(editions: Editions) -> Editions:
    return with_text(editions, "application/x-dtbncx+xml", "application/xml", part=".opf")


@breaks("DEVICE-NCX")
def an_ncx_that_goes_back(editions: Editions) -> Editions:
    return with_text(editions, 'src="article.xhtml#title"', 'src="accessibility.xhtml"', part=".ncx")


@breaks("DEVICE-NOTE")
def a_note_that_is_not_marked(editions: Editions) -> Editions:
    return with_text(editions, 'epub:type="footnote" role', "role")


@breaks("DEVICE-NOTE")
def a_note_that_is_too_long(editions: Editions) -> Editions:
    return with_text(editions, "2016 was the", '<span hidden="hidden">' + "very " * 1000 + "</span> 2016 was the")


@breaks("DEVICE-ENCODING")
def no_declaration(editions: Editions) -> Editions:
    return with_text(editions, '<?xml version="1.0" encoding="utf-8"?>', "")


@breaks("DEVICE-TABLE")
def a_table_of_five_columns(editions: Editions) -> Editions:
    return with_text(editions, '<td class="brief">2016</td>', '<td colspan="4">2016</td>')


@breaks("DEVICE-SOFT-HYPHEN")
def a_soft_hyphen(editions: Editions) -> Editions:
    return with_text(editions, "Considerable", "Con\u00adsiderable")


@breaks("DEVICE-LENGTH")
def a_film_that_nobody_sees(editions: Editions) -> Editions:
    import zipfile

    written = io.BytesIO(editions.epub)
    with zipfile.ZipFile(written, "a") as book:
        book.writestr("EPUB/film.mp4", bytes(50_000_000))
    return Editions(written.getvalue(), editions.pdf)


@breaks("DEVICE-SHEET")
def a_computed_length(editions: Editions) -> Editions:
    return _with_rules(editions, "img { max-width: min(100%, 30em) }")


@breaks("DEVICE-SHEET")
def a_media_query(editions: Editions) -> Editions:
    return _with_rules(editions, "@media (min-width: 40em) { p { margin: 0 } }")


@breaks("DEVICE-SHEET")
def a_variable(editions: Editions) -> Editions:
    return _with_rules(editions, "p { margin: 0 var(--side) }")


@breaks("DEVICE-COLOUR")
def black_letters(editions: Editions) -> Editions:
    return _with_rules(editions, "p { color: #000 }")


@breaks("DEVICE-COLOUR")
def a_white_page(editions: Editions) -> Editions:
    return _with_rules(editions, "body { background: white }")


@breaks("DEVICE-SIZE")
def letters_in_pixels(editions: Editions) -> Editions:
    return _with_rules(editions, "h1 { font-size: 20px }")


@breaks("DEVICE-SIZE")
def a_size_for_the_whole_text(editions: Editions) -> Editions:
    return _with_rules(editions, "body { font-size: 0.9em }")


@breaks("DEVICE-FONT")
def a_font_of_a_new_format(editions: Editions) -> Editions:
    return with_text(editions, 'media-type="font/woff"', 'media-type="font/woff2"', part=".opf")


@breaks("DEVICE-IMAGE")
def a_transparent_image(editions: Editions) -> Editions:
    return _with_part(editions, "map.png", lambda _: _saved("RGBA", (640, 480), "PNG"))


@breaks("DEVICE-IMAGE")
def a_huge_cover(editions: Editions) -> Editions:
    return _with_part(editions, "cover.jpg", lambda _: _saved("RGB", (2000, 3000), "JPEG"))


@breaks("DEVICE-IMAGE")
def a_cover_in_printing_colours(editions: Editions) -> Editions:
    return _with_part(editions, "cover.jpg", lambda _: _saved("CMYK", (640, 480), "JPEG"))


@breaks("DEVICE-IMAGE")
def an_image_of_a_new_format(editions: Editions) -> Editions:
    return with_text(editions, 'media-type="image/jpeg"', 'media-type="image/webp"', part=".opf")
