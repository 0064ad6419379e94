"""The C types and functions that WeasyPrint declares are read once, not in every process.

WeasyPrint declares to cffi, in C, what it calls of Pango, HarfBuzz and fontconfig. cffi reads that in Python: a tenth
of a second with the parser, and 4 milliseconds more for each length of an array, which is a type of its own. It can
write what it read as a table, its “out-of-line ABI mode”, from which C makes the types at their first use. That table
is kept with what else is compiled once (`system/compiled.py`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import StringIO
from typing import Any

from separatum.system.compiled import code_of


@contextmanager
def declared_once() -> Iterator[None]:
    """What is loaded in the block declares its C types to a stand-in for `cffi.FFI`."""
    import cffi

    plain = cffi.FFI
    cffi.FFI = Declared
    try:
        yield
    finally:
        cffi.FFI = plain


class Declared:
    """As `cffi.FFI`, once the declarations are there: with all its functions, and with its types from a table."""

    def cdef(self, source: str) -> None:
        """Declare C types, functions and constants; once.

        Raises:
            cffi.CDefError: it cannot be read.
        """
        import _cffi_backend

        key = f"cffi {_cffi_backend.__version__} {sha256(source.encode()).hexdigest()}"
        names: dict[str, Any] = {}
        exec(code_of(key, lambda: _table(source)), names)  # noqa: S102 - what cffi writes
        vars(self).update((name, getattr(names["ffi"], name)) for name in dir(names["ffi"]) if name[:2] != "__")


def _table(source: str) -> str:
    """The types as cffi writes them: the text of a module with one name, “ffi”."""
    from cffi.api import FFI
    from cffi.recompiler import make_py_source

    read = FFI()
    read.cdef(source)
    written = StringIO()
    make_py_source(read, "declared", written)
    return written.getvalue()
