"""What travels to another machine is what the editions are made from, and nothing else; what comes back is proven."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from separatum.checks.privacy.forbidden_words import ForbiddenWords
from separatum.exports.pipeline import read_article
from separatum.exports.workers.cluster_messages import (
    WorkMessage,
    article_files,
    options_to_send,
    read_result,
    result_to_bytes,
)
from separatum.model.errors import FileError
from separatum.model.options import Options
from separatum.model.report import EditionFile, Report
from separatum.model.settings import NOTHING_SAID
from tests.command.conftest import write_article

WHO: dict[str, Any] = {"edition_name": "quay", "settings": NOTHING_SAID}


def sent_of(file: Path, order: Options) -> WorkMessage:
    reading = read_article(file, order, contents=True)
    files = article_files(file, reading.lookups)
    return WorkMessage.of_bytes(
        WorkMessage(**WHO, name=file.name, options=options_to_send(order), here={}, article=files, style={}).to_bytes()
    )


def test_what_the_article_shows_travels_and_its_neighbours_stay(tmp_path: Path) -> None:
    file = write_article(tmp_path / "quay.md")
    Image.new("RGB", (600, 400), "teal").save(tmp_path / "quay pier.png")
    (tmp_path / "secret.png").write_bytes((tmp_path / "quay pier.png").read_bytes())
    write_article(tmp_path / "other.md")
    write_article(tmp_path / "quay.de.md")
    file.write_text(file.read_text() + "\n![The pier](quay%20pier.png)\n", encoding="utf-8")
    sent = sent_of(file, Options())
    assert set(sent.article) == {"quay.md", "quay.de.md", "quay pier.png"}
    assert all(sent.article[name] == (tmp_path / name).read_bytes() for name in sent.article)


def test_a_private_list_and_the_key_stay_here(tmp_path: Path) -> None:
    order = Options(forbidden=ForbiddenWords(lines=((1, "Nobody"),)), sign="minisign:key", out=tmp_path / "private")
    sent = sent_of(write_article(tmp_path / "quay.md"), order)
    assert set(sent.options) == {"formats", "paper", "strict", "discreet", "embed_source"}
    assert Options(**sent.options) == Options()


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "a\0b"])
def test_a_name_that_leads_elsewhere_is_no_parcel(name: str) -> None:
    for message in (
        WorkMessage(**WHO, name="a.md", options={}, here={}, article={name: b""}, style={}),
        WorkMessage(**WHO, name=name, options={}, here={}, article={}, style={}),
    ):
        with pytest.raises(ValueError, match="leads elsewhere"):
            WorkMessage.of_bytes(message.to_bytes())


def answer(content: bytes = b"book", digest: str | None = None) -> bytes:
    digest = digest or sha256(b"book").hexdigest()
    edition = EditionFile(format="epub", path="quay.epub", size=4, sha256=digest)
    report = Report(name="quay", sources=(), editions=(edition,))
    return result_to_bytes(report, Path("/far/quay.md"), {"epub": content})


def test_what_comes_back_whole_is_taken() -> None:
    report, contents, starts = read_result(answer(), Path("in/quay.md"), Options(formats=("epub",)))
    assert report.sources == ("in/quay.md",)
    assert contents == {"epub": b"book"}
    assert starts == ()


@pytest.mark.parametrize(
    "sent",
    [answer(b"BOOK"), answer(b"boo"), answer() + b"k", answer()[:-1], b"", b"[]", b'{"files": {}}\n', "text", None],
)
def test_what_comes_back_damaged_is_not(sent: bytes) -> None:
    with pytest.raises(FileError, match="is not a result"):
        read_result(sent, Path("in/quay.md"), Options(formats=("epub",)))


def test_less_than_was_asked_for_is_not_taken() -> None:
    with pytest.raises(FileError, match="is not a result"):
        read_result(answer(), Path("in/quay.md"), Options(formats=("epub", "pdf")))
