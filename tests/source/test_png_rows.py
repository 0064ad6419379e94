"""A PNG is judged without its colours: its rows are inflated, and each must have a filter that there is."""

import io
import zlib

import pytest
from PIL import Image

from separatum.source.images.png import with_one_row, without_texts


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


def grey(rows: bytes, *, height: int = 2, interlaced: int = 0, behind: bytes = b"", parts: int = 1) -> bytes:
    """A PNG of two grey pixels in each row."""
    header = (2).to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, interlaced])
    data = zlib.compress(rows) + behind
    cut = len(data) // parts + 1
    pixels = b"".join(chunk(b"IDAT", data[at : at + cut]) for at in range(0, len(data), cut))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


def size(source: bytes | None) -> tuple[int, int]:
    assert source is not None
    with Image.open(io.BytesIO(source)) as image:
        image.load()
        return image.size


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_one_row_is_left_of_a_picture_of_any_colours(mode: str) -> None:
    whole = io.BytesIO()
    Image.effect_noise((700, 900), 60).convert("I" if mode == "I;16" else mode).convert(mode).save(whole, "PNG")
    assert size(with_one_row(whole.getvalue())) == (700, 1)


@pytest.mark.parametrize("parts", [1, 3])
def test_rows_in_one_part_or_in_many_are_whole(parts: int) -> None:
    assert size(with_one_row(grey(b"\0ab\4cd", parts=parts))) == (2, 1)


@pytest.mark.parametrize(
    "source",
    [
        grey(b"\0ab\5cd"),
        grey(b"\0ab\0c"),
        grey(b"\0ab\0cde"),
        grey(b"\0ab\0cd", behind=b"x"),
        grey(b"\0ab\0cd", interlaced=1),
        grey(b"", height=0),
        grey(b"\0ab\0cd")[:-20],
        grey(b"\0ab\0cd").replace(b"IHDR", b"IHDX"),
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
    ],
    ids=["filter", "short", "long", "behind", "interlaced", "none", "cut", "nameless", "empty", "gif"],
)
def test_what_is_not_as_it_should_be_is_left_to_the_decoder(source: bytes) -> None:
    assert with_one_row(source) is None


def test_texts_are_left_out_and_all_else_stays() -> None:
    source = grey(b"\0ab\0cd")
    assert without_texts(source.replace(chunk(b"IEND", b""), chunk(b"tEXt", b"a\0b") + chunk(b"IEND", b""))) == source
