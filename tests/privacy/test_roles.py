"""What an object of a PDF is, its role says first: bytes may look like anything."""

import io
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from separatum.checks.privacy.inspect import inspect_file
from tests.privacy.makers import weasyprint


def test_a_font_is_no_glyph_though_its_first_bytes_look_like_one(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with pikepdf.open(io.BytesIO(weasyprint())) as pdf:
        programs = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one]
        program = programs[0].FontFile2
        font = TTFont(io.BytesIO(program.read_bytes()))
        font[" d0 "] = table = DefaultTable(" d0 ")
        table.data = b"\n%Ke Rdvt %Uj Ygyu\n%Xo Zjyw\n"
        written = io.BytesIO()
        font.save(written)
        program.write(written.getvalue())
        pdf.save(path)
    assert b" d0 " in written.getvalue()[:200]
    assert not [one.message for one in inspect_file(path).findings if "content stream" in one.message]
