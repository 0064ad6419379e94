"""The C types that WeasyPrint declares come from a table, and are the types that cffi reads from the declarations."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from separatum.editions.pdf.c_declarations import Declared
from separatum.editions.pdf.writer import _weasyprint

api = pytest.importorskip("cffi.api")


def declarations() -> str:
    file = Path(_weasyprint().__file__).parent / "text" / "ffi.py"
    found = re.search(r"ffi\.cdef\('''(.*?)'''\)", file.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_each_type_has_the_size_and_the_fields_that_cffi_reads() -> None:
    theirs: Any = api.FFI()
    ours: Any = Declared()
    theirs.cdef(declarations())
    ours.cdef(declarations())
    names, structures, unions = theirs.list_types()

    assert (names, structures, unions) == ours.list_types()
    assert len(names) > 50
    for name in names:
        assert _shape(ours, ours.typeof(name)) == _shape(theirs, theirs.typeof(name)), name


def test_weasyprint_has_its_types_from_a_table() -> None:
    program = (
        "from separatum.editions.pdf.writer import _weasyprint; _weasyprint()\n"
        "from weasyprint.text.ffi import ffi; print(type(ffi).__name__, hasattr(ffi, '_parser'))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["Declared", "False"]


def test_an_array_has_the_length_in_its_name() -> None:
    ffi: Any = Declared()
    ffi.cdef(declarations())

    assert ffi.typeof("hb_codepoint_t[4099]").item.cname == "uint32_t"
    assert ffi.typeof("hb_codepoint_t[4099]").length == 4099
    assert ffi.typeof("unsigned long * *").item.item.cname == "unsigned long"


def test_a_type_that_is_not_declared_is_refused_and_the_next_is_read() -> None:
    ffi: Any = Declared()
    ffi.cdef(declarations())

    with pytest.raises(ffi.error):
        ffi.typeof("hb_codepoint_of_nobody[3]")
    assert ffi.typeof("hb_tag_t[4099]").length == 4099


def _shape(ffi: Any, kind: Any, depth: int = 4) -> object:
    """The size of a type, and its fields with their places and bits, down to the fourth level."""
    if kind.kind in ("pointer", "array"):
        return kind.kind, getattr(kind, "length", None), depth > 0 and _shape(ffi, kind.item, depth - 1)
    if kind.kind == "void":
        return kind.kind
    try:
        size = ffi.sizeof(kind)
    except (ValueError, getattr(ffi, "error", ValueError)):  # only pointers to it are used
        return kind.kind, "opaque"
    if kind.kind == "enum":
        return size, kind.elements
    if kind.kind != "struct" or depth == 0:
        return size, kind.cname.removeprefix("struct ")
    return size, [
        (name, field.offset, field.bitshift, field.bitsize, _shape(ffi, field.type, depth - 1))
        for name, field in kind.fields
    ]
