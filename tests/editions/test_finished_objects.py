"""A PDF whose objects are made once has the bytes of one that pydyf writes, and nothing is packed twice."""

import io
import zlib

import pydyf
import pytest

from separatum.editions.pdf.finished_objects import finish_objects

LONG = b"0 0 m 10 10 l S\n" * 20_000
"""A stream that is too long to be kept."""


def small_file(words: bytes) -> pydyf.PDF:
    """A file with streams that are packed and one that is not, objects within objects, and one that is not used."""
    pdf = pydyf.PDF()
    drawn = pydyf.Stream([b"BT", words, 3.25, pydyf.String("ä (b)"), "ET"], {"Kind": "/Drawn"}, compress=True)
    plain = pydyf.Stream([b"as it is"], pydyf.Dictionary({"Kind": "/Plain"}))
    for one in (drawn, plain, pydyf.Stream([LONG], compress=True), pydyf.Array([1, drawn.reference])):
        pdf.add_object(one)
    pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Contents": drawn.reference, "Parent": pdf.pages.reference}))
    unused = pydyf.Dictionary({"Type": "/Nothing"})
    pdf.add_object(unused)
    unused.free = "f"
    pdf.info["Title"] = pydyf.String("A title")
    return pdf


def written(pdf: pydyf.PDF, *, objects_packed: bool) -> bytes:
    """The bytes of a file."""
    out = io.BytesIO()
    pdf.write(out, version=b"1.7", identifier=True, compress=objects_packed)
    return out.getvalue()


@pytest.mark.parametrize("objects_packed", [True, False])
def test_a_file_whose_objects_are_made_once_has_the_same_bytes(*, objects_packed: bool) -> None:
    plain, finished = small_file(b"one"), small_file(b"one")
    finish_objects(finished)
    assert written(finished, objects_packed=objects_packed) == written(plain, objects_packed=objects_packed)


def test_a_stream_is_packed_once_and_not_again_in_the_next_file(monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[bytes] = []
    pack = zlib.compress

    def compress(content: bytes, *, level: int) -> bytes:
        packed.append(content)
        return pack(content, level=level)

    monkeypatch.setattr("separatum.editions.pdf.finished_objects.zlib.compress", compress)
    words = b"(seen by no test before) Tj"
    for _ in range(2):
        finish_objects(pdf := small_file(words))
        written(pdf, objects_packed=False)
    assert len([one for one in packed if words in one]) == 1
    assert packed.count(LONG) == 2
