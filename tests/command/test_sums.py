"""`SHA256SUMS` has one line for each file, sorted by name, however many are published one after the other."""

import tracemalloc
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from separatum.publish.checksums import SUMS, Sums

SHORT = st.text(st.characters(exclude_characters="/\0\n\r\\", exclude_categories=["Cs"]), min_size=1, max_size=8)
NAMES = SHORT | SHORT.map(lambda name: name * 200)


def digest(word: str) -> str:
    return sha256(word.encode()).hexdigest()


def publish(folder: Path, sums: Sums, digests: Mapping[str, str], meanwhile: Callable[[], None] = lambda: None) -> str:
    """Write what the file says then, beside it and over it, as a publication does; return it."""
    text = b"".join(sums.updated(digests))
    (folder / "new").write_bytes(text)
    (folder / "new").replace(folder / SUMS)
    meanwhile()
    sums.take()
    return text.decode()


@given(st.lists(st.dictionaries(NAMES, st.sampled_from("ab"), max_size=4), max_size=12))
def test_every_publication_finds_its_place(
    tmp_path_factory: pytest.TempPathFactory, published: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("out")
    sums = Sums(folder)
    wanted: dict[str, str] = {}
    for words in published:
        digests = {name: digest(word) for name, word in words.items()}
        publish(folder, sums, digests)
        wanted |= digests
        assert all(sums.has(name, digests[name]) for name in digests)
        assert not any(sums.has(name, digest("c")) for name in digests)
    assert publish(folder, sums, {}) == "".join(f"{wanted[name]}  {name}\n" for name in sorted(wanted))


def test_lines_of_files_that_are_gone_go_and_those_of_others_stay(tmp_path: Path) -> None:
    for name in ("b.pdf", "back\\slash"):
        (tmp_path / name).touch()
    kept = f"\\{digest('x')}  back\\\\slash\n{digest('b')} *b.pdf\n"
    (tmp_path / SUMS).write_text(f"{kept}{digest('g')}  gone.pdf\nnothing that sha256sum reads\n")
    text = publish(tmp_path, Sums(tmp_path), {"a.pdf": digest("a"), "c.pdf": digest("c")})
    assert text == f"{digest('a')}  a.pdf\n{digest('b')} *b.pdf\n\\{digest('x')}  back\\\\slash\n{digest('c')}  c.pdf\n"


def test_what_somebody_else_writes_meanwhile_is_read_as_at_the_start(tmp_path: Path) -> None:
    sums = Sums(tmp_path)
    for name in ("a.pdf", "theirs.pdf"):
        (tmp_path / name).touch()
    ours = publish(tmp_path, sums, {"a.pdf": digest("a")})
    theirs = f"{digest('t')}  theirs.pdf\n"
    (tmp_path / SUMS).write_text(f"no line at all\n{theirs}{ours}{digest('g')}  gone.pdf\n")
    assert sums.has("theirs.pdf", digest("t"))
    assert publish(tmp_path, sums, {"b.pdf": digest("b")}) == f"{ours}{digest('b')}  b.pdf\n{theirs}"


def test_sums_that_somebody_removes_meanwhile_begin_anew(tmp_path: Path) -> None:
    sums = Sums(tmp_path)
    publish(tmp_path, sums, {"a.pdf": digest("a")})
    (tmp_path / SUMS).unlink()
    assert not sums.has("a.pdf", digest("a"))
    ours = publish(tmp_path, sums, {"b.pdf": digest("b")}, meanwhile=(tmp_path / SUMS).unlink)
    assert ours == f"{digest('b')}  b.pdf\n"
    assert publish(tmp_path, sums, {"c.pdf": digest("c")}) == f"{digest('c')}  c.pdf\n"


def test_an_archive_of_thousands_takes_no_memory_for_its_lines(tmp_path: Path) -> None:
    sums = Sums(tmp_path)
    tracemalloc.start()
    try:
        publish(tmp_path, sums, {f"article-{number:05}.pdf": digest("a") for number in range(20_000)})
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        with (tmp_path / "new").open("wb") as file:
            file.writelines(sums.updated({"article-10000.pdf": digest("b")}))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (tmp_path / "new").stat().st_size > 1_500_000
    assert peak - before < 300_000
