"""What Python would compile again in every process is compiled once, and kept where its bytecode is.

Python keeps the bytecode of a module, but neither what `re.compile` makes at its top nor the methods of its data
classes: for a lint of one article some 460 expressions and 370 methods, two fifths of its time. Expressions are kept
from the top of modules only, never one that is made of a user's words; the text of a data class's methods holds the
names of its fields and nothing else.

Python has no public way to do so: names of `re` and of `dataclasses` are used that are their own. Without them nothing
is kept; and each expression's code is looked over by Python before it runs.
"""

import atexit
import builtins
import dataclasses
import marshal
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

_Key = tuple[str | bytes, int]
_Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""The flags with those in the pattern, the code in numbers of 32 bits, and the groups: their number and their names."""
_IN_FUNCTION = 1
"""The flag of code that is optimized (`inspect.CO_OPTIMIZED`): of functions, and of neither modules nor classes."""
_LARGEST = 16 * 2**20
"""Bytes; ours takes half of one."""


def keep_compiled() -> None:
    """From now on, take what an earlier process compiled, and keep what is new.

    Without effect where this Python has another compiler than those that are known, or writes no bytecode.
    """
    place = _place()
    if place is None or isinstance(_compiler().compile, Patterns):
        return
    kept = Kept(place)
    _in_use.append(kept)
    _compiler().compile = Patterns(_compiler().compile, kept)
    dataclasses.exec = Methods(kept)  # type: ignore[attr-defined]
    if not sys.dont_write_bytecode:
        atexit.register(kept.save)


def save_compiled() -> None:
    """Keep what is new now: in a process that will be killed, and not end.

    Without effect where nothing is kept, or this Python writes no bytecode.
    """
    if _in_use and not sys.dont_write_bytecode:
        _in_use[-1].save()


def code_of(key: str, text: Callable[[], str]) -> CodeType:
    """The code of a text that a program writes, from what is kept where that is in use.

    Args:
        key: of a text that holds nobody's words: the same for the same text.
        text: writes it.
    """
    kept = _in_use[-1] if _in_use else Kept(None)
    return kept.code(key) or kept.keep(key, compile(text(), "<string>", "exec", dont_inherit=True))


@contextmanager
def kept_expressions(library: Any) -> Iterator[None]:
    """What a library writes as an expression and has evaluated in the block is compiled once, and kept.

    Args:
        library: a module; its expressions hold nobody's words. After the block it still takes what is kept.
    """
    evaluated = vars(library).setdefault("eval", Expressions())
    before, evaluated.is_keeping = evaluated.is_keeping, True
    try:
        yield
    finally:
        evaluated.is_keeping = before


class Expressions:
    """Stands for `eval` in a module."""

    def __init__(self) -> None:
        self._kept = _in_use[-1] if _in_use else Kept(None)
        self.is_keeping = False

    def __call__(self, text: str, *places: Any) -> Any:
        """As `eval`."""
        code = self._kept.code(text)
        if code is None:
            code = compile(text, "<string>", "eval", dont_inherit=True)
            if self.is_keeping:
                self._kept.keep(text, code)
        return eval(code, *places)  # noqa: S307 - that of the module


_in_use: list["Kept"] = []


class Kept:
    """What is in the file, and what is to come into it.

    Args:
        place: the file; it need not exist. None for one that stays empty.
    """

    def __init__(self, place: Path | None) -> None:
        self._place = place
        self.patterns, self.codes = _read(place) if place else ({}, {})
        self.new_patterns: list[_Key] = []
        self.new_codes: dict[str, CodeType] = {}

    def code(self, key: str) -> CodeType | None:
        """The code that is kept under a key: most of the file is never asked for, and read no further."""
        packed = self.codes.get(key)
        return self.new_codes.get(key) if packed is None else marshal.loads(packed)  # noqa: S302 - as in `_read`

    def keep(self, key: str, code: CodeType) -> CodeType:
        """Keep a code under a key from now on, and return it."""
        self.new_codes[key] = code
        return code

    def save(self) -> None:
        """Keep what was compiled by this process as well."""
        if self._place is None or not (self.new_patterns or self.new_codes):
            return
        new = {key: code for key in self.new_patterns if (code := _code_of(*key)) is not None}
        self.patterns = self.patterns | new
        self.codes = self.codes | {key: marshal.dumps(code) for key, code in self.new_codes.items()}
        self.new_patterns.clear()
        self.new_codes.clear()
        data = marshal.dumps((self.patterns, self.codes))
        draft = self._place.with_name(f"{self._place.name}.{os.getpid()}")
        with suppress(OSError):
            draft.write_bytes(_head(data) + data)
            draft.replace(self._place)
        with suppress(OSError):
            draft.unlink(missing_ok=True)


class Patterns:
    """Stands for the compiler of `re`.

    Args:
        compile_: the compiler.
        kept: what need not be compiled.
    """

    def __init__(self, compile_: Callable[..., Any], kept: Kept) -> None:
        self._compile, self._kept = compile_, kept

    def __call__(self, pattern: Any, flags: int = 0) -> Any:
        """As `re._compiler.compile`, which `re._compile` calls with the flags as a number."""
        key = pattern, int(flags)
        code = self._kept.patterns.get(key) if isinstance(pattern, (str, bytes)) else None
        if code is not None:
            with suppress(RuntimeError, TypeError, ValueError, OverflowError):  # then it is compiled
                return _made(pattern, code)
        made = self._compile(pattern, flags)
        # This method was called by `_compile`, this by `compile`, and this by a module while it was loaded.
        if isinstance(pattern, (str, bytes)) and _is_loading(sys._getframe(3)):
            self._kept.new_patterns.append(key)
        return made


class Methods:
    """Stands for `exec` in `dataclasses`, which writes the methods of a class as text and has them compiled.

    Args:
        kept: what need not be compiled.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def __call__(self, text: Any, *places: Any) -> None:
        """As `exec`."""
        code = self._kept.code(text) if isinstance(text, str) else text
        if code is None:
            code = self._kept.keep(text, compile(text, "<string>", "exec", dont_inherit=True))
        builtins.exec(code, *places)  # noqa: S102 - that of `dataclasses`


def _compiler() -> Any:
    return re._compiler  # type: ignore[attr-defined]


def _place() -> Path | None:
    """The file, beside this module's bytecode; None if there is no such place, or the compiler is another one."""
    cached = __spec__.cached
    known = ("_sre", "_code", "_parser", "compile")
    is_known = hasattr(re, "_compiler") and all(hasattr(_compiler(), name) for name in known)
    return Path(cached).with_suffix(".kept") if cached and is_known else None


def _is_loading(frame: FrameType | None) -> bool:
    """Whether what runs is the top of a module, or of a class there: only functions keep their names in slots."""
    while frame is not None and frame.f_code.co_name != "<module>" and not frame.f_code.co_flags & _IN_FUNCTION:
        frame = frame.f_back
    return frame is not None and frame.f_code.co_name == "<module>"


def _made(pattern: str | bytes, code: _Code) -> Any:
    """As the end of `re._compiler.compile`; `_sre.compile` looks whether the code is one that it can run."""
    flags, numbers, groups, names, by_number = code
    return _compiler()._sre.compile(pattern, flags, memoryview(numbers).cast("I").tolist(), groups, names, by_number)


def _code_of(pattern: str | bytes, flags: int) -> _Code | None:
    """What the compiler makes of a pattern; None if that is different in each country, or is not to be kept."""
    if flags & (re.LOCALE | re.DEBUG):
        return None
    parsed = _compiler()._parser.parse(pattern, flags)
    numbers = memoryview(bytearray(4 * len(code := _compiler()._code(parsed, flags)))).cast("I")
    for place, number in enumerate(code):
        numbers[place] = number
    whole = flags | parsed.state.flags
    names = dict(parsed.state.groupdict)
    by_number: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        by_number[number] = name
    return None if whole & re.LOCALE else (whole, bytes(numbers), parsed.state.groups - 1, names, tuple(by_number))


def _read(place: Path) -> tuple[dict[_Key, _Code], dict[str, bytes]]:
    with suppress(OSError, ValueError, EOFError, TypeError):
        content = place.read_bytes()
        size = len(_head(b""))
        data = content[size:]
        if len(data) < _LARGEST and content[:size] == _head(data):
            patterns, codes = marshal.loads(data)  # noqa: S302 - beside the bytecode, which Python reads the same way
            return patterns, codes
    return {}, {}


def _head(data: bytes) -> bytes:
    """What must be the same: the form of the file, Python, its compiler, the order of bytes, and the content."""
    whose = f"2 {sys.implementation.cache_tag} {sys.hexversion:x} {_compiler()._sre.MAGIC} {sys.byteorder}"
    return f"{whose:<63.63}\n{zlib.crc32(data):08x}\n".encode()
