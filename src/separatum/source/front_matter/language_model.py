"""How likely each language is for a text, by the model of py3langid, read without NumPy.

NumPy takes longer to load than a text takes to be looked at, and more room than the rest of the package. The model is a
naive Bayes classifier (Lui and Baldwin 2011) over sequences of bytes, which an automaton finds. Its file is py3langid's
own (0.4, `modelio.py`): an archive of NumPy's arrays (NEP 1), compressed with LZMA.
"""

import ast
import io
import lzma
import math
import struct
import sys
import unicodedata
import zipfile
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_FILE = "data/model.npz.xz"
_STEPS = 512
"""The logarithms are numbers of 16 bits between -16 and -2, so each is a whole number of these parts."""
_ABOVE = 16 * _STEPS
"""Added to each, so that none is negative."""
_MOST_ROWS = 50_000
"""Rows of the table that are kept as one number each; a text has some 1,500."""


class LanguageModel:
    """The model, as it is in the file of an installed py3langid.

    Raises:
        OSError: there is no such file.
        KeyError, ValueError: it has another form.
    """

    def __init__(self, file: Path) -> None:
        with zipfile.ZipFile(io.BytesIO(lzma.decompress(file.read_bytes()))) as archive:
            self._logarithms = memoryview(_array(archive, "ptc"))
            self._priors = _array(archive, "pc")
            self._classes = _names(archive)
            self._next = _array(archive, "nextmove")
            self._rows = [row << 8 for row in _array(archive, "nextmove_row")]
            self._found = _array(archive, "out_feat").tolist()
        self._parts: list[Any] = _parts()
        self._packed: dict[int, int] = {}

    def shares(self, text: str) -> Mapping[str, float]:
        """The probability of each language, from 0 to 1, by its code of ISO 639; all the same if nothing is known."""
        content = _encoded(text)
        scores = self._scores(self._sequences(content))
        # The longer the text, the more its sequences depend on each other.
        length = math.sqrt(len(content) or 1)
        best = max(scores)
        odds = [math.exp((score - best) / length) for score in scores]
        total = math.fsum(odds)
        found: dict[str, float] = {}
        for name, share in zip(self._classes, odds, strict=True):  # a language may have a class for each of its scripts
            found[name] = found.get(name, 0.0) + share / total
        return found

    def _sequences(self, content: bytes) -> Mapping[int, int]:
        """How often each known sequence of bytes occurs, by its number."""
        follow, rows = self._next, self._rows
        state, states = 0, []
        for byte in content:
            state = follow[rows[state] + byte]
            states.append(state)
        counts: dict[int, int] = {}
        for state, count in Counter(states).items():
            if (number := self._found[state]) >= 0:
                counts[number] = counts.get(number, 0) + count
        return counts

    def _scores(self, counts: Mapping[int, int]) -> list[float]:
        """The logarithm of the probability of each class, but for what is the same in all."""
        groups: dict[int, list[int]] = {}
        for number, count in counts.items():
            groups.setdefault(count, []).append(number)
        scores = list(self._priors) if counts else [0.0] * len(self._classes)
        for count, numbers in groups.items():
            weight, above = math.log1p(count) / _STEPS, _ABOVE * len(numbers)
            scores = [score + weight * (part - above) for score, part in zip(scores, self._sums(numbers), strict=True)]
        return scores

    def _sums(self, numbers: Sequence[int]) -> "array[int]":
        """The sum of the rows of the table of some sequences: for each class, in parts above the lowest."""
        packed = self._packed
        if len(packed) > _MOST_ROWS:
            packed.clear()
        for number in [number for number in numbers if number not in packed]:
            packed[number] = self._row(number)
        total = sum(map(packed.__getitem__, numbers))
        return array("I", total.to_bytes(4 * len(self._classes), sys.byteorder))

    def _row(self, number: int) -> int:
        """A row of the table as one long number: each class has 32 bits of it, in which no sum reaches the next."""
        count = len(self._classes)
        row = self._logarithms[number * count : (number + 1) * count].tolist()  # a list is walked through much faster
        return int.from_bytes(array("I", map(self._parts.__getitem__, row)).tobytes(), sys.byteorder)


@cache
def language_model() -> LanguageModel:
    """The model of the installed py3langid.

    Raises:
        OSError, KeyError, ValueError: it is not there, or has another form.
    """
    found = find_spec("py3langid")
    if found is None or found.origin is None:
        raise FileNotFoundError("py3langid is not installed")
    return LanguageModel(Path(found.origin).parent / _FILE)


def _parts() -> list[int | None]:
    """For the bits of each number of 16 bits (IEEE 754, binary16): its parts above the lowest; None if out of range."""
    values = struct.unpack("=65536e", array("H", range(1 << 16)).tobytes())
    return [round(value * _STEPS) + _ABOVE if -16 < value <= -2 else None for value in values]


def _encoded(text: str) -> bytes:
    text = text.lower() if text.isupper() else text
    return unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")


def _member(archive: zipfile.ZipFile, name: str) -> tuple[str, memoryview]:
    """The type and the content of an array (NEP 1: magic, version, length of the header, header)."""
    content = archive.read(f"{name}.npy")
    start = 10 if content[6] == 1 else 12
    end = start + int.from_bytes(content[8:start], "little")
    header: Mapping[str, Any] = ast.literal_eval(content[start:end].decode("latin-1"))
    if not content.startswith(b"\x93NUMPY") or header["fortran_order"]:
        raise ValueError(f"the array “{name}” has another form")
    return header["descr"], memoryview(content)[end:]


_TYPES = {"<f2": "H", "<f4": "f", "<i4": "i", "<u2": "H", "<u4": "I"}
"""Types of Python's arrays for those of NumPy; a number of 16 bits with a point is taken as its bits."""


def _array(archive: zipfile.ZipFile, name: str) -> "array[Any]":
    kind, content = _member(archive, name)
    found: array[Any] = array(_TYPES[kind])
    found.frombytes(content)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _names(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Texts of a fixed length, in UTF-32, filled with zeros."""
    kind, content = _member(archive, "classes")
    size = 4 * int(kind.removeprefix("<U"))
    names = (bytes(content[at : at + size]).decode("utf-32-le") for at in range(0, len(content), size))
    return tuple(name.rstrip("\0") for name in names)
