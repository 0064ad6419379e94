"""C types that WeasyPrint names while it lays out are read with few declarations, and are the same types."""

import pytest

from separatum.editions.pdf.writer import _weasyprint

cffi = pytest.importorskip("cffi")


def test_types_of_a_new_name_are_read_as_they_are_declared() -> None:
    _weasyprint()
    from weasyprint.text.ffi import ffi

    assert ffi.typeof("hb_codepoint_t[4099]").item.cname == "uint32_t"
    assert ffi.typeof("hb_codepoint_t[4099]").length == 4099
    assert [name for name, _ in ffi.typeof("PangoRectangle * *").item.item.fields] == ["x", "y", "width", "height"]
    assert ffi.typeof("unsigned long * *").item.item.cname == "unsigned long"


def test_a_type_that_is_not_declared_is_refused_and_the_next_is_read() -> None:
    _weasyprint()
    from weasyprint.text.ffi import ffi

    with pytest.raises((cffi.CDefError, cffi.FFIError)):
        ffi.typeof("hb_codepoint_of_nobody[3]")
    assert ffi.typeof("hb_tag_t[4099]").length == 4099


def test_only_types_in_the_name_are_declared_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    _weasyprint()
    from weasyprint.text.ffi import ffi

    cparser = pytest.importorskip("cffi.cparser")

    sources = list[str]()
    plain = cparser._get_parser()

    class Recording:
        def parse(self, source: str) -> object:
            sources.append(source)
            return plain.parse(source)

    monkeypatch.setattr(cparser, "_get_parser", Recording)
    ffi.typeof("hb_codepoint_t[4098]")
    assert "hb_codepoint_t" in sources[0]
    assert "Pango" not in sources[0]
