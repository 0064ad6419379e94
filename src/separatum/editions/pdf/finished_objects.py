"""Write each object of a PDF once, and pack no stream again that was packed before.

pydyf 0.12 makes what an object holds twice: to write it, and to name the file by it. Of the streams of an article, most
are those of its last edit: its fonts, and the pages before the edit.
"""

import zlib
from functools import lru_cache

import pydyf

_MOST_KEPT = 64
"""Streams."""
_LONGEST_KEPT = 100_000
"""Bytes of a stream: longer ones are pictures, which are packed already, and fonts of thousands of signs."""


class _Finished(pydyf.Object):  # type: ignore[misc]
    """An object that nothing changes any more."""

    def __init__(self, made: pydyf.Object) -> None:
        super().__init__()
        self.number, self.offset, self.generation, self.free = made.number, made.offset, made.generation, made.free
        self._data: bytes = _packed(made) if isinstance(made, pydyf.Stream) and made.compress else made.data
        self._is_compressible: bool = made.compressible

    @property
    def data(self) -> bytes:
        """What it holds, as it stands in the file."""
        return self._data

    @property
    def compressible(self) -> bool:
        """Whether it may stand in a stream of objects."""
        return self._is_compressible


def finish_objects(pdf: pydyf.PDF) -> None:
    """Put what the objects of a file hold in their place; the file that is written has the same bytes.

    Args:
        pdf: ready to be written.
    """
    pdf.objects[:] = [one if one.free == "f" else _Finished(one) for one in pdf.objects]


def _packed(stream: pydyf.Stream) -> bytes:
    """What a stream holds that is to be packed: as pydyf does it."""
    content = b"\n".join(pydyf._to_bytes(part) for part in stream.stream)  # noqa: SLF001 - it says it nowhere else
    pack = _pack_once if len(content) <= _LONGEST_KEPT else _pack
    extra = pydyf.Dictionary(stream.extra.copy())
    extra["Filter"] = "/FlateDecode"
    packed = pack(content)
    extra["Length"] = len(packed)
    return b"\n".join((extra.data, b"stream", packed, b"endstream"))


def _pack(content: bytes) -> bytes:
    return zlib.compress(content, level=9)


_pack_once = lru_cache(maxsize=_MOST_KEPT)(_pack)
