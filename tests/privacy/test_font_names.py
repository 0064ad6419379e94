"""The texts of a font are read as fontTools reads them, and its classes are loaded for none that is plain."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._n_a_m_e import makeName

from separatum.checks.privacy.fonts import _opentype
from tests.privacy.bare_font import bare_font, font_file

MACINTOSH, WINDOWS = 1, 3

RECORDS = {
    "Unicode": (WINDOWS, 1, "Кальворада".encode("utf-16-be")),
    "Unicode beyond its first plane": (WINDOWS, 10, "𝒦alvorada".encode("utf-16-be")),
    "ASCII of a Macintosh": (MACINTOSH, 0, b"Kalvorada"),
    "letters of a Macintosh": (MACINTOSH, 0, "Kalvoradaé".encode("mac-roman")),
    "Japanese of a Macintosh": (MACINTOSH, 1, "カルボラダ".encode("shift-jis")),
    "a byte too many": (WINDOWS, 1, "Kalvorada".encode("utf-16-be") + b"\0"),
    "a byte too few": (WINDOWS, 1, "Kalvorada".encode("utf-16-be")[1:]),
    "half of a pair": (WINDOWS, 1, b"\xd8\x00\x00K"),
    "Unicode that says it is a Macintosh's": (MACINTOSH, 0, "Kalvorada".encode("utf-16-be")),
    "an unknown platform": (7, 7, b"Kalvorada"),
    "nothing": (WINDOWS, 1, b""),
}


@pytest.mark.parametrize(("platform", "encoding", "text"), RECORDS.values(), ids=RECORDS)
def test_a_text_is_read_as_fonttools_reads_it(platform: int, encoding: int, text: bytes) -> None:
    content = font_with((platform, encoding, text), (WINDOWS, 1, "Regular".encode("utf-16-be")))
    records = TTFont(io.BytesIO(content))["name"].names

    assert _opentype(content).names == tuple((one.nameID, one.toUnicode(errors="replace")) for one in records)
    assert len(records) == 2


def test_a_table_that_ends_too_early_is_read_as_far_as_fonttools_reads_it() -> None:
    content = font_with((WINDOWS, 1, "Kalvorada".encode("utf-16-be")), cut=4)
    records = TTFont(io.BytesIO(content))["name"].names

    assert _opentype(content).names == tuple((one.nameID, one.toUnicode(errors="replace")) for one in records)


def test_a_plain_font_is_read_without_the_classes_of_all_tables(tmp_path: Path) -> None:
    file = tmp_path / "font.ttf"
    file.write_bytes(font_with((WINDOWS, 1, "Kalvorada".encode("utf-16-be"))))
    program = (
        "import sys; from pathlib import Path; from separatum.checks.privacy.fonts import _opentype;"
        "print(_opentype(Path(sys.argv[1]).read_bytes()).names, 'fontTools.ttLib.tables.otTables' in sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "((4, 'Kalvorada'),) False"


def font_with(*records: tuple[int, int, bytes], cut: int = 0) -> bytes:
    """A font with these texts: the platform, the encoding there, and the bytes; its table without the last `cut`."""
    builder = bare_font()
    table = builder.font["name"] = newTable("name")
    table.names = [makeName(text, 4, platform, encoding, 0) for platform, encoding, text in records]
    if cut:
        data = table.compile(builder.font)
        builder.font["name"] = newTable("name")
        builder.font["name"].names = []
        builder.font["name"].compile = lambda _: data[:-cut]
    return font_file(builder)
