"""The fonts that travel in a book are small, whole, and letter for letter the style's."""

import io
import random
import struct
import zlib

import pytest
from fontTools.ttLib import TTFont

from separatum.editions.font_subset import cut, packed_as_woff, subset
from separatum.model.languages import language
from separatum.style.fonts import typefaces
from separatum.style.style import Face, load_style

TEXT = frozenset(map(ord, "The quick brown fox, “и кириллица”, 0123456789"))
FACES = load_style().faces


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.ttf.stem)
def test_a_font_says_the_same_when_it_is_packed(face: Face) -> None:
    plain = cut(face, TEXT)
    opened, packed = TTFont(io.BytesIO(plain)), TTFont(io.BytesIO(packed_as_woff(plain)))
    assert packed.flavor == "woff"
    assert opened.reader.keys() == packed.reader.keys()
    assert all(opened.reader[tag] == packed.reader[tag] for tag in opened.reader.keys())  # noqa: SIM118 - no mapping


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.ttf.stem)
def test_the_checksum_of_a_font_that_is_unpacked_is_right(face: Face) -> None:
    packed = TTFont(io.BytesIO(subset(face, TEXT)), checkChecksums=2)
    for tag in packed.reader.keys():  # noqa: SIM118 - no mapping; each table's sum is compared as it is read
        assert packed.reader[tag]
    # OpenType 1.9, “Calculating checksums”: all of the font that it was cut to, its head included, sums up to this.
    whole = cut(face, TEXT)
    words = struct.unpack(f">{(len(whole) + 3) // 4}I", whole + bytes(-len(whole) % 4))
    assert sum(words) % 2**32 == 0xB1B0AFBA


def test_the_length_that_a_packed_font_tells_is_its_own() -> None:
    font = subset(FACES[0], TEXT)
    assert struct.unpack_from(">I", font, 8)[0] == len(font)
    assert struct.unpack_from(">I", font, 16)[0] == len(cut(FACES[0], TEXT))


def test_a_table_that_packs_to_its_own_length_is_kept_as_it_stands() -> None:
    chance = random.Random(7)
    tables = (bytes([*chance.randbytes(size), *bytes(zeros)]) for size in range(60) for zeros in range(40))
    table = next(one for one in tables if len(zlib.compress(one, 6)) == len(one))
    font = struct.pack(">4sHHHH", b"\0\1\0\0", 1, 16, 0, 0) + struct.pack(">4sIII", b"cvt ", 0, 28, len(table)) + table
    packed = packed_as_woff(font)
    assert packed[64 : 64 + len(table)] == table


@pytest.mark.parametrize(
    ("tag", "family", "vowel", "part"),
    [
        ("th", "Noto Sans Thai", "\u0e33", 0x0E4D),
        ("lo", "Noto Sans Lao", "\u0eb3", 0x0ECD),
        ("ta", "Noto Sans Tamil", "\u0bca", 0x0BC6),
    ],
)
def test_a_cut_font_keeps_the_parts_of_a_vowel_that_harfbuzz_takes_apart(
    tag: str, family: str, vowel: str, part: int
) -> None:
    known = language(tag)
    assert known is not None
    face = next(face for face in typefaces(vowel, known, load_style()).faces if face.family == family)
    assert part in TTFont(io.BytesIO(cut(face, [ord(vowel)]))).getBestCmap()
