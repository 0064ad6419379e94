"""What was read is told to everyone who asked for it, and nobody else pays for it."""

from pathlib import Path

import pytest

from separatum.system import file_reads
from separatum.system.file_reads import digest_of, note_read, recorded

FILE = Path("/a.jpg")


def test_whoever_asks_for_digests_has_them_also_around_one_who_does_not() -> None:
    with recorded() as outer, recorded(contents=True, digests=False) as inner:
        note_read(FILE, b"pixels")
    assert outer.digests == {str(FILE): digest_of(b"pixels")}
    assert (inner.digests, inner.contents) == ({}, {str(FILE): b"pixels"})


def test_a_file_is_digested_once_for_all_who_ask_and_never_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    digested: list[bytes] = []

    def digest(content: bytes) -> str:
        digested.append(content)
        return "a digest"

    monkeypatch.setattr(file_reads, "digest_of", digest)
    with recorded(digests=False):
        note_read(FILE, b"unasked")
        with recorded(), recorded():
            note_read(FILE, b"asked twice")
    assert digested == [b"asked twice"]
