"""What an object of a PDF is, its role says first: bytes may look like anything."""

import io
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from separatum.checks.privacy.inspect import inspect_edition, inspect_file
from separatum.checks.privacy.pdf_strings import Objects, _add_roles, names_of, strings_of
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


def test_the_role_of_each_object_is_the_key_that_names_it_first() -> None:
    with pikepdf.open(io.BytesIO(weasyprint())) as pdf:
        table = pdf.make_stream(b"\0\0\0")
        pdf.Root.A = pdf.make_indirect(pikepdf.Array([pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 0, table]))
        pdf.Root.B = pdf.make_indirect(
            pikepdf.Array([pdf.make_stream(b"1"), [pdf.make_indirect(pikepdf.Dictionary())]])
        )
        pdf.Root.C = pikepdf.Dictionary(D=pdf.Root.B, E=pdf.make_indirect(pikepdf.String("in 3 0 R or (2 0 R )")))
        pdf.Root["/F G"] = pikepdf.Array([pdf.make_stream(b"2")])
        expected: dict[tuple[int, int], str] = {}
        for thing in (*pdf.objects, pdf.trailer):
            _add_roles(thing, expected)
        objects = Objects(pdf)
        assert objects.role(table.objgen) == "/Lookup"
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream | pikepdf.String):
                assert objects.role(thing.objgen) == expected.get(thing.objgen, "")


def test_the_outline_of_an_object_has_its_names() -> None:
    with pikepdf.open(io.BytesIO(weasyprint())) as pdf:
        objects = list(Objects(pdf))
        plain = [(thing, outline) for thing, outline in objects if outline is not None]
        assert len(objects) > len(plain) > len({outline for _, outline in plain}) > 1
        for thing, outline in plain:
            assert names_of(outline) == tuple(strings_of(thing))


@pytest.mark.parametrize(
    "other",
    [
        pikepdf.Dictionary(A=1, B=pikepdf.Name("/Alice Kowalski")),
        pikepdf.Dictionary({"/A": 1, "/Alice Kowalski": 2}),
        pikepdf.Dictionary(A=1, B=pikepdf.String("Alice Kowalski")),
        pikepdf.Dictionary(A=1, B=[2, 3, pikepdf.Name("/Alice Kowalski")]),
    ],
)
def test_what_only_one_of_many_like_objects_says_is_found(other: pikepdf.Dictionary) -> None:
    with pikepdf.open(io.BytesIO(weasyprint())) as pdf:
        like = (pikepdf.Dictionary(A=number, B=pikepdf.Name.Neutral) for number in range(9))
        pdf.Root.More = pikepdf.Array([*map(pdf.make_indirect, like), pdf.make_indirect(other)])
        written_anew = io.BytesIO()
        pdf.save(written_anew)
    found = inspect_edition(written_anew.getvalue(), "pdf", "a.pdf", drawn=False)
    assert any("Alice Kowalski" in one.message for one in found)
