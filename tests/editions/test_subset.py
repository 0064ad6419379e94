"""The fonts that travel in a book are small, whole, and letter for letter the style's."""

import io
import struct

import pytest
from fontTools.ttLib import TTFont

from offprint.editions.subset import cut, packed_as_woff, subset
from offprint.styles import Face, load_style

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
