"""A small article, its editions made once, and ways to spoil them."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from separatum.exports.pipeline import read
from separatum.style.style import load_style

ARTICLE = """\
---
title: An empty quay
language: en-GB
published: 2017-04-05
byline: Ann Author
publisher:
  name: The River Paper
  url: https://river.example
  contact: desk@river.example
source: https://river.example/quay
---

The quay was empty. Nobody had said [why](https://river.example/why).[^1]

## The ferry

It takes thirty people at a time.

[^1]: Nobody was asked.
"""


def write_article(folder: Path, name: str = "quay.md", text: str = ARTICLE) -> Path:
    """Write the small article."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / name
    place.write_text(text, encoding="utf-8")
    return place


@pytest.fixture(scope="session")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small article."""
    return write_article(tmp_path_factory.mktemp("article"))


@pytest.fixture(scope="session")
def made(article: Path) -> Mapping[str, bytes]:
    """The editions of the small article, by their suffixes."""
    from separatum.editions import edition

    style = load_style()
    return {f".{kind}": edition(kind).write(read(article), style) for kind in ("epub", "pdf")}


def repacked(epub: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """An EPUB whose parts were changed, packed as ours are."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()
