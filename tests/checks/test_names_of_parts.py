"""A part of a book is found under every name that the standard takes for the same."""

import io
import zipfile
from collections.abc import Callable

from tests.checks.article import subject
from tests.checks.breakers import good, with_parts


def renamed(epub: bytes, name: Callable[[str], str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(written, "w") as new:
        for info in old.infolist():
            new.writestr(name(info.filename), old.read(info))
    return written.getvalue()


def faults(epub: bytes) -> list[str]:
    book = subject(epub=epub).epub
    assert book is not None
    return [fault.message for fault in book.faults]


def test_letters_with_marks_may_be_composed_or_not() -> None:
    composed = renamed(good().epub, lambda name: name.replace("article", "artíkle"))
    apart = with_parts(composed, {"content.opf": lambda opf: opf.replace(b"article.xhtml", b"arti%CC%81kle.xhtml")})
    assert faults(apart) == []


def test_spaces_around_an_id_do_not_count() -> None:
    spaced = with_parts(good().epub, {"content.opf": lambda opf: opf.replace(b'id="article"', b'id=" article "')})
    assert faults(spaced) == []
