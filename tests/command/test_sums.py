"""`SHA256SUMS` has one line for each file, sorted by name, however many are published one after the other."""

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from separatum.publish.checksums import SUMS, Sums

NAMES = st.text(st.characters(exclude_characters="/\0\n\r\\", exclude_categories=["Cs"]), min_size=1, max_size=8)


def digest(word: str) -> str:
    return sha256(word.encode()).hexdigest()


@given(st.lists(st.dictionaries(NAMES, st.sampled_from("ab"), max_size=4), max_size=12))
def test_every_publication_finds_its_place(
    tmp_path_factory: pytest.TempPathFactory, published: list[dict[str, str]]
) -> None:
    sums = Sums(tmp_path_factory.mktemp("out"))
    wanted: dict[str, str] = {}
    for words in published:
        digests = {name: digest(word) for name, word in words.items()}
        sums.take(sums.updated(digests))
        wanted |= digests
        assert all(sums.has(name, digests[name]) for name in digests)
        assert not any(sums.has(name, digest("c")) for name in digests)
    assert sums.updated({}).decode() == "".join(f"{wanted[name]}  {name}\n" for name in sorted(wanted))


def test_lines_of_files_that_are_gone_go_and_those_of_others_stay(tmp_path: Path) -> None:
    for name in ("b.pdf", "back\\slash"):
        (tmp_path / name).touch()
    kept = f"\\{digest('x')}  back\\\\slash\n{digest('b')} *b.pdf\n"
    (tmp_path / SUMS).write_text(f"{kept}{digest('g')}  gone.pdf\nnothing that sha256sum reads\n")
    sums = Sums(tmp_path)
    text = sums.updated({"a.pdf": digest("a"), "c.pdf": digest("c")}).decode()
    assert text == f"{digest('a')}  a.pdf\n{digest('b')} *b.pdf\n\\{digest('x')}  back\\\\slash\n{digest('c')}  c.pdf\n"
